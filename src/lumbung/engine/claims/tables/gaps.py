"""Rows with a label and no figure: headings of the rows below them, or parts whose figure was left empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lumbung.engine.claims.tables.layout import Table
from lumbung.engine.claims.tables.lines import Line
from lumbung.engine.claims.tables.totals import Fit, Relation

_MOSTLY = 0.5
_LONGEST = 60  # letters of a part's name; longer ones are remarks


def with_gaps(table: Table, lines: Sequence[Line]) -> list[Line] | None:
    """`lines` where rows left empty are parts and no sections; None where there are none.

    A heading has lines below it that stand deeper, lacks the running number its neighbours have, is written in capitals
    or with a colon, or opens every group; what is left is a part.
    """
    empty = [at for at, line in enumerate(lines) if line.section and not line.total and _is_leaf(lines, at)]
    if not empty:
        return None
    running = [column.at for column in table.of("running", "key")[:1]]
    marks = [any(table.text(table.rows[at], column).strip() for column in running) for at in range(len(lines))]
    parts = [at for at, line in enumerate(lines) if not (line.total or line.section)]
    numbered = sum(marks[at] for at in parts) > _MOSTLY * len(parts)
    shouting = all(lines[at].label.isupper() for at in parts)
    found = {
        at
        for at in empty
        if (marks[at] or not numbered)
        and len(label := lines[at].label) <= _LONGEST
        and not label.endswith(":")
        and (shouting or not label.isupper())
    }
    if not numbered:
        found -= _group_headings(lines, found)
    return [replace(line, section=False) if at in found else line for at, line in enumerate(lines)] if found else None


def fits_everywhere(relations: Sequence[Relation], fits: Sequence[Fit]) -> bool:
    """No sum misses its total, so that nothing needs an explanation."""
    return bool(relations) and all(fit.agrees or not fit.judged for fit in fits)


def _is_leaf(lines: Sequence[Line], at: int) -> bool:
    return at + 1 >= len(lines) or lines[at + 1].level <= lines[at].level


def _group_headings(lines: Sequence[Line], empty: set[int]) -> set[int]:
    """Several empty lines, the first line of all among them, each with a line of figures right below it.

    A lone one is as likely a part.
    """
    found = {at for at in empty if at + 1 < len(lines) and _is_part(lines[at + 1])}
    return found if len(found) > 1 and min(found) == 0 else set()


def _is_part(line: Line) -> bool:
    return not (line.section or line.total or line.leads)
