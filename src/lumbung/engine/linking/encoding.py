"""Records as arrays: what is compared, as whole numbers, in an order that does not depend on the rows' order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.aside import Aside
from lumbung.engine.linking.vocabulary import Flat, Ids, Vocabulary, resegment

Bools = npt.NDArray[np.bool_]
Digits = npt.NDArray[np.uint8]

ASIDE_FROM = 20_000  # records from which a process of its own pays
TOKENS, ACRONYMS, OFFICERS, PHONES = 10, 3, 5, 3  # widths; what is beyond carries next to nothing

# What the order of comparison rests on: content only, never the row number.
_CONTENT = ("name", "legal_number", "coop_nik", "address", "village", "chair", "kind", "raw")

_COMPARED = [
    "record_id", "source", "name_tokens", "name_acronyms", "name_group", "name_kind", "kind", "group",
    "legal_serial", "legal_issuer", "legal_year", "legal_era", "coop_nik", "village_code", "district_code",
    "street", "house_number", "block", "rt", "officers", "phones", "members",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoded:
    """`n` records in content order. Single-valued fields are ids with -1 for "not told"."""

    record_ids: list[str]
    census: Bools
    words: Vocabulary
    is_number: Bools  # per word: it is a number or a roman numeral
    tokens: Ids
    acronyms: Ids
    spelled: list[tuple[str, ...]]  # the name's words as text, for acronyms
    short: list[tuple[str, ...]]  # words that may themselves be acronyms
    single: dict[str, Ids]  # field -> ids
    local_number: Bools  # the legal number is a local one without a year: given out again and again
    serial_digits: Digits
    nik_digits: Digits
    officers: Ids
    phones: Ids
    members: Ids

    def __len__(self) -> int:
        return len(self.record_ids)

    def ends(self, i: int, j: int) -> tuple[str, str]:
        """The record ids of two positions as they are named: register before census, else the smaller first."""
        one, other = self.record_ids[i], self.record_ids[j]
        a, b = self.census[i], self.census[j]
        return (one, other) if (one <= other if a == b else b) else (other, one)


def encode(records: pa.Table) -> Encoded:
    """Arrays for comparing out of `records` (tables.RECORDS)."""
    told = _in_content_order(records)
    with Aside(lambda: _officers(told), pays=told.num_rows > ASIDE_FROM) as officers:
        return _encoded(told, officers)


def _encoded(told: pa.Table, officers: Aside[Ids]) -> Encoded:
    names = resegment(_lists(told, "name_tokens"))
    acronyms = _lists(told, "name_acronyms")
    words = Vocabulary([a + b for a, b in zip(names, acronyms, strict=True)])
    numbers = Flat.of_lists(told.column("phones"))
    return Encoded(
        record_ids=told.column("record_id").to_pylist(),
        census=_flags(pc.equal(told.column("source"), "census")),
        words=words,
        is_number=np.array([_is_number(word) for word in words.words], dtype=np.bool_),
        tokens=words.matrix(names, TOKENS),
        acronyms=words.matrix(acronyms, ACRONYMS),
        spelled=[tuple(row) for row in names],
        short=_acronym_like(names, acronyms, words),
        single=_singles(told),
        local_number=_local_number(told),
        serial_digits=_digits(told.column("legal_serial"), 8),
        nik_digits=_digits(told.column("coop_nik"), 13),
        officers=officers.result(),
        phones=Vocabulary(numbers).matrix(numbers, PHONES),
        members=pc.fill_null(told.column("members"), -1).to_numpy().astype(np.int32),
    )


def _in_content_order(records: pa.Table) -> pa.Table:
    keys = [("source", "descending"), *((name, "ascending") for name in _CONTENT)]  # register before census
    return records.select(_COMPARED).take(pc.sort_indices(records, sort_keys=keys))


def _officers(told: pa.Table) -> Ids:
    people = Flat.of_lists(told.column("officers")).mapped(_joined)
    return Vocabulary(people).matrix(people, OFFICERS)


def _lists(told: pa.Table, name: str) -> list[list[str]]:
    return [row or [] for row in told.column(name).to_pylist()]


def _joined(name: str) -> str:
    return name.replace(" ", "")  # "purno mo" and "purnomo" are one person


def _is_number(word: str) -> bool:
    return word.isdigit() or (len(word) <= 4 and bool(word) and set(word) <= set("ivx"))


def _acronym_like(
    names: Sequence[list[str]], acronyms: Sequence[list[str]], words: Vocabulary
) -> list[tuple[str, ...]]:
    """Short names as given, and the rare words of a name that could be one."""
    could = {w for w in words.spellings() if 2 <= len(w) <= 10 and w.isalpha() and words.counts[words.id_of(w)] <= 4}
    return [
        tuple(dict.fromkeys([*given, *(w for w in row if w in could)]))
        for row, given in zip(names, acronyms, strict=True)
    ]


def _flags(column: pa.ChunkedArray) -> Bools:
    flags: Bools = pc.fill_null(column, False).to_numpy().astype(np.bool_)
    return flags


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as text; an empty one says nothing."""
    text = pc.cast(column, pa.string())
    return pc.if_else(pc.equal(text, ""), None, text)


def _ids(column: pa.ChunkedArray) -> Ids:
    """Each text's place among the distinct ones; -1 where nothing is told."""
    told = _text(column).combine_chunks().dictionary_encode()
    order = pc.array_sort_indices(told.dictionary).to_numpy()
    place = np.empty(len(order) + 1, dtype=np.int32)
    place[order], place[-1] = np.arange(len(order)), -1
    ids: Ids = place[pc.fill_null(told.indices, len(order)).to_numpy()]
    return ids


def _folded(column: pa.ChunkedArray) -> Ids:
    """As `_ids`, with near spellings under one number."""
    rows = [[v] if v else [] for v in column.to_pylist()]
    return Vocabulary(rows).matrix(rows, 1)[:, 0]


def _digits(column: pa.ChunkedArray, width: int) -> Digits:
    text = "".join((v or "").rjust(width)[:width] for v in column.to_pylist()).encode("ascii", "replace")
    return np.frombuffer(text, dtype=np.uint8).reshape(len(column), width)


def _local_number(told: pa.Table) -> Bools:
    era = told.column("legal_era")
    local = pc.or_(pc.is_null(era), pc.is_in(era, pa.array(["district", "other"])))
    return _flags(pc.and_(pc.is_null(told.column("legal_year")), local))


def _singles(told: pa.Table) -> dict[str, Ids]:
    column = told.column
    issuer, year = (pc.fill_null(pc.cast(column(name), pa.string()), "") for name in ("legal_issuer", "legal_year"))
    group = pc.coalesce(_text(column("name_group")), _text(column("group")))
    return {
        "legal": _ids(pc.binary_join_element_wise(_text(column("legal_serial")), issuer, year, "|")),
        "legal_serial": _ids(column("legal_serial")),
        "legal_issuer": _ids(column("legal_issuer")),
        "legal_year": _ids(column("legal_year")),
        "nik": _ids(column("coop_nik")),
        "village": _ids(column("village_code")),
        "district": _ids(column("district_code")),
        "street": _folded(pc.replace_substring(column("street"), " ", "")),
        "house": _ids(column("house_number")),
        "block": _ids(column("block")),
        "rt": _ids(column("rt")),
        "kind": _ids(pc.coalesce(_text(column("kind")), _text(column("name_kind")))),
        "group": _ids(pc.if_else(pc.equal(group, "lainnya"), None, group)),
    }
