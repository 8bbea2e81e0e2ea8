"""Cell values become text without loss; what they mean is for the cleaners."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc


def text_column(values: Sequence[object]) -> pa.Array | None:
    """Cell values as a string column; empty and whitespace cells are null. None when nothing is left."""
    if set(map(type, values)) != {str}:
        values = [text_of(value) for value in values]
    return without_blanks(pa.array(values, pa.string()))


def without_blanks(texts: pa.Array) -> pa.Array | None:
    """A string column with null for the empty text and for whitespace alone. None when nothing is left."""
    blank = pc.or_(pc.equal(texts, ""), pc.utf8_is_space(texts))
    if pc.any(blank).as_py():
        texts = pc.if_else(blank, pa.scalar(None, pa.string()), texts)
    return texts if texts.null_count < len(texts) else None


def text_of(value: object) -> str | None:
    """One cell value as text; None stays None.

    Whole numbers have no ".0" (a cooperative's number stored as a number is exact below 2**53), days are
    YYYY-MM-DD, a moment keeps its time as YYYY-MM-DD HH:MM:SS, booleans are TRUE and FALSE.
    """
    if value is None:
        return None
    writer = _WRITERS.get(type(value))
    return writer(value) if writer else _other(value)


def _float(value: float) -> str | None:
    if not math.isfinite(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)


def _decimal(value: Decimal) -> str | None:
    if not value.is_finite():
        return None
    return str(int(value)) if value == value.to_integral_value() else format(value.normalize(), "f")


def _moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.replace(microsecond=0, tzinfo=None).isoformat(" ")


def _other(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").replace("\0", "")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


_WRITERS: dict[type, Callable[..., str | None]] = {
    str: lambda value: value,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    float: _float,
    Decimal: _decimal,
    datetime: _moment,
    date: lambda value: value.isoformat(),
    time: lambda value: value.isoformat("seconds"),
    timedelta: str,
}
