"""Cells as numbers: thousands with dots or commas, brackets, footnote marks; what is doubtful is told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from lumbung.engine.claims.wordlist import words
from lumbung.engine.reading.looks import UNCOMPUTED

Style = Literal["comma", "point"]  # what cuts off the decimals
MOST_PLACES = 9  # more decimals than that is the noise of binary fractions
MOST_DIGITS = 24

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MARKS = re.compile(r"(?:\s*(?:\*+\)?|[†‡§]|[¹²³⁴-⁹]+\)?)|\s+\(?(?:[a-z]|\d{1,2})\)|\s+[rpex]\)?)+$")
_MONEY = re.compile(r"^(?:rp|idr|usd|\$)\.?\s*", re.I)
_MINUS_BEHIND = re.compile(r"^(\d[\d.,]*)\s?-$")  # 62- as accounting programs print it; "1.000,-" is money
_BEHIND = re.compile(r"^(.*\d)\s*([A-Za-z]{2,12})$")
_LOOK_ALIKE = re.compile(r"^[\dlIiOoSsBZz|]+$")
_PARTED = re.compile(r"\d\s*[-/]\s*\d|\d\.\d{1,2}\.\d|^0\d*[ .]\d")  # days, phones, codes
_LINE = re.compile(r"^[\s:]*[-–—=_~]{3,}[\s:]*$")  # also of Markdown, which sets colons at its ends
_SHAPE = re.compile(r"^\d[\d.,]*$")

# What can begin a number, or one that was scanned badly; most cells of words end here.
_BEGINS = re.compile(r"^(?:rp|idr|usd|\$)?[\s.]*[-+(−–]?\s*(?:rp[\s.]*|\$\s*)?[\dliosbz|.,]", re.I)
_INTEGER = re.compile(r"^\d+$")
_DOTS = re.compile(r"^[1-9]\d{0,2}(?:\.\d{3}){2,}$")
_COMMAS = re.compile(r"^[1-9]\d{0,2}(?:,\d{3}){2,}$")
_DOTS_COMMA = re.compile(r"^[1-9]\d{0,2}(?:\.\d{3})+,\d+$")
_COMMAS_DOT = re.compile(r"^[1-9]\d{0,2}(?:,\d{3})+\.\d+$")
_DOT_3 = re.compile(r"^[1-9]\d{0,2}\.\d{3}$")
_COMMA_3 = re.compile(r"^[1-9]\d{0,2},\d{3}$")
_POINT = re.compile(r"^\d+\.\d+$")
_COMMA = re.compile(r"^\d+,\d+$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell tells. `value` only for numbers; `percent` where a sign says so."""

    kind: Literal["untold", "number", "unclear", "text"]
    value: Decimal | None = None
    percent: bool = False


UNTOLD = Reading("untold")
TEXT = Reading("text")
UNCLEAR = Reading("unclear")


