"""Where the specimens lie: real regions (Kemendagri, through the package `lokal`), invented streets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from lokal import wilayah

from lumbung.engine.specimens.words import HEROES, SITES, STREETS

# Centre points of the kelurahan of Balikpapan, WGS84, computed from unofficial outlines (handbook 12.1).
_POINTS = {
    "647101": "1001 -1.214 116.938;1002 -1.170 116.957;1003 -1.146 116.980;1004 -1.207 116.967",
    "647102": "1001 -1.235 116.826;1002 -1.230 116.817;1003 -1.224 116.814;1004 -1.111 116.811;"
    "1005 -1.224 116.826;1006 -1.237 116.822",
    "647103": "1001 -1.214 116.848;1002 -1.234 116.849;1003 -1.140 116.887;1004 -1.227 116.835;"
    "1005 -1.235 116.865;1006 -1.203 116.873",
    "647104": "1001 -1.257 116.848;1002 -1.267 116.838;1003 -1.245 116.840;1004 -1.248 116.826;"
    "1005 -1.258 116.836;1006 -1.248 116.850",
    "647105": "1002 -1.241 116.915;1006 -1.240 116.881;1008 -1.229 116.896;1009 -1.262 116.896;"
    "1010 -1.259 116.878;1011 -1.248 116.866;1012 -1.269 116.867",
    "647106": "1001 -1.267 116.817;1002 -1.269 116.828;1003 -1.276 116.830;1004 -1.271 116.844;1005 -1.265 116.856",
}
# Until 2012 the kelurahan of Balikpapan Kota belonged to Balikpapan Selatan (handbook 12.1).
_FORMER_DISTRICT = {"647106": "Balikpapan Selatan"}
# "Damai" in Selatan is also how people call Damai Baru and Damai Bahagia, which lie there: nobody could tell.
_NAMED_TWICE = frozenset({"6471061005"})


@dataclass(frozen=True, slots=True)
class Village:
    code: str  # ten digits
    name: str
    district: str
    regency: str  # "Kota Balikpapan"
    province: str
    point: tuple[float, float] | None

    @property
    def district_code(self) -> str:
        return self.code[:6]


@dataclass(frozen=True, slots=True)
class Address:
    street: str  # without "Jl."; `spellings` are how else people write it
    spellings: tuple[str, ...]
    number: int
    rt: int
    site: str  # building or housing estate with its block, or empty


def former_district(village: Village) -> str | None:
    """The district it was split from, as an old form still says; None where there is none or it would mislead."""
    return None if village.code in _NAMED_TWICE else _FORMER_DISTRICT.get(village.district_code)


@lru_cache(maxsize=64)
def villages_of(regency: str) -> tuple[Village, ...]:
    """The villages of a regency (4 digits), in the order of their codes. Raises ValueError if unknown."""
    points = {
        district + suffix: (float(lat), float(lon))
        for district, line in _POINTS.items()
        for suffix, lat, lon in (entry.split() for entry in line.split(";"))
    }
    name, province = wilayah.wilayah_name(regency), wilayah.wilayah_name(regency[:2])
    if name is None or province is None:
        raise ValueError(f"no regency has the code {regency}")
    found = []
    for district in wilayah.list_wilayah(regency):
        for village in wilayah.list_wilayah(district.code):
            code = village.code.replace(".", "")
            found.append(Village(code, village.name, district.name, name, province, points.get(code)))
    return tuple(sorted(found, key=lambda village: village.code))


def villages_in(regencies: Sequence[str]) -> tuple[Village, ...]:
    """The villages of several regencies, in the order given."""
    return tuple(village for regency in regencies for village in villages_of(regency))


def elsewhere(rng: Random, village: Village) -> tuple[str, str]:
    """Code (4 digits) and name of another regency of the same province."""
    others = [region for region in wilayah.list_wilayah(village.code[:2]) if region.name != village.regency]
    region = rng.choice(others)
    return region.code.replace(".", ""), region.name


def invent_address(rng: Random) -> Address:
    """A street, a house and sometimes a building, none of them anywhere in particular."""
    if rng.random() < 0.15:
        street, spellings = rng.choice(HEROES)
    else:
        street, spellings = rng.choice(STREETS), ()
        if rng.random() < 0.35:
            street = f"{street} {rng.choice(('I', 'II', 'III', 'Raya', 'Dalam', 'Indah', 'Baru'))}"
    site = ""
    if rng.random() < 0.18:
        site = f"{rng.choice(SITES)} Blok {rng.choice('ABCDEFGH')}{rng.randint(1, 24)}"
    return Address(street, spellings, rng.randint(1, 180), rng.randint(1, 60), site)


def next_door(rng: Random, address: Address) -> Address:
    """The same office, or the same street a few houses on."""
    if rng.random() < 0.5:
        return address
    return Address(address.street, address.spellings, address.number + rng.randint(1, 6), address.rt, address.site)


def point_near(rng: Random, village: Village) -> tuple[float, float] | None:
    """A position within about 400 m of the village's centre; None where we know no centre."""
    if village.point is None:
        return None
    latitude, longitude = village.point
    return round(latitude + rng.uniform(-0.0035, 0.0035), 6), round(longitude + rng.uniform(-0.0035, 0.0035), 6)
