"""The tables: every cell with its count, the list it opens and that list's hash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.engine.assessing import Rule
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.sql import Database, database
from lumbung.engine.tables import CELLS, STANDINGS
from lumbung.engine.tabulating.contributions import (
    CROSSES,
    HERE,
    RESULTS,
    TOTAL,
    Cross,
    Predicate,
    condition,
    contribution_sql,
    lines,
    unused,
)
from lumbung.engine.tabulating.positions import REASONS, positioned

_ROWS = {"supervising_level": ("regency", "province", "national", "unknown"), "field_only_reason": REASONS}
Key = tuple[str, str, str]


def tabulate(
    cooperatives: pa.Table,
    standings: pa.Table,
    records: pa.Table,
    memberships: pa.Table,
    *,
    rule: Rule,
    as_of: date,
) -> tuple[pa.Table, pa.Table]:
    """Positions and cells.

    Args:
        cooperatives: tables.COOPERATIVES as resolved, alternatives included.
        standings: tables.STANDINGS of every rule; `rule` is the chosen one.
    Returns:
        `cooperatives` with standing, reason, position, field_only_reason; and tables.CELLS in printing order, without
        alternatives, `low` and `high` still equal to `count` (intervals.with_intervals fills them).
    """
    placed = positioned(cooperatives, standings, records, memberships, rule.code, as_of)
    base = placed.filter(pc.invert(placed.column("alternative")))
    ids = base.column("cooperative_id")
    told = standings.filter(pc.is_in(standings.column("cooperative_id"), ids))
    with database(cooperatives=base, standings=told) as db:
        counted = _counted(db)
    everybody_here = base.column("ending").null_count == base.num_rows
    grid = list(_grid(base, records, sorted(set(told.column("rule").to_pylist()), key=lambda r: (r != rule.code, r))))
    if everybody_here:  # then nothing is asked that does not tell anybody apart
        grid = [(key, unit, {k: v for k, v in asked.items() if k not in HERE}) for key, unit, asked in grid]
    return placed, _cells(grid, counted)


def _counted(db: Database) -> dict[Key, tuple[int, str]]:
    """Sum and list hash of every cell that anything adds to."""
    rows = db.rows(f"""
        SELECT "table", "row", "column", sum(amount)::BIGINT,
            sha256(string_agg(cooperative_id, chr(10) ORDER BY cooperative_id))
        FROM ({contribution_sql()}) GROUP BY ALL
    """)
    return {(str(t), str(r), str(c)): (int(str(n)), str(h)) for t, r, c, n, h in rows}


def _grid(base: pa.Table, records: pa.Table, rules: Sequence[str]) -> Iterator[tuple[Key, str, Predicate]]:
    """Every cell there is, zeros among them: key, unit and predicate."""
    absent = unused({*base.column("position").to_pylist()})
    for line in lines():
        if line.row in absent:
            continue
        if line.needs is None or base.column(line.needs).null_count < base.num_rows:
            yield (line.table, line.row, line.column), line.unit, line.predicate
    for cross in CROSSES:
        rows = _ROWS.get(cross.rows) or _districts(base, records)
        for row in (*rows, TOTAL):
            for column in (*(value for value in cross.values if value not in absent), TOTAL):
                yield (cross.table, row, column), "cooperative", _crossed(cross, row, column)
    for rule in rules:
        for result in RESULTS:
            yield ("rules", rule, result), "cooperative", HERE | {f"rule:{rule}": result}
        yield ("rules", rule, TOTAL), "cooperative", HERE


def _crossed(cross: Cross, row: str, column: str) -> Predicate:
    chosen = {} if row == TOTAL else {cross.rows: row}
    return cross.predicate | chosen | ({} if column == TOTAL else {cross.columns: column})


def _districts(base: pa.Table, records: pa.Table) -> tuple[str, ...]:
    """Districts by code: all of the register's regency, and any other that a cooperative lies in; unknown last."""
    codes = [c for c in records.column("regency_code").to_pylist() if c]
    home = regency(max(sorted(set(codes)), key=codes.count)) if codes and len(set(codes)) <= 50 else None
    here = base.filter(pc.is_null(base.column("ending")))
    found = {d for d in here.column("district").unique().to_pylist() if d and d != "unknown"}
    found |= {code for code in (home.names if home else {}) if len(code) == 6}
    return (*sorted(found), "unknown")


def _cells(grid: list[tuple[Key, str, Predicate]], counted: Mapping[Key, tuple[int, str]]) -> pa.Table:
    nothing = (0, ids_hash([]))
    rows = [
        {
            "table": key[0],
            "row": key[1],
            "column": key[2],
            "unit": unit,
            "count": counted.get(key, nothing)[0],
            "low": counted.get(key, nothing)[0],
            "high": counted.get(key, nothing)[0],
            "exact": True,
            "predicate": json.dumps(predicate, sort_keys=True),
            "list_hash": counted.get(key, nothing)[1],
        }
        for key, unit, predicate in grid
    ]
    return pa.Table.from_pylist(rows, schema=CELLS)


def ids_hash(ids: Sequence[str]) -> str:
    """SHA-256 over the sorted ids joined by a line feed, in hexadecimal."""
    return sha256("\n".join(sorted(ids)).encode()).hexdigest()


def select(cooperatives: pa.Table, predicate: str | Mapping[str, Any], standings: pa.Table | None = None) -> pa.Table:
    """The cooperatives a cell counts, alternatives left out.

    Args:
        predicate: A cell's predicate. A key "rule:CODE" needs `standings`.
    """
    told: dict[str, Any] = json.loads(predicate) if isinstance(predicate, str) else dict(predicate)
    given = STANDINGS.empty_table() if standings is None else standings
    with database(cooperatives=cooperatives, standings=given) as db:
        return db.table(
            f"SELECT * FROM cooperatives WHERE NOT alternative AND {condition(told)} ORDER BY cooperative_id"
        )
