"""Figures and causes as findings: parameters that the sentences of this part of the house take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from lumbung.core.findings import Finding, Param, Severity
from lumbung.engine.claims.model import Culprit, Result

SEVERITIES: dict[Result, Severity] = {
    "holds": "note",
    "fails": "error",
    "broken_series": "error",
    "cannot_tell": "question",
}


def plain(value: Decimal) -> str:
    """`value` as digits with a point and no exponent: "43257", "64.11", "-3"."""
    return format(value, "f")


def plain_list(values: Iterable[Decimal]) -> str:
    """Several figures for a parameter of `sentences.SERIES`."""
    return "; ".join(plain(value) for value in values)


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` with at most `places` decimals, half up, as people round."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def told(code: str, result: Result, **params: Decimal | Param) -> Finding:
    """The finding of a verdict: decimals become plain text, the severity follows the result."""
    return Finding(code, plain_params(params), SEVERITIES[result])


def plain_params(params: Mapping[str, Decimal | Param]) -> dict[str, Param]:
    """The parameters of a finding, decimals as plain text."""
    return {name: format(value, "f") if isinstance(value, Decimal) else value for name, value in params.items()}


def culprit_told(culprit: Culprit) -> Finding:
    """The sentence of a likely cause."""
    figure = culprit.figure
    code = f"culprit.{culprit.code}" + ("" if figure else "_unnamed")
    params: dict[str, Param] = {"label": figure.label if figure else ""}
    if figure and (other := culprit.other):
        rows = figure.place.row, other.place.row
        if rows[0] is not None and rows[1] is not None and rows[0] != rows[1]:
            code += "_rows"
            params |= {"other": other.label, "first_row": rows[0], "second_row": rows[1]}
        elif other.label != figure.label:
            code += "_as"
            params["other"] = other.label
    if figure and figure.value is not None:
        params["value"] = plain(figure.value)
    if culprit.better is not None:
        params["better"] = plain(culprit.better)
    return Finding(code, params, "note")
