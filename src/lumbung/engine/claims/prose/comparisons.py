""" "718, lebih banyak daripada 542", "peringkat pertama A 87, kedua B 91": figures against the words that rank them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.telling import told

BETWEEN = 9  # words from a figure to the words that compare it
SURE_FROM = 3  # places; two may be told from the bottom


def compared(document: Document) -> Iterator[Verdict]:
    """Every "lebih banyak daripada" between two figures, and every row of places; "68 lebih banyak" is a difference."""
    for sentence in document.sentences:
        yield from _more_than(document, sentence)
        yield from _places(document, sentence)


def _more_than(document: Document, sentence: Sentence) -> Iterator[Verdict]:
    lowers, quantities = sentence.lowers, document.by_sentence[sentence.index]
    more, less = lexicon.words("orders", "more"), lexicon.words("orders", "less")
    for at in range(len(lowers) - 2):
        if lowers[at] != "lebih" or lowers[at + 1] not in more | less or lowers[at + 2] not in _than():
            continue
        left = next((q for q in reversed(quantities) if q.last < at), None)
        right = next((q for q in quantities if q.first > at), None)
        if left is None or right is None or not _comparable(left, right):
            continue
        if at - left.last > BETWEEN or right.first - at > BETWEEN + 2 or ";" in lowers[left.last : right.first]:
            continue
        first, second = (left, right) if lowers[at + 1] in more else (right, left)
        if "," in lowers[left.last : at] or first.value >= second.value:  # else it may be the difference
            yield _verdict(document, [first, second])


def _than() -> frozenset[str]:
    return lexicon.words("orders", "than")


def _comparable(left: Quantity, right: Quantity) -> bool:
    return (
        left.role == right.role
        and not left.bound
        and not right.bound
        and left.kind != "group"
        and compatible(left.kind, right.kind)
    )


def _places(document: Document, sentence: Sentence) -> Iterator[Verdict]:
    """ "peringkat pertama A 2.961 orang, peringkat kedua B 1.204": figures that neither fall nor rise are no ranks."""
    ranked = _ranked(document, sentence)
    if len(ranked) < 2 or not all(_comparable(a, b) for a, b in pairwise(ranked)):
        return
    top, bottom = lexicon.phrases("orders", "top"), lexicon.phrases("orders", "bottom")
    lowers = list(sentence.lowers)
    said = any(lexicon.match_at(lowers, at, top) for at in range(len(lowers)))
    lowest = any(lexicon.match_at(lowers, at, bottom) for at in range(len(lowers)))
    falls = all(a.value >= b.value for a, b in pairwise(ranked))
    rises = all(a.value <= b.value for a, b in pairwise(ranked))
    counts = all(q.kind in ("cooperative", "person") for q in ranked)
    if falls or (not rises and not lowest and len(ranked) >= SURE_FROM) or (rises and said and not lowest and counts):
        yield _verdict(document, ranked)


def _ranked(document: Document, sentence: Sentence) -> list[Quantity]:
    """The figures of the first, second, third place, as far as each has just one."""
    marks = _marks(sentence)
    if not marks or [rank for _, rank in marks] != list(range(len(marks))):
        return []
    quantities = [q for q in document.by_sentence[sentence.index] if q.whole_thing]
    ends = [at for at, _ in marks[1:]] + [len(sentence.tokens)]
    behind = [[q for q in quantities if at < q.first < end] for (at, _), end in zip(marks, ends, strict=True)]
    return [some[0] for some in behind] if all(len(some) == 1 for some in behind) else []


def _marks(sentence: Sentence) -> list[tuple[int, int]]:
    """(token, rank from 0) of "peringkat pertama", "disusul urutan kedua", "ketiga"."""
    ordinals = lexicon.rows("orders", "ordinals")
    places = lexicon.words("orders", "places")
    found: list[tuple[int, int]] = []
    for at, word in enumerate(sentence.lowers):
        if word in ordinals and (found or (at and sentence.lowers[at - 1] in places)):
            found.append((at, ordinals.index(word)))
    return found


def _verdict(document: Document, figures: Sequence[Quantity]) -> Verdict:
    labels = [label_of(document, q) for q in figures]
    wrong = next(((i, i + 1) for i, (a, b) in enumerate(pairwise(figures)) if a.value < b.value), None)
    result: Result = "holds" if wrong is None else "fails"
    params: dict[str, Decimal | str] = {}
    if wrong is not None:
        left, right = wrong
        params = {"first": labels[left], "first_value": figures[left].value,
                  "second": labels[right], "second_value": figures[right].value}  # fmt: skip
    finding = told(f"claim.order.{result}", result, subject=labels[0], **params)
    parts = tuple(q.figure(label) for q, label in zip(figures, labels, strict=True))
    return Verdict("order", result, finding, parts, subject=labels[0])
