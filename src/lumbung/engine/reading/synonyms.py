"""Headings as people write them, and the field each one means (engine/law/headings.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "law" / "headings.toml"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+|#")
_YEAR = re.compile(r"(?:19|20)\d\d")
IGNORE = "ignore"  # what a person writes for a column that shall not be read

FIELDS: tuple[str, ...] = (
    "number", "coop_nik", "name", "legal_number", "legal_on", "amendment_number", "amendment_on", "address",
    "village", "district", "regency", "province", "postal_code", "form", "kind", "group", "sector", "pattern",
    "chair", "secretary", "treasurer", "internal_supervisor", "manager", "phone", "email", "website",
    "members_m", "members_f", "members", "managers_m", "managers_f", "managers",
    "employees_m", "employees_f", "employees",
    "own_capital", "external_capital", "assets", "business_volume", "net_surplus",
    "last_rat_on", "certificate_status", "certificate_valid_to", "nik_grade", "ods_status", "valid_status",
    "kuk_class", "visited_on", "visitor", "outcome", "latitude", "longitude", "note",
    "certificate_number", "certificate_on", "npwp", "nib", "licence_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means. `alone`: only if no other heading gives the field. `year`: told by it."""

    field: str | None
    alone: bool = False
    year: int = 0
    scaled: bool = False  # amounts in thousands or millions: not read
    unused: bool = False  # understood, nothing reads it


_NOTHING = Meaning(None)


@dataclass
class Synonyms:
    """The headings of the TOML file, folded, for one kind of list (`register`, `census`, `certificate`, `agency`)."""

    words: Mapping[str, str]
    fillers: frozenset[str]
    scale_words: frozenset[str]
    scale_fields: frozenset[str]
    joined: frozenset[str]
    signs: Mapping[str, list[str]]
    written: dict[str, str] = field(default_factory=dict)  # folded -> as the file writes it
    _meanings: dict[str, Meaning] = field(default_factory=dict)
    _glued: dict[str, Meaning] = field(default_factory=dict)
    _asked: dict[str, Meaning] = field(default_factory=dict)

    def add(self, headings: Iterable[str], meaning: Meaning) -> None:
        """Enter headings; an earlier entry stays."""
        for heading in headings:
            tokens = self._tokens(heading)
            self._meanings.setdefault(_key(tokens), meaning)
            self._glued.setdefault("".join(tokens), meaning)
            self.written.setdefault(_key(tokens), heading)

    def meaning(self, heading: str) -> Meaning:
        """What `heading` means; `field` is None when it is not understood."""
        if heading not in self._asked:
            self._asked[heading] = self._look_up(self._tokens(heading))
        return self._asked[heading]

    def aliases(self) -> dict[str, list[str]]:
        """field -> the headings that mean it, as the file writes them; the one that leads first."""
        out: dict[str, list[str]] = {}
        for key, heading in self.written.items():
            if meant := self._meanings[key].field:
                out.setdefault(meant, []).append(heading)
        return out

    def nearest(self, heading: str) -> str | None:
        """The known heading most like `heading`, as the file writes it; None if none is near."""
        found = get_close_matches(_key(self._tokens(heading)), self._keys, n=1, cutoff=0.75)
        return self.written[found[0]] if found else None

    @cached_property
    def _keys(self) -> list[str]:
        return sorted(self.written)

    def _look_up(self, tokens: list[str]) -> Meaning:
        if found := self._find(tokens):
            return found
        years = [int(token) for token in tokens if _YEAR.fullmatch(token)]
        plain = [token for token in tokens if not _YEAR.fullmatch(token)]
        if years:
            plain = [token for token in plain if token not in ("tahun", "buku", "per")]
        scaled = any(token in self.scale_words for token in plain)
        plain = [token for token in plain if token not in self.fillers and token not in self.scale_words | {"dalam"}]
        found = self._find(plain) or _NOTHING
        if found.field is None:
            return found
        if years and found.field == "last_rat_on":  # "RAT 2023" says yes or no, not when
            return _NOTHING
        if scaled and found.field in self.scale_fields:
            return Meaning(None, scaled=True)
        return Meaning(found.field, found.alone, max(years, default=0))

    def _find(self, tokens: list[str]) -> Meaning | None:
        return self._meanings.get(_key(tokens)) or self._glued.get("".join(tokens)) if tokens else None

    def _tokens(self, heading: str) -> list[str]:
        words = _WORD.findall(_CAMEL.sub(" ", heading).casefold())
        return [part for word in words for part in self.words.get(word, word).split()]


def _key(tokens: Iterable[str]) -> str:
    return " ".join(sorted(set(tokens)))


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@lru_cache(maxsize=8)
def synonyms_for(source: str) -> Synonyms:
    """The headings that lists of kind `source` (`register`, `census`, `certificate`, `agency`) may have."""
    law = _file()
    known = Synonyms(
        words=law["words"],
        fillers=frozenset(law["fillers"]["words"]),
        scale_words=frozenset(law["scaled"]["words"]),
        scale_fields=frozenset(law["scaled"]["fields"]),
        joined=frozenset(law["joined"]["fields"]),
        signs=law["signs"],
    )
    # What the kind of list decides goes first: "Status" is the visit's outcome in a census.
    for name, headings in law["sources"].get(source, {}).items():
        known.add(headings, Meaning(name))
    for name, headings in law["fields"].items():
        known.add(headings, Meaning(name))
    for name, headings in law["fields_if_alone"].items():
        known.add(headings, Meaning(name, alone=True))
    known.add(law["unused"]["headings"], Meaning(None, unused=True))
    return known
