"""Cleaners over whole columns: each distinct text once, in processes where there are many, in row order."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.findings import Finding
from lumbung.engine.cleaning.nik import mask, mask_cell
from lumbung.engine.cleaning.trouble import Trouble

T = TypeVar("T")
SEPARATOR = "\x1f"
SPREAD_FROM = 20_000  # distinct texts from which a second process pays
_CHUNK = 2_000
_SAMPLE = 200


class RawLike(Protocol):
    """A list as read: `cells` has `sheet`, `row` (int32), a string column per field, and `raw` (JSON)."""

    @property
    def source(self) -> str: ...
    @property
    def place_hint(self) -> str | None: ...
    @property
    def cells(self) -> pa.Table: ...
    @property
    def as_of(self) -> date | None: ...


class Applied(Generic[T]):
    """What a cleaner made of one column: its results, and which row has which."""

    def __init__(self, results: Sequence[T], at: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        self.results = results
        self.at = at

    def column(self, part: Callable[[T], Any], kind: pa.DataType) -> pa.Array:
        """One part of the results as a column of `kind`, a value for every row."""
        return pa.array([part(result) for result in self.results], kind).take(pa.array(self.at))

    def rows_of(self, which: Sequence[int]) -> list[tuple[int, int]]:
        """(row index, result index) of the rows that have one of the results `which`, in row order."""
        if not which:
            return []
        rows = np.flatnonzero(np.isin(self.at, np.asarray(which)))
        return [(int(row), int(self.at[row])) for row in rows]


class Columns:
    """The cells of a list by field, and the findings gathered while they are cleaned."""

    def __init__(self, raw: RawLike, workers: int | None) -> None:
        self.cells = raw.cells
        self.source = raw.source
        self.length = raw.cells.num_rows
        self.workers = workers or min(4, os.cpu_count() or 1)
        self.findings: list[Finding] = []
        self._texts: dict[str, pa.Array] = {}
        self.sheets: list[str | None] = self._list("sheet", pa.string())
        self.rows: list[int] = self._list("row", pa.int32())
        # A list as read knows its headings; other doors may not, and then they are found by their cells.
        known = getattr(raw, "columns", ())
        self._headings: dict[str, str] = {column.field: column.heading for column in known if column.field}

    def _list(self, field: str, kind: pa.DataType) -> list[Any]:
        return self.text(field).to_pylist() if field in self.cells.column_names else [None] * self.length

    def text(self, field: str) -> pa.Array:
        """The column of a field; all null where the list has none."""
        if field not in self._texts:
            column = self.cells[field].combine_chunks() if self.has(field) else pa.nulls(self.length, pa.string())
            self._texts[field] = column
        return self._texts[field]

    def has(self, field: str) -> bool:
        """Whether the list has the column at all."""
        return field in self.cells.column_names

    def joined(self, *columns: pa.Array) -> pa.Array:
        """Several columns as one text, for cleaners that look at more than one cell."""
        columns = tuple(pc.replace_substring(column, SEPARATOR, " ") for column in columns)
        return pc.binary_join_element_wise(*columns, SEPARATOR, null_handling="replace", null_replacement="")

    def apply(self, texts: pa.Array, cleaner: Callable[[str | None], T]) -> Applied[T]:
        """`cleaner` over the distinct `texts`; null is cleaned too.

        Texts go to the processes in their order, so that what begins alike meets the same caches.
        """
        encoded = texts.dictionary_encode()
        order = pc.sort_indices(encoded.dictionary)
        distinct: list[str | None] = encoded.dictionary.take(order).to_pylist()
        rank = np.empty(len(distinct) + 1, np.int64)
        rank[order.to_numpy()] = np.arange(len(distinct))
        rank[-1] = len(distinct)
        at = rank[pc.fill_null(encoded.indices, len(distinct)).to_numpy(zero_copy_only=False)]
        results = spread(cleaner, [*distinct, None], self.workers)
        return Applied(results, at)

    def report(self, field: str, applied: Applied[T], problem: Callable[[T], Trouble | None]) -> None:
        """A finding for every row whose cell in `field` gave trouble."""
        troubles = {i: found for i, result in enumerate(applied.results) if (found := problem(result))}
        texts = self.text(field)
        for row, result in applied.rows_of(sorted(troubles)):
            self.say(row, field, troubles[result], texts[row].as_py())

    def say(self, row: int, field: str, problem: Trouble, value: str | None = None) -> None:
        """One finding about the cell of `field` in the row with index `row`."""
        hide = mask_cell if field == "coop_nik" else mask
        shown = hide(value) if value else value
        self.findings.append(
            problem.at(
                source=self.source,
                sheet=self.sheets[row],
                row=self.rows[row],
                column=self.heading(field),
                value=shown,
            )
        )

    def heading(self, field: str) -> str:
        """The heading of a field as the list writes it, found by comparing cells with `raw`; else the field's name."""
        if field not in self._headings:
            self._headings[field] = self._find_heading(field)
        return self._headings[field]

    def _find_heading(self, field: str) -> str:
        if not self.has(field) or not self.has("raw"):
            return field
        texts, raws = self.text(field), self.text("raw")
        candidates: list[str] | None = None
        told = np.flatnonzero(pc.and_(texts.is_valid(), raws.is_valid()).to_numpy(zero_copy_only=False))[:_SAMPLE]
        for row in told:
            cells = json.loads(raws[int(row)].as_py())
            same = [heading for heading, text in cells.items() if str(text).strip() == texts[int(row)].as_py().strip()]
            candidates = same if candidates is None else [heading for heading in candidates if heading in same]
            if len(candidates) < 2:
                break
        return candidates[0] if candidates else field


def _many(cleaner: Callable[[str | None], T], texts: Sequence[str | None]) -> list[T]:
    return [cleaner(text) for text in texts]


def spread(cleaner: Callable[[str | None], T], texts: Sequence[str | None], workers: int) -> list[T]:
    """`cleaner` over `texts` in their order, in `workers` processes where there are many.

    `cleaner` must be importable by name (or a `functools.partial` of such a function).
    """
    if workers < 2 or len(texts) < SPREAD_FROM:
        return _many(cleaner, texts)
    chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
    # Forked children need no `if __name__ == "__main__"` in the caller's script; they run plain Python alone.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    # Cleaners make no cycles, and a collection would touch, and so copy, every page shared with the parent.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method), initializer=gc.disable) as pool:
        return [result for part in pool.map(partial(_many, cleaner), chunks) for result in part]
