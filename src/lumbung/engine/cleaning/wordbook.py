"""The words that names of cooperatives are made of (`law/names.toml`), arranged for looking them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from lumbung.engine.cleaning.law import law


class Phrase(NamedTuple):
    """Words of a legal form, kind or group, and what they tell."""

    words: tuple[str, ...]
    cooperative: bool
    abbreviation: bool
    keep: bool
    kind: str | None
    group: str | None
    pattern: str | None
    after: frozenset[str] | None
    stand_in: str | None


class Book(NamedTuple):
    """`law/names.toml` arranged for looking words up."""

    phrases: dict[str, tuple[Phrase, ...]]  # by first word, longest first
    single: dict[str, Phrase]  # abbreviations that may stand anywhere
    known: frozenset[str]
    typos: tuple[str, ...]
    first: tuple[str, ...]
    proper: frozenset[str]
    glued: tuple[str, ...]
    drop: frozenset[str]
    firms: frozenset[str]
    institutions: frozenset[str]
    of_cooperatives: frozenset[str]
    short: dict[str, tuple[str, ...]]
    in_groups: dict[str, tuple[frozenset[str], tuple[str, ...]]]
    abbreviated: frozenset[str]  # institutions among the abbreviations
    agencies: frozenset[tuple[str, ...]]


def _phrases(entries: Sequence[dict[str, Any]]) -> Iterator[Phrase]:
    for entry in entries:
        after = frozenset(entry["after"]) if "after" in entry else None
        for text in entry["text"]:
            for spelling in product(*(word.replace("'", "").split("|") for word in text.split())):
                yield Phrase(
                    spelling, entry.get("cooperative", False), entry.get("abbreviation", False),
                    entry.get("keep", False), entry.get("kind"), entry.get("group"), entry.get("pattern"),
                    after, entry.get("stand_in"),
                )  # fmt: skip


@cache
def wordbook() -> Book:
    """The words of names, read once."""
    data = law("names")
    phrases = list(_phrases(data["phrase"]))
    by_first: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by_first.setdefault(phrase.words[0], []).append(phrase)
    short: dict[str, tuple[str, ...]] = {old: (new,) for old, new in data["old_spelling"].items()}
    short |= {abbreviation: tuple(long.split()) for abbreviation, long in data["abbreviations"].items()}
    in_groups = {
        entry["short"]: (frozenset(entry["groups"]), tuple(entry["long"].split()))
        for entry in data["abbreviation_in_groups"]
    }
    typos = data["typos"]
    institutions = frozenset(data["institutions"]["words"])
    return Book(
        phrases={word: tuple(sorted(them, key=lambda p: -len(p.words))) for word, them in by_first.items()},
        single={p.words[0]: p for p in phrases if p.abbreviation and len(p.words) == 1},
        known=frozenset(word for phrase in phrases for word in phrase.words),
        typos=tuple(typos["words"]),
        first=tuple(typos["first"]),
        proper=frozenset(typos["proper"]),
        glued=tuple(typos["glued"]),
        drop=frozenset(data["firms"]["drop"]) | frozenset(data["noise"]["words"]),
        firms=frozenset(data["firms"]["told_by"]),
        institutions=institutions,
        of_cooperatives=frozenset(data["institutions"]["of_cooperatives"]),
        short=short,
        in_groups=in_groups,
        abbreviated=frozenset(word for word, long in short.items() if long[0] in institutions),
        agencies=frozenset(
            long for long in [*short.values(), *(each[1] for each in in_groups.values())] if len(long) > 1
        )
        - {tuple(form.split()) for form in data["institutions"]["needs_name"]},
    )
