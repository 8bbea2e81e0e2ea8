"""What the words of a published table mean: totals, units, years, notes (`engine/law/claims.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from lumbung.engine.cleaning.law import law

_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[A-Za-z][.)]|[IVXLC]+[.)])\s+")
_SPACED = re.compile(r"^\s*(?:[^\W\d_]\s+){3,}[^\W\d_]\s*:?\s*$")
_LETTERS = re.compile(r"[a-z]+")
_YEAR = re.compile(r"^(?:tahun |th\.? ?|year )?((?:19|20)\d\d)(?:\s*[/-]\s*(?:19|20)?\d\d)?\s*(?:\*+\)?|\d\))?$")


@cache
def words(group: str, name: str) -> frozenset[str]:
    """The words of one list of the law file."""
    told = law("claims")[group][name]
    return frozenset(told)


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Lower case, single spaces, no closing colon or point: what labels are compared by; "J U M L A H" is one word."""
    if _SPACED.match(text):
        text = "".join(text.split())
    return " ".join(text.lower().split()).rstrip(" :.;") or " ".join(text.lower().split())


@lru_cache(maxsize=65_536)
def without_numbering(text: str) -> str:
    """ "1. Jumlah" without its number."""
    return _NUMBERING.sub("", text.strip())


@lru_cache(maxsize=65_536)
def is_total(text: str) -> bool:
    """The label is a total's by its words alone: "Jumlah", "Sub total", "Grand Total"."""
    plain = folded(without_numbering(text)).strip("*() ")
    return plain in words("totals", "exact") or folded(text) in words("totals", "exact")


@lru_cache(maxsize=65_536)
def leads_as_total(text: str) -> bool:
    """The label begins like a total's, with what it counts behind it: "Jumlah koperasi", "Total Kota"."""
    return starts(folded(without_numbering(text)), words("totals", "leads"))


def is_plain(text: str) -> bool:
    """No word of the label can make its line a total, a percentage, an average or a part of parts: quick, and sure.

    Most labels are names. False says nothing yet.
    """
    lower = text.lower()
    tokens = _LETTERS.findall(lower)
    return (
        _leading_words().isdisjoint(tokens)
        and "%" not in lower
        and not (tokens and len(tokens[0]) == 1 < len(tokens))  # "J U M L A H"
        and not any(word in lower for word in words("totals", "carried"))
    )


@cache
def _leading_words() -> frozenset[str]:
    """The first word of every phrase that matters in a label."""
    lists = (
        ("totals", "exact"), ("totals", "leads"), ("parts", "of_which"), ("columns", "percent"),
        ("columns", "not_additive"),
    )  # fmt: skip
    return frozenset(_LETTERS.findall(phrase)[0] for group, name in lists for phrase in words(group, name))


def is_grand(text: str) -> bool:
    """A total of everything by its words."""
    plain = folded(text)
    return any(word in plain for word in words("totals", "grand"))


def is_sub(text: str) -> bool:
    """A total of one group by its words."""
    return starts(folded(without_numbering(text)), words("totals", "sub"))


def is_carried(text: str) -> bool:
    """A sum carried from one page to the next."""
    plain = folded(text)
    return any(word in plain for word in words("totals", "carried"))


def is_brought(text: str) -> bool:
    """A sum that the page before has carried to this one."""
    plain = folded(text)
    return any(word in plain for word in words("totals", "brought"))


def is_of_which(text: str) -> bool:
    """The line names a part of the parts ("di antaranya ..."), so that it must not be added."""
    plain = folded(without_numbering(text))
    return starts(plain, words("parts", "of_which"))


def is_note(text: str) -> bool:
    """The line is a source or a remark below the table."""
    return text[:1].lower() in _note_letters() and starts(" ".join(text.lower().split()), words("notes", "leads"))


@cache
def _note_letters() -> frozenset[str]:
    return frozenset(lead[0] for lead in words("notes", "leads"))


def is_share(text: str) -> bool:
    """The line holds percentages."""
    plain = folded(text)
    return "%" in plain or bool(_any_of("percent").search(plain))


def is_not_additive(text: str) -> bool:
    """Averages, ratios, growth: what never adds up."""
    return bool(_any_of("not_additive").search(folded(without_numbering(text))))


@cache
def _any_of(name: str) -> re.Pattern[str]:
    """Finds any of a list's words as a word of its own."""
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words("columns", name)))) + r")\b")


def is_difference(text: str) -> bool:
    """What is left, or by how much one column exceeds another."""
    return starts(folded(text), words("columns", "differences")) and "%" not in text


def area_word(text: str) -> str:
    """The kind of area a label begins with ("provinsi", "kota"), "" for none."""
    word = folded(without_numbering(text)).split(" ")[0].rstrip(".")
    return word if word in words("totals", "areas") else ""


def is_scaled(text: str) -> bool:
    """The text says that figures are told in thousands, millions, ..."""
    found = re.findall(r"[a-z]+|000", text.lower())
    return bool(words("scaled", "words") & set(found))


@lru_cache(maxsize=65_536)
def year_of(text: str) -> int | None:
    """The year a heading names, if it names nothing else."""
    found = _YEAR.match(folded(text))
    return int(found[1]) if found else None


def starts(plain: str, leads: Iterable[str]) -> bool:
    """`plain` is one of `leads` or begins with one and a new word."""
    known = leads if isinstance(leads, tuple) else tuple(leads)
    if not plain.startswith(known):  # most labels end here
        return False
    return any(plain.startswith(lead) and not plain[len(lead) :][:1].isalnum() for lead in known)
