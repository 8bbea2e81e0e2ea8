"""Cells of a table that count active cooperatives of a district or a kind: as headings, labels and titles say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lumbung.engine.claims import wordlist
from lumbung.engine.claims.against.cells import ACTIVE, CROSS, Cells, Key, State, state_of, words_of
from lumbung.engine.claims.against.lists import FEWEST, Placed, folded, mostly_fits, names_of
from lumbung.engine.claims.model import Figure, Grid
from lumbung.engine.claims.tables.columns import Column
from lumbung.engine.claims.tables.layout import Table, tables_of

_NO_KIND = ("total", "unknown")


class _Side(NamedTuple):
    """What a row's label or a column's heading says."""

    district: str = ""
    kind: str = ""
    whole: bool = False  # it says "Jumlah"
    state: State = ""

    @property
    def says(self) -> bool:
        """It names a district, a kind or the whole."""
        return bool(self.district or self.kind or self.whole)


class _Frame(NamedTuple):
    """One table with its sides: `rows` by their place in the grid."""

    table: Table
    rows: Mapping[int, _Side]
    columns: Mapping[Column, _Side]
    title: State
    lone: bool  # one column, or one row, of figures
    crossed: bool  # districts one way, kinds the other
    complete: tuple[bool | None, bool | None]  # all of the run's districts or kinds in rows, columns; None: not one


def tabled(grids: Sequence[Grid], run: Cells) -> Iterator[tuple[Figure, Sequence[Key]]]:
    """(figure, its cell) of every cell of the tables that the words place."""
    for grid in grids:
        for table in tables_of(grid):
            frame = _frame(table, run)
            if frame is not None:
                sure, maybe = _cells(frame)
                yield from ((figure, (key,)) for figure, key in sure)
                if maybe and mostly_fits(maybe, run):
                    yield from ((figure, (key,)) for figure, key in maybe)


def _frame(table: Table, run: Cells) -> _Frame | None:
    """The table with what its sides say; None where it is of another year or names too few of the run's labels."""
    figures = [column for column in table.of("figure") if not run.another_year(words_of(column.heading))]
    titles = words_of(" ".join(table.titles))
    if table.scaled or run.another_year(titles):
        return None
    texts = [*titles, *(word for column in table.columns for word in words_of(column.heading))]
    labels = {word for label in set(table.labels) for word in words_of(label)}
    names = names_of(run, short=bool(run.own & (labels | set(texts))))
    rows = {row: _side(path, names) for row, path in zip(table.rows, table.paths, strict=True)}
    columns = {column: _side(column.path, names) for column in figures}
    named = [sum(bool(side.district or side.kind) for side in sides.values()) for sides in (rows, columns)]
    if sum(named) < FEWEST:
        return None
    lone = len(table.of("figure")) == 1 or len(table.rows) == 1
    complete = (_complete(rows.values(), run), _complete(columns.values(), run))
    return _Frame(table, rows, columns, state_of(titles, strictly=True), lone, min(named) >= FEWEST, complete)


def _side(path: Sequence[str], names: Mapping[tuple[str, ...], Key]) -> _Side:
    """A label or heading, whose levels may each say something."""
    district = kind = ""
    for text in path:
        named = names.get(folded(text)) or names.get(_without_state(text))
        if named is not None:
            district, kind = (named[1], kind) if named[1] != "total" else (district, named[2])
    words = tuple(word for text in path for word in words_of(text))
    return _Side(district, kind, any(wordlist.is_total(text) for text in path), state_of(words, strictly=True))


def _without_state(text: str) -> tuple[str, ...]:
    """ "Jasa aktif": the kind alone."""
    return tuple(word for word in folded(text) if word != "aktif")


def _cells(frame: _Frame) -> tuple[Placed, Placed]:
    """(what the words say counts active cooperatives, what only its figures can tell)."""
    table = frame.table
    paths = dict(zip(table.rows, table.paths, strict=True))
    placed: list[tuple[Figure, Key, State]] = []
    for row, label in frame.rows.items():
        if not label.says and not label.state:
            continue
        for column, heading in frame.columns.items():
            key, state = _key(label, heading, frame), _state(label, heading, frame)
            reading = table.reading(row, column.at)
            if key is None or state is None or reading.value is None or reading.percent:
                continue
            told = (*(text for text in paths[row] if text), column.heading)
            placed.append((table.figure(row, column.at, ", ".join(filter(None, told))), key, state))
    often = Counter(key for _, key, _ in placed)
    once = [one for one in placed if often[one[1]] == 1]  # several years, or a village called like its district
    sure = [(figure, key) for figure, key, state in once if state == "active"]
    return sure, [(figure, key) for figure, key, state in once if not state]


def _key(label: _Side, heading: _Side, frame: _Frame) -> Key | None:
    """The cell of active cooperatives that a row and a column name together."""
    if (label.district and heading.district) or (label.kind and heading.kind):
        return None
    district, kind = label.district or heading.district, label.kind or heading.kind
    down, across = frame.complete
    if (label.whole and heading.says and not down) or (heading.whole and label.says and across is False):
        return None  # the sum of some districts is no figure of the run
    if district or kind:
        return CROSS, district or "total", kind or "total"
    whole = (label.whole and down) or (heading.whole and across)
    return ACTIVE if whole else None


def _complete(sides: Iterable[_Side], run: Cells) -> bool | None:
    """Whether all districts of the run that count any, or all its kinds, stand on this side; None where none does."""
    districts = {side.district for side in sides} - {""}
    found = {side.kind for side in sides} - {""}
    if not districts and not found:
        return None
    every = {code for code in run.codes if run.cells.get((CROSS, code, "total"), {}).get("count")}
    all_kinds = {kind for table, row, kind in run.cells if table == CROSS and row == "total" and kind not in _NO_KIND}
    return bool(every and every <= districts) or bool(all_kinds and all_kinds <= found)


def _state(label: _Side, heading: _Side, frame: _Frame) -> State | None:
    """What the cell counts; None where it is something else, or one of several columns that do not say."""
    if "other" in (label.state, heading.state):
        return None
    if "active" in (label.state, heading.state):
        return "active"
    crossed = frame.crossed and label.says and heading.says
    return frame.title if frame.title != "other" and (frame.lone or crossed) else None
