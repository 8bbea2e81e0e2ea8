"""The filters of a list as one condition on `registry.Version`, judged on one day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from lumbung.access.models import Office
from lumbung.dashboards import rat
from lumbung.dashboards.asking import FACETS, TODAY, UNKNOWN, Wanted
from lumbung.dashboards.endings import ended, here
from lumbung.dashboards.figures import under_rule
from lumbung.dashboards.terms import ended as terms_ended
from lumbung.linkage.models import Attachment, Pair
from lumbung.registry.models import Membership

_TO_DO = frozenset({"rat", "expiring", "unvisited", "terms"})  # what nobody asks of one that ended or left the area
_LONGEST = 10_000  # days or months of one question


def day_of(asked: Wanted, data_day: date, today: date) -> date:
    """The day dates are held against: that of the data, or today where the address says so."""
    return today if TODAY in asked.of("per") else data_day


def filters(office: Office, asked: Wanted, data_day: date, today: date) -> Q:
    """All filters together; several values of one filter are alternatives.

    Args:
        data_day: The day the office's data speaks of.
    """
    out, day = Q(), day_of(asked, data_day, today)
    for name in dict.fromkeys(name for name, _ in asked.filters):
        values = list(asked.of(name))
        column = FACETS[name].column
        if FACETS[name].group == "yes_no":
            out &= Q(**{f"{column}__in": [value == "yes" for value in values]})
        elif column:
            told = ["" if name == "district" and value == UNKNOWN else value for value in values]
            out &= Q(**{f"{column}__in": told})
        elif name == "rat":
            out &= rat.condition(office, values, data_day)
        else:
            out &= _special(office, name, values, day)
    return out & here(office) if _TO_DO & {name for name, _ in asked.filters} else out


def _special(office: Office, name: str, values: list[str], day: date) -> Q:
    if name == "source":
        sources = [int(v) for v in values if v.isdecimal()][:50]
        listed = Attachment.objects.filter(cooperative=OuterRef("cooperative"), entry__source__in=sources)
        return Q(Exists(memberships().filter(entry__source__in=sources))) | Q(Exists(listed))
    if name == "rule":
        out = Q(pk__in=[])
        for value in values:
            code, _, result = value.partition(":")
            out |= under_rule(office, code, [result])
        return out
    if name == "expiring":
        out = Q(pk__in=[])
        for value in values:
            out |= certificate(value, day)
        return out
    if name == "unvisited":
        return unvisited(number_of(values[0]), day)
    if name == "terms":
        return terms_ended(office, day)
    if name == "ended":
        return ended(office, values)
    return waiting(office) if name == "waiting" else Q()


def number_of(text: str) -> int:
    """Days or months a filter names; 0 where it names none."""
    return min(int(text) if text.isdecimal() else 0, _LONGEST)


def certificate(value: str, day: date) -> Q:
    """Certificates by the end they tell: a number of days (the end itself still counts), "expired" or "untold"."""
    if value == "expired":
        said = Q(certificate_valid_to__isnull=True, certificate_status="expired")  # the register's word, without a day
        return Q(certificate_valid_to__lt=day) | said
    if value == "untold":
        return Q(certificate_valid_to__isnull=True) & ~Q(certificate_status="expired")
    return Q(certificate_valid_to__gte=day, certificate_valid_to__lte=day + timedelta(days=number_of(value)))


def unvisited(months: int, day: date) -> Q:
    """Never visited, visited on a day nobody told, or visited longer ago than `months`."""
    return Q(visited_on__isnull=True) | Q(visited_on__lt=months_before(day, months))


def waiting(office: Office) -> Q:
    """Cooperatives one of whose rows is in a pair that waits for a person."""
    pairs = Pair.objects.filter(office=office, tier="review", judged="")
    return Q(Exists(memberships().filter(Q(entry__in=pairs.values("left")) | Q(entry__in=pairs.values("right")))))


def memberships() -> QuerySet[Membership]:
    """The memberships in force of a version's cooperative, for `Exists`."""
    return Membership.objects.filter(cooperative=OuterRef("cooperative"), known__upper_inf=True)


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last of that month."""
    year, month = divmod(max(day.year * 12 + day.month - 1 - months, 12), 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)
