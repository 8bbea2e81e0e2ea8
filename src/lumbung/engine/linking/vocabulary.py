"""Words as numbers: one vocabulary over both lists, with near spellings folded together and each word's information.

A word's information is log2(records / records that carry it): sharing "mandiri" says little, sharing "banua" much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ids = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]
_Whole = TypeVar("_Whole", np.int32, np.int64)

SHORTEST_NEAR = 5  # shorter words differ by one letter too often and mean something else (jaya, raya)
BOTH_RARE = 7  # two words that are both rare must be at least this long to count as one spelling
RARE = 2
_DIGIT = re.compile(r"\d")
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse modulo 2**64
_ONE_BACK = np.uint64(pow(int(_BASE), -1, 1 << 64))


def distinct(codes: npt.NDArray[_Whole]) -> npt.NDArray[_Whole]:
    """The different codes in order; np.unique hashes first, which takes ten times as long on millions."""
    codes = np.sort(codes)
    return codes[np.append(True, codes[1:] != codes[:-1])] if len(codes) else codes


def near_spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Each rare word that is one slip (letter wrong, lost, added, swapped) from a more usual word -> that word.

    Words with digits are never folded: "smp 12" and "smp 13" are two schools. One step only, never a chain,
    so that a long row of similar words does not melt into one.
    """
    best: dict[str, tuple[int, str]] = {}
    words = sorted(word for word in counts if len(word) >= SHORTEST_NEAR - 1 and not _DIGIT.search(word))
    for word, other in _neighbours(words, np.array([counts[word] for word in words], dtype=np.int64)):
        if may_fold(word, other, counts) and one_slip(word, other):
            best[word] = min(best.get(word, (0, "~")), (-counts[other], other))
    return {word: target for word, (_, target) in best.items() if target not in best}


def _neighbours(words: Sequence[str], counts: Keys) -> Iterable[tuple[str, str]]:
    """(rarer word, more usual word) of pairs that may become equal when each loses at most one letter.

    All such pairs, a few others whose sums happen to agree, and none twice.

    Args:
        words: Sorted.
        counts: In how many rows each stands.
    """
    key, owner = _shortened(words)
    order = np.argsort(key)
    key, owner = key[order], owner[order]
    pairs, step = [np.empty(0, np.int64)], 1
    while len(at := np.flatnonzero(key[step:] == key[:-step])):
        first, second = np.minimum(owner[at], owner[at + step]), np.maximum(owner[at], owner[at + step])
        rarer = np.where(counts[first] <= counts[second], first, second)  # of two as usual, the earlier word
        pairs.append((rarer * len(words) + first + second - rarer)[first != second])
        step += 1
    for code in distinct(np.concatenate(pairs)).tolist():
        one, other = divmod(code, len(words))
        yield words[one], words[other]


def _shortened(words: Sequence[str]) -> tuple[npt.NDArray[np.uint64], Keys]:
    """A sum over each word's letters and over what is left without each one of them, and the word's place in `words`.

    Letter k counts `_BASE` ** k times, modulo 2**64.
    """
    sums, owners = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    for length in np.unique(lengths).tolist():
        at = np.flatnonzero(lengths == length)
        letters = np.array([words[i] for i in at.tolist()]).view(np.uint32).reshape(len(at), length)
        told = letters * _BASE ** np.arange(length, dtype=np.uint64)
        so_far = np.cumsum(told, axis=1)
        whole = so_far[:, -1:]
        without = so_far - told + (whole - so_far) * _ONE_BACK
        sums.append(np.concatenate([whole, without], axis=1).ravel())
        owners.append(np.repeat(at, length + 1))
    return np.concatenate(sums), np.concatenate(owners)


def may_fold(word: str, other: str, counts: Mapping[str, int]) -> bool:
    """Whether `word` is so much rarer than `other`, and both so long, that it may be a slip of it."""
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
    flat = Flat.of(rows)
    counts = flat.counts()
    usual = {word for word, n in counts.items() if n > RARE and len(word) >= 4 and not word.isdigit()}
    parts = {word: split for word in counts if counts[word] <= RARE and (split := _split(word, usual))}
    rare = np.array([n <= RARE for n in counts.values()], dtype=np.bool_)
    out = [list(row) for row in rows]
    for at in distinct(flat.row[rare[flat.word]]).tolist():  # nothing changes where every word is usual
        out[at] = _rejoin([p for word in out[at] for p in parts.get(word, (word,))], counts, usual)
    return out


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


