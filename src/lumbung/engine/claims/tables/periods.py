"""Months, quarters and half-years as labels: "Triwulan I" is the sum of January to March where these stand there too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from lumbung.engine.claims import wordlist
from lumbung.engine.claims.tables.lines import roman

_QUARTER = re.compile(r"^(?:tw|triwulan|kuartal|quarter|q)[\s.-]*([1-4]|i{1,3}|iv)$")
_HALF = re.compile(r"^(?:semester|smt|sem)[\s.-]*([12]|i{1,2})$")
_MANY = 5_000
_QUARTERS_A_HALF, _MONTHS_A_QUARTER = 2, 3


def period_parts(labels: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Lines that are quarters or half-years -> the months or quarters they are made of; empty without months.

    A period has the nearest lines before it as its parts, and only if they all stand there.
    """
    if len(labels) > _MANY:  # no calendar
        return {}
    folded = [wordlist.folded(wordlist.without_numbering(label)) for label in labels]
    months = {at: month for at, text in enumerate(folded) if (month := _month(text))}
    quarters = {at: _number(found[1]) for at, text in enumerate(folded) if (found := _QUARTER.match(text))}
    halves = {at: _number(found[1]) for at, text in enumerate(folded) if (found := _HALF.match(text))}
    return {
        **dict(_made(quarters, months, _MONTHS_A_QUARTER)),
        **dict(_made(halves, months, _QUARTERS_A_HALF * _MONTHS_A_QUARTER)),
        **dict(_made(halves, quarters, _QUARTERS_A_HALF)),
    }


def _made(wholes: dict[int, int], parts: dict[int, int], size: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The whole numbered n is made of the parts numbered (n - 1) * size + 1 to n * size."""
    for at, number in wholes.items():
        nearest = {part: line for line, part in sorted(parts.items()) if line < at}
        wanted = range((number - 1) * size + 1, number * size + 1)
        if all(part in nearest for part in wanted):
            yield at, tuple(nearest[part] for part in wanted)


def _month(text: str) -> int | None:
    """The number of a month's name, alone or with a year behind it."""
    name = text.split(" ")[0].split("-")[0].rstrip(".")
    return _months().get(name)


@cache
def _months() -> dict[str, int]:
    return {name: number for number in range(1, 13) for name in wordlist.words("months", str(number))}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else roman(text)
