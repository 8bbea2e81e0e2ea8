"""Sums and percentages, judged with the rounding that the published digits allow, and who is likely to blame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from lumbung.engine.claims.model import Culprit, Figure

MOST_CULPRITS = 3  # more suspects than that is no suspicion
_WHOLE, _NOTHING = Decimal(1), Decimal(0)
_FEW = 3  # parts; of fewer one is what the other lacks by chance
_SCALES = (Decimal(10), Decimal(100), Decimal(1000))


def places_of(value: Decimal) -> int:
    """Decimal places as published: 64.11 has 2."""
    if value.same_quantum(_WHOLE):  # nearly all are counts, and this is asked of every cell
        return 0
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def sum_of(parts: Sequence[Figure]) -> Decimal:
    """What the told parts make; an empty part adds nothing."""
    return sum((p.value for p in parts if p.value is not None), Decimal(0))


def tolerance_of(parts: Sequence[Figure], total: Figure) -> Decimal:
    """How far rounding alone may part a sum from its total.

    Whole numbers are counts: nothing is allowed. Where the figures carry decimals, each may be half a unit of its last
    place off.
    """
    slack = _NOTHING
    for figure in (*parts, total):
        value = figure.value
        if value is not None and not value.same_quantum(_WHOLE) and (places := places_of(value)):
            slack += Decimal(1).scaleb(-places) / 2
    return slack


def percentage(numerator: Decimal, denominator: Decimal) -> Decimal:
    """numerator / denominator in percent. Raises ZeroDivisionError for an empty base."""
    if not denominator:
        raise ZeroDivisionError("a percentage of nothing")
    return numerator * 100 / denominator


def percentage_holds(published: Decimal, exact: Decimal) -> bool:
    """True when `exact` in any usual way of rounding (half up, half even, cut off, up) gives the published digits."""
    step = Decimal(1).scaleb(-places_of(published))
    ways = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_FLOOR, ROUND_CEILING)
    return any(exact.quantize(step, rounding=way) == published for way in ways)


def culprits_of(parts: Sequence[Figure], total: Figure) -> tuple[Culprit, ...]:
    """Lines that alone explain why `parts` do not make `total`, the likeliest first; empty if none or too many do.

    Looked for: a part that stands twice or that the total leaves out (the surplus is exactly one part), a part that the
    total holds twice (the shortage is), a total standing among its parts, two digits swapped, one digit wrong, a zero too
    many or too few, a sign; and a part left empty, which the shortage would fill.
    """
    if total.value is None:
        return ()
    surplus = sum_of(parts) - total.value
    if not surplus:
        return ()
    told = [p for p in parts if p.value is not None]
    found = [Culprit("total_as_part", p) for p in told if p.value == total.value and surplus == total.value]
    empty = [p for p in parts if p.value is None]
    if surplus < 0 and len(empty) == 1:
        found.append(Culprit("missing_part", empty[0], -surplus))
    found = found or list(_counted_otherwise(told, surplus))
    mended = [(p, p.value - surplus) for p in told if p.value is not None]
    mended.append((total, total.value + surplus))
    for test, code in (
        (_swapped, "swapped_digits"),
        (_scaled, "scale"),
        (_negated, "sign"),
        (_one_digit, "wrong_digit"),
    ):
        for figure, better in mended:
            if figure.value is not None and better >= 0 and test(figure.value, better):
                found.append(Culprit(code, figure, better))  # type: ignore[arg-type]
        if found:
            break
    return tuple(found) if len(found) <= MOST_CULPRITS else ()


def _counted_otherwise(told: Sequence[Figure], surplus: Decimal) -> Iterator[Culprit]:
    """A part that is exactly what parts and total differ by, each figure once; a difference of 1 is no sign of it."""
    alike = [part for part in told if part.value == abs(surplus)]
    if len(told) < _FEW or not alike or abs(surplus) <= 1:
        return
    if surplus > 0 and len(alike) > 1:  # the same figure twice: either is the one too many
        yield Culprit("counted_twice", alike[0], other=alike[1])
        return
    first = {part.label: part for part in reversed(alike)}
    for part in (part for part in alike if first[part.label] is part):
        yield Culprit("not_in_total" if surplus > 0 else "twice_in_total", part)


def _digits(value: Decimal) -> str:
    return format(abs(value), "f")


def _swapped(a: Decimal, b: Decimal) -> bool:
    """Two neighbouring digits change places."""
    x, y = _digits(a), _digits(b)
    off = [i for i in range(len(x)) if i < len(y) and x[i] != y[i]]
    return (
        len(x) == len(y)
        and len(off) == 2
        and off[1] == off[0] + 1
        and x[off[0]] == y[off[1]]
        and x[off[1]] == y[off[0]]
    )


def _one_digit(a: Decimal, b: Decimal) -> bool:
    """One digit of a number of at least three is another, and not the last: a slip there could be any line's."""
    x, y = _digits(a), _digits(b)
    return len(x) == len(y) >= 3 and x[-1] == y[-1] and sum(p != q for p, q in zip(x, y, strict=True)) == 1


def _scaled(a: Decimal, b: Decimal) -> bool:
    return bool(a and b) and any(a == b * s or b == a * s for s in _SCALES)


def _negated(a: Decimal, b: Decimal) -> bool:
    return bool(a) and a == -b
