"""Levels told by codes: 4, 4.1, 4.1.1 of accounts, and 72, 7201, 7201010 of places."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CODE = re.compile(r"^\d{1,10}(?:[.\-/]\d{1,6})*\.?$")
_SEPARATORS = ".-/"
_SHORTEST = 2  # digits of a code without separators: 1 and 10 may be numbers of rows


def code_levels(codes: Sequence[str], totals: Sequence[bool]) -> list[int] | None:
    """How deep each line stands, where its code begins with that of a line above; None where codes tell no levels.

    Lines without a code stand where the line above stands if they are totals, else at the top.
    """
    told = [code.strip().rstrip(".") for code in codes]
    filled = [code for code in told if code]
    if len(filled) < _SHORTEST or not all(_CODE.match(code) for code in filled) or len(set(filled)) < len(filled):
        return None
    stack: list[str] = []
    levels: list[int] = []
    shortest = min(map(len, filled))
    for code, total in zip(told, totals, strict=True):
        if not code:
            stack = stack if total else []
            levels.append(max(len(stack) - 1, 0))
            continue
        while stack and not _below(code, stack[-1]):
            stack.pop()
        if not stack and _steps(code) > _steps(filled[0]):
            return None  # a code whose upper one is missing
        if not stack and not _is_stepped(code) and len(code) > shortest:
            return None
        stack.append(code)
        levels.append(len(stack) - 1)
    return levels if any(levels) else None


def _below(code: str, upper: str) -> bool:
    """Whether `code` is one of those that `upper` stands for."""
    if not code.startswith(upper) or code == upper:
        return False
    if code[len(upper)] in _SEPARATORS:
        return True
    return not _is_stepped(code) and len(upper) >= _SHORTEST


def _is_stepped(code: str) -> bool:
    return any(sign in code for sign in _SEPARATORS)


def _steps(code: str) -> int:
    return sum(code.count(sign) for sign in _SEPARATORS)
