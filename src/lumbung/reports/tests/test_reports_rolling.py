"""Very many districts are shown as regencies or provinces, and every number still opens what it counts."""

from __future__ import annotations

import json

from lumbung.reports.rolling import rolled_up


def cell(
    row: str, count: int, *, low: int | None = None, high: int | None = None, table: str = "kind_by_district"
) -> dict:
    predicate = {"standing": "active"} | ({"district": row} if row.isdecimal() else {})
    return {
        "table": table, "row": row, "column": "total", "unit": "cooperative", "count": count,
        "low": count if low is None else low, "high": count if high is None else high, "exact": True,
        "predicate": json.dumps(predicate), "list_hash": "x",
    }  # fmt: skip


CELLS = [cell("647101", 3), cell("647102", 4, low=3, high=6), cell("640101", 5), cell("110101", 1), cell("total", 13)]


def told(shown: int) -> list[tuple]:
    return [(one["row"], one["count"], one["low"], one["high"], one["exact"]) for one in rolled_up(CELLS, shown)]


def test_few_districts_stay_as_they_are():
    assert rolled_up(CELLS, 4) == CELLS


def test_too_many_districts_become_regencies():
    assert told(3) == [
        ("6471", 7, 6, 9, False), ("6401", 5, 5, 5, True), ("1101", 1, 1, 1, True), ("total", 13, 13, 13, True),
    ]  # fmt: skip


def test_too_many_regencies_become_provinces():
    assert told(2) == [("64", 12, 11, 14, False), ("11", 1, 1, 1, True), ("total", 13, 13, 13, True)]


def test_a_group_opens_the_list_of_all_its_districts():
    first = rolled_up(CELLS, 3)[0]

    assert json.loads(first["predicate"]) == {"standing": "active", "district": ["647101", "647102"]}


def test_tables_of_other_rows_are_left_alone():
    others = [cell("6471", 1, table="rules"), cell("6472", 2, table="rules")]

    assert rolled_up(others, 1) == others
