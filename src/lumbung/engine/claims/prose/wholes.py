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
from lumbung.engine.claims.prose.products import product
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.sums import tolerance
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.telling import told

HUNDRED = Decimal(100)
FAR = Decimal(12)  # percentages that miss 100 by more were not meant as all of something
CLOSE = Decimal(6)
MOST_SURE = 3  # percentages that make a whole without a word that says so
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
    if (_covers(document, run.items) or _divides(sentence, run.items)) and run.closed:
        return run.items
    if len(run.items) < 2 or not run.closed or says_of(document, run.items[0].quantity):
        return None
    if run.items[-1].rest or (len(run.items) == 2 and complementary(document, *run.items)):
        return run.items
    return None


def _covers(document: Document, items: Sequence[Item]) -> bool:
    """ "45 persen dari koperasi, 28 persen dari bank, dan 31 persen tidak meminjam": the last one says all the others' no,
    and they make as good as all."""
    if len(items) < MOST_SURE:
        return False
    words = set(document.words(items[-1].quantity.sentence, items[-1].first, items[-1].last))
    made = sum((item.quantity.value for item in items), Decimal(0))
    return bool(words & lexicon.words("complements", "negations")) and abs(made - HUNDRED) <= CLOSE


def _divides(sentence: Sentence, items: Sequence[Item]) -> bool:
    """ "SHU dibagi untuk jasa 40 persen, cadangan 30 persen, ...": what is divided is divided wholly, if they nearly say so."""
    made = sum((item.quantity.value for item in items), Decimal(0))
    return len(items) > MOST_SURE and bool(_DIVIDED & set(sentence.lowers)) and abs(made - HUNDRED) <= CLOSE


_DIVIDED = frozenset(
    {"dibagi", "pembagian", "pembagiannya", "dialokasikan", "komposisi", "komposisinya", "porsi", "proporsi"}
)


def _hundred(document: Document, items: Sequence[Item], made: Decimal, slack: Decimal) -> Verdict:
    result: Result = "holds" if abs(made - HUNDRED) <= slack else "fails"
    subject = label_of(document, items[0].quantity)
    finding = told(f"claim.prose.hundred_{result}", result, subject=subject, computed=made)
    figures = tuple(item.figure() for item in items)
    return Verdict("sum", result, finding, figures, None, made, made - HUNDRED, slack, subject=subject)


def products(document: Document) -> Iterator[Verdict]:
    """ "128 peserta pada delapan kejuruan, masing-masing 16 peserta": three figures, one the product of the others."""
    for sentence in document.sentences:
        counts = [q for q in document.by_sentence[sentence.index] if q.role != "percent"]
        if any(q.bound for q in counts) or _moves(sentence):
            continue
        if len(counts) == 3 and _falls_to_each(document, counts[2]):
            total, times, each = counts
            if _one_kind(total, each) and _parted(document, total, times):
                yield from _product(document, total, times, each)
        elif found := _so_in_all(document, sentence, counts):
            yield from _product(document, *found, alone=True)
        elif len(counts) == 1 and sentence.lowers[0] in lexicon.words("each", "words"):
            yield from _each_of(document, counts[0])
        elif len(counts) == 1 and set(sentence.lowers[:3]) & _SO:
            yield from _so(document, counts[0])


def _so_in_all(
    document: Document, sentence: Sentence, counts: Sequence[Quantity]
) -> tuple[Quantity, Quantity, Quantity] | None:
    """ "340 pedagang. Tiap pedagang meminjam Rp5 juta, sehingga keseluruhan Rp1,5 miliar": (total, times, each)."""
    each = next((q for q in counts if _falls_to_each(document, q)), None)
    if each is None or len(counts) not in (2, 3):
        return None
    behind = [q for q in counts if q.start > each.start and q.role == each.role and q.kind == each.kind]
    if len(behind) != 1 or not _SUMS & set(document.words(sentence.index, each.last + 1, behind[0].first - 1)):
        return None
    other = [q for q in counts if q not in (each, behind[0])]
    before = document.by_sentence[sentence.index - 1] if sentence.index and not other else ()
    times = other or [q for q in before if q.role == "count" and not q.bound]
    noun = _each_noun(document, each)
    fit = [
        q
        for q in times
        if q.role == "count" and q.value > 1 and noun in document.words(q.sentence, q.last + 1, q.last + 3)
    ]
    return (behind[0], fit[0], each) if noun and len(fit) == 1 else None


