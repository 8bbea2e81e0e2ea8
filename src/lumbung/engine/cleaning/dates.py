"""Days as lists write them: Indonesian order, month names, Excel's serial numbers (handbook 2.10)."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache

from lumbung.engine.cleaning.folding import lower_ascii
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.trouble import Trouble, trouble
from lumbung.engine.cleaning.vocabularies import told

FIRST_YEAR, LAST_YEAR = 1900, 2100
_PIVOT = 50  # two-digit years from 50 on are of the 20th century
_EXCEL_FIRST = date(1899, 12, 30)
_EXCEL_SERIALS = range(3654, 73051)  # 1910 to 2099: smaller numbers are years or slips
_NOTHING = frozenset({date(1900, 1, 1), date(1900, 1, 2), date(1899, 12, 30), date(1899, 12, 31)})

_TIME = re.compile(r"[\sT]+[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2})?(\.[0-9]+)?\s*(wita|wib|wit|z|am|pm)?$", re.IGNORECASE)
_DAY_NAME = re.compile(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)[\s,]+")
_ISO = re.compile(r"^([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})$")
_NUMBERS = re.compile(r"^([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{4}|[0-9]{2})$")
_NAMED = re.compile(r"^([0-9]{1,2})[\s\-/.]*([a-z]{3,})[\s\-/.,]*([0-9]{4}|[0-9]{2})$")
_COMPACT = re.compile(r"^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$")
_SERIAL = re.compile(r"^([0-9]{4,5})([.,][0-9]+)?$")
_PARTIAL = re.compile(r"^(?:[a-z]{3,}[\s\-/.]*|[0-9]{1,2}[-/])?(?:19|20)[0-9]{2}$")


@cache
def _months() -> dict[str, int]:
    return {**law("months")["names"], **law("months")["roman"]}


def read_date(text: str | None) -> tuple[date | None, Trouble | None]:
    """The day `text` means, day before month. "0000-00-00", "-" and 1 January 1900 mean none."""
    clean = told(text)
    if clean is None:
        return None, None
    plain = _DAY_NAME.sub("", _TIME.sub("", lower_ascii(clean)).strip())
    if not re.sub(r"[0\-/. :]", "", plain):
        return None, None
    parts = _split(plain)
    if parts is None:
        serial = _SERIAL.match(plain)
        if serial and int(serial.group(1)) in _EXCEL_SERIALS:
            return _EXCEL_FIRST + timedelta(days=int(serial.group(1))), None
        return None, trouble("clean.date_incomplete" if _PARTIAL.match(plain) else "clean.date_unread")
    return _day(*parts)


def _split(plain: str) -> tuple[int, int, int] | None:
    """Year, month, day as written; month 0 where a month's name is not known."""
    iso = _ISO.match(plain) or _COMPACT.match(plain)
    if iso:
        return int(iso.group(1)), int(iso.group(2)), int(iso.group(3))
    numbers = _NUMBERS.match(plain)
    if numbers:
        return _full_year(numbers.group(3)), int(numbers.group(2)), int(numbers.group(1))
    named = _NAMED.match(plain)
    if named and named.group(2) in _months():
        return _full_year(named.group(3)), _months()[named.group(2)], int(named.group(1))
    return None


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= _PIVOT else 2000)


def _day(year: int, month: int, day: int) -> tuple[date | None, Trouble | None]:
    if not year or not month or not day:
        return None, None  # half-empty stamps such as 0000-01-01 or 2019-00-00 tell no day
    if not FIRST_YEAR - 1 <= year <= LAST_YEAR:
        return None, trouble("clean.date_impossible_year", year=year)
    if month > 12:
        return None, trouble("clean.date_no_such_month", month=month)
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return None, trouble("clean.date_no_such_day", day=day, last=f"{last:02d}/{month:02d}/{year}")
    found = date(year, month, day)
    return (None, None) if found in _NOTHING else (found, None)
