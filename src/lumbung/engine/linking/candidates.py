"""Which pairs are worth comparing: all of them in a city, those that share a telling key in a nation.

A key that too many records share (every "koperasi karyawan" of a province) is not joined; how many were left
out is reported, never hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lumbung.engine.linking.encoding import Encoded
from lumbung.engine.linking.vocabulary import Ids, Keys, distinct

ALL_PAIRS_UP_TO = 1_500_000
BLOCK_CAP = 60  # records under one key that holds a place; beyond it the key says too little
PLACELESS_CAP = 12  # ... under one that holds none: measured on 350,000 rows, a fifth of the pairs, 0.2% of the true
SAMPLE = 400_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs by scope (`register_census`, `register`, `census`); `complete` when nothing was left out."""

    pairs: dict[str, tuple[Ids, Ids]]
    complete: bool
    skipped_keys: int  # keys shared by too many records


def candidates(encoded: Encoded) -> Candidates:
    """Pairs to compare; `left` < `right` in content order, so a register record stands left."""
    n = len(encoded)
    register = np.flatnonzero(~encoded.census).astype(np.int32)
    census = np.flatnonzero(encoded.census).astype(np.int32)
    if n * (n - 1) // 2 <= ALL_PAIRS_UP_TO:
        return Candidates(
            {
                "register_census": _product(register, census),
                "register": _triangle(register),
                "census": _triangle(census),
            },
            complete=True,
            skipped_keys=0,
        )
    left, right, skipped = _blocked(encoded)
    c_left, c_right = encoded.census[left], encoded.census[right]
    split = {"register_census": ~c_left & c_right, "register": ~c_left & ~c_right, "census": c_left & c_right}
    return Candidates({s: (left[m], right[m]) for s, m in split.items()}, complete=False, skipped_keys=skipped)


def random_pairs(encoded: Encoded, scope: str) -> tuple[Ids, Ids]:
    """Pairs as chance makes them, for how often unrelated records agree. Fixed stride, no generator state."""
    register = np.flatnonzero(~encoded.census).astype(np.int32)
    census = np.flatnonzero(encoded.census).astype(np.int32)
    a, b = {
        "register_census": (register, census),
        "register": (register, register),
        "census": (census, census),
    }[scope]
    if not len(a) or not len(b):
        return a[:0], b[:0]
    rng = np.random.Generator(np.random.PCG64(20240715))  # fixed: the same lists give the same sample
    left, right = a[rng.integers(0, len(a), SAMPLE)], b[rng.integers(0, len(b), SAMPLE)]
    low, high = np.minimum(left, right), np.maximum(left, right)
    return low[low != high], high[low != high]


def _product(a: Ids, b: Ids) -> tuple[Ids, Ids]:
    return np.repeat(a, len(b)), np.tile(b, len(a))


def _triangle(a: Ids) -> tuple[Ids, Ids]:
    i, j = np.triu_indices(len(a), 1)
    return a[i], a[j]


def _blocked(e: Encoded) -> tuple[Ids, Ids, int]:
    found: list[Keys] = []
    skipped = 0
    for cap, (owner, key) in _keys(e):
        pairs, left_out = _join(e, owner, key, cap)
        found.append(pairs)
        skipped += left_out
    code = distinct(np.concatenate(found))
    return (code // len(e)).astype(np.int32), (code % len(e)).astype(np.int32), skipped


def _join(e: Encoded, owner: Ids, key: Keys, cap: int) -> tuple[Keys, int]:
    """All pairs of owners with one key, as left * n + right; keys above the cap are left out and counted."""
    order = np.argsort(key, kind="stable")  # owners come in their order
    owner, key = owner[order], key[order]
    fresh = np.ones(len(key), dtype=np.bool_)
    fresh[1:] = (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])
    owner, key = owner[fresh], key[fresh]
    start = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.empty(0, np.int64)
    size = np.diff(np.append(start, len(key)))
    small = (size > 1) & (size <= cap)
    pairs: list[Keys] = [np.empty(0, np.int64)]
    for k in np.unique(size[small]):
        members = owner[start[small & (size == k)][:, None] + np.arange(k)]
        i, j = np.triu_indices(k, 1)
        low = np.minimum(members[:, i], members[:, j]).astype(np.int64).ravel()
        high = np.maximum(members[:, i], members[:, j]).astype(np.int64).ravel()
        pairs.append(low * len(e) + high)
    return np.concatenate(pairs), int((size > cap).sum())


