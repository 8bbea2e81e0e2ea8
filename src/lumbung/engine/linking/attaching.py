"""Rows of lists that speak of cooperatives and make none: which cooperative each one speaks of.

Who is who among the cooperatives is given and never altered here. A row joins one on the spot where both carry the same
number, or where the evidence is as strong as the automatic tier of `link`; it waits for a person where it is weaker;
else it stands alone. Several rows may speak of one cooperative (two certificates, two licences), so rows are no rivals
for a cooperative; but a row that would join by its words alone one that another row of its list names by number waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lumbung.engine.linking import weighing
from lumbung.engine.linking.candidates import Candidates, candidates, random_pairs
from lumbung.engine.linking.comparing import Compared, compare
from lumbung.engine.linking.encoding import Encoded, encode
from lumbung.engine.linking.evidence import evidence
from lumbung.engine.linking.linkage import AUTO, REVIEW
from lumbung.engine.linking.support import OTHER_UNIT, may_be_automatic, other_unit
from lumbung.engine.linking.touched import frozen, thawed
from lumbung.engine.linking.weighing import Weights
from lumbung.engine.tables import RECORDS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
NIK = 13  # digits of a NIK koperasi that is whole
ASKED = 3  # of the cooperatives that a row may speak of, the likeliest so many are shown to a person
LEARN = 5_000  # ASSUMPTION: of the rows a number settles, so many are enough to learn from what agreement is worth
ANEW = 0.1  # ASSUMPTION: where a tenth more or fewer cooperatives are there, weights are learned anew
SCOPE = "register_census"  # what linking calls pairs between two lists
NUMBER, WORDS, JUDGED = "number", "auto", "judged"  # how a row was joined


@dataclass(frozen=True, slots=True)
class Joined:
    """A row and the cooperative it speaks of. `by`: NUMBER | WORDS | JUDGED."""

    row: str  # record_id
    cooperative: str
    by: str
    probability: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that may speak of a cooperative, seen from the cooperative's record most like it."""

    row: str
    record: str  # record_id of the cooperative's row
    cooperative: str
    probability: float
    evidence: str  # JSON as LINKS.evidence
    judged: str  # "cannot_tell" where a person could not say; else empty


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of the rows: each is joined, asked about (perhaps several times), or in neither."""

    joined: dict[str, Joined]
    asked: list[Asked]
    weights: dict[str, Any] | None = None  # what agreements were worth (touched.frozen); None: nothing was compared


@dataclass(frozen=True, slots=True)
class _Known:
    """Cooperatives by number, and of each record its cooperative."""

    cooperative_of: Mapping[str, str]
    by_nik: Mapping[str, set[str]]
    by_legal: Mapping[tuple[Any, ...], set[str]]
    words: Mapping[str, set[str]]  # cooperative -> words of its names
    first: Mapping[str, str]  # cooperative -> one of its records


_NUMBERS = ("record_id", "coop_nik", "legal_serial", "legal_issuer", "legal_year", "name_tokens", "name_acronyms")


def attach(
    records: pa.Table,
    memberships: pa.Table,
    rows: pa.Table,
    judgements: Iterable[tuple[str, str, str]] = (),
    weights: Mapping[str, Any] | None = None,
) -> Attached:
    """Join the rows of lists to the cooperatives they speak of.

    Args:
        records: tables.RECORDS of the rows that make cooperatives.
        memberships: tables.MEMBERSHIPS; alternatives are passed over.
        rows: tables.RECORDS of the lists' rows; `source` tells the lists apart.
        judgements: (row, record, verdict), the newest last: `same`, `different` or `cannot_tell`.
        weights: Those of an earlier call over the same lists; while there are about as many cooperatives as then,
            nothing is learned anew.
    """
    if not rows.num_rows:
        return Attached({}, [])
    known = _known(records, memberships)
    told = _Told(judgements, known)
    joined = told.joined(rows.column("record_id").to_pylist())
    open_rows = [row for row in rows.select(_NUMBERS).to_pylist() if row["record_id"] not in joined]
    asked_by_number: dict[str, set[str]] = {}
    for row in open_rows:
        found, sure = _by_number(row, known)
        found -= told.apart(row["record_id"])
        if sure and len(found) == 1:
            joined[row["record_id"]] = Joined(row["record_id"], next(iter(found)), NUMBER, 1.0)
        elif found:
            asked_by_number[row["record_id"]] = found
    if len(joined) == rows.num_rows or not records.num_rows:
        return Attached(joined, [])
    return _by_words(
        _Rows(records, rows, known, told), joined, asked_by_number, weights if _hold(weights, known) else None
    )


def _hold(weights: Mapping[str, Any] | None, known: _Known) -> bool:
    """Whether what was learned holds for the cooperatives there are now."""
    before = weights[SCOPE]["rows"][0] if weights else 0
    return abs(len(known.first) - before) <= ANEW * before


def _known(records: pa.Table, memberships: pa.Table) -> _Known:
    base = memberships.filter(pc.invert(memberships.column("alternative")))
    of = dict(zip(base.column("record_id").to_pylist(), base.column("cooperative_id").to_pylist(), strict=True))
    by_nik: dict[str, set[str]] = defaultdict(set)
    by_legal: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    words: dict[str, set[str]] = defaultdict(set)
    for row in records.select(_NUMBERS).to_pylist():
        cooperative = of[row["record_id"]]
        words[cooperative].update(row["name_tokens"] or (), row["name_acronyms"] or ())
        if nik := _nik(row):
            by_nik[nik].add(cooperative)
        if legal := _legal(row):
            by_legal[legal].add(cooperative)
    first = {cooperative: record for record, cooperative in sorted(of.items(), reverse=True)}
    return _Known(of, by_nik, by_legal, words, first)


def _nik(row: Mapping[str, Any]) -> str:
    nik = row["coop_nik"] or ""
    return nik if len(nik) == NIK else ""


def _legal(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """A legal number that is whole: local ones without a year are given out again and again."""
    parts = (row["legal_serial"], row["legal_issuer"], row["legal_year"])
    return parts if all(parts) else ()


def _by_number(row: Mapping[str, Any], known: _Known) -> tuple[set[str], bool]:
    """The cooperatives that carry the row's numbers, and whether the numbers alone settle it.

    A NIK koperasi is given out once. A legal number is no key by itself: the names must have a word in common.
    """
    nik = known.by_nik.get(_nik(row), set())
    legal = known.by_legal.get(_legal(row), set())
    if nik:
        return nik | (legal if legal.isdisjoint(nik) else set()), True
    mine = {*(row["name_tokens"] or ()), *(row["name_acronyms"] or ())}
    return set(legal), any(mine & known.words[cooperative] for cooperative in legal)


class _Told:
    """What people said of rows and records, by the record's cooperative of today; a newer word counts."""

    def __init__(self, judgements: Iterable[tuple[str, str, str]], known: _Known) -> None:
        self._said: dict[str, dict[str, str]] = defaultdict(dict)
        self._records: dict[tuple[str, str], str] = {}
        for row, record, verdict in judgements:
            cooperative = known.cooperative_of.get(record)
            if cooperative is not None:
                self._said[row].pop(cooperative, None)  # the newest stands last
                self._said[row][cooperative] = verdict
                self._records[row, cooperative] = record

    def joined(self, rows: Sequence[str]) -> dict[str, Joined]:
        """Rows that a person said to be a cooperative's; of two such words the newer counts."""
        out = {}
        for row in rows:
            same = [cooperative for cooperative, verdict in self._said.get(row, {}).items() if verdict == "same"]
            if same:
                out[row] = Joined(row, same[-1], JUDGED, 1.0)
        return out

    def apart(self, row: str) -> set[str]:
        """Cooperatives that a person said the row does not speak of."""
        return {cooperative for cooperative, verdict in self._said.get(row, {}).items() if verdict == "different"}

    def unsure(self, row: str) -> set[str]:
        """Cooperatives where a person could not tell."""
        return {cooperative for cooperative, verdict in self._said.get(row, {}).items() if verdict == "cannot_tell"}


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Pairs of a row with a cooperative's record most like it: positions, probability, whether it may be automatic."""

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    probability: Floats
    may: npt.NDArray[np.bool_]
    words: list[str]  # evidence, JSON as LINKS.evidence


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is compared: the cooperatives' records, the lists' rows, and what is known of both."""

    records: pa.Table
    rows: pa.Table
    known: _Known
    told: _Told


def _by_words(
    work: _Rows, joined: dict[str, Joined], numbered: Mapping[str, set[str]], frozen_weights: Mapping[str, Any] | None
) -> Attached:
    """The rows that no number settles, by everything they tell; `numbered`: cooperatives their numbers speak for."""
    rows, known, told = work.rows, work.known, work.told
    settled = [] if frozen_weights else sorted(joined)[:LEARN]
    here = [i for i in rows.column("record_id").to_pylist() if i not in joined]
    part = rows.filter(pc.is_in(rows.column("record_id"), pa.array([*settled, *here], pa.string())))
    e = encode(_as_two_lists(work.records, part))
    pairs = candidates(e)
    compared = compare(e, *pairs.pairs[SCOPE])
    weights = _thawed(e, frozen_weights) if frozen_weights else _learned(e, pairs, compared, known)
    found = _weighed(e, compared, weights, known, {*here})
    ways: dict[str, list[_Way]] = defaultdict(list)
    for left, right, p, may, words in zip(
        found.left, found.right, found.probability, found.may, found.words, strict=True
    ):
        record = e.record_ids[left]
        ways[e.record_ids[right]].append(_Way(float(p), record, known.cooperative_of[record], bool(may), words))
    lists = dict(zip(*(rows.column(name).to_pylist() for name in ("record_id", "source")), strict=True))
    named = {(lists.get(one.row), one.cooperative) for one in joined.values()}
    asked: list[Asked] = []
    for row in here:
        mine = _ways_of(row, ways.get(row, []), known, told, numbered.get(row, set()))
        taken = {way.cooperative for way in mine if (lists[row], way.cooperative) in named}
        if mine and _is_sure(mine[0], numbered.get(row, set()), taken | told.unsure(row)):
            joined[row] = Joined(row, mine[0].cooperative, WORDS, mine[0].probability)
            continue
        asked += [
            Asked(row, way.record, way.cooperative, way.probability, way.words,
                  "cannot_tell" if way.cooperative in told.unsure(row) else "")
            for way in mine
        ]  # fmt: skip
    return Attached(joined, asked, frozen({SCOPE: weights}))


@dataclass(frozen=True, slots=True)
class _Way:
    """One cooperative that a row may speak of."""

    probability: float
    record: str
    cooperative: str
    may: bool  # the evidence allows the automatic tier
    words: str


def _ways_of(row: str, found: Sequence[_Way], known: _Known, told: _Told, numbered: set[str]) -> list[_Way]:
    """The likeliest cooperatives worth asking about, and those its numbers speak for; the likeliest first."""
    apart = told.apart(row)
    ways = sorted((way for way in found if way.cooperative not in apart), key=lambda w: (-w.probability, w.record))
    likely = [way for way in ways if way.probability >= REVIEW][:ASKED]
    there = {way.cooperative for way in likely}
    for cooperative in sorted(numbered - there - apart):
        way = next((way for way in ways if way.cooperative == cooperative), None)
        likely.append(way or _Way(0.0, known.first[cooperative], cooperative, False, "[]"))
    return likely


def _is_sure(way: _Way, numbered: set[str], doubtful: set[str]) -> bool:
    """Whether the words alone may join: they are strong enough, and no number speaks for another cooperative.

    Args:
        doubtful: Cooperatives that another row of the list names by number, or where a person could not tell.
    """
    return way.may and way.probability >= AUTO and not numbered - {way.cooperative} and way.cooperative not in doubtful


def _as_two_lists(records: pa.Table, rows: pa.Table) -> pa.Table:
    """All rows that make cooperatives as one list, the rows of lists as the other, as comparing wants it."""
    parts = []
    for table, source in ((records, "register"), (rows, "census")):
        told = table.select(RECORDS.names).cast(RECORDS)
        at = RECORDS.get_field_index("source")
        parts.append(told.set_column(at, RECORDS.field(at), pa.array([source] * told.num_rows, pa.string())))
    return pa.concat_tables(parts)


def _weighed(e: Encoded, compared: Compared, weights: Weights, known: _Known, wanted: set[str]) -> _Weighed:
    """Every pair of a wanted row and a cooperative that stands above the faintest chance, the strongest record each."""
    bits = weighing.total_bits(compared, weights)
    bits = np.where(other_unit(compared), np.minimum(bits, OTHER_UNIT), bits)
    best = _strongest(e, compared, bits, known, wanted)
    odds = np.exp2(np.minimum(bits[best], 50.0))
    all_odds = np.bincount(compared.right[best], odds, len(e))
    probability = np.round(odds / (1.0 + all_odds[compared.right[best]]), 6)
    keep = _worth(compared.right[best], probability)
    best, probability = best[keep], probability[keep]
    kept = compared.take(best)
    words = evidence(compared, weights, best) if len(best) else []
    return _Weighed(kept.left, kept.right, probability, may_be_automatic(kept), words)


def _thawed(e: Encoded, weights: Mapping[str, Any]) -> Weights:
    return thawed(weights, weighing.value_bits(e))[SCOPE]


def _learned(e: Encoded, pairs: Candidates, compared: Compared, known: _Known) -> Weights:
    """What each agreement is worth, from these very rows: those that a number settles teach it for the others."""
    sizes = (max(len(known.first), 1), max(int(e.census.sum()), 1))
    chance = weighing.level_shares(compared if pairs.complete else compare(e, *random_pairs(e, SCOPE)))
    first = weighing.start(weighing.value_bits(e), chance, sizes, 0.5 * min(sizes), weighing.START)
    return weighing.learn(compared, chance, first, paired=True)


def _strongest(e: Encoded, compared: Compared, bits: Floats, known: _Known, wanted: set[str]) -> Ints:
    """Of each wanted row and each cooperative the pair with most bits, as places in `compared`."""
    mine = np.array([record_id in wanted for record_id in e.record_ids], dtype=np.bool_)
    numbers: dict[str, int] = {}
    of_all = (known.cooperative_of.get(record_id, "") for record_id in e.record_ids)
    label = np.array([numbers.setdefault(one, len(numbers)) for one in of_all], dtype=np.int64)
    at = np.flatnonzero(mine[compared.right] & (bits > weighing.HOPELESS))
    order = at[np.lexsort((at, -bits[at], label[compared.left[at]], compared.right[at]))]
    fresh = np.ones(len(order), dtype=np.bool_)
    cooperative, row = label[compared.left[order]], compared.right[order]
    fresh[1:] = (cooperative[1:] != cooperative[:-1]) | (row[1:] != row[:-1])
    best: Ints = order[fresh]
    return best


def _worth(right: npt.NDArray[np.int32], probability: Floats) -> Ints:
    """Of each row the likeliest ways: those worth asking about, and some below for rows that a number ties elsewhere."""
    order = np.lexsort((-probability, right))
    first = np.searchsorted(right[order], right[order])
    place = np.arange(len(order)) - first
    return np.sort(order[(place < 2 * ASKED) | (probability[order] >= REVIEW)])
