"""Names of officers without their titles (`law/titles.toml`)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from lumbung.engine.cleaning.folding import lower_ascii
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.vocabularies import told

_SEVERAL = re.compile(r"\s*(?:[;/\n&]|\bdan\b|(?:^|\s)[0-9]+[.)])\s*")
_PIECES = re.compile(r"[^\s,()]+")
_GLUED = re.compile(r"^((?:(?:drs|dra|dr|drg|ir|prof|hj|h|kh)\.)+)(?=[a-z])")
_JUNK = re.compile(r"[^a-z]")


class _Titles(NamedTuple):
    front: frozenset[str]
    back: frozenset[str]
    short: dict[str, str]


@cache
def _titles() -> _Titles:
    data = law("titles")
    return _Titles(frozenset(data["front"]), frozenset(data["back"]), data["short_forms"])


def read_people(text: str | None) -> tuple[str, ...]:
    """The persons in one cell, folded, titles away, in the order written; nobody gives ()."""
    clean = told(text)
    if clean is None:
        return ()
    names = (read_person(part) for part in _SEVERAL.split(clean))
    return tuple(dict.fromkeys(name for name in names if name))


def read_person(text: str) -> str | None:
    """One person's name: "Drs. H. M. Noor, M.Si" gives "muhammad noor". None when only titles are there."""
    titles = _titles()
    pieces = [_JUNK.sub("", piece) for piece in _PIECES.findall(_spread(lower_ascii(text)))]
    pieces = [piece for piece in pieces if piece]
    while pieces and pieces[0] in titles.front:
        pieces.pop(0)
    while len(pieces) > 1 and pieces[-1] in titles.back:
        pieces.pop()
    kept = [piece for at, piece in enumerate(pieces) if at == 0 or piece not in ("h", "hj")]
    return " ".join(titles.short.get(piece, piece) for piece in kept) or None


def _spread(text: str) -> str:
    """Titles written without a space ("drs.h.amin") come apart; degrees ("s.pd.i") stay together."""
    return _GLUED.sub(lambda found: found.group().replace(".", ". "), text) if "." in text else text
