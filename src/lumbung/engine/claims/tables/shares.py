"""Percentages against their bases: of a column's total, or of another column; the way most rows agree with is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from lumbung.engine.claims import wordlist
from lumbung.engine.claims.arithmetic import percentage, percentage_holds, places_of
from lumbung.engine.claims.tables.columns import Column
from lumbung.engine.claims.tables.layout import Table

_MOST_ROWS = 200
_MOST_COLUMNS = 25  # pairs of more columns than that agree by chance
_SURE = 0.6
_TELLING = 2
_WHOLE = Decimal(1)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Base:
    """What a column of percentages tells: `numerator` / `denominator`, both columns, the latter in row `of` if set.

    `scale` is 100 where the cells hold fractions of 1.
    """

    numerator: Column
    denominator: Column
    of: int | None
    scale: Decimal


def base_of(
    table: Table, share: Column, figures: Sequence[Column], rows: Sequence[int], totals: Mapping[int, int]
) -> Base | None:
    """The base under which most rows of `share` agree; None where none convinces.

    Args:
        figures: Columns that may be numerator or denominator.
        totals: Body row -> row of its total, for shares of a column's total.
    """
    step = -(-len(rows) // _MOST_ROWS) if rows else 1
    asked = [row for row in rows[::step] if table.reading(row, share.at).value is not None]
    scale = _scale(table, share, asked)
    best: tuple[tuple[int, int], Base] | None = None
    for order, base in enumerate(_bases(share, figures, totals, scale)):
        hits, misses = _agreement(table, share, base, asked, totals)
        sure = hits >= _TELLING and hits >= _SURE * (hits + misses)
        alone = hits == 1 and not misses and len(asked) == 1
        if sure or alone or (hits and hits >= misses and _is_whole(table, share, base, asked, totals)):
            rank = (hits - misses, -order)
            if best is None or rank > best[0]:
                best = rank, base
    return best[1] if best else None


def _bases(share: Column, figures: Sequence[Column], totals: Mapping[int, int], scale: Decimal) -> Iterator[Base]:
    """The possible bases, the likeliest first: the column on the left as share of its total, then pairs of columns."""
    near = sorted(
        figures, key=lambda column: (_group(column) != _group(share), column.at > share.at, abs(column.at - share.at))
    )
    near = near[:_MOST_COLUMNS]
    if totals:
        for column in near:
            yield Base(column, column, -1, scale)
    for numerator, denominator in permutations(near, 2):
        yield Base(numerator, denominator, None, scale)


def _group(column: Column) -> tuple[str, ...]:
    return tuple(part for part in column.path if not wordlist.is_share(part) and not wordlist.is_total(part))[:1]


def _scale(table: Table, share: Column, rows: Sequence[int]) -> Decimal:
    """100 where no cell is above 1 and a sign is nowhere: fractions that a spreadsheet shows as percentages."""
    readings = [table.reading(row, share.at) for row in rows]
    fractions = all(reading.value is not None and abs(reading.value) <= 1 for reading in readings)
    some = any(reading.value not in (None, Decimal(0), _WHOLE) for reading in readings)
    return _HUNDRED if fractions and some and not any(reading.percent for reading in readings) else _WHOLE


def _is_whole(table: Table, share: Column, base: Base, rows: Sequence[int], totals: Mapping[int, int]) -> bool:
    """Whether the column says 100 where the total stands that its shares would be of."""
    if base.of is None:
        return False
    published = (table.reading(totals[row], share.at).value for row in rows if row in totals)
    return any(value is not None and scaled(value, base.scale) == _HUNDRED for value in published)


def _agreement(
    table: Table, share: Column, base: Base, rows: Sequence[int], totals: Mapping[int, int]
) -> tuple[int, int]:
    hits = misses = 0
    for row in rows:
        found = operands(table, base, row, totals)
        published = table.reading(row, share.at).value
        if found is None or published is None:
            continue
        numerator, denominator = (table.reading(*place).value for place in found)
        if not numerator or not denominator:
            continue
        told = scaled(published, base.scale)
        if found[0] == found[1] or (numerator == denominator and told == _HUNDRED):
            continue  # 100 percent of itself says nothing
        holds = percentage_holds(told, percentage(numerator, denominator))
        hits += holds
        misses += not holds
    return hits, misses


def operands(
    table: Table, base: Base, row: int, totals: Mapping[int, int]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The cells (row, column) of numerator and denominator for the percentage in `row`; None where there is no base."""
    if base.of is None:
        return (row, base.numerator.at), (row, base.denominator.at)
    total = totals.get(row)
    return ((row, base.numerator.at), (total, base.denominator.at)) if total is not None else None


def scaled(value: Decimal, scale: Decimal) -> Decimal:
    """`value` times `scale` without more zeros than it had decimals; binary noise is cut off."""
    if scale == 1:
        return value
    places = max(min(places_of(value) - 2, 6), 0)
    return (value * scale).quantize(Decimal(1).scaleb(-places))
