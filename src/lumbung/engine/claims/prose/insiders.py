"""A numerator that is no part of its base, where the text itself says so: 440 of 587, though 16 of the 440 are in no list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import chunks_of
from lumbung.engine.claims.prose.percents import Rate
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import Share, around, label_of, near
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
    if not seen:
        yield from _added(document, shares, rates)


def _added(document: Document, shares: Sequence[Share], rates: Sequence[Rate]) -> Iterator[Verdict]:
    """ "Dari 578 terdata, 424 aktif. Ditambah 16 yang baru ditemukan, ada 440 aktif atau 76,1 persen dari 578": what came to a
    part of the base from outside is in no share of it."""
    for rate in rates:
        close = near(shares, rate.part.sentence, REACH)
        here = document.by_sentence[rate.part.sentence]
        for outsider in here:
            if outsider.start >= rate.part.start or outsider.role != "count" or not _comes_in(document, outsider):
                continue
            inside = [
                s
                for s in close
                if s.whole.value == rate.whole.value and s.part.value + outsider.value == rate.part.value
            ]
            if inside and not any(s.part is outsider and s.said for s in close):
                yield _verdict(document, rate.part, rate.whole, rate.percent, outsider)


def _comes_in(document: Document, quantity: Quantity) -> bool:
    """ "Ditambah 16 koperasi yang baru ditemukan"."""
    before = set(document.words(quantity.sentence, quantity.first - 3, quantity.first - 1))
    behind = " ".join(document.words(quantity.sentence, quantity.last + 1, quantity.last + 8))
    return bool(before & _ADDS) and any(phrase in behind for phrase in _NEW)


_ADDS = frozenset({"ditambah", "bersama", "plus", "ditambahkan", "dengan"})
_NEW = ("baru ditemukan", "baru diketahui", "baru terdata", "temuan baru", "hasil temuan", "temuan lapangan", "di luar", "ditemukan di lapangan",
        "belum terdata", "tidak terdata", "belum tercatat", "belum terdaftar", "tidak terdaftar", "tidak tercatat")  # fmt: skip


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
