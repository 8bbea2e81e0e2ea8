"""Order without "diikuti": numbered lists under "lima kecamatan terbanyak", and who is said to be most or least by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lumbung.engine.claims.model import Figure, Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import Item, content
from lumbung.engine.claims.prose.orders import in_sequence, marks_of
from lumbung.engine.claims.prose.sums import Judged
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.telling import told

CLOSE = 3  # sentences between a list and who is named of it
ROOT = 5  # letters by which two words are of one family ("kunjungan", "pengunjung" are not)


def ranked(document: Document, judged: Sequence[Judged]) -> Iterator[Verdict]:
    """Numbered lists that promise an order, and superlatives that name an item of a list without its figure."""
    for one in judged:
        items, first = one.items, one.enumeration.sentence
        if len(items) > 2 and document.sentences[first].shape == "item" and first:
            top = _promised(document, document.sentences[first - 1], first)
            if top is not None:
                yield _verdict(document, items, top)
    for sentence in document.sentences:
        if sentence.shape == "prose" and not document.by_sentence[sentence.index]:
            yield from _named(document, sentence, judged)


def _promised(document: Document, lead: Sentence, first: int) -> bool | None:
    """True where the figures must fall, False where they must rise, None where the lead says neither."""
    marks = marks_of(lead)
    start = document.text[: document.sentences[first].tokens[0].start].rstrip()
    if not marks and start.endswith(("1.", "1)")) and _ranking(lead):
        return True
    if len({mark.top for mark in marks}) != 1:
        return None
    numbered = (
        document.text[: document.sentences[first].tokens[0].start].rstrip().endswith(("1.", "1)", "1\ufe0f\u20e3"))
    )
    ranks = bool(set(lead.lowers) & lexicon.words("orders", "places"))
    return marks[0].top if numbered or ranks or in_sequence(lead) else None


def _ranking(lead: Sentence) -> bool:
    """ "Lima besar koperasi menurut aset", "Peringkat koperasi berdasarkan omzet"."""
    numbers = lexicon.table("numbers", "digits").keys() | {"sepuluh", "10", "5", "3"}
    big = any(a in numbers and b == "besar" for a, b in pairwise(lead.lowers))
    return big or bool({"peringkat", "ranking", "pemeringkatan"} & set(lead.lowers[:2]))


def _beyond(item: Item, other: Item, top: bool) -> bool:
    return item.quantity.value > other.quantity.value if top else item.quantity.value < other.quantity.value


def _verdict(document: Document, items: Sequence[Item], top: bool) -> Verdict:
    wrong = next(((a, b) for a, b in pairwise(items) if _beyond(b, a, top)), None)
    figures = tuple(item.figure() for item in items)
    if wrong is None:
        return _told("holds", "claim.order.holds", figures[0].label, (), figures)
    return _told("fails", "claim.order.fails", figures[0].label, wrong, figures)


def _named(document: Document, sentence: Sentence, judged: Sequence[Judged]) -> Iterator[Verdict]:
    """ "Kunjungan terendah terjadi pada April", where the list has a month with fewer."""
    marks = marks_of(sentence)
    if len(marks) != 1 or _acts(sentence, marks[0].at):
        return
    for one in judged:
        near = 0 <= sentence.index - (one.enumeration.last_sentence) <= CLOSE
        if not near or len(one.items) < 3 or not _same_matter(document, sentence, one):
            continue
        called = [item for item in one.items if _calls(document, sentence, item)]
        if len(called) != 1:
            continue
        beyond = next((item for item in one.items if _beyond(item, called[0], marks[0].top)), None)
        label = called[0].figure().label
        figures = (called[0].figure(),)
        if beyond is None:
            yield _told("holds", "claim.order.holds", label, (), figures)
        else:
            yield _told("fails", "claim.order.left_out", label, (beyond, called[0]), (beyond.figure(), *figures))
        return


def _acts(sentence: Sentence, at: int) -> bool:
    """ "paling banyak mengusulkan": most of something else."""
    words = sentence.lowers[at + 1 : at + 3]
    return any(word.startswith(("me", "ber", "di")) and len(word) > 4 for word in words)


def _same_matter(document: Document, sentence: Sentence, one: Judged) -> bool:
    """The sentence speaks of what the list counts."""
    first = max(0, one.enumeration.sentence - 1)
    said = {w[:ROOT] for at in range(first, one.enumeration.last_sentence + 1) for w in document.sentences[at].lowers}
    labels = {w for item in one.items for w in item.words}
    mine = [w for w in content(sentence.lowers) if w not in labels and w not in lexicon.words("units", "groups")]
    return any(w[:ROOT] in said for w in mine if len(w) >= ROOT)


def _calls(document: Document, sentence: Sentence, item: Item) -> bool:
    """The item's own name stands in the sentence, written large."""
    label = item.figure().label.split()
    names = [w for w in label if w[0].isupper() and w.lower() not in lexicon.words("units", "groups")]
    words = [token.text for token in sentence.tokens[1:]]
    return bool(names) and all(name in words for name in names)


def _told(result: Result, code: str, subject: str, pair: Sequence[Item], figures: tuple[Figure, ...]) -> Verdict:
    params: dict[str, Decimal | str] = {}
    if pair:
        first, second = pair
        params = {"first": first.label, "first_value": first.quantity.value,
                  "second": second.label, "second_value": second.quantity.value}  # fmt: skip
    return Verdict("order", result, told(code, result, subject=subject, **params), figures, subject=subject)
