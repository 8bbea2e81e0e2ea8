"""The same thing said again in other words, with a slip of the pen: "87 desa tersambung ... desa tersambung itu 78"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.slips import elsewhen, slipped, staged
from lumbung.engine.claims.telling import told
from lumbung.engine.cleaning.law import law

ALIKE = 2  # content words beside the unit that both must have near the number
MOST = 300  # figures compared each with each
NEAR = 7  # words on either side


def retold(document: Document, explained: set[Decimal]) -> Iterator[Verdict]:
    """Pairs of figures that speak of one thing at one time and differ by a slip; `explained` are sums of lists."""
    told_of = [
        (q, words)
        for q in document.quantities
        if q.role != "percent" and not q.bound and q.value >= 10 and not elsewhen(document, q)
        and len(words := _words(document, q)) >= ALIKE
    ][:MOST]  # fmt: skip
    for (a, left), (b, right) in combinations(told_of, 2):
        if a.sentence == b.sentence or a.role != b.role or not slipped(a.value, b.value):
            continue
        if {a.value, b.value} <= explained or _apart(document, a, b) or staged(document, a) or staged(document, b):
            continue
        if _alike(a, left, b, right):
            yield _told(document, a, b)


def _alike(a: Quantity, left: set[str], b: Quantity, right: set[str]) -> bool:
    """One unit, and most of what is said of the one is said of the other."""
    if a.kind and b.kind and a.kind != b.kind:
        return False
    shared = (left & right) - {a.kind, b.kind}
    fewer = min(len(left - {a.kind}), len(right - {b.kind}))
    return len(shared) >= ALIKE and 2 * len(shared) > fewer


def _words(document: Document, quantity: Quantity) -> set[str]:
    """What is said near a number, up to the next sign or number; what people do when they speak left out."""
    lowers, here = document.sentences[quantity.sentence].lowers, document.by_sentence[quantity.sentence]
    first = max([0, quantity.first - NEAR, *(q.last + 1 for q in here if q.last < quantity.first)])
    last = min([len(lowers), quantity.last + 1 + NEAR, *(q.first for q in here if q.first > quantity.last)])
    before, after = list(lowers[first : quantity.first]), list(lowers[quantity.last + 1 : last])
    cut = max((i + 1 for i, w in enumerate(before) if w in _CUTS), default=0)
    end = next((i for i, w in enumerate(after) if w in _CUTS), len(after))
    return set(content(before[cut:] + after[:end])) - _GENERAL


_CUTS = frozenset(',.;:()"“”')
_GENERAL = frozenset({"kota", "kabupaten", "kepala", "dinas", "tahun", "data", "sekitar", "bahwa", "kembali"})


def _apart(document: Document, a: Quantity, b: Quantity) -> bool:
    """Other names, years or months, or a "tidak" that only one of them has, part two figures."""
    left, right = _marks(document, a), _marks(document, b)
    return (left != right and bool(left - right) and bool(right - left)) or _negated(document, a) != _negated(
        document, b
    )


def _marks(document: Document, quantity: Quantity) -> set[str]:
    """Names, years and months of the sentence, without its first word."""
    months = law("months")["names"]
    tokens = document.sentences[quantity.sentence].tokens
    return {
        token.lower
        for at, token in enumerate(tokens)
        if token.lower in months
        or (token.kind == "number" and len(token.text) == 4 and token.text[:2] in ("19", "20"))
        or (at and token.kind == "word" and token.text[0].isupper() and token.lower != "rp")
    }


def _negated(document: Document, quantity: Quantity) -> bool:
    words = document.words(quantity.sentence, quantity.first - NEAR, quantity.last + NEAR)
    return bool(set(words) & lexicon.words("complements", "negations"))


def _told(document: Document, first: Quantity, second: Quantity) -> Verdict:
    subject = label_of(document, first)
    values = f"{first.value:f}; {second.value:f}"
    finding = told("claim.same.fails", "fails", subject=subject, values=values)
    figures = (first.figure(subject), second.figure(label_of(document, second)))
    return Verdict("same", "fails", finding, figures, subject=subject)
