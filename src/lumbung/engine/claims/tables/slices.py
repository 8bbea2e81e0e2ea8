"""Long tables: one figure a row, with columns for year, path or kind. Each combination is a table of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lumbung.engine.claims import wordlist
from lumbung.engine.claims.tables.columns import Column
from lumbung.engine.claims.tables.layout import Table

_SIGNS = (" > ", " » ", " / ", "|", "::")
_MOSTLY = 0.8
_SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a table that belong together. `levels`: how deep each stands, where a path tells it."""

    table: Table
    levels: tuple[int, ...] | None = None
    context: str = ""  # what the rows have in common, such as their year


def slices_of(table: Table) -> Iterator[Slice]:
    """The table itself, or its rows by year and the like where the same lines come again for each."""
    path = _path_column(table)
    years = [column for column in table.of("year") if _repeats(table, column)]
    if path is None:
        yield from _by(table, years, None)
        return
    column, sign = path
    leaf = _leaf_column(table, column, sign)
    others = [one for one in table.of("label") if one not in (column, leaf)]
    roles = {one.at: "key" for one in (column, *others)} if leaf else {one.at: "key" for one in others}
    columns = tuple(replace(one, role=roles.get(one.at, one.role)) for one in table.columns)  # type: ignore[arg-type]
    yield from _by(replace(table, columns=columns), [*others, *years], path)


def _by(table: Table, keys: Sequence[Column], path: tuple[Column, str] | None) -> Iterator[Slice]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in table.rows:
        groups.setdefault(tuple(table.text(row, key.at).strip() for key in keys), []).append(row)
    for values, rows in groups.items():
        part = replace(table, rows=tuple(rows)) if keys else table
        levels = tuple(table.text(row, path[0].at).count(path[1]) for row in rows) if path else None
        yield Slice(part, levels, ", ".join(value for value in values if value))


def _path_column(table: Table) -> tuple[Column, str] | None:
    """A column like "UMKM > Kuliner > Mikro", and the sign between its steps."""
    rows = table.rows[:_SAMPLE]
    for column in table.of("label"):
        texts = [table.text(row, column.at) for row in rows]
        named = wordlist.folded(column.last) in wordlist.words("columns", "paths")
        for sign in _SIGNS:
            stepped = sum(sign in text for text in texts)
            heads = {text for text in texts if text}
            # A path's upper steps are lines of their own; a text that merely holds the sign has none.
            rooted = sum(text.rpartition(sign)[0] in heads for text in texts if sign in text)
            if stepped and rooted >= _MOSTLY * stepped and (named or stepped > _MOSTLY * len(texts)):
                return column, sign
    return None


def _leaf_column(table: Table, path: Column, sign: str) -> Column | None:
    """The column that repeats the last step of the path."""
    rows = table.rows[:_SAMPLE]
    for column in table.of("label"):
        same = sum(
            table.text(row, path.at).rpartition(sign)[2].strip() == table.text(row, column.at).strip() for row in rows
        )
        if column is not path and same >= _MOSTLY * len(rows):
            return column
    return None


def _repeats(table: Table, column: Column) -> bool:
    """The column has the same values again and again, and more than one of them."""
    texts = [table.text(row, column.at).strip() for row in table.rows]
    return 1 < len(set(texts)) < len(texts)
