"""Sources side by side: a column per source row, a line per field, which one the register follows and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from lumbung.core.findings import MachineTrouble
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.counter.models import CounterAct
from lumbung.dashboards.lines import act_word, place_word
from lumbung.dashboards.marks import Piece, differ, marked
from lumbung.engine.resolving.policies import policies
from lumbung.imports.models import Batch
from lumbung.registry.carrying import values
from lumbung.registry.models import Record, Source
from lumbung.registry.queries import LISTS
from lumbung.registry.sealing import unseal
from lumbung.reports.labels import Words
from lumbung.reports.privacy import AMOUNTS, HIDDEN, SHOWN, shown
from lumbung.ui.templatetags.lumbung import money

# Fields whose cleaned value is clearer than the cell ("2023-04-21", "240946000").
_DAYS = frozenset({"legal_on", "amendment_on", "certificate_valid_to", "certificate_on", "last_rat_on", "visited_on"})
_PROJECTED = {"village": "village_code", "district": "district_code", "outcome": "visit_outcome"}
_ALWAYS = ("name", "kind", "legal_number", "coop_nik", "address", "village", "district", "visited_on", "outcome")


@dataclass(frozen=True, slots=True)
class Side:
    """One source row: its heading, where it stands, and the texts of its fields."""

    record: Record
    source: str
    day: date | None  # the day it speaks of
    place: str
    href: str  # of its import, for those who may see it
    cells: dict[str, str]
    note: str = ""  # how a row of a list came to stand here, and whether its list still has it
    pair: tuple[int, int] | None = None  # where it may be parted again, for those who may judge
    carried: Mapping[str, tuple[str, str]] | None = None  # field -> what stays of an older list, and why

    def text(self, field: str) -> str:
        """What holds of a field: what the list tells, or what stays where its cell cannot be used."""
        return self._kept(field)[0] or self.cells.get(field, "")

    def stays(self, field: str) -> str:
        """That what holds of a field is of an older list, and of which day; "" where it is not."""
        return self._kept(field)[1]

    def _kept(self, field: str) -> tuple[str, str]:
        return (self.carried or {}).get(field, ("", ""))

    @property
    def visit(self) -> bool:
        """Whether somebody was there."""
        return self.record.entry.source.kind == Source.Kind.CENSUS

    @property
    def listed(self) -> bool:
        """Whether it is a row of a list that only speaks of the cooperative."""
        return self.record.entry.source.kind in LISTS


@dataclass(frozen=True, slots=True)
class Cell:
    """One side's word on one field."""

    label: str  # its source, where the table becomes a list on a phone
    pieces: list[Piece]
    used: bool
    note: str = ""  # that it is of an older list, and of which day


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field, told side by side."""

    field: str
    word: str
    cells: list[Cell]
    why: str
    differs: bool
    decided: bool = False  # a person decided on it

    @property
    def stays(self) -> bool:
        """Whether one of the words is of an older list."""
        return any(cell.note for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sides:
    """The whole table: lines that show, lines the same everywhere (or told once), and how many differ."""

    heads: list[Side]
    lines: list[FieldLine]
    rest: list[FieldLine]
    differing: int


def side_by_side(
    records: Sequence[Record],
    field_sources: Mapping[str, Any],
    language: Language,
    *,
    imports: bool,
    decided: Mapping[str, str] = MappingProxyType({}),
    notes: Mapping[int, Note] = MappingProxyType({}),
) -> Sides:
    """The records that make a cooperative, side by side.

    Args:
        records: With `entry.source` loaded, registers first.
        field_sources: field -> entry its value came from (registry.Version), or a person's word ("override:12").
        imports: Whether the reader may open imports and counter work.
        decided: field -> what a person decided on it, and why, as a sentence.
        notes: entry of a list -> how it came to stand here, and its pair.
    """
    batches = Batch.objects.in_bulk([record.batch_id for record in records if record.batch_id])
    acts = dict(
        CounterAct.objects.filter(record__in=[r.pk for r in records if not r.batch_id]).values_list("record", "pk")
    )
    places = {r.pk: (_place(r, acts, language), _address(r, acts) if imports else "") for r in records}
    stays = _carried(records, language)
    sides = [
        replace(
            _side(record, batches.get(record.batch_id or 0), language, places[record.pk], notes.get(record.entry_id)),
            carried=stays.get(record.pk),
        )
        for record in records
    ]
    told = [name for name in SHOWN if _PROJECTED.get(name, name) in decided or any(side.text(name) for side in sides)]
    all_lines = [_line(name, sides, field_sources, decided, language) for name in told]
    several = len(sides) > 1
    first = [
        line for line in all_lines if line.differs or line.decided or line.stays or line.field in _ALWAYS or not several
    ]
    first.sort(key=lambda line: not line.differs)
    rest = [line for line in all_lines if line not in first]
    return Sides(sides, first, rest, sum(line.differs for line in all_lines))


def _place(record: Record, acts: Mapping[int, int], language: Language) -> str:
    """Where a row stands: in a file, or with the act at the counter that its paper proves."""
    if record.pk in acts:
        return act_word(acts[record.pk], record.file, language)
    return place_word(record.file, record.sheet, record.row, language)


def _address(record: Record, acts: Mapping[int, int]) -> str:
    """Where a row came in: its import, or the act at the counter."""
    if record.pk not in acts:
        return import_address(record.batch_id)
    return reverse("counter:done", args=[acts[record.pk]])


Note = tuple[str, tuple[int, int] | None]  # a sentence, and the pair that may be judged


def _side(record: Record, batch: Batch | None, language: Language, place: tuple[str, str], note: Note | None) -> Side:
    said, pair = note or ("", None)
    return Side(
        record=record,
        source=record.entry.source.name,
        day=_day(record.clean.get("visited_on")) or record.observed_on,
        place=place[0],
        href=place[1],
        cells=texts(record, batch.mapping if batch else {}, language),
        note=said,
        pair=pair,
    )


def _carried(records: Sequence[Record], language: Language) -> dict[int, dict[str, tuple[str, str]]]:
    """record -> field -> (what stays of an older list, that it does and since when)."""
    wanted = {one["record"] for record in records for one in (record.carried or {}).values()}
    origins = Record.objects.in_bulk(wanted) if wanted else {}
    out: dict[int, dict[str, tuple[str, str]]] = {}
    for record in records:
        for field, one in (record.carried or {}).items():
            day = origins[one["record"]].observed_on or localdate(origins[one["record"]].recorded_at)
            note = translator(language)(_STAYS) % {"day": f"{day:%d/%m/%Y}"}
            text = _clear(field, {field: one["value"]}) or shown(field, str(one["value"]))
            out.setdefault(record.pk, {})[field] = (text, note)
    return out


def import_address(batch: int | None) -> str:
    """The page of an import; empty where there is none."""
    try:
        return reverse("imports:batch", args=[batch]) if batch else ""
    except NoReverseMatch:
        return ""


def texts(record: Record, mapping: Mapping[str, str], language: Language) -> dict[str, str]:
    """field -> what the row says of it as a page may show it: no officers, no phones, nobody named in a note."""
    people = people_of(record)
    out: dict[str, str] = {}
    for heading, field in mapping.items():
        cell = str(record.raw.get(heading) or "").strip()
        if cell and field in SHOWN:
            text = _clear(field, record.clean) or _shown(field, cell, people)
            out[field] = (
                f"{out[field]} · {text}" if out.get(field) and text != out[field] else text or out.get(field, "")
            )
    if not mapping:  # written by hand: there is no cell, only what was meant
        out = {
            f: _clear(f, record.clean) or _shown(f, str(record.clean[f]), people) for f in SHOWN if f in record.clean
        }
    return {field: text for field, text in out.items() if text and text != "-"}


def people_of(record: Record) -> list[str] | None:
    """Who is named in the row, so that nobody is named elsewhere; None where the key is missing."""
    if record.personal_sealed is None:
        return []
    try:
        clean = unseal(record.personal_sealed)["clean"]
    except MachineTrouble:
        return None
    return [*filter(None, [clean.get("chair")]), *(clean.get("officers") or [])]


def _shown(field: str, cell: str, people: list[str] | None) -> str:
    if people is None and field in ("note", "address"):
        return HIDDEN
    return shown(field, cell, people=people or ())


def _clear(field: str, clean: Mapping[str, Any]) -> str:
    """Days and amounts as pages write them; "" where the cell itself is clearest."""
    value = clean.get(field)
    if value is None:
        return ""
    if field in _DAYS:
        return f"{_day(value):%d/%m/%Y}"
    if field == "npwp":
        return str(value)  # its cell is masked where it has 16 digits, as a person's number has
    return money(value) if field in AMOUNTS else ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _line(
    name: str,
    sides: Sequence[Side],
    field_sources: Mapping[str, Any],
    decided: Mapping[str, str],
    language: Language,
) -> FieldLine:
    told = [side.text(name) for side in sides]
    differs = differ(told) and not _mean_the_same(name, [side for side, text in zip(sides, told, strict=True) if text])
    pieces = marked(told) if differs else [[(text, False)] if text else [] for text in told]
    leader = field_sources.get(_PROJECTED.get(name, name)) if len(sides) > 1 else None
    used = [bool(text) and side.record.entry_id == leader for side, text in zip(sides, told, strict=True)]
    notes = [side.stays(name) for side in sides]
    cells = [Cell(side.source, p, u, n) for side, p, u, n in zip(sides, pieces, used, notes, strict=True)]
    word = decided.get(_PROJECTED.get(name, name), "")
    why = word or (translator(language)(_why(name, sides, told, used)) if len(sides) > 1 else "")
    return FieldLine(name, Words(language).label("field", name), cells, why, differs, bool(word))


# What a field was read as: where all rows were read alike, spelling is no difference ("Konsumsi", "Konsumen").
_READ_AS = {
    "village": ("village_code",),
    "district": ("district_code",),
    "legal_number": ("legal_serial", "legal_issuer", "legal_year"),
    "address": ("street", "house_number", "block", "rt"),
    **{name: (name,) for name in ("kind", "pattern", "form", "membership_area", "group", "sector", "coop_nik", "outcome",
                                  "ods_status", "certificate_status", "members", "employees", "managers")},
}  # fmt: skip


def _mean_the_same(name: str, sides: Sequence[Side]) -> bool:
    read = {tuple(values(side.record).get(column) for column in _READ_AS.get(name, ())) for side in sides}
    return len(read) == 1 and any(value is not None for value in next(iter(read)))


_STAYS = _("not readable in the newest list; this is of %(day)s")
_VISIT = _("the visit leads for kind and place")
_REGISTER = _("ODS leads for this field")
_ONLY = _("only this source tells")
_SILENT = _("the visit is silent: unknown; what ODS says stands beside it")
_KEPT_UP = _("of the rows in ODS, the one kept up to date longest")
_NEWEST = _("of the visits, the one that tells it last")
_COUNTER = _("told at the counter with a paper")
_CERTIFICATE = _("the list of certificates leads for certificate fields")
_NEWER = _("ODS speaks of a later day than the list of certificates")
_BESIDE = _("lists of others stand beside; they lead for nothing here")


def _why(name: str, sides: Sequence[Side], told: Sequence[str], used: Sequence[bool]) -> str:
    """Why the used one is followed (English catalogue sentence); "" where nothing needs to be said."""
    field = _PROJECTED.get(name, name)
    lists = [side for side, text in zip(sides, told, strict=True) if side.listed and text]
    own = [side for side in sides if not side.listed]
    said = [text for side, text in zip(sides, told, strict=True) if not side.listed]
    if True not in used:
        return _why_none(field, own, said)
    if sum(map(bool, told)) == 1:
        return _ONLY
    followed = sides[used.index(True)]
    if followed.listed:
        return _CERTIFICATE
    if followed.record.entry.source.kind == Source.Kind.COUNTER:
        return _COUNTER
    if sum(map(bool, said)) == 1:
        leads = any(field in policies().lists.get(side.record.entry.source.kind, ()) for side in lists)
        return _NEWER if leads else _BESIDE
    return _why_of_own(field, own, followed)


def _why_none(field: str, own: Sequence[Side], said: Sequence[str]) -> str:
    """Why nothing is followed."""
    policy = policies().fields.get(field)
    silent = policy is not None and policy.leads == "visit" and policy.silent == "unknown"
    visits = [bool(text) for side, text in zip(own, said, strict=True) if side.visit]
    return _SILENT if silent and visits and not any(visits) and any(said) else ""


def _why_of_own(field: str, own: Sequence[Side], followed: Side) -> str:
    """Why one of the rows that make the cooperative is followed."""
    if any(side.visit != followed.visit for side in own):
        policy = policies().fields.get(field)
        leads = policy is not None and policy.leads == ("visit" if followed.visit else "register")
        return (_VISIT if followed.visit else _REGISTER) if leads else ""
    return _NEWEST if followed.visit else _KEPT_UP
