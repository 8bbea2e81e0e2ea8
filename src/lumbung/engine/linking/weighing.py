"""What each agreement is worth, learned from the two lists themselves.

Fellegi and Sunter (1969, doi:10.1080/01621459.1969.10501049): a level's weight is log2(m/u), m its share among
pairs that are one cooperative, u among unrelated pairs. u is counted on pairs as chance makes them; m is learned by
expectation-maximisation without labels, where the expectation respects that cooperatives pair one to one. What the
lists are too short to tell is held up by starting shares (`START`), counted as `PRIOR` pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lumbung.engine.linking.comparing import LEVELS, Compared
from lumbung.engine.linking.encoding import Encoded
from lumbung.engine.linking.matching import one_to_one_probabilities

Floats = npt.NDArray[np.float64]

# ASSUMPTION: shares among true pairs before the lists have spoken; from the generator's medium noise, not from any
# real list. In the order of LEVELS.
START: dict[str, tuple[float, ...]] = {
    "name": (0.01, 0.01, 0.02, 0.02, 0.06, 0.04, 0.04, 0.08, 0.12, 0.12, 0.24, 0.24),
    "legal_number": (0.08, 0.02, 0.15, 0.05, 0.70),
    "coop_nik": (0.08, 0.02, 0.90),
    "village": (0.07, 0.05, 0.88),
    "address": (0.12, 0.01, 0.02, 0.15, 0.25, 0.45),
    "officers": (0.40, 0.58, 0.02),
    "phone": (0.35, 0.65),
    "kind": (0.08, 0.92),
    "group": (0.15, 0.85),
    "members": (0.60, 0.15, 0.25),
}
PRIOR = 40.0
FLOOR = 1e-7
ROUNDS = 12
HOPELESS = -30.0  # log2 odds below which no learning brings a pair back
SPARE = 0.3  # ASSUMPTION: never count on more than 70% of a list being paired when judging who is left
MOST_TWICE = 0.05  # ASSUMPTION: at most one row in twenty is a second entry when a list is judged as a whole
# Within one list a second entry mostly has new numbers, and the people stand twice as they were.
START_WITHIN: dict[str, tuple[float, ...]] = START | {
    "legal_number": (0.50, 0.02, 0.08, 0.02, 0.38),
    "coop_nik": (0.80, 0.10, 0.10),
    "officers": (0.15, 0.45, 0.40),
    "members": (0.35, 0.15, 0.50),
}
# Agreement in place, people and phone of one office is one piece of evidence more than three.
MOST = {
    "village": 6.0,
    "address": 9.0,
    "officers": 10.0,
    "phone": 10.0,
    "legal_number": 13.0,
    "coop_nik": 14.0,
    "name": 16.0,
}


@dataclass(slots=True)
class Weights:
    """Learned shares: `m` and `u` per field and level; `rate` true pairs among `rows` = (left, right) records."""

    m: dict[str, Floats]
    u: dict[str, Floats]
    shared: dict[str, Floats]  # field -> bits to add for the value shared
    rows: tuple[int, int]
    rate: float

    def prior_bits(self) -> float:
        """log2 odds of one cooperative for two records that have no other partner, before they are compared."""
        left, right = self.rows
        free = max(left - self.rate, SPARE * left, 1.0) * max(right - self.rate, SPARE * right, 1.0)
        return float(np.log2(max(self.rate, 0.5) / free))


def level_shares(compared: Compared, weight: Floats | None = None) -> dict[str, Floats]:
    """Share of each level per field among pairs where both sides tell, each pair counted `weight` times."""
    return {f: _shares(compared.levels[f], len(names), weight) for f, names in LEVELS.items()}


def _shares(levels: npt.NDArray[np.int8], size: int, weight: Floats | None) -> Floats:
    told = levels >= 0
    return np.bincount(levels[told], None if weight is None else weight[told], size).astype(np.float64)


def value_bits(encoded: Encoded) -> dict[str, Floats]:
    """Per field and value: how much more (or less) sharing this value says than sharing some value."""
    out = {}
    for name, ids in {
        "village": encoded.single["village"],
        "address": encoded.single["street"],
        "kind": encoded.single["kind"],
        "group": encoded.single["group"],
        "officers": encoded.officers.ravel(),
    }.items():
        counts = np.bincount(ids[ids >= 0]).astype(np.float64)
        share = counts / max(counts.sum(), 1.0)
        usual = float((share * share).sum()) or 1.0
        bits = np.log2(usual / np.maximum(share, 1e-12)) if len(share) else share
        out[name] = np.append(np.clip(bits, -4.0, 4.0), 0.0)  # id -1 adds nothing
    return out


def field_bits(compared: Compared, weights: Weights, name: str) -> Floats:
    """log2 weight of one field for every pair."""
    table = np.append(_ratio(weights.m[name], weights.u[name]), 0.0)  # level -1 weighs nothing
    bits: Floats = table[compared.levels[name]]
    if name in compared.value:
        bits += weights.shared[name][compared.value[name]]
    return np.minimum(bits, MOST.get(name, 20.0), out=bits)


def _ratio(m: Floats, u: Floats) -> Floats:
    ratio: Floats = np.log2(np.maximum(m, FLOOR) / np.maximum(u, FLOOR))
    return ratio


def _normal(counts: Floats) -> Floats:
    total = float(counts.sum())
    return counts / total if total else np.full(len(counts), 1.0 / len(counts))


def learn(compared: Compared, chance: Mapping[str, Floats], weights: Weights, *, paired: bool) -> Weights:
    """`weights` after expectation-maximisation on `compared`; `chance` = level counts among random pairs.

    `paired`: register against census, where each record has at most one partner. Within one list there are too few
    true pairs to learn their shares from (what is most alike there is two siblings, and that would be learned):
    only u and the rate are.
    """
    start = {f: weights.m[f].copy() for f in LEVELS}
    most = float(min(weights.rows)) if paired else MOST_TWICE * weights.rows[0]
    everything = level_shares(compared)
    near = compared.take(np.flatnonzero(total_bits(compared, weights) > HOPELESS))
    for _ in range(ROUNDS):
        probability = posterior(near, weights, paired=paired)
        agreed = level_shares(near, probability)
        if paired:
            weights.m = {f: _normal(agreed[f] + PRIOR * start[f]) for f in LEVELS}
        weights.u = {f: _normal(_unrelated(chance[f], agreed[f], everything[f]) + 0.5) for f in LEVELS}
        weights.rate = min(max(float(probability.sum()), 0.5), most)
    return weights


def start(
    shared: dict[str, Floats],
    chance: Mapping[str, Floats],
    rows: tuple[int, int],
    rate: float,
    m: Mapping[str, tuple[float, ...]],
) -> Weights:
    """Weights before the lists have spoken."""
    return Weights(
        {f: np.array(m[f]) for f in LEVELS}, {f: _normal(chance[f] + 0.5) for f in LEVELS}, shared, rows, rate
    )


def _unrelated(chance: Floats, agreed: Floats, everything: Floats) -> Floats:
    """Random pairs without the true ones among them: where every pair was compared they are known, else negligible."""
    if np.array_equal(everything, chance):
        return np.maximum(chance - agreed, 0.0)
    return chance


def total_bits(compared: Compared, weights: Weights) -> Floats:
    """log2 odds that each pair is one cooperative, rivals aside."""
    bits = np.full(len(compared.left), weights.prior_bits())
    for name in LEVELS:
        bits += field_bits(compared, weights, name)
    return bits


def posterior(compared: Compared, weights: Weights, *, paired: bool, floor: float = -8.0) -> Floats:
    """Probability of every pair; with `paired`, rivals for one partner share it. Below `floor` log2 odds it is 0."""
    bits = total_bits(compared, weights)
    out = np.zeros(len(bits))
    near = np.flatnonzero(bits > floor)
    odds = np.exp2(np.minimum(bits[near], 50.0))
    if paired:
        out[near] = one_to_one_probabilities(
            compared.left[near].astype(np.int64), compared.right[near].astype(np.int64), odds
        )
    else:
        out[near] = odds / (1.0 + odds)
    return out
