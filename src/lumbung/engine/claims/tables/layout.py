"""Where a table's headings, labels and figures stand in a grid: one sheet may hold several tables below each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from lumbung.engine.claims import numbers, wordlist
from lumbung.engine.claims.model import Figure, Grid, Place
from lumbung.engine.claims.numbers import Reading, Style
from lumbung.engine.claims.tables.columns import Column, columns_of

_MANY_HEADINGS = 2  # cells that make a row of headings
_FEW_COLUMNS = 3  # fewer are no row that numbers the columns
_NEAR_YEARS = 10


@dataclass
class Table:
    """One table of a grid. Rows and columns count from 0 in the grid; `head` are its heading rows.

    `columns` are those with figures or labels, left to right; `rows` the body, without notes and repeated headings.
    """

    grid: Grid
    head: tuple[int, ...]
    titles: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[Column, ...]
    styles: dict[int, Style]
    _readings: dict[int, list[Reading]] = field(default_factory=dict)
    _figures: dict[tuple[int, int], Figure] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """The cell as written."""
        cells = self.grid.cells[row]
        return cells[column] if column < len(cells) else ""

    def reading(self, row: int, column: int) -> Reading:
        """What the cell tells; each distinct text is read once."""
        try:
            return self._readings[column][row]
        except KeyError:
            return self.readings(column)[row]

    def readings(self, column: int) -> list[Reading]:
        """What the cells of a column tell, from the grid's first row to its last."""
        if column not in self._readings:
            style = self.styles.get(column)
            texts = [cells[column] if column < len(cells) else "" for cells in self.grid.cells]
            told = {text: numbers.read(text, style) for text in set(texts)}
            self._readings[column] = [told[text] for text in texts]
        return self._readings[column]

    def figure(self, row: int, column: int, label: str, *, kept: bool = True) -> Figure:
        """The cell as a published figure under `label`; `kept` = the same object for all who ask."""
        key = (row, column)
        figure = self._figures.get(key) if kept else None
        if figure is None:
            place = Place(None, None, self.grid.sheet, row + 1, column + 1)
            figure = Figure(label, self.reading(row, column).value, self.text(row, column), place)
            if kept:
                self._figures[key] = figure
        return figure

    def of(self, *roles: str) -> tuple[Column, ...]:
        """The columns that play one of `roles`."""
        return tuple(column for column in self.columns if column.role in roles)

    @cached_property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The label cells of each body row; one left empty before another says what the row above says (merged)."""
        columns = self.of("label")
        paths: list[tuple[str, ...]] = []
        above: tuple[str, ...] = ("",) * len(columns)
        for row in self.rows:
            told = [" ".join(self.text(row, column.at).split()) for column in columns]
            first = next((at for at, text in enumerate(told) if text), 0)
            above = tuple(text or (above[at] if at < first else "") for at, text in enumerate(told))
            paths.append(above)
        return tuple(paths)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What each body row is about, as written, without indentation."""
        return tuple(self._label(row, path) for row, path in zip(self.rows, self.paths, strict=True))

    def _label(self, row: int, path: tuple[str, ...]) -> str:
        if told := [text for text in path if text]:
            return " – ".join(dict.fromkeys(told))
        keys = [self.text(row, column.at).strip() for column in self.of("running", "year", "key")]
        return " ".join(text for text in keys if text) or f"#{row + 1}"

    @cached_property
    def scaled(self) -> bool:
        """The titles say that figures are told in thousands or more."""
        return any(wordlist.is_scaled(title) for title in self.titles)


def tables_of(grid: Grid) -> Iterator[Table]:
    """The tables of a grid, from the top; a page that repeats its headings stays one table."""
    seen = [_Row(cells) for cells in grid.cells]
    for start, first, end in _stretches(grid, seen):
        head = _head(seen, start, first, _figure_columns(seen[first:end]))
        top = head[0] if head else first
        filled = [row for row in range(start, top) if seen[row].filled]
        titles = tuple(" ".join(text.split()) for row in filled for text in grid.cells[row] if text.strip())
        body = range(head[-1] + 1 if head else first, end)
        head = tuple(row for row in head if not seen[row].counts_columns)
        heads = {grid.cells[row] for row in head}
        rows = [
            row for row in body if seen[row].filled and not seen[row].counts_columns and grid.cells[row] not in heads
        ]
        columns, styles = columns_of(grid, head, rows)
        if any(column.role in ("figure", "share") for column in columns):
            yield Table(grid, head, titles, tuple(rows), columns, styles)


