"""Rows that a spreadsheet holds in groups (its outline): the line above or below a group may be their total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lumbung.engine.claims.tables.layout import Table

_MOST_COLUMNS = 20
_MOST_GROUPS = 200


@dataclass(frozen=True, slots=True)
class Grouping:
    """`levels` of the rows where the total stands above its group; `totals` (line -> its parts) where it stands below.

    Both are empty where the figures do not say which.
    """

    levels: tuple[int, ...] = ()
    totals: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Group:
    """Neighbouring rows of one level, and the lines right above and below them (None outside the table)."""

    parts: tuple[int, ...]
    above: int | None
    below: int | None


def grouping_of(table: Table) -> Grouping:
    """What the outline of the sheet says of the rows of `table`. The figures decide where totals stand."""
    levels = [table.grid.levels.get(row, 0) for row in table.rows]
    if len(set(levels)) < 2:
        return Grouping()
    groups = list(_groups(levels))
    asked = groups[:_MOST_GROUPS]
    above = sum(_hits(table, group.above, group.parts) for group in asked)
    below = sum(_hits(table, group.below, group.parts) for group in asked)
    if above > below or (above == below and not table.grid.below):
        return Grouping(levels=tuple(level - min(levels) for level in levels))
    if below > above:
        return Grouping(totals={group.below: group.parts for group in groups if group.below is not None})
    return Grouping()


def _groups(levels: Sequence[int]) -> Iterator[_Group]:
    """Each group of each level, with the lines that may hold its total."""
    for level in sorted(set(levels) - {min(levels)}):
        start: int | None = None
        for at, other in enumerate([*levels, -1]):
            if other >= level and start is None:
                start = at
            elif other < level and start is not None:
                parts = tuple(line for line in range(start, at) if levels[line] == level)
                if len(parts) > 1:
                    yield _Group(parts, start - 1 if start else None, at if at < len(levels) else None)
                start = None


def _hits(table: Table, total: int | None, parts: Sequence[int]) -> int:
    """In how many columns the parts make the total."""
    if total is None:
        return 0
    hits = 0
    for column in table.of("figure")[:_MOST_COLUMNS]:
        told = [table.reading(table.rows[line], column.at).value for line in (total, *parts)]
        published, values = told[0], [value for value in told[1:] if value is not None]
        hits += bool(published) and bool(values) and sum(values, Decimal(0)) == published
    return hits
