"""Is this short name made from those words? KOSEJAMA = KOperasi SEJahtera AMAnah."""

from __future__ import annotations

from functools import lru_cache

LONGEST_PIECE = 4
_OPENINGS = ("koperasi", "kop", "ko", "k", "pusko", "prim")


@lru_cache(maxsize=500_000)
def is_acronym_of(short: str, words: tuple[str, ...]) -> bool:
    """True when `short`, after an opening such as "ko", is first letters of at least two of `words`, in order.

    A single word counts when at least four of its letters are left ("kokary" of "karya"). Pieces are one to four
    letters; words may be skipped, but initials alone (one letter each) must cover every word.
    """
    if short in words:
        return False
    rests = {short, *(short[len(o) :] for o in _OPENINGS if short.startswith(o))}
    return any(len(rest) >= 2 and _fits(rest, words) for rest in sorted(rests))


def _fits(rest: str, words: tuple[str, ...]) -> bool:
    if not any(w.startswith(rest[0]) for w in words):
        return False  # most pairs end here
    if len(rest) == len(words) and all(w.startswith(c) for c, w in zip(rest, words, strict=True)):
        return True
    if len(rest) >= 4 and any(w.startswith(rest) for w in words):
        return True
    return len(rest) >= 3 and _pieces(rest, words, 0, 0)


def _pieces(rest: str, words: tuple[str, ...], used: int, long: int) -> bool:
    """At least two words in order, at most one of them by its initial alone."""
    if not rest:
        return used >= 2 and long >= used - 1
    for i, word in enumerate(words):
        for size in range(min(LONGEST_PIECE, len(rest), len(word)), 0, -1):
            if word.startswith(rest[:size]) and _pieces(rest[size:], words[i + 1 :], used + 1, long + (size > 1)):
                return True
    return False
