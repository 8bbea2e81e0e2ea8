"""Which waiting pair should a person look at first: the one whose answer moves the published figures most."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.engine.linking.alternatives import Knot, Rows
from lumbung.engine.linking.linkage import Linkage

Ends = tuple[str, str]  # record_id of the left and of the right row
HEADLINE = ("streams", "kind_by_district")


def most_useful_first(
    links: pa.Table, contributions: pa.Table, knots: list[Knot], names: Mapping[Rows, str], linkage: Linkage
) -> tuple[pa.Table, dict[Ends, float]]:
    """`links` with the waiting pairs in the order in which they should be judged, the rest after them; and the stakes.

    A pair is worth what its knot may change in the headline tables, shared among the knot's pairs, times how
    open its own answer is (largest at probability one half). The first of the two is its stake, in counts of cells.
    """
    stake = _stakes(contributions, knots, names)
    worth: dict[Ends, float] = {}
    for knot, value in zip(knots, stake, strict=True):
        for i, j in knot.edges:
            worth[linkage.ends(i, j)] = value / len(knot.edges)
    keys = zip(*(links.column(c).to_pylist() for c in ("left_id", "right_id", "probability")), strict=True)
    score = [worth.get((a, b), -1.0) * 4 * p * (1 - p) if (a, b) in worth else -1.0 for a, b, p in keys]
    ranked = links.append_column("score", pa.array([round(s, 6) for s in score], pa.float64()))
    order = pc.sort_indices(
        ranked,
        sort_keys=[
            ("score", "descending"),
            ("scope", "descending"),
            ("left_id", "ascending"),
            ("right_id", "ascending"),
        ],
    )
    return links.take(order), worth


def _stakes(contributions: pa.Table, knots: list[Knot], names: Mapping[Rows, str]) -> list[float]:
    wanted = sorted({names[rows] for knot in knots for rows in knot.cooperatives()})
    headline = contributions.filter(
        pc.and_(
            pc.is_in(contributions.column("cooperative_id"), pa.array(wanted, pa.string())),
            pc.is_in(contributions.column("table"), pa.array(HEADLINE)),
        )
    )
    adds: dict[str, dict[tuple[str, str, str], int]] = {name: {} for name in wanted}
    for row in headline.to_pylist():
        adds[row["cooperative_id"]][row["table"], row["row"], row["column"]] = int(row["amount"])
    return [_spread(knot, names, adds) for knot in knots]


def _spread(knot: Knot, names: Mapping[Rows, str], adds: Mapping[str, Mapping[tuple[str, str, str], int]]) -> float:
    """How far the headline cells lie apart between the ways of judging a knot, all cells together."""
    ways = knot.ways or tuple((m.left, m.right) for m in knot.merges) + tuple((m.merged,) for m in knot.merges)
    totals = []
    for way in ways:
        total: dict[tuple[str, str, str], int] = {}
        for rows in way:
            for cell, amount in adds[names[rows]].items():
                total[cell] = total.get(cell, 0) + amount
        totals.append(total)
    cells = {cell for total in totals for cell in total}
    return float(sum(max(t.get(c, 0) for t in totals) - min(t.get(c, 0) for t in totals) for c in cells))
