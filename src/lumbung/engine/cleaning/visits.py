"""What a visit's note tells besides its outcome (`law/vocabularies.toml`, notes)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from lumbung.engine.cleaning.folding import lower_ascii, squeezed
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.vocabularies import told


class Note(NamedTuple):
    """None where the note does not say."""

    moved: bool | None = None
    nameplate: bool | None = None
    officers_known: bool | None = None
    rat_book_years: tuple[int, ...] = ()


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    notes = law("vocabularies")["notes"]
    return {name: re.compile("|".join(rf"\b(?:{each})" for each in them)) for name, them in notes.items()}


def read_note(text: str | None) -> Note:
    """The facts in a note: moved, nameplate, officers known, book years with a RAT."""
    clean = told(text)
    if clean is None:
        return Note()
    plain, patterns = squeezed(lower_ascii(clean)), _patterns()
    without = patterns["no_rat"].sub(" ", plain)
    years = {
        int(year)
        for found in patterns["rat"].finditer(without)
        for year in re.findall(r"(?:19|20)[0-9]{2}", found.group())
    }
    return Note(
        _either(plain, patterns["moved"], patterns["not_moved"]),
        _either(plain, patterns["nameplate"], patterns["no_nameplate"]),
        _either(plain, patterns["officers_known"], patterns["officers_unknown"]),
        tuple(sorted(years)),
    )


def _either(plain: str, yes: re.Pattern[str], no: re.Pattern[str]) -> bool | None:
    if no.search(plain):
        return False
    return True if yes.search(plain) else None
