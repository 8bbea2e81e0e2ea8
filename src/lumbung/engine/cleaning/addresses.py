"""Addresses taken apart: street, number, block, RT and RW (`law/places.toml`, streets)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from lumbung.engine.cleaning.folding import lower_ascii
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.vocabularies import told


class Address(NamedTuple):
    """Folded parts; None where not told. `village` and `district` are named inside the address itself."""

    street: str | None = None
    house_number: str | None = None
    block: str | None = None
    rt: str | None = None
    rw: str | None = None
    village: str | None = None
    district: str | None = None


class _Streets(NamedTuple):
    ranks: frozenset[str]
    kinds: frozenset[str]
    complexes: frozenset[str]
    drop: frozenset[str]
    landmarks: frozenset[str]
    words: dict[str, str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    roman: dict[str, str]


@cache
def _streets() -> _Streets:
    data = law("places")["streets"]
    return _Streets(
        frozenset(data["ranks"]),
        frozenset(data["kinds"]),
        frozenset(data["complexes"]),
        frozenset(data["drop_in_complexes"]),
        frozenset(data["landmarks"]),
        data["words"],
        tuple((re.compile(rf"\b{re.escape(old)}\b"), new) for old, new in data["phrases"].items()),
        {roman: str(number) for roman, number in law("months")["roman"].items()},
    )


_GLUED = re.compile(r"((?:\b(?:rt|rw|kel|kec)\.)|,)(?=[a-z0-9])")
_NUMBER = r"([0-9]{1,3}|[ivx]+)"
_RT = re.compile(
    rf"[,\s]*\b(?:rt|rukun tetangga)[\s.:/]*{_NUMBER}\b(?:[\s.,/\-]*(?:rw|rukun warga)?[\s.:/]*{_NUMBER}\b)?"
)
_RW = re.compile(rf"[,\s]*\b(?:rw|rukun warga)[\s.:/]*{_NUMBER}\b")
_BARE_RT_RW = re.compile(r"[,\s]\(?([0-9]{2,3})/([0-9]{2,3})\)?\s*$")
_VILLAGE = re.compile(
    r"[,\s]+(?:kelurahan|keurahan|keluruhan|kel|desa|ds)\b[\s.:]*([a-z][a-z .'\-]*?)(?=,|\bkec|\bkota\b|\bkab|\(|$)"
)
_DISTRICT = re.compile(r"[,\s]+(?:kecamatan|kecamtan|kec)\b[\s.:]*([a-z][a-z .'\-]*?)(?=,|\bkota\b|\bkab|\(|$)")
_REGENCY = re.compile(r"[,\s]+(?:kota|kabupaten|kab|provinsi|propinsi|prov)\b[\s.:]+[a-z][a-z .'\-]*$")
_POSTCODE = re.compile(r"[,\s]+(?:kode pos[\s:.]*)?[0-9]{5}\s*$")
_BLOCK = re.compile(r"\bblo[ck]k?[\s.:]*((?:[a-z]{1,3}|[ivx]+|[0-9]{1,3})(?:[\s.\-/]{0,2}[0-9]{1,3}[a-z]?)?)\b")
_HOUSE = re.compile(
    r"(?:\b(?:nomor|nomer|no|n0)[\s.:,]*|#\s*)((?:[a-z][\s.\-]?)?[0-9]+(?:\s?[a-z]\b)?(?:\s?[-/&]\s?[0-9]+[a-z]?\b)?)"
)
_STREET_INSIDE = re.compile(r"\b(?:jl|jln|jalan)\b")
_LAST_NUMBER = re.compile(r"(?<=[a-z.])[\s,]+([0-9]{1,4}\s?[a-z]?(?:[-/][0-9]{1,4})?)\s*$")
_STREET_WORD = re.compile(r"^\s*(?:jl|jln|jalan|gg|gang|lorong)\b[\s.]*")


def read_address(text: str | None, city: tuple[str, ...] = ()) -> Address:
    """The parts of an address in the regency whose name has the words `city`.

    Never raises; an empty one gives an empty `Address`.
    """
    clean = told(text)
    if clean is None:
        return Address()
    plain = _GLUED.sub(r"\1 ", lower_ascii(clean))
    plain, rt, rw = _take_rt_rw(plain)
    plain, village = _take(_VILLAGE, f" {plain}")
    plain, district = _take(_DISTRICT, plain)
    plain = _POSTCODE.sub("", _REGENCY.sub("", plain))
    if (village or district) and not plain.strip(" .,-"):
        return Address(None, None, None, rt, rw, village, district)
    streets: list[str] = []
    blocks: list[str] = []
    number: str | None = None
    for segment in (part.strip(" .-") for part in plain.split(",")):
        if segment.split()[:1] and segment.split()[0] in _streets().landmarks:
            continue  # "depan pasar": near something, but no address
        segment, here = _take_number(segment)
        segment, block = _split_block(segment)
        number = number or here
        blocks += [block] if block else []
        streets += [segment] if segment.strip(" .-") else []
    street = next((each for each in streets if _STREET_WORD.match(each)), streets[0] if streets else "")
    return Address(_without_city(_fold_street(street), city), number, _fold_block(blocks), rt, rw, village, district)


def _without_city(street: str | None, city: tuple[str, ...]) -> str | None:
    """ "melur bontang" gives melur in Bontang: the city stands at the end without a comma."""
    return street.removesuffix(" " + " ".join(city)) if street and city else street


def _take(pattern: re.Pattern[str], plain: str) -> tuple[str, str | None]:
    found = pattern.search(plain)
    if not found:
        return plain, None
    return plain[: found.start()] + plain[found.end() :], found.group(1).strip(" .") or None


def _take_rt_rw(plain: str) -> tuple[str, str | None, str | None]:
    found = _RT.search(plain)
    if found:
        rt, rw = found.group(1), found.group(2)
        plain = plain[: found.start()] + " " + plain[found.end() :]
        if rw is None:
            later = _RW.search(plain)
            if later:
                rw = later.group(1)
                plain = plain[: later.start()] + " " + plain[later.end() :]
        return plain, _unit(rt), _unit(rw)
    bare = _BARE_RT_RW.search(plain)
    if bare:
        return plain[: bare.start()], _unit(bare.group(1)), _unit(bare.group(2))
    return plain, None, None


def _unit(number: str | None) -> str | None:
    """A number without leading zeros; Roman ones in digits; 000 tells nothing."""
    if number is None:
        return None
    return _streets().roman.get(number) or number.lstrip("0") or None


def _take_number(segment: str) -> tuple[str, str | None]:
    found = _HOUSE.search(segment)
    if not found and (_STREET_WORD.match(segment) or "blok" not in segment):
        found = _LAST_NUMBER.search(segment)
        if found and re.search(r"\b(?:km|lantai|lt|sektor|tahap)[\s.]*$", segment[: found.start()]):
            return segment, None
    if not found:
        return segment, None
    number = re.sub(r"\s", "", found.group(1)).lstrip("0.")
    return segment[: found.start()] + " " + segment[found.end() :], number or None


def _split_block(segment: str) -> tuple[str, str | None]:
    """The street of a segment and its block or building, either of which may be missing."""
    words = re.findall(r"[a-z0-9]+", segment)
    block = _BLOCK.search(segment)
    inside = _STREET_INSIDE.search(segment)
    if inside and inside.start() > 1 and not block and not any(word in _streets().complexes for word in words):
        return segment[inside.start() :], None  # "Pasar Baru Jl. Merdeka": where, and then the street
    if _STREET_WORD.match(segment) or not (block or any(word in _streets().complexes for word in words)):
        if not block:
            return segment, None
        return segment[: block.start()] + " " + segment[block.end() :], block.group(1)
    street = _STREET_INSIDE.search(segment)
    if street:  # "Ruko Bandar Blok E2 Jl. Merdeka" without a comma between them
        return segment[street.start() :], segment[: street.start()]
    return "", segment


def _fold_block(blocks: list[str]) -> str | None:
    """ "komplek ruko bandar blok e16" gives "ruko bandar e16"."""
    words = [word for block in blocks for word in re.findall(r"[a-z0-9]+", _BLOCK.sub(_unit_of_block, block))]
    kept = [
        _streets().words.get(word, word) if not word.isalpha() else word
        for word in words
        if word not in _streets().drop
    ]
    return " ".join(kept or words) or None


def _unit_of_block(found: re.Match[str]) -> str:
    return " " + re.sub(r"[^a-z0-9]", "", found.group(1)) + " "


def _fold_street(street: str) -> str | None:
    rules = _streets()
    # Initials stay apart from the name they stand before: "D.I. Panjaitan", "MT.Haryono".
    words = re.findall(r"[a-z0-9]+", street.replace("'", ""))
    while words and words[0] in rules.kinds:
        words.pop(0)
    while len(words) > 1 and (words[0] in rules.ranks or words[0] in rules.kinds):
        words.pop(0)
    words = [word for at, word in enumerate(words) if at == 0 or len(words) < 3 or word not in rules.ranks]
    folded = [rules.words.get(word, word) for word in words]
    if len(folded) > 1 and folded[-1] in rules.roman:
        folded[-1] = rules.roman[folded[-1]]
    text = " ".join(folded)
    for pattern, new in rules.phrases:
        text = pattern.sub(new, text)
    return text or None
