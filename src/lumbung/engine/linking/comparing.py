"""Pairs of records -> one level per field. All at once in numpy; the weights come later (weighing.py)."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lumbung.engine.linking.acronyms import is_acronym_of
from lumbung.engine.linking.encoding import Encoded
from lumbung.engine.linking.vocabulary import Ids

Levels = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]

# Levels of each field, weakest first; -1 is "not told" on one side and weighs nothing.
LEVELS: dict[str, tuple[str, ...]] = {
    "name": (
        "other_number", "differs", "conflict", "weak", "partly", "acronym",
        "contains_common", "contains", "contains_rare", "same_common", "same", "same_rare",
    ),
    "legal_number": ("differs", "near", "reused", "partly", "same"),
    "coop_nik": ("differs", "near", "same"),
    "village": ("differs", "same_district", "same"),
    "address": ("differs", "same_block", "changed", "same_street", "same_rt", "same"),
    "officers": ("differs", "same", "same_two"),
    "phone": ("differs", "same"),
    "kind": ("differs", "same"),
    "group": ("differs", "same"),
    "members": ("differs", "near", "same"),
}  # fmt: skip
OTHER_NUMBER, DIFFERS, CONFLICT, WEAK, PARTLY, ACRONYM, CONTAINS, SAME = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    9,
)  # levels of "name"
CHUNK = 100_000
THREADS = min(2, os.cpu_count() or 1)
COMMON_BITS, RARE_BITS = 9.0, 14.0


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs `left` < `right` (positions in Encoded) with a level per field and the information shared by value."""

    left: Ids
    right: Ids
    levels: dict[str, Levels]
    value: dict[str, Ids]  # field -> the shared value's id where the level is about one value, else -1

    def take(self, rows: npt.NDArray[np.int64]) -> Compared:
        """Only the pairs at `rows`."""
        levels = {field: told[rows] for field, told in self.levels.items()}
        value = {field: told[rows] for field, told in self.value.items()}
        return Compared(self.left[rows], self.right[rows], levels, value)


def compare(encoded: Encoded, left: Ids, right: Ids) -> Compared:
    """Levels of every field for the pairs (`left`[k], `right`[k])."""
    starts = range(0, max(len(left), 1), CHUNK)
    with ThreadPoolExecutor(THREADS) as pool:  # numpy lets go of the interpreter
        parts = list(pool.map(lambda a: _compare(encoded, left[a : a + CHUNK], right[a : a + CHUNK]), starts))
    levels = {f: np.concatenate([p[0][f] for p in parts]) for f in LEVELS}
    value = {f: np.concatenate([p[1][f] for p in parts]) for f in parts[0][1]}
    return Compared(left, right, levels, value)


def _compare(e: Encoded, i: Ids, j: Ids) -> tuple[dict[str, Levels], dict[str, Ids]]:
    one = e.single
    village = _village(one["village"][i], one["village"][j], one["district"][i], one["district"][j])
    address, street = _address(e, i, j)
    officers, officer = _officers(e.officers[i], e.officers[j])
    legal = _legal(e, i, j)
    phone = _any_equal(e.phones[i], e.phones[j])
    levels: dict[str, Levels] = {
        "legal_number": legal,
        "coop_nik": _nik(e, i, j),
        "village": village,
        "address": address,
        "officers": officers,
        "phone": phone,
        "kind": _equal(one["kind"][i], one["kind"][j]),
        "group": _equal(one["group"][i], one["group"][j]),
        "members": _members(e.members[i], e.members[j]),
    }
    elsewhere = (
        (village == 2) | (address >= 3) | (officers >= 1) | (phone == 1) | (legal >= 3) | (levels["coop_nik"] == 2)
    )
    levels["name"] = _names(e, i, j, elsewhere)
    value = {
        "village": np.where(village == 2, one["village"][i], -1).astype(np.int32),
        "address": np.where(address >= 2, street, -1).astype(np.int32),
        "kind": np.where(levels["kind"] == 1, one["kind"][i], -1).astype(np.int32),
        "group": np.where(levels["group"] == 1, one["group"][i], -1).astype(np.int32),
        "officers": np.where(officers == 1, officer, -1).astype(np.int32),
    }
    return levels, value


