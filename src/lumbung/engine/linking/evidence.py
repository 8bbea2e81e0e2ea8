"""Why two records are held to be one: field, level and weight, to be said in words at the edge."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

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
    return ["[" + ",".join(told) + "]" for told in _told(part, bits)]


def _told(part: Compared, bits: dict[str, npt.NDArray[np.float64]]) -> Iterator[list[str]]:
    """Per pair: one JSON object per field told on both sides, heaviest first, then by the field's name."""
    fields = sorted(LEVELS)  # pieces of equal weight stay in this order
    pieces = []
    for field in fields:
        words = [f'{{"field":"{field}","level":"{TOLD.get(name, name)}","weight":' for name in LEVELS[field]]
        weights = np.round(np.round(bits[field], 2), 1).tolist()
        levels = part.levels[field].tolist()
        pieces.append([(-abs(w), f"{words[k]}{w}}}") if k >= 0 else None for k, w in zip(levels, weights, strict=True)])
    for row in zip(*pieces, strict=True):
        yield [text for _, text in sorted((piece for piece in row if piece), key=itemgetter(0))]
