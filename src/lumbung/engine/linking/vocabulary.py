"""Words as numbers: one vocabulary over both lists, with near spellings folded together and each word's information.

A word's information is log2(records / records that carry it): sharing "mandiri" says little, sharing "banua" much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]

SHORTEST_NEAR = 5  # shorter words differ by one letter too often and mean something else (jaya, raya)
BOTH_RARE = 7  # two words that are both rare must be at least this long to count as one spelling
RARE = 2
_DIGIT = re.compile(r"\d")


def near_spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Each rare word that is one slip (letter wrong, lost, added, swapped) from a more usual word -> that word.

    Words with digits are never folded: "smp 12" and "smp 13" are two schools. One step only, never a chain,
    so that a long row of similar words does not melt into one.
    """
    best: dict[str, tuple[int, str]] = {}
    for group in _neighbours(counts):
        for word in group:
            for other in group:
                if _may_fold(word, other, counts) and one_slip(word, other):
                    best[word] = min(best.get(word, (0, "~")), (-counts[other], other))
    return {word: target for word, (_, target) in best.items() if target not in best}


def _neighbours(counts: Mapping[str, int]) -> Iterable[list[str]]:
    """Words that become equal when each loses at most one letter; a word with digits is in no group."""
    first: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    for word in sorted(counts):
        if len(word) >= SHORTEST_NEAR - 1 and not _DIGIT.search(word):
            for key in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
                other = first.setdefault(key, word)
                if other is not word:
                    groups.setdefault(key, [other]).append(word)
    return groups.values()


def _may_fold(word: str, other: str, counts: Mapping[str, int]) -> bool:
    mine, theirs = counts[word], counts[other]
    if word == other or max(len(word), len(other)) < SHORTEST_NEAR or (theirs, other) <= (mine, word):
        return False
    if theirs <= RARE:
        return min(len(word), len(other)) >= BOTH_RARE
    return mine <= RARE or mine * 4 <= theirs


def one_slip(a: str, b: str) -> bool:
    """True when one letter substituted, lost, added or two neighbours swapped turn `a` into `b` (or nothing)."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    i = 0
    while i < len(a) and a[i] == b[i]:
        i += 1
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def resegment(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Join words that were torn ("kar yawan") and part words that were run together ("cahyajaya").

    Only where the result is a usual word of these lists and what stood there is rare.
    """
    counts = Counter(word for row in rows for word in set(row))
    usual = {word for word, n in counts.items() if n > RARE and len(word) >= 4 and not word.isdigit()}
    parts = {word: split for word in counts if counts[word] <= RARE and (split := _split(word, usual))}
    return [_rejoin([p for word in row for p in parts.get(word, (word,))], counts, usual) for row in rows]


def _split(word: str, usual: set[str]) -> tuple[str, str] | None:
    for i in range(4, len(word) - 3):
        if word[:i] in usual and word[i:] in usual:
            return word[:i], word[i:]
    return None


def _rejoin(words: list[str], counts: Mapping[str, int], usual: set[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        torn = out and out[-1] + word in usual and min(counts[out[-1]], counts[word]) <= RARE
        if torn:
            out[-1] += word
        else:
            out.append(word)
    return out


class Vocabulary:
    """Words of many rows as ids; `bits[id]` is the information of sharing that word, in log2."""

    def __init__(self, rows: Iterable[Iterable[str]], *, fold: bool = True) -> None:
        rows = [list(row) for row in rows]
        counts = Counter(word for row in rows for word in set(row))
        near = near_spellings(counts) if fold else {}
        words = sorted({near.get(word, word) for word in counts})
        position = {word: i for i, word in enumerate(words)}
        self.words = words
        self._ids = {word: position[near.get(word, word)] for word in counts}
        carried = Counter(i for row in rows for i in {self._ids[word] for word in row})
        self.counts = np.array([carried[i] for i in range(len(words))], dtype=np.int64)
        self.bits = np.log2(max(len(rows), 1) / np.maximum(self.counts, 1))

    def __len__(self) -> int:
        return len(self.words)

    def id_of(self, word: str) -> int:
        """The id of a word of these rows, -1 for any other."""
        return self._ids.get(word, -1)

    def matrix(self, rows: Sequence[Sequence[str]], width: int) -> Ids:
        """One row of ids per row of words, padded with -1; words beyond `width` with the least information go."""
        out = np.full((len(rows), width), -1, dtype=np.int32)
        for i, row in enumerate(rows):
            ids = list(dict.fromkeys(self._ids[word] for word in row))
            if len(ids) > width:
                kept = set(sorted(ids, key=lambda k: (-self.bits[k], k))[:width])
                ids = [k for k in ids if k in kept]
            out[i, : len(ids)] = ids
        return out
