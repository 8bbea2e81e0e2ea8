"""Reading imports: only those of the office one works in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, IntegerField, Max, Min, QuerySet, Value, When

from lumbung.access.models import Office
from lumbung.audit.models import Entry as AuditLine
from lumbung.imports.models import Batch, Difference, Problem
from lumbung.linkage.models import Attachment
from lumbung.registry.models import Source
from lumbung.registry.queries import STREAMS

SEVERITIES = ("error", "question", "warning", "note")  # the gravest first
SAMPLES = 3  # values shown of a column
_LOOKED_AT = 60  # rows looked through for them


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the user's list, and what it is taken for."""

    place: int  # from the left, 0 = first
    heading: str
    field: str  # "" = not understood, kept as text
    samples: tuple[str, ...]  # none where the cells are personal
    personal: bool
    unread: int  # cells that could not be used
    was: str | None  # what the source's last list took it for, where that differs; "" = not understood
    new: bool  # the source's last list did not have it


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old what a source told is."""

    source: Source
    batch: Batch | None  # the last one applied


@dataclass(frozen=True, slots=True)
class Kind:
    """All problems of one kind: how many, and the first."""

    severity: str
    code: str
    count: int
    first: Problem


def batches_of(office: Office) -> QuerySet[Batch]:
    """All imports of `office`, the newest first."""
    people = ("uploaded_by", "applied_by", "undone_by")
    return Batch.objects.filter(office=office).select_related("source", "office", *people).order_by("-pk")


def sources_of(office: Office) -> QuerySet[Source]:
    """Sources of `office` that lists are uploaded for, by name."""
    return Source.objects.filter(office=office).exclude(kind=Source.Kind.COUNTER).order_by("name")


def freshness(office: Office) -> list[Freshness]:
    """Each source with its last applied list, the one that waits longest for a newer list first."""
    applied = Batch.objects.filter(office=office, state=Batch.State.APPLIED).order_by("source", "-applied_at")
    last = {batch.source_id: batch for batch in applied.distinct("source")}
    told = [Freshness(source, last.get(source.pk)) for source in sources_of(office)]
    return sorted(told, key=lambda one: (one.batch is not None, str(one.batch and one.batch.as_of), one.source.name))


def newest_day(office: Office, kind: str) -> date | None:
    """The newest day an applied list of `kind` (Source.Kind) speaks of; a list in which nothing was new counts too."""
    applied = Batch.objects.filter(office=office, state=Batch.State.APPLIED, source__kind=kind)
    newest: date | None = applied.aggregate(day=Max("as_of"))["day"]
    return newest


def turns(office: Office, after: datetime | None) -> list[tuple[datetime, int, str]]:
    """(when, batch, "applied" | "undone") of lists that make cooperatives, since `after`, the oldest first."""
    batches = Batch.objects.filter(office=office, source__kind__in=STREAMS)
    told: list[tuple[datetime, int, str]] = []
    for act in ("applied", "undone"):
        since = {f"{act}_at__gt": after} if after else {f"{act}_at__isnull": False}
        told += [(at, pk, act) for at, pk in batches.filter(**since).values_list(f"{act}_at", "pk")]
    return sorted(told)


def last_applied(batch: Batch) -> Batch | None:
    """The list of the same source that counted last before `batch`; what it is compared with."""
    others = Batch.objects.filter(source_id=batch.source_id, state=Batch.State.APPLIED).exclude(pk=batch.pk)
    if batch.applied_at:
        others = others.filter(applied_at__lt=batch.applied_at)
    return others.order_by("-applied_at").first()


def columns_of(batch: Batch, before: Batch | None) -> list[Column]:
    """Every column of the list in its order, with its first values and what has drifted since `before`."""
    rows = list(batch.rows.order_by("ordinal").values_list("raw", flat=True)[:_LOOKED_AT])
    unread = dict(
        batch.problems.filter(severity="error").values("column").annotate(n=Count("pk")).values_list("column", "n")
    )
    last = dict(before.mapping) if before else {}
    told = []
    for place, heading in enumerate(batch.headings):
        field = batch.mapping.get(heading, "")
        texts = dict.fromkeys(text for raw in rows if (text := raw.get(heading)))
        was = last.get(heading, field)
        told.append(
            Column(
                place,
                heading,
                field,
                tuple(list(texts)[:SAMPLES]),
                bool(rows) and all(heading not in raw for raw in rows),
                unread.get(heading[:200], 0),
                was if was != field else None,
                before is not None and heading not in last,
            )
        )
    return told


def headings_gone(batch: Batch, before: Batch | None) -> list[str]:
    """Headings that the source's last list had and this one lacks."""
    return [h for h in before.headings if h not in batch.headings] if before else []


def kinds_of_problems(batch: Batch) -> list[Kind]:
    """The problems of cells by kind: the gravest first, of those the most frequent."""
    counted = list(batch.problems.values("severity", "code").annotate(n=Count("pk"), first=Min("pk")))
    first = Problem.objects.in_bulk([one["first"] for one in counted])
    kinds = [Kind(one["severity"], one["code"], one["n"], first[one["first"]]) for one in counted]
    return sorted(kinds, key=lambda kind: (SEVERITIES.index(kind.severity), -kind.count, kind.code))


def problems_of(batch: Batch, *, severity: str = "", code: str = "") -> QuerySet[Problem]:
    """Findings about cells, the gravest first, then as the sheet stands."""
    gravity = Case(*(When(severity=s, then=Value(n)) for n, s in enumerate(SEVERITIES)), output_field=IntegerField())
    wanted = batch.problems.filter(severity=severity) if severity else batch.problems.all()
    wanted = wanted.filter(code=code) if code else wanted
    return wanted.annotate(gravity=gravity).order_by("gravity", "sheet", "row", "pk")


def differences_of(batch: Batch, *, kind: str = "") -> QuerySet[Difference]:
    """What applying would do: changed rows first, then new ones, then those no longer there; as the list stands."""
    order = (Difference.Kind.CHANGED, Difference.Kind.NEW, Difference.Kind.VANISHED)
    place = Case(*(When(kind=k, then=Value(n)) for n, k in enumerate(order)), output_field=IntegerField())
    wanted = batch.differences.filter(kind=kind) if kind else batch.differences.all()
    return wanted.select_related("row").annotate(place=place).order_by("place", "pk")


def what_became_of(source: Source) -> dict[str, int]:
    """Of the rows of a list that speaks of cooperatives: state of its attachment -> how many."""
    found = Attachment.objects.filter(entry__source=source, entry__current__isnull=False)
    return dict(found.values_list("state").annotate(n=Count("pk")).order_by("state"))


def reason_of_undoing(batch: Batch) -> str:
    """Why `batch` was undone, as it was written down then."""
    lines = AuditLine.objects.filter(subject=f"batch:{batch.pk}", action="imports.batch.undone")
    return lines.values_list("reason", flat=True).order_by("-pk").first() or ""


def work_named(work: list[str]) -> Mapping[str, Batch]:
    """Of what was built on a batch ("batch:12", "judgement:3"), the batches."""
    keys = [int(one.partition(":")[2]) for one in work if one.startswith("batch:")]
    return {f"batch:{pk}": batch for pk, batch in Batch.objects.in_bulk(keys).items()}
