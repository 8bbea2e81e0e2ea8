"""A numerator that is no part of its base, where the text itself says so: 440 of 587, though 16 of the 440 are in no list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import chunks_of
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.ratios import Rate
from lumbung.engine.claims.prose.shares import Share, around, label_of
from lumbung.engine.claims.prose.totals import REACH
from lumbung.engine.claims.telling import told
from lumbung.engine.cleaning.law import law

_REGISTER = frozenset(
    {
        "ods",
        "oss",
        "terdaftar",
        "terdata",
        "tercatat",
        "register",
        "registrasi",
        "daftar",
        "data",
        "sistem",
        "database",
        "nik",
        "basis",
    }
)
_BOTH = frozenset({"gabungan", "keseluruhan", "diketahui"})


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in law("prose")["outside"]["phrases"])


def outsiders(document: Document) -> list[Quantity]:
    """Counts of which the text says that they stand outside the register."""
    found = []
    for sentence in document.sentences:
        if not document.by_sentence[sentence.index] or not any(
            p in f" {' '.join(sentence.lowers)} " for p in _phrases()
        ):
            continue
        for chunk in chunks_of(document, sentence, 0, len(sentence.tokens) - 1):
            words = f" {' '.join(sentence.lowers[chunk.first : chunk.last + 1])} "
            told_of = [q for q in chunk.outer if q.role == "count" and not q.bound]
            if told_of and any(phrase in words for phrase in _phrases()):
                found.append(told_of[0])
    return found


def outside_of(document: Document, shares: Sequence[Share], rates: Sequence[Rate]) -> Iterator[Verdict]:
    """Shares of a register whose part holds cooperatives that the text puts outside of it."""
    seen = set()
    ratios = [(r.part, r.whole, r.percent) for r in rates] + [(s.part, s.whole, None) for s in shares if s.said]
    for outsider in outsiders(document):
        mixed = {s.whole.value for s in shares if s.part is outsider and s.whole.value > s.part.value}
        for part, whole, percent in ratios if mixed else ():
            if part.value not in mixed or whole.value in mixed or (part.value, whole.value) in seen:
                continue
            if compatible(part.kind, whole.kind) and _is_register(document, whole):
                seen.add((part.value, whole.value))
                yield _verdict(document, part, whole, percent, outsider)


def _is_register(document: Document, whole: Quantity) -> bool:
    same = [q for q in document.window(whole.sentence, REACH) if q.value == whole.value and q.role == "count"]
    words = {word for q in same for word in around(document, q)}
    return bool(words & _REGISTER) and not words & _BOTH


def _verdict(
    document: Document, part: Quantity, whole: Quantity, percent: Quantity | None, outsider: Quantity
) -> Verdict:
    mine, base = label_of(document, part), label_of(document, whole)
    finding = told("claim.prose.outside", "fails", part=mine, whole=base, outside=outsider.text)
    figures = (part.figure(mine), whole.figure(base), outsider.figure(label_of(document, outsider)))
    return Verdict("inside", "fails", finding, figures, percent.figure(percent.text) if percent else None, subject=mine)
