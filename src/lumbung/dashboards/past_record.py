"""One cooperative's page at a moment in the past: what was held to be true then, on the rows that counted then.

Pairs, rows of other lists and officers are told of the present only, and nothing can be changed from here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.findings import Finding
from lumbung.core.language import Language
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.dashboards.attached import Rows
from lumbung.dashboards.branches import Branch, branches
from lumbung.dashboards.endings import Ending, ending_of
from lumbung.dashboards.guiding import Line, entries_of
from lumbung.dashboards.moment import Moment, MomentRefused, batches_counted
from lumbung.dashboards.moment_pages import past
from lumbung.dashboards.past import HERE, versions_then
from lumbung.dashboards.records import MANY, Found, Reader, Waiting, found
from lumbung.dashboards.timeline import Traces
from lumbung.imports.models import Batch
from lumbung.registry.history import (
    carrier_known,
    last_version,
    memberships_known,
    newest_of_each,
    records_counted,
    seen_then_and_now,
)
from lumbung.registry.models import Cooperative, Guidance, Membership, Record, Version
from lumbung.registry.queries import cooperative_by_number
from lumbung.standing.models import Result
from lumbung.standing.queries import in_force
from lumbung.statistics.models import Place

OF_TODAY = _("Pairs, rows of other lists and officers are shown on the page of today only.")
enter(
    {
        "moment_before_number": Sentence(
            _("%(number)s was not in the register yet on %(day)s; it is there since %(first)s."),
            _("Choose that day or a later one."),
        )
    }
)


def found_then(standpoint: Standpoint, number: str, moment: Moment) -> Found:
    """The cooperative that carried `number` at `moment`: itself where it leads elsewhere only today.

    Raises:
        Http404: There is none that this person sees.
        MomentRefused: It was not there yet.
    """
    try:
        cooperative = cooperative_by_number(standpoint.office, number.replace("\0", ""))
    except Cooperative.DoesNotExist as missing:
        raise Http404 from missing
    carrier = carrier_known(cooperative, moment.at) or cooperative
    version = last_version(carrier, moment.at)
    if version is None:
        told = found(standpoint, number, Act.SEE_REGISTER)  # only who sees it today learns since when it is there
        first = Version.objects.filter(cooperative=carrier).order_by("pk").first() or told.version
        days = {"day": f"{moment.day:%d/%m/%Y}", "first": f"{timezone.localtime(first.known.lower):%d/%m/%Y}"}
        raise MomentRefused(Finding("moment_before_number", {"number": cooperative.number, **days}))
    mine = Version.objects.filter(pk=version.pk)
    if not seen_then_and_now(mine, standpoint.area(Act.SEE_REGISTER)).exists():
        raise Http404
    return Found(cooperative.number, carrier, version, moment)


class PastReader(Reader):
    """Reads one cooperative as it was known at a moment."""

    def __init__(self, standpoint: Standpoint, told: Found, language: Language) -> None:
        assert told.moment is not None
        self.moment: Moment = told.moment
        super().__init__(standpoint, told, language)
        if self.picture:
            chosen = self._results().filter(rule=self.picture.rule).first()
            version = chosen.version if chosen else self.picture.rule_version
            self.picture = replace(self.picture.then(standpoint.office, self.moment), rule_version=version)

    def _counted(self) -> Q:
        """Rows the last computation read: those of its time that no later import had taken back."""
        batches = Batch.objects.filter(batches_counted(self.standpoint.office, self.moment.computed))
        known = Q(batch_id__isnull=True) | Q(batch_id__in=batches.values("pk"))
        return records_counted(self.moment.computed) & known

    def _now(self) -> list[Record]:
        entries = memberships_known(self.moment.at).filter(cooperative=self.cooperative).values("entry")
        newest = newest_of_each(Record.objects.filter(self._counted(), entry__in=entries))
        told = Record.objects.filter(pk__in=newest).select_related("entry__source")
        return list(told.order_by("-entry__source__kind", "pk")[:MANY])

    def _memberships(self) -> list[Membership]:
        held = Membership.objects.filter(cooperative=self.cooperative, known__startswith__lte=self.moment.at)
        told = list(held.select_related("entry__source").order_by("pk")[:MANY])
        for one in told:
            if one.known.upper and one.known.upper > self.moment.at:
                one.known = TimestamptzRange(one.known.lower, None)
        return told

    def _records(self) -> list[Record]:
        entries = {one.entry_id for one in self.memberships if one.known.upper is None}
        told = Record.objects.filter(self._counted(), entry__in=entries).select_related("entry__source")
        return list(told.order_by("recorded_at", "pk")[:MANY])

    def _listed(self) -> Rows:
        return Rows()

    def _entries(self) -> list[Guidance]:
        told = list(entries_of(self.cooperative).filter(made_at__lte=self.moment.at)[:MANY])
        for one in told:
            one.withdrawn_at = _by_then(one.withdrawn_at, self.moment.at)
        return told

    def _versions(self) -> QuerySet[Version]:
        rule = self.picture.rule if self.picture else ""
        return versions_then(self.standpoint.office, self.moment, rule).filter(HERE)

    def _results(self) -> QuerySet[Result]:
        return Result.objects.filter(in_force("", self.moment.at), cooperative=self.cooperative)

    def _place(self) -> Place | None:
        rule = self.picture.rule if self.picture else ""
        told = self._results().filter(rule=rule).first()
        return Place(standing=told.result, reason=told.reason) if told else None

    def _ending(self) -> Ending | None:
        told = ending_of(self.standpoint, self.version, self.language)
        if told is None or not told.reason:
            return None
        ways = [(name, href + past(self.moment) if href else "") for name, href in told.successors]
        return replace(told, successors=ways, pending=[])

    def _branches(self) -> list[Branch]:
        told = branches(self.standpoint, self.cooperative, self.language, self.moment.at)
        ending = past(self.moment)
        return [replace(one, rows=[(row, href + ending if href else "") for row, href in one.rows]) for one in told]

    def _guided(self) -> list[Line]:
        return [replace(line, removable=False) for line in super()._guided()]

    def _pairs(self) -> tuple[list[Waiting], list[Waiting]]:
        return [], []

    def _traces(self) -> Traces:
        at, told = self.moment.at, super()._traces()
        acts = [act for act in told.acts if act.made_at <= at]
        for act in acts:
            act.withdrawn_at = _by_then(act.withdrawn_at, at)
        return replace(
            told,
            versions=[one for one in told.versions if one.known.lower <= at],
            results=[one for one in told.results if one.since <= at],
            batches={pk: one for pk, one in told.batches.items() if one.applied_at and one.applied_at <= at},
            acts=acts,
            audit=[one for one in told.audit if one.at <= at],
            led_here=[one for one in told.led_here if carrier_known(one, at) == self.cooperative],
        )


def _by_then(withdrawn: datetime | None, at: datetime) -> datetime | None:
    return withdrawn if withdrawn and withdrawn <= at else None
