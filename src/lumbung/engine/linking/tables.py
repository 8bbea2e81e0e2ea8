"""The linkage as engine tables: links with their evidence, and which records make one cooperative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lumbung.engine.linking.alternatives import Knot, Rows
from lumbung.engine.linking.comparing import compare
from lumbung.engine.linking.evidence import evidence
from lumbung.engine.linking.grouping import Groups, members_of
from lumbung.engine.linking.linkage import WITHIN, Linkage
from lumbung.engine.linking.vocabulary import Keys
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
    order = pc.array_sort_indices(pa.array(ids, pa.string())).to_numpy().astype(np.int64)
    base = _by_first_record(linkage, order)
    width = max(4, len(str(len(base))))
    names = {rows: f"K{n:0{width}d}" for n, rows in enumerate(base, 1)}
    others = sorted(
        {rows for knot in knots for rows in knot.cooperatives()} - set(names),
        key=lambda r: [ids[i] for i in r],
    )
    names |= {rows: f"A{n:0{width}d}" for n, rows in enumerate(others, 1)}
    return _memberships(names, ids, order), names


def _by_first_record(linkage: Linkage, order: Keys) -> list[Rows]:
    """The rows of each cooperative; cooperatives by their first record, register before census.

    Args:
        order: Positions of the records by their ids.
    """
    census = np.array([record_id.startswith("C") for record_id in linkage.encoded.record_ids], dtype=np.bool_)
    labels = linkage.clusters[np.concatenate([order[~census[order]], order[census[order]]])]
    members = members_of(linkage.clusters)
    return [tuple(members[label]) for label in dict.fromkeys(labels.tolist())]


def _memberships(names: Mapping[Rows, str], ids: Sequence[str], order: Keys) -> pa.Table:
    """tables.MEMBERSHIPS of the rows under their `names`, by cooperative and record."""
    told = pa.array(names.values(), pa.string())
    rows = np.fromiter(chain.from_iterable(names), dtype=np.int64)
    name = np.repeat(np.arange(len(names)), np.fromiter(map(len, names), dtype=np.int64, count=len(names)))
    places = [np.empty(len(ids), np.int64), np.empty(len(names), np.int64)]
    for place, at in zip(places, (order, pc.array_sort_indices(told).to_numpy()), strict=True):
        place[at] = np.arange(len(at))
    by = np.lexsort((places[0][rows], places[1][name]))
    cooperatives = told.take(pa.array(name[by]))
    records = pa.array(ids, pa.string()).take(pa.array(rows[by]))
    return pa.Table.from_arrays([cooperatives, records, pc.starts_with(cooperatives, "A")], schema=MEMBERSHIPS)
