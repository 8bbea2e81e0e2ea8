"""Telephone numbers in national form: digits, beginning with 0."""

from __future__ import annotations

import re

from lumbung.engine.cleaning.trouble import Trouble, trouble
from lumbung.engine.cleaning.vocabularies import told

_SEVERAL = re.compile(r"[;/,|\n]|\bdan\b|&|\s-\s|(?<=[0-9])\s+(?=(?:\+62|08|\(0))")
_EXTENSION = re.compile(r"\b(?:ext|pes|pesawat)\b.*$", re.IGNORECASE)
_ABROAD = re.compile(r"^(?:(?:\+|00)620?|620?(?=[2-9][0-9]{7}))")
_EATEN = re.compile(r"^8[1-9][0-9]{7,10}$")
_NOT_DIGIT = re.compile(r"[^0-9+]")
SHORTEST, LONGEST = 5, 14


def read_phones(text: str | None) -> tuple[tuple[str, ...], Trouble | None]:
    """The numbers in one cell, in the order written: "+62 812-3456-789" gives 08123456789."""
    clean = told(text)
    if clean is None:
        return (), None
    found: list[str] = []
    unread = False
    for part in _SEVERAL.split(clean):
        digits = _national(_NOT_DIGIT.sub("", _EXTENSION.sub("", part)))
        if SHORTEST <= len(digits) <= LONGEST and digits.strip("0"):
            found.append(digits)
        elif len(digits) > LONGEST:
            unread = True
    numbers = tuple(dict.fromkeys(found))
    return numbers, trouble("clean.phone_unread", "warning") if unread or not numbers else None


def _national(digits: str) -> str:
    plain = _ABROAD.sub("0", digits).replace("+", "")
    # A spreadsheet that takes a mobile number for a number eats its first 0.
    return f"0{plain}" if _EATEN.match(plain) else plain
