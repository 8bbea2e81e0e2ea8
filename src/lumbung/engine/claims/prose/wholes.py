"""Totals that need no list: percentages that are all of something make 100, and so many times so much is the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.enumerations import triggers_of
from lumbung.engine.claims.prose.items import Item, run_of
from lumbung.engine.claims.prose.partitions import complementary, says_of
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.sums import tolerance
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.telling import told

HUNDRED = Decimal(100)
FAR = Decimal(12)  # percentages that miss 100 by more were not meant as all of something
EACH = 4  # words from "masing-masing" to its number
PRODUCT_FAR = (Decimal("0.5"), Decimal(2))  # outside these shares of a total another thing is meant


def hundreds(document: Document, known: Set[int | None]) -> Iterator[Verdict]:
    """ "45 persen A, 30 persen B, sisanya 35 persen C": all of something, but more than 100.

    `known` are the places of percentages that are wrong by their own figures: they are told once.
    """
    for sentence in document.sentences:
        percents = [q for q in document.by_sentence[sentence.index] if q.role == "percent"]
        if len(percents) < 2 or sentence.shape == "item" or _moves(sentence):
            continue
        items = _all_of(document, sentence)
        if items is None or any(i.quantity.bound or i.quantity.loose for i in items):
            continue
        figures = [item.quantity for item in items]
        made = sum((q.value for q in figures), Decimal(0))
        slack = max(sum((q.step for q in figures), Decimal(0)) / 2, Decimal(0))
        if abs(made - HUNDRED) <= FAR and known.isdisjoint(q.start for q in figures):
            yield _hundred(document, items, made, slack)


def _moves(sentence: Sentence) -> bool:
    growth = lexicon.words("growth", "up") | lexicon.words("growth", "down")
    return bool(set(sentence.lowers) & (growth | lexicon.words("growth", "becomes")))


def _all_of(document: Document, sentence: Sentence) -> tuple[Item, ...] | None:
    """The percentages that are told as a whole: behind "terdiri atas", with a "sisanya", or two that exclude each other."""
    last = len(sentence.tokens) - 1
    for trigger in triggers_of(document, sentence):
        run = run_of(document, sentence, trigger.last + 1, last, "percent")
        if trigger.grade == "complete" and trigger.word != "masing-masing" and len(run.items) > 2 and run.closed:
            return run.items
    run = run_of(document, sentence, 0, last, "percent")
    if len(run.items) < 2 or not run.closed or says_of(document, run.items[0].quantity):
        return None
    if run.items[-1].rest or (len(run.items) == 2 and complementary(document, *run.items)):
        return run.items
    return None


def _hundred(document: Document, items: Sequence[Item], made: Decimal, slack: Decimal) -> Verdict:
    result: Result = "holds" if abs(made - HUNDRED) <= slack else "fails"
    subject = label_of(document, items[0].quantity)
    finding = told(f"claim.prose.hundred_{result}", result, subject=subject, computed=made)
    figures = tuple(item.figure() for item in items)
    return Verdict("sum", result, finding, figures, None, made, made - HUNDRED, slack, subject=subject)


def products(document: Document) -> Iterator[Verdict]:
    """ "128 peserta pada delapan kejuruan, masing-masing 16 peserta": three figures, the first the product of the others."""
    for sentence in document.sentences:
        counts = [q for q in document.by_sentence[sentence.index] if q.role != "percent"]
        if len(counts) != 3 or any(q.bound for q in counts) or _moves(sentence):
            continue
        total, times, each = counts
        if _falls_to_each(document, each) and _one_kind(total, each) and _parted(document, total, times):
            yield from _product(document, total, times, each)


def _falls_to_each(document: Document, each: Quantity) -> bool:
    words = document.words(each.sentence, each.first - EACH, each.first - 1)
    return bool(set(words) & lexicon.words("each", "words"))


def _one_kind(total: Quantity, each: Quantity) -> bool:
    return total.role == each.role and total.kind == each.kind and (bool(each.kind) or each.role == "money")


def _parted(document: Document, total: Quantity, times: Quantity) -> bool:
    """ "128 peserta pada delapan kejuruan", "Rp300 juta untuk 120 pelaku usaha": nothing parts the two."""
    between = document.words(total.sentence, total.last + 1, times.first - 1)
    joins = set(between) & _JOINS
    return times.role == "count" and times.value > 1 and bool(joins) and not set(between) & {",", ";", "dan", "dari"}


_JOINS = frozenset({"pada", "di", "dalam", "ke", "untuk", "kepada", "bagi", "menjadi", "oleh"})


def _product(document: Document, total: Quantity, times: Quantity, each: Quantity) -> Iterator[Verdict]:
    computed = times.value * each.value
    slack = tolerance([total]) + times.value * tolerance([each])
    behind = document.words(each.sentence, each.last + 1, each.last + EACH)
    if abs(computed - total.value) > slack and set(behind) & {"dan", "serta", "plus", "ditambah", ","}:
        return  # something else falls to each as well
    if not PRODUCT_FAR[0] * total.value <= computed <= PRODUCT_FAR[1] * total.value:
        return
    result: Result = "holds" if abs(computed - total.value) <= slack else "fails"
    subject = label_of(document, total)
    finding = told(f"claim.prose.product_{result}", result, subject=subject, times=times.value, each=each.value,
                   computed=computed, published=total.value)  # fmt: skip
    figures = (times.figure(label_of(document, times)), each.figure(label_of(document, each)))
    yield Verdict("sum", result, finding, figures, total.figure(subject), computed, computed - total.value, slack,
                  subject=subject)  # fmt: skip
