"""Which row's word on an officer is followed, and which terms have ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.registry.models import Record, Source

_ENDED, _ENDED_YEAR = _("term ended on %(day)s"), _("term ended in %(year)s")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_YEARS = re.compile(r"\s*(?:19|20)\d{2}\s*(?:[-–/]|s\.?d\.?|sampai)\s*((?:19|20)\d{2})\s*", re.IGNORECASE)
# What was told with a paper leads, as for other fields (law/field_policies.toml); visitors write names down by ear.
_LEADS = (Source.Kind.COUNTER.value, Source.Kind.REGISTER.value, Source.Kind.CENSUS.value)


@dataclass(frozen=True, slots=True)
class Line:
    """One role as a row tells it."""

    role: str
    text: str  # as written
    followed: bool
    ended: str  # words; empty: runs, or no end is told


def in_order_of_lead(records: Sequence[Record]) -> list[int]:
    """Places in `records`, the one that leads for officers first; the newer of two of one kind."""

    def rank(place: int) -> tuple[int, str, int]:
        record = records[place]
        kind = record.entry.source.kind
        told = str(record.clean.get("told_on") or record.clean.get("visited_on") or "")
        return _LEADS.index(kind) if kind in _LEADS else len(_LEADS), told, record.pk

    newest = sorted(range(len(records)), key=lambda place: rank(place)[1:], reverse=True)
    return sorted(newest, key=lambda place: rank(place)[0])  # stable: the newest stays first


def lines_of(
    told: Sequence[Sequence[tuple[str, str]]], order: Sequence[int], term: str, today: date, language: Language
) -> list[list[Line]]:
    """The rows of one body with their marks.

    Args:
        told: (role, text) by row; a row without any tells nothing of this body.
        order: Places in `told`, the leading one first.
        term: The word that marks a line as a term. A term is followed with the row that leads for the body: the term of
            a board that was replaced is nobody's any more.
    """
    lead: dict[str, int] = {}
    for place in order:
        for role, _text in told[place]:
            lead.setdefault(role, place)
    first = next((place for place in order if told[place]), None)

    def line(place: int, role: str, text: str) -> Line:
        if role == term:
            return Line(role, text, place == first, ended(text, today, language))
        return Line(role, text, lead[role] == place, "")

    return [[line(place, role, text) for role, text in row] for place, row in enumerate(told)]


def ended(text: str, today: date, language: Language) -> str:
    """Since when a term as written has ended, in words; empty while it runs (its last day counts) or tells no end."""
    say = translator(language)
    if years := _YEARS.fullmatch(text):
        return say(_ENDED_YEAR) % {"year": years[1]} if int(years[1]) < today.year else ""
    days = _days(text.rpartition(" – ")[2]) if " – " in text else _days(text)
    if not days or (len(days) == 1 and " – " not in text):  # a single day in a list's column may be a beginning
        return ""
    return say(_ENDED) % {"day": f"{max(days):%d/%m/%Y}"} if max(days) < today else ""


def _days(text: str) -> list[date]:
    parts = [(int(y), int(m), int(d)) for d, m, y in _DAY.findall(text)]
    parts += [(int(y), int(m), int(d)) for y, m, d in _ISO.findall(text)]
    days = []
    for year, month, day in parts:
        try:
            days.append(date(year, month, day))
        except ValueError:  # no day of a calendar says nothing
            continue
    return days
