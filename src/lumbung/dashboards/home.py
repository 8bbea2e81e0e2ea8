"""What the first page says besides the figures: what waits for whom, how old the data is, what runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.jobs.models import JobProgress
from lumbung.core.language import Language
from lumbung.dashboards.queue import pairs_for
from lumbung.imports.models import Batch
from lumbung.registry.models import Source
from lumbung.reports.labels import GROUPS, Words
from lumbung.statistics.models import Picture
from lumbung.statistics.queries import stream_counts, titles_of, what_changed
from lumbung.statistics.sections import ADDRESSES


@dataclass(frozen=True, slots=True)
class Fresh:
    """How old what a source told is."""

    source: Source
    as_of: object
    applied_at: datetime | None
    rows: int


@dataclass(frozen=True, slots=True)
class Change:
    """A number of the streams that the newest import changed, with what people did since."""

    word: str
    href: str
    before: int
    now: int


def changes(picture: Picture, language: Language) -> list[Change]:
    """What changed since before the newest import, in words and with the lists behind the numbers."""
    told = {_figure(change[0]): change for change in what_changed(picture, stream_counts(picture.office))}
    positions = GROUPS["position"].keys() & {row for row, *_ in told.values()}  # named also where none is left
    titles = {_figure(row): Words(language).label("position", row) for row in positions}
    titles |= titles_of(picture, list(told), language)
    return [
        Change(titles[figure], ADDRESSES.of_selection("streams", row, "total"), before, now)
        for figure, (row, before, now) in told.items()
        if figure in titles
    ]


def _figure(row: str) -> str:
    return f"streams/{row}/total"


@dataclass(frozen=True, slots=True)
class Turn:
    """An import that began to count, or was taken back."""

    batch: Batch
    at: datetime
    undone: bool


def turns_behind(picture: Picture) -> list[Turn]:
    """The imports whose change is told, the newest first; none in figures of before they were kept."""
    batches = Batch.objects.select_related("source").in_bulk([pk for _at, pk, _act in picture.changes_by])
    told = [(at, batches[pk], act) for at, pk, act in reversed(picture.changes_by) if pk in batches]
    return [Turn(batch, datetime.fromisoformat(at), act == "undone") for at, batch, act in told]


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for this person: counts, each with the page where it is done."""

    pairs: int
    batches: int


def freshness(standpoint: Standpoint) -> list[Fresh]:
    """The last applied list of every source of the office, the newest first."""
    applied = Q(batches__state=Batch.State.APPLIED)
    sources = Source.objects.filter(office=standpoint.office).annotate(last=Max("batches__pk", filter=applied))
    batches = Batch.objects.in_bulk([s.last for s in sources if s.last])
    told = [
        Fresh(s, batches[s.last].as_of, batches[s.last].applied_at, batches[s.last].counts.get("rows", 0))
        for s in sources
        if s.last
    ]
    return sorted(told, key=lambda f: (str(f.applied_at), f.source.pk), reverse=True)


def work_of(standpoint: Standpoint) -> Work:
    """What waits for the one who reads; nothing for those who may not do it."""
    pairs = pairs_for(standpoint).count() if standpoint.may(Act.JUDGE_PAIRS) else 0
    waiting = (Batch.State.STAGED, Batch.State.UPLOADED, Batch.State.REFUSED)
    batches = Batch.objects.filter(office=standpoint.office, state__in=waiting)
    return Work(pairs, batches.count() if standpoint.may(Act.IMPORT) else 0)


def running(standpoint: Standpoint) -> list[JobProgress]:
    """Background work of the office that is under way, and what failed last."""
    mine = JobProgress.objects.filter(office_id=standpoint.office.pk)
    return list(mine.filter(state__in=("waiting", "running")).order_by("pk")[:5])
