"""Cells of one row against each other and against the list's date: totals, days, certificate, position."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lumbung.engine.cleaning.columns import Columns
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.trouble import trouble

Made = Mapping[str, pa.Array]
_SUMS = ("members", "managers", "employees")


def _rows(mask: Any) -> list[int]:
    found = pc.fill_null(mask, False)
    values = found.to_numpy(zero_copy_only=False) if isinstance(found, pa.Array) else np.asarray(found)
    return [int(row) for row in np.flatnonzero(values)]


def totals(columns: Columns, made: Made) -> dict[str, pa.Array]:
    """Totals as told, else the sum of men and women; a total that is not their sum is named and kept."""
    filled = {}
    for name in _SUMS:
        total, men, women = made[name], made[f"{name}_m"], made[f"{name}_f"]
        parts = pc.add(pc.fill_null(men, 0).cast(pa.int64()), pc.fill_null(women, 0).cast(pa.int64()))
        some = pc.or_(men.is_valid(), women.is_valid())
        both = pc.and_(men.is_valid(), women.is_valid())
        for row in _rows(pc.and_(both, pc.not_equal(total, parts))):
            told = {"men": men[row].as_py(), "women": women[row].as_py(), "total": total[row].as_py()}
            columns.say(row, name, trouble("clean.total_is_not_sum", "warning", **told), _text(columns, name, row))
        for row in _rows(pc.and_(pc.xor(men.is_valid(), women.is_valid()), pc.less(total, parts))):
            more = trouble("clean.part_exceeds_total", "warning", total=total[row].as_py(), part=parts[row].as_py())
            columns.say(row, name, more, _text(columns, name, row))
        summed = pc.if_else(pc.and_(some, pc.less_equal(parts, 2**31 - 1)), parts, pa.scalar(None, pa.int64()))
        filled[name] = pc.coalesce(total, summed.cast(pa.int32()))
    return filled


def position(columns: Columns, made: Made) -> dict[str, pa.Array]:
    """Points inside Indonesia; latitude and longitude that stand in each other's place are put right."""
    bounds = law("places")["bounds"]
    latitude, longitude = made["latitude"], made["longitude"]
    both = pc.and_(latitude.is_valid(), longitude.is_valid())
    right = pc.and_(_inside(latitude, bounds["latitude"]), _inside(longitude, bounds["longitude"]))
    swapped = pc.and_(_inside(longitude, bounds["latitude"]), _inside(latitude, bounds["longitude"]))
    swapped = pc.and_not(swapped, right)
    for row in _rows(pc.and_(both, swapped)):
        columns.say(row, "latitude", trouble("clean.position_swapped", "warning"), _text(columns, "latitude", row))
    for row in _rows(pc.and_(both, pc.and_not(pc.invert(right), swapped))):
        columns.say(row, "latitude", trouble("clean.position_outside"), _text(columns, "latitude", row))
    for row in _rows(pc.xor(latitude.is_valid(), longitude.is_valid())):
        columns.say(row, "latitude", trouble("clean.position_half", "warning"), _text(columns, "latitude", row))
    nothing = pa.scalar(None, pa.float64())
    right, swapped = pc.fill_null(right, False), pc.fill_null(swapped, False)
    return {
        "latitude": pc.if_else(right, latitude, pc.if_else(swapped, longitude, nothing)),
        "longitude": pc.if_else(right, longitude, pc.if_else(swapped, latitude, nothing)),
    }


def _inside(degrees: pa.Array, bounds: list[float]) -> Any:
    return pc.and_(pc.greater_equal(degrees, bounds[0]), pc.less_equal(degrees, bounds[1]))


def days(columns: Columns, made: Made, as_of: date | None) -> None:
    """Days that cannot both be right: a RAT before the founding, anything after the list's own date."""
    founded, rat = made["legal_on"], made["last_rat_on"]
    for row in _rows(pc.less(rat, founded)):
        columns.say(
            row,
            "last_rat_on",
            trouble("clean.rat_before_founding", "warning", rat=_day(rat, row), founded=_day(founded, row)),
            _text(columns, "last_rat_on", row),
        )
    if as_of is None:
        return
    limit = pa.scalar(as_of, pa.date32())
    for field in ("legal_on", "amendment_on", "last_rat_on", "visited_on"):
        for row in _rows(pc.greater(made[field], limit)):
            told = {"day": _day(made[field], row), "as_of": f"{as_of:%d/%m/%Y}"}
            problem = trouble("clean.day_after_list", "warning", **told)
            columns.say(row, field, problem, _text(columns, field, row))


def certificate(columns: Columns, made: Made, as_of: date | None) -> None:
    """Certificate against its end and its grade, grade against the last RAT."""
    status, until, grade = made["certificate_status"], made["certificate_valid_to"], made["nik_grade"]
    certified = pc.equal(status, "certified")
    for row in _rows(pc.and_(certified, pc.equal(grade, "D"))):
        columns.say(
            row,
            "nik_grade",
            trouble("clean.certified_with_grade_d", "warning"),
            _text(columns, "nik_grade", row),
        )
    if as_of is None:
        return
    today, shown = pa.scalar(as_of, pa.date32()), f"{as_of:%d/%m/%Y}"
    for row in _rows(pc.and_(certified, pc.less(until, today))):
        problem = trouble("clean.certificate_lapsed", "warning", until=_day(until, row), as_of=shown)
        columns.say(row, "certificate_status", problem, _text(columns, "certificate_status", row))
    for row in _rows(pc.and_(pc.equal(status, "expired"), pc.greater(until, today))):
        problem = trouble("clean.certificate_still_valid", "warning", until=_day(until, row), as_of=shown)
        columns.say(row, "certificate_status", problem, _text(columns, "certificate_status", row))
    _grade(columns, made, as_of)


def _grade(columns: Columns, made: Made, as_of: date) -> None:
    grade, rat, rule = made["nik_grade"], made["last_rat_on"], law("vocabularies")["grade_rule"]
    # A RAT of one year is about the book year before it.
    recent = pc.greater_equal(pc.year(rat), as_of.year - rule["book_years"] + 1)
    with_rat = pc.is_in(grade, pa.array(rule["with_rat"], pa.string()))
    without = pc.is_in(grade, pa.array(rule["without_rat"], pa.string()))
    for code, wrong in (
        ("clean.grade_against_rat", pc.and_(with_rat, pc.invert(recent))),
        ("clean.grade_despite_rat", pc.and_(without, recent)),
    ):
        for row in _rows(wrong):
            told = {"grade": grade[row].as_py(), "rat": _day(rat, row), "years": rule["book_years"]}
            columns.say(row, "nik_grade", trouble(code, "warning", **told), _text(columns, "nik_grade", row))


def _day(column: pa.Array, row: int) -> str:
    found = column[row].as_py()
    return f"{found:%d/%m/%Y}" if found else ""


def _text(columns: Columns, field: str, row: int) -> str | None:
    text: str | None = columns.text(field)[row].as_py()
    return text
