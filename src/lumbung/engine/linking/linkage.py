"""Records -> who is who: compare, weigh, group duplicates, pair one to one. Deterministic, no labels, no tuning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lumbung.core.aside import Aside
from lumbung.core.progress import Progress, Silent
from lumbung.engine.linking import grouping, siblings, weighing
from lumbung.engine.linking.candidates import Candidates, candidates, random_pairs
from lumbung.engine.linking.comparing import Compared, compare
from lumbung.engine.linking.encoding import ASIDE_FROM, Encoded, encode
from lumbung.engine.linking.grouping import Edges, Groups
from lumbung.engine.linking.judging import Judged, judged_pairs
from lumbung.engine.linking.support import OTHER_UNIT, may_be_automatic, other_unit
from lumbung.engine.linking.touched import Known, Region, region, thawed
from lumbung.engine.linking.vocabulary import Ids, distinct
from lumbung.engine.linking.weighing import Weights

Floats = npt.NDArray[np.float64]
AUTO, REVIEW = 0.95, 0.02
WITHIN = ("register", "census")


@dataclass(frozen=True, slots=True)
class Linkage:
    """What linking found, in positions of `encoded`; `links.py` and `alternatives.py` turn it into tables."""

    encoded: Encoded
    candidates: Candidates
    weights: dict[str, Weights]
    duplicates: dict[str, Edges]  # scope -> edges within one list
    pairs: Edges  # register-census edges, one per pair of duplicate groups
    groups: Ids  # duplicate group per record
    clusters: Ids  # cooperative per record, for the time being
    judged: Judged
    part: Region | None = None  # the rows that were decided anew; None = all

    def ends(self, i: int, j: int) -> tuple[str, str]:
        """The record ids of two positions as a link names them."""
        return self.encoded.ends(i, j)


def link(
    records: pa.Table,
    judgements: pa.Table | None = None,
    *,
    auto: float = AUTO,
    review: float = REVIEW,
    progress: Progress | None = None,
    known: Known | None = None,
    weights: Mapping[str, Any] | None = None,
) -> Linkage:
    """Link the register and census rows of `records` (tables.RECORDS) and find the duplicates inside each list.

    Args:
        records: Cleaned rows; one list alone is fine.
        judgements: tables.JUDGEMENTS; `same` always links, `different` never does, whatever the evidence.
        auto: Lowest probability that is linked without a person, 0.5 < `auto` <= 1.
        review: Lowest probability that is asked, 0 < `review` <= `auto`.
        known: What an earlier run decided; then only what has changed since is decided anew (touched.py).
        weights: Weights to decide by (touched.frozen) where everything is decided; None: learned from these records.
    Raises:
        BadInput: If the judgements contradict each other.
    """
    progress = progress or Silent()
    progress.stage("link.encode")
    encoded = encode(records)
    judged = judged_pairs(encoded, judgements)
    found = candidates(encoded)
    lines = _Lines(auto, review)
    if known is not None:
        earlier = thawed(known.weights, weighing.value_bits(encoded))
        part = region(encoded, judged, found, known, partial(_bits_of, encoded, earlier), review)
        if part is not None:
            return _renewed(
                _Work(encoded, part.inside(found), part.judged(judged), lines, progress), part, judged, earlier
            )
    given = thawed(weights, weighing.value_bits(encoded)) if weights else None
    return _decided(_Work(encoded, found, judged, lines, progress), given)


class _Lines(NamedTuple):
    """Lowest probabilities: linked without a person, and asked."""

    auto: float
    review: float


@dataclass(frozen=True, slots=True)
class _Work:
    """What is decided in one go: pairs, the verdicts that bind them, and where the lines lie."""

    encoded: Encoded
    candidates: Candidates
    judged: Judged
    lines: _Lines
    progress: Progress


def _renewed(work: _Work, part: Region, judged: Judged, weights: dict[str, Weights]) -> Linkage:
    """The region decided anew, all else as it was."""
    made = _decided(work, weights)
    duplicates = {scope: part.with_kept(scope, made.duplicates[scope]) for scope in WITHIN}
    pairs = part.with_kept("register_census", made.pairs)
    groups = Groups(len(work.encoded))
    _join_judged(groups, work.encoded, judged)
    for edges in duplicates.values():
        groups.join_all(edges.left[edges.linked], edges.right[edges.linked])
    labels = groups.labels()
    clusters = _clustered(labels, pairs)
    return replace(made, duplicates=duplicates, pairs=pairs, groups=labels, clusters=clusters, judged=judged, part=part)


def _decided(work: _Work, weights: dict[str, Weights] | None = None) -> Linkage:
    """Everything about the pairs of `work`; `weights` are learned from them where none are given."""
    e, found, judged, progress = work.encoded, work.candidates, work.judged, work.progress
    progress.stage("link.compare", sum(len(left) for left, _ in found.pairs.values()))
    across = _compare(e, judged, "register_census", found.pairs["register_census"], {})
    progress.advance(len(across.left))
    progress.stage("link.weigh")
    shared = weighing.value_bits(e)
    learned = {"register_census": weights["register_census"] if weights else _weights_across(e, found, across, shared)}
    bits = _bits(across, learned["register_census"])
    partners = siblings.partners_of(across, bits)
    rivals = siblings.rivals_of(partners, e.census)
    within, own = {}, {}
    inside = partial(_inside, work, rivals, shared, weights)
    with Aside(partial(inside, "census"), pays=weights is None and len(e) > ASIDE_FROM) as aside:
        for scope, told in (("register", inside("register")), ("census", aside.result())):
            within[scope], learned[scope], own[scope] = told
            progress.advance(len(own[scope]))
    progress.stage("link.pair")
    twins = set().union(*(siblings.twins_of(within[s], own[s]) for s in WITHIN))
    duplicates = {}
    for scope in WITHIN:
        step = learned[scope].prior_bits() - learned["register_census"].prior_bits()
        claimed = siblings.with_claims(within[scope], own[scope], rivals[scope], step)
        twice = siblings.twice_bits(within[scope], claimed, partners, twins)
        most = siblings.most_probable(within[scope], rivals[scope])
        duplicates[scope] = _duplicates(within[scope], twice, most, judged, work.lines)
    groups = _grouped(e, duplicates, judged)
    certain = _certain(e, duplicates, judged)
    pairs = _paired(across, bits, groups, certain, judged, work.lines)
    return Linkage(e, found, learned, duplicates, pairs, groups, _clustered(groups, pairs), judged)


def _bits_of(e: Encoded, weights: dict[str, Weights], scope: str, left: Ids, right: Ids) -> Floats:
    return _bits(compare(e, left, right), weights[scope])


def _inside(
    work: _Work,
    rivals: dict[str, siblings.Claims],
    shared: dict[str, Floats],
    weights: dict[str, Weights] | None,
    scope: str,
) -> tuple[Compared, Weights, Floats]:
    """The pairs of `scope` within one list, their weights and log2 odds."""
    e, found = work.encoded, work.candidates
    within = _compare(e, work.judged, scope, found.pairs[scope], rivals[scope])
    learned = weights[scope] if weights else _weights_within(e, found, within, scope, shared)
    return within, learned, _bits(within, learned)


def _compare(
    e: Encoded, judged: Judged, scope: str, pairs: tuple[Ids, Ids], more: Iterable[tuple[int, int]]
) -> Compared:
    """Compare the pairs of one scope, and `more` and those that people have judged among them."""
    left, right = pairs
    extra = sorted({*more, *judged.pairs_of(scope, e)})
    if extra:
        told = np.array(extra, dtype=np.int64)
        code = distinct(np.append(left.astype(np.int64) * len(e) + right, told[:, 0] * len(e) + told[:, 1]))
        left, right = (code // len(e)).astype(np.int32), (code % len(e)).astype(np.int32)
    return compare(e, left, right)


def _by_chance(e: Encoded, found: Candidates, compared: Compared, scope: str) -> dict[str, Floats]:
    """How often each level is met among unrelated pairs."""
    return weighing.level_shares(compared if found.complete else compare(e, *random_pairs(e, scope)))


def _rows(e: Encoded) -> dict[str, int]:
    census = int(e.census.sum())
    return {"register": len(e) - census, "census": census}


def _weights_across(e: Encoded, found: Candidates, compared: Compared, shared: dict[str, Floats]) -> Weights:
    chance = _by_chance(e, found, compared, "register_census")
    rows = (_rows(e)["register"], _rows(e)["census"])
    first = weighing.start(shared, chance, rows, 0.5 * min(rows), weighing.START)
    return weighing.learn(compared, chance, first, paired=True)


def _weights_within(
    e: Encoded, found: Candidates, compared: Compared, scope: str, shared: dict[str, Floats]
) -> Weights:
    chance = _by_chance(e, found, compared, scope)
    rows = _rows(e)[scope]
    m = weighing.START_WITHIN if scope == "register" else weighing.START
    return weighing.learn(compared, chance, weighing.start(shared, chance, (rows, rows), 0.01 * rows, m), paired=False)


def _bits(compared: Compared, weights: Weights) -> Floats:
    """log2 odds of each pair; the office alone never makes one of two numbered units of it."""
    bits = weighing.total_bits(compared, weights)
    return np.where(other_unit(compared), np.minimum(bits, OTHER_UNIT), bits)


def _duplicates(compared: Compared, bits: Floats, most: Floats, judged: Judged, lines: _Lines) -> Edges:
    odds = np.exp2(np.minimum(bits, 50.0))
    probability = np.minimum(odds / (1 + odds), most)
    verdict = judged.verdicts(compared.left, compared.right)
    probability = np.where(verdict == 1, 1.0, np.where(verdict == 0, 0.0, probability))
    may = (may_be_automatic(compared) & siblings.common_ground(compared)) | (verdict == 1)
    edges = grouping.duplicate_edges(compared, probability, may, lines.auto, lines.review)
    return replace(edges, judged=judged.verdicts(edges.left, edges.right))


def _grouped(e: Encoded, duplicates: dict[str, Edges], judged: Judged) -> Ids:
    """Duplicate groups, surest first, never across what a person told apart; unsets `linked` where that stops it."""
    groups = Groups(len(e))
    _join_judged(groups, e, judged)
    apart = judged.different()
    for scope in WITHIN:
        edges = duplicates[scope]
        order = np.lexsort((edges.right, edges.left, -edges.probability, ~edges.auto))
        for k in order[edges.linked[order]]:
            a, b = groups.of(int(edges.left[k])), groups.of(int(edges.right[k]))
            if a != b and any({groups.of(x), groups.of(y)} == {a, b} for x, y in apart):
                edges.linked[k] = edges.auto[k] = False
            else:
                groups.join(a, b)
    return groups.labels()


def _certain(e: Encoded, duplicates: dict[str, Edges], judged: Judged) -> Ids:
    """Duplicate groups by automatic pairs and judgements alone."""
    groups = Groups(len(e))
    _join_judged(groups, e, judged)
    for edges in duplicates.values():
        groups.join_all(edges.left[edges.auto], edges.right[edges.auto])
    return groups.labels()


def _join_judged(groups: Groups, e: Encoded, judged: Judged) -> None:
    """Two rows of one list that people made one, directly or through rows of the other list."""
    whole = Groups(len(e))
    whole.join_all(*judged.same())
    first: dict[tuple[int, bool], int] = {}
    for i in sorted({i for pair in zip(*judged.same(), strict=True) for i in pair}):
        groups.join(first.setdefault((whole.of(i), bool(e.census[i])), i), i)


def _paired(compared: Compared, bits: Floats, groups: Ids, certain: Ids, judged: Judged, lines: _Lines) -> Edges:
    verdict = judged.verdicts(compared.left, compared.right)
    bits = np.where(verdict == 1, 60.0, bits)
    forbidden = {(int(groups[i]), int(groups[j])) for i, j in judged.different()}
    forbidden |= {(b, a) for a, b in forbidden}
    may = may_be_automatic(compared) | (verdict == 1)
    edges = grouping.pair_groups(compared, bits, may, groups, certain, forbidden, lines.auto, lines.review)
    return replace(edges, judged=judged.verdicts(edges.left, edges.right))


def _clustered(groups: Ids, pairs: Edges) -> Ids:
    whole = Groups.of_labels(groups)
    whole.join_all(pairs.left[pairs.linked], pairs.right[pairs.linked])
    return whole.labels()
