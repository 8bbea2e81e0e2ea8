"""How well lines of a table make another: the figures' own word on what is a total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import log2

from lumbung.engine.claims.arithmetic import places_of
from lumbung.engine.claims.numbers import Reading
from lumbung.engine.claims.tables.totals import Fit

_MOST_VECTORS = 200
_FAR = 10.0  # no miss counts more
ALL_ZERO = (Decimal(0), Decimal(0), Decimal(0))


def fitting(value: Callable[[int, int], Reading], vectors: Sequence[int]) -> Callable[[int, Sequence[int]], Fit]:
    """A function that tells how well parts make a total.

    Args:
        value: (line, vector) -> what the cell tells.
        vectors: Columns if lines are rows, rows if lines are columns; of many an even sample is asked.
    """
    step = -(-len(vectors) // _MOST_VECTORS) if vectors else 1
    asked = tuple(vectors[::step])

    def fit(total: int, parts: Sequence[int]) -> Fit:
        hits = judged = zeros = 0
        miss = bits = 0.0
        for vector in asked:
            told = _difference(value, total, parts, vector)
            if told is None:
                continue
            if told is ALL_ZERO:
                zeros += 1
                continue
            difference, published, slack = told
            judged += 1
            hits += abs(difference) <= slack
            bits += max(log2((abs(published) + 1) / (2 * abs(difference) + 1)), 0)
            miss += min(float(abs(difference) / max(abs(published), Decimal(1))), _FAR)
        return Fit(hits, judged, miss / judged if judged else _FAR, bits, zeros)

    return fit


def _difference(
    value: Callable[[int, int], Reading], total: int, parts: Sequence[int], vector: int
) -> tuple[Decimal, Decimal, Decimal] | None:
    """(sum - total, total, rounding allowed); ALL_ZERO where everything is; None where nothing can be compared."""
    published = value(total, vector).value
    if published is None:
        return None
    added, slack, told, filled = Decimal(0), Decimal(0), False, published != 0
    for part in parts:
        reading = value(part, vector)
        if reading.kind == "unclear":
            return None
        if reading.value is not None:
            told = True
            filled = filled or reading.value != 0
            added += reading.value
            if places := places_of(reading.value):
                slack += Decimal(1).scaleb(-places) / 2
    if not told:
        return None
    if not filled:
        return ALL_ZERO
    if places := places_of(published):
        slack += Decimal(1).scaleb(-places) / 2
    return added - published, published, slack
