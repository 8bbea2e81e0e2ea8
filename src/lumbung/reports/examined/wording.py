"""Sentences and figures about claims in the reader's language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from lumbung.core.findings import Finding, Param
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.core.sentences import Spoken, say
from lumbung.engine.claims.model import Examined, Result, Verdict
from lumbung.engine.claims.sentences import CELLS, NUMBERS, SERIES
from lumbung.engine.claims.telling import culprit_told

SIGNS: Mapping[Result, str] = {"holds": "✓", "fails": "✗", "broken_series": "✗", "cannot_tell": "?"}
STATUSES: Mapping[Result, str] = {
    "holds": "active",
    "fails": "inactive",
    "broken_series": "inactive",
    "cannot_tell": "waiting",
}
RESULTS: Mapping[Result, str] = {
    "holds": gettext_noop("Adds up"),
    "fails": gettext_noop("Does not add up"),
    "broken_series": gettext_noop("Series broken"),
    "cannot_tell": gettext_noop("Cannot be told"),
}
_TALLIES: Mapping[Result, str] = {
    "holds": gettext_noop("%(count)s add up"),
    "fails": gettext_noop("%(count)s do not add up"),
    "broken_series": gettext_noop("%(count)s broken"),
    "cannot_tell": gettext_noop("%(count)s cannot be told"),
}
# Of one alone; Indonesian says it alike.
_TALLIES_OF_ONE: Mapping[Result, str] = {
    "holds": gettext_noop("%(count)s adds up"),
    "fails": gettext_noop("%(count)s does not add up"),
}
KINDS: Mapping[str, str] = {
    "sum": gettext_noop("Sums"),
    "percent": gettext_noop("Percentages"),
    "count": gettext_noop("Announced numbers"),
    "order": gettext_noop("Orders"),
    "inside": gettext_noop("Bases of percentages"),
    "same": gettext_noop("Figures told several times"),
    "bound": gettext_noop("Bounds"),
    "series": gettext_noop("Series"),
    "against": gettext_noop("Compared with the run"),
}
_NOTHING = gettext_noop("%(name)s: nothing could be checked.")
_ALL = gettext_noop("%(name)s: all %(all)s claims that could be judged add up.")
_SOME = gettext_noop("%(name)s: %(bad)s of %(all)s claims that could be judged do not add up.")
_ALL_OF_ONE = gettext_noop("%(name)s: the one claim that could be judged adds up.")
_SOME_OF_ONE = gettext_noop("%(name)s: the one claim that could be judged does not add up.")
_ONE_OF_SOME = gettext_noop("%(name)s: %(bad)s of %(all)s claims that could be judged does not add up.")
_OPEN_ONE = gettext_noop("%(open)s claim cannot be told.")
_OPEN = gettext_noop("%(open)s claims cannot be told.")
# What stands for a name where a row has none: the tables call it "#6" (`layout.Table.labels`).
_UNNAMED = re.compile(r"^#(\d{1,7})(?=, |$)")
_NO_NAME = gettext_noop("row %(row)s without a name")
_NAMES = {"subject": gettext_noop("unnamed total"), "label": _NO_NAME, "other": _NO_NAME}
_PROMISE = gettext_noop("This says something about the arithmetic, not about whether the figures are true.")


class Wording:
    """One language's words for claims."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._ = translator(language)

    def number(self, value: Decimal) -> str:
        """1.234,5 (1,234.5 in English), with a minus sign."""
        text = f"{abs(value):,f}"
        if self.language == "id":
            text = text.translate({ord(","): ".", ord("."): ","})
        return f"−{text}" if value < 0 else text

    def say(self, finding: Finding) -> Spoken:
        """The finding in words, its figures as the reader writes them."""
        params = {name: self._param(name, value) for name, value in finding.params.items()}
        if finding.code.startswith("claim.against."):
            from lumbung.reports.labels import Words  # noqa: PLC0415 -- slow import, few need it

            words = Words(self.language)
            params |= {name: words.cell(str(value)) for name, value in params.items() if name in CELLS}
        return say(replace(finding, params=params), self.language)

    def claim(self, verdict: Verdict) -> Spoken:
        """The sentence of a verdict."""
        return self.say(verdict.finding)

    def causes(self, verdict: Verdict) -> list[str]:
        """The likely causes of a difference, a sentence each."""
        return [self.say(culprit_told(culprit)).what for culprit in verdict.culprits]

    def result(self, result: Result) -> str:
        """The result in a word or two."""
        return self._(RESULTS[result])

    def tally(self, result: Result, count: int) -> str:
        """How many claims came out so."""
        word = _TALLIES_OF_ONE.get(result, _TALLIES[result]) if count == 1 else _TALLIES[result]
        return self._(word) % {"count": self.number(Decimal(count))}

    def headline(self, examined: Examined) -> str:
        """What came out, in one sentence."""
        judged = [verdict for verdict in examined.verdicts if verdict.result != "cannot_tell"]
        words = {
            "name": examined.name,
            "all": self.number(Decimal(len(judged))),
            "bad": self.number(Decimal(len(examined.fails))),
        }
        if not judged:
            return self._(_NOTHING) % words
        if len(judged) == 1:
            return self._(_SOME_OF_ONE if examined.fails else _ALL_OF_ONE) % words
        some = _ONE_OF_SOME if len(examined.fails) == 1 else _SOME
        return self._(some if examined.fails else _ALL) % words

    def open_claims(self, examined: Examined) -> str:
        """How many claims cannot be told; nothing where all could."""
        count = sum(verdict.result == "cannot_tell" for verdict in examined.verdicts)
        words = _OPEN_ONE if count == 1 else _OPEN
        return self._(words) % {"open": self.number(Decimal(count))} if count else ""

    def promise(self) -> str:
        """What a verdict means and what not."""
        return self._(_PROMISE)

    def tallies(self, examined: Examined) -> list[tuple[str, dict[Result, int]]]:
        """For each kind of claim its word and how many hold, fail, ..., in the order of KINDS."""
        counts = Counter((verdict.kind, verdict.result) for verdict in examined.verdicts)
        told: list[tuple[str, dict[Result, int]]] = []
        for kind, word in KINDS.items():
            of_kind = {result: counts[kind, result] for result in RESULTS if (kind, result) in counts}  # type: ignore[index]
            if of_kind:
                told.append((self._(word), of_kind))
        return told

    def _param(self, name: str, value: Param) -> Param:
        if not isinstance(value, str):
            return value
        if name in _NAMES and (unnamed := _UNNAMED.match(value)):
            name_of = self._(_NAMES[name]) % {"row": unnamed[1]}
            return name_of + value[unnamed.end() :]
        if name in SERIES:
            return "; ".join(self._plain(part) for part in value.split("; "))
        return self._plain(value) if name in NUMBERS else value

    def _plain(self, text: str) -> str:
        try:
            return self.number(Decimal(text))
        except InvalidOperation:
            return text
