"""Officers' terms that ended. Terms are told at the counter and kept sealed; whoever opens the list reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.audit.services import record_reading
from lumbung.counter.models import CounterAct
from lumbung.counter.texts import texts_of
from lumbung.dashboards.asking import Wanted
from lumbung.registry.models import Entry, Membership

FIELDS = ("term_until", "supervisors_until")


def told(office: Office) -> QuerySet[Entry]:
    """The rows that tell the end of a term; which they are stands in the history of the counter, unsealed."""
    acts = CounterAct.objects.filter(office=office, withdrawn_at__isnull=True, changes__has_any_keys=list(FIELDS))
    return Entry.objects.filter(pk__in=acts.values("entry"), current__isnull=False)


def cooperatives_told(office: Office) -> QuerySet[Membership]:
    """The memberships in force of the rows that tell a term."""
    return Membership.objects.filter(known__upper_inf=True, entry__in=told(office).values("pk"))


def ended(office: Office, day: date) -> Q:
    """Cooperatives one of whose told terms ended before `day`; the last day of a term still counts. Unseals."""
    entries = [entry.pk for entry in told(office).select_related("current") if any(end < day for end in ends_of(entry))]
    held = Membership.objects.filter(known__upper_inf=True, entry__in=entries)
    return Q(cooperative__in=held.values("cooperative"))


def ends_of(entry: Entry) -> Iterator[date]:
    """The ends of terms a row tells."""
    texts = texts_of(entry.current)
    for field in FIELDS:
        day, _, rest = texts.get(field, "").partition("/")
        month, _, year = rest.partition("/")
        if day.isdecimal() and month.isdecimal() and year.isdecimal():
            yield date(int(year), int(month), int(day))


def note_reading(standpoint: Standpoint, asked: Wanted) -> None:
    """Where a list reads sealed terms, the trail says who read it, before they see it."""
    if asked.of("terms"):
        subject = f"office:{standpoint.office.code}"
        # That the list was opened; for what, nobody was asked, and the trail puts no purpose into anybody's mouth.
        record_reading(actor=standpoint.actor, subject=subject, what="terms")
