"""low and high of every cell: the smallest and largest count over all admissible ways of judging what waits.

A cell counts cooperatives (or sums over them), so its value is a sum over knots of waiting pairs, and the extremes
are the sums of the knots' extremes. In a small knot every way is tried. In a large one of register-census pairs only,
a way is a matching, and what it adds to a cell is a sum over its pairs: the extremes are maximum weight matchings,
exact again. Only a large knot that also holds waiting duplicates is bounded from outside (`exact` = false).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from lumbung.engine.linking.alternatives import Knot, Rows
from lumbung.engine.linking.matching import best_assignment
from lumbung.engine.tables import CELLS

Cell = tuple[str, str, str]
Adds = Mapping[str, Mapping[Cell, int]]  # cooperative -> what it adds to which cell


def with_intervals(cells: pa.Table, contributions: pa.Table, knots: list[Knot], names: Mapping[Rows, str]) -> pa.Table:
    """`cells` with `low`, `high` and `exact` filled.

    Args:
        cells: tables.CELLS of the picture, `count` filled.
        contributions: cooperative_id, table, row, column, amount, alternatives included.
        knots, names: What waits (linking.alternatives), and the cooperative id of each set of rows in it.
    """
    adds = _adds(contributions, {names[rows] for knot in knots for rows in knot.cooperatives()})
    below: Counter[Cell] = Counter()
    above: Counter[Cell] = Counter()
    loose: set[Cell] = set()
    for knot in knots:
        _widen(knot, names, adds, below, above, loose)
    keys = list(zip(*(cells.column(c).to_pylist() for c in ("table", "row", "column")), strict=True))
    count = cells.column("count").to_pylist()
    filled = {
        "low": pa.array([n + below[k] for n, k in zip(count, keys, strict=True)], pa.int64()),
        "high": pa.array([n + above[k] for n, k in zip(count, keys, strict=True)], pa.int64()),
        "exact": pa.array([k not in loose for k in keys], pa.bool_()),
    }
    for name, column in filled.items():
        cells = cells.set_column(cells.schema.get_field_index(name), CELLS.field(name), column)
    return cells


def _adds(contributions: pa.Table, wanted: set[str]) -> dict[str, dict[Cell, int]]:
    out: dict[str, dict[Cell, int]] = {name: {} for name in wanted}
    mask = pa.compute.is_in(contributions.column("cooperative_id"), pa.array(sorted(wanted), pa.string()))
    kept = contributions.filter(mask)
    cells = zip(*(kept.column(c).to_pylist() for c in ("table", "row", "column")), strict=True)
    told = zip(kept.column("cooperative_id").to_pylist(), cells, kept.column("amount").to_pylist(), strict=True)
    for name, cell, amount in told:
        mine = out[name]
        mine[cell] = mine.get(cell, 0) + int(amount)
    return out


def _total(way: tuple[Rows, ...], names: Mapping[Rows, str], adds: Adds) -> Counter[Cell]:
    total: Counter[Cell] = Counter()
    for rows in way:
        for cell, amount in adds[names[rows]].items():
            total[cell] += amount
    return total


def _widen(
    knot: Knot,
    names: Mapping[Rows, str],
    adds: Adds,
    below: Counter[Cell],
    above: Counter[Cell],
    loose: set[Cell],
) -> None:
    """Add what the knot may take from (`below`, negative) or add to (`above`) each cell, against the picture."""
    now = _total(knot.base, names, adds)
    if knot.ways:
        ways = [_total(way, names, adds) for way in knot.ways]
        for cell in sorted({cell for way in ways for cell in way} | set(now)):
            values = [way[cell] for way in ways]
            below[cell] += min(values) - now[cell]
            above[cell] += max(values) - now[cell]
    elif knot.merges:
        _by_matching(knot, names, adds, now, below, above)
    else:
        _from_outside(knot, names, adds, now, below, above, loose)


def _by_matching(
    knot: Knot,
    names: Mapping[Rows, str],
    adds: Adds,
    now: Counter[Cell],
    below: Counter[Cell],
    above: Counter[Cell],
) -> None:
    alone = _total(tuple({rows for m in knot.merges for rows in (m.left, m.right)}), names, adds)
    change: dict[Cell, list[tuple[int, int]]] = defaultdict(list)
    for k, merge in enumerate(knot.merges):
        effect = _total((merge.merged,), names, adds)
        effect.subtract(_total((merge.left, merge.right), names, adds))
        for cell, amount in effect.items():
            if amount:
                change[cell].append((k, amount))
    ends = sorted({rows for m in knot.merges for rows in (m.left, m.right)})
    at = {rows: i for i, rows in enumerate(ends)}
    left = np.array([at[m.left] for m in knot.merges], dtype=np.int64)
    right = np.array([at[m.right] for m in knot.merges], dtype=np.int64)
    for cell in sorted(set(alone) | set(now) | set(change)):
        effects = np.zeros(len(knot.merges))
        for k, amount in change.get(cell, []):
            effects[k] = amount
        most = sum(effects[best_assignment(left, right, effects)])
        least = sum(effects[best_assignment(left, right, -effects)])
        below[cell] += alone[cell] + int(least) - now[cell]
        above[cell] += alone[cell] + int(most) - now[cell]


def _from_outside(
    knot: Knot,
    names: Mapping[Rows, str],
    adds: Adds,
    now: Counter[Cell],
    below: Counter[Cell],
    above: Counter[Cell],
    loose: set[Cell],
) -> None:
    """No way of judging can count more cooperatives than stand in the knot, nor fewer than none."""
    rows = sorted({i for coop in knot.base for i in coop})
    for cell in sorted(set(now) | {cell for coop in knot.cooperatives() for cell in adds[names[coop]]}):
        below[cell] -= max(now[cell], 0)
        above[cell] += max(len(rows) - now[cell], 0)
        loose.add(cell)
