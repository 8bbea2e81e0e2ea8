"""Where a table's headings, labels and figures stand in a grid: one sheet may hold several tables below each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from lumbung.engine.claims import numbers, wordlist
from lumbung.engine.claims.arithmetic import places_of
from lumbung.engine.claims.model import Figure, Grid, Place
from lumbung.engine.claims.numbers import Reading, Style
from lumbung.engine.claims.tables.columns import Column, columns_of
from lumbung.engine.claims.tables.lines import bare_mark_of
from lumbung.engine.claims.tables.seen import SeenRow, roman_values, seen_rows, words_over

_MOST_HEADINGS = 12  # rows; in a list of words with few figures all would be
_MANY_HEADINGS = 2  # cells that make a row of headings


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
    _figures: dict[int, list[Figure]] = field(init=False, default_factory=dict)  # of these rows alone

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
            if style is not None:
                told |= _contradicting(told, style)
            self._readings[column] = [told[text] for text in texts]
        return self._readings[column]

    def figure(self, row: int, column: int, label: str) -> Figure:
        """The cell as a published figure under `label`."""
        return Figure(label, self.reading(row, column).value, self.text(row, column), self._place(row, column))

    def figures(self, column: int) -> list[Figure]:
        """The cells of a column as published figures under the labels of the body rows; made once."""
        if column not in self._figures:
            readings, cells, sheet = self.readings(column), self.grid.cells, self.grid.sheet
            self._figures[column] = [
                figure_of(label, readings[row].value, cells[row], sheet, row, column)
                for row, label in zip(self.rows, self.labels, strict=True)
            ]
        return self._figures[column]

    def _place(self, row: int, column: int) -> Place:
        return Place(None, None, self.grid.sheet, row + 1, column + 1)

    def of(self, *roles: str) -> tuple[Column, ...]:
        """The columns that play one of `roles`."""
        return tuple(column for column in self.columns if column.role in roles)

    @cached_property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The label cells of each body row; one left empty before another says what the row above says (merged)."""
        columns = [column.at for column in self.of("label")]
        if len(columns) == 1:
            return tuple((" ".join(self.text(row, columns[0]).split()),) for row in self.rows)
        paths: list[tuple[str, ...]] = []
        above: tuple[str, ...] = ("",) * len(columns)
        for row in self.rows:
            told = [" ".join(self.text(row, at).split()) for at in columns]
            first = next((at for at, text in enumerate(told) if text), 0)
            above = tuple(text or (above[at] if at < first else "") for at, text in enumerate(told))
            paths.append(above)
        return tuple(paths)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What each body row is about, as written, without indentation."""
        return tuple(
            path[0] if len(path) == 1 and path[0] else self._label(row, path)
            for row, path in zip(self.rows, self.paths, strict=True)
        )

    def _label(self, row: int, path: tuple[str, ...]) -> str:
        # "III" of the row above numbers that row alone, and is no name of the total below it.
        own = [self.text(row, column.at).strip() for column in self.of("label")]
        if told := [text for text, mine in zip(path, own, strict=True) if text and (mine or not bare_mark_of(text))]:
            return " – ".join(dict.fromkeys(told))
        keys = [self.text(row, column.at).strip() for column in self.of("running", "year", "key")]
        return " ".join(text for text in keys if text) or f"#{row + 1}"

    @cached_property
    def scaled(self) -> bool:
        """The titles say that figures are told in thousands or more."""
        return any(wordlist.is_scaled(title) for title in self.titles)


def _contradicting(told: Mapping[str, Reading], style: Style) -> dict[str, Reading]:
    """The cells that group their thousands against all others of whole numbers in their column: unclear ones."""
    values = {text: reading.value for text, reading in told.items() if reading.value is not None}
    against = {text for text, value in values.items() if places_of(value) and numbers.contradicts(text, style)}
    whole = all(not places_of(value) for text, value in values.items() if text not in against)
    grouped = against and whole and any(numbers.groups(text, style) for text in values if text not in against)
    return dict.fromkeys(against, numbers.UNCLEAR) if grouped else {}


def figure_of(
    label: str, value: Decimal | None, cells: Sequence[str], sheet: str | None, row: int, column: int
) -> Figure:
    """A published figure; row and column count from 0. Made directly: large tables have millions of them."""
    place = tuple.__new__(Place, (None, None, sheet, row + 1, column + 1))
    return tuple.__new__(Figure, (label, value, cells[column] if column < len(cells) else "", place, True))


def tables_of(grid: Grid) -> Iterator[Table]:
    """The tables of a grid, from the top; a page that repeats its headings stays one table."""
    seen = seen_rows(grid.cells)
    for start, first, end in _stretches(grid, seen):
        figures = _figure_columns(seen[first:end])
        first = _without_romans(grid, seen, start, first, figures)
        head = _head(seen, start, first, figures)
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


def _stretches(grid: Grid, seen: Sequence[SeenRow]) -> Iterator[tuple[int, int, int]]:
    """(first row of titles, first row with figures, row after the last) of each table."""
    at = 0
    while (first := _first_with_figures(seen, at)) is not None:
        end = _end(grid, seen, at, first)
        note = next((row for row in range(first, end) if seen[row].note and not seen[row].numbers), end)
        figures = _figure_columns(seen[first:note])
        last = max(row for row in range(first, note) if seen[row].figures or roman_values(grid.cells[row], figures))
        yield at, first, last + 1
        at = max(last + 1, min(note, end)) if end < len(seen) else len(seen)


def _end(grid: Grid, seen: Sequence[SeenRow], start: int, first: int) -> int:
    """The row where the next table's headings begin, or the end of the grid."""
    figures = set(seen[first].numbers)
    above = {grid.cells[row] for row in range(start, first)}
    for at in range(first + 1, len(seen)):
        row = seen[at]
        if row.numbers and not row.is_heading:
            figures |= set(row.numbers)
        elif (
            row.filled >= _MANY_HEADINGS
            and len(row.over(figures)) >= (least := min(_MANY_HEADINGS, len(figures)))
            and len(words_over(row, grid.cells[at], figures)) >= least
        ):
            if grid.cells[at] in above and not _titles_above(seen, at):
                continue  # the same headings on a new page
            if _first_with_figures(seen, at) is not None:
                return at
    return len(seen)


