"""One total told in several ways: "Menurut jenis" and "Menurut status" each make it, and are not added together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from lumbung.engine.claims.tables.lines import Line
from lumbung.engine.claims.tables.totals import Fit, Relation

_TWO = 2
_MOSTLY = 0.5
_SAME_SIZE = 0.5
_MANY = 5_000  # lines

_Fitting = Callable[[int, Sequence[int]], Fit]


def regrouped(lines: Sequence[Line], fit: _Fitting) -> Iterator[Relation]:
    """The sums of each section under (or above) a total that one of the sections makes by itself."""
    if len(lines) > _MANY:
        return
    for total, ways in _told_again(lines):
        fits = [fit(total, parts) for parts in ways]
        sure = any(one.hits > _MOSTLY * one.judged for one in fits)
        if sure and all(one.hits or (one.judged and one.miss < _SAME_SIZE) for one in fits):
            yield from (Relation(total, parts) for parts in ways)


def _told_again(lines: Sequence[Line]) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
    """A line right before or after at least two sections, and the parts of each section."""
    sections = [at for at, line in enumerate(lines) if line.section]
    if len(sections) < _TWO:
        return
    end = len(lines)
    last = next((at for at in range(sections[-1] + 1, end) if lines[at].total or lines[at].leads), end)
    ways = [_parts(lines, start, stop) for start, stop in pairwise([*sections, last])]
    if any(len(parts) < _TWO for parts in ways):
        return
    before = sections[0] - 1
    if before >= 0 and not lines[before].apart and last == end:
        yield before, ways
    elif last < end:
        yield last, ways


def _parts(lines: Sequence[Line], start: int, stop: int) -> tuple[int, ...]:
    """The uppermost lines between a section and what follows it; none where a total stands among them."""
    inner = [at for at in range(start + 1, stop) if not lines[at].apart]
    if any(lines[at].total or lines[at].leads for at in inner):
        return ()
    level = min((lines[at].level for at in inner), default=0)
    return tuple(at for at in inner if lines[at].level == level)
