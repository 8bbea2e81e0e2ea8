"""Records as arrays: what is compared, as whole numbers, in an order that does not depend on the rows' order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.aside import Aside
from lumbung.engine.linking.vocabulary import Ids, Vocabulary, resegment

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
        a, b = sorted((i, j), key=lambda k: (bool(self.census[k]), self.record_ids[k]))
        return self.record_ids[a], self.record_ids[b]


def encode(records: pa.Table) -> Encoded:
    """Arrays for comparing out of `records` (tables.RECORDS)."""
    columns = _in_content_order(records)
    people = [[_joined(name) for name in row or ()] for row in columns["officers"]]
    with Aside(lambda: Vocabulary(people).matrix(people, OFFICERS), pays=len(people) > ASIDE_FROM) as officers:
        return _encoded(columns, officers)


def _encoded(columns: dict[str, list[Any]], officers: Aside[Ids]) -> Encoded:
    names = resegment([row or [] for row in columns["name_tokens"]])
    acronyms = [row or [] for row in columns["name_acronyms"]]
    words = Vocabulary(a + b for a, b in zip(names, acronyms, strict=True))
    phones = Vocabulary(row or [] for row in columns["phones"])
    return Encoded(
        record_ids=columns["record_id"],
        census=np.array([s == "census" for s in columns["source"]], dtype=np.bool_),
        words=words,
        is_number=np.array([_is_number(word) for word in words.words], dtype=np.bool_),
        tokens=words.matrix(names, TOKENS),
        acronyms=words.matrix(acronyms, ACRONYMS),
        spelled=[tuple(row) for row in names],
        short=_acronym_like(names, acronyms, words),
        single=_singles(columns),
        local_number=np.array(
            [y is None and e in (None, "district", "other") for y, e in _pairs(columns, "legal_year", "legal_era")],
            dtype=np.bool_,
        ),
        serial_digits=_digits(columns["legal_serial"], 8),
        nik_digits=_digits(columns["coop_nik"], 13),
        officers=officers.result(),
        phones=phones.matrix([row or [] for row in columns["phones"]], PHONES),
        members=np.array([-1 if m is None else m for m in columns["members"]], dtype=np.int32),
    )


def _in_content_order(records: pa.Table) -> dict[str, list[Any]]:
    keys = [("source", "descending"), *((name, "ascending") for name in _CONTENT)]  # register before census
    taken = records.select(_COMPARED).take(pc.sort_indices(records, sort_keys=keys))
    return {name: taken.column(name).to_pylist() for name in _COMPARED}


def _pairs(columns: dict[str, list[Any]], *names: str) -> Any:
    return zip(*(columns[name] for name in names), strict=True)


def _joined(name: str) -> str:
    return name.replace(" ", "")  # "purno mo" and "purnomo" are one person


def _is_number(word: str) -> bool:
    return word.isdigit() or (len(word) <= 4 and bool(word) and set(word) <= set("ivx"))


def _acronym_like(
    names: Sequence[list[str]], acronyms: Sequence[list[str]], words: Vocabulary
) -> list[tuple[str, ...]]:
    """Short names as given, and the rare words of a name that could be one."""
    out = []
    for row, given in zip(names, acronyms, strict=True):
        rare = [w for w in row if 2 <= len(w) <= 10 and w.isalpha() and words.counts[words.id_of(w)] <= 4]
        out.append(tuple(dict.fromkeys([*given, *rare])))
    return out


def _ids(values: Sequence[Any]) -> Ids:
    distinct = {value: i for i, value in enumerate(sorted({str(v) for v in values if v not in (None, "")}))}
    return np.array([-1 if v in (None, "") else distinct[str(v)] for v in values], dtype=np.int32)


def _folded(values: Sequence[str | None]) -> Ids:
    words = Vocabulary([v] if v else [] for v in values)
    return np.array([words.id_of(v) if v else -1 for v in values], dtype=np.int32)


def _digits(values: Sequence[str | None], width: int) -> Digits:
    text = "".join((v or "").rjust(width)[:width] for v in values).encode("ascii", "replace")
    return np.frombuffer(text, dtype=np.uint8).reshape(len(values), width)


def _singles(columns: dict[str, list[Any]]) -> dict[str, Ids]:
    legal = [
        f"{serial}|{issuer or ''}|{year or ''}" if serial else None
        for serial, issuer, year in _pairs(columns, "legal_serial", "legal_issuer", "legal_year")
    ]
    group = [named or told for named, told in _pairs(columns, "name_group", "group")]
    return {
        "legal": _ids(legal),
        "legal_serial": _ids(columns["legal_serial"]),
        "legal_issuer": _ids(columns["legal_issuer"]),
        "legal_year": _ids(columns["legal_year"]),
        "nik": _ids(columns["coop_nik"]),
        "village": _ids(columns["village_code"]),
        "district": _ids(columns["district_code"]),
        "street": _folded([_joined(v) if v else None for v in columns["street"]]),
        "house": _ids(columns["house_number"]),
        "block": _ids(columns["block"]),
        "rt": _ids(columns["rt"]),
        "kind": _ids([k or n for k, n in _pairs(columns, "kind", "name_kind")]),
        "group": _ids([None if g in ("lainnya", None) else g for g in group]),
    }
