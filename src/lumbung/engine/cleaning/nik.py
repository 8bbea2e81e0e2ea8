"""NIK koperasi: 13 digits, kept as text (handbook 2.3). Sixteen digits are a person's and never kept."""

from __future__ import annotations

import re

from lumbung.engine.cleaning.trouble import Trouble, trouble
from lumbung.engine.cleaning.vocabularies import told

_FLOAT = re.compile(r"^([0-9]+)[.,]0+$")
_SCIENTIFIC = re.compile(r"^[0-9](?:[.,][0-9]+)?e\+?[0-9]+$", re.IGNORECASE)
# Written with marks between, a person's NIK shows itself by its day and month of birth.
PERSON_PATTERN = (
    r"[0-9]{16}|[1-9][0-9]{3}[ .\-][0-9]{2}[0-7][0-9][ .\-](?:0[1-9]|1[0-2])[0-9]{2}[ .\-][0-9]{4}"
    r"|[1-9][0-9]{5}[ .\-][0-7][0-9](?:0[1-9]|1[0-2])[0-9]{2}[ .\-][0-9]{4}"
)
_PERSON = re.compile(rf"(?<![0-9])(?:{PERSON_PATTERN})(?![0-9])")
LENGTH = 13
PERSON_LENGTH = 16


def mask(text: str) -> str:
    """`text` with every person's NIK (16 digits) made unreadable but for its province and regency."""
    return _PERSON.sub(lambda found: found.group()[:4] + "*" * 12, text)


def mask_cell(text: str) -> str:
    """`text` of a NIK column: a person's is made unreadable however its digits are spaced."""
    digits = re.sub(r"[^0-9]", "", text)
    return digits[:4] + "*" * 12 if len(digits) == PERSON_LENGTH else mask(text)


def read_nik(text: str | None) -> tuple[str | None, Trouble | None]:
    """The digits of a NIK koperasi of any length; None where digits were lost or it is a person's."""
    clean = told(text)
    if clean is None:
        return None, None
    if _SCIENTIFIC.match(clean.replace(" ", "")):
        return None, trouble("clean.nik_digits_lost")
    whole = _FLOAT.match(clean)
    digits = re.sub(r"[^0-9]", "", whole.group(1) if whole else clean)
    if not digits.strip("0"):
        return None, None
    if len(digits) == PERSON_LENGTH:
        return None, trouble("clean.nik_of_a_person")
    if len(digits) >= LENGTH and digits.endswith("0" * 6):
        return None, trouble("clean.nik_digits_lost")
    if len(digits) != LENGTH:
        return digits, trouble("clean.nik_length", "warning", digits=len(digits), expected=LENGTH)
    return digits, None
