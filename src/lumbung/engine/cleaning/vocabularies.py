"""Words of the register and the census read as codes (`law/vocabularies.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

from lumbung.engine.cleaning.folding import closest, key, nearest_all, squeezed
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.trouble import Trouble, trouble

C = TypeVar("C")
_SOMETHING = re.compile(r"[^\W_]")
_PARTS = re.compile(r"[,;/()|]|\s-\s")


class Vocabulary(NamedTuple):
    """`codes`: folded written form -> code; `labels`: code -> how an official writes it."""

    codes: Mapping[str, str]
    labels: Mapping[str, str]


@cache
def _missing() -> frozenset[str]:
    return frozenset(law("vocabularies")["missing"]["words"])


@cache
def _longest_missing() -> int:
    return max(map(len, _missing()))


def told(text: str | None) -> str | None:
    """`text` with single spaces, or None where it is one of the ways to write nothing ("-", "0", "belum ada")."""
    if text is None:
        return None
    clean = squeezed(text)
    if len(clean) > _longest_missing() and clean[0].isalnum():  # by far the most texts
        return clean
    return None if clean.lower() in _missing() or not _SOMETHING.search(clean) else clean


def _forms(code: str, entry: Mapping[str, Any]) -> Iterator[str]:
    yield code
    if "label" in entry:
        yield str(entry["label"])
    for form in entry.get("also", ()):
        yield str(form)


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary `name` of the law file. Raises KeyError if there is none."""
    entries = law("vocabularies")[name]
    codes = {key(form): code for code, entry in entries.items() for form in _forms(code, entry)}
    return Vocabulary(codes, {code: str(entry.get("label", code)) for code, entry in entries.items()})


def read_code(name: str, text: str | None) -> tuple[str | None, Trouble | None]:
    """`text` as a code of the vocabulary `name`; a damaged word is read when only one is that near."""
    clean = told(text)
    if clean is None:
        return None, None
    book = vocabulary(name)
    found = {code for part in (clean, *_PARTS.split(clean)) if (code := _code(book.codes, key(part)))}
    whole = _code(book.codes, key(clean))
    code = whole or (found.pop() if len(found) == 1 else None)
    if code is None:
        known = ", ".join(closest(key(clean), book.labels.values()))
        return None, trouble("clean.unknown_word", "error", vocabulary=name, known=known)
    return code, None


def _code(codes: Mapping[str, C], folded: str) -> C | None:
    """The code of a folded word, or of the words nearest to it where they all mean one code."""
    if folded in codes:
        return codes[folded]
    close = {codes[each] for each in nearest_all(folded, tuple(codes))}
    return close.pop() if len(close) == 1 else None


@cache
def _kinds_with_pattern() -> dict[str, tuple[str, str]]:
    found = {}
    for code, entry in law("vocabularies")["kind"].items():
        for pattern in law("vocabularies")["pattern"]:
            for form in entry.get(pattern, {}).get("also", ()):
                found[key(form)] = (code, pattern)
    return found


def read_kind(text: str | None) -> tuple[str | None, str | None, Trouble | None]:
    """Kind, and the pattern where the same word tells it: "KSPPS" gives simpan_pinjam, sharia."""
    clean = told(text)
    if clean is None:
        return None, None, None
    both = _code(_kinds_with_pattern(), key(clean)) if key(clean) not in vocabulary("kind").codes else None
    if both:
        return (*both, None)
    code, problem = read_code("kind", clean)
    return code, None, problem


def read_form(text: str | None) -> tuple[str | None, str | None, Trouble | None]:
    """Form and membership area of one cell: "Primer Kabupaten/Kota" gives primary, regency."""
    clean = told(text)
    if clean is None:
        return None, None, None
    head, _, rest = clean.partition(" ")
    forms, areas = vocabulary("form").codes, vocabulary("membership_area").codes
    form, area = forms.get(key(head)), areas.get(key(rest)) if rest else None
    if form is None and key(clean) in areas:
        return None, areas[key(clean)], None
    if form is None or (rest and area is None and key(clean) not in forms):
        labels = [
            f"{f} {a}"
            for f in vocabulary("form").labels.values()
            for a in vocabulary("membership_area").labels.values()
        ]
        known = ", ".join(closest(key(clean), labels))
        return form, area, trouble("clean.unknown_word", "error", vocabulary="form", known=known)
    return form, area, None
