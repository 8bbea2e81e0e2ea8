"""Why two records are held to be one: field, level and weight, to be said in words at the edge."""

from __future__ import annotations

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
    """JSON per pair of `rows`: list of {field, level, weight}, heaviest first; fields not told on both sides apart.

    Pieces of equal weight stand in the order of their fields' names.
    """
    part = compared.take(rows)
    fields = sorted(LEVELS)
    pieces = np.empty((len(rows), len(fields)), dtype=object)
    light = np.full(pieces.shape, np.inf)  # the lighter the later; not told: last
    for at, field in enumerate(fields):
        weight = np.round(np.round(field_bits(part, weights, field), 2), 1)
        for level, name in enumerate(LEVELS[field]):
            told = part.levels[field] == level
            pieces[told, at] = _pieces(f'{{"field":"{field}","level":"{TOLD.get(name, name)}","weight":', weight[told])
            light[told, at] = -np.abs(weight[told])
    pieces = np.take_along_axis(pieces, np.argsort(light, axis=1, kind="stable"), axis=1)
    many = np.isfinite(light).sum(axis=1)
    return [f"[{','.join(row[:k])}]" for row, k in zip(pieces.tolist(), many.tolist(), strict=True)]


def _pieces(words: str, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """`words` with each of the weights; each text is made once, for thousands of pairs weigh the same."""
    bits, which = np.unique(weights.view(np.int64), return_inverse=True)
    return np.array([f"{words}{weight}}}" for weight in bits.view(np.float64).tolist()], dtype=object)[which]
