"""One line of a list as the page writes it, and the title that says what the list holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.asking import FACETS, Wanted, group_word, reason_word, value_word
from lumbung.dashboards.endings import ending_word
from lumbung.dashboards.lists import Selection
from lumbung.reports.labels import Words

_DIFFERS = {"kind": _("other kind in ODS"), "district": _("other district in ODS")}
_ODS, _FIELD = _("ODS"), _("field")
_NOT_YET = _("not yet")


@dataclass(frozen=True, slots=True)
class Line:
    """A cooperative, or one row of the register, in words."""

    href: str
    name: str
    number: str
    kind: str
    group: str
    district: str
    village: str
    standing: str
    standing_word: str
    reason: str
    rat: str
    visited: str
    members: str
    sources: str
    differs: str
    place: str  # file, sheet and row; empty for a cooperative


class Writer:
    """Rows of `lists.page` into lines; words are looked up once a page, so templates only print."""

    def __init__(self, rule: str, language: Language, past: str = "") -> None:
        """`past`: what an address of the same moment ends in (`moment_pages.past`)."""
        self.rule, self.past = rule, past
        self.language = language
        self.words = Words(language)
        self._ = translator(language)

    def line(self, row: Mapping[str, Any]) -> Line:
        """One row in words."""
        words = self.words
        standing = row["standing"] or "unknown"
        return Line(
            href=reverse("dashboards:cooperative", args=[row["number"]]) + self.past,
            name=row["name"] or row["number"],
            number=row["number"],
            kind=words.label("category", row["category"]),
            group=group_word(row["group"]) if row["group"] else "",
            district=words.district(row["district_code"] or None),
            village=words.village(row["village_code"]),
            standing=standing,
            standing_word=ending_word(row["reason"] or "", standing, self.language),
            reason=reason_word(self.rule, row["reason"] or "", self.language),
            rat=words.short_day(row["last_rat_on"]),
            visited=words.short_day(row["visited_on"]) or ("" if row["visited"] else self._(_NOT_YET)),
            members="" if row["members"] is None else words.number(row["members"]),
            sources=self._sources(row),
            differs=self._differs(row),
            place=self._place(row),
        )

    def _sources(self, row: Mapping[str, Any]) -> str:
        told = ((_ODS, row["register_records"]), (_FIELD, row["census_records"]))
        return ", ".join(f"{self._(word)}{f' ×{n}' if n > 1 else ''}" for word, n in told if n)

    def _differs(self, row: Mapping[str, Any]) -> str:
        both = row["register_records"] and row["census_records"]
        kind = both and row["kind_register"] and row["kind_register"] != row["kind"]
        district = both and row["district_register"] and row["district_register"] != row["district_code"]
        pairs = (("kind", kind), ("district", district))
        return ", ".join(self._(_DIFFERS[name]) for name, differs in pairs if differs)

    def _place(self, row: Mapping[str, Any]) -> str:
        if "file" not in row:
            return ""
        return place_word(row["file"], row["sheet"], row["row"], self.language)


_PLACE, _PLACE_BARE = _("{file}, sheet {sheet}, row {row}"), _("{file}, row {row}")
_PLACE_COUNTER = _("Counter, act {act}, file {file}")


def place_word(file: str, sheet: str, row: int, language: Language) -> str:
    """Where a source row stands."""
    sentence = translator(language)(_PLACE if sheet else _PLACE_BARE)
    return sentence.format(file=file, sheet=sheet, row=row)


def act_word(act: int, file: str, language: Language) -> str:
    """Where a row that was written at the counter stands."""
    return translator(language)(_PLACE_COUNTER).format(act=act, file=file)


# Titles

_ALL = _("%(n)s cooperatives known")
_SOME = _("%(n)s cooperatives: %(what)s")
_ROWS = _("%(n)s rows: %(what)s")
_AMOUNT = _("%(n)s cooperatives behind %(amount)s: %(what)s")
_ONE = _("1 cooperative: %(what)s")
_GONE = _("This figure opens no list")


def title(chosen: Selection, n: int, language: Language, sources: Mapping[str, str]) -> str:
    """What the list holds, said with its number."""
    _t, words = translator(language), Words(language)
    opening = chosen.opening
    if chosen.asked.figure and opening is None:
        return _t(_GONE)
    what = "; ".join(_parts(chosen, language, sources))
    told = {"n": words.number(n), "what": what}
    if not what:
        return _t(_ALL) % told
    if opening and opening.unit in ("person", "rupiah"):
        amount = words.number(opening.count)
        return _t(_AMOUNT) % {**told, "amount": f"Rp{amount}" if opening.unit == "rupiah" else amount}
    if chosen.of_rows:
        return _t(_ROWS) % told
    return _t(_ONE if n == 1 else _SOME) % told


def _parts(chosen: Selection, language: Language, sources: Mapping[str, str]) -> list[str]:
    asked = chosen.asked
    parts = [chosen.opening.title(language)] if chosen.opening else []
    if asked.query:
        parts.append(f"“{asked.query}”")
    return parts + _filter_words(asked, language, sources)


def _filter_words(asked: Wanted, language: Language, sources: Mapping[str, str]) -> list[str]:
    """Filters in running text: a value that says what it is stands alone, yes and no need their word."""
    _t, out = translator(language), []
    for name in dict.fromkeys(name for name, _value in asked.filters):
        told = ", ".join(value_word(name, value, language, sources) for value in asked.of(name))
        alone = FACETS[name].group in (
            "category",
            "district",
            "result",
            "position",
            "ended",
            "vocabulary",
            "source",
            "rule",
            "form",
        )
        out.append(told if alone else f"{_t(FACETS[name].word)} {told}")
    return out
