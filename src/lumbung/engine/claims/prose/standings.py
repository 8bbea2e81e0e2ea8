"""Who is said to be second or third of a list: "Selatan berada di urutan kedua terbanyak setelah Utara"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lumbung.engine.claims.model import Figure, Place, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import Item, content, run_of
from lumbung.engine.claims.prose.orders import marks_of
from lumbung.engine.claims.prose.sums import Judged
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.telling import told

CLOSE = 2  # sentences behind the list
LEAST = 3
ROOT = 5
_STANDS = frozenset(
    {"menempati", "menduduki", "meraih", "setelah", "sesudah", "tersebut", "kedudukan", "berdiri", "disusul", "diikuti"}
)


def standing(document: Document, judged: Sequence[Judged]) -> Iterator[Verdict]:
    """Every such claim about a list that stands right in front of it."""
    for sentence in document.sentences:
        if sentence.shape != "prose" or document.by_sentence[sentence.index]:
            continue
        place, rank = _place(sentence)
        marks = [mark for mark in marks_of(sentence) if place < mark.at <= place + 3]
        if rank and marks:
            yield from _judged(document, sentence, place, rank, marks[0].top, judged)


def _place(sentence: Sentence) -> tuple[int, int]:
    """Where "urutan kedua" stands, and 2; (0, 0) where nothing does."""
    places, ordinals = lexicon.words("orders", "places"), lexicon.rows("orders", "ordinals")
    for at, word in enumerate(sentence.lowers[:-1]):
        if word in places and sentence.lowers[at + 1] in ordinals:
            return at, ordinals.index(sentence.lowers[at + 1]) + 1
    return 0, 0


def _judged(
    document: Document, sentence: Sentence, place: int, rank: int, top: bool, judged: Sequence[Judged]
) -> Iterator[Verdict]:
    for first, last, items in _lists(document, sentence, judged):
        if not 0 < sentence.index - last <= CLOSE or len(items) < LEAST or any(i.quantity.bound for i in items):
            continue
        if not _same_matter(document, sentence, first, last, items):
            continue
        called = [item for item in items if _name(item) and _calls(sentence.lowers[:place], _name(item))]
        if len(called) != 1:
            continue
        item = called[0]
        ahead = [i for i in items if _ahead(i, item, top)]
        label, ordinal = item.figure().label, sentence.tokens[place + 1]
        said = Figure(document.excerpt(sentence.index, place, place + 1), Decimal(rank), ordinal.text,
                      Place(start=ordinal.start, end=ordinal.end))  # fmt: skip
        if len(ahead) == rank - 1:
            finding = told("claim.order.holds", "holds", subject=label)
            yield Verdict("order", "holds", finding, (item.figure(),), said, subject=label)
        elif len(ahead) >= rank:
            nearest = min(ahead, key=lambda i: i.quantity.value if top else -i.quantity.value)
            finding = told("claim.order.left_out", "fails", subject=label, first=nearest.label, first_value=nearest.quantity.value,
                           second=label, second_value=item.quantity.value)  # fmt: skip
            yield Verdict("order", "fails", finding, (nearest.figure(), item.figure()), said, subject=label)
        return


def _lists(
    document: Document, sentence: Sentence, judged: Sequence[Judged]
) -> Iterator[tuple[int, int, Sequence[Item]]]:
    """Lists (first and last sentence, items); the sentence right in front too, if it tells one that nothing has judged."""
    for one in judged:
        yield one.enumeration.sentence, one.enumeration.last_sentence, one.items
    if sentence.index:
        before = document.sentences[sentence.index - 1]
        told = [q for q in document.by_sentence[before.index] if q.role != "percent"]
        run = run_of(document, before, 0, len(before.tokens) - 1, told[-1].role if told else "count")
        if run.closed and len(run.items) == len(told) and before.paragraph == sentence.paragraph:
            yield before.index, before.index, run.items


def _ahead(item: Item, other: Item, top: bool) -> bool:
    return item.quantity.value > other.quantity.value if top else item.quantity.value < other.quantity.value


def _name(item: Item) -> tuple[str, ...]:
    """The words of an item that are written large, without "Kecamatan"."""
    words, groups = item.figure().label.split(), lexicon.words("units", "groups")
    start = max((at + 1 for at, word in enumerate(words) if word.lower() in groups), default=0)
    return tuple(word.lower().strip(",.:;") for word in words[start:] if word[0].isupper())


def _calls(lowers: Sequence[str], name: tuple[str, ...]) -> bool:
    size = len(name)
    return any(tuple(lowers[at : at + size]) == name for at in range(len(lowers) - size + 1))


def _same_matter(document: Document, sentence: Sentence, first: int, last: int, items: Sequence[Item]) -> bool:
    """The sentence brings up nothing of its own, or speaks of what the list counts."""
    labels = {w for item in items for w in (*item.words, *_name(item))}
    known = labels | lexicon.words("units", "groups") | lexicon.words("orders", "places") | _STANDS
    known |= {
        w for phrase in (*lexicon.words("orders", "top"), *lexicon.words("orders", "bottom")) for w in phrase.split()
    }
    mine = set(content(sentence.lowers)) - known - set(lexicon.rows("orders", "ordinals"))
    lead = {
        w[:ROOT] for at in range(max(0, first - 1), last + 1)
        for w in document.sentences[at].lowers
    }  # fmt: skip
    return not mine or any(w[:ROOT] in lead for w in mine if len(w) >= ROOT)
