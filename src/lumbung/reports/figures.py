"""Numbers of the page: every one knows its interval and the list of cooperatives behind it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from lumbung.reports.picture import Picture, Row, rows, table

Predicate = Mapping[str, Any]

# Columns of `cooperatives` a predicate may ask for; lists, places and free text are not among them.
ASKED = (
    "listed", "visited", "register_records", "census_records", "kind", "pattern", "category", "form",
    "membership_area", "supervising_level", "group", "sector", "village_code", "district_code", "district",
    "visit_outcome", "kind_register", "category_register", "district_code_register", "village_code_register",
    "standing", "reason", "position", "field_only_reason",
)  # fmt: skip
PLACED = "placed"  # our own: the cooperative has a position
RULE = "rule:"  # predicate column "rule:CODE" = the result under that rule


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `opens`: its list can be shown and has as many rows as `count` says."""

    table: str
    row: str
    column: str
    unit: str
    count: int
    low: int
    high: int
    exact: bool
    predicate: Predicate | None
    list_hash: str
    opens: bool

    @property
    def uncertain(self) -> bool:
        return self.low < self.high

    @property
    def href(self) -> str:
        return "#sel=" + "/".join(quote(part, safe="") for part in (self.table, self.row, self.column))


class Base:
    """The cooperatives that count (no alternatives), column by column, and how a predicate picks among them."""

    def __init__(self, picture: Picture) -> None:
        everything = table(picture, "cooperatives")
        counts = [not alternative for alternative in everything.column("alternative").to_pylist()]
        self.table = everything.filter(pa.array(counts, pa.bool_()))
        self.ids: list[str] = self.table.column("cooperative_id").to_pylist()
        self.columns: dict[str, list[Any]] = {name: self.table.column(name).to_pylist() for name in ASKED}
        self.columns[PLACED] = [
            latitude is not None and longitude is not None
            for latitude, longitude in zip(
                self.table.column("latitude").to_pylist(), self.table.column("longitude").to_pylist(), strict=True
            )
        ]
        self.place = {cooperative_id: place for place, cooperative_id in enumerate(self.ids)}
        self.results: dict[str, list[str | None]] = {}
        self.reasons: dict[str, list[str | None]] = {}
        for one in rows(picture, "standings", "cooperative_id", "rule", "version", "result", "reason"):
            self._add_standing(one)
        for code, results in self.results.items():
            self.columns[RULE + code] = results

    def _add_standing(self, one: Row) -> None:
        place = self.place.get(one["cooperative_id"])
        if place is not None:
            empty: list[str | None] = [None] * len(self.ids)
            self.results.setdefault(one["rule"], empty[:])[place] = one["result"]
            self.reasons.setdefault(one["rule"], empty[:])[place] = one["reason"]

    def __len__(self) -> int:
        return len(self.ids)

    def pick(self, predicate: Predicate) -> list[int] | None:
        """Places of the cooperatives that meet `predicate`; None where it asks for a column we do not have."""
        if any(column not in self.columns for column in predicate):
            return None
        tests = [
            (self.columns[column], set(wanted) if isinstance(wanted, list) else {wanted})
            for column, wanted in predicate.items()
        ]
        return [place for place in range(len(self.ids)) if all(values[place] in wanted for values, wanted in tests)]

    def size(self, places: Iterable[int], unit: str, row: str) -> int | None:
        """How many list rows `places` stand for: cooperatives, or rows of the register."""
        if unit == "cooperative":
            return sum(1 for _ in places)
        if unit != "row":
            return None
        registered = self.columns["register_records"]
        surplus = row.startswith("duplicate")
        return sum(max(0, (registered[place] or 0) - surplus) for place in places)


class Figures:
    """The cells of a picture, found by name."""

    def __init__(self, picture: Picture, base: Base) -> None:
        self.base = base
        self._by_name: dict[tuple[str, str, str], Figure] = {}
        for cell in rows(picture, "cells"):
            figure = self._figure(cell)
            self._by_name[figure.table, figure.row, figure.column] = figure

    def _figure(self, cell: Row) -> Figure:
        predicate = json.loads(cell["predicate"]) if cell["predicate"] else None
        row, column = cell["row"], cell["column"]
        return self.make(
            cell["table"], row, column, predicate, cell["count"],
            unit=cell["unit"], low=cell["low"], high=cell["high"], exact=cell["exact"], list_hash=cell["list_hash"],
        )  # fmt: skip

    def make(
        self, table: str, row: str, column: str, predicate: Predicate | None, count: int | None = None, *,
        unit: str | None = "cooperative", low: int | None = None, high: int | None = None, exact: bool | None = True,
        list_hash: str | None = None,
    ) -> Figure:  # fmt: skip
        """A figure, its list checked against its count; without `count` the list is counted."""
        unit = unit or "cooperative"
        places = None if predicate is None else self.base.pick(predicate)
        size = None if places is None else self.base.size(places, unit, row)
        value = count if count is not None else size or 0
        if unit in {"person", "rupiah"}:
            opens = places is not None  # the list shows whose amounts were added
        else:
            opens = size == value
        return Figure(
            table, row, column, unit, value, value if low is None else low, value if high is None else high,
            exact is not False, predicate, list_hash or "", opens,
        )  # fmt: skip

    def get(self, table: str, row: str, column: str = "total") -> Figure | None:
        """The figure by its name, or None."""
        return self._by_name.get((table, row, column))

    def of(self, table: str) -> list[Figure]:
        """All figures of one table, in the order of the cells."""
        return [figure for figure in self._by_name.values() if figure.table == table]

    def all(self) -> list[Figure]:
        """Every figure whose list can be opened, with those made here."""
        return list(self._by_name.values())

    def need(self, table: str, names: Iterable[str], predicate: Predicate, *, unit: str = "cooperative") -> Figure:
        """The figure under any of `names` (row names, or row and column told apart by a slash); else counted here."""
        wanted = list(names)
        for name in wanted:
            row, _, column = name.partition("/")
            for figure in self.of(table):
                if figure.row == row and (not column or figure.column == column):
                    return figure
        made = self.make(table, wanted[0].partition("/")[0], "total", predicate, unit=unit)
        self._by_name[made.table, made.row, made.column] = made
        return made

    def count_by(self, column: str) -> Counter[str]:
        """How many cooperatives by the value of one column; null counts as unknown."""
        return Counter("unknown" if value is None else str(value) for value in self.base.columns[column])