def plain_number(text: str) -> tuple[str, bool, bool] | None:
    """The bare digits and marks of `text` (no sign, unit or footnote), whether it is below zero, whether in percent."""
    plain = _SPACES.sub(" ", text).strip().replace("−", "-").replace("–", "-")
    if (behind := _MINUS_BEHIND.match(plain)) and behind[1][-1].isdigit():
        plain = f"-{behind[1]}"
    plain = _MARKS.sub("", _MONEY.sub("", plain)).strip()
    percent = plain.endswith("%")
    plain = plain.rstrip("% ")
    if (unit := _BEHIND.match(plain)) and unit[2].lower() in words("unit_words", "words"):
        plain = unit[1]
    below = plain.startswith("-") or (plain.startswith("(") and plain.endswith(")"))
    plain = plain.strip("()").removeprefix("-").removeprefix("+").strip()
    plain = _MONEY.sub("", plain).removesuffix(",-").removesuffix(".-")
    if " " in plain and re.fullmatch(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?", plain):
        plain = plain.replace(" ", "")
    return (plain, below, percent) if _SHAPE.match(plain) and len(plain) <= 2 * MOST_DIGITS else None


def is_untold(text: str) -> bool:
    """An empty cell, a stroke, a drawn line, "n/a": nothing is told, which is not zero."""
    return bool(_LINE.match(text)) or " ".join(text.lower().split()) in words("untold", "words")


@lru_cache(maxsize=65_536)
def read(text: str, style: Style | None = None) -> Reading:
    """What the cell `text` tells; `style` settles "1.234" and "1,234", which alone mean two things."""
    if is_untold(text):
        return UNTOLD
    if text == UNCOMPUTED:
        return UNCLEAR
    if not _BEGINS.match(text.strip()):
        return TEXT
    found = plain_number(text)
    if found is None:
        return UNCLEAR if looks_like_number(text) else TEXT
    plain, below, percent = found
    digits = _digits(plain, style or "comma")
    if digits is None or sum(character.isdigit() for character in digits) > MOST_DIGITS:
        return UNCLEAR
    value = Decimal(digits)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_PLACES:
        value = tidy(round(value, MOST_PLACES))
    return Reading("number", -value if below and value else value, percent)


def tidy(value: Decimal) -> Decimal:
    """`value` without zeros behind the point."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def looks_like_number(text: str) -> bool:
    """Digits and letters that scanning mistakes for digits (l for 1, O for 0), or points that group nothing; no dates."""
    if _PARTED.search(text.strip()):
        return False
    plain = re.sub(r"[\s.,()%*-]", "", text)
    digits = sum(character.isdigit() for character in plain)
    letters = len(plain) - digits
    return bool(_LOOK_ALIKE.match(plain)) and digits >= 1 and letters <= max(digits, 1)


def style_of(texts: Iterable[str]) -> Style | None:
    """What cuts off decimals in these cells, if any of them says so for certain; most of them decide."""
    comma = point = 0
    for text in texts:
        found = plain_number(text)
        if found is None or _INTEGER.match(found[0]):
            continue
        plain = found[0]
        if _DOTS.match(plain) or _DOTS_COMMA.match(plain) or (_COMMA.match(plain) and not _COMMA_3.match(plain)):
            comma += 1
        elif _COMMAS.match(plain) or _COMMAS_DOT.match(plain) or (_POINT.match(plain) and not _DOT_3.match(plain)):
            point += 1
    return None if comma == point else "comma" if comma > point else "point"


def is_line(text: str) -> bool:
    """A line drawn with strokes, as text files have them between rows."""
    return bool(_LINE.match(text))


def contradicts(text: str, style: Style) -> bool:
    """ "2,000" where dots group the thousands, "2.000" where commas do: nobody knows whether it is two."""
    found = plain_number(text)
    return found is not None and bool((_COMMA_3 if style == "comma" else _DOT_3).match(found[0]))


def groups(text: str, style: Style) -> bool:
    """The cell's thousands are grouped with the mark that does not cut off decimals."""
    found = plain_number(text)
    one, many = (_DOT_3, _DOTS) if style == "comma" else (_COMMA_3, _COMMAS)
    return found is not None and bool(one.match(found[0]) or many.match(found[0]))


def group_style_of(texts: Iterable[str]) -> Style | None:
    """What cuts off decimals as the marks for thousands tell it; a lone "1,234" counts where no dot groups."""
    comma = point = weak = 0
    for text in texts:
        found = plain_number(text)
        if found is None:
            continue
        comma += bool(_DOTS.match(found[0]) or _DOTS_COMMA.match(found[0]) or _DOT_3.match(found[0]))
        point += bool(_COMMAS.match(found[0]) or _COMMAS_DOT.match(found[0]))
        weak += bool(_COMMA_3.match(found[0]))
    if comma == point == 0:
        return "point" if weak else None
    return "comma" if comma >= point else "point"


def _digits(plain: str, style: Style) -> str | None:
    """`plain` with a point for decimals and no marks for thousands; None where the marks make no number."""
    if _INTEGER.match(plain):
        return plain
    if _DOTS.match(plain) or _DOTS_COMMA.match(plain):
        return plain.replace(".", "").replace(",", ".")
    if _COMMAS.match(plain) or _COMMAS_DOT.match(plain):
        return plain.replace(",", "")
    if _DOT_3.match(plain):
        return plain.replace(".", "") if style == "comma" else plain
    if _COMMA_3.match(plain):
        return plain.replace(",", ".") if style == "comma" else plain.replace(",", "")
    if _POINT.match(plain):
        return plain
    return plain.replace(",", ".") if _COMMA.match(plain) else None
