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
import pyarrow.compute as pc

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
    ids = pa.array(e.record_ids, pa.string())
    ends = np.stack([_places(known.links.column(side), ids) for side in ("left_id", "right_id")])
    edges = _edges(known.links, ends, judged)
    mask = np.zeros(len(e), dtype=np.bool_)
    touched = _places(pa.array(sorted(known.touched), pa.string()), ids)
    mask[touched[touched >= 0]] = True
    mask[_left_alone(ends)] = True
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


def _places(ids: pa.Array | pa.ChunkedArray, known: pa.Array) -> Ids:
    """The position of each id among the `known` ones, -1 where it is none of them."""
    places: Ids = pc.fill_null(pc.index_in(ids, known), -1).to_numpy()
    return places


def _edges(links: pa.Table, ends: Ids, judged: Judged) -> dict[str, Edges]:
    """The earlier run's direct links between rows that still are there (`ends`: their positions), by scope."""
    left, right = ends.min(axis=0), ends.max(axis=0)
    probability, linked, direct = (links.column(c).to_numpy() for c in ("probability", "linked", "direct"))
    auto = pc.equal(links.column("tier"), "auto").to_numpy()
    out = {}
    for scope in ("register_census", "register", "census"):
        at = np.flatnonzero(pc.equal(links.column("scope"), scope).to_numpy() & direct & (left >= 0))
        at = at[np.lexsort((linked[at], auto[at], probability[at], right[at], left[at]))]
        verdicts = judged.verdicts(left[at], right[at])
        out[scope] = Edges(left[at], right[at], probability[at], auto[at], linked[at], verdicts)
    return out


def _left_alone(ends: Ids) -> Ids:
    """Rows that lost a partner: the other end of a link no longer is there."""
    return ends[(ends >= 0) & (ends[::-1] < 0)]


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
