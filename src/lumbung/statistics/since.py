"""What the newest import changed: the counts before it, kept until another import comes or one is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lumbung.access.models import Office
from lumbung.counter.models import CounterAct
from lumbung.imports.queries import turns
from lumbung.linkage.models import Judgement
from lumbung.registry.models import Override, Source
from lumbung.statistics.models import Picture


@dataclass(frozen=True, slots=True)
class Since:
    """The counts that the figures are compared with, and the imports that lie between (Picture.changes_by)."""

    counts: Mapping[str, int]
    by: list[list[str | int]]


def since_the_newest_import(office: Office, last: Picture | None, before: Mapping[str, int]) -> Since:
    """What a computation that is under way is compared with; `before`: the counts that it replaces.

    Called after the records were read, so that no import among them is missed. One that comes between is told of with
    the counts before it, and its change shows with the next computation.
    """
    known = last.changes_by if last else []
    after = datetime.fromisoformat(known[-1][0]) if known else last.computed_at if last else None
    new: list[list[str | int]] = [[at.isoformat(), batch, act] for at, batch, act in turns(office, after)]
    if new or last is None:
        return Since(before, new)
    return Since(last.changes, known) if known else Since(before, [])


@dataclass(frozen=True, slots=True)
class Work:
    """What people did since then that changes figures too."""

    acts: int  # at the counter, entered or undone
    verdicts: int  # on pairs
    fields: int  # on single fields, given or lifted

    def __bool__(self) -> bool:
        return bool(self.acts or self.verdicts or self.fields)


def work_between(picture: Picture) -> Work:
    """Counter work and verdicts that stand in the change beside the imports of `picture`."""
    if not picture.changes_by:
        return Work(0, 0, 0)
    span = (datetime.fromisoformat(picture.changes_by[0][0]), picture.computed_at)
    office = picture.office
    acts = CounterAct.objects.filter(Q(made_at__range=span) | Q(withdrawn_at__range=span), office=office)
    # What the counter joins by itself is told by its act.
    verdicts = (
        Judgement.objects.filter(office=office, made_at__range=span)
        .exclude(left__source__kind=Source.Kind.COUNTER)
        .exclude(right__source__kind=Source.Kind.COUNTER)
    )
    fields = Override.objects.filter(Q(made_at__range=span) | Q(lifted_at__range=span), cooperative__office=office)
    return Work(acts.count(), verdicts.count(), fields.count())
