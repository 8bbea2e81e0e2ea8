"""The moment a page is read at: `?tercatat=2024-07-31`, what the register held to be true at the end of that day.

A day ends at midnight in the office's time zone. A moment of a day ("2024-07-31T10:15") may be asked for too. Today's
date asks for nothing: it is the present.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.imports.models import Batch
from lumbung.linkage.models import Run
from lumbung.registry.history import first_known
from lumbung.registry.models import Source
from lumbung.registry.queries import STREAMS

NAME = "tercatat"  # GET parameter
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
enter(
    {
        "moment_unreadable": Sentence(
            _("“%(value)s” is no day."), _("Write day/month/year, for example 31/07/2024, or 2024-07-31.")
        ),
        "moment_ahead": Sentence(_("%(day)s has not come yet."), _("Choose today or an earlier day.")),
        "moment_before": Sentence(
            _("The register holds nothing that was recorded by %(day)s; its first record is of %(first)s."),
            _("Choose that day or a later one."),
        ),
        "moment_nothing": Sentence(_("The register is empty: there is no earlier day to look back to.")),
    }
)


class MomentRefused(Refusal):
    """There is nothing to be read at the moment asked for."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in the past.

    Attributes:
        text: As addresses carry it: "2024-07-31", or "2024-07-31T10:15" in the office's time zone.
        at: Everything known then is what was held to be true.
        computed: The last computation by then: what it read were the rows that counted.
        data_day: The newest day the data spoke of, then.
    """

    text: str
    at: datetime
    computed: datetime
    data_day: date

    @property
    def day(self) -> date:
        """The day it lies in, in the office's time zone."""
        return timezone.localtime(self.at).date()

    @property
    def timed(self) -> bool:
        """Whether a time of the day was asked for, not its end."""
        return "T" in self.text


def moment_of(office: Office, text: str) -> Moment | None:
    """The moment an address asks for; None where it asks for the present.

    Raises:
        MomentRefused: It is no day, has not come yet, or lies before the first record.
    """
    text = text.strip()
    if not text:
        return None
    at, spelled = _read(text)
    now = timezone.now()
    if timezone.localtime(at).date() == timezone.localdate(now) and (at >= now or "T" not in spelled):
        return None
    if at > now:
        raise MomentRefused(Finding("moment_ahead", {"day": _said(at)}))
    first = first_known(office)
    if first is None:
        raise MomentRefused(Finding("moment_nothing"))
    if at < first:
        raise MomentRefused(Finding("moment_before", {"day": _said(at), "first": _said(first)}))
    return Moment(spelled, at, computed := _computed(office, at), _data_day(office, computed, at))


def _read(text: str) -> tuple[datetime, str]:
    """The moment, and as addresses spell it."""
    told_as = text
    if slashed := _SLASHED.fullmatch(text):
        day, month, year = slashed.groups()
        text = f"{year}-{int(month):02d}-{int(day):02d}"
    try:
        if "T" in text:
            told = datetime.fromisoformat(text)
            at = told if told.tzinfo else timezone.make_aware(told)
            # As addresses carry it, the zone's "+" would be read as a space.
            return at, timezone.localtime(at).replace(tzinfo=None).isoformat()
        day_ = date.fromisoformat(text)
        end = datetime.combine(day_ + timedelta(days=1), time())
        return timezone.make_aware(end) - timedelta(microseconds=1), day_.isoformat()
    except (ValueError, OverflowError) as unreadable:
        raise MomentRefused(Finding("moment_unreadable", value=told_as[:40])) from unreadable


def _said(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y}"


def _computed(office: Office, at: datetime) -> datetime:
    runs = Run.objects.filter(office=office, started_at__lte=at).order_by("-started_at")
    told: datetime | None = runs.values_list("started_at", flat=True).first()
    return told or at


def batches_counted(office: Office, at: datetime) -> Q:
    """Imports that counted at `at`."""
    return Q(office=office, applied_at__lte=at) & (Q(undone_at__isnull=True) | Q(undone_at__gt=at))


def _data_day(office: Office, computed: datetime, at: datetime) -> date:
    """As `statistics.services` tells it: the newest day of a register's lists, else of any list that makes rows."""
    applied = Batch.objects.filter(batches_counted(office, computed))
    for kinds in ((Source.Kind.REGISTER,), STREAMS):
        told: date | None = applied.filter(source__kind__in=kinds).aggregate(day=Max("as_of"))["day"]
        if told is not None:
            return told
    return timezone.localtime(at).date()
