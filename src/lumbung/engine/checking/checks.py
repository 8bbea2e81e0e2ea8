"""Sums that anyone can redo. A difference stands as its own line and names the cooperatives that make it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from lumbung.engine.tables import CHECKS
from lumbung.engine.tabulating.contributions import COUNTER_ONLY, CROSSES, GONE, RESULTS, TOTAL, Cross

Counts = dict[tuple[str, str, str], int]
Check = dict[str, Any]
_LEAVE = ("not_visited", "not_found", "not_operating", "criterion_not_met", "undecided")


def check(cells: pa.Table, cooperatives: pa.Table, records: pa.Table) -> pa.Table:
    """tables.CHECKS of a picture.

    Args:
        cells: tables.CELLS.
        cooperatives: tables.COOPERATIVES with positions, without alternatives.
        records: tables.RECORDS the cooperatives were made from.
    """
    counts: Counts = {
        (t, r, c): n
        for t, r, c, n in zip(*(cells.column(x).to_pylist() for x in ("table", "row", "column", "count")), strict=True)
    }
    rows = [
        *_streams(counts),
        *_margins(counts, cooperatives),
        *_across(counts),
        *_origins(counts, cooperatives, records),
    ]
    return pa.Table.from_pylist(rows, schema=CHECKS)


def _sum(
    check: str,
    table: str,
    total: int,
    parts: Sequence[tuple[str, int]],
    *,
    line: str | None = None,
    ids: Sequence[str] = (),
) -> Check:
    difference = total - sum(n for _, n in parts)
    return {
        "check": check,
        "table": table,
        "line": line,
        "names": json.dumps([name for name, _ in parts]),
        "parts": json.dumps([n for _, n in parts]),
        "total": total,
        "difference": difference,
        "verdict": "does_not_add_up" if difference else "adds_up",
        "ids": sorted(ids),
    }


def _streams(counts: Counts) -> Iterator[Check]:
    """The two streams, and the sum nobody does: rows - active = not active + twice listed - found only in the field."""

    def n(row: str) -> int:
        return counts.get(("streams", row, TOTAL), 0)

    rows_less = [("listed_rows", n("listed_rows")), ("duplicate_rows", -n("duplicate_rows"))]
    yield _sum("rows_less_duplicates", "streams", n("listed"), rows_less)
    gone = _told(counts, *GONE)
    leave = [("listed", n("listed")), *((step, -n(step)) for step in (*gone, *_LEAVE))]
    yield _sum("register_stream", "streams", n("active_listed"), leave)
    joined = [(row, n(row)) for row in _told(counts, "active_listed", "active_field_only", COUNTER_ONLY[0])]
    yield _sum("streams_join", "streams", n("active"), joined)
    parts = [
        *((step, n(step)) for step in (*gone, *_LEAVE)),
        ("duplicate_rows", n("duplicate_rows")),
        *((row, -n(row)) for row in _told(counts, "active_field_only", COUNTER_ONLY[0])),
    ]
    yield _sum("rows_less_active", "streams", n("listed_rows") - n("active"), parts)
    known = [
        ("listed", n("listed")),
        *((p, -n(p)) for p in gone),
        *((p, n(p)) for p in _told(counts, "active_field_only", "other_field_only", *COUNTER_ONLY)),
    ]
    yield _sum("known_from_either", "streams", n("known"), known)


def _told(counts: Counts, *rows: str) -> list[str]:
    """Those of `rows` that the streams print; in most pictures nothing is known from the counter alone, none is gone."""
    return [row for row in rows if row not in (*COUNTER_ONLY, *GONE) or ("streams", row, TOTAL) in counts]


def _margins(counts: Counts, cooperatives: pa.Table) -> Iterator[Check]:
    for cross in CROSSES:
        rows = list(dict.fromkeys(r for t, r, c in counts if t == cross.table and c == TOTAL and r != TOTAL))
        if (cross.table, TOTAL, TOTAL) not in counts:
            continue
        whole = counts[cross.table, TOTAL, TOTAL]
        values = [value for value in cross.values if (cross.table, TOTAL, value) in counts]
        yield _sum("rows_add_up", cross.table, whole, [(r, counts[cross.table, r, TOTAL]) for r in rows])
        yield _sum("columns_add_up", cross.table, whole, [(c, counts[cross.table, TOTAL, c]) for c in values])
        for row in rows:
            parts = [(c, counts[cross.table, row, c]) for c in values]
            yield _sum("row_adds_up", cross.table, counts[cross.table, row, TOTAL], parts, line=row)
        for column in values:
            parts = [(r, counts[cross.table, r, column]) for r in rows]
            yield _sum("column_adds_up", cross.table, counts[cross.table, TOTAL, column], parts, line=column)
        yield from _residuals(counts, cross, rows, cooperatives)


def _residuals(counts: Counts, cross: Cross, rows: Sequence[str], cooperatives: pa.Table) -> Iterator[Check]:
    """The total against the named rows, and the named columns, alone: what lacks stands in the row "unknown"."""
    if cross.table != "kind_by_district":
        return
    whole = counts[cross.table, TOTAL, TOTAL]
    lines = {
        "named_districts": ("district", [(r, counts[cross.table, r, TOTAL]) for r in rows if r != "unknown"]),
        "named_kinds": ("category", [(c, counts[cross.table, TOTAL, c]) for c in cross.values if c != "unknown"]),
    }
    for name, (column, parts) in lines.items():
        told = zip(*(cooperatives.column(c).to_pylist() for c in ("cooperative_id", column, "standing")), strict=True)
        ids = [i for i, value, standing in told if value == "unknown" and standing == "active"]
        if ids:
            yield _sum(name, cross.table, whole, parts, line="unknown", ids=ids)


def _across(counts: Counts) -> Iterator[Check]:
    """The same figure in different tables."""
    active = counts.get(("streams", "active", TOTAL), 0)
    known = counts.get(("streams", "known", TOTAL), 0)
    pairs = [
        ("kind_by_district", (TOTAL, TOTAL), active),
        ("standing_by_district", (TOTAL, "active"), active),
        ("supervising_level", (TOTAL, TOTAL), active),
        ("field_only", (TOTAL, "active_field_only"), counts.get(("streams", "active_field_only", TOTAL), 0)),
        ("standing_by_district", (TOTAL, TOTAL), known),
    ]
    for table, (row, column), other in pairs:
        if (table, row, column) in counts:
            yield _sum("same_in_both", table, counts[table, row, column], [("streams", other)], line=column)
    for rule in dict.fromkeys(r for t, r, _ in counts if t == "rules"):
        parts = [(result, counts["rules", rule, result]) for result in RESULTS]
        yield _sum("results_add_up", "rules", known, parts, line=rule)


def _origins(counts: Counts, cooperatives: pa.Table, records: pa.Table) -> Iterator[Check]:
    """Every row read stands in exactly one cooperative."""
    owners: dict[str, list[str]] = defaultdict(list)
    for cooperative_id, rows in zip(
        *(cooperatives.column(c).to_pylist() for c in ("cooperative_id", "record_ids")), strict=True
    ):
        for record_id in rows:
            owners[record_id].append(cooperative_id)
    source = dict(zip(*(records.column(c).to_pylist() for c in ("record_id", "source")), strict=True))
    wrong = sorted(
        {i for record_id, found in owners.items() if len(found) > 1 or record_id not in source for i in found}
    )
    read = Counter(source.values())
    standing = Counter(source.get(record_id, "?") for record_id in owners)
    for name in sorted(read):
        parts = [("in_cooperatives", standing[name])]
        yield _sum("every_row_once", "streams", read[name], parts, line=name, ids=wrong)
    listed = [("register_rows_read", read["register"])]
    yield _sum("rows_as_read", "streams", counts.get(("streams", "listed_rows", TOTAL), 0), listed)
