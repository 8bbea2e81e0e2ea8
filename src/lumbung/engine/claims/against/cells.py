"""The cells of a run by the words that name them: districts with and without the city's name, kinds, states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

import pyarrow as pa

from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.cleaning.law import law

Key = tuple[str, str, str]
State = Literal["active", "other", ""]
CROSS = "kind_by_district"
ACTIVE: Key = ("streams", "active", "total")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|%")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Cells:
    """The cells of one run. `cells`: key -> its row; `year`: of the day the run tells about, None where not told."""

    def __init__(self, cells: pa.Table, as_of: date | None = None) -> None:
        self.cells: Mapping[Key, dict[str, Any]] = {
            (cell["table"], cell["row"], cell["column"]): cell for cell in cells.to_pylist()
        }
        self.year = as_of.year if as_of else None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The district codes of the run."""
        return tuple(sorted({row for table, row, _ in self.cells if table == CROSS and row.isdecimal()}))

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of the regency's own name ("balikpapan")."""
        homes = [regency(code) for code in {code[:4] for code in self.codes}]
        return frozenset(word for home in homes if home for word in home.base)

    @cached_property
    def districts(self) -> Mapping[tuple[str, ...], str]:
        """Words of a district's whole name -> code."""
        found: dict[tuple[str, ...], str] = {}
        for code in self.codes:
            home = regency(code[:4])
            if name := words_of(home.names.get(code, "") if home else ""):
                found.setdefault(name, code)
        return found

    @cached_property
    def short(self) -> Mapping[tuple[str, ...], str]:
        """What is left of a district's name without the city's ("timur"): only beside the city's name does it mean one."""
        found: dict[tuple[str, ...], str] = {}
        for name, code in self.districts.items():
            if len(name) > 1 and name[0] in self.own:
                found.setdefault(name[1:], code)
        return found

    @cached_property
    def longest(self) -> int:
        """Words of the longest district name."""
        return max((len(name) for name in self.districts), default=0)

    def district_at(self, words: Sequence[str], at: int, *, behind_its_level: bool = False) -> tuple[str, int] | None:
        """(code, words taken) of the district whose name begins at `at`.

        A name that is also the city's, and one without the city's name, need the word "kecamatan" before them.
        """
        for size in range(min(self.longest, len(words) - at), 0, -1):
            name = tuple(words[at : at + size])
            code = self.districts.get(name)
            if code and (behind_its_level or not set(name) <= self.own):
                return code, size
            if behind_its_level and name in self.short:
                return self.short[name], size
        return None

    def another_year(self, words: Iterable[str]) -> bool:
        """The words tell of years, and the run's is none of them."""
        years = {int(word) for word in words if _YEAR.fullmatch(word)}
        return bool(years) and self.year is not None and self.year not in years


def words_of(text: str) -> tuple[str, ...]:
    """The words of a label or heading in small letters."""
    return tuple(_WORD.findall(text.casefold()))


def state_of(words: Sequence[str], *, strictly: bool = False) -> State:
    """Whether the words count active cooperatives, something else, or do not say.

    Where both are told, a sentence does not say; `strictly` (a heading, a title) it is something else: "Anggota aktif".
    """
    told = law("against")["words"]
    negated = [
        at for at, word in enumerate(words) if word in told["active"] and at and words[at - 1] in told["negation"]
    ]
    active = any(word in told["active"] and at not in negated for at, word in enumerate(words))
    other = bool(negated) or any(word in told["other"] for word in words)
    if active == other:
        return "other" if other and strictly else ""
    return "active" if active else "other"


def kinds() -> Mapping[tuple[str, ...], str]:
    """The ways of writing a published kind, as words -> kind."""
    return {tuple(way.split()): kind for kind, ways in law("against")["kinds"].items() for way in ways}
