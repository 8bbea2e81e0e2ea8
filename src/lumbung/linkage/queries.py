"""Reading pairs and judgements."""

from __future__ import annotations

from importlib.metadata import version

import pyarrow as pa
from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from lumbung.access.models import Office
from lumbung.engine.tables import JUDGEMENTS
from lumbung.linkage.models import Attachment, Judgement, Model, Pair
from lumbung.registry.models import Cooperative, Source
from lumbung.registry.queries import LISTS, STREAMS
from lumbung.registry.rows import engine_id


def judgements_in_force(office: Office) -> QuerySet[Judgement]:
    """Verdicts that no newer one supersedes and whose entries still count."""
    return Judgement.objects.filter(
        office=office, superseded_by__isnull=True, left__current__isnull=False, right__current__isnull=False
    ).exclude(verdict=Judgement.Verdict.WITHDRAWN)


def identity_judgements(office: Office) -> QuerySet[Judgement]:
    """Those in force on two rows that make cooperatives; verdicts on rows of lists move no identity."""
    return judgements_in_force(office).filter(left__source__kind__in=STREAMS, right__source__kind__in=STREAMS)


def reviewed_judgements(office: Office) -> QuerySet[Judgement]:
    """Those that people gave on two rows of lists; that an entry of the counter speaks of a cooperative was never asked."""
    counter = Source.Kind.COUNTER
    return identity_judgements(office).exclude(left__source__kind=counter).exclude(right__source__kind=counter)


def said_when_judged(office: Office) -> dict[tuple[int, int], str]:
    """(entry, entry) -> who both said they were when the verdict in force was given; "" where nobody noted it."""
    told = reviewed_judgements(office).values_list("left_id", "right_id", "said")
    return {(left, right): said for left, right, said in told}


def judgements_table(office: Office) -> pa.Table:
    """engine.tables.JUDGEMENTS of what is in force; a register's record stands left of a census record."""
    found = identity_judgements(office).annotate(a=F("left__source__kind"), b=F("right__source__kind"))
    rows = sorted(
        (*_ends(engine_id(a, left), engine_id(b, right)), verdict, reason)
        for left, a, right, b, verdict, reason in found.values_list(
            "left_id", "a", "right_id", "b", "verdict", "reason"
        )
    )
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return pa.Table.from_arrays([pa.array(c, pa.string()) for c in columns], schema=JUDGEMENTS)


def verdicts_on_lists(office: Office) -> list[tuple[str, str, str]]:
    """(row of a list, row that makes a cooperative, verdict) of what is in force, the newest last; as engine ids."""
    found = judgements_in_force(office).annotate(a=F("left__source__kind"), b=F("right__source__kind")).order_by("pk")
    out = []
    for left, a, right, b, verdict in found.filter(Q(a__in=LISTS) | Q(b__in=LISTS)).values_list(
        "left_id", "a", "right_id", "b", "verdict"
    ):
        ends = (engine_id(a, left), engine_id(b, right))
        if (a in LISTS) != (b in LISTS):
            out.append((*(ends if a in LISTS else reversed(ends)), verdict))
    return out


def _ends(one: str, other: str) -> tuple[str, str]:
    left, right = sorted((one, other), key=lambda r: (r.startswith("C"), r))
    return left, right


def judgement_on(left: int, right: int) -> Judgement | None:
    """The verdict in force on two entries (the smaller first), if there is one."""
    found = Judgement.objects.filter(left_id=left, right_id=right, superseded_by__isnull=True).first()
    return None if found is None or found.verdict == Judgement.Verdict.WITHDRAWN else found


def attached_to(cooperative: Cooperative) -> QuerySet[Attachment]:
    """Rows of lists that speak of `cooperative`, certificates first, then by list."""
    found = Attachment.objects.filter(cooperative=cooperative, entry__current__isnull=False)
    return found.select_related("entry__source").order_by("-entry__source__kind", "entry__source__name", "entry")


def waiting_pairs(office: Office) -> QuerySet[Pair]:
    """Pairs that wait for a person, the most useful first."""
    return Pair.objects.filter(office=office, tier="review", judged="").order_by("usefulness")


# Columns of a list's row, cleaned.
_NUMBERS = ("coop_nik", "legal_number", "certificate_number", "npwp", "nib", "licence_number")


def numbers_of_lists(office: Office) -> dict[str, list[str]]:
    """Permanent number -> the numbers that the rows of lists which joined it tell, in the order of their entries."""
    told: dict[str, list[str]] = {}
    joined = Attachment.objects.filter(
        office=office, state=Attachment.State.ATTACHED, entry__current__isnull=False, cooperative__isnull=False
    )
    columns = [KeyTextTransform(name, "entry__current__clean") for name in _NUMBERS]
    for number, *found in joined.order_by("entry").values_list("cooperative__number", *columns):
        told.setdefault(number, []).extend(text for text in found if text)
    return told


def model_in_use(office: Office) -> Model | None:
    """What runs decide by; None before the first one, and after the engine has become another."""
    found = Model.objects.filter(office=office, learned__engine_version=version("lumbung"))
    return found.select_related("learned__decided_by").first()
