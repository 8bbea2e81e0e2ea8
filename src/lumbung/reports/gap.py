"""Rows minus active ones, taken apart: the number that is so easily read as "inactive", as a sum of what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lumbung.core.language import gettext_noop
from lumbung.reports.figures import Figure
from lumbung.reports.speaking import Speech

Part = tuple[Figure, str, int, str]  # how many, its words (English), +1 or -1, and the status it is of

_TITLE = gettext_noop("What the %(gap)s are made of")
_GAP = gettext_noop("rows in ODS, less the active ones")


def gap_section(speech: Speech, rows: int, active: int, parts: list[Part]) -> dict[str, Any] | None:
    """The parts as lines, each number opening its list; None where they do not make up `rows` - `active`.

    What stands there has to be true of the numbers at hand: a sum that does not hold is not shown as an explanation.
    """
    told = [part for part in parts if part[0].count]
    gap = rows - active
    if not told or sum(figure.count * sign for figure, _label, sign, _status in told) != gap:
        return None
    number = speech.words.number
    return {
        "title": speech.say(_TITLE, gap=gap),
        "gap": number(gap),
        "label": speech.say(_GAP),
        "lines": [_line(speech, *part) for part in told],
        "sums": [{"ok": True, "text": f"{number(rows)} − {number(active)} = {number(gap)} = {_sum(speech, told)}"}],
    }


def _line(speech: Speech, figure: Figure, label: str, sign: int, status: str) -> dict[str, Any]:
    words = speech.say(label)
    return {
        "label": words,
        "number": speech.number(figure, words, sign=sign),
        "status": status,
        "status_word": speech.words.label("result", status) if status else "",
    }


def _sum(speech: Speech, told: list[Part]) -> str:
    """(92 + 13 + 49) + 9 − 16: what was not found active among the cooperatives, then what else keeps them apart."""
    first = [figure.count for figure, _label, _sign, status in told if status]
    rest = "".join(_signed(speech, told))
    together = " + ".join(map(speech.words.number, first))
    return (f"({together})" if len(first) > 1 and rest else together) + (rest if first else rest.removeprefix(" + "))


def _signed(speech: Speech, told: list[Part]) -> Iterator[str]:
    for figure, _label, sign, status in told:
        if not status:
            yield f" {'+' if sign > 0 else '−'} {speech.words.number(figure.count)}"
