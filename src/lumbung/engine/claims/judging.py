"""One claim in, one verdict out: the arithmetic of each kind with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from lumbung.core.findings import Finding
from lumbung.engine.claims import sentences  # noqa: F401 -- enters what is said here
from lumbung.engine.claims.arithmetic import (
    culprits_of,
    percentage,
    percentage_holds,
    places_of,
    sum_of,
    tolerance_of,
)
from lumbung.engine.claims.model import Culprit, Figure, Kind, Result, Verdict
from lumbung.engine.claims.numbers import tidy
from lumbung.engine.claims.telling import SEVERITIES, plain_list, plain_params, rounded
from lumbung.engine.reading.looks import UNCOMPUTED

MOST_SUSPECTS = 5_000  # among more parts than that one always fits by chance
BREAK = Decimal(2)  # neighbours of a series that differ by more than this factor count differently
_MORE_PLACES = 2  # the exact percentage is shown with that many more decimals than published


_Params = dict[str, str | int | Decimal]


def judge_sum(
    parts: Sequence[Figure],
    total: Figure,
    subject: str,
    *,
    slack: Decimal = Decimal(0),
    column: str | None = None,
) -> Verdict | None:
    """`parts` against `total`; None where no total is told, so that nothing is claimed.

    Args:
        slack: What may differ beyond the rounding of decimals, where whole figures are themselves rounded.
        column: The heading over the total, for the place of the finding.
    """
    if total.value is None:
        return None
    values = [part.value for part in parts if part.value is not None]
    untold = len(parts) - len(values)
    params: _Params = {"subject": subject, "published": total.value, "untold": untold}
    if not values:
        return _verdict("sum", "claim.sum.cannot_tell", "cannot_tell", parts, total, subject, params, column=column)
    computed = sum(values, Decimal(0))
    difference = computed - total.value
    tolerance = tolerance_of(parts, total) + slack
    params["computed"], params["difference"] = computed, difference
    numbers: dict[str, Any] = {"computed": computed, "difference": difference, "tolerance": tolerance}
    if abs(difference) <= tolerance:
        code = "claim.sum.rounded" if difference else "claim.sum.holds"
        return _verdict("sum", code, "holds", parts, total, subject, params, column=column, **numbers)
    code = "claim.sum.fails_untold" if untold else "claim.sum.fails"
    suspects = culprits_of(parts, total) if len(parts) <= MOST_SUSPECTS else ()
    return _verdict("sum", code, "fails", parts, total, subject, params, column=column, culprits=suspects, **numbers)


def judge_unclear(
    parts: Sequence[Figure], total: Figure, subject: str, unclear: str, *, column: str | None = None
) -> Verdict:
    """A sum with a cell that is no clear number, or a formula without a result: it cannot be told."""
    params: _Params = {"subject": subject, "value_text": unclear}
    code = "claim.sum.uncomputed" if unclear == UNCOMPUTED else "claim.sum.unclear"
    return _verdict("sum", code, "cannot_tell", parts, total, subject, params, column=column)


def judge_percent(
    numerator: Figure, denominator: Figure, published: Figure, subject: str, *, column: str | None = None
) -> Verdict | None:
    """A percentage against its base; None where none is published."""
    if published.value is None:
        return None
    parts = (numerator, denominator)
    params: _Params = {"subject": subject, "published": published.value}
    if numerator.value is None or not denominator.value:
        return _verdict(
            "percent", "claim.percent.cannot_tell", "cannot_tell", parts, published, subject, params, column=column
        )
    exact = percentage(numerator.value, denominator.value)
    computed = tidy(rounded(exact, places_of(published.value) + _MORE_PLACES))
    holds = percentage_holds(published.value, exact)
    params |= {"numerator": numerator.value, "denominator": denominator.value, "computed": computed}
    result: Result = "holds" if holds else "fails"
    return _verdict(
        "percent", f"claim.percent.{result}", result, parts, published, subject, params, column=column,
        computed=computed, difference=computed - published.value,
        tolerance=Decimal(1).scaleb(-places_of(published.value)),
    )  # fmt: skip


def judge_order(parts: Sequence[Figure], subject: str) -> Verdict:
    """Figures that are claimed to fall from the first to the last."""
    params: _Params = {"subject": subject}
    if len(parts) < 2 or any(part.value is None for part in parts):
        return _verdict("order", "claim.order.cannot_tell", "cannot_tell", parts, None, subject, params)
    for first, second in pairwise(parts):
        if first.value is not None and second.value is not None and first.value < second.value:
            params |= _pair(first, second)
            return _verdict("order", "claim.order.fails", "fails", parts, None, subject, params)
    return _verdict("order", "claim.order.holds", "holds", parts, None, subject, params)


def judge_bound(
    parts: Sequence[Figure], bound: Figure, subject: str, claimed: str, *, upper: bool = False, strict: bool = False
) -> Verdict:
    """What the parts make against "more than" or "less than" a bound; `strict` = the bound itself is not enough."""
    params: _Params = {"subject": subject, "claimed": claimed}
    if bound.value is None or not parts or any(part.value is None for part in parts):
        return _verdict("bound", "claim.bound.cannot_tell", "cannot_tell", parts, bound, subject, params)
    computed = sum_of(parts)
    difference = computed - bound.value
    beyond = -difference if upper else difference
    result: Result = "holds" if beyond > 0 or (beyond == 0 and not strict) else "fails"
    params |= {"computed": computed}
    code = f"claim.bound.{result}"
    return _verdict("bound", code, result, parts, bound, subject, params, computed=computed, difference=difference)


def judge_series(parts: Sequence[Figure], subject: str, *, defined: bool = False) -> Verdict:
    """Figures of one name on several days, oldest first.

    It breaks where neighbours differ by more than BREAK times and nothing says that both count the same (`defined`).
    """
    figures = [part for part in parts if part.value is not None]
    params: _Params = {"subject": subject}
    if len(figures) < 2:
        return _verdict("series", "claim.series.cannot_tell", "cannot_tell", parts, None, subject, params)
    values = [figure.value for figure in figures if figure.value is not None]
    for first, second in pairwise(figures):
        if not defined and _breaks(first, second):
            params |= _pair(first, second)
            return _verdict("series", "claim.series.broken", "broken_series", parts, None, subject, params)
    params["values"] = plain_list(values)
    return _verdict("series", "claim.series.holds", "holds", parts, None, subject, params)


def judge_same(parts: Sequence[Figure], subject: str) -> Verdict:
    """One thing told several times; the odd one out that is another with two digits swapped is named."""
    figures = [part for part in parts if part.value is not None]
    values = sorted({figure.value for figure in figures if figure.value is not None})
    params: _Params = {"subject": subject, "values": plain_list(values)}
    if len(figures) < 2:
        return _verdict("same", "claim.same.cannot_tell", "cannot_tell", parts, None, subject, params)
    if len(values) == 1:
        return _verdict("same", "claim.same.holds", "holds", parts, None, subject, params)
    suspects = _swapped_among(figures)
    return _verdict("same", "claim.same.fails", "fails", parts, None, subject, params, culprits=suspects)


def _swapped_among(figures: Sequence[Figure]) -> tuple[Culprit, ...]:
    """The figure furthest from the middle one, if swapping two of its digits gives another of them."""
    nothing = Decimal(0)
    middle = sorted(figures, key=lambda figure: figure.value or nothing)[len(figures) // 2]
    odd = max(figures, key=lambda figure: abs((figure.value or nothing) - (middle.value or nothing)))
    found = [one for other in figures for one in culprits_of((odd,), other) if one.figure is odd]
    return tuple(one for one in found if one.code == "swapped_digits")[:1] if len(figures) > 2 else ()


def judge_count(named: Sequence[Figure], announced: Figure, subject: str) -> Verdict | None:
    """How many are announced against how many are named."""
    if announced.value is None:
        return None
    computed = Decimal(len(named))
    result: Result = "holds" if computed == announced.value else "fails"
    params: _Params = {"subject": subject, "published": announced.value, "computed": computed}
    code, difference = f"claim.count.{result}", computed - announced.value
    return _verdict("count", code, result, named, announced, subject, params, computed=computed, difference=difference)


def _breaks(first: Figure, second: Figure) -> bool:
    if first.value is None or second.value is None or first.value == second.value:
        return False
    low, high = sorted((first.value, second.value))
    return low <= 0 or high > BREAK * low


def _pair(first: Figure, second: Figure) -> _Params:
    return {
        "first": first.label,
        "first_value": first.value if first.value is not None else "",
        "second": second.label,
        "second_value": second.value if second.value is not None else "",
    }


def _verdict(
    kind: Kind,
    code: str,
    result: Result,
    parts: Sequence[Figure],
    total: Figure | None,
    subject: str,
    params: _Params,
    *,
    culprits: tuple[Culprit, ...] = (),
    computed: Decimal | None = None,
    difference: Decimal | None = None,
    tolerance: Decimal = Decimal(0),
    column: str | None = None,
) -> Verdict:
    place = total.place if total else parts[0].place if parts else None
    sheet, row = (place.sheet, place.row) if place else (None, None)
    where = {"sheet": sheet, "row": row, "column": column} if row is not None else {}
    finding = Finding(code, plain_params(params), SEVERITIES[result], **where)  # type: ignore[arg-type]
    return Verdict(kind, result, finding, tuple(parts), total, computed, difference, tolerance, culprits, subject)
