"""Reading the trail: the lines of one office, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from lumbung.audit.models import Entry, Seal, SealedLine
from lumbung.audit.words import SUBJECTS

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of the trail looks for; what is empty does not matter."""

    actor: str = ""  # actor key
    action: str = ""
    subject: str = ""  # kind:key, or the key alone
    first: date | None = None  # days of the office's time zone, both inclusive
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines, and the lines to go on from (None: there is no page there)."""

    entries: list[Entry]
    newer: int | None
    older: int | None


def entries_of(office_id: int, asked: Asked) -> QuerySet[Entry]:
    """The office's lines that `asked` looks for; what the house did for no office is in none."""
    found = Entry.objects.filter(office_id=office_id)
    if asked.actor:
        found = found.filter(actor_key=asked.actor)
    if asked.action:
        found = found.filter(action=asked.action)
    if asked.subject:
        kinds = [""] if ":" in asked.subject else [f"{kind}:" for kind in SUBJECTS]
        found = found.filter(subject__in=[kind + asked.subject for kind in kinds])
    if asked.first:
        found = found.filter(at__gte=_midnight(asked.first))
    if asked.last:
        found = found.filter(at__lt=_midnight(asked.last + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def page(entries: QuerySet[Entry], *, older_than: int | None = None, newer_than: int | None = None) -> Page:
    """PAGE lines below (or above) the line with that id, newest first; without one, the newest.

    Keyset paging: the hundredth page costs what the first does, and lines written meanwhile shift nothing.
    """
    if newer_than is not None:
        rows = list(entries.filter(pk__gt=newer_than).order_by("pk")[: PAGE + 1])
        more_newer, more_older = len(rows) > PAGE, True
        rows = rows[:PAGE][::-1]
    else:
        below = entries.filter(pk__lt=older_than) if older_than is not None else entries
        rows = list(below.order_by("-pk")[: PAGE + 1])
        more_newer, more_older = older_than is not None, len(rows) > PAGE
        rows = rows[:PAGE]
    if not rows:
        return Page([], None, None)
    return Page(rows, rows[0].pk if more_newer else None, rows[-1].pk if more_older else None)


def seals_of(entries: Iterable[Entry]) -> dict[int, int]:
    """Id of a line -> number of the seal that holds it; lines that wait for theirs are not in it."""
    found = SealedLine.objects.filter(entry_id__in=[entry.pk for entry in entries])
    return dict(found.values_list("entry_id", "seal_id"))


def head_of_chain() -> Seal | None:
    """The last seal: its root stands for everything before it."""
    return Seal.objects.order_by("-pk").first()
