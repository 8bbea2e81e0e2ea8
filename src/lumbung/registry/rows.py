"""Rows of the engine's `records` in and out of the database: JSON without personal data, the rest sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from lumbung.engine.tables import RECORDS
from lumbung.registry.sealing import seal, unseal

PERSONAL = frozenset({"chair", "officers", "phones", "visitor"})  # columns of `records`
PERSONAL_FIELDS = frozenset(
    {"chair", "secretary", "treasurer", "internal_supervisor", "manager", "phone", "visitor", "email"}
)  # fields of lists, whose cells are personal
PLACE = frozenset({"record_id", "source", "key", "sheet", "row", "told_on", "raw"})  # where a row stands, not what it says
LETTERS = {"register": "R", "census": "C", "counter": "L"}  # the engine tells its streams apart by them
_DIGITS = 9
_DATES = tuple(f.name for f in RECORDS if pa.types.is_date(f.type))
_DECIMALS = tuple(f.name for f in RECORDS if pa.types.is_decimal(f.type))


@dataclass(frozen=True, slots=True)
class Kept:
    """One row as it is stored."""

    raw: dict[str, str]
    clean: dict[str, Any]
    personal_sealed: bytes | None
    content_hash: str


def kept(row: Mapping[str, Any], personal_headings: frozenset[str]) -> Kept:
    """One row of `records` (as `to_pylist` gives it) ready for the database.

    Args:
        row: Columns of engine.tables.RECORDS.
        personal_headings: Headings of the list whose cells are personal.
    """
    raw = json.loads(row["raw"] or "{}")
    told = {name: plain(value) for name, value in row.items() if name not in PLACE and value not in (None, [])}
    public = {name: value for name, value in told.items() if name not in PERSONAL}
    personal = {
        "clean": {name: value for name, value in told.items() if name in PERSONAL},
        "raw": {heading: text for heading, text in raw.items() if heading in personal_headings},
    }
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Kept(
        raw={heading: text for heading, text in raw.items() if heading not in personal_headings},
        clean=public,
        personal_sealed=seal(personal) if any(personal.values()) else None,
        content_hash=hashlib.sha256(content.encode()).hexdigest(),
    )


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def engine_id(kind: str, entry_id: int) -> str:
    """The record id an entry has inside the engine; sorted like the entries of its stream."""
    return f"{LETTERS[kind]}{entry_id:0{_DIGITS}d}"


def entry_of(record_id: str) -> int:
    """The entry behind an engine id."""
    return int(record_id[1:])


def records_table(stored: Iterable[Mapping[str, Any]]) -> pa.Table:
    """tables.RECORDS out of stored rows, ordered by record_id.

    Args:
        stored: entry_id, kind (of the source), observed_on, sheet, row, raw, clean, personal_sealed of each record
            that counts.
    """
    columns: dict[str, list[Any]] = {f.name: [] for f in RECORDS}
    for row in _engine_rows(stored):
        for name, column in columns.items():
            column.append(row.get(name))
    arrays = [_array(columns[f.name], f.type) for f in RECORDS]
    return pa.Table.from_arrays(arrays, schema=RECORDS).sort_by("record_id")


def _engine_rows(stored: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in stored:
        clean = dict(one["clean"])
        if one["personal_sealed"] is not None:
            clean |= unseal(one["personal_sealed"])["clean"]
        kind = one["kind"]
        yield clean | {
            "record_id": engine_id(kind, one["entry_id"]),
            "source": kind,
            "key": str(one["entry_id"]),
            "sheet": one["sheet"],
            "row": one["row"],
            "told_on": plain(one["observed_on"]) if kind == "counter" else None,
            "raw": json.dumps(one["raw"], ensure_ascii=False),
        }


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_date(kind):
        return pa.array(values, pa.string()).cast(kind)
    if pa.types.is_decimal(kind):
        return pa.array([None if v is None else Decimal(v) for v in values], kind)
    return pa.array(values, kind)
