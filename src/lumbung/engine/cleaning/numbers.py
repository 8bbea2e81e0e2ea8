"""Counts and rupiah as lists write them: 1.234.567,89 and Rp, brackets for less than nothing."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from lumbung.engine.cleaning.folding import lower_ascii
from lumbung.engine.cleaning.trouble import Trouble, trouble
from lumbung.engine.cleaning.vocabularies import told

_UNITS = re.compile(r"\b(orang|org|unit|jiwa|anggota|rupiah|idr)\b|\brp\b\.?|[\s_]")
_SCALE = {"ribu": Decimal(10) ** 3, "rb": Decimal(10) ** 3, "juta": Decimal(10) ** 6, "jt": Decimal(10) ** 6,
          "miliar": Decimal(10) ** 9, "milyar": Decimal(10) ** 9, "m": Decimal(10) ** 9}  # fmt: skip
_SCALED = re.compile(r"^(.*[0-9])(ribu|rb|juta|jt|miliar|milyar)$")
_GROUPED = {mark: re.compile(rf"^[0-9]{{1,3}}(?:\{mark}[0-9]{{3}})+$") for mark in ".,"}
_PLAIN = re.compile(r"^[0-9]+(?:\.[0-9]+)?(?:e\+?[0-9]{1,2})?$")
MAX_COUNT = 2**31 - 1
MAX_MONEY = Decimal(10) ** 16


def read_decimal(text: str | None, *, count: bool = False) -> tuple[Decimal | None, Trouble | None]:
    """The number `text` means. A stroke "-" and blanks mean none; "0" is a number.

    With `count`, "1,234" is one thousand two hundred and thirty-four; else the comma cuts off decimals
    unless it groups thousands more than once.
    """
    if text is None or text.strip() == "" or (told(text) is None and not re.search("[0-9]", text)):
        return None, None
    plain = _UNITS.sub("", lower_ascii(text).replace("rp.", "rp ")).rstrip(".").removesuffix(",-").removesuffix(".-")
    scale = Decimal(1)
    scaled = _SCALED.match(plain)
    if scaled:
        plain, scale = scaled.group(1), _SCALE[scaled.group(2)]
    negative = plain.startswith("-") or (plain.startswith("(") and plain.endswith(")"))
    plain = plain.strip("()-+")
    number = _unmarked(plain, count)
    if number is None or not _PLAIN.match(number):
        return None, trouble("clean.number_unread")
    try:
        value = Decimal(number) * scale
    except InvalidOperation:
        return None, trouble("clean.number_unread")
    return (-value if negative else value), None


def _unmarked(plain: str, count: bool) -> str | None:
    """`plain` with a point for decimals and no marks for thousands."""
    dot, comma = plain.rfind("."), plain.rfind(",")
    if dot >= 0 and comma >= 0:
        decimal, group = (",", ".") if comma > dot else (".", ",")
        whole, _, rest = plain.rpartition(decimal)
        return f"{whole.replace(group, '')}.{rest}" if decimal not in whole else None
    if _GROUPED["."].match(plain):
        return plain.replace(".", "")
    if comma >= 0:
        if plain.count(",") > 1 or (count and _GROUPED[","].match(plain)):
            return plain.replace(",", "") if _GROUPED[","].match(plain) else None
        return plain.replace(",", ".")
    return plain


def read_count(text: str | None) -> tuple[int | None, Trouble | None]:
    """A number of persons: whole and not below nothing."""
    value, problem = read_decimal(text, count=True)
    if value is None:
        return None, problem
    if value < 0:
        return None, trouble("clean.count_negative")
    if value != value.to_integral_value():
        return None, trouble("clean.count_not_whole")
    if value > MAX_COUNT:
        return None, trouble("clean.number_too_big")
    return int(value), None


def read_money(text: str | None) -> tuple[Decimal | None, Trouble | None]:
    """Rupiah with two decimals; losses may be below nothing."""
    value, problem = read_decimal(text)
    if value is None:
        return None, problem
    if abs(value) >= MAX_MONEY:
        return None, trouble("clean.number_too_big")
    return value.quantize(Decimal("0.01")), None


def read_degrees(text: str | None) -> tuple[float | None, Trouble | None]:
    """Degrees of latitude or longitude, with point or comma; 0 stands for nothing."""
    if told(text) is None or text is None:
        return None, None
    plain = text.strip().replace("°", "").replace(",", ".").replace("−", "-").replace("–", "-")
    try:
        value = float(plain)
    except ValueError:
        return None, trouble("clean.position_unread")
    if not abs(value) <= 180:  # also catches nan
        return None, trouble("clean.position_unread")
    return (None, None) if value == 0 else (value, None)
