"""What a list is asked for: the address in parts, as filters and as chips that can be taken off one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from lumbung.access.roles import Act
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.ordering import SORTS
from lumbung.dashboards.typed import plain
from lumbung.engine.assessing import Rule, load_rules
from lumbung.engine.cleaning.law import law
from lumbung.reports.labels import GROUPS, Words, in_order

YES_NO = ("yes", "no")
PLACE = "cooperative__place__"  # statistics.Place of a registry.Version


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: GET parameter, its word, the column of `Version` it asks for, and where its values' words are."""

    name: str
    word: str  # English catalogue sentence
    column: str  # empty: lists.py says how it is asked
    group: str  # of reports.labels; "district", "vocabulary", "yes_no", "rule", "source" are read here


FACETS: Mapping[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet("category", _("Kind"), "category", "category"),
        Facet("district", _("District"), "district_code", "district"),
        Facet("standing", _("Activity status"), PLACE + "standing", "result"),
        Facet("position", _("Position in the streams"), PLACE + "position", "position"),
        Facet("supervising_level", _("Supervising level"), "supervising_level", "level"),
        Facet("visited", _("Visited"), "visited", "yes_no"),
        Facet("listed", _("Listed in ODS"), "listed", "yes_no"),
        Facet("group", _("Group of cooperative"), "group", "vocabulary"),
        Facet("form", _("Form of cooperative"), "form", "form"),
        Facet("source", _("Source"), "", "source"),
        Facet("rule", _("Criterion"), "", "rule"),
        Facet("rat", _("Annual meeting"), "", "rat"),
        Facet("expiring", _("NIK certificate"), "", "expiring"),
        Facet("unvisited", _("Not visited for"), "", "unvisited"),
        Facet("terms", _("Officers’ terms"), "", "terms"),
        Facet("ended", _("Whether it is here"), "", "ended"),
        Facet("merah_putih", _("Koperasi Kelurahan Merah Putih"), "merah_putih", "yes_no"),
        Facet("waiting", _("Pairs"), "", "waiting"),
        Facet("per", _("Counted on"), "", "per"),
    )
}
CHOSEN_BY_HAND = (
    "category", "district", "standing", "position", "supervising_level", "visited", "listed", "group", "form", "source",
)  # fmt: skip
_YES, _NO = _("yes"), _("no")
_DAYS, _MONTHS = _("expires within %(n)s days"), _("%(n)s months")
_CERTIFICATE = {"expired": _("expired"), "untold": _("no end told")}
_RAT = {
    "held": _("book year %(year)s: held"),
    "not_held": _("book year %(year)s: not held"),
    "not_due": _("book year %(year)s: not due yet"),
    "too_young": _("book year %(year)s: founded too late to hold one"),
    "unknown": _("book year %(year)s: not known"),
}
_ENDED = {
    "no": _("still here"),
    "yes": _("ended, moved away, or a branch"),
    "seen": _("ended or moved away, but found operating afterwards"),
}
_WORDS = {"waiting": _("wait for a person"), "terms": _("ended"), "per": _("today, not the day of the data")}
TODAY = "today"  # value of "per": dates are held against today, not against the day of the data
UNKNOWN = "unknown"
_LONGEST = 200  # characters of one value; longer ones are no question


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list's address: `query` of the search box, `figure` whose list it is, the filters in their order, `sort`."""

    query: str
    figure: str
    filters: tuple[tuple[str, str], ...]
    sort: str = ""  # of ordering.SORTS; empty: by name, or the nearest first where something was searched
    known: str = ""  # the moment of the past it is read at, as dashboards.moment reads it; empty: the present

    def of(self, name: str) -> tuple[str, ...]:
        """The values asked for under `name`; () = not asked."""
        return tuple(value for key, value in self.filters if key == name)

    @property
    def needs(self) -> tuple[Act, ...]:
        """What a reader must be allowed besides seeing the register: officers' terms are personal data."""
        return (Act.SEE_OFFICERS,) if self.of("terms") else ()

    @property
    def plain(self) -> bool:
        """Whether everything is asked for."""
        return not (self.query or self.figure or self.filters)

    def pairs(self) -> list[tuple[str, str]]:
        """All parameters, as an address or hidden inputs carry them."""
        told = [("angka", self.figure), ("q", self.query), *self.filters, ("urut", self.sort), ("tercatat", self.known)]
        return [(name, value) for name, value in told if value]

    @property
    def everything(self) -> str:
        """The address of the whole list at the same moment."""
        return Wanted("", "", (), known=self.known).address()

    @property
    def in_present(self) -> str:
        """The address of the same list today."""
        return replace(self, known="").address()

    def address(self, *more: tuple[str, str]) -> str:
        """`?...` of this list, `more` added."""
        return "?" + urlencode([*self.pairs(), *more])

    def without(self, name: str, value: str) -> str:
        """The address with one filter taken off."""
        return "?" + urlencode([pair for pair in self.pairs() if pair != (name, value)])

    def instead(self, name: str, value: str) -> str:
        """The address with `name` asked for `value` alone."""
        kept = [pair for pair in self.pairs() if pair[0] != name]
        return "?" + urlencode([*kept, (name, value)])


