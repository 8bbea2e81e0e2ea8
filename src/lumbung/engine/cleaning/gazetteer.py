"""Regencies, districts and villages by name, from the ministry's codes (package lokal) and `law/places.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from lumbung.engine.cleaning.folding import words
from lumbung.engine.cleaning.law import law


class Regency(NamedTuple):
    """One kabupaten/kota. Keys are folded names without spaces; codes have no dots."""

    code: str
    name: str
    base: tuple[str, ...]  # its name without "kota" and "kabupaten"
    short: frozenset[str]
    districts: dict[str, str]  # key -> code
    villages: dict[str, tuple[str, ...]]  # key -> codes; two villages of a regency may share a name
    names: dict[str, str]  # code -> official name


def _children(code: str | None) -> list[Any]:
    # Slow import (its data are read on first use), and only lists with places need it.
    from lokal import wilayah  # noqa: PLC0415

    return list(wilayah.list_wilayah(code))


def _kinds(level: str) -> frozenset[str]:
    return frozenset(law("places")["kinds"][level])


@cache
def _spellings() -> dict[str, str]:
    return dict(law("places")["words"])


def place_words(text: str, level: str) -> list[str]:
    """The words of a place's name: no "kelurahan" in front, short words written out."""
    found = words(text)
    while len(found) > 1 and found[0] in _kinds(level):
        found.pop(0)
    spelt = _spellings()
    return [spelt.get(word, word) for word in found]


@cache
def regencies() -> dict[str, tuple[str, ...]]:
    """Key -> codes of the regencies so called; "bogor" alone names two, "kotabogor" one."""
    found: dict[str, list[str]] = {}
    for province in _children(None):
        for each in _children(province.code):
            code = each.code.replace(".", "")
            base = "".join(place_words(each.name, "regency"))
            kind = "kota" if each.name.lower().startswith("kota") else "kabupaten"
            for key in (base, kind + base):
                found.setdefault(key, []).append(code)
    return {key: tuple(codes) for key, codes in found.items()}


@cache
def provinces() -> dict[str, str]:
    """Key -> two-digit code."""
    return {"".join(place_words(each.name, "province")): each.code for each in _children(None)}


def _area(code: str) -> dict[str, Any]:
    return next((area for area in law("places")["area"] if area["regency"] == code), {})


@lru_cache(maxsize=600)
def regency(code: str) -> Regency | None:
    """The regency of a four-digit code, or None where the code names none."""
    if len(code) != 4 or not code.isdigit():
        return None
    from lokal import wilayah  # noqa: PLC0415 -- as above

    dotted = f"{code[:2]}.{code[2:]}"
    name = wilayah.wilayah_name(dotted)
    if not name:
        return None
    area = _area(code)
    base = tuple(place_words(name, "regency"))
    names: dict[str, str] = {}
    districts: dict[str, str] = {}
    villages: dict[str, list[str]] = {}
    for district in _children(dotted):
        own = district.code.replace(".", "")
        names[own] = district.name
        for key in _district_keys(district.name, base):
            districts.setdefault(key, own)
        for village in _children(district.code):
            names[village.code.replace(".", "")] = village.name
            villages.setdefault("".join(place_words(village.name, "village")), []).append(village.code.replace(".", ""))
    for key, known in area.get("villages", {}).items():
        villages.setdefault(key, [known])
    districts |= area.get("districts", {})
    fixed = {key: tuple(sorted(codes)) for key, codes in villages.items()}
    return Regency(code, name, base, frozenset(area.get("short", ())), districts, fixed, names)


def _district_keys(name: str, base: tuple[str, ...]) -> Iterable[str]:
    """ "Balikpapan Kota" in Balikpapan is also plain "kota"."""
    told = place_words(name, "district")
    yield "".join(told)
    if tuple(told[: len(base)]) == base and len(told) > len(base):
        yield "".join(told[len(base) :])


@cache
def districts_everywhere() -> dict[str, tuple[str, ...]]:
    """District key -> the regencies that have one so called; tells a list's regency when nothing else does."""
    found: dict[str, set[str]] = {}
    for codes in regencies().values():
        for code in codes:
            place = regency(code)
            for key in place.districts if place else ():
                found.setdefault(key, set()).add(code)
    return {key: tuple(sorted(codes)) for key, codes in found.items()}


@cache
def divided() -> dict[str, frozenset[str]]:
    """District code -> villages that once belonged to it and now lie in another district."""
    found: dict[str, frozenset[str]] = {}
    for entry in law("places").get("divided", ()):
        found[entry["parent"]] = found.get(entry["parent"], frozenset()) | frozenset(entry["villages"])
    return found
