""" "334 desa ... 321 sudah ... masih ada 13", "12 ton ... 9,5 ton terjual. Tinggal 2,5 ton": what is left of a whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.slips import elsewhen, slipped
from lumbung.engine.claims.prose.sums import tolerance
from lumbung.engine.claims.telling import told

BACK = 4  # sentences in which the whole and what was done of it stand
PLAUSIBLE = 2  # times by which what is left may be off


def remaining(document: Document) -> Iterator[Verdict]:
    """Every "tinggal N", "masih ada N", "N tersisa" whose whole and done part can be told."""
    for sentence in document.sentences:
        here = [q for q in document.by_sentence[sentence.index] if q.role != "percent"]
        if len(here) == 3:
            yield from _so(document, here)
        for left in here:
            if not left.bound and _is_left(document, left):
                yield from _judged(document, left)
            elif not left.bound and _is_not_done(document, left):
                yield from (verdict for verdict in _judged(document, left) if verdict.result == "holds")
            elif not left.bound and len(here) == 1 and not CONCLUDES.isdisjoint(sentence.lowers[:2]):
                yield from _concluded(document, left)


def _is_left(document: Document, quantity: Quantity) -> bool:
    known = lexicon.phrases("remains", "phrases")
    before = list(document.words(quantity.sentence, max(0, quantity.first - 4), quantity.first - 1))
    if any(lexicon.match_at(before, at, known) for at in range(len(before))) and "," not in before[-2:]:
        return True
    return bool(set(document.words(quantity.sentence, quantity.last + 1, quantity.last + 3)) & {"tersisa"})


def _is_not_done(document: Document, quantity: Quantity) -> bool:
    """ "124 koperasi yang belum RAT": what is left, if the figures say so."""
    behind = document.words(quantity.sentence, quantity.last + 1, quantity.last + 4)
    return bool(set(behind) & {"belum"})


def _judged(document: Document, left: Quantity) -> Iterator[Verdict]:
    paragraph = document.sentences[left.sentence].paragraph
    found = [
        q for q in document.window(left.sentence, BACK)
        if q.start < left.start and q.role == left.role and (q.kind == "group") == (left.kind == "group") and not q.bound
        and compatible(q.kind, left.kind, loosely=True) and not elsewhen(document, q)
    ]  # fmt: skip
    for a, b in combinations(reversed(found), 2):
        whole, done = (a, b) if a.value >= b.value else (b, a)
        if whole.value > done.value and abs(whole.value - done.value - left.value) <= tolerance([whole, done, left]):
            yield _verdict(document, whole, done, left)
            return
    near = [
        q for q in found if document.sentences[q.sentence].paragraph == paragraph and left.sentence - q.sentence <= 2
    ]
    values = {q.value for q in near}
    if len(values) != 2 or len({q.kind for q in (*near, left) if q.kind}) > 1 or elsewhen(document, left):
        return
    whole, done = max(near, key=lambda q: q.value), min(near, key=lambda q: q.value)
    gap = whole.value - done.value
    if whole.start < done.start and gap / PLAUSIBLE <= left.value <= gap * PLAUSIBLE:
        yield _verdict(document, whole, done, left)


def _concluded(document: Document, result: Quantity) -> Iterator[Verdict]:
    """ "220 lapak, 14 di antaranya kosong. Dengan demikian lapak terisi 206": what follows from the two figures before."""
    before = [q for q in document.by_sentence[result.sentence - 1] if q.role == result.role] if result.sentence else []
    if len(before) != 2 or any(q.bound or not q.whole_thing for q in before):
        return
    if len({q.kind for q in (*before, result) if q.kind}) > 1:
        return
    whole, done = sorted(before, key=lambda q: -q.value)
    gap = whole.value - done.value
    points = set(document.words(done.sentence, done.last + 1, done.last + 3)) & {"antaranya", "diantaranya"}
    if abs(gap - result.value) <= tolerance([whole, done, result]) or (points and slipped(gap, result.value)):
        yield _verdict(document, whole, done, result)


def _so(document: Document, here: list[Quantity]) -> Iterator[Verdict]:
    """ "Pendapatan Rp9,4 miliar, biaya Rp8,05 miliar, sehingga SHU Rp1,35 miliar": the third follows from the two."""
    first, second, result = here
    between = document.words(result.sentence, second.last + 1, result.first - 1)
    alike = all(q.role == first.role and not q.bound and q.whole_thing for q in here)
    if (
        not alike
        or first.value <= second.value
        or len({q.kind for q in here if q.kind}) > 1
        or set(between).isdisjoint(_SO)
    ):
        return
    slack, gap = tolerance(here), first.value - second.value
    if abs(first.value + second.value - result.value) <= slack or elsewhen(document, result):
        return
    off = abs(gap - result.value)
    if off <= slack or off <= CLOSE * gap or slipped(gap, result.value):
        yield _verdict(document, first, second, result)


_SO = frozenset({"sehingga", "maka", "artinya", "berarti"})
CLOSE = Decimal("0.1")
CONCLUDES = frozenset({"demikian", "artinya", "berarti", "begitu", "jadi", "alhasil"})


def _verdict(document: Document, whole: Quantity, done: Quantity, left: Quantity) -> Verdict:
    computed, slack = whole.value - done.value, tolerance([whole, done, left])
    result: Result = "holds" if abs(computed - left.value) <= slack else "fails"
    subject = label_of(document, left)
    finding = told(
        f"claim.prose.difference_{result}", result, subject=subject, first_value=whole.value, second_value=done.value,
        computed=computed, published=left.value,
    )  # fmt: skip
    figures = (whole.figure(label_of(document, whole)), done.figure(label_of(document, done)))
    return Verdict("sum", result, finding, figures, left.figure(subject), computed, computed - left.value, slack,
                   subject=subject)  # fmt: skip
