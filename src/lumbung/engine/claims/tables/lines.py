"""Lines of a table, rows or columns, with their levels: by indentation, by the column of the label, by numbering."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_DOTTED = re.compile(r"^(\d{1,3}(?:\.\d{1,3})+)\.?(?=\s|$|[A-Za-z])")
_DIGITS = re.compile(r"^\(?(\d{1,3})\s*[.)](?!\d)")
_LETTER = re.compile(r"^\(?([A-Za-z])\s*[.)](?=\s|$)")
_ROMAN = re.compile(r"^\(?([IVXivx]{1,6})\s*[.)](?=\s|$)")
_BARE = re.compile(r"^(?:\d{1,3}|[A-Za-z]|[IVX]{1,6}|[ivx]{1,6})$")
_MARK_LENGTH = 20
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Mark(NamedTuple):
    """A line's numbering: its style, its number, and for 1.2.3 the numbers above it."""

    style: str  # digits | roman | ROMAN | letter | LETTER | dotted
    number: int
    above: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row (or column) among which totals are looked for.

    `total`: its words alone make it one; `leads`: it begins like one ("Jumlah koperasi aktif"); `section`: it has a
    label and no figure at all; `apart`: it must not be added (a percentage, an average, "di antaranya ...");
    `carried`: a sum on its way to the next page ("Jumlah dipindahkan"), `brought` where it has come there.
    """

    label: str
    level: int = 0
    total: bool = False
    leads: bool = False
    section: bool = False
    apart: bool = False
    carried: bool = False
    brought: bool = False


def levels_of(texts: Sequence[str], marks: Sequence[str], columns: Sequence[int], totals: Sequence[bool]) -> list[int]:
    """How deep each row stands.

    Args:
        texts: The label cells with their spaces in front.
        marks: The running-number cells ("" where there is none).
        columns: Which label column the row's label stands in; all 0 where that says nothing.
        totals: Rows whose words make them totals; they take no part in finding steps of indentation.
    """
    if len(set(columns)) > 1:
        return list(columns)
    indents = [indent_of(text) if text[:1].isspace() else 0 for text in texts]
    if len({indent for indent, total in zip(indents, totals, strict=True) if not total}) > 1:
        return by_indents(indents)
    own = [mark_of(text.strip()) for text in texts]
    found = [mark or bare_mark_of(beside) for mark, beside in zip(own, marks, strict=True)]
    if not any(own) and len({mark.style for told in found for mark in told[:1]}) < 2:
        return [0] * len(texts)  # a column of running numbers that begins anew begins another page or group
    if any(mark.style == "dotted" for told in found for mark in told):  # beside 1.1 a plain 1. is the step above it
        found = [tuple(m._replace(style="dotted") if m.style == "digits" else m for m in told) for told in found]
    return by_marks(found, totals) if _says_levels(found) else [0] * len(texts)


def indent_of(text: str) -> int:
    """How many spaces a text begins with."""
    wide = text.expandtabs(4)
    return len(wide) - len(wide.lstrip())


def by_indents(indents: Sequence[int]) -> list[int]:
    """Levels of lines by how far they are moved in; a step between two open ones belongs to the deeper."""
    open_: list[int] = []
    levels: list[int] = []
    for indent in indents:
        while open_ and open_[-1] > indent:
            open_.pop()
        if not open_ or open_[-1] < indent:
            open_.append(indent)
        levels.append(len(open_) - 1)
    return levels


def by_marks(marks: Sequence[tuple[Mark, ...]], totals: Sequence[bool]) -> list[int]:
    """Levels of lines by their numbering: a list that begins anew under a line hangs under it.

    A line continues the deepest open list whose last number comes right before its own; else, with number 1, it begins
    a list under the line above; else it continues the deepest list of its style that has not passed it. Of lines
    without a number, totals stand where the line above stands, and others at the top, where they open a section.
    """
    stack: list[Mark] = []
    levels: list[int] = []
    for told, total in zip(marks, totals, strict=True):
        if not told:
            if not total:
                stack = [Mark("section", 0)]
            levels.append(max(len(stack) - 1, 0))
            continue
        mark, depth = _place(told, stack)
        del stack[depth:]
        stack.append(mark)
        levels.append(depth)
    return levels


def _place(told: Sequence[Mark], stack: Sequence[Mark]) -> tuple[Mark, int]:
    dotted = next((mark for mark in told if mark.style == "dotted"), None)
    if dotted:
        depth = next(
            (at + 1 for at in range(len(stack) - 1, -1, -1) if _numbers(stack[at]) == dotted.above),
            None,
        )
        siblings = next(
            (at for at, open_ in enumerate(stack) if open_.above == dotted.above and open_.style == "dotted"), None
        )
        return dotted, siblings if siblings is not None else depth if depth is not None else len(dotted.above)
    for mark in told:
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth].style == mark.style and stack[depth].number == mark.number - 1:
                return mark, depth
    first = next((mark for mark in told if mark.number == 1), None)
    if first:
        return first, len(stack)
    for mark in told:
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth].style == mark.style and stack[depth].number < mark.number:
                return mark, depth
    return told[0], len(stack)


def _numbers(mark: Mark) -> tuple[int, ...]:
    return (*mark.above, mark.number)


def mark_of(text: str) -> tuple[Mark, ...]:
    """The numbering a label begins with, in every way it can be read ("I." is one and a letter); empty if none."""
    beginning = text[:_MARK_LENGTH]
    if "." not in beginning and ")" not in beginning:  # most labels
        return ()
    if found := _DOTTED.match(text):
        *above, number = (int(part) for part in found[1].split("."))
        return (Mark("dotted", number, tuple(above)),)
    if found := _DIGITS.match(text):
        return (Mark("digits", int(found[1])),)
    told = []
    if found := _ROMAN.match(text):
        told.append(Mark("ROMAN" if found[1].isupper() else "roman", roman(found[1])))
    if found := _LETTER.match(text):
        told.append(Mark("LETTER" if found[1].isupper() else "letter", ord(found[1].lower()) - 96))
    return tuple(told)


def bare_mark_of(text: str) -> tuple[Mark, ...]:
    """The numbering of a running-number cell, where the point may be left out."""
    text = text.strip()
    return mark_of(text + "." if _BARE.match(text) else text) if text else ()


def roman(text: str) -> int:
    """IX is 9."""
    values = [_VALUES[letter] for letter in text.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _says_levels(marks: Sequence[tuple[Mark, ...]]) -> bool:
    """Numbering that never begins anew and has one style says nothing of levels."""
    told = [mark for mark in marks if mark]
    if len(told) < 2:
        return False
    styles = {mark.style for marks_ in told for mark in marks_[:1]}
    firsts = sum(any(mark.number == 1 for mark in marks_) for marks_ in told)
    return "dotted" in styles or len(styles) > 1 or firsts > 1
