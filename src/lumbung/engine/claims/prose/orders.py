""" "terbanyak A 48, diikuti B 29, dan C 35": the order that is claimed against the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from lumbung.core.findings import Finding
from lumbung.engine.claims.model import Figure, Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import Item, run_of
from lumbung.engine.claims.prose.partitions import says_of
from lumbung.engine.claims.prose.quantities import compatible
from lumbung.engine.claims.prose.sums import Judged
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.prose.totals import REACH
from lumbung.engine.claims.telling import told


class Mark(NamedTuple):
    """Where "terbanyak" or "paling sedikit" stands."""

    at: int
    top: bool


def ordered(document: Document, judged: Sequence[Judged]) -> Iterator[Verdict]:
    """Every order claim with at least two figures."""
    for sentence in document.sentences:
        marks = marks_of(sentence)
        if marks and sentence.shape != "item":
            yield from _claims(document, sentence, marks, judged)
        elif sentence.shape != "item" and not set(sentence.lowers).isdisjoint(("diikuti", "disusul")):
            yield from _unmarked(document, sentence)
        elif sentence.shape != "item" and first_place(sentence):
            yield from _topped(document, sentence, judged)


def first_place(sentence: Sentence) -> bool:
    """ "urutan pertama", "posisi teratas"."""
    firsts = lexicon.words("orders", "firsts") | {lexicon.rows("orders", "ordinals")[0]}
    places = lexicon.words("orders", "places")
    return any(a in places and b in firsts for a, b in pairwise(sentence.lowers))


def _topped(document: Document, sentence: Sentence, judged: Sequence[Judged]) -> Iterator[Verdict]:
    """ "Urutan pertama diraih A dengan 2.890. Di bawahnya B (1.475), C (1.690), ..."."""
    figures = [q for q in document.by_sentence[sentence.index] if q.whole_thing and not q.bound]
    if len(figures) != 1:
        return
    run = run_of(document, sentence, 0, len(sentence.tokens) - 1, figures[0].role)
    chain = [*run.items, *(_next(document, sentence, run.items[0]) if run.items else [])]
    if len(chain) > 2:
        yield _verdict(document, sentence, True, chain, None, True, judged)


def _unmarked(document: Document, sentence: Sentence) -> Iterator[Verdict]:
    """ "A 16, diikuti B 13 dan C 9" without "terbanyak": confirmed where it falls; else it may count something else."""
    run = run_of(document, sentence, 0, len(sentence.tokens) - 1)
    items = [item for item in run.items if item.quantity.kind != "group" and not says_of(document, item.quantity)]
    falls = all(not _beyond(right, left, True) for left, right in pairwise(items))
    if len(items) > 1 and falls and _follows(sentence, items[0].quantity.last, items[-1].last):
        figures = tuple(item.figure() for item in items)
        subject = _subject(document, items[0])
        yield _made("holds", told("claim.order.holds", "holds", subject=subject), figures, subject)


def marks_of(sentence: Sentence) -> list[Mark]:
    """Every "terbanyak" and "paling sedikit" of a sentence."""
    lowers = list(sentence.lowers)
    top, bottom = lexicon.phrases("orders", "top"), lexicon.phrases("orders", "bottom")
    found = []
    for at in range(len(lowers)):
        if lexicon.match_at(lowers, at, top):
            found.append(Mark(at, True))
        elif lexicon.match_at(lowers, at, bottom):
            found.append(Mark(at, False))
    return found


def _claims(
    document: Document, sentence: Sentence, marks: Sequence[Mark], judged: Sequence[Judged]
) -> Iterator[Verdict]:
    items = _items(document, sentence, marks[0])
    first = _marked(items, marks[0].at)
    if first is None:
        return
    start = items.index(first)
    others = {m.top: _marked(items[start:], m.at) for m in marks[1:]}
    opposite = others.get(not marks[0].top)
    if opposite is first:
        return  # "yang terbesar, berselisih 500 dengan yang paling kecil": one figure, and it is neither's
    chain = [item for item in items[start:] if item is not opposite]
    follows = _follows(sentence, chain[0].quantity.last, chain[-1].last) or in_sequence(sentence)
    if len(chain) == 1 and not opposite:
        chain += _next(document, sentence, first)
        follows = len(chain) > 1
    if len(chain) == 1 and opposite is None:
        beside = _beside(document, sentence, first, marks[0].top)
        if beside is not None:
            yield _left_out(document, beside, first, marks[0].top)
        else:
            yield from _in_list(document, first, marks[0].top, judged)
        return
    if len(chain) == 2 and not follows and opposite is None:
        return  # "terbanyak di Kota 143 dan ... 62": nobody says that the second follows
    if not follows and _announced(document, sentence, chain):
        return  # "tiga kecamatan terbanyak, yakni ...": all three are, in whatever order
    yield _verdict(document, sentence, marks[0].top, chain, opposite, follows, judged)


def in_sequence(sentence: Sentence) -> bool:
    """ "secara berurutan", but not "tiga tahun berturut-turut"."""
    words = lexicon.words("orders", "sequence")
    return any(
        word in words and not lexicon.words("dates", "units") & set(sentence.lowers[max(0, at - 1) : at])
        for at, word in enumerate(sentence.lowers)
    )


def _announced(document: Document, sentence: Sentence, chain: Sequence[Item]) -> bool:
    before = [q for q in document.by_sentence[sentence.index] if q.last < chain[0].quantity.first]
    return any(q.kind == "group" and q.value == len(chain) for q in before)


def _items(document: Document, sentence: Sentence, mark: Mark) -> list[Item]:
    after = [q.role for q in document.by_sentence[sentence.index] if q.first > mark.at]
    role = after[0] if after else "count"
    whole = run_of(document, sentence, 0, len(sentence.tokens) - 1, role)
    behind = run_of(document, sentence, mark.at, len(sentence.tokens) - 1, role)
    run = whole if _marked(list(whole.items), mark.at) and len(whole.items) >= len(behind.items) else behind
    return [i for i in run.items if i.quantity.kind != "group"] or list(run.items)  # "18 kelurahan, disusul ..."


def _marked(items: Sequence[Item], at: int) -> Item | None:
    """The item whose stretch holds the mark, else the first one behind it."""
    holding = next((item for item in items if item.first <= at <= item.last), None)
    return holding or next((item for item in items if item.quantity.first > at), None)


def _follows(sentence: Sentence, first: int, last: int) -> bool:
    lowers = list(sentence.lowers)
    known = lexicon.phrases("orders", "follow")
    return any(
        lexicon.match_at(lowers, at, known) and (lowers[at] != "lalu" or lowers[at - 1] in (",", "dan"))
        for at in range(first + 1, last + 1)
    )


def _next(document: Document, sentence: Sentence, first: Item) -> list[Item]:
    """The next sentence, if it goes on: "Disusul ...", "Kecamatan B menyusul dengan ..."."""
    if sentence.index + 1 >= len(document.sentences):
        return []
    after = document.sentences[sentence.index + 1]
    if after.paragraph != sentence.paragraph or not _follows(after, -1, min(6, len(after.tokens) - 1)):
        return []
    run = run_of(document, after, 0, len(after.tokens) - 1, first.quantity.role)
    return [item for item in run.items if compatible(item.quantity.kind, first.quantity.kind)]


def _in_list(document: Document, first: Item, top: bool, judged: Sequence[Judged]) -> Iterator[Verdict]:
    """ "Terbanyak di Kota 143" alone, while a list in the text has one with more."""
    for one in judged:
        same = [i for i in one.items if i.quantity.value == first.quantity.value and i.words & first.words]
        if not same or abs(one.enumeration.sentence - first.quantity.sentence) > REACH or len(one.items) < 3:
            continue
        beyond = [i for i in one.items if _beyond(i, first, top)]
        if beyond:
            yield _left_out(document, beyond[0], first, top)
        return


def _beside(document: Document, sentence: Sentence, first: Item, top: bool) -> Item | None:
    """ "Terbanyak di Kecamatan Barat, 64. Kecamatan Timur 71 ...": one of its kind in the next sentence that has more."""
    if sentence.index + 1 >= len(document.sentences):
        return None
    after = document.sentences[sentence.index + 1]
    run = run_of(document, after, 0, len(after.tokens) - 1, first.quantity.role)
    nouns = set(sentence.lowers[: first.quantity.first]) & (
        lexicon.words("units", "groups") | lexicon.words("serial", "nouns")
    )
    alike = [
        i
        for i in run.items
        if i.words & nouns and compatible(i.quantity.kind, first.quantity.kind) and not i.quantity.bound
    ]
    if after.paragraph != sentence.paragraph or len(alike) < 2 or len(alike) != len(document.by_sentence[after.index]):
        return None
    return next((item for item in alike if _beyond(item, first, top)), None)


def _beyond(item: Item, other: Item, top: bool) -> bool:
    return item.quantity.value > other.quantity.value if top else item.quantity.value < other.quantity.value


def _left_out(document: Document, missing: Item, item: Item, top: bool) -> Verdict:
    subject = _subject(document, item)
    finding = told(
        "claim.order.left_out", "fails", subject=subject,
        first=missing.label, first_value=missing.quantity.value, second=item.label, second_value=item.quantity.value,
    )  # fmt: skip
    return Verdict("order", "fails", finding, (missing.figure(), item.figure()), subject=subject)


def _verdict(
    document: Document, sentence: Sentence, top: bool, chain: Sequence[Item], opposite: Item | None, follows: bool,
    judged: Sequence[Judged],
) -> Verdict:  # fmt: skip
    subject = _subject(document, chain[0])
    wrong = next(((left, right) for left, right in _claimed_pairs(chain, follows) if _beyond(right, left, top)), None)
    if wrong is None and opposite is not None:
        wrong = next(((i, opposite) for i in chain if _beyond(opposite, i, top)), None)
    figures = tuple(item.figure() for item in (*chain, *([opposite] if opposite else [])))
    if wrong is not None:
        left, right = wrong
        finding = told(
            "claim.order.fails", "fails", subject=subject,
            first=left.label, first_value=left.quantity.value, second=right.label, second_value=right.quantity.value,
        )  # fmt: skip
        return _made("fails", finding, figures, subject)
    missing = _missing(document, chain, top, judged) if follows else None
    if missing is not None:
        return _left_out(document, missing, chain[-1], top)
    return _made("holds", told("claim.order.holds", "holds", subject=subject), figures, subject)


def _made(result: Result, finding: Finding, figures: tuple[Figure, ...], subject: str) -> Verdict:
    return Verdict("order", result, finding, figures, subject=subject)


def _claimed_pairs(chain: Sequence[Item], follows: bool) -> list[tuple[Item, Item]]:
    """With "diikuti" each before the next; else only the first before all others."""
    return list(pairwise(chain)) if follows else [(chain[0], other) for other in chain[1:]]


def _missing(document: Document, chain: Sequence[Item], top: bool, judged: Sequence[Judged]) -> Item | None:
    """One that a list of the same text names with more than the last of the chain."""
    values: set[Decimal] = {item.quantity.value for item in chain}
    words = frozenset[str]().union(*(item.words for item in chain))
    for one in judged:
        listed = {item.quantity.value for item in one.items}
        if (
            len(one.items) < 3
            or (one.total is None and one.enumeration.sentence == chain[0].quantity.sentence)  # what stands before it
            or not values <= listed
            or not all(item.words & words for item in one.items if item.quantity.value in values)
            or abs(one.enumeration.sentence - chain[0].quantity.sentence) > REACH
        ):
            continue
        beyond = [i for i in one.items if i.quantity.value not in values and _beyond(i, chain[-1], top)]
        if beyond:
            return beyond[0]
    return None


def _subject(document: Document, item: Item) -> str:
    return document.excerpt(item.quantity.sentence, item.first, min(item.last, item.first + 8)).strip(" ,.;:")
