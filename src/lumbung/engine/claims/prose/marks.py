"""Points that running text numbers: "yaitu: (1) kas ...; (2) perjanjian ...; dan (3) ...", "a) ..., b) ..."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lumbung.engine.claims.prose.tokens import Sentence

FEWEST = 2
MOST = 26
_STYLES = (
    tuple(str(n) for n in range(1, MOST + 1)),
    tuple("abcdefghijklmnopqrstuvwxyz"),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
)
# What may stand in front of a mark; "ayat (1)", "Barat (36)" and "1 (satu)" are none.
_BEFORE = frozenset(
    {":", ";", ",", ".", "dan", "serta", "atau", "lalu", "kemudian", "yaitu", "yakni", "ialah", "adalah", "meliputi", "mencakup",
     "berikut", "untuk", "terakhir"}
)  # fmt: skip


class Mark(NamedTuple):
    """One number of a point: tokens `first` to `last` of a sentence, its brackets included."""

    sentence: int
    first: int
    last: int
    text: str


def points_of(sentences: Sequence[Sentence]) -> tuple[tuple[Mark, ...], ...]:
    """Rows of marks of one paragraph that count 1, 2, 3 (or a, b, c; i, ii, iii), each with at least two."""
    found: list[tuple[Mark, ...]] = []
    row: list[list[Mark]] = [[] for _ in _STYLES]
    for sentence in sentences:
        for at, style in enumerate(row):
            if style and sentences[style[-1].sentence].paragraph != sentence.paragraph:
                found.append(tuple(style))
                row[at] = []
        for mark in _marks(sentence):
            for at, names in enumerate(_STYLES):
                if mark.text == names[0]:
                    found.append(tuple(row[at]))
                    row[at] = [mark]
                elif len(row[at]) < len(names) and row[at] and mark.text == names[len(row[at])]:
                    row[at].append(mark)
    found += [tuple(style) for style in row]
    return tuple(sorted(some for some in found if len(some) >= FEWEST))


def _marks(sentence: Sentence) -> Iterator[Mark]:
    """Every short name in front of a closing bracket that nothing else stands before in its bracket."""
    depth = 0
    for at, (word, after) in enumerate(pairwise(sentence.lowers)):
        inside = depth
        depth = max(0, depth + (word == "(") - (word == ")"))
        if after != ")" or not word.isalnum():
            continue
        own = at > 0 and sentence.lowers[at - 1] == "("
        first = at - own
        before = sentence.lowers[first - 1] if first else ":"
        if inside == int(own) and before in _BEFORE:
            yield Mark(sentence.index, first, at + 1, word)
