"""The list behind a figure: its predicate as a condition on versions, its unit, and the words that name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.counter.queries import events_told_until, legal_events
from lumbung.dashboards.asking import PLACE
from lumbung.dashboards.endings import here
from lumbung.dashboards.moment import Moment
from lumbung.reports.labels import GROUPS, Words
from lumbung.standing.models import Result
from lumbung.statistics.models import Cell, Picture

RULE = "rule:"
PLACED = "placed"
_AS_OF, _AND_EVENTS = _("as of %(as_of)s"), _("lists as of %(day)s, events until %(until)s")
ROW = "row"  # unit: rows of the register, not cooperatives
# Columns of a predicate that stand as columns of their own, with indexes; "unknown" and nothing are stored as "".
COLUMNS = {
    "category": "category",
    "district": "district_code",
    "supervising_level": "supervising_level",
    "listed": "listed",
    "visited": "visited",
    "standing": PLACE + "standing",
    "position": PLACE + "position",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """A figure and the list it opens."""

    name: str  # table/row/column
    predicate: Mapping[str, Any]
    unit: str  # cooperative | row | person | rupiah
    count: int
    titles: Mapping[str, str]  # language -> words

    @property
    def rows(self) -> bool:
        """Whether the list shows rows of the register instead of cooperatives."""
        return self.unit == ROW

    @property
    def surplus(self) -> bool:
        """Whether only the rows beyond a cooperative's first one are meant."""
        return self.rows and self.name.split("/")[1].startswith("duplicate")

    def title(self, language: Language) -> str:
        """What the figure counts."""
        return self.titles.get(language) or _named(self.name, language)


@dataclass(frozen=True, slots=True)
class Told:
    """What a list needs of the office's picture, without its drawings."""

    as_of: date
    rule: str
    rule_version: int
    computed_at: datetime
    opening: Opening | None
    events_until: date | None = None  # where events of law after `as_of` count: until when

    def dated(self, language: Language) -> str:
        """The day it speaks of, as headings say it after other words."""
        translate, day = translator(language), Words(language).day(self.as_of)
        if self.events_until is None:
            return translate(_AS_OF) % {"as_of": day}
        return translate(_AND_EVENTS) % {"day": day, "until": Words(language).short_day(self.events_until)}

    def then(self, office: Office, moment: Moment) -> Told:
        """The same of an earlier moment: the days of its lists, and of the events that counted then."""
        until = max(moment.data_day, timezone.localtime(moment.computed).date())
        told = events_told_until(legal_events(office, moment.computed), day=moment.data_day, until=until)
        return replace(self, as_of=moment.data_day, events_until=told)


def told_of(office: Office, figure: str) -> Told | None:
    """The picture's day, rule and the opening of `figure` ("" or a name nobody knows: none); None without a picture."""
    pictures = Picture.objects.filter(office=office)
    # The openings of a large office are some megabytes: looked into only where a figure is named.
    opening = [KeyTransform(figure, "openings")] if figure else []
    row = pictures.values_list("as_of", "rule", "rule_version", "computed_at", "events_until", *opening).first()
    if row is None:
        return None
    as_of, rule, version, at, until, *stored = row
    return Told(as_of, rule, version, at, _opening(office, figure, stored[0]) if figure else None, until)


def _opening(office: Office, figure: str, stored: Any) -> Opening | None:
    if stored:
        return Opening(figure, stored["p"] or {}, stored["u"], stored["n"], stored["t"])
    table, _slash, rest = figure.partition("/")
    row, _slash, column = rest.rpartition("/")
    cell = Cell.objects.filter(office=office, table=table, row=row, column=column).first()
    return Opening(figure, cell.predicate, cell.unit, cell.count, {}) if cell else None


def _named(name: str, language: Language) -> str:
    """Words for a figure nobody named: row and column, each by the first list of words that knows it."""
    words = Words(language)
    _table, _slash, rest = name.partition("/")
    row, _slash, column = rest.rpartition("/")
    groups = ("position", "result", "category", "level", "recap", "field_only")

    def word(code: str) -> str:
        group = next((group for group in groups if code in GROUPS[group]), "")
        return words.district(code) if code.isdecimal() else words.label(group, code)

    return ", ".join(word(code) for code in (row, column) if code != "total")


def condition(office: Office, predicate: Mapping[str, Any]) -> Q:
    """A predicate (engine.tables.CELLS) as a condition on `registry.Version`."""
    out = Q()
    for column, wanted in predicate.items():
        out &= _asked(office, column, wanted if isinstance(wanted, list) else [wanted])
    return out


def _asked(office: Office, column: str, values: list[Any]) -> Q:
    if column == PLACED:
        placed = Q(latitude__isnull=False, longitude__isnull=False)
        return placed if values == [True] else ~placed if values == [False] else Q()
    if column.startswith(RULE):
        return under_rule(office, column.removeprefix(RULE), values)
    if column == "ending" and values == [None]:
        return here(office)
    own = COLUMNS.get(column)
    if own == "district_code":
        return Q(district_code__in=["" if value in (None, "unknown") else value for value in values])
    if own:
        return Q(**{f"{own}__in": [value for value in values if value is not None]})
    there = [value for value in values if value is not None]
    asked = Q(**{f"{PLACE}row__{column}__in": there}) if there else Q(pk__in=[])
    return asked | Q(**{f"{PLACE}row__{column}__isnull": True}) if None in values else asked


def under_rule(office: Office, code: str, results: list[Any]) -> Q:
    """Cooperatives whose result in force under the rule is one of `results`; None = nobody judged them under it."""
    judged = Result.objects.filter(office=office, rule=code, until__isnull=True)
    there = [result for result in results if result is not None]
    asked = Q(cooperative__in=judged.filter(result__in=there).values("cooperative")) if there else Q(pk__in=[])
    return asked | ~Q(cooperative__in=judged.values("cooperative")) if None in results else asked
