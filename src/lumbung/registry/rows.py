"""Rows of the engine's `records` in and out of the database: JSON without personal data, the rest sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pa_json

from lumbung.core.aside import uncollected
from lumbung.engine.tables import RECORDS
from lumbung.registry.sealing import seal, unseal_text

PERSONAL = frozenset({"chair", "officers", "phones", "visitor"})  # columns of `records`
PERSONAL_FIELDS = frozenset(
    {"chair", "secretary", "treasurer", "internal_supervisor", "manager", "phone", "visitor", "email"}
)  # fields of lists, whose cells are personal
PLACE = frozenset(
    {"record_id", "source", "key", "sheet", "row", "told_on", "raw"}
)  # where a row stands, not what it says
LETTERS = {
    "register": "R", "census": "C", "counter": "L",  # the engine tells its streams apart by them
    "certificate": "S", "agency": "A",  # lists that speak of cooperatives
}  # fmt: skip
_CONTENT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_DIGITS = 9
CHUNK = 20_000  # rows that are read at once
_BLOCK = 1 << 23  # bytes of JSON that one core parses; a row must fit in


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
    # One pass over the row, whose some seventy columns are mostly empty: long lists have hundreds of thousands of rows.
    public: dict[str, Any] = {}
    people: dict[str, Any] = {}
    for name, value in row.items():
        if value is not None and value != [] and name not in PLACE:
            (people if name in PERSONAL else public)[name] = plain(value)
    raw: dict[str, str] = json.loads(row["raw"] or "{}")
    cells = {heading: raw.pop(heading) for heading in [heading for heading in raw if heading in personal_headings]}
    personal = {"clean": people, "raw": cells}
    return Kept(
        raw=raw,
        clean=public,
        personal_sealed=seal(personal) if people or cells else None,
        content_hash=hashlib.sha256(_CONTENT.encode(public | people).encode()).hexdigest(),
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


def origin_of(source: str) -> int | str:
    """What a field came from: the entry behind an engine id, or a person's word ("override:12") as it is."""
    return source if ":" in source else entry_of(source)


@dataclass(frozen=True, slots=True)
class Stored:
    """A current record as the database hands it over; JSON as text, for Arrow reads it many times faster."""

    record: int
    entry_id: int
    kind: str  # of its source
    observed_on: str | None
    sheet: str
    row: int
    clean: str
    personal_sealed: bytes | None


@uncollected()
def records_table(stored: Iterable[Stored], others: Sequence[pa.Table] = ()) -> pa.Table:
    """tables.RECORDS out of stored rows and `others`, ordered by record_id; `raw` stays in the database."""
    rest = iter(stored)
    parts = [part(chunk) for chunk in iter(lambda: list(islice(rest, CHUNK)), [])]
    return pa.concat_tables([RECORDS.empty_table(), *others, *parts]).sort_by("record_id")


def part(chunk: Sequence[Stored]) -> pa.Table:
    """tables.RECORDS out of some CHUNK stored rows, in their order."""
    told = _parsed([one.clean.encode() for one in chunk], _PUBLIC)
    people = _parsed(
        [b"{}" if one.personal_sealed is None else unseal_text(one.personal_sealed) for one in chunk], _SECRET
    )
    clean = people.column("clean").combine_chunks()
    made: dict[str, pa.Array] = {name: told.column(name) for name in _PUBLIC.names}
    made |= {name: pc.struct_field(clean, name) for name in sorted(PERSONAL)}
    days = [one.observed_on if one.kind == "counter" else None for one in chunk]
    made |= {
        "record_id": pa.array([engine_id(one.kind, one.entry_id) for one in chunk], pa.string()),
        "source": pa.array([one.kind for one in chunk], pa.string()),
        "key": pa.array([str(one.entry_id) for one in chunk], pa.string()),
        "sheet": pa.array([one.sheet for one in chunk], pa.string()),
        "row": pa.array([one.row for one in chunk], pa.int32()),
        "told_on": pc.coalesce(told.column("told_on"), pa.array(days, pa.string())),
        "raw": pa.nulls(len(chunk), pa.string()),
    }
    return pa.table([made[field.name].cast(field.type) for field in RECORDS], schema=RECORDS)


def _parsed(documents: Sequence[bytes], schema: pa.Schema) -> pa.Table:
    """JSON objects, one a row, as a table of `schema`; other fields are passed over, lacking ones are null."""
    options = pa_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    text = pa.BufferReader(b"\n".join(documents))
    return pa_json.read_json(text, pa_json.ReadOptions(block_size=_BLOCK), parse_options=options)


def _as_written(kind: pa.DataType) -> pa.DataType:
    """The type JSON holds a value in: days and money are text."""
    return pa.string() if pa.types.is_date(kind) or pa.types.is_decimal(kind) else kind


_PUBLIC = pa.schema(
    [(f.name, _as_written(f.type)) for f in RECORDS if f.name == "told_on" or f.name not in PERSONAL | PLACE]
)
_SECRET = pa.schema([("clean", pa.struct([(f.name, _as_written(f.type)) for f in RECORDS if f.name in PERSONAL]))])
