"""Findings become sentences here, in both languages, and nowhere else.

Each part of the engine enters its own codes with `enter`; a code entered twice is a mistake.
Sentences are English catalogue keys with `%(name)s` parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lumbung.core.findings import Finding
from lumbung.core.language import Language, gettext_noop, translator


class Sentence(NamedTuple):
    """`what` is wrong and how to `mend` it; `mend` may be empty where nothing needs to be done."""

    what: str
    mend: str = ""


class Spoken(NamedTuple):
    """A finding in words: where, what, how to mend."""

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        what = f"{self.where}: {self.what}" if self.where else self.what
        return f"{what} {self.mend}".strip()


_BOOK: dict[str, Sentence] = {}


def enter(chapter: Mapping[str, Sentence]) -> None:
    """Add the sentences of one part of the house. Raises ValueError if a code is already taken."""
    taken = [code for code, sentence in chapter.items() if _BOOK.get(code, sentence) != sentence]
    if taken:
        raise ValueError(f"codes entered twice: {taken}")
    _BOOK.update(chapter)


def codes() -> frozenset[str]:
    """All codes that have a sentence."""
    return frozenset(_BOOK)


def say(finding: Finding, language: Language) -> Spoken:
    """`finding` in words. Raises KeyError if its code was never entered."""
    sentence = _BOOK[finding.code]
    _ = translator(language)
    params = {"value": finding.value, "row": finding.row, "column": finding.column, **finding.params}
    mend = _(sentence.mend) % params if sentence.mend else ""
    return Spoken(_where(finding, language), _(sentence.what) % params, mend)


_WHERE = {
    "sheet": gettext_noop("sheet %s"),
    "row": gettext_noop("row %s"),
    "column": gettext_noop("column “%s”"),
}


def _where(finding: Finding, language: Language) -> str:
    _ = translator(language)
    parts = [finding.source] if finding.source else []
    for name, template in _WHERE.items():
        value = getattr(finding, name)
        if value is not None:
            parts.append(_(template) % value)
    return ", ".join(parts)
