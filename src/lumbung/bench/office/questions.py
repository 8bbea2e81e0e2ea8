"""Which pages are asked for: addresses drawn from the office itself, always the same ones for the same office."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle, islice
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.db.models import Func, TextField
from django.db.models.functions import Cast

from lumbung.access.models import Office
from lumbung.bench.lists import SEED
from lumbung.bench.office.found import TRIVIAL
from lumbung.registry.models import Version

# What a long legal form is called for short, as people type it.
SHORT = {
    "Koperasi Karyawan": "kopkar",
    "Koperasi Pegawai Republik Indonesia": "kpri",
    "Koperasi Serba Usaha": "ksu",
    "Koperasi Simpan Pinjam": "ksp",
    "Koperasi Unit Desa": "kud",
}
_LONG_WORD = re.compile(r"[a-z]{6,}", re.IGNORECASE)
_COMMON = 24  # words that very many cooperatives carry, alone and in pairs


@dataclass(frozen=True, slots=True)
class Question:
    """One address; `words` is what the search box holds, `meant` the number of the cooperative that is looked for."""

    address: str
    words: str = ""
    meant: str = ""


def questions(office: Office, n: int) -> dict[str, list[Question]]:
    """Page -> `n` addresses of it."""
    sample = _sample(office, 4 * n)
    told: dict[str, Iterator[Question]] = {
        TRIVIAL: iter([Question("/healthz")]),
        "dashboard": iter([Question("/")]),
        "list": iter([Question("/koperasi/")]),
        "list_filtered": _filtered(sample),
        "list_deep": (_list(sesudah=str(row["pk"]), ke="5001") for row in sample),
        "search_typo": _typos(sample),
        "search_number": _numbers(sample),
        "search_short": _short(sample),
        "search_common": _common(office),
        "record": (Question(f"/koperasi/{row['number']}/") for row in sample),
        "worklists": iter([Question("/daftar-kerja/")]),
    }
    return {page: list(islice(cycle(some), n)) for page, asked in told.items() if (some := list(islice(asked, n)))}


def _sample(office: Office, n: int) -> list[Mapping[str, Any]]:
    """Cooperatives from all over the register, in an order that has nothing to do with theirs."""
    mixed = Func(Cast("pk", TextField()), function="md5")
    found = Version.objects.filter(office=office, current=True).order_by(mixed)[:n]
    names = ("pk", "name", "category", "district_code", "cooperative__number", "fields__coop_nik")
    return [
        {"pk": pk, "name": name, "category": kind, "district": district, "number": number, "nik": nik or ""}
        for pk, name, kind, district, number, nik in found.values_list(*names)
    ]


def _list(**parameters: str) -> Question:
    return Question(f"/koperasi/?{urlencode(parameters)}", parameters.get("q", ""))


def _sought(words: str, row: Mapping[str, Any]) -> Question:
    return Question(f"/koperasi/?{urlencode({'q': words})}", words, row["number"])


def _filtered(sample: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    standings = cycle(("active", "unknown", "inactive"))
    for row in sample:
        if row["district"]:
            yield _list(category=row["category"], district=row["district"])
            yield _list(category=row["category"], standing=next(standings))


def _typos(sample: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    """The last words of a name, two neighbouring letters of the longest one changed over."""
    rng = Random(SEED)
    for row in sample:
        told = [word for word in _LONG_WORD.findall(row["name"]) if word.lower() != "koperasi"][-3:]
        if len(told) >= 2:
            longest = max(told, key=len)
            at = rng.randrange(1, len(longest) - 2)
            wrong = longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :]
            if wrong != longest:
                yield _sought(" ".join(wrong if word == longest else word for word in told).lower(), row)


def _numbers(sample: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    for at, row in enumerate(sample):
        yield _sought(row["nik"] if at % 2 and row["nik"] else row["number"], row)


def _short(sample: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    for row in sample:
        for long, short in SHORT.items():
            if row["name"].startswith(f"{long} "):
                yield _sought(f"{short} {' '.join(row['name'][len(long) :].split()[-2:])}".lower(), row)


def _common(office: Office) -> Iterator[Question]:
    """Words of the names that the most cooperatives carry, one alone and then two together, no question twice."""
    names = Version.objects.filter(office=office, current=True).order_by("pk").values_list("name", flat=True)
    known = Counter(word for name in names[:20_000] for word in set(_LONG_WORD.findall(name.lower())) - {"koperasi"})
    words = [word for word, _ in known.most_common(_COMMON)]
    for word in words:
        yield _list(q=word)
    for pair in combinations(words, 2):
        yield _list(q=" ".join(pair))
