"""Permanent numbers of cooperatives: office code, serial, check digit."""

from __future__ import annotations

import re

_WIDTH = 6
_SHAPE = re.compile(rf"(?P<body>\w+-\d{{{_WIDTH},}})-(?P<digit>\d)")


def permanent_number(office_code: str, serial: int) -> str:
    """`6471-000123-7`: unique across offices, never used again."""
    body = f"{office_code}-{serial:0{_WIDTH}d}"
    return f"{body}-{check_digit(body)}"


def is_permanent_number(text: str) -> bool:
    """Whether the last digit fits the rest, so that a slip of the pen is noticed."""
    shape = _SHAPE.fullmatch(text)
    return shape is not None and shape["digit"] == str(check_digit(shape["body"]))


def check_digit(body: str) -> int:
    """ISO/IEC 7064, MOD 11,10, over the digits of `body`; finds every single wrong digit."""
    product = 10
    for digit in (int(c) for c in body if c.isdecimal()):
        total = (digit + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10
