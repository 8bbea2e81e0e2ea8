"""What each column of a table is: label, running number, code, year, unit, figures, percentages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from lumbung.engine.claims import numbers, wordlist
from lumbung.engine.claims.model import Grid
from lumbung.engine.claims.numbers import Style

Role = Literal["label", "running", "key", "year", "unit", "figure", "share", "rate", "blank"]
_SAMPLE = 2_000  # rows that decide what a column is
_MOSTLY = 0.5
_SHORT = 8  # letters of a running number
_SHARE_SIGNS = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """`at` counts from 0; `path` are its headings from the top, a group's reaching over all its columns."""

    at: int
    path: tuple[str, ...]
    role: Role

    @property
    def heading(self) -> str:
        """The headings as one text."""
        return " / ".join(self.path)

    @property
    def last(self) -> str:
        """The lowest heading."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The filled cells of a column's sample."""

    texts: tuple[str, ...]
    figures: tuple[str, ...]
    words: int
    signs: int


def columns_of(grid: Grid, head: Sequence[int], rows: Sequence[int]) -> tuple[tuple[Column, ...], dict[int, Style]]:
    """The columns of a table, left to right, and what cuts off decimals in each column of figures."""
    sample = rows[:_SAMPLE]
    width = max((len(grid.cells[row]) for row in (*head, *sample)), default=0)
    paths = _paths(grid, head, width)
    seen = [_seen([_text(grid, row, at) for row in sample]) for at in range(width)]
    roles = [_role(paths[at], seen[at]) for at in range(width)]
    _settle_running(roles, seen, paths)
    _settle_labels(roles, seen)
    columns = tuple(Column(at, paths[at], roles[at]) for at in range(width) if roles[at] != "blank")
    return columns, _styles(roles, seen)


def _text(grid: Grid, row: int, at: int) -> str:
    cells = grid.cells[row]
    return cells[at] if at < len(cells) else ""


def _paths(grid: Grid, head: Sequence[int], width: int) -> list[tuple[str, ...]]:
    """The headings of each column; an empty cell in an upper row belongs to the heading on its left."""
    rows = [[" ".join(_text(grid, row, at).split()) for at in range(width)] for row in head]
    paths: list[tuple[str, ...]] = [()] * width
    for depth, row in enumerate(rows):
        over, upper = "", list(paths)
        for at, text in enumerate(row):
            below = any(lower[at] for lower in rows[depth + 1 :])
            if text or not below or upper[at] != upper[at - 1]:
                over = text
            if over:
                paths[at] = (*upper[at], over)
    return paths


def _seen(texts: Sequence[str]) -> _Seen:
    readings = [(text, numbers.read(text)) for text in texts]
    told = [(text, reading) for text, reading in readings if reading.kind != "untold"]
    figures = tuple(text for text, reading in told if reading.kind in ("number", "unclear"))
    return _Seen(
        tuple(text for text, _ in told),
        figures,
        sum(reading.kind == "text" for _, reading in told),
        sum(reading.percent for _, reading in told),
    )


def _role(path: Sequence[str], seen: _Seen) -> Role:
    heading = wordlist.folded(path[-1]) if path else ""
    few = len(seen.figures) <= _MOSTLY * len(seen.texts)
    if few and heading in wordlist.words("columns", "units"):  # "Unit" over figures counts units
        return "unit"
    if not seen.texts:
        return "blank"
    if heading in wordlist.words("columns", "running") and _mostly_short(seen.texts):
        return "running"
    if few:
        return "label"
    if heading in wordlist.words("columns", "years"):
        return "year"
    if _is_key(heading):
        return "key"
    if seen.signs > _SHARE_SIGNS * len(seen.figures) or (heading and wordlist.is_share(heading)):
        return "share"
    if any(wordlist.is_share(group) for group in path[:-1]) and wordlist.year_of(path[-1]):
        return "share"
    return "rate" if heading and wordlist.is_not_additive(heading) else "figure"


def _is_key(heading: str) -> bool:
    return heading in wordlist.words("columns", "keys") or wordlist.starts(
        heading, wordlist.words("columns", "key_leads")
    )


def _mostly_short(texts: Sequence[str]) -> bool:
    """Numbers of rows; "Jumlah keseluruhan" may stand among them."""
    return sum(len(text.strip()) <= _SHORT for text in texts) > _MOSTLY * len(texts)


def _settle_running(roles: list[Role], seen: Sequence[_Seen], paths: Sequence[Sequence[str]]) -> None:
    """1, 2, 3 in the first column of figures are numbers of rows, and 2019, 2020, 2021 are years."""
    first = next((at for at, role in enumerate(roles) if role in ("figure", "running", "key", "year")), None)
    if first is None or roles[first] != "figure" or sum(role == "figure" for role in roles) < 2:
        return
    values = [int(text) for text in (word.strip(" .)") for word in seen[first].figures) if text.isdecimal()]
    if len(values) < max(2, len(seen[first].figures)) or any(role == "label" for role in roles[:first]):
        return
    heading = paths[first][-1] if paths[first] else ""
    steps = [second - one for one, second in pairwise(values)]
    if values[0] == 1 and all(step == 1 or (step < 0 and values[at + 1] == 1) for at, step in enumerate(steps)):
        roles[first] = "running"
    elif (
        all(1900 <= value <= 2100 for value in values)
        and all(step in (1, -1) for step in steps)
        and (not wordlist.leads_as_total(heading))
    ):
        roles[first] = "year"


def _settle_labels(roles: list[Role], seen: Sequence[_Seen]) -> None:
    """Words right of the figures are units or remarks: labels stand on the left, if there are any."""
    first = next((at for at, role in enumerate(roles) if role in ("figure", "share", "rate")), len(roles))
    if any(role == "label" for role in roles[:first]):
        for at in range(first, len(roles)):
            if roles[at] == "label":
                roles[at] = "unit" if len(set(seen[at].texts)) <= max(1, len(seen[at].texts) // 3) else "blank"


def _styles(roles: Sequence[Role], seen: Sequence[_Seen]) -> dict[int, Style]:
    """For each column of figures what cuts off its decimals: as its own cells say, else as the whole table groups."""
    figures = [at for at, role in enumerate(roles) if role in ("figure", "share", "rate")]
    everything = [text for at in figures for text in seen[at].figures]
    table = numbers.group_style_of(everything) or numbers.style_of(everything) or "comma"
    return {at: numbers.style_of(seen[at].figures) or table for at in figures}
