"""From a list as read to the engine's `records`: every cell cleaned, its raw text kept, no row dropped."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.findings import Finding
from lumbung.engine.cleaning import crosschecks, sentences  # noqa: F401 -- sentences enters its codes
from lumbung.engine.cleaning.addresses import Address, read_address
from lumbung.engine.cleaning.columns import SEPARATOR, Columns, RawLike
from lumbung.engine.cleaning.dates import read_date
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.cleaning.legal_numbers import read_legal_number
from lumbung.engine.cleaning.names import City, Name, clean_name
from lumbung.engine.cleaning.nik import PERSON_PATTERN, mask, mask_cell, read_nik
from lumbung.engine.cleaning.numbers import read_count, read_degrees, read_money
from lumbung.engine.cleaning.people import read_people
from lumbung.engine.cleaning.phones import read_phones
from lumbung.engine.cleaning.places import read_place, read_regency, regency_of_list
from lumbung.engine.cleaning.trouble import trouble
from lumbung.engine.cleaning.visits import read_note
from lumbung.engine.cleaning.vocabularies import read_code, read_form, read_kind, told
from lumbung.engine.tables import MONEY, RECORDS

_TEXTS = pa.list_(pa.string())
_OFFICERS = ("chair", "secretary", "treasurer", "internal_supervisor", "manager")
_KEPT = ("name", "legal_number", "amendment_number", "address", "village", "district", "chair", "visitor", "note")
_DATES = ("legal_on", "amendment_on", "certificate_valid_to", "last_rat_on", "visited_on")
_COUNTS = (
    "members_m",
    "members_f",
    "members",
    "managers_m",
    "managers_f",
    "managers",
    "employees_m",
    "employees_f",
    "employees",
)
_MONEY = ("own_capital", "external_capital", "assets", "business_volume", "net_surplus")
_CODES = ("group", "sector", "ods_status", "certificate_status", "nik_grade", "kuk_class", "outcome")


def clean_records(raw: RawLike, *, workers: int | None = None) -> tuple[pa.Table, list[Finding]]:
    """The `records` of a list, and what was found wrong or doubtful in it.

    Args:
        raw: The list as read; any field's column may be missing.
        workers: Processes for long lists; None takes one a core, at most four.
    Returns:
        One row per row of the list, in its order (`lumbung.engine.tables.RECORDS`), and findings with
        sheet, row, heading and text, ordered by row. A problem never drops a row.
    """
    columns = Columns(raw, workers)
    made: dict[str, pa.Array] = {}
    made |= _identity(columns)
    made |= _plain(columns)
    made |= _numbers(columns)
    made |= _places(columns, raw.place_hint, made["coop_nik"])
    made |= _names(columns, made["regency_code"])
    made |= _kinds(columns)
    made |= _legal(columns)
    made |= _people(columns)
    made |= _address(columns, made["regency_code"])
    made |= _visit(columns, made)
    made["raw"] = _raw(columns)
    made |= crosschecks.totals(columns, made)
    made |= crosschecks.position(columns, made)
    crosschecks.days(columns, made, raw.as_of)
    crosschecks.certificate(columns, made, raw.as_of)
    table = pa.table([_cast(made.get(field.name), field.type, columns.length) for field in RECORDS], schema=RECORDS)
    return table, _sorted(columns.findings)


def _cast(column: pa.Array | None, kind: pa.DataType, length: int) -> pa.Array:
    if column is None:
        return pa.nulls(length, kind)
    return column if column.type == kind else column.cast(kind)


def _sorted(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: (each.sheet or "", each.row or 0, each.column or "", each.code))


def _identity(columns: Columns) -> dict[str, pa.Array]:
    letter = "R" if columns.source == "register" else "C"
    width = max(6, len(str(columns.length)))
    return {
        "record_id": pa.array(
            [f"{letter}{ordinal:0{width}d}" for ordinal in range(1, columns.length + 1)], pa.string()
        ),
        "source": pa.array([columns.source] * columns.length, pa.string()),
        "key": pa.array(_keys(columns), pa.string()),
        "sheet": pa.array(columns.sheets, pa.string()),
        "row": pa.array(columns.rows, pa.int32()),
    }


def _keys(columns: Columns) -> list[str]:
    """The list's own running numbers if every row has one of its own, else the spreadsheet's row numbers."""
    own = [_running_number(text) for text in columns.text("number").to_pylist()]
    if own and all(own) and len(set(own)) == len(own):
        return [str(number) for number in own]
    if len(set(columns.rows)) == len(columns.rows):
        return [str(row) for row in columns.rows]
    return [f"{sheet}!{row}" for sheet, row in zip(columns.sheets, columns.rows, strict=True)]


def _running_number(text: str | None) -> str | None:
    clean = " ".join((text or "").split())
    whole, point, rest = clean.partition(".")
    return (whole if point and whole.isdigit() and not rest.strip("0") else clean) or None


def _first(result: tuple[Any, Any]) -> Any:
    return result[0]


def _second(result: tuple[Any, Any]) -> Any:
    return result[1]


def _cleaned(columns: Columns, field: str, cleaner: Callable[[str | None], Any], kind: pa.DataType) -> pa.Array:
    applied = columns.apply(columns.text(field), cleaner)
    columns.report(field, applied, _second)
    return applied.column(_first, kind)


def _plain(columns: Columns) -> dict[str, pa.Array]:
    """Columns kept as they are (blank is null), dates and code lists."""
    made = {field: columns.apply(columns.text(field), _kept).column(lambda text: text, pa.string()) for field in _KEPT}
    made |= {field: _cleaned(columns, field, read_date, pa.date32()) for field in _DATES}
    made |= {field: _cleaned(columns, field, partial(read_code, field), pa.string()) for field in _CODES}
    made["coop_nik"] = _cleaned(columns, "coop_nik", read_nik, pa.string())
    return made


def _kept(text: str | None) -> str | None:
    return mask(text.strip()) if told(text) and text else None


def _numbers(columns: Columns) -> dict[str, pa.Array]:
    made = {field: _cleaned(columns, field, read_count, pa.int32()) for field in _COUNTS}
    made |= {field: _cleaned(columns, field, read_money, MONEY) for field in _MONEY}
    made |= {field: _cleaned(columns, field, read_degrees, pa.float64()) for field in ("latitude", "longitude")}
    return made


def _places(columns: Columns, hint: str | None, niks: pa.Array) -> dict[str, pa.Array]:
    own = columns.apply(columns.joined(columns.text("regency"), columns.text("province")), _regency)
    codes = own.column(lambda code: code, pa.string())
    if codes.null_count:
        of_list = regency_of_list(hint, codes.to_pylist(), niks.to_pylist(), columns.text("district").to_pylist())
        codes = pc.fill_null(codes, pa.scalar(of_list, pa.string())) if of_list else codes
    for code in pc.unique(codes).to_pylist():
        regency(code or "")  # read before processes are forked, so that each has it
    applied = columns.apply(columns.joined(codes, columns.text("village"), columns.text("district")), _place)
    for row, result in applied.rows_of([i for i, place in enumerate(applied.results) if place.troubles]):
        for field, problem in applied.results[result].troubles:
            columns.say(row, field, problem, columns.text(field)[row].as_py())
    return {
        "regency_code": codes,
        "village_code": applied.column(lambda place: place.village_code, pa.string()),
        "district_code": applied.column(lambda place: place.district_code, pa.string()),
    }


def _regency(cell: str | None) -> str | None:
    name, _, province = (cell or "").partition(SEPARATOR)
    return read_regency(name, province)


def _place(cell: str | None) -> Any:
    code, village, district = (cell or SEPARATOR * 2).split(SEPARATOR)
    return read_place(village, district, code or None)


def _name(cell: str | None) -> Name:
    name, _, code = (cell or "").partition(SEPARATOR)
    place = regency(code) if code else None
    return clean_name(name, City(place.base, place.short) if place else City())


_NAMELESS = trouble("clean.name_missing", "warning")


def _names(columns: Columns, regencies: pa.Array) -> dict[str, pa.Array]:
    applied = columns.apply(columns.joined(columns.text("name"), regencies), _name)
    nameless = [i for i, name in enumerate(applied.results) if not name.tokens]
    for row, _ in applied.rows_of(nameless):
        columns.say(row, "name", _NAMELESS, columns.text("name")[row].as_py())
    return {
        "name_tokens": applied.column(lambda name: name.tokens, _TEXTS),
        "name_acronyms": applied.column(lambda name: name.acronyms, _TEXTS),
        "name_group": applied.column(lambda name: name.group, pa.string()),
        "name_kind": applied.column(lambda name: name.kind, pa.string()),
        "name_pattern": applied.column(lambda name: name.pattern, pa.string()),
        "host": applied.column(lambda name: name.host, pa.string()),
    }


def _kinds(columns: Columns) -> dict[str, pa.Array]:
    """Kind, pattern and form; a kind such as "KSPPS" tells the pattern where its own column does not."""
    kinds = columns.apply(columns.text("kind"), read_kind)
    columns.report("kind", kinds, lambda result: result[2])
    forms = columns.apply(columns.text("form"), read_form)
    columns.report("form", forms, lambda result: result[2])
    own = _cleaned(columns, "pattern", partial(read_code, "pattern"), pa.string())
    return {
        "kind": kinds.column(lambda result: result[0], pa.string()),
        "pattern": pc.coalesce(own, kinds.column(lambda result: result[1], pa.string())),
        "form": forms.column(lambda result: result[0], pa.string()),
        "membership_area": forms.column(lambda result: result[1], pa.string()),
    }


def _legal(columns: Columns) -> dict[str, pa.Array]:
    applied = columns.apply(columns.text("legal_number"), read_legal_number)
    columns.report("legal_number", applied, _second)
    return {
        "legal_serial": applied.column(lambda result: result[0].serial, pa.string()),
        "legal_issuer": applied.column(lambda result: result[0].issuer, pa.string()),
        "legal_year": applied.column(lambda result: result[0].year, pa.int16()),
        "legal_era": applied.column(lambda result: result[0].era, pa.string()),
    }


def _officers(cell: str | None) -> tuple[str, ...]:
    people = [person for part in (cell or "").split(SEPARATOR) for person in read_people(part)]
    return tuple(dict.fromkeys(people))


def _people(columns: Columns) -> dict[str, pa.Array]:
    officers = columns.apply(columns.joined(*(columns.text(field) for field in _OFFICERS)), _officers)
    phones = columns.apply(columns.text("phone"), read_phones)
    columns.report("phone", phones, _second)
    return {
        "officers": officers.column(lambda people: people, _TEXTS),
        "phones": phones.column(_first, _TEXTS),
    }


def _in_city(cell: str | None) -> Address:
    address, _, code = (cell or "").partition(SEPARATOR)
    place = regency(code) if code else None
    return read_address(address, place.base if place else ())


def _address(columns: Columns, regencies: pa.Array) -> dict[str, pa.Array]:
    applied = columns.apply(columns.joined(columns.text("address"), regencies), _in_city)
    return {part: applied.column(attrgetter(part), pa.string()) for part in ("street", "house_number", "block", "rt")}


def _visit(columns: Columns, made: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    notes = columns.apply(columns.text("note"), read_note)
    visit = {
        "moved": notes.column(lambda note: note.moved, pa.bool_()),
        "nameplate": notes.column(lambda note: note.nameplate, pa.bool_()),
        "rat_book_years": notes.column(lambda note: note.rat_book_years, pa.list_(pa.int16())),
    }
    if columns.source != "census":
        return visit
    # What a visit says: an officer named in the row was known to it, unless its note says otherwise.
    named = pc.if_else(pc.greater(pc.list_value_length(made["officers"]), 0), True, pa.scalar(None, pa.bool_()))
    somewhere = pc.or_(made["street"].is_valid(), made["block"].is_valid())
    return visit | {
        "officers_known": pc.coalesce(notes.column(lambda note: note.officers_known, pa.bool_()), named),
        "address_clear": pc.and_(somewhere, made["village_code"].is_valid()),
    }


def _raw(columns: Columns) -> pa.Array:
    """The rows' JSON with persons' NIK made unreadable, also where they are written with dots or spaces."""
    raws = columns.text("raw")
    suspects = pc.fill_null(pc.match_substring_regex(raws, PERSON_PATTERN), False)
    niks = columns.text("coop_nik")
    spaced = pc.fill_null(pc.match_substring_regex(niks, r"^\D*([0-9]\D*){16}$"), False)
    touched = np.flatnonzero(pc.or_(suspects, spaced).to_numpy(zero_copy_only=False))
    if not len(touched):
        return raws
    texts = raws.to_pylist()
    for row in touched:
        nik = niks[int(row)].as_py()
        text = texts[row]
        if text is not None and nik and spaced[int(row)].as_py():
            text = text.replace(json.dumps(nik, ensure_ascii=False)[1:-1], mask_cell(nik))
        texts[row] = mask(text) if text else text
    return pa.array(texts, pa.string())
