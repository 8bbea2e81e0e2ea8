"""Numbers as press texts write them: 1.264, 73,4 and "seratus dua puluh lima"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from lumbung.engine.claims.prose import lexicon

_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,4})?")
_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?")
_COMMA_DECIMAL = re.compile(r"\d{1,9},\d{1,4}")
_POINT_DECIMAL = re.compile(r"\d{1,9}\.\d{1,2}")
_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
MOST_WORDS = 16  # of one number
_TEENS, _TENS, _HUNDREDS = "belas", "puluh", "ratus"


class Reading(NamedTuple):
    """`step` is the worth of the last written place: 1 for 440, 0.1 for 73,4."""

    value: Decimal
    step: Decimal
    doubtful: bool = False  # thousands parted by commas, or decimals by a point


def read_digits(text: str) -> Reading | None:
    """The number `text` writes in digits; None for what is no quantity (0542, 1.2.3, twelve digits in a row)."""
    if _WHOLE.fullmatch(text):
        return Reading(Decimal(text), Decimal(1))
    if _COMMAS.fullmatch(text):
        return _with_places(text.replace(",", ""), doubtful=True)
    if _POINTS.fullmatch(text):
        return _with_places(text.replace(".", "").replace(",", "."))
    if _COMMA_DECIMAL.fullmatch(text):
        return _with_places(text.replace(",", "."))
    if _POINT_DECIMAL.fullmatch(text):
        return _with_places(text, doubtful=True)
    return None


def _with_places(plain: str, *, doubtful: bool = False) -> Reading:
    places = len(plain.partition(".")[2])
    return Reading(Decimal(plain), Decimal(1).scaleb(-places), doubtful)


def is_number_word(word: str) -> bool:
    """True for the words numbers are made of; scales alone ("ribu") begin none."""
    return word in _words()


def begins_number(word: str) -> bool:
    """True for words a number in words can begin with."""
    return word in lexicon.table("numbers", "digits") or word in lexicon.table("numbers", "fixed") or word == "sejuta"


def _words() -> frozenset[str]:
    return frozenset(
        {_TEENS, _TENS, _HUNDREDS}
        | lexicon.table("numbers", "digits").keys()
        | lexicon.table("numbers", "fixed").keys()
        | lexicon.table("numbers", "scales").keys()
    )


def scale_of(word: str) -> int | None:
    """1000 for "ribu", and so on."""
    return lexicon.table("numbers", "scales").get(word) if word != "sejuta" else None


def read_words(words: Sequence[str]) -> Decimal | None:
    """The number these words make, all of them; None where they make none ("dua tiga")."""
    total = group = 0
    digit: int | None = None
    last_scale = last_place = 10**18
    for word in words:
        small, scale = _small(word, digit)
        if small is not None:
            value, place, digit = small
            if place >= last_place:
                return None
            group, last_place = group + value, min(place, last_place) if value else last_place
        elif scale is not None:
            worth = group + (digit or 0)
            if (not worth and word != "sejuta") or scale >= last_scale:
                return None
            total, group, digit = total + (worth or 1) * scale, 0, None
            last_scale, last_place = scale, 10**18
        else:
            return None
    if digit is not None and last_place <= 1:
        return None
    return Decimal(total + group + (digit or 0))


def _small(word: str, digit: int | None) -> tuple[tuple[int, int, int | None] | None, int | None]:
    """((what is added, at which place, the digit that waits), scale) for one word."""
    digits, fixed = lexicon.table("numbers", "digits"), lexicon.table("numbers", "fixed")
    if word in digits:
        return ((0, 0, digits[word]), None) if digit is None else (None, None)
    if word in (_TEENS, _TENS, _HUNDREDS):
        if not digit:
            return None, None
        added = {_TEENS: digit + 10, _TENS: digit * 10, _HUNDREDS: digit * 100}[word]
        return (added, {_TEENS: 1, _TENS: 10, _HUNDREDS: 100}[word], None), None
    if word in fixed and digit is None:
        place = {10: 1, 11: 1, 100: 100, 1000: 1000}[fixed[word]]
        return (fixed[word], place, None), None
    return None, lexicon.table("numbers", "scales").get(word)
