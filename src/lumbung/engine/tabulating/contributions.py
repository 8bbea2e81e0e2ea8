"""What each cooperative adds to which cell: the one place that says how anything is counted.

Cells are sums of contributions, intervals are sums over other ways of judging; both read this.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pyarrow as pa

from lumbung.engine.cleaning.law import law
from lumbung.engine.sql import database, literal

SCHEMA = pa.schema(
    [
        ("cooperative_id", pa.string()),
        ("table", pa.string()),
        ("row", pa.string()),
        ("column", pa.string()),
        ("amount", pa.int64()),
    ]
)
TOTAL = "total"
RULE = "rule:"  # a predicate's key "rule:CODE" is the result under that rule
Predicate = dict[str, object]
LISTED: Predicate = {"listed": True}
HERE: Predicate = {"ending": None}  # neither ended nor moved out of the office's area


class Line(NamedTuple):
    """A cell that is not part of a cross table: who counts, how much each, in which unit."""

    table: str
    row: str
    column: str
    predicate: Predicate
    amount: str = "1"
    unit: str = "cooperative"
    needs: str | None = None  # the column that must be told somewhere for the line to be printed


def lines() -> list[Line]:
    """Streams and the ministry's recap, in printing order."""
    streams = [
        Line("streams", "listed_rows", TOTAL, LISTED, "register_records", "row"),
        Line("streams", "duplicate_rows", TOTAL, LISTED, "register_records - 1", "row"),
        Line("streams", "listed", TOTAL, LISTED),
        *(Line("streams", step, TOTAL, {"position": step}) for step in GONE),
        *(Line("streams", step, TOTAL, {"position": step}) for step in _STEPS),
        Line("streams", COUNTER_ONLY[0], TOTAL, {"position": COUNTER_ONLY[0]}),
        Line("streams", "active", TOTAL, {"standing": "active"}),
        Line("streams", "other_field_only", TOTAL, {"position": "other_field_only"}),
        Line("streams", COUNTER_ONLY[1], TOTAL, {"position": COUNTER_ONLY[1]}),
        Line("streams", "known", TOTAL, HERE),
        Line("streams", "visited", TOTAL, HERE | {"visited": True}),
        Line("streams", "listed_not_active", TOTAL, LISTED | {"standing": list(_NOT_ACTIVE)}),
        Line("streams", GONE_UNLISTED, TOTAL, {"position": GONE_UNLISTED}),
    ]
    return streams + _recap()


COUNTER_ONLY = ("active_counter_only", "other_counter_only")  # printed where one of them has a cooperative
GONE = ("dissolved", "merged", "moved_out", "branch")  # of those listed; printed where it has a cooperative
GONE_UNLISTED = "gone_unlisted"  # in no sum: neither here nor in ODS
_STEPS = (
    "not_visited", "not_found", "not_operating", "criterion_not_met", "undecided", "active_listed", "active_field_only",
)  # fmt: skip
_NOT_ACTIVE = ("inactive", "unknown", "not_applicable")


def _recap() -> list[Line]:
    """Ministry recap per area (handbook 2.9), of listed cooperatives that are here; sums leave out what is not told."""
    out = []
    for key, told in law("tables")["recap"].items():
        predicate = LISTED | HERE | told.get("where", {})
        amount = f"coalesce(round({told['sum']}), 0)::BIGINT" if "sum" in told else "1"
        needs = told.get("sum") or next(iter(told["where"]))
        needs = None if needs.startswith(RULE) else needs
        out.append(Line("recap", key, TOTAL, predicate, amount, told.get("unit", "cooperative"), needs))
    return out


class Cross(NamedTuple):
    """A cross table of cooperatives: rows by one column, columns by another, with both totals."""

    table: str
    rows: str
    columns: str
    values: tuple[str, ...]  # of the columns, in printing order
    predicate: Predicate


CATEGORIES = ("jasa", "konsumen", "pemasaran", "ksp_konvensional", "ksp_syariah", "produsen", "unknown")
RESULTS = ("active", "inactive", "unknown", "not_applicable")
_FIELD_ONLY = ("active_field_only", "other_field_only")
CROSSES = (
    Cross("kind_by_district", "district", "category", CATEGORIES, {"standing": "active"}),
    Cross("standing_by_district", "district", "standing", RESULTS, HERE),
    Cross(
        "supervising_level",
        "supervising_level",
        "position",
        ("active_listed", "active_field_only", COUNTER_ONLY[0]),
        {"standing": "active"},
    ),
    Cross("field_only", "field_only_reason", "position", _FIELD_ONLY, {"position": list(_FIELD_ONLY)}),
)


def unused(positions: Collection[str | None]) -> frozenset[str]:
    """Lines and columns that are left out while no cooperative stands at their `positions`."""
    counter = () if {*COUNTER_ONLY} & {*positions} else COUNTER_ONLY
    return frozenset((*counter, *({*GONE, GONE_UNLISTED} - {*positions})))


def condition(predicate: Predicate) -> str:
    """`predicate` as SQL over `cooperatives` and `standings`; a list means any of its values, null not told."""
    return " AND ".join(_test(column, value) for column, value in predicate.items()) or "true"


def _test(column: str, value: object) -> str:
    values = value if isinstance(value, list) else [value]
    named = ", ".join(literal(v) for v in values if v is not None)
    if column.startswith(RULE):
        rule = literal(column.removeprefix(RULE))
        results = f"result IN ({named})" if named else "false"
        return f"cooperative_id IN (SELECT cooperative_id FROM standings WHERE rule = {rule} AND {results})"
    test = [f'"{column}" IN ({named})'] if named else []
    test += [f'"{column}" IS NULL'] if None in values else []
    return f"coalesce({' OR '.join(test)}, false)" if test else "false"


def contribution_sql() -> str:
    """SQL over `cooperatives` and `standings`: cooperative_id, table, row, column, amount."""
    parts = [
        f"""SELECT cooperative_id, {literal(one.table)} AS "table", {literal(one.row)} AS "row",
            {literal(one.column)} AS "column", ({one.amount})::BIGINT AS amount
            FROM cooperatives WHERE {condition(one.predicate)}"""
        for one in lines()
    ]
    for cross in CROSSES:
        parts += [
            f"""SELECT cooperative_id, {literal(cross.table)}, {row}, {column}, 1::BIGINT
                FROM cooperatives WHERE {condition(cross.predicate)}"""
            for row in (f'"{cross.rows}"', literal(TOTAL))
            for column in (f'"{cross.columns}"', literal(TOTAL))
        ]
    parts += [
        f"""SELECT cooperative_id, 'rules', s.rule, {column}, 1::BIGINT
            FROM standings s JOIN cooperatives c USING (cooperative_id) WHERE {condition(HERE)}"""
        for column in ("s.result", "'total'")
    ]
    return " UNION ALL ".join(parts)


def contributions(cooperatives: pa.Table, standings: pa.Table, only: Collection[str] | None = None) -> pa.Table:
    """Contributions of `cooperatives` (alternatives included), of `only` those ids where named.

    Returns:
        cooperative_id, table, row, column, amount; ordered by all of them.
    """
    if only is not None:
        wanted = pa.array(sorted(only), pa.string())
        cooperatives, standings = (
            t.filter(pa.compute.is_in(t.column("cooperative_id"), wanted)) for t in (cooperatives, standings)
        )
    with database(cooperatives=cooperatives, standings=standings) as db:
        return db.table(f"SELECT * FROM ({contribution_sql()}) ORDER BY ALL").cast(SCHEMA)