def wanted(parameters: QueryDict) -> Wanted:
    """What an address asks for; unknown parameters and empty values are left out, never an error."""
    filters = [(name, value) for name in FACETS for value in _values(parameters.getlist(name))]
    return Wanted(
        query=" ".join(_told(parameters.get("q", "")).split()),
        figure=_told(parameters.get("angka", "")),
        filters=tuple(dict.fromkeys(filters)),
        sort=sort if (sort := parameters.get("urut", "")) in SORTS else "",
        known=_told(parameters.get("tercatat", "")),
    )


def asked_by(address: str) -> Wanted:
    """The list of an address that was kept ("?district=647101")."""
    return wanted(QueryDict(address.removeprefix("?")))


def _values(told: Iterable[str]) -> list[str]:
    return [value for value in map(_told, told) if value]


def _told(text: Any) -> str:
    # PostgreSQL refuses NUL in text.
    return plain(text, _LONGEST)


# Words


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, and the address without it."""

    word: str
    value: str
    href: str


def sorts(asked: Wanted, language: Language) -> list[tuple[str, str, bool]]:
    """Every way to sort the list: its words, the address, and whether it is in force."""
    _t = translator(language)
    return [(_t(one.word), asked.instead("urut", one.name), one.name == asked.sort) for one in SORTS.values()]


def chips(asked: Wanted, language: Language, sources: Mapping[str, str]) -> list[Chip]:
    """The filters in force, in words. `sources`: primary key as text -> name."""
    _t = translator(language)
    out = [
        Chip(_t(FACETS[name].word), value_word(name, value, language, sources), asked.without(name, value))
        for name, value in asked.filters
    ]
    if asked.query:
        out.insert(0, Chip(_t(_("Search")), f"“{asked.query}”", asked.without("q", asked.query)))
    return out


def value_word(name: str, value: str, language: Language, sources: Mapping[str, str]) -> str:
    """A filter's value as a person reads it; one nobody knows is shown readable."""
    _t, words, group = translator(language), Words(language), FACETS[name].group
    if group == "yes_no":
        return _t(_YES if value == "yes" else _NO)
    if group == "district":
        return words.district(value)
    if group == "vocabulary":
        return group_word(value)
    if group == "source":
        return sources.get(value, value)
    if group == "rule":
        code, _colon, result = value.partition(":")
        return f"{rule_title(code, language)}: {words.label('result', result)}"
    if group in ("expiring", "unvisited"):
        if value in _CERTIFICATE:
            return _t(_CERTIFICATE[value])
        return _t(_DAYS if group == "expiring" else _MONTHS) % {"n": value}
    if group == "ended":
        return _t(_ENDED[value]) if value in _ENDED else value
    if group == "rat":
        year, _colon, state = value.partition(":")
        return _t(_RAT[state]) % {"year": year} if state in _RAT else value
    return _t(_WORDS[group]) if group in _WORDS else words.label(group, value)


@cache
def rules() -> dict[str, Rule]:
    """The shipped rules by code."""
    return {rule.code: rule for rule in load_rules()}


def rule_title(code: str, language: Language) -> str:
    """A rule's title; a code without a rule is shown readable."""
    rule = rules().get(code)
    return translator(language)(rule.title) if rule else code.replace("_", " ")


def reason_word(rule_code: str, code: str, language: Language) -> str:
    """A reason under a rule: the rule's own sentence, else the house's."""
    rule = rules().get(rule_code)
    if rule and code in rule.reasons:
        return translator(language)(rule.reasons[code])
    return Words(language).label("reason", code) if code else ""


def group_word(code: str) -> str:
    """A group of cooperatives by its official name, which has no translation."""
    entry = law("vocabularies")["group"].get(code)
    return str(entry["label"]) if entry else code.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as a select: (value, word, chosen)."""

    name: str
    word: str
    options: list[tuple[str, str, bool]]


def choices(asked: Wanted, language: Language, districts: Iterable[str], sources: Mapping[str, str]) -> list[Choice]:
    """The filters a person can add, each with all its values; `districts` are six-digit codes."""
    values: dict[str, list[str]] = {"district": [*districts, "unknown"], "source": list(sources)}
    values["group"] = list(law("vocabularies")["group"])
    out = []
    for name in CHOSEN_BY_HAND:
        group = FACETS[name].group
        known = values.get(name) or (list(YES_NO) if group == "yes_no" else in_order(set(GROUPS.get(group, ())), group))
        told = [(value, value_word(name, value, language, sources), value in asked.of(name)) for value in known]
        out.append(Choice(name, translator(language)(FACETS[name].word), told))
    return [choice for choice in out if len(choice.options) > 1]
