"""Which number a list adds up to, where the sentence itself does not say it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.enumerations import Enumeration
from lumbung.engine.claims.prose.items import Item
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.slips import slipped
from lumbung.engine.claims.prose.tokens import Sentence

NEAR = Decimal("0.06")  # a list that misses an earlier total by less speaks of it
REACH = 40  # sentences back in which a total is looked for


class Whole(NamedTuple):
    """A total and whether it is certain that the list claims to make it."""

    quantity: Quantity
    sure: bool


def exact_total(document: Document, one: Enumeration, computed: Decimal, items: Sequence[Item]) -> Quantity | None:
    """An earlier figure (or one right behind) of the same kind that the parts make to the unit."""
    fitting = [q for q in _earlier(document, one, items) if q.value == computed and not q.bound]
    return fitting[-1] if fitting else next((q for q in _behind(document, one) if q.value == computed), None)


def claimed_total(document: Document, one: Enumeration, computed: Decimal) -> Whole | None:
    """The earlier figure that the list most likely claims to make, though it does not."""
    earlier = _earlier(document, one, one.items)
    said = [q for q in _behind(document, one) if q.value >= max(i.quantity.value for i in one.items)]
    if said:
        return Whole(said[0], True)
    named = [q for q in earlier if _named(document, q, one)] if one.refers and one.hint else []
    if named and len({q.value for q in named}) == 1:
        return Whole(named[-1], True)
    adjacent = _adjacent(document, one, earlier)
    near = [q for q in earlier if not q.bound and abs(q.value - computed) <= NEAR * q.value]
    if adjacent is not None:
        return Whole(adjacent, adjacent in near or one.refers or bool(adjacent.bound) or _begins(document, one))
    if near and len(one.items) >= 3 and len({q.value for q in near}) == 1:
        return Whole(near[-1], True)
    pair = [q for q in near if slipped(q.value, computed)] if len(one.items) == 2 and one.grade == "complete" else []
    if pair and one.closed and len({q.value for q in pair}) == 1:
        return Whole(pair[-1], True)
    return None


def _earlier(document: Document, one: Enumeration, items: Sequence[Item]) -> list[Quantity]:
    """Figures in front of the list that could be its total, in order."""
    first = min(item.quantity.start for item in items)
    biggest = max(item.quantity.value for item in items)
    kind = next((item.quantity.kind for item in items if item.quantity.kind), "")
    role = items[0].quantity.role
    inside = {item.quantity.start for item in items}
    return [
        q
        for q in document.window(one.sentence, REACH)
        if q.end <= first and q.role == role and q.kind != "group"
        and q.value >= biggest and q.start not in inside and compatible(q.kind, kind, loosely=True)
    ]  # fmt: skip


def total_behind(document: Document, one: Enumeration) -> Quantity | None:
    """ "... Jumlah seluruhnya 268 koperasi.": a total told right behind a list, that says it is one."""
    biggest = max(item.quantity.value for item in one.items)
    return next((q for q in _behind(document, one) if q.value >= biggest and not q.bound), None)


def total_told(document: Document, sentence: Sentence, items: Sequence[Item]) -> bool:
    """ "A 96, B 58, sehingga total 154": the sentence goes on with a total."""
    last = items[-1].quantity
    here = [q for q in document.by_sentence[sentence.index] if q.first > last.last and q.role == last.role]
    return bool(here) and any(w in SAID for w in document.words(sentence.index, here[0].first - 4, here[0].first - 1))


SAID = frozenset({"total", "totalnya", "seluruhnya", "keseluruhan", "dijumlah", "dijumlahkan", "ditotal"})


def _behind(document: Document, one: Enumeration) -> list[Quantity]:
    """ "... sehingga totalnya 363": a total told behind the list, in its sentence or at the head of the next."""
    last = max((item.quantity for item in one.items), key=lambda q: q.start)
    out = []
    for at in (one.last_sentence, one.last_sentence + 1):
        for q in document.by_sentence[at] if at < len(document.by_sentence) else ():
            words = document.words(at, q.first - 4, q.first - 1)
            told = any(w in lexicon.words("lists", "after") for w in words) or _heads_total(document, q, one)
            measure = q.role != "amount" or compatible(q.kind, last.kind)
            if q.start > last.start and q.role == last.role and q.kind != "group" and told and measure:
                out.append(q)
    return out


def _heads_total(document: Document, quantity: Quantity, one: Enumeration) -> bool:
    """ "Jumlah keseluruhan koperasi yang ... menjadi 277": the sentence behind the list begins with the total."""
    head = document.words(quantity.sentence, 0, 2)
    first = next((q for q in document.by_sentence[quantity.sentence] if q.kind != "group"), None)
    return quantity.sentence == one.last_sentence + 1 and quantity is first and bool(set(head) & _ALL)


_ALL = frozenset({"total", "totalnya", "keseluruhan", "seluruhnya"})


def _named(document: Document, quantity: Quantity, one: Enumeration) -> bool:
    """The words around the figure say what the words in front of the list say: "koperasi aktif"."""
    around = document.words(quantity.sentence, quantity.first - 4, quantity.last + 5)
    status = {w for w in one.hint if w in STATUS}
    return bool(status) and status <= set(around)


STATUS = frozenset(
    {"aktif", "nonaktif", "beku", "bersertifikat", "sehat", "konsumen", "produsen", "jasa", "pemasaran", "pinjam",
     "karyawan", "manajer", "anggota", "pengurus", "ditemukan", "terdaftar", "terdata", "syariah", "konvensional"}
)  # fmt: skip


def _adjacent(document: Document, one: Enumeration, earlier: Sequence[Quantity]) -> Quantity | None:
    """The only figure of the sentence before, if it could be the total."""
    for at in range(one.sentence - 1, max(-1, one.sentence - 3), -1):
        told = [q for q in document.by_sentence[at] if q.role == one.items[0].quantity.role and q.kind != "group"]
        if told:
            paragraphs = document.sentences[one.sentence].paragraph - document.sentences[at].paragraph
            fitting = len({q.value for q in told}) == 1 and told[-1] in earlier and paragraphs <= 1
            return told[-1] if fitting else None
    return None


def _begins(document: Document, one: Enumeration) -> bool:
    """The list opens its sentence: "Rinciannya, ...", "Mereka terdiri atas ..."."""
    return one.items[0].first <= 4 and one.grade == "complete"
