"""Numbers of the page: every one knows its interval and the list of cooperatives behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lumbung.reports.picture import Picture, Row, rows, table
from lumbung.reports.rolling import rolled_up

Predicate = Mapping[str, Any]
Places = np.ndarray[Any, np.dtype[np.int32]]

# Columns of `cooperatives` a predicate may ask for; lists, places and free text are not among them.
ASKED = (
    "listed", "visited", "register_records", "census_records", "kind", "pattern", "category", "form",
    "membership_area", "supervising_level", "group", "sector", "village_code", "district_code", "district",
    "visit_outcome", "kind_register", "category_register", "district_code_register", "village_code_register",
    "standing", "reason", "position", "field_only_reason", "ods_status", "certificate_status", "nik_grade", "kuk_class",
    "ending",
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


class Coded:
    """A column as small numbers: `codes` points into `values`, the last of which is None."""

    def __init__(self, column: pa.ChunkedArray | pa.Array) -> None:
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        encoded = whole.dictionary_encode()
        self.values: list[Any] = [*encoded.dictionary.to_pylist(), None]
        places = pc.fill_null(encoded.indices, len(self.values) - 1)
        self.codes: Places = places.to_numpy(zero_copy_only=False).astype(np.int32)

    def among(self, wanted: Iterable[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Where the column holds one of `wanted` (None = not told)."""
        kept = set(wanted)
        return np.array([value in kept for value in self.values], bool)[self.codes]

    def plain(self) -> list[Any]:
        """The column as Python values."""
        return [self.values[code] for code in self.codes.tolist()]


class Base:
    """The cooperatives that count (no alternatives), column by column, and how a predicate picks among them."""

    def __init__(self, picture: Picture) -> None:
        everything = table(picture, "cooperatives")
        self.table = everything.filter(pc.invert(everything.column("alternative"))).combine_chunks()
        self._standings = table(picture, "standings")
        self._coded: dict[str, Coded] = {}

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def ids(self) -> list[str]:
        """The cooperatives' ids in their order."""
        found: list[str] = self.table.column("cooperative_id").to_pylist()
        return found

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each cooperative stands."""
        return {cooperative_id: place for place, cooperative_id in enumerate(self.ids)}

    def knows(self, column: str) -> bool:
        """Whether a predicate may ask for `column`."""
        return column in ASKED or column == PLACED or column.startswith(RULE)

    def coded(self, column: str) -> Coded:
        """A column of the cooperatives, PLACED, or the results under a rule ("rule:CODE")."""
        if column not in self._coded:
            self._coded[column] = Coded(self._column(column))
        return self._coded[column]

    def told(self, column: str) -> list[Any]:
        """The same column as Python values; null = not told."""
        return self.coded(column).plain()

    def _column(self, column: str) -> Any:
        if column == PLACED:
            both = [pc.is_valid(self.table.column(name)) for name in ("latitude", "longitude")]
            return pc.and_(*both)
        if column.startswith(RULE):
            return self._under(column.removeprefix(RULE), "result")
        return self.table.column(column)

    def _under(self, rule: str, told: str) -> Any:
        """Column `told` of the standings under `rule`, in the order of the cooperatives."""
        own = self._standings.filter(pc.equal(self._standings.column("rule"), rule))
        at = pc.index_in(self.table.column("cooperative_id"), own.column("cooperative_id").combine_chunks())
        return own.column(told).take(at)

    def reasons(self, rule: str) -> list[Any]:
        """The reason under `rule`, cooperative by cooperative."""
        found: list[Any] = self._under(rule, "reason").to_pylist()
        return found

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules somebody was judged under."""
        return frozenset(self._standings.column("rule").unique().to_pylist())

    def mask(self, predicate: Predicate) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
        """Who meets `predicate`; None where it asks for a column we do not have."""
        if not all(self.knows(column) for column in predicate):
            return None
        hit = np.ones(len(self), bool)
        for column, wanted in predicate.items():
            hit &= self.coded(column).among(wanted if isinstance(wanted, list) else [wanted])
        return hit

    def pick(self, predicate: Predicate) -> list[int] | None:
        """Places of the cooperatives that meet `predicate`; None where it asks for a column we do not have."""
        hit = self.mask(predicate)
        return None if hit is None else [int(place) for place in np.flatnonzero(hit)]

    def size(self, predicate: Predicate, unit: str, row: str) -> int | None:
        """How many list lines `predicate` opens: cooperatives, or rows of the register; None = it opens nothing."""
        hit = self.mask(predicate)
        if hit is None:
            return None
        if unit == "row":
            return int(np.maximum(self._registered[hit] - row.startswith("duplicate"), 0).sum())
        return int(hit.sum())

    @cached_property
    def _registered(self) -> Places:
        rows = pc.fill_null(self.table.column("register_records").combine_chunks(), 0)
        found: Places = rows.to_numpy(zero_copy_only=False).astype(np.int32)
        return found


class Figures:
    """The cells of a picture, found by name."""

    def __init__(self, picture: Picture, base: Base, *, opening: bool = True, shown: int = 0) -> None:
        """With `opening` every list is counted against its number; without, no list will be opened.

        Args:
            shown: Districts of a table above which they are rolled up (rolling.rolled_up); 0 = all are kept.
        """
        self.base = base
        self.opening = opening
        self._by_name: dict[tuple[str, str, str], Figure] = {}
        cells = rows(picture, "cells")
        for cell in rolled_up(cells, shown) if shown else cells:
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
        size = None
        if predicate is not None and (self.opening or count is None):
            size = self.base.size(predicate, unit, row)
        value = count if count is not None else size or 0
        # The list behind an amount shows whose amounts were added.
        opens = size is not None if unit in {"person", "rupiah"} else size == value
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
