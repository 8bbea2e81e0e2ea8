"""A column that names what each line is a part of ("induk"), and lines that are part of themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lumbung.engine.claims import wordlist
from lumbung.engine.claims.tables.columns import Column
from lumbung.engine.claims.tables.layout import Table
from lumbung.engine.claims.tables.totals import Relation

_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Parents:
    """`relations`: each line with those that name it; `circles`: lines (positions) that are part of themselves.

    `at`: the column of parents, which holds no figures even if they are numbers.
    """

    at: int
    relations: tuple[Relation, ...]
    circles: tuple[int, ...]


def parents_of(table: Table) -> Parents | None:
    """What a column of parents tells; None where there is none whose entries are found in another column."""
    named = wordlist.words("columns", "parents")
    column = next((column for column in table.columns if wordlist.folded(column.last) in named), None)
    if column is None:
        return None
    told = [table.text(row, column.at).strip() for row in table.rows]
    places = next((places for one in table.columns if (places := _places(table, column, one, told))), None)
    if places is None:
        return None
    above = {line: places[parent] for line, parent in enumerate(told) if parent in places and places[parent] != line}
    circles = tuple(line for line in above if _meets_itself(line, above))
    children: dict[int, list[int]] = defaultdict(list)
    for line, parent in above.items():
        if line not in circles and parent not in circles:
            children[parent].append(line)
    relations = tuple(Relation(parent, tuple(parts)) for parent, parts in sorted(children.items()) if len(parts) > 1)
    selves = tuple(line for line, parent in enumerate(told) if parent and places.get(parent) == line)
    return Parents(column.at, relations, tuple(sorted((*circles, *selves))))


def _places(table: Table, parents: Column, names: Column, told: Sequence[str]) -> dict[str, int]:
    """Name or code -> its line, if most parents are found there and nothing has two lines; else empty."""
    # "Induk" over figures counts secondary cooperatives: numbers are parents only where a column of codes has them.
    roles = ("key",) if all(text.isdecimal() for text in told if text) else ("label", "key", "running")
    if names is parents or names.role not in roles:
        return {}
    texts = [table.text(row, names.at).strip() for row in table.rows]
    places = {text: line for line, text in enumerate(texts) if text}
    known = {parent for parent in told if parent}
    found = sum(parent in places for parent in known)
    return places if known and found >= _MOSTLY * len(known) and len(places) == sum(map(bool, texts)) else {}


def _meets_itself(line: int, above: dict[int, int]) -> bool:
    """Whether the way up from the line comes back to it."""
    seen: set[int] = set()
    at = above[line]
    while at != line and at in above and at not in seen:
        seen.add(at)
        at = above[at]
    return at == line
