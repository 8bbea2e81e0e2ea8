"""New rows into what is known: only what they touch is decided anew, with the weights the last whole run learned.

What `link` decides about a row depends on the rows it hangs together with: by pairs worth asking about, links made
before and verdicts. The rows that hang together with a touched one are the region. Inside it everything is decided by
the very code that decides a whole list; outside it what was decided stays. A pair below the review line is no tie: as a
rival it could move a probability by no more than that line (0.02), and counting it would tie half a city together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lumbung.engine.linking.candidates import Candidates
from lumbung.engine.linking.encoding import Encoded
from lumbung.engine.linking.grouping import Edges
from lumbung.engine.linking.judging import Judged
from lumbung.engine.linking.vocabulary import Ids
from lumbung.engine.linking.weighing import Floats, Weights

Bools = npt.NDArray[np.bool_]
MOST = 0.25  # ASSUMPTION: where more than a quarter of all rows hang together with touched ones, all are decided anew


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier run decided, and what has changed since."""

    weights: Mapping[str, Any]  # `frozen` weights by scope
    links: pa.Table  # tables.LINKS of that run; rows of records that are gone are passed over
    touched: frozenset[str]  # record ids that are new or say something else now


@dataclass(frozen=True, slots=True)
class Region:
    """The rows that are decided anew, and the edges that stay."""

    mask: Bools  # per position
    kept: dict[str, Edges]  # scope -> edges outside

    def inside(self, found: Candidates) -> Candidates:
        """Only the candidates between rows of the region."""
        pairs = {s: (left[m], right[m]) for s, (left, right) in found.pairs.items() for m in [self._both(left, right)]}
        return Candidates(pairs, found.complete, found.skipped_keys)

    def judged(self, judged: Judged) -> Judged:
        """Only the verdicts between rows of the region."""
        return Judged({pair: v for pair, v in judged.verdict.items() if self.mask[pair[0]] and self.mask[pair[1]]})

    def with_kept(self, scope: str, made: Edges) -> Edges:
        """The edges of `scope` made in the region, and those that stay."""
        kept = self.kept[scope]
        columns = ("left", "right", "probability", "auto", "linked", "judged")
        return Edges(*(np.concatenate([getattr(made, c), getattr(kept, c)]) for c in columns))

    def _both(self, left: Ids, right: Ids) -> Bools:
        both: Bools = self.mask[left] & self.mask[right]
        return both


def frozen(weights: Mapping[str, Weights]) -> dict[str, Any]:
    """Weights as JSON; what depends on the rows themselves is left out."""
    return {
        scope: {
            "m": {field: [float(x) for x in shares] for field, shares in w.m.items()},
            "u": {field: [float(x) for x in shares] for field, shares in w.u.items()},
            "rows": list(w.rows),
            "rate": w.rate,
        }
        for scope, w in weights.items()
    }


def thawed(told: Mapping[str, Any], shared: dict[str, Floats]) -> dict[str, Weights]:
    """`frozen` weights for rows whose values weigh `shared` (weighing.value_bits)."""
    return {
        scope: Weights(
            {field: np.array(shares) for field, shares in w["m"].items()},
            {field: np.array(shares) for field, shares in w["u"].items()},
            shared,
            (int(w["rows"][0]), int(w["rows"][1])),
            float(w["rate"]),
        )
        for scope, w in told.items()
    }


def region(
    e: Encoded,
    judged: Judged,
    found: Candidates,
    known: Known,
    bits: Callable[[str, Ids, Ids], Floats],
    review: float,
) -> Region | None:
    """The region of the touched rows; None where it is so large that everything is better decided anew.

    Args:
        bits: (scope, left, right) -> log2 odds of those pairs.
        review: Lowest probability that is asked.
    """
    position = {record_id: i for i, record_id in enumerate(e.record_ids)}
    edges = _edges(known.links, position, judged)
    mask = np.zeros(len(e), dtype=np.bool_)
    mask[[position[record_id] for record_id in known.touched if record_id in position]] = True
    mask[_left_alone(known.links, position)] = True
    ties = _ties(edges, judged)
    frontier, line = mask.copy(), float(np.log2(review / (1 - review))) if review < 1 else np.inf
    while frontier.any():
        reached = _across_ties(ties, frontier)
        for scope, (left, right) in found.pairs.items():
            at = np.flatnonzero(frontier[left] | frontier[right])
            near = at[bits(scope, left[at], right[at]) >= line]
            reached[left[near]] = reached[right[near]] = True
        frontier = reached & ~mask
        mask |= reached
        if mask.sum() > MOST * len(e):
            return None
    return Region(mask, {scope: one.take(np.flatnonzero(~mask[one.left])) for scope, one in edges.items()})


def _edges(links: pa.Table, position: Mapping[str, int], judged: Judged) -> dict[str, Edges]:
    """The earlier run's direct links between rows that still are there, by scope."""
    rows: dict[str, list[tuple[int, int, float, bool, bool]]] = {"register_census": [], "register": [], "census": []}
    columns = ("left_id", "right_id", "scope", "probability", "tier", "linked", "direct")
    for left, right, scope, probability, tier, linked, direct in zip(
        *(links.column(c).to_pylist() for c in columns), strict=True
    ):
        if direct and left in position and right in position:
            i, j = sorted((position[left], position[right]))
            rows[scope].append((i, j, probability, tier == "auto", linked))
    out = {}
    for scope, found in rows.items():
        told = np.array(sorted(found), dtype=np.float64).reshape(-1, 5).T
        left, right = told[0].astype(np.int32), told[1].astype(np.int32)
        auto, linked = told[3] == 1, told[4] == 1
        out[scope] = Edges(left, right, told[2], auto, linked, judged.verdicts(left, right))
    return out


def _left_alone(links: pa.Table, position: Mapping[str, int]) -> list[int]:
    """Rows that lost a partner: the other end of a link no longer is there."""
    ends = zip(links.column("left_id").to_pylist(), links.column("right_id").to_pylist(), strict=True)
    return [
        position[one]
        for left, right in ends
        for one, other in ((left, right), (right, left))
        if one in position and other not in position
    ]


def _ties(edges: Mapping[str, Edges], judged: Judged) -> tuple[Ids, Ids]:
    """Pairs that hang together whatever their bits: earlier links and verdicts."""
    told = np.array(sorted(judged.verdict), dtype=np.int32).reshape(-1, 2)
    left = np.concatenate([*(one.left for one in edges.values()), told[:, 0]])
    right = np.concatenate([*(one.right for one in edges.values()), told[:, 1]])
    return left, right


def _across_ties(ties: tuple[Ids, Ids], frontier: Bools) -> Bools:
    reached = np.zeros(len(frontier), dtype=np.bool_)
    left, right = ties
    at = frontier[left] | frontier[right]
    reached[left[at]] = reached[right[at]] = True
    return reached
