"""What rows told over time, each with who said it and when: names, addresses, numbers by era, yearly figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.marks import folded
from lumbung.registry.models import Record
from lumbung.reports.labels import Words
from lumbung.ui.templatetags.lumbung import money, number

AMOUNTS = ("own_capital", "external_capital", "assets", "business_volume", "net_surplus")
FIGURES = ("members_m", "members_f", "members", "managers", "employees", *AMOUNTS)
_ERAS = {
    "ahu": _("Ministry of Law, AHU online"),
    "ministry": _("Ministry of Cooperatives"),
    "kanwil": _("offices of the Department of Cooperatives"),
    "district": _("regency or city on behalf of the ministry"),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What rows told in numbers: a column for each figure anybody told, a line for each telling, the newest first."""

    words: list[str]
    lines: list[tuple[str, list[str]]]  # who and when, a text per column


class Tellings:
    """Reads every row that ever spoke of a cooperative, oldest first, into words of one language."""

    def __init__(self, records: Sequence[Record], cells: Mapping[int, Mapping[str, str]], language: Language) -> None:
        self.records, self.cells = records, cells
        self.words, self._ = Words(language), translator(language)

    def said(self, field: str) -> list[tuple[str, str]]:
        """Every way a field was told, the newest first, each with who said it and from when until when."""
        out: dict[str, tuple[str, list[Record]]] = {}
        for record in reversed(self.records):
            text = self._text(record, field)
            if text:
                out.setdefault(folded(text), (text, []))[1].append(record)
        return [(text, self._span(records)) for text, records in out.values()]

    def _text(self, record: Record, field: str) -> str:
        if record.pk in self.cells:
            return self.cells[record.pk].get(field, "")
        # An older row's address may name people; only its present one is checked.
        return "" if field == "address" else str(record.clean.get(field) or "")

    def _span(self, records: Sequence[Record]) -> str:
        """Newest first: "ODS 30/06/2024", or "ODS 31/12/2023–30/06/2024"; several sources with a comma."""
        days: dict[str, list[str]] = {}
        for record in records:
            days.setdefault(record.entry.source.name, []).append(day_of(record))
        told = []
        for source, found in days.items():
            known = sorted(filter(None, found))
            ends = [slashed(day) for day in dict.fromkeys((known[0], known[-1]))] if known else []
            told.append(f"{source} {'–'.join(ends)}".strip())
        return ", ".join(told)

    def by(self, record: Record) -> str:
        """Who said it and when."""
        return f"{record.entry.source.name} {slashed(day_of(record))}".strip()

    def numbers(self) -> list[tuple[str, str, str]]:
        """Every number it was told under: legal-entity numbers with their era and day, amendments, NIK; once each."""
        out: dict[tuple[str, object], tuple[str, str, str]] = {}
        for record in self.records:
            clean = record.clean
            if told := clean.get("legal_number"):
                era = self._(_ERAS[clean["legal_era"]]) if clean.get("legal_era") in _ERAS else ""
                read = tuple(clean.get(part) for part in ("legal_serial", "legal_issuer", "legal_year"))
                self._note(out, "legal_number", read, told, era, clean.get("legal_on"))
            if told := clean.get("amendment_number"):
                self._note(out, "amendment_number", folded(told), told, "", clean.get("amendment_on"))
            if told := clean.get("coop_nik"):
                self._note(out, "coop_nik", told, told, "", None)
        return sorted(out.values())

    def _note(
        self,
        out: dict[tuple[str, object], tuple[str, str, str]],
        field: str,
        read: object,
        text: str,
        note: str,
        on: str | None,
    ) -> None:
        """Enter one number; of two ways to write the same one, the first that tells its day stays."""
        told = ", ".join(filter(None, (note, slashed(on or ""))))
        if (field, read) not in out or (on and "/" not in out[field, read][2]):
            out[field, read] = (self.words.label("field", field), text, told)

    def figures(self) -> Figures | None:
        """Figures as each extract told them, newest first; money as money. None where no row tells any."""
        told = [
            record for record in reversed(self.records) if any(record.clean.get(name) is not None for name in FIGURES)
        ]
        names = [name for name in FIGURES if any(record.clean.get(name) is not None for record in told)]
        if not names:
            return None
        lines = [(self.by(record), [_figure(name, record.clean.get(name)) for name in names]) for record in told]
        return Figures([self.words.label("field", name) for name in names], lines)


def day_of(record: Record) -> str:
    """The day a row speaks of, YYYY-MM-DD; "" where nobody told it."""
    told: str = record.clean.get("visited_on") or ""
    return told or (record.observed_on.isoformat() if record.observed_on else "")


def slashed(day: str) -> str:
    """2024-06-30 as 30/06/2024."""
    return "/".join(reversed(day[:10].split("-"))) if day else ""


def _figure(name: str, value: Any) -> str:
    return money(value) if name in AMOUNTS else number(value)
