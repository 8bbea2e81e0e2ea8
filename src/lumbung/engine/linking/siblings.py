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
Partners = dict[int, list[tuple[float, int, bool]]]
Claims = dict[tuple[int, int], tuple[float, bool]]

FEW = 4  # partners kept per row
ONLY_ALIKE = 0.4  # most that likeness alone is worth inside one list: a person is asked, nothing is joined
_AT = {f: {name: i for i, name in enumerate(names)} for f, names in LEVELS.items()}


def partners_of(compared: Compared, bits: Floats) -> Partners:
    """Row -> its likeliest partners in the other list, best first, of those above even odds.

    Each as (log2 odds, partner, whether they share a person, a phone or a number).
    """
    out: Partners = defaultdict(list)
    hard = common_ground(compared)
    for k in np.flatnonzero(bits > 0):
        i, j, b = int(compared.left[k]), int(compared.right[k]), round(float(bits[k]), 6)
        out[i].append((b, j, bool(hard[k])))
        out[j].append((b, i, bool(hard[k])))
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


def _lost(a: list[tuple[float, int, bool]], b: list[tuple[float, int, bool]], twins: set[tuple[int, int]]) -> float:
    together = max([p[0] for p in a] + [p[0] for p in b], default=0.0)
    each = ((x + y, min(c, d), max(c, d)) for x, c, _ in a for y, d, _ in b if c != d)
    apart = max((bits for bits, c, d in each if (c, d) not in twins), default=0.0)
    return max(apart - together, 0.0)


def rivals_of(partners: Partners, census: npt.NDArray[np.bool_]) -> dict[str, Claims]:
    """Pairs of one list that claim one row of the other, by scope: the weaker claim, and whether both are hard.

    Two visits that both speak of one row of the register are two visits to one cooperative, or one of them speaks of
    a sibling the register does not have: the weaker claim says how likely, before the two are compared.
    """
    out: dict[str, Claims] = {"register": {}, "census": {}}
    for row, claims in sorted(partners.items()):
        found = out["register" if census[row] else "census"]
        for x, (bits, one, hard) in enumerate(claims):
            for weaker, other, also in claims[x + 1 :]:
                pair = (min(one, other), max(one, other))
                found[pair] = max(found.get(pair, (-np.inf, False)), (min(bits, weaker), hard and also))
    return out


def with_claims(compared: Compared, bits: Floats, claims: Claims, step: float) -> Floats:
    """`bits` of each pair, or its common claim on one row of the other list if that says more.

    `step`: what the odds before comparing are lower (log2) for two rows of one list than for two of both.
    """
    out = bits.copy()
    if claims:
        at = _places(compared, claims)
        out[at] = np.maximum(out[at], np.array([claim for claim, _ in claims.values()]) + step)
    return out


def most_probable(compared: Compared, claims: Claims) -> Floats:
    """The most that a pair of one list may be given.

    Where nothing personal or numbered is shared and people or numbers say different, likeness is what siblings have:
    with the same name or a common claim a person is asked, else nothing is. Two hard claims set this aside.
    """
    most = np.where(compared.levels["name"] >= _AT["name"]["same_common"], ONLY_ALIKE, 0.0)
    if claims:
        at = _places(compared, claims)
        hard = np.array([both for _, both in claims.values()])
        most[at] = np.where(hard, 1.0, ONLY_ALIKE)
    most[~only_alike(compared)] = 1.0
    return most


def _places(compared: Compared, claims: Claims) -> npt.NDArray[np.int64]:
    """Where the claimed pairs stand in `compared`; all of them do."""
    size = int(max(compared.right.max(initial=0), max(b for _, b in claims))) + 1
    code = compared.left.astype(np.int64) * size + compared.right
    order = np.argsort(code, kind="stable")
    return order[np.searchsorted(code, np.array([a * size + b for a, b in claims], dtype=np.int64), sorter=order)]


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