def _keys(e: Encoded) -> Iterator[tuple[int, tuple[Ids, Keys]]]:
    """(cap, (record, key) columns), one pass per kind of key."""
    one = e.single
    everyone = np.arange(len(e), dtype=np.int32)
    village, street = one["village"].astype(np.int64), one["street"].astype(np.int64)
    serial, year = one["legal_serial"], one["legal_year"]
    yield BLOCK_CAP, _told(everyone, one["nik"].astype(np.int64), one["nik"])
    yield PLACELESS_CAP, _told(everyone, one["legal"].astype(np.int64), one["legal"])
    yield PLACELESS_CAP, _told(everyone, _mix(serial, year), serial, year)
    yield BLOCK_CAP, _told(everyone, _mix(serial, one["village"]), serial, one["village"])
    yield BLOCK_CAP, _flat(everyone, e.phones)
    yield PLACELESS_CAP, _flat(everyone, e.officers)
    yield BLOCK_CAP, _flat(everyone, e.officers, one["district"])
    for detail in ("house", "rt", "block"):
        yield (
            BLOCK_CAP,
            _told(everyone, _mix3(street, village, one[detail]), one["street"], one["village"], one[detail]),
        )
    yield PLACELESS_CAP, _told(everyone, _mix(one["street"], one["house"]), one["street"], one["house"])
    yield BLOCK_CAP, _told(everyone, _mix(one["street"], one["village"]), one["street"], one["village"])
    yield from _name_keys(e, everyone)


def _name_keys(e: Encoded, everyone: Ids) -> Iterator[tuple[int, tuple[Ids, Keys]]]:
    """The four words that tell most, alone and two by two, alone or with the place; and the whole name."""
    bits = np.append(e.words.bits, -1.0)
    order = np.argsort(-bits[e.tokens], axis=1, kind="stable")
    ranked = np.take_along_axis(e.tokens, order, axis=1)[:, :4]
    yield PLACELESS_CAP, (everyone, _whole(np.sort(e.tokens, axis=1)))
    two = [(a, b) for a in range(4) for b in range(a + 1, 4)]
    low = np.stack([np.minimum(ranked[:, a], ranked[:, b]) for a, b in two], axis=1)
    high = np.stack([np.maximum(ranked[:, a], ranked[:, b]) for a, b in two], axis=1)
    both = _dense(np.where(low >= 0, _mix(low, high), -1))
    for place in (None, e.single["district"], e.single["village"]):
        cap = PLACELESS_CAP if place is None else BLOCK_CAP
        yield cap, _flat(everyone, ranked, place)
        yield cap, _flat(everyone, both, place)
    yield PLACELESS_CAP, _short_names(e, everyone)


def _whole(rows: Ids) -> Keys:
    """A key per row of ids, equal for equal rows."""
    key = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:
        key = np.unique(_mix(key, column), return_inverse=True)[1].ravel()
    return key


def _flat(owner: Ids, wide: npt.NDArray[np.integer], place: Ids | None = None) -> tuple[Ids, Keys]:
    """Every value of a many-valued field as a key of its record, with the place in it where one is asked for.

    Args:
        wide: Below 2**31 where a place is asked for.
    """
    owners, keys = np.repeat(owner, wide.shape[1]), wide.ravel().astype(np.int64)
    if place is None:
        return _told(owners, keys, keys)
    places = np.repeat(place, wide.shape[1])
    return _told(owners, _mix(keys, places), keys, places)


def _short_names(e: Encoded, everyone: Ids) -> tuple[Ids, Keys]:
    """A short name given in brackets on one side meets the same letters as a word on the other."""
    wide = np.concatenate([e.acronyms, e.tokens], axis=1)
    owner = np.repeat(everyone, wide.shape[1])
    key = wide.ravel()
    given = np.zeros(len(e.words), dtype=np.bool_)
    given[e.acronyms[e.acronyms >= 0]] = True
    keep = (key >= 0) & np.append(given, False)[key]
    return owner[keep], key[keep].astype(np.int64)


def _told(owner: Ids, key: Keys, *parts: npt.NDArray[np.integer]) -> tuple[Ids, Keys]:
    keep = np.ones(len(owner), dtype=np.bool_)
    for part in parts:
        keep &= part >= 0
    return owner[keep], key[keep]


def _dense(keys: Keys) -> Keys:
    """Keys below 2**31, equal where `keys` are; -1 stays."""
    dense: Keys = np.unique(keys, return_inverse=True)[1].reshape(keys.shape) - int(keys.min(initial=0) < 0)
    return dense


def _mix(a: npt.NDArray[np.integer], b: npt.NDArray[np.integer]) -> Keys:
    return a.astype(np.int64) * (1 << 31) + b.astype(np.int64)


def _mix3(a: npt.NDArray[np.integer], b: npt.NDArray[np.integer], c: npt.NDArray[np.integer]) -> Keys:
    first = np.unique(_mix(a, b), return_inverse=True)[1].ravel()
    return _mix(first, c)
