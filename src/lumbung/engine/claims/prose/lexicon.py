"""The words the grammar goes by (engine/law/prose.toml), made ready for look-ups."""

from __future__ import annotations

from functools import cache

from lumbung.engine.cleaning.law import law


@cache
def words(section: str, name: str) -> frozenset[str]:
    """A list of single words or phrases, as a set."""
    return frozenset(law("prose")[section][name])


@cache
def phrases(section: str, name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word -> phrases that begin with it as tuples of words, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in law("prose")[section][name]:
        parts = tuple(phrase.split())
        found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(set(some), key=lambda p: (-len(p), p))) for first, some in found.items()}


@cache
def table(section: str, name: str) -> dict[str, int]:
    """A word -> number table."""
    return dict(law("prose")[section][name])


@cache
def names(section: str, name: str) -> dict[str, str]:
    """A word -> word table."""
    return dict(law("prose")[section][name])


@cache
def rows(section: str, name: str) -> tuple[str, ...]:
    """A list in its order."""
    return tuple(law("prose")[section][name])


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """Words that part a whole in two."""
    return tuple((left, right) for left, right in law("prose")["complements"]["pairs"])


def match_at(lowers: list[str], at: int, known: dict[str, tuple[tuple[str, ...], ...]]) -> int:
    """How many words from `at` on form a known phrase; 0 if none."""
    for phrase in known.get(lowers[at], ()):
        if tuple(lowers[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0
