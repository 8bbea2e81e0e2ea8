"""Lists at a moment in the past: the versions known then, what the rules said of them, and the filters that have a past.

What waits for people (pairs) and the ends of officers' terms are told of today only: such filters are left out, and
the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lumbung.access.models import Office
from lumbung.dashboards import rat
from lumbung.dashboards.asking import FACETS, PLACE, UNKNOWN, Wanted
from lumbung.dashboards.figures import COLUMNS, PLACED, RULE
from lumbung.dashboards.filtering import certificate, day_of, number_of, unvisited
from lumbung.dashboards.moment import Moment
from lumbung.engine.cleaning.law import law
from lumbung.engine.tabulating.positions import STEPS
from lumbung.registry.history import memberships_known, versions_known
from lumbung.registry.models import Version
from lumbung.standing.queries import in_force, results_known

WITHOUT_PAST = frozenset({"waiting", "terms"})  # filters
_NOT_KEPT = frozenset({"field_only_reason"})  # columns of predicates
_TO_DO = frozenset({"rat", "expiring", "unvisited"})  # what nobody asks of one that ended or left the area
_RESULTS = "cooperative__results"
STANDING, REASON, POSITION = "standing_then", "reason_then", "position_then"  # of `versions_then`
# Every rule says of what ended, or left, why it did (law/endings.toml): no need to look into a version's fields.
ENDINGS = {one["reason"]: one["position"] for one in law("endings")["ending"].values()}
HERE = ~Q(**{f"{REASON}__in": list(ENDINGS)})  # neither ended nor moved out of the office's area
# The rule's word itself, of which the database knows how frequent it is; not STANDING, which stands for nothing too.
_IN_THE_PAST = {PLACE + "standing": "said__result", PLACE + "position": POSITION}
_FALSE = Q(pk__in=[])


def versions_then(office: Office, moment: Moment, rule: str) -> QuerySet[Version]:
    """The versions known at `moment`, with what `rule` said of each (STANDING, REASON) and its POSITION."""
    ruled = Q(**{f"{_RESULTS}__office": office, f"{_RESULTS}__rule": rule}) & in_force(f"{_RESULTS}__", moment.at)
    versions = versions_known(office, moment.at).annotate(said=FilteredRelation(_RESULTS, condition=ruled))
    told = {STANDING: Coalesce(F("said__result"), Value("")), REASON: Coalesce(F("said__reason"), Value(""))}
    return versions.annotate(**told).annotate(**{POSITION: _position()})


def _position() -> Case:
    """Where a version stands in the streams (engine.tabulating.positions), from its columns and the rule's word."""
    active = Q(**{STANDING: "active"})
    outside = Q(listed=False)
    ended = [When(**{REASON: reason}, then=Value(position)) for reason, position in ENDINGS.items()]
    steps = [When(**{REASON: reason}, then=Value(step)) for reason, step in STEPS.items()]
    return Case(
        When(outside & ~HERE, then=Value("gone_unlisted")),
        *ended,
        When(outside & Q(visited=False) & active, then=Value("active_counter_only")),
        When(outside & Q(visited=False), then=Value("other_counter_only")),
        When(outside & active, then=Value("active_field_only")),
        When(outside, then=Value("other_field_only")),
        When(active, then=Value("active_listed")),
        *steps,
        When(**{STANDING: "inactive"}, then=Value("criterion_not_met")),
        When(visited=False, then=Value("not_visited")),
        default=Value("undecided"),
        output_field=CharField(),
    )


# Filters


def dropped(asked: Wanted) -> list[tuple[str, str]]:
    """The filters of `asked` that have no past."""
    return [pair for pair in asked.filters if pair[0] in WITHOUT_PAST]


