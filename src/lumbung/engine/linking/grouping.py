"""From probabilities to cooperatives: duplicates are grouped first, then the groups of the two lists are paired.

Three tiers. `auto`: linked without a person. `review`: linked for the time being if at least as likely as not, and
asked. What is below is different and is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lumbung.engine.linking.comparing import Compared
from lumbung.engine.linking.matching import best_assignment, one_to_one_probabilities
from lumbung.engine.linking.vocabulary import Ids

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
HALF = 0.5
TIE = 1.0  # bits: less than twice as likely is no difference
FAINT = -10.0


@dataclass(frozen=True, slots=True)
class Edges:
    """Decided pairs (positions, left < right): what the two records have to do with each other."""

    left: Ids
    right: Ids
    probability: Floats  # rounded to 6 decimals before any tier was given
    auto: Bools
    linked: Bools  # belongs to the picture for the time being: auto, or at least as likely as not
    judged: npt.NDArray[np.int8]  # 1 same, 0 different, 2 cannot tell, -1 nobody has judged

    def take(self, keep: npt.NDArray[np.int64]) -> Edges:
        """Only the edges `keep`."""
        return Edges(*(getattr(self, f)[keep] for f in ("left", "right", "probability", "auto", "linked", "judged")))


def _whole(positions: Iterable[int]) -> Iterable[int]:
    """As Python's own numbers, which are counted with faster than those of an array."""
    return positions.tolist() if isinstance(positions, np.ndarray) else positions


class Groups:
    """Union-find over positions 0..n-1; the smallest position names its group."""

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))

    @classmethod
    def of_labels(cls, labels: Iterable[int]) -> Groups:
        """Groups as `labels` tells them: the smallest position of its group, for every position."""
        made = cls(0)
        made._parent = list(_whole(labels))
        return made

    def of(self, i: int) -> int:
        """The group of `i`."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Put `i` and `j` into one group."""
        a, b = self.of(i), self.of(j)
        self._parent[max(a, b)] = min(a, b)

    def labels(self) -> Ids:
        """The group of every position."""
        return np.array([self.of(i) for i in range(len(self._parent))], dtype=np.int32)

    def join_all(self, left: Iterable[int], right: Iterable[int]) -> None:
        """Join every pair."""
        for i, j in zip(_whole(left), _whole(right), strict=True):
            self.join(i, j)


def duplicate_edges(compared: Compared, probability: Floats, may: Bools, auto: float, review: float) -> Edges:
    """Pairs of one list that are, or may be, one cooperative entered twice; `may` = evidence allows auto."""
    p = np.round(probability, 6)
    keep = np.flatnonzero(p >= review)
    p = p[keep]
    sure = (p >= auto) & may[keep]
    unjudged = np.full(len(keep), -1, dtype=np.int8)
    return Edges(compared.left[keep], compared.right[keep], p, sure, sure | (p >= HALF), unjudged)


def pair_groups(
    compared: Compared,
    bits: Floats,
    may: Bools,
    groups: Ids,
    certain: Ids,
    forbidden: set[tuple[int, int]],
    auto: float,
    review: float,
) -> Edges:
    """One-to-one pairs between register groups and census groups, each carried by its strongest row pair.

    `bits`: log2 odds per row pair; `groups`: group per position, `certain`: the same by automatic duplicates alone;
    `forbidden`: group pairs a person told apart. Where two rows of a group that is not certain carry the pair about
    equally, which of them is meant is for a person.
    """
    best, tied = _strongest(compared, bits, groups, certain, forbidden)
    left, right = groups[compared.left[best]], groups[compared.right[best]]
    odds = np.exp2(np.minimum(bits[best], 50.0))
    p = np.round(one_to_one_probabilities(left.astype(np.int64), right.astype(np.int64), odds), 6)
    keep = np.flatnonzero(p >= review)
    best, tied, left, right, p = best[keep], tied[keep], left[keep], right[keep], p[keep]
    logit = np.log2(np.maximum(p, 1e-9) / np.maximum(1 - p, 1e-9))
    chosen = best_assignment(left.astype(np.int64), right.astype(np.int64), np.maximum(logit, 0.0))
    sure = (p >= auto) & may[best] & ~tied
    unjudged = np.full(len(best), -1, dtype=np.int8)
    return Edges(compared.left[best], compared.right[best], p, sure & chosen, chosen & (p > HALF), unjudged)


def _strongest(
    compared: Compared, bits: Floats, groups: Ids, certain: Ids, forbidden: set[tuple[int, int]]
) -> tuple[npt.NDArray[np.int64], Bools]:
    """The row pair with most bits for each pair of groups that stands above even a faint chance, and ties.

    A tie: another row pair of the same groups, between other certain parts of them, comes within TIE bits.
    """
    left, right = groups[compared.left], groups[compared.right]
    worth = np.flatnonzero(bits > FAINT)
    order = worth[np.lexsort((worth, -bits[worth], right[worth], left[worth]))]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (left[order][1:] != left[order][:-1]) | (right[order][1:] != right[order][:-1])
    best = order[first]
    mine = best[np.cumsum(first) - 1]  # of every row pair: the strongest of its groups
    other = np.zeros(len(order), dtype=np.bool_)
    for end in (compared.left, compared.right):
        other |= certain[end[order]] != certain[end[mine]]
    close = other & (bits[order] > bits[mine] - TIE)
    tied = np.bincount(np.cumsum(first) - 1, close, len(best)) > 0
    if forbidden and len(best):
        allowed = np.array([(int(a), int(b)) not in forbidden for a, b in zip(left[best], right[best], strict=True)])
        best, tied = best[allowed], tied[allowed]
    return best, tied


def members_of(labels: Ids) -> dict[int, list[int]]:
    """Group -> its positions, in order; groups by their labels."""
    order = np.argsort(labels, kind="stable")
    told = labels[order]
    starts = np.flatnonzero(np.append(True, told[1:] != told[:-1])) if len(told) else order
    rows, bounds = order.tolist(), [*starts.tolist(), len(told)]
    return {label: rows[a:b] for label, a, b in zip(told[starts].tolist(), bounds, bounds[1:], strict=False)}
