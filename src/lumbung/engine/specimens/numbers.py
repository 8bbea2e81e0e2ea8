"""Legal-entity numbers by era and issuer, registration numbers (NIK koperasi), and their collisions.

Eras (handbook 2.4): regional offices (KWK) 1967-1998, their branches (KDK) 1998-2001, the regencies
2001-2013, often without a year and given out again, the ministry 2014-2019, the Ministry of Law since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from lumbung.engine.specimens.groups import Group
from lumbung.engine.specimens.places import Village

if TYPE_CHECKING:
    from lumbung.engine.specimens.population import Draft

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ISSUERS = ("PERINDAGKOP", "DISKOPUMKM", "DINKOP", "DISPERINDAGKOP", "KANDEPKOP", "DISKOPERINDAG")


@dataclass(frozen=True, slots=True)
class Legal:
    text: str
    on: date
    era: str  # kanwil | branch | regency | ministry | ahu
    short: str = ""  # what is left when somebody writes only a part of it


@dataclass(slots=True)
class Numbers:
    rng: Random
    villages: Sequence[Village]
    as_of: date
    used: set[str] = field(default_factory=set)  # membership only, never iterated
    serials: dict[str, int] = field(default_factory=dict)
    by_district: dict[str, list[Village]] = field(default_factory=dict)
    by_regency: dict[str, list[Village]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for village in self.villages:
            self.by_district.setdefault(village.district_code, []).append(village)
            self.by_regency.setdefault(village.code[:4], []).append(village)

    def another_village(self, village: Village) -> Village:
        """Another village of the same regency, mostly of the same district."""
        near = self.by_district[village.district_code]
        pool = near if len(near) > 1 and self.rng.random() < 0.6 else self.by_regency[village.code[:4]]
        return self.rng.choice([other for other in pool if other.code != village.code] or [village])

    def nik(self, village: Village) -> str:
        """13 digits: regency 4, district 3, village 3, serial 3; the area is that of the registration."""
        area = f"{village.code[:6]}0{int(village.code[6:]) % 100:02d}0"
        serial = self.serials.get(area, 0) + self.rng.choices((1, 2, 3), (70, 20, 10))[0]
        self.serials[area] = serial
        return f"{area}{serial % 1000:03d}"

    def legal(self, draft: Draft, group: Group) -> tuple[Legal, Legal | None]:
        """The founding number, and for some older cooperatives the number of the latest amendment."""
        if draft.reason == "new":
            return self._ahu(self.as_of - timedelta(days=self.rng.randint(6, 20)), draft.village), None
        era = self.rng.choices(("kanwil", "branch", "regency", "ministry", "ahu"), (26, 12, 30, 20, 12))[0]
        if group.code == "merah_putih":
            return self._ahu(date(2025, 5, 12) + timedelta(days=self.rng.randint(0, 30)), draft.village), None
        if group.since > 1998 and era in ("kanwil", "branch"):
            era = "regency"
        founding = self._number(era, draft.village)
        if era in ("kanwil", "branch", "regency") and self.rng.random() < 0.18:
            return founding, self.later(draft.village)
        return founding, None

    def later(self, village: Village) -> Legal:
        """A number of the ministry or of AHU, as an amendment brings it."""
        return self._number(self.rng.choice(("ministry", "ahu")), village)

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.rng.randint(0, (last - first).days))

    def _number(self, era: str, village: Village) -> Legal:
        rng = self.rng
        if era == "ahu":
            return self._ahu(self._day(date(2019, 7, 1), self.as_of - timedelta(days=200)), village)
        if era == "ministry":
            on = self._day(date(2014, 6, 1), date(2019, 5, 31))
            serial = self._fresh(era, 1, 15000)
            return Legal(f"{serial:06d}/BH/M.KUKM.2/{ROMAN[on.month]}/{on.year}", on, era, f"{serial:06d}/BH/M.KUKM.2")
        if era == "regency":
            return self._regency(self._day(date(2001, 2, 1), date(2013, 12, 20)), village)
        office = int(village.code[:2]) % 27 + 1 if village.code[:2] != "64" else 17
        if era == "branch":
            on, serial = self._day(date(1998, 8, 1), date(2001, 1, 31)), rng.randint(1, 260)
            text = f"{serial}/BH/KDK.{office}.{rng.randint(1, 9)}/{ROMAN[on.month]}/{on.year}"
            return Legal(text, on, era, f"{serial}/BH/KDK.{office}")
        on, serial = self._day(date(1967, 3, 1), date(1998, 7, 31)), self._fresh(f"kwk{office}", 12, 11800)
        middle = f"{ROMAN[on.month]}/" if rng.random() < 0.7 else ""
        text = f"{serial}/BH/KWK.{office}/{middle}{on.year if rng.random() < 0.6 else f'{on.year % 100:02d}'}"
        return Legal(text, on, era, f"{serial}/BH/KWK.{office}")

    def _regency(self, on: date, village: Village) -> Legal:
        # The yearless series start again with every new office name, so cooperatives share numbers.
        rng, first = self.rng, int(village.code[2:4]) % len(_ISSUERS)
        issuer = _ISSUERS[(first + (0 if on.year < 2008 else 1)) % len(_ISSUERS)]
        serial, roll = rng.randint(1, 75), rng.random()
        if roll < 0.45:
            return Legal(f"518/{serial:02d}/BH/{issuer}", on, "regency", f"518/{serial:02d}/BH")
        if roll < 0.75:
            text = f"{serial:02d}/BH/{issuer}/{ROMAN[on.month]}/{on.year}"
            return Legal(text, on, "regency", f"{serial:02d}/BH/{issuer}")
        return Legal(
            f"518.{serial}/BH/XXI.{first + 3}/{ROMAN[on.month]}/{on.year}",
            on,
            "regency",
            f"518.{serial}/BH/XXI.{first + 3}",
        )

    def _ahu(self, on: date, village: Village) -> Legal:
        serial = self._fresh(f"ahu{on.year}", 120, 31000)
        text = f"AHU-{serial:07d}.AH.01.{self.rng.choice((26, 26, 29))}.TAHUN {on.year}"
        return Legal(text, on, "ahu", f"AHU-{serial:07d}")

    def _fresh(self, series: str, low: int, high: int) -> int:
        """A serial not yet given out; in very long lists the series run full and numbers repeat."""
        for _ in range(20):
            serial = self.rng.randint(low, high)
            if f"{series}/{serial}" not in self.used:
                break
        self.used.add(f"{series}/{serial}")
        return serial