def _equal(a: Ids, b: Ids) -> Levels:
    return np.where((a < 0) | (b < 0), -1, (a == b).astype(np.int8)).astype(np.int8)


def _any_equal(a: Ids, b: Ids) -> Levels:
    hit = ((a[:, :, None] == b[:, None, :]) & (a[:, :, None] >= 0)).any(axis=(1, 2))
    told = (a >= 0).any(axis=1) & (b >= 0).any(axis=1)
    return np.where(told, hit.astype(np.int8), -1).astype(np.int8)


def _village(v1: Ids, v2: Ids, d1: Ids, d2: Ids) -> Levels:
    by_village = np.where(v1 == v2, 2, np.where((d1 == d2) & (d1 >= 0), 1, 0))
    by_district = np.where(d1 == d2, 1, 0)
    no_village, no_district = (v1 < 0) | (v2 < 0), (d1 < 0) | (d2 < 0)
    return np.where(no_village, np.where(no_district, -1, by_district), by_village).astype(np.int8)


def _nik(e: Encoded, i: Ids, j: Ids) -> Levels:
    a, b = e.single["nik"][i], e.single["nik"][j]
    # Serials of one village follow each other, so a slip in the serial is no likeness: it must agree.
    serial = (e.nik_digits[i, -3:] == e.nik_digits[j, -3:]).all(axis=1)
    near = serial & _one_digit_off(e.nik_digits[i], e.nik_digits[j])
    return np.where((a < 0) | (b < 0), -1, np.where(a == b, 2, np.where(near, 1, 0))).astype(np.int8)


def _members(a: Ids, b: Ids) -> Levels:
    near = np.abs(a - b) <= 0.1 * np.maximum(a, b)
    return np.where((a <= 0) | (b <= 0), -1, np.where(a == b, 2, np.where(near, 1, 0))).astype(np.int8)


def _officers(a: Ids, b: Ids) -> tuple[Levels, Ids]:
    hits = (a[:, :, None] == b[:, None, :]) & (a[:, :, None] >= 0)
    count = hits.any(axis=2).sum(axis=1)
    first = np.take_along_axis(a, hits.any(axis=2).argmax(axis=1)[:, None], axis=1)[:, 0]
    told = (a >= 0).any(axis=1) & (b >= 0).any(axis=1)
    return np.where(told, np.minimum(count, 2), -1).astype(np.int8), first


def _legal(e: Encoded, i: Ids, j: Ids) -> Levels:
    one = e.single
    a, b = one["legal"][i], one["legal"][j]
    serial = one["legal_serial"][i] == one["legal_serial"][j]
    issuer = _equal(one["legal_issuer"][i], one["legal_issuer"][j])
    year = _equal(one["legal_year"][i], one["legal_year"][j])
    local = e.local_number[i] | e.local_number[j]
    agrees = serial & (issuer != 0) & (year != 0)
    out = np.zeros(len(i), dtype=np.int8)
    near = _one_digit_off(e.serial_digits[i], e.serial_digits[j])
    out[~serial & (issuer == 1) & (year == 1) & near] = 1
    out[agrees] = 3
    out[agrees & local] = 2
    out[(a == b) & ~local] = 4
    out[(a < 0) | (b < 0)] = -1
    return out


