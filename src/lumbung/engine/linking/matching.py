"""One-to-one: how likely each pair is when every cooperative has at most one partner in the other list.

The weight of a way of pairing is the product of its pairs' odds. The share of all ways' weight that holds a pair
is that pair's probability; two equal rivals for one partner so get at most a half each, and go to a person.
Shares come from belief propagation (Bayati and others 2007, doi:10.1145/1250790.1250793; exact where the graph
of rivals has no ring), the best single way from maximum weight matching.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import rustworkx as rx

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ROUNDS = 60
CALM = 1e-9


def one_to_one_probabilities(left: Ints, right: Ints, odds: Floats) -> Floats:
    """Probability of each edge (`left`[k], `right`[k]) with `odds`[k] against standing alone. Nodes are any ids."""
    if not len(odds):
        return odds
    _, l_node = np.unique(left, return_inverse=True)
    _, r_node = np.unique(right, return_inverse=True)
    n_left, n_right = int(l_node.max()) + 1, int(r_node.max()) + 1
    odds = np.minimum(odds, 1e15)
    from_right = np.ones(len(odds))  # how free the right end is of everybody else
    for _ in range(ROUNDS):
        offered = odds * from_right
        from_left = 1.0 / (1.0 + np.bincount(l_node, offered, n_left)[l_node] - offered)
        offered = odds * from_left
        fresh = 1.0 / (1.0 + np.bincount(r_node, offered, n_right)[r_node] - offered)
        calm = float(np.max(np.abs(fresh - from_right)))
        from_right = fresh
        if calm < CALM:
            break
    together = odds * from_left * from_right
    probability: Floats = together / (1.0 + together)
    return probability


def best_assignment(left: Ints, right: Ints, weight: Floats) -> npt.NDArray[np.bool_]:
    """Which edges stand in the one-to-one pairing of largest total `weight` (only weights above 0 are taken).

    Weights are compared in millionths, so that the same input gives the same pairing on every machine.
    """
    chosen = np.zeros(len(weight), dtype=np.bool_)
    worth = np.flatnonzero(weight > 0)
    if not len(worth):
        return chosen
    _, l_node, l_count = np.unique(left[worth], return_inverse=True, return_counts=True)
    _, r_node, r_count = np.unique(right[worth], return_inverse=True, return_counts=True)
    alone = (l_count[l_node] == 1) & (r_count[r_node] == 1)
    chosen[worth[alone]] = True  # nearly all pairs have no rival, and a graph of them would only be slow
    _choose_among_rivals(chosen, worth[~alone], left, right, weight)
    return chosen


def _choose_among_rivals(chosen: npt.NDArray[np.bool_], worth: Ints, left: Ints, right: Ints, weight: Floats) -> None:
    graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
    nodes: dict[tuple[str, int], int] = {}
    for side, ids in (("l", left), ("r", right)):
        for node in np.unique(ids[worth]):
            nodes[side, int(node)] = graph.add_node(0)
    ends = {}
    for k in worth:
        a, b = nodes["l", int(left[k])], nodes["r", int(right[k])]
        ends[a, b] = k
        graph.add_edge(a, b, round(float(weight[k]) * 1_000_000))
    for component in rx.connected_components(graph):
        names = sorted(component)
        part = graph.subgraph(names, preserve_attrs=False)
        for a, b in rx.max_weight_matching(part, max_cardinality=False, weight_fn=int):
            u, v = sorted((names[a], names[b]))
            chosen[ends[u, v]] = True
