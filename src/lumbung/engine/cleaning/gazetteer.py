"""Regencies, districts and villages by name, from the ministry's codes (package lokal) and `law/places.toml`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
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


@cache
def _children(part: str) -> dict[str, dict[str, str]]:
    """Parent code -> child code -> name, with dots, of "wilayah" (provinces to districts) or "desa" (villages).

    ASSUMPTION: lokal keeps its data as data/*.json.gz, {code: name}. Importing the package itself compiles three
    hundred patterns that nothing here needs; a test holds what is read here against its own functions.
    """
    package = find_spec("lokal")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("lokal")
    data = json.loads(gzip.decompress((Path(package.origin).parent / "data" / f"{part}.json.gz").read_bytes()))
    found: dict[str, dict[str, str]] = {}
    for code, name in data.items():
        found.setdefault(code.rpartition(".")[0], {})[code] = name
    return found


def _areas(parent: str) -> dict[str, str]:
    return _children("wilayah").get(parent, {})


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
    for province in _areas(""):
        for dotted, name in _areas(province).items():
            base = "".join(place_words(name, "regency"))
            kind = "kota" if name.lower().startswith("kota") else "kabupaten"
            for key in (base, kind + base):
                found.setdefault(key, []).append(dotted.replace(".", ""))
    return {key: tuple(codes) for key, codes in found.items()}


@cache
def provinces() -> dict[str, str]:
    """Key -> two-digit code."""
    return {"".join(place_words(name, "province")): code for code, name in _areas("").items()}


def _area(code: str) -> dict[str, Any]:
    return next((area for area in law("places")["area"] if area["regency"] == code), {})


@lru_cache(maxsize=600)
def regency(code: str) -> Regency | None:
    """The regency of a four-digit code, or None where the code names none."""
    if len(code) != 4 or not code.isdigit():
        return None
    dotted = f"{code[:2]}.{code[2:]}"
    name = _areas(code[:2]).get(dotted)
    if not name:
        return None
    area = _area(code)
    base = tuple(place_words(name, "regency"))
    names: dict[str, str] = {}
    districts: dict[str, str] = {}
    villages: dict[str, list[str]] = {}
    for district, its_name in _areas(dotted).items():
        own = district.replace(".", "")
        names[own] = its_name
        for key in _district_keys(its_name, base):
            districts.setdefault(key, own)
        for village, called in _children("desa").get(district, {}).items():
            names[village.replace(".", "")] = called
            villages.setdefault("".join(place_words(called, "village")), []).append(village.replace(".", ""))
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
    for province in _areas(""):
        for dotted, name in _areas(province).items():
            code = dotted.replace(".", "")
            base = tuple(place_words(name, "regency"))
            for its_name in _areas(dotted).values():
                for key in _district_keys(its_name, base):
                    found.setdefault(key, set()).add(code)
            for key in _area(code).get("districts", {}):
                found.setdefault(key, set()).add(code)
    return {key: tuple(sorted(codes)) for key, codes in found.items()}


@cache
def divided() -> dict[str, frozenset[str]]:
    """District code -> villages that once belonged to it and now lie in another district."""
    found: dict[str, frozenset[str]] = {}
    for entry in law("places").get("divided", ()):
        found[entry["parent"]] = found.get(entry["parent"], frozenset()) | frozenset(entry["villages"])
    return found
