"""Text made comparable: lower case, ASCII letters and digits, distances between words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile("['`´‘’ʼ]")
_FEW = 600  # candidates: a regency's villages are looked through in less time than their index is made
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")


def lower_ascii(text: str) -> str:
    """`text` in lower case without accents; what has no ASCII form becomes a space."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("'", text)).lower()
    return "".join(letter if letter.isascii() else "" if unicodedata.combining(letter) else " " for letter in plain)


def words(text: str) -> list[str]:
    """The words of `text`, folded: "K.U.D. Syari'ah" gives kud, syariah."""
    folded = _APOSTROPHE.sub("", lower_ascii(text))
    if "." in folded:
        folded = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", folded)
    return _WORD.findall(folded)


def key(text: str) -> str:
    """`text` folded to letters and digits alone."""
    return "".join(_WORD.findall(_APOSTROPHE.sub("", lower_ascii(text))))


def squeezed(text: str) -> str:
    """`text` with single spaces and without spaces around it."""
    return " ".join(text.split())


def distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) from `left` to `right`, or `limit` + 1 when more.

    Optimal string alignment: Damerau 1964, doi:10.1145/363958.363994, without overlapping edits.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, above = above, row
    return min(above[-1], limit + 1)


def allowed_edits(length: int) -> int:
    """How many edits still let a word of `length` letters be read: none below 5, one to 8, two above."""
    return 0 if length < 5 else 1 if length < 9 else 2


def _shortened(word: str, edits: int) -> set[str]:
    """`word` with up to `edits` letters (two at most) left out."""
    if not edits:
        return {word}
    once = [word[:at] + word[at + 1 :] for at in range(len(word))]
    forms = {word, *once}
    if edits > 1:
        forms.update(form[:at] + form[at + 1 :] for first, form in enumerate(once) for at in range(first, len(form)))
    return forms


@lru_cache(maxsize=2_000)
def _by_shortened(candidates: tuple[str, ...]) -> dict[str, list[str]]:
    """Candidates by their shortened forms: words within n edits share a form with n letters left out of each."""
    found: dict[str, list[str]] = {}
    for candidate in dict.fromkeys(candidates):
        # Two edits are allowed from nine letters on, so a candidate two edits away has seven or more.
        for form in _shortened(candidate, 2 if len(candidate) > 6 else 1):
            found.setdefault(form, []).append(candidate)
    return found


@lru_cache(maxsize=2_000)
def _by_letters(candidates: tuple[str, ...]) -> list[tuple[str, int]]:
    """Each candidate and the letters it is made of."""
    return [(candidate, _letters(candidate)) for candidate in dict.fromkeys(candidates)]


def _letters(word: str) -> int:
    """The letters of `word` as bits, however often each stands in it."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _close(word: str, candidates: tuple[str, ...], edits: int) -> set[str]:
    """The candidates that may be within `edits` of `word`, and some that are not."""
    if len(candidates) > _FEW:
        index = _by_shortened(candidates)
        return {candidate for form in _shortened(word, edits) for candidate in index.get(form, ())}
    mine, most = _letters(word), 2 * edits  # a letter replaced by another changes two bits
    return {
        candidate
        for candidate, letters in _by_letters(candidates)
        if (letters ^ mine).bit_count() <= most and abs(len(candidate) - len(word)) <= edits
    }


@lru_cache(maxsize=200_000)
def nearest_all(word: str, candidates: tuple[str, ...], edits: int = 0) -> tuple[str, ...]:
    """The candidates nearest to `word` within `allowed_edits` or `edits` (0 or 1); several where equally near."""
    best = max(allowed_edits(len(word)), edits)
    if not best:
        return ()
    ties: list[str] = []
    for candidate in sorted(_close(word, candidates, best)):
        edits = distance(word, candidate, best)
        if edits < best:
            best, ties = edits, [candidate]
        elif edits == best:
            ties.append(candidate)
    return tuple(ties)


def nearest(word: str, candidates: tuple[str, ...], edits: int = 0) -> str | None:
    """The one candidate nearest to `word` within `allowed_edits` or `edits`; None when none or two are as near."""
    found = nearest_all(word, candidates, edits)
    return found[0] if len(found) == 1 else None


def closest(word: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """The candidates most like `word`, best first, for a sentence that helps a person mend it."""
    ranked = sorted((distance(word, key(each), 99), each) for each in candidates)
    return [each for _, each in ranked[:count]]