def _one_digit_off(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """One digit wrong, or two neighbours swapped."""
    off = a != b
    wrong = off.sum(axis=1)
    swapped = (off[:, :-1] & off[:, 1:] & (a[:, :-1] == b[:, 1:]) & (a[:, 1:] == b[:, :-1])).any(axis=1)
    near: npt.NDArray[np.bool_] = (wrong == 1) | ((wrong == 2) & swapped)
    return near


def _address(e: Encoded, i: Ids, j: Ids) -> tuple[Levels, Ids]:
    one = e.single
    street = _equal(one["street"][i], one["street"][j])
    house = _equal(one["house"][i], one["house"][j])
    block = _equal(one["block"][i], one["block"][j])
    rt = _equal(one["rt"][i], one["rt"][j])
    out = np.zeros(len(i), dtype=np.int8)
    out[block == 1] = 1
    same = street == 1
    out[same] = 3
    out[same & (rt == 1)] = 4
    out[same & (house == 0) & (rt != 1) & (block != 1)] = 2
    out[same & ((house == 1) | (block == 1))] = 5
    out[(street == -1) & (block != 1)] = -1
    return out, one["street"][i]


def _names(e: Encoded, i: Ids, j: Ids, elsewhere: npt.NDArray[np.bool_]) -> Levels:
    a, b = e.tokens[i], e.tokens[j]
    bits = np.append(e.words.bits, 0.0)  # id -1 weighs nothing
    number = np.append(e.is_number, False)
    hit = (a[:, :, None] == b[:, None, :]) & (a[:, :, None] >= 0)
    in_a, in_b = hit.any(axis=2), hit.any(axis=1)
    shared = (bits[a] * in_a).sum(axis=1)
    only_a = (bits[a] * ~in_a).sum(axis=1)
    only_b = (bits[b] * ~in_b).sum(axis=1)
    other_number = (number[a] & ~in_a).any(axis=1) & (number[b] & ~in_b).any(axis=1)
    brief = _acronym_bits(e, i, j, bits)
    out = _name_levels(shared + brief, only_a, only_b, other_number)
    out[(out <= PARTLY) & (brief > 0) & ~other_number] = ACRONYM
    asked = np.flatnonzero(elsewhere & (out <= PARTLY) & ~other_number)
    short, spelled = e.short, e.spelled
    for k in asked:
        p, q = int(i[k]), int(j[k])
        if (short[p] or short[q]) and _made_from(short[p], spelled[p], short[q], spelled[q]):
            out[k] = ACRONYM
    empty = (a < 0).all(axis=1) | (b < 0).all(axis=1)
    out[empty & (brief == 0)] = -1
    return out


def _acronym_bits(e: Encoded, i: Ids, j: Ids, bits: Floats) -> Floats:
    """Information of a short name given on one side that stands on the other, as a short name or as a word."""
    a, b = e.acronyms[i], e.acronyms[j]
    wide_a, wide_b = np.concatenate([a, e.tokens[i]], axis=1), np.concatenate([b, e.tokens[j]], axis=1)
    in_b = ((a[:, :, None] == wide_b[:, None, :]) & (a[:, :, None] >= 0)).any(axis=2)
    in_a = ((b[:, :, None] == wide_a[:, None, :]) & (b[:, :, None] >= 0)).any(axis=2)
    found: Floats = np.maximum((bits[a] * in_b).sum(axis=1), (bits[b] * in_a).sum(axis=1))
    return found


def _name_levels(shared: Floats, only_a: Floats, only_b: Floats, other_number: npt.NDArray[np.bool_]) -> Levels:
    """`shared` bits against the bits that stand on both sides and differ (conflict) or on one side only."""
    conflict, left_out = np.minimum(only_a, only_b), np.abs(only_a - only_b)
    strength = np.where(shared >= RARE_BITS, 2, np.where(shared >= COMMON_BITS, 1, 0))
    out = np.full(len(shared), DIFFERS, dtype=np.int8)
    out[shared > 0] = CONFLICT
    out[(shared > 0) & (shared >= conflict)] = WEAK
    out[(shared >= COMMON_BITS) & (shared >= 2 * conflict)] = PARTLY
    whole = (shared > 0) & (conflict == 0)
    out[whole] = CONTAINS + strength[whole]
    out[whole & (left_out == 0)] = SAME + strength[whole & (left_out == 0)]
    out[other_number] = OTHER_NUMBER
    return out


def _made_from(short_a: tuple[str, ...], a: tuple[str, ...], short_b: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return any(is_acronym_of(s, b) for s in short_a if s not in b) or any(
        is_acronym_of(s, a) for s in short_b if s not in a
    )
