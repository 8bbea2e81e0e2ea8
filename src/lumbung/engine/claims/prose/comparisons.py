""" "718, lebih banyak daripada 542", "peringkat pertama A 87, kedua B 91": figures against the words that rank them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

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
        if _marks(sentence):
            yield from _places(document, [sentence])
    for some in _paragraphs(document):
        if len([sentence for sentence in some if _marks(sentence)]) > 1:
            yield from _places(document, some)


def _paragraphs(document: Document) -> Iterator[list[Sentence]]:
    for _, some in groupby(document.sentences, key=lambda s: s.paragraph):
        yield list(some)


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


def _places(document: Document, some: Sequence[Sentence]) -> Iterator[Verdict]:
    """ "peringkat pertama A 2.961 orang, peringkat kedua B 1.204", "Teratas A 54. Posisi kedua B 41.": figures that
    neither fall nor rise are no ranks."""
    ranked = _ranked(document, some)
    if len(ranked) < 2 or not all(_comparable(a, b) for a, b in pairwise(ranked)):
        return
    top, bottom = lexicon.phrases("orders", "top"), lexicon.phrases("orders", "bottom")
    lowers = [word for sentence in some for word in sentence.lowers]
    said = any(lexicon.match_at(lowers, at, top) for at in range(len(lowers)))
    first, last = ranked[0], ranked[-1]
    span = list(document.sentences[first.sentence].lowers) if first.sentence == last.sentence else lowers
    lowest = any(lexicon.match_at(span, at, bottom) for at in range(len(span))) and not (
        said and first.sentence != last.sentence
    )
    falls = all(a.value >= b.value for a, b in pairwise(ranked))
    rises = all(a.value <= b.value for a, b in pairwise(ranked))
    counts = all(q.kind in ("cooperative", "person") for q in ranked)
    if falls or (not rises and not lowest and len(ranked) >= SURE_FROM) or (rises and said and not lowest and counts):
        yield _verdict(document, ranked)


def _ranked(document: Document, some: Sequence[Sentence]) -> list[Quantity]:
    """The figures of the first, second, third place, as far as each has just one."""
    marks = [(sentence.index, at, rank) for sentence in some for at, rank in _marks(sentence)]
    begin = next((i for i, mark in enumerate(marks) if not mark[2]), 0)
    marks = [
        mark for i, mark in enumerate(marks[begin:]) if all(m[2] == j for j, m in enumerate(marks[begin:][: i + 1]))
    ]
    if len(marks) < 2:
        return []
    ends = [(at, token) for at, token, _ in marks[1:]] + [(marks[-1][0], len(document.sentences[marks[-1][0]].tokens))]
    found: list[Quantity] = []
    for (at, token, _), end in zip(marks, ends, strict=True):
        behind = [q for i in range(at, end[0] + 1) for q in document.by_sentence[i]
                  if (at, token) < (i, q.first) < end and q.whole_thing]  # fmt: skip
        if not behind and len(found) >= SURE_FROM:
            break  # "Peringkat keempat dan kelima diraih ...", without figures
        if len(behind) != 1:
            return []
        found += behind
    return found


def _marks(sentence: Sentence) -> list[tuple[int, int]]:
    """(token, rank from 0) of "urutan teratas", "peringkat pertama", "disusul urutan kedua", "ketiga"."""
    ordinals, firsts = lexicon.rows("orders", "ordinals"), lexicon.words("orders", "firsts")
    places = lexicon.words("orders", "places")
    found: list[tuple[int, int]] = []
    for at, word in enumerate(sentence.lowers):
        placed = bool(at) and sentence.lowers[at - 1] in places
        if word in firsts and placed:
            found.append((at, 0))
        elif word in ordinals and (found or placed):
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
