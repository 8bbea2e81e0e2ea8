"""What every reader makes of a file: sheets as grids of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading.limits import Limits
from lumbung.engine.reading.texts import text_column, without_blanks

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0

_BLOCK = 20_000


@dataclass(frozen=True)
class Grid:
    """One sheet as text.

    `rows`: int32 row numbers as the spreadsheet shows them, rising; rows without any text are left out.
    `table`: one string column per used spreadsheet column, named by its letter, left to right; null = empty.
    `levels`: (row number, how deep it is grouped) of grouped rows, and `below` whether a group's total is below it.
    """

    name: str
    rows: pa.Array
    table: pa.Table
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    findings: tuple[Finding, ...] = ()
    levels: tuple[tuple[int, int], ...] = ()
    below: bool = True

    def head(self, count: int) -> list[list[str | None]]:
        """The first `count` rows as lists of text."""
        top = self.table.slice(0, count)
        columns = [column.to_pylist() for column in top.columns]
        return [list(row) for row in zip(*columns, strict=True)] if columns else []


def letter(index: int) -> str:
    """The spreadsheet letter of a column counted from 0: A, ..., Z, AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def index_of(letters: str) -> int:
    """The column counted from 0 of a spreadsheet letter."""
    index = 0
    for character in letters:
        index = index * 26 + ord(character) - 64
    return index - 1


@dataclass
class GridMaker:
    """Collects rows into a Grid, block by block, so that a large list is never a list of Python rows."""

    name: str
    limits: Limits
    first_column: int = 0
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    _numbers: list[pa.Array] = field(default_factory=list)
    _columns: dict[int, list[tuple[int, pa.Array]]] = field(default_factory=dict)
    _waiting: list[Sequence[object]] = field(default_factory=list)
    _waiting_numbers: list[int] = field(default_factory=list)
    _done: int = 0

    def add(self, number: int, row: Sequence[object]) -> None:
        """Add the row the spreadsheet numbers `number`. Raises BadInput past the limit of rows."""
        self._waiting.append(row)
        self._waiting_numbers.append(number)
        if len(self._waiting) >= _BLOCK:
            self._store()

    def add_block(self, numbers: list[int], columns: Sequence[pa.Array]) -> None:
        """Add many rows at once, as string columns from the first column on; null and blank mean empty."""
        self._store()
        self._keep(numbers, [without_blanks(column) for column in columns])

    def grid(self) -> Grid:
        """All rows added so far as a Grid."""
        self._store()
        blocks = [len(numbers) for numbers in self._numbers]
        columns = {letter(index): self._column(chunks, blocks) for index, chunks in sorted(self._columns.items())}
        rows = pa.concat_arrays(self._numbers) if self._numbers else pa.array([], pa.int32())
        table = pa.table(columns) if columns else pa.table({})
        return Grid(self.name, rows, table, self.hidden, self.merges, tuple(self.findings))

    def _store(self) -> None:
        if not self._waiting:
            return
        width = max(map(len, self._waiting))
        if min(map(len, self._waiting)) != width:
            self._waiting = [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in self._waiting]
        self._keep(self._waiting_numbers, [text_column(values) for values in zip(*self._waiting, strict=True)])
        self._waiting, self._waiting_numbers = [], []

    def _keep(self, numbers: list[int], columns: Sequence[pa.Array | None]) -> None:
        block = len(self._numbers)
        for offset, column in enumerate(columns):
            if column is not None:
                self._columns.setdefault(self.first_column + offset, []).append((block, column))
        self._numbers.append(pa.array(numbers, pa.int32()))
        self._done += len(numbers)
        if self._done > self.limits.rows:
            raise BadInput(Finding("too_many_rows", {"limit": self.limits.rows}, sheet=self.name or None))

    def _column(self, chunks: list[tuple[int, pa.Array]], blocks: list[int]) -> pa.ChunkedArray:
        held = dict(chunks)
        return pa.chunked_array(
            [held[block] if block in held else pa.nulls(size, pa.string()) for block, size in enumerate(blocks)],
            pa.string(),
        )
