"""Why two records are held to be one: field, level and weight, to be said in words at the edge."""

from __future__ import annotations

import json

import numpy as np
import numpy.typing as npt

from lumbung.engine.linking.comparing import LEVELS, Compared
from lumbung.engine.linking.weighing import Weights, field_bits

TOLD = {
    "contains_common": "contains",
    "contains_rare": "contains",
    "same_common": "same",
    "same_rare": "same",
    "weak": "partly",
    "other_number": "conflict",
}


def evidence(compared: Compared, weights: Weights, rows: npt.NDArray[np.int64]) -> list[str]:
    """JSON per pair of `rows`: list of {field, level, weight}, heaviest first; fields not told on both sides apart."""
    part = compared.take(rows)
    bits = {name: field_bits(part, weights, name) for name in LEVELS}
    return [json.dumps(_of_pair(part, bits, k), separators=(",", ":")) for k in range(len(rows))]


def _of_pair(part: Compared, bits: dict[str, npt.NDArray[np.float64]], k: int) -> list[dict[str, str | float]]:
    told: list[dict[str, str | float]] = []
    for field, names in LEVELS.items():
        level = int(part.levels[field][k])
        if level >= 0:
            word = TOLD.get(names[level], names[level])
            told.append({"field": field, "level": word, "weight": round(float(np.round(bits[field][k], 2)), 1)})
    return sorted(told, key=lambda e: (-abs(float(e["weight"])), str(e["field"])))
