"""What is seen of the rows of a grid before anything is known of the table: figures, words, notes, headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from lumbung.engine.claims import numbers, wordlist
from lumbung.engine.claims.tables.lines import roman

_FEW_COLUMNS = 3  # fewer are no row that numbers the columns
_NEAR_YEARS = 10
# "(5)", "5=3+4", "(5) = (3)+(4)" and the bare "(3+4)", whose number is empty
_COUNTED = re.compile(r"^[(\s]*(?:(\d{1,2})[\s).-]*(?:=[\d\s()+:/x×*%=-]+)?|(?=\S*[+:/x×-])()[\d\s()+:/x×*%-]+)$", re.I)

# Letters that alone are no numeral: C and D are grades, L is a heading (laki-laki), M a size.
_ROMAN = re.compile(r"^(?=[IVXLC])(?![LC]$)(?:C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))$", re.I)


class _Shape(NamedTuple):
    """What the kinds of a row's cells tell; most rows of a table have the same."""

    filled: int
    first: int  # column of the first filled cell
    numbers: tuple[int, ...]  # columns
    texts: frozenset[int]
    figures: bool  # numbers, or strokes where figures would stand


class SeenRow(NamedTuple):
    """One row. Columns count from 0; `is_heading`: its figures are years or number the columns."""

    filled: int
    first: int
    numbers: tuple[int, ...]
    texts: frozenset[int]
    figures: bool
    note: bool
    counts_columns: bool
    is_heading: bool

    def over(self, figures: set[int]) -> set[int]:
        """The columns of `figures` this row has words or years over."""
        return figures & (self.texts | set(self.numbers if self.is_heading else ()))


def roman_values(cells: Sequence[str], figures: set[int]) -> set[int]:
    """The columns of `figures` where the row has a Roman numeral for a figure; "I | II | III" over columns is none.

    The first filled cell may be one as well: that numbers the row. What such a cell is worth is not guessed: the row
    only stays one of the table.
    """
    filled = [at for at, text in enumerate(cells) if text.strip()]
    found = {at: roman(cells[at].strip()) for at in filled if _ROMAN.match(cells[at].strip())}
    values = {at for at in filled[1:] if at in figures and at in found}
    steps = [found[at] for at in filled if at in found and (at in values or len(found) == len(filled))]
    if len(steps) > 1 and all(after == before + 1 for before, after in pairwise(steps)):
        return set()
    return values


def words_over(row: SeenRow, cells: Sequence[str], figures: set[int]) -> set[int]:
    """The columns of `figures` that the row has words over; none where Roman numerals are all it has over them.

    "I | Pembinaan | |" under the headings is the first line of a table, and so is "I | Produsen | V".
    """
    over = row.over(figures)
    if not over or not _ROMAN.match(cells[max(over)].strip()):  # nearly all headings end here
        return over
    numbered = row.filled > 1 and _ROMAN.match(cells[row.first].strip())
    romans = roman_values(cells, figures) | ({row.first} if numbered and len(over) < row.filled else set())
    return over - romans and over


class _Kinds(dict[str, str]):
    """One letter for what a cell tells, each distinct text read once: n(umber), t(ext), u(ntold), " " for nothing."""

    def __missing__(self, text: str) -> str:
        kind = numbers.read(text).kind if text.strip() and not numbers.is_line(text) else " "
        letter = self[text] = {"number": "n", "unclear": "n", "text": "t", "untold": "u"}.get(kind, " ")
        return letter


def seen_rows(rows: Sequence[Sequence[str]]) -> list[SeenRow]:
    """What is seen of each row."""
    kinds = _Kinds()
    shapes: dict[str, _Shape] = {}
    seen = []
    for cells in rows:
        told = "".join(map(kinds.__getitem__, cells))
        shape = shapes.get(told) or shapes.setdefault(told, _shape(told))
        note = shape.filled > 0 and wordlist.is_note(cells[shape.first].strip())
        counts = _counts_columns(cells, shape)
        seen.append(SeenRow(*shape, note, counts, counts or _only_years(cells, shape)))
    return seen


def _shape(kinds: str) -> _Shape:
    filled = [at for at, kind in enumerate(kinds) if kind != " "]
    texts = frozenset(at for at in filled if kinds[at] == "t")
    found = tuple(at for at in filled if kinds[at] == "n")
    return _Shape(len(filled), filled[0] if filled else 0, found, texts, len(filled) > len(texts))


def _only_years(cells: Sequence[str], shape: _Shape) -> bool:
    if not shape.numbers or ("19" not in (first := cells[shape.numbers[0]]) and "20" not in first):
        return False
    told = [year for at in shape.numbers if (year := wordlist.year_of(cells[at])) is not None]
    if not told or len(told) < len(shape.numbers):
        return False
    return len(told) == 1 or (len(set(told)) > 1 and all(abs(a - b) <= _NEAR_YEARS for a, b in pairwise(told)))


def _counts_columns(cells: Sequence[str], shape: _Shape) -> bool:
    """(1) (2) (3=1+2): a row that numbers the columns, and may say how one is made of others."""
    if shape.filled < _FEW_COLUMNS or cells[shape.first].strip("( ")[:1] not in ("0", "1"):
        return False
    told = [_COUNTED.match(text) for text in cells if text.strip()]
    found = [match[1] or "" for match in told if match]
    if len(found) < len(told) or found[0] not in ("0", "1") or "" in found[:2]:
        return False
    return all(number in ("", str(int(found[0]) + at)) for at, number in enumerate(found))
