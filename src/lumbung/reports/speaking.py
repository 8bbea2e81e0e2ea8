"""Numbers and sentences as the page writes them: a number is a link to its list, a sentence may hold such numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from lumbung.core.language import Language, gettext_noop, translator
from lumbung.reports.addresses import INSIDE, Addresses
from lumbung.reports.drawing import interval
from lumbung.reports.embed import LIMIT
from lumbung.reports.figures import Base, Figure, Figures
from lumbung.reports.labels import Words
from lumbung.reports.picture import Picture, Rule, base_of

_OUTER = gettext_noop("at the outside")
_INTERVAL_HELP = gettext_noop("Smallest and largest number, if the pairs that wait for a person were judged otherwise")
_AS_OF = gettext_noop("As of %(day)s")
_AND_EVENTS = gettext_noop("Lists as of %(day)s, events until %(until)s")


@dataclass(frozen=True, slots=True)
class Number:
    """A number ready for the template: `href` is empty where no list opens."""

    text: str
    href: str
    title: str
    zero: bool
    bounds: str
    reach: str  # the bounds without the word that says how sharp they are
    bar: SafeString
    help: str


class Speech:
    """What all sections of one page need: words, figures, and how numbers are shown."""

    def __init__(self, picture: Picture, language: Language, addresses: Addresses = INSIDE, *, shown: int = 0) -> None:
        """`shown`: districts above which a table rolls them up; 0 = never."""
        self.addresses = addresses
        self.picture = picture
        self.language = language
        self._ = translator(language)
        self.words = Words(language)
        self.base = Base(picture)
        self.embeds = addresses.far or len(self.base) <= LIMIT
        self.figures = Figures(picture, self.base, opening=self.embeds, shown=shown)
        self.titles: dict[str, tuple[Figure, str]] = {}

    def number(self, figure: Figure, title: str, *, sign: int = 0) -> Number:
        """`figure` for the page; `title` names its list; `sign` -1 or +1 writes it as leaving or joining."""
        opens = figure.opens and self.embeds and figure.predicate is not None
        if opens:
            self.titles[self._address(figure)] = (figure, title)
        bounds = self.bounds(figure)
        count = figure.count * sign if sign else figure.count
        return Number(
            self.words.number(count, sign=bool(sign)),
            self._address(figure) if opens else "",
            title,
            figure.count == 0,
            bounds,
            self._reach(figure),
            mark_safe(interval(figure.count, figure.low, figure.high)) if bounds else SafeString(""),
            self._(_INTERVAL_HELP) + ("" if figure.exact else f" ({self._(_OUTER)})"),
        )

    def _address(self, figure: Figure) -> str:
        return self.addresses.of_selection(figure.table, figure.row, figure.column)

    def record_address(self, cooperative_id: str) -> str:
        """Where the cooperative's record opens; empty where the page carries none."""
        return self.addresses.of_record(cooperative_id) if self.embeds else ""

    def bounds(self, figure: Figure) -> str:
        """424–431, or nothing where the number is certain."""
        text = self._reach(figure)
        return f"{text} ({self._(_OUTER)})" if text and not figure.exact else text

    def _reach(self, figure: Figure) -> str:
        return f"{self.words.number(figure.low)}–{self.words.number(figure.high)}" if figure.uncertain else ""

    def link(self, figure: Figure, title: str) -> SafeString:
        """A number inside a sentence."""
        number = self.number(figure, title)
        if not number.href:
            return mark_safe(f'<b class="v">{escape(number.text)}</b>')
        return mark_safe(f'<a class="n" href="{escape(number.href)}">{escape(number.text)}</a>')

    def sentence(self, english: str, **params: Any) -> SafeString:
        """A catalogue sentence with its parameters: links stay links, everything else is escaped."""
        told = {
            name: conditional_escape(self.words.number(value) if isinstance(value, int) else value)
            for name, value in params.items()
        }
        return mark_safe(str(escape(self._(english))) % told)

    def say(self, english: str, **params: Any) -> str:
        """A catalogue sentence as plain text."""
        told = {name: self.words.number(value) if isinstance(value, int) else value for name, value in params.items()}
        return self._(english) % told

    def basis(self, rule: Rule) -> str:
        """Where a rule comes from: its legal basis, else its source."""
        return self._(rule.legal_basis) if rule.legal_basis else rule.source or ""

    def rule(self, rule: Rule) -> str:
        """The rule's title and version as every heading carries it."""
        return f"{self._(rule.title)} v{rule.version}"

    def reason(self, rule_code: str, code: str | None) -> str:
        """A reason code of a rule in words: the rule's own sentence, else ours, else the code made readable."""
        if not code:
            return ""
        for rule in self.picture.rules:
            if rule.code == rule_code and code in rule.reasons:
                return self._(rule.reasons[code])
        return self.words.label("reason", code)

    def base_word(self, base: str | None = None) -> str:
        """What the figures are counted among; `base` where a table has one of its own."""
        return self.words.label("base", base or base_of(self.picture))

    def district(self, code: str) -> str:
        """The district's name for a table or a map: without the word that all districts of the place begin with."""
        name = self.words.district(code)
        return name.removeprefix(self._common_word) if code.isdecimal() else name

    @cached_property
    def _common_word(self) -> str:
        names = [self.words.district(code) for code in self.base.coded("district").values if code and code.isdecimal()]
        first = {name.partition(" ")[0] for name in names}
        alike = len(names) > 1 and len(first) == 1 and all(" " in name for name in names)
        return f"{first.pop()} " if alike else ""

    def as_of(self) -> str:
        """Keadaan per ..., as every heading says it; where events of law after that day count, until when."""
        day = self.words.day(self.picture.as_of)
        until = getattr(self.picture, "events_until", None)  # an office's picture tells it: files bring no events
        if until is None:
            return self._(_AS_OF) % {"day": day}
        return self._(_AND_EVENTS) % {"day": day, "until": self.words.short_day(until)}

    def circumstances(self, base: str | None = None) -> str:
        """Date, rule and base, as every heading carries them."""
        return " · ".join((self.as_of(), self.rule(self.picture.rule), self.base_word(base)))