def _without_romans(grid: Grid, seen: Sequence[SeenRow], start: int, first: int, figures: set[int]) -> int:
    """The first line of the table, where Roman numerals number or stand for figures right above the first figures."""
    at = first
    while at > start and seen[at - 1].over(figures) and not words_over(seen[at - 1], grid.cells[at - 1], figures):
        at -= 1
    headed = any(seen[row].filled >= _MANY_HEADINGS and seen[row].over(figures) for row in range(start, at))
    return at if headed else first


def _figure_columns(seen: Sequence[SeenRow]) -> set[int]:
    """Columns that hold more figures than words."""
    figures = Counter(at for row in seen for at in row.numbers)
    words = Counter(at for row in seen for at in row.texts)
    return {at for at, count in figures.items() if count > words[at]}


def _titles_above(seen: Sequence[SeenRow], at: int) -> bool:
    """Whether a row of one text stands right above row `at`: the title of another table."""
    above = next((row for row in reversed(seen[:at]) if row.filled), None)
    return above is not None and above.filled == 1 and not above.numbers


def _first_with_figures(seen: Sequence[SeenRow], start: int) -> int | None:
    """The first row from `start` on with figures that are no headings."""
    headed = False
    for at in range(start, len(seen)):
        row = seen[at]
        years_below_words = row.is_heading and (not headed or not row.texts or len(row.numbers) > 1)
        if row.numbers and not years_below_words:
            return at
        headed = headed or row.filled >= _MANY_HEADINGS
    return None


def _head(seen: Sequence[SeenRow], start: int, first: int, figures: set[int]) -> tuple[int, ...]:
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
        if len(head) == _MOST_HEADINGS:
            break
        if row.filled >= _MANY_HEADINGS or (row.filled == 1 and row.first > 0 and row.first in figures):
            head.insert(0, at)
        elif row.filled:
            break
    return tuple(head)