def filters_then(office: Office, asked: Wanted, moment: Moment) -> Q:
    """All filters that have a past, together; several values of one filter are alternatives."""
    out = Q()
    day = day_of(asked, moment.data_day, moment.day)
    for name in dict.fromkeys(name for name, _ in asked.filters):
        if name not in WITHOUT_PAST:
            out &= _asked(office, name, list(asked.of(name)), moment, day)
    return out & HERE if _TO_DO & {name for name, _ in asked.filters} else out


def _asked(office: Office, name: str, values: list[str], moment: Moment, day: Any) -> Q:
    facet = FACETS[name]
    column = _IN_THE_PAST.get(facet.column, facet.column)
    if facet.group == "yes_no":
        return Q(**{f"{column}__in": [value == "yes" for value in values]})
    if column:
        return Q(**{f"{column}__in": ["" if (name, value) == ("district", UNKNOWN) else value for value in values]})
    if name == "source":
        sources = [int(value) for value in values if value.isdecimal()][:50]
        mine = memberships_known(moment.at).filter(cooperative=OuterRef("cooperative"), entry__source__in=sources)
        return Q(Exists(mine))
    if name == "rule":
        pairs = [value.partition(":") for value in values]
        return reduce(or_, (_under(office, code, [result], moment) for code, _, result in pairs), _FALSE)
    if name == "rat":
        return _meetings(office, values, moment)
    if name == "expiring":
        return reduce(or_, (certificate(value, day) for value in values), _FALSE)
    if name == "unvisited":
        return unvisited(number_of(values[0]), day)
    return _ended(values) if name == "ended" else Q()


def _ended(values: Sequence[str]) -> Q:
    told = {"no": HERE, "yes": ~HERE, "seen": ~HERE & Q(fields__seen_after_ending=True)}
    return reduce(or_, (told.get(value, _FALSE) for value in values), _FALSE)


def _meetings(office: Office, values: Sequence[str], moment: Moment) -> Q:
    out = _FALSE
    for year, state in filter(None, map(rat.parts, values)):
        if year != rat.closed_year(moment.data_day):
            out |= rat.in_year(year, state, moment.data_day)
            continue
        result, reasons = rat.JUDGED[state]
        out |= _under(office, rat.RULE, [result, *([None] if state == "unknown" else [])], moment, reasons)
    return out


def _under(office: Office, code: str, results: Sequence[str | None], moment: Moment, reasons: Sequence[str] = ()) -> Q:
    """Versions whose cooperative stood under the rule as one of `results`; None = nobody judged it under it."""
    judged = results_known(office, moment.at).filter(rule=code)
    told = judged.filter(result__in=[one for one in results if one], **({"reason__in": reasons} if reasons else {}))
    asked = Q(cooperative__in=told.values("cooperative"))
    return asked | ~Q(cooperative__in=judged.values("cooperative")) if None in results else asked


# Figures


def condition_then(office: Office, predicate: Mapping[str, Any], moment: Moment) -> Q | None:
    """A figure's predicate on the versions of `moment`; None where it asks for what is told of today only."""
    if _NOT_KEPT & predicate.keys():
        return None
    out = Q()
    for column, wanted in predicate.items():
        out &= _told(office, column, wanted if isinstance(wanted, list) else [wanted], moment)
    return out


def _told(office: Office, column: str, values: list[Any], moment: Moment) -> Q:
    if column == PLACED:
        placed = Q(latitude__isnull=False, longitude__isnull=False)
        return placed if values == [True] else ~placed if values == [False] else Q()
    if column.startswith(RULE):
        return _under(office, column.removeprefix(RULE), values, moment)
    if column == "ending" and values == [None]:
        return HERE
    own = COLUMNS.get(column)
    if own == "district_code":
        return Q(district_code__in=["" if value in (None, "unknown") else value for value in values])
    there = [value for value in values if value is not None]
    if own:
        return Q(**{f"{_IN_THE_PAST.get(own, own)}__in": there})
    asked = Q(**{f"fields__{column}__in": there}) if there else _FALSE
    return asked | Q(**{f"fields__{column}__isnull": True}) if None in values else asked
