"""Two rows side by side, and what people and the engine say of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from lumbung.access.models import User
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.language import Language
from lumbung.dashboards.sides import Sides, side_by_side
from lumbung.dashboards.weighing import Evidence, evidence_of
from lumbung.linkage.models import Attachment, Judgement, Opinion, Pair
from lumbung.linkage.queries import judgement_on, waiting_pairs
from lumbung.registry.models import Entry, Membership, Record, Source, Version
from lumbung.registry.queries import current_versions, within

SHOWN = 200
UNDONE_FREELY = timedelta(hours=1)  # ASSUMPTION: a slip is seen within the hour


@dataclass(frozen=True, slots=True)
class Case:
    """One pair of entries as a person looks at it."""

    left: Entry
    right: Entry
    pair: Pair | None  # None: the newest run no longer pairs them
    judgement: Judgement | None
    sides: Sides
    numbers: dict[int, str]  # entry -> its cooperative's number today
    seen: tuple[str, str]

    @property
    def asked(self) -> bool:
        """Whether people are asked about it, and no verdict stands."""
        return self.judgement is None and self.pair is not None and bool(self.pair.asked)

    @property
    def together(self) -> bool:
        """Whether both stand in one cooperative today."""
        numbers = [self.numbers.get(entry.pk) for entry in (self.left, self.right)]
        return numbers[0] is not None and numbers[0] == numbers[1]

    def own(self, user: User) -> bool:
        """Whether the verdict that stands is this person's own, and fresh enough to be undone without a reason."""
        made = self.judgement
        return made is not None and made.made_by_id == user.pk and made.made_at > timezone.now() - UNDONE_FREELY

    def settled_for(self, user: User) -> bool:
        """Whether what the machine found may be shown: it is settled, or this person has spoken; nobody is led."""
        if self.judgement is not None or (self.pair is not None and self.pair.tier == "auto" and not self.asked):
            return True
        ends = {"left": self.left, "right": self.right}
        return Opinion.objects.filter(**ends, made_by=user, settled_by=None, withdrawn_at=None).exists()

    def evidence(self, user: User, language: Language) -> Evidence | None:
        """What speaks for and against, for those who may see it."""
        if self.pair is None or not self.settled_for(user):
            return None
        return evidence_of(self.left.source.office, self.pair, language)


def case(standpoint: Standpoint, left: int, right: int, language: Language) -> Case:
    """The two entries of the person's office and area. Raises Http404 for any other."""
    if left >= right:
        raise Http404
    entries = Entry.objects.filter(source__office=standpoint.office, current__isnull=False).select_related(
        "source__office", "current"
    )
    found = {entry.pk: entry for entry in entries.filter(pk__in=(left, right))}
    numbers = _numbers(standpoint, (left, right))
    if len(found) != 2 or not numbers:
        raise Http404
    records = list(Record.objects.filter(pk__in=[e.current_id for e in found.values()]).select_related("entry__source"))
    records.sort(key=lambda record: (record.entry.source.kind != "register", record.pk))
    return Case(
        left=found[left],
        right=found[right],
        pair=Pair.objects.filter(left_id=left, right_id=right).first(),
        judgement=judgement_on(left, right),
        sides=side_by_side(records, {}, language, imports=standpoint.may(Act.IMPORT)),
        numbers=numbers,
        seen=(_hash(found[left]), _hash(found[right])),
    )


def _hash(entry: Entry) -> str:
    return entry.current.content_hash if entry.current else ""


def _numbers(standpoint: Standpoint, entries: tuple[int, int]) -> dict[int, str]:
    seen = within(
        Version.objects.filter(office=standpoint.office, current=True), standpoint.area(Act.JUDGE_PAIRS)
    ).values("cooperative")
    held = Membership.objects.filter(entry__in=entries, known__upper_inf=True, cooperative__in=seen)
    numbers = dict(held.values_list("entry", "cooperative__number"))
    joined = (
        Attachment.objects.filter(entry__in=entries, cooperative__in=seen) if numbers else Attachment.objects.none()
    )
    return numbers | dict(joined.values_list("entry", "cooperative__number"))


@dataclass(frozen=True, slots=True)
class Line:
    """One pair in a list: both names and where the rows stand."""

    left: int
    right: int
    names: tuple[str, str]
    places: tuple[str, str]
    linked: bool


def waiting(standpoint: Standpoint) -> tuple[list[Line], int]:
    """Pairs that wait for a person in the reader's area, the most useful first: those shown, and how many there are."""
    return _shown(in_area(standpoint, waiting_pairs(standpoint.office)))


def doubles(standpoint: Standpoint) -> tuple[list[Line], int]:
    """Rows that stand twice in one list and are one cooperative by the engine's own word, or a person's."""
    counter = Q(left__source__kind=Source.Kind.COUNTER) | Q(right__source__kind=Source.Kind.COUNTER)
    found = Pair.objects.filter(office=standpoint.office, scope="register", linked=True).exclude(counter)
    return _shown(in_area(standpoint, found.order_by("left", "right")))


def in_area(standpoint: Standpoint, pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """`pairs` of which a row stands in a cooperative inside the person's area for judging."""
    area = standpoint.area(Act.JUDGE_PAIRS)
    if "" in area:
        return pairs
    seen = current_versions(standpoint.office, area).values("cooperative")
    ends = Q(entry=OuterRef("left")) | Q(entry=OuterRef("right"))
    return pairs.filter(Exists(Membership.objects.filter(ends, known__upper_inf=True, cooperative__in=seen)))


def _shown(pairs: QuerySet[Pair]) -> tuple[list[Line], int]:
    return _lines(list(_with_rows(pairs)[:SHOWN])), pairs.count()


def _with_rows(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    return pairs.select_related("left__source", "right__source", "left__current", "right__current")


def _lines(pairs: list[Pair]) -> list[Line]:
    return [
        Line(
            pair.left_id,
            pair.right_id,
            (name_of(pair.left), name_of(pair.right)),
            (place_of(pair.left), place_of(pair.right)),
            pair.linked,
        )
        for pair in pairs
    ]


def name_of(entry: Entry) -> str:
    """A row's name as its list has it now; its key where it tells none."""
    return str(entry.current.clean.get("name") or entry.key) if entry.current else entry.key


def place_of(entry: Entry) -> str:
    """Which list a row stands in, and where."""
    return f"{entry.source.name} {entry.current.row}" if entry.current else entry.source.name