@dataclass(frozen=True, slots=True)
class Flat:
    """The words of many rows one after the other, as numbers in the order they were met."""

    rows: int
    words: list[str]
    word: Ids  # per word met: its place in `words`
    row: Ids  # per word met: the row it stands in, ascending

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> Flat:
        """The words of `rows`."""
        told = pa.array(list(chain.from_iterable(rows)), pa.string()).dictionary_encode()
        lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        row = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
        return cls(len(rows), told.dictionary.to_pylist(), told.indices.to_numpy().astype(np.int32), row)

    @classmethod
    def of_lists(cls, column: pa.ChunkedArray) -> Flat:
        """The words of a column of lists; nothing told is no words."""
        lists = column.combine_chunks()
        told = pc.list_flatten(lists).dictionary_encode()
        row = pc.list_parent_indices(lists).to_numpy().astype(np.int32)
        return cls(len(lists), told.dictionary.to_pylist(), told.indices.to_numpy().astype(np.int32), row)

    def mapped(self, to: Callable[[str], str]) -> Flat:
        """The words as `to` writes them; two may become one."""
        written = [to(word) for word in self.words]
        place = {word: i for i, word in enumerate(dict.fromkeys(written))}
        return Flat(self.rows, list(place), np.array([place[w] for w in written], dtype=np.int32)[self.word], self.row)

    def counts(self) -> dict[str, int]:
        """In how many rows each word stands; in the order of `words`."""
        return dict(zip(self.words, self.carried(self.word, len(self.words)).tolist(), strict=True))

    def carried(self, ids: Ids, n: int) -> Keys:
        """In how many rows each of `n` ids stands, where `ids` is given for each word met."""
        once = distinct(self.row.astype(np.int64) * max(n, 1) + ids)
        return np.bincount(once % max(n, 1), minlength=n).astype(np.int64)

    def first(self, ids: Ids) -> tuple[Ids, Ids]:
        """(row, id) of each different id of a row, in the order they stand there."""
        code = self.row.astype(np.int64) * (int(ids.max(initial=0)) + 1) + ids
        order = np.argsort(code, kind="stable")
        at = np.sort(order[np.append(True, np.diff(code[order]) != 0)]) if len(code) else order
        return self.row[at], ids[at]


class Vocabulary:
    """Words of many rows as ids; `bits[id]` is the information of sharing that word, in log2."""

    def __init__(self, rows: Sequence[Sequence[str]] | Flat, *, fold: bool = True) -> None:
        flat = rows if isinstance(rows, Flat) else Flat.of(rows)
        counts = flat.counts()
        near = near_spellings(counts) if fold else {}
        self.words = sorted({near.get(word, word) for word in counts})
        position = {word: i for i, word in enumerate(self.words)}
        self._ids = {word: position[near.get(word, word)] for word in counts}
        ids = np.fromiter(self._ids.values(), dtype=np.int32, count=len(self._ids))
        self.counts = flat.carried(ids[flat.word], len(self.words))
        self.bits = np.log2(max(flat.rows, 1) / np.maximum(self.counts, 1))

    def __len__(self) -> int:
        return len(self.words)

    def spellings(self) -> Iterable[str]:
        """Every word of these rows as it was spelled."""
        return self._ids.keys()

    def id_of(self, word: str) -> int:
        """The id of a word of these rows, -1 for any other."""
        return self._ids.get(word, -1)

    def matrix(self, rows: Sequence[Sequence[str]] | Flat, width: int) -> Ids:
        """One row of ids per row of words, padded with -1; words beyond `width` with the least information go."""
        flat = rows if isinstance(rows, Flat) else Flat.of(rows)
        row, ids = flat.first(np.array([self._ids[word] for word in flat.words], dtype=np.int32)[flat.word])
        starts = np.searchsorted(row, np.arange(flat.rows + 1))
        place = np.arange(len(row)) - starts[row]
        out = np.full((flat.rows, width), -1, dtype=np.int32)
        out[row[place < width], place[place < width]] = ids[place < width]
        for at in distinct(row[place >= width]).tolist():
            mine = ids[starts[at] : starts[at + 1]].tolist()
            kept = set(sorted(mine, key=lambda k: (-self.bits[k], k))[:width])
            out[at] = [k for k in mine if k in kept]
        return out
