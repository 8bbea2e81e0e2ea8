"""Letters that differ between the ways one field is told: marked on all sides alike, none of them is "the error"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from lumbung.engine.cleaning.folding import lower_ascii

Piece = tuple[str, bool]  # text, differs
_LITTLE = 0.45  # share of common letters below which the whole value is marked
_CHANCE = 3  # letters in common that are fewer than this, inside a word, are chance
_LONGEST = 400
_OTHER = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """What two texts are compared by: case and punctuation do not make them differ."""
    return _OTHER.sub(" ", lower_ascii(text)).strip()


def differ(texts: Sequence[str]) -> bool:
    """Whether the sources that tell the field tell different things."""
    return len({folded(text) for text in texts if text}) > 1


def marked(texts: Sequence[str]) -> list[list[Piece]]:
    """Each text in pieces. Each is held against the first one told, the first against the first that differs from it."""
    first = next((text for text in texts if text), "")
    second = next((text for text in texts if text and folded(text) != folded(first)), first)
    return [_pieces(text, second if folded(text) == folded(first) else first) for text in texts]


def _pieces(text: str, other: str) -> list[Piece]:
    if not text or folded(text) == folded(other):
        return [(text, False)] if text else []
    kept = _kept(text, other)
    if sum(kept) < _LITTLE * len(text):
        return [(text, True)]
    out: list[Piece] = []
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and kept[end] == kept[at]:
            end += 1
        piece = text[at:end]
        out.append((piece, not kept[at] and bool(piece.strip())))
        at = end
    return out


def _kept(text: str, other: str) -> list[bool]:
    """Which letters of `text` stand in `other` too, in the same order."""
    kept = [False] * len(text)
    if len(text) > _LONGEST or len(other) > _LONGEST:
        return kept
    a, b = text.lower(), other.lower()
    if len(a) != len(text):  # a letter that is longer in lower case
        return kept
    for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        end = block.a + block.size
        inside = block.a > 0 and end < len(a)
        if block.size >= _CHANCE or not inside or " " in a[block.a : end]:
            kept[block.a : end] = [True] * block.size
    return kept
