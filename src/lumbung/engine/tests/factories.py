"""Small Arrow inputs for tests of the engine: a record is told in a few words, the rest is null."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from lumbung.engine.sql import conform
from lumbung.engine.tables import COOPERATIVES, FACTS, MEMBERSHIPS, RECORDS

DISTRICTS = ("647101", "647102", "647103", "647104", "647105", "647106")


def record(record_id: str, **told: Any) -> dict[str, Any]:
    """One record. `R...` is a row of the register, `C...` one of the census, `L...` of the counter; lists default to empty."""
    source = {"R": "register", "C": "census", "L": "counter"}[record_id[0]]
    digits = "".join(c for c in record_id if c.isdigit())
    row = {
        "record_id": record_id,
        "source": source,
        "key": digits.lstrip("0"),
        "sheet": "Sheet1",
        "row": int(digits or 0) + 1,
    }
    if told.get("district_code"):
        row["regency_code"] = told["district_code"][:4]
    lists = {f.name: [] for f in RECORDS if pa.types.is_list(f.type)}
    return {**lists, **row, "name": f"Koperasi {record_id}", "raw": "{}", **told}


def records(*rows: dict[str, Any]) -> pa.Table:
    """tables.RECORDS of rows made with `record`."""
    return pa.Table.from_pylist(list(rows), schema=RECORDS)


def memberships(*groups: Iterable[str], alternatives: Iterable[Iterable[str]] = ()) -> pa.Table:
    """tables.MEMBERSHIPS: each group of record ids is a cooperative K000001, K000002, ...; alternatives A000001, ..."""
    told = [("K", False, groups), ("A", True, tuple(alternatives))]
    rows = [
        {"cooperative_id": f"{letter}{number:06}", "record_id": record_id, "alternative": alternative}
        for letter, alternative, sets in told
        for number, group in enumerate(sets, 1)
        for record_id in sorted(group)
    ]
    return pa.Table.from_pylist(rows, schema=MEMBERSHIPS)


def each_alone(told: pa.Table) -> pa.Table:
    """Every record its own cooperative."""
    return memberships(*([record_id] for record_id in told.column("record_id").to_pylist()))


def cooperative(cooperative_id: str = "K000001", **told: Any) -> dict[str, Any]:
    """One resolved cooperative, not visited and not listed unless told."""
    row = {
        "cooperative_id": cooperative_id, "alternative": False, "record_ids": [], "register_records": 0,
        "census_records": 0, "listed": False, "visited": False, "category": "unknown", "district": "unknown",
        "supervising_level": "unknown", "field_sources": "{}",
    }  # fmt: skip
    return {**row, **told}


def cooperatives(*rows: dict[str, Any]) -> pa.Table:
    """tables.COOPERATIVES of rows made with `cooperative`."""
    return pa.Table.from_pylist(list(rows), schema=COOPERATIVES)


def facts(*rows: dict[str, Any]) -> pa.Table:
    """tables.FACTS; `cooperative_id` defaults to K000001."""
    return conform(pa.Table.from_pylist([{"cooperative_id": "K000001", **row} for row in rows], schema=FACTS), FACTS)


def specification(text: str) -> list[dict[str, str]]:
    """The lines of a text table (columns set apart by "|", first line the heading; blank lines and # are skipped)."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    cells = [[cell.strip() for cell in line.strip().split("|")] for line in lines]
    heading = cells[0]
    if wrong := [line for line in cells if len(line) != len(heading)]:
        raise ValueError(f"lines with another number of columns than the heading: {wrong}")
    return [dict(zip(heading, line, strict=True)) for line in cells[1:]]


def day(text: str) -> date | None:
    """`text` (2024-06-30) as a day; nothing for an empty text."""
    return datetime.fromisoformat(text).date() if text else None


def numbered(letter: str) -> Iterable[str]:
    """R000001, R000002, ..."""
    return (f"{letter}{number:06}" for number in itertools.count(1))
