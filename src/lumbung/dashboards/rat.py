"""Annual meetings by book year: held, not held, not due yet, or nobody knows.

The last closed book year is told by the rule (law/rules/rat_book_year.toml), with its deadlines. Of the years before it
a register tells little: it names the last meeting alone, so that an earlier one stays unknown once a later was held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lumbung.access.models import Office
from lumbung.dashboards.asking import rules
from lumbung.standing.models import Result

RULE = "RAT_BOOK_YEAR"
STATES = ("held", "not_held", "not_due", "too_young", "unknown")
YEARS = 3  # how many book years are listed
# state -> (result, reasons) of the rule; no reasons: any
JUDGED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "held": ("active", ()),
    "not_held": ("inactive", ()),
    "not_due": ("not_applicable", ("rat_not_due",)),
    "too_young": ("not_applicable", ("first_book_year_open",)),
    "unknown": ("unknown", ()),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when the meeting of a book year is to be held, by form of the cooperative."""

    primary: date
    secondary: date


def closed_year(day: date) -> int:
    """The last book year that was closed on `day`.

    ASSUMPTION: book years are calendar years; articles may say otherwise (handbook 1.2).
    """
    return day.year - 1


def deadline(book_year: int) -> Deadline:
    """The deadlines of `book_year`, as the rule that judges it has them: ends of months of the next year."""
    return Deadline(*(_end(book_year + 1, _month(form)) for form in ("primary", "secondary")))


def _month(form: str) -> int:
    """The last month in which a meeting is not due yet, by the clause of the rule for that form."""
    for clause in rules()[RULE].clauses:
        tests = {test.input: test for test in clause.tests}
        if clause.reason == "rat_not_due" and "form" in tests and tests["form"].among == (form,):
            return tests["month"].most or 0
    raise LookupError(form)


def _end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def parts(value: str) -> tuple[int, str] | None:
    """ "2023:held" -> (2023, "held"); None where it says neither."""
    year, _, state = value.partition(":")
    return (int(year), state) if year.isdecimal() and 1900 <= int(year) <= 9_000 and state in STATES else None


def condition(office: Office, values: Sequence[str], day: date) -> Q:
    """Cooperatives that are, for one of the book years, in the state told; `day` is that of the data."""
    out = Q(pk__in=[])
    for told in filter(None, map(parts, values)):
        year, state = told
        out |= _judged(office, state) if year == closed_year(day) else in_year(year, state, day)
    return out


def _judged(office: Office, state: str) -> Q:
    result, reasons = JUDGED[state]
    judged = Result.objects.filter(office=office, rule=RULE, until__isnull=True)
    told = judged.filter(result=result, **({"reason__in": reasons} if reasons else {}))
    asked = Q(cooperative__in=told.values("cooperative"))
    # Whom nobody judged is unknown too.
    return asked | ~Q(cooperative__in=judged.values("cooperative")) if state == "unknown" else asked


def in_year(year: int, state: str, day: date) -> Q:
    """The state of a book year that is not the last closed one, by the last meeting told.

    Of a year before it: held in the year after it, or not held where the last meeting was even earlier. Of a year that
    was not closed on `day`, nothing is due.
    """
    if year > closed_year(day):
        return ~Q(pk__in=[]) if state == "not_due" else Q(pk__in=[])
    first, last = date(year + 1, 1, 1), date(year + 1, 12, 31)
    return {
        "held": Q(last_rat_on__gte=first, last_rat_on__lte=last),
        "not_held": Q(last_rat_on__lt=first),
        "unknown": Q(last_rat_on__isnull=True) | Q(last_rat_on__gt=last),
    }.get(state, Q(pk__in=[]))
