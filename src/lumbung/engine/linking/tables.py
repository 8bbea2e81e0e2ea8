"""The linkage as engine tables: links with their evidence, and which records make one cooperative."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from lumbung.engine.linking.alternatives import Knot, Rows
from lumbung.engine.linking.comparing import compare
from lumbung.engine.linking.evidence import evidence
from lumbung.engine.linking.grouping import Groups, members_of
from lumbung.engine.linking.linkage import WITHIN, Linkage
from lumbung.engine.linking.weighing import Weights
from lumbung.engine.tables import LINKS, MEMBERSHIPS

VERDICT_NAMES = {0: "different", 1: "same", 2: "cannot_tell"}
Pair = tuple[int, int]


class _Link(NamedTuple):
    left: int
    right: int
    scope: str
    probability: float
    auto: bool
    linked: bool
    direct: bool
    judged: int


def links_table(linkage: Linkage) -> pa.Table:
    """Every row pair of a linked cooperative and every pair that waits for a person (tables.LINKS)."""
    rows = sorted(_links(linkage), key=lambda k: (k.scope, k.left, k.right))
    words = _evidence(linkage, rows)
    ends = [linkage.ends(k.left, k.right) for k in rows]
    return pa.Table.from_pydict(
        {
            "left_id": [left for left, _ in ends],
            "right_id": [right for _, right in ends],
            "scope": [k.scope for k in rows],
            "probability": [k.probability for k in rows],
            "tier": ["auto" if k.auto else "review" for k in rows],
            "linked": [k.linked for k in rows],
            "direct": [k.direct for k in rows],
            "judged": [VERDICT_NAMES.get(k.judged) for k in rows],
            "evidence": words,
        },
        schema=LINKS,
    ).sort_by([("scope", "descending"), ("left_id", "ascending"), ("right_id", "ascending")])


def _links(linkage: Linkage) -> list[_Link]:
    out: dict[Pair, _Link] = {}
    edges = [(s, linkage.duplicates[s]) for s in WITHIN] + [("register_census", linkage.pairs)]
    for scope, part in edges:
        told = (part.left, part.right, part.probability, part.auto, part.linked, part.judged)
        for i, j, probability, auto, linked, judged in zip(*(column.tolist() for column in told), strict=True):
            if judged != 0:
                out[i, j] = _Link(i, j, scope, probability, auto, linked, True, judged)
    for link in _implied(linkage, out):
        out.setdefault((link.left, link.right), link)
    return list(out.values())


def _implied(linkage: Linkage, direct: dict[Pair, _Link]) -> list[_Link]:
    """Row pairs that are one cooperative through other links: as sure as the weakest link between them."""
    census = linkage.encoded.census
    steps: dict[int, list[_Link]] = defaultdict(list)
    for link in direct.values():
        if link.linked:
            steps[int(linkage.clusters[link.left])].append(link)
    out = []
    for cluster, rows in members_of(linkage.clusters).items():
        if len(rows) < 2 or (len(rows) == 2 and (rows[0], rows[1]) in direct):
            continue
        sure = Groups(len(rows))
        at = {i: x for x, i in enumerate(rows)}
        inside = steps[cluster]
        for link in inside:
            if link.auto:
                sure.join(at[link.left], at[link.right])
        for x, i in enumerate(rows):
            for j in rows[x + 1 :]:
                if (i, j) not in direct:
                    p = _weakest(rows, inside, i, j)
                    auto = sure.of(at[i]) == sure.of(at[j])
                    out.append(_Link(i, j, _scope(bool(census[i]), bool(census[j])), p, auto, True, False, -1))
    return out


def _weakest(rows: list[int], steps: list[_Link], i: int, j: int) -> float:
    """Probability of the weakest link on the strongest way from `i` to `j`."""
    at = {row: x for x, row in enumerate(rows)}
    groups = Groups(len(rows))
    for link in sorted(steps, key=lambda k: (-k.probability, k.left, k.right)):
        groups.join(at[link.left], at[link.right])
        if groups.of(at[i]) == groups.of(at[j]):
            return link.probability
    return 1.0  # people joined them


def _scope(left_census: bool, right_census: bool) -> str:
    if left_census != right_census:
        return "register_census"
    return "census" if left_census else "register"


def _evidence(linkage: Linkage, rows: list[_Link]) -> list[str]:
    words = [""] * len(rows)
    for scope in ("register_census", *WITHIN):
        at = [k for k, link in enumerate(rows) if link.scope == scope]
        if at:
            left = np.array([rows[k].left for k in at], dtype=np.int32)
            right = np.array([rows[k].right for k in at], dtype=np.int32)
            weights: Weights = linkage.weights[scope]
            said = evidence(compare(linkage.encoded, left, right), weights, np.arange(len(at)))
            for k, text in zip(at, said, strict=True):
                words[k] = text
    return words


def memberships_table(linkage: Linkage, knots: list[Knot]) -> tuple[pa.Table, dict[Rows, str]]:
    """tables.MEMBERSHIPS with its alternatives, and the cooperative id of every set of rows in it.

    Cooperatives are numbered by their first record, register before census; alternatives after them.
    """
    ids = linkage.encoded.record_ids
    base = [tuple(rows) for rows in members_of(linkage.clusters).values()]
    base.sort(key=lambda rows: _first(ids, rows))
    width = max(4, len(str(len(base))))
    names = {rows: f"K{n:0{width}d}" for n, rows in enumerate(base, 1)}
    others = sorted(
        {rows for knot in knots for rows in knot.cooperatives()} - set(names),
        key=lambda r: [ids[i] for i in r],
    )
    names |= {rows: f"A{n:0{width}d}" for n, rows in enumerate(others, 1)}
    triples = [(name, ids[i], name.startswith("A")) for rows, name in names.items() for i in rows]
    triples.sort()
    columns = list(zip(*triples, strict=True)) or [(), (), ()]
    table = pa.Table.from_arrays(
        [pa.array(c, f.type) for c, f in zip(columns, MEMBERSHIPS, strict=True)], schema=MEMBERSHIPS
    )
    return table, names


def _first(ids: list[str], rows: Rows) -> tuple[bool, str]:
    first = min(rows, key=lambda i: (ids[i].startswith("C"), ids[i]))
    return ids[first].startswith("C"), ids[first]