def _stretches(grid: Grid, seen: Sequence[_Row]) -> Iterator[tuple[int, int, int]]:
    """(first row of titles, first row with figures, row after the last) of each table."""
    at = 0
    while (first := _first_with_figures(seen, at)) is not None:
        end = _end(grid, seen, at, first)
        note = next((row for row in range(first, end) if seen[row].note and not seen[row].numbers), end)
        last = max(row for row in range(first, note) if seen[row].figures)
        yield at, first, last + 1
        at = max(last + 1, min(note, end)) if end < len(seen) else len(seen)


def _end(grid: Grid, seen: Sequence[_Row], start: int, first: int) -> int:
    """The row where the next table's headings begin, or the end of the grid."""
    figures = set(seen[first].numbers)
    above = {grid.cells[row] for row in range(start, first)}
    for at in range(first + 1, len(seen)):
        row = seen[at]
        if row.numbers and not row.is_heading:
            figures |= set(row.numbers)
        elif len(row.over(figures)) >= min(_MANY_HEADINGS, len(figures)) and row.filled >= _MANY_HEADINGS:
            if grid.cells[at] in above and not _titles_above(seen, at):
                continue  # the same headings on a new page
            if _first_with_figures(seen, at) is not None:
                return at
    return len(seen)


def _figure_columns(seen: Sequence[_Row]) -> set[int]:
    """Columns that hold more figures than words."""
    figures = Counter(at for row in seen for at in row.numbers)
    words = Counter(at for row in seen for at in row.texts)
    return {at for at, count in figures.items() if count > words[at]}


def _titles_above(seen: Sequence[_Row], at: int) -> bool:
    """Whether a row of one text stands right above row `at`: the title of another table."""
    above = next((row for row in reversed(seen[:at]) if row.filled), None)
    return above is not None and above.filled == 1 and not above.numbers


class _Row:
    """What is seen of a row before anything is known of the table."""

    __slots__ = ("counts_columns", "figures", "filled", "first", "is_heading", "note", "numbers", "texts")

    def __init__(self, cells: Sequence[str]) -> None:
        readings = [(at, numbers.read(text)) for at, text in enumerate(cells) if text.strip()]
        self.filled = len(readings)
        self.first = readings[0][0] if readings else 0
        self.numbers = [at for at, reading in readings if reading.kind in ("number", "unclear")]
        self.texts = {at for at, reading in readings if reading.kind == "text"}
        self.figures = len(readings) > len(self.texts)  # or strokes where figures would stand
        self.note = self.filled > 0 and wordlist.is_note(cells[self.first].strip())
        self.counts_columns = self._counts_columns(cells)
        self.is_heading = self.counts_columns or self._only_years(cells)

    def over(self, figures: set[int]) -> set[int]:
        """The columns of `figures` this row has words or years over."""
        return figures & (self.texts | set(self.numbers if self.is_heading else ()))

    def _only_years(self, cells: Sequence[str]) -> bool:
        told = [year for at in self.numbers if (year := wordlist.year_of(cells[at])) is not None]
        if not told or len(told) < len(self.numbers):
            return False
        return len(told) == 1 or (len(set(told)) > 1 and all(abs(a - b) <= _NEAR_YEARS for a, b in pairwise(told)))

    def _counts_columns(self, cells: Sequence[str]) -> bool:
        """(1) (2) (3): a row that numbers the columns."""
        if len(self.numbers) < _FEW_COLUMNS or len(self.numbers) < self.filled:
            return False
        told = [cells[at].strip(" ()-.") for at in self.numbers]
        return told[0] in ("0", "1") and told == [str(int(told[0]) + at) for at in range(len(told))]


def _first_with_figures(seen: Sequence[_Row], start: int) -> int | None:
    """The first row from `start` on with figures that are no headings."""
    headed = False
    for at in range(start, len(seen)):
        row = seen[at]
        years_below_words = row.is_heading and (not headed or not row.texts or len(row.numbers) > 1)
        if row.numbers and not years_below_words:
            return at
        headed = headed or row.filled >= _MANY_HEADINGS
    return None


def _head(seen: Sequence[_Row], start: int, first: int, figures: set[int]) -> tuple[int, ...]:
    """The heading rows between `start` and `first`: the lowest row with words over the figures, and those upon it."""
    lowest = next(
        (at for at in range(first - 1, start - 1, -1) if seen[at].filled >= _MANY_HEADINGS and seen[at].over(figures)),
        None,
    )
    if lowest is None:
        return ()
    head = [lowest]
    for at in range(lowest - 1, start - 1, -1):
        row = seen[at]
        # A lone word is a title, or a group that spans the figure columns.
        if row.filled >= _MANY_HEADINGS or (row.filled == 1 and row.first > 0 and row.first in figures):
            head.insert(0, at)
        elif row.filled:
            break
    return tuple(head)
