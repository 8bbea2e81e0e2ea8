"""What else the picture could be: every admissible way of judging the pairs that wait for a person.

Automatic links and judgements stand; each waiting pair may be judged same or different, as long as cooperatives
still pair one to one (two rows of one list come together only through pairs of that list) and nothing that a person
told apart comes together. Pairs that share no cooperative do not influence each other, so each knot of pairs
(`Knot`) is looked at alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from lumbung.engine.linking.grouping import Edges, Groups, members_of
from lumbung.engine.linking.linkage import WITHIN, Linkage

MOST_WAYS = 12  # waiting pairs in one knot up to which all 2^n ways are tried
Rows = tuple[int, ...]  # positions of the records of one cooperative, sorted


@dataclass(frozen=True, slots=True)
class Merge:
    """A waiting register-census pair in a knot without waiting duplicates: two cooperatives that may be one."""

    left: Rows
    right: Rows
    merged: Rows


@dataclass(frozen=True, slots=True)
class Knot:
    """Waiting pairs that hang together. One of `ways` (each: its cooperatives) or `merges` is filled."""

    base: tuple[Rows, ...]  # as in the picture
    ways: tuple[tuple[Rows, ...], ...]
    merges: tuple[Merge, ...]
    edges: tuple[tuple[int, int], ...]  # the waiting pairs

    def cooperatives(self) -> Iterator[Rows]:
        """Every cooperative that stands in some way of judging."""
        yield from self.base
        for way in self.ways:
            yield from way
        for merge in self.merges:
            yield from (merge.left, merge.right, merge.merged)


@dataclass(frozen=True, slots=True)
class _Waiting:
    left: int
    right: int
    linked: bool
    across: bool


def knots(linkage: Linkage) -> list[Knot]:
    """The knots of waiting pairs, in content order."""
    atoms, waiting = _atoms(linkage)
    whole = Groups.of_labels(atoms)
    whole.join_all([w.left for w in waiting], [w.right for w in waiting])
    by_knot: dict[int, list[_Waiting]] = defaultdict(list)
    for w in waiting:
        by_knot[whole.of(w.left)].append(w)
    members = members_of(np.asarray(atoms))
    return [_knot(linkage, atoms, members, by_knot[k]) for k in sorted(by_knot)]


def _atoms(linkage: Linkage) -> tuple[list[int], list[_Waiting]]:
    """What stands for certain (atom per record), and the pairs that wait between atoms."""
    sure = Groups(len(linkage.encoded))
    sure.join_all(*linkage.judged.same())
    everything = [(linkage.duplicates[s], False) for s in WITHIN] + [(linkage.pairs, True)]
    for edges, _ in everything:
        sure.join_all(edges.left[edges.auto], edges.right[edges.auto])
    atoms = [sure.of(i) for i in range(len(linkage.encoded))]
    waiting = [w for edges, across in everything for w in _open(edges, across, atoms)]
    return atoms, waiting


def _open(edges: Edges, across: bool, atoms: list[int]) -> Iterator[_Waiting]:
    for k in np.flatnonzero(~edges.auto & (edges.judged != 0) & (edges.judged != 1)):
        i, j = int(edges.left[k]), int(edges.right[k])
        if atoms[i] != atoms[j]:
            yield _Waiting(i, j, bool(edges.linked[k]), across)


def _knot(linkage: Linkage, atoms: list[int], members: dict[int, list[int]], waiting: list[_Waiting]) -> Knot:
    involved = sorted({atoms[i] for w in waiting for i in (w.left, w.right)})
    edges = tuple((w.left, w.right) for w in waiting)
    base = _cooperatives(atoms, members, involved, [w for w in waiting if w.linked])
    if len(waiting) <= MOST_WAYS:
        ways = _ways(linkage, atoms, members, involved, waiting)
        return Knot(base, tuple(sorted(ways | {base})), (), edges)
    one = {a: tuple(members[a]) for a in involved}
    merges = tuple(
        Merge(one[atoms[w.left]], one[atoms[w.right]], tuple(sorted(one[atoms[w.left]] + one[atoms[w.right]])))
        for w in waiting
        if _one_sided(linkage, one[atoms[w.left]], False) and _one_sided(linkage, one[atoms[w.right]], True)
    )
    return Knot(base, (), merges if all(w.across for w in waiting) else (), edges)


def _one_sided(linkage: Linkage, rows: Rows, census: bool) -> bool:
    return all(bool(linkage.encoded.census[i]) == census for i in rows)


def _ways(
    linkage: Linkage,
    atoms: list[int],
    members: dict[int, list[int]],
    involved: list[int],
    waiting: list[_Waiting],
) -> set[tuple[Rows, ...]]:
    out = set()
    for verdicts in product((False, True), repeat=len(waiting)):
        same = [w for w, verdict in zip(waiting, verdicts, strict=True) if verdict]
        cooperatives = _cooperatives(atoms, members, involved, same)
        if _admissible(linkage, atoms, same, cooperatives):
            out.add(cooperatives)
    return out


def _cooperatives(
    atoms: list[int], members: dict[int, list[int]], involved: list[int], same: list[_Waiting]
) -> tuple[Rows, ...]:
    at = {a: k for k, a in enumerate(involved)}
    groups = Groups(len(involved))
    groups.join_all([at[atoms[w.left]] for w in same], [at[atoms[w.right]] for w in same])
    rows: dict[int, list[int]] = defaultdict(list)
    for a in involved:
        rows[groups.of(at[a])].extend(members[a])
    return tuple(sorted(tuple(sorted(r)) for r in rows.values()))


def _admissible(linkage: Linkage, atoms: list[int], same: list[_Waiting], cooperatives: tuple[Rows, ...]) -> bool:
    """Rows of one list hang together through that list's own pairs, and nothing told apart is together."""
    census = linkage.encoded.census
    apart = linkage.judged.different()
    for rows in cooperatives:
        if any(_torn([i for i in rows if bool(census[i]) == side], atoms, same) for side in (False, True)):
            return False
        inside = set(rows)
        if apart and any(a in inside and b in inside for a, b in apart):
            return False
    return True


def _torn(rows: list[int], atoms: list[int], same: list[_Waiting]) -> bool:
    """True when rows of one list stand together without that list's own pairs joining them."""
    mine = sorted({atoms[i] for i in rows})
    if len(mine) < 2:
        return False
    at = {atom: k for k, atom in enumerate(mine)}
    pieces = Groups(len(mine))
    for w in same:
        if not w.across and atoms[w.left] in at and atoms[w.right] in at:
            pieces.join(at[atoms[w.left]], at[atoms[w.right]])
    return len({pieces.of(k) for k in range(len(mine))}) > 1
