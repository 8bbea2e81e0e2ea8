"""The invented vocabulary of the specimens, from `words.toml`.

Words come in the order of their frequency; `skewed` turns that order into weights, because real
cooperatives share a small stock of auspicious words and a name alone says little.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from itertools import accumulate

_TOML = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _words(key: str) -> tuple[str, ...]:
    return tuple(_TOML[key].split())


def _spellings(key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """As written in full, and the other ways people write it."""
    return tuple((full, tuple(others)) for full, *others in _TOML[key])


OWN = _words("own")
COMPANY_HEAD, COMPANY_END, TRADES = _words("company_head"), _words("company_end"), _words("trades")
TAILS: tuple[str, ...] = tuple(_TOML["tails"])
AGENCIES, SCHOOLS, HEROES = _spellings("agencies"), _spellings("schools"), _spellings("heroes")
PESANTREN: tuple[str, ...] = tuple(_TOML["pesantren"])
STREETS = _words("streets")
SITES: tuple[str, ...] = tuple(_TOML["sites"])
MEN, WOMEN, FAMILY = _words("men"), _words("women"), _words("family")
TITLES_BEFORE = ("H.", "Drs.", "Ir.", "Hj.", "dr.")
TITLES_AFTER = ("S.E.", "S.Pd.", "S.H.", "M.M.", "S.T.", "S.Sos.", "A.Md.")


def skewed(count: int, steepness: float = 0.75) -> list[float]:
    """Cumulative weights for `random.choices`: word k of `count` weighs (k + 3) ** -steepness."""
    return list(accumulate((k + 3) ** -steepness for k in range(count)))


OWN_WEIGHTS = skewed(len(OWN))
FAMILY_WEIGHTS = skewed(len(FAMILY), 0.35)
