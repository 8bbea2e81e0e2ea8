"""Two rows of one list that look alike: one cooperative entered twice, or siblings at one office?

The other list knows: where each of the two has a partner of its own there, they are two. Where one of them has none,
what they share of name and place is what siblings share too, so a common person, number or figure must speak.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from lumbung.engine.linking.comparing import LEVELS, Compared

Floats = npt.NDArray[np.float64]
Partners = dict[int, list[tuple[float, int]]]

FEW = 4  # partners kept per row
_AT = {f: {name: i for i, name in enumerate(names)} for f, names in LEVELS.items()}


def partners_of(compared: Compared, bits: Floats) -> Partners:
    """Row -> its likeliest partners in the other list as (log2 odds, partner), best first; only odds above even."""
    out: Partners = defaultdict(list)
    for k in np.flatnonzero(bits > 0):
        i, j, b = int(compared.left[k]), int(compared.right[k]), round(float(bits[k]), 6)
        out[i].append((b, j))
        out[j].append((b, i))
    return {row: sorted(found, key=lambda p: (-p[0], p[1]))[:FEW] for row, found in out.items()}


def twice_bits(compared: Compared, bits: Floats, partners: Partners, twins: set[tuple[int, int]]) -> Floats:
    """log2 odds that each pair of one list is one cooperative, with what the other list says taken off.

    Taken off is what is lost if only one of the two may have a partner; nothing where their partners may be
    `twins` (likely one cooperative themselves).
    """
    out = bits.copy()
    for k in np.flatnonzero(bits > -8.0):
        out[k] -= _lost(partners.get(int(compared.left[k]), []), partners.get(int(compared.right[k]), []), twins)
    return out


def _lost(a: list[tuple[float, int]], b: list[tuple[float, int]], twins: set[tuple[int, int]]) -> float:
    together = max([p[0] for p in a] + [p[0] for p in b], default=0.0)
    apart = max((x + y for x, c in a for y, d in b if c != d and (min(c, d), max(c, d)) not in twins), default=0.0)
    return max(apart - together, 0.0)


def twins_of(compared: Compared, bits: Floats) -> set[tuple[int, int]]:
    """Pairs of one list that are at least as likely as not one cooperative by their own evidence."""
    return {(int(compared.left[k]), int(compared.right[k])) for k in np.flatnonzero(bits >= 0)}


def common_ground(compared: Compared) -> npt.NDArray[np.bool_]:
    """True where a person, a phone, a number or the exact membership is shared."""
    at = compared.levels
    shared: npt.NDArray[np.bool_] = (
        (at["officers"] >= _AT["officers"]["same"])
        | (at["phone"] == _AT["phone"]["same"])
        | (at["legal_number"] >= _AT["legal_number"]["partly"])
        | (at["coop_nik"] == _AT["coop_nik"]["same"])
    )
    return shared


def only_alike(compared: Compared) -> npt.NDArray[np.bool_]:
    """True where nothing of that is shared and people or number say different: siblings until a person says no."""
    at = compared.levels
    contradicted: npt.NDArray[np.bool_] = (at["officers"] == 0) | (at["legal_number"] == 0) | (at["coop_nik"] == 0)
    return contradicted & ~common_ground(compared)