def _so(document: Document, total: Quantity) -> Iterator[Verdict]:
    """ "560 pelaku usaha ... Setiap penerima memperoleh Rp2 juta. Dengan demikian dana yang disiapkan Rp1,12 miliar"."""
    before = document.by_sentence[total.sentence - 1] if total.sentence else ()
    each = [q for q in before if q.role == total.role and not q.bound and _falls_to_each(document, q)]
    if len(each) != 1 or each[0].kind != total.kind or total.value <= each[0].value:
        return
    noun = _each_noun(document, each[0])
    times = [
        q
        for q in document.window(total.sentence, LOOK)
        if q.start < each[0].start and q.role == "count" and not q.bound
    ]
    fitting = [q for q in times if abs(q.value * each[0].value - total.value) <= tolerance([total])]
    named = [q for q in times if noun and noun in document.words(q.sentence, q.last + 1, q.last + 3)]
    more = {"termasuk", "ditambah", "plus", "berikut", "beserta"} & set(document.sentences[total.sentence].lowers)
    meant = fitting or (named if len({q.value for q in named}) == 1 and not more else [])
    if meant and meant[-1].value > 1:
        yield from _product(document, total, meant[-1], each[0], alone=True)


def _each_of(document: Document, each: Quantity) -> Iterator[Verdict]:
    """ "57 enumerator memverifikasi 1.140 koperasi. Masing-masing enumerator mendatangi 25 koperasi"."""
    before = [q for q in document.by_sentence[each.sentence - 1] if q.role != "percent"] if each.sentence else []
    noun = _each_noun(document, each)
    times = [q for q in before if noun and noun in document.words(q.sentence, q.last + 1, q.last + 2)]
    totals = [q for q in before if q not in times and _one_kind(q, each)]
    if len(times) == 1 and len(totals) == 1 and len(before) == 2 and not any(q.bound for q in before):
        yield from _product(document, totals[0], times[0], each, alone=True)


LOOK = 6  # sentences back in which it was told how many there are
_SO = frozenset({"demikian", "jadi", "total", "totalnya", "artinya", "berarti", "keseluruhan", "seluruhnya", "begitu"})
_SUMS = frozenset(
    {"sehingga", "total", "totalnya", "keseluruhan", "seluruhnya", "jumlah", "jumlahnya", "jadi", "berarti"}
)


def _each_noun(document: Document, each: Quantity) -> str:
    """The word behind "setiap": who gets it."""
    lowers = document.sentences[each.sentence].lowers
    at = next((i for i in range(each.first - 1, -1, -1) if lowers[i] in lexicon.words("each", "words")), -1)
    behind = lowers[at + 1] if 0 <= at < each.first - 1 else ""
    return behind if behind.isalpha() else ""


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


def _product(
    document: Document, total: Quantity, times: Quantity, each: Quantity, *, alone: bool = False
) -> Iterator[Verdict]:
    computed = times.value * each.value
    slack = tolerance([total])  # what is handed out to each is a set amount, not rounded
    behind = document.words(each.sentence, each.last + 1, each.last + EACH)
    if not alone and abs(computed - total.value) > slack and set(behind) & {"dan", "serta", "plus", "ditambah", ","}:
        return  # something else falls to each as well
    if not PRODUCT_FAR[0] * total.value <= computed <= PRODUCT_FAR[1] * total.value:
        return
    yield product(document, total, times, each, slack)
