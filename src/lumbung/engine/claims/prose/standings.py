"""Who is said to be second or third of a list: "Selatan berada di urutan kedua terbanyak setelah Utara"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lumbung.engine.claims.model import Figure, Place, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import Item, content
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
    for one in judged:
        distance = sentence.index - one.enumeration.last_sentence
        if not 0 < distance <= CLOSE or len(one.items) < LEAST or any(i.quantity.bound for i in one.items):
            continue
        if not _same_matter(document, sentence, one):
            continue
        called = [item for item in one.items if _name(item) and _calls(sentence.lowers[:place], _name(item))]
        if len(called) != 1:
            continue
        item = called[0]
        ahead = [i for i in one.items if _ahead(i, item, top)]
        label, ordinal = item.figure().label, sentence.tokens[place + 1]
        said = Figure(document.excerpt(sentence.index, place, place + 1), Decimal(rank), ordinal.text,
                      Place(start=ordinal.start, end=ordinal.end))  # fmt: skip
        if len(ahead) == rank - 1:
            finding = told("claim.order.holds", "holds", subject=label)
            yield Verdict("order", "holds", finding, (item.figure(),), said, subject=label)
        elif len(ahead) >= rank:
            last = min(ahead, key=lambda i: i.quantity.value if top else -i.quantity.value)
            finding = told("claim.order.left_out", "fails", subject=label, first=last.label, first_value=last.quantity.value,
                           second=label, second_value=item.quantity.value)  # fmt: skip
            yield Verdict("order", "fails", finding, (last.figure(), item.figure()), said, subject=label)
        return


def _ahead(item: Item, other: Item, top: bool) -> bool:
    return item.quantity.value > other.quantity.value if top else item.quantity.value < other.quantity.value


def _name(item: Item) -> tuple[str, ...]:
    """The words of an item that are written large, without "Kecamatan"."""
    words = item.figure().label.split()
    return tuple(
        w.lower().strip(",.:;") for w in words if w[0].isupper() and w.lower() not in lexicon.words("units", "groups")
    )


def _calls(lowers: Sequence[str], name: tuple[str, ...]) -> bool:
    size = len(name)
    return any(tuple(lowers[at : at + size]) == name for at in range(len(lowers) - size + 1))


def _same_matter(document: Document, sentence: Sentence, one: Judged) -> bool:
    """The sentence brings up nothing of its own, or speaks of what the list counts."""
    labels = {w for item in one.items for w in (*item.words, *_name(item))}
    known = labels | lexicon.words("units", "groups") | lexicon.words("orders", "places") | _STANDS
    known |= {
        w for phrase in (*lexicon.words("orders", "top"), *lexicon.words("orders", "bottom")) for w in phrase.split()
    }
    mine = set(content(sentence.lowers)) - known - set(lexicon.rows("orders", "ordinals"))
    lead = {
        w[:ROOT] for at in range(max(0, one.enumeration.sentence - 1), one.enumeration.last_sentence + 1)
        for w in document.sentences[at].lowers
    }  # fmt: skip
    return not mine or any(w[:ROOT] in lead for w in mine if len(w) >= ROOT)
