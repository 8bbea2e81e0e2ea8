"""Wholes that a sentence parts without saying "terdiri dari": Dari T, a ..., b ..., sisanya c; a aktif dan b tidak aktif."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.enumerations import Enumeration, hint_of
from lumbung.engine.claims.prose.items import Item, run_of
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.prose.totals import total_told

ALONE = 3  # figures in one line of a list that can be a list themselves
OPENING = 9  # words up to the comma behind "Bila dirunut per wilayah,"
NAMED = 9  # words from "dari total" to its number
_OF = frozenset({"dari", "antara"})
_WHOLES = frozenset({"total", "seluruh", "keseluruhan", "target", "pagu", "jumlah", "semua"})
_FILLERS = frozenset(
    {
        "total",
        "jumlah",
        "sebanyak",
        "sejumlah",
        "seluruh",
        "keseluruhan",
        "sekitar",
        "lebih",
        "semua",
        "ke",
        "pagu",
        "rp",
        "target",
        "anggaran",
        "alokasi",
        "dana",
        "kebutuhan",
        "potensi",
        "kuota",
        "nilai",
        "sebesar",
        "senilai",
        "luas",
        "seluas",
    }
)


def partitions_of(document: Document, taken: frozenset[int]) -> list[Enumeration]:
    """Partitions in sentences that hold no list already (`taken` are the first tokens' characters of known parts)."""
    found: list[Enumeration] = []
    for sentence in document.sentences:
        figures = [q for q in document.by_sentence[sentence.index] if q.whole_thing]
        if not figures or (sentence.shape == "item" and len(figures) < ALONE):
            continue
        role = figures[0].role
        run = run_of(document, sentence, 0, len(sentence.tokens) - 1, role)
        items = [item for item in run.items if item.quantity.kind != "group"]
        if not items or any(item.quantity.start in taken for item in items):
            continue
        made = _of_whole(document, sentence, items, run.closed) or _alone(document, sentence, items)
        if made:
            found.append(made)
    return found


def says_of(document: Document, quantity: Quantity) -> bool:
    """True for the T of "dari T", "dari total T"."""
    lowers = document.sentences[quantity.sentence].lowers
    at = quantity.first - 1
    while at >= 0 and lowers[at] in _FILLERS and quantity.first - at <= 4:
        at -= 1
    named = next((i for i in range(at, max(-1, at - NAMED), -1) if lowers[i] in _OF or not lowers[i].isalpha()), -1)
    back = set(lowers[named + 1 : at + 1]) & (lexicon.words("lists", "anaphors") | {"yang"})
    if 0 <= named < at and lowers[named] in _OF and lowers[named + 1] in _WHOLES and not back:
        at = named  # "dari total belanja barang dan jasa Rp410 miliar"
    return (
        at >= 0
        and lowers[at] in _OF
        and not (at > 0 and lowers[at - 1] in ("lebih", "kurang", "naik", "meningkat", "turun"))
    )


def says_total(document: Document, item: Item) -> bool:
    """True where "total" or "jumlah seluruhnya" stands in front of a number."""
    words = document.words(item.quantity.sentence, item.first, item.quantity.first - 1)
    return any(word in ("total", "totalnya", "keseluruhan", "seluruhnya") for word in words)


def _of_whole(document: Document, sentence: Sentence, items: Sequence[Item], closed: bool) -> Enumeration | None:
    """A sentence whose numbers are the parts of the first one, or of something told before."""
    whole = items[0] if says_of(document, items[0].quantity) or says_total(document, items[0]) else None
    parts = tuple(items[1:] if whole else items)
    joined = _told_before(document, sentence, parts) if parts and not whole else None
    if joined is not None:
        parts = (joined, *parts)
    if len(parts) < 2:
        return None
    rest = parts[-1].rest or joined is not None
    pair = len(parts) == 2 and complementary(document, parts[0], parts[1])
    if not rest and not pair and not whole and len(parts) < 3 and not total_told(document, sentence, parts):
        return None
    broken = not whole and len(parts) > 2 and _breaks_down(document, sentence, parts)
    lowers = sentence.lowers[: parts[0].first]
    totals = (whole.quantity,) if whole else ()
    start = whole.quantity.first if whole else 0
    return Enumeration(
        sentence=sentence.index - 1 if joined else sentence.index, items=parts,
        grade="complete" if rest or pair or broken else "partial",
        subject=document.excerpt(sentence.index, start, min(start + 9, len(sentence.tokens) - 1)).rstrip(" ,.;:"),
        totals=totals, firm=bool(whole) and (rest or pair), closed=closed or rest, hint=hint_of(lowers),
        refers=any(w in ("antaranya", "diantaranya") for w in sentence.lowers), last_sentence=sentence.index,
        exclusive=len(parts) > 2 and not any(_acts(document, part) for part in parts[1:]),
    )  # fmt: skip


def _breaks_down(document: Document, sentence: Sentence, parts: Sequence[Item]) -> bool:
    """ "Menurut kecamatan, A 12, B 9, dan C 7", "Kabupaten A 12, Kabupaten B 9, ...": a whole told by its parts."""
    head = document.words(sentence.index, 0, OPENING)
    said = set(head[: head.index(",")]) if "," in head else set()
    kinds = lexicon.words("units", "groups") | lexicon.words("lists", "dimensions")
    opener = bool(said & lexicon.words("lists", "by")) and any(
        w in kinds or w.removesuffix("nya") in kinds for w in said
    )
    places = lexicon.words("units", "places")
    named = [set(document.words(sentence.index, part.first, part.first + 2)) & places for part in parts]
    if {"terbanyak", "terbesar", "paling", "tertinggi"} & set(sentence.lowers):
        return opener  # the biggest ones alone
    return opener or bool(frozenset[str].intersection(*map(frozenset, named)))


def _told_before(document: Document, sentence: Sentence, parts: Sequence[Item]) -> Item | None:
    """The first part stands one sentence before: "305 di antaranya masih berjalan. Adapun 92 ..., sedangkan sisanya 23",
    "Paling banyak dari Kota, yakni 15 orang. Selebihnya dari A 10, B 8, dan C 6"."""
    if not sentence.index or not (parts[0].rest or parts[-1].rest):
        return None
    before = document.sentences[sentence.index - 1]
    told = [item for item in _counts(document, before) if item.quantity.kind != "group"]
    if len(told) != 1 or told[0].quantity.bound or told[0].quantity.role != parts[0].quantity.role:
        return None
    words = before.lowers[told[0].quantity.last + 1 :][:4]
    back = "antaranya" in words or "diantaranya" in words
    biggest = len(parts) > 1 and _names_biggest(before)
    return told[0] if back or biggest or (parts[0].rest and len(parts) > 1) else None


def _names_biggest(sentence: Sentence) -> bool:
    """ "Paling banyak kuliner, 212 usaha.": the first part, not the whole."""
    lowers, top = list(sentence.lowers), lexicon.phrases("orders", "top")
    return any(lexicon.match_at(lowers, at, top) for at in range(len(lowers)))


def _acts(document: Document, item: Item) -> bool:
    """A part with a verb of its own may overlap with the others: "52 sudah RAT, 60 punya NIK"."""
    words = document.words(item.quantity.sentence, item.first, item.last)
    return any(w in _VERBS or _VERB.fullmatch(w) for w in words)


_VERBS = frozenset(
    {"sudah", "telah", "belum", "tidak", "masih", "punya", "ada", "pernah", "akan", "ikut", "yang", "juga"}
)
_VERB = re.compile(r"(?:me|di|ber|ter)[a-z]{4,}")


def _alone(document: Document, sentence: Sentence, items: Sequence[Item]) -> Enumeration | None:
    """ "Sisanya, 253 koperasi, ...": the rest stands alone, the other parts in the sentence before."""
    rest = next((item for item in items if item.rest), None)
    if rest is None or not sentence.index:
        return None
    before = document.sentences[sentence.index - 1]
    told = [i for i in _counts(document, before) if i.quantity.kind != "group"]
    if any(i.quantity.role != rest.quantity.role for i in told):
        return None
    whole = next((i for i in told if says_of(document, i.quantity) or says_total(document, i)), None)
    parts = [i for i in told if i is not whole]
    back = any(w in _OF for w in before.lowers) and any(w in lexicon.words("lists", "anaphors") for w in before.lowers)
    if not whole and not back and len(told) > 1:
        whole, parts = told[0], told[1:]
    if not parts or len(items) > 1:
        return None
    return Enumeration(
        sentence=before.index, items=(*parts, rest), grade="complete",
        subject=document.excerpt(before.index, 0, 9).rstrip(" ,.;:"), totals=(whole.quantity,) if whole else (),
        firm=whole is not None and len(parts) == 1, hint=hint_of(before.lowers), refers=back,
        last_sentence=sentence.index,
    )  # fmt: skip


def _counts(document: Document, sentence: Sentence) -> list[Item]:
    """Every count of a sentence as an item, however they are joined."""
    return [
        item
        for quantity in document.by_sentence[sentence.index]
        if quantity.role != "percent" and not _each(document, quantity)
        for item in run_of(
            document, sentence, _begin(document, sentence, quantity), _stop(document, quantity), quantity.role
        ).items[:1]
        if item.quantity is quantity
    ]


def _each(document: Document, quantity: Quantity) -> bool:
    """ "dibagikan kepada anggota, masing-masing satu juta rupiah": the last figure, and what falls to each."""
    words = document.words(quantity.sentence, quantity.first - 1, quantity.first - 1)
    return words == ("masing-masing",) and document.by_sentence[quantity.sentence][-1] is quantity


def _stop(document: Document, quantity: Quantity) -> int:
    after = [q.first - 1 for q in document.by_sentence[quantity.sentence] if q.first > quantity.last]
    return min([quantity.last + 4, len(document.sentences[quantity.sentence].tokens) - 1, *after])


def _begin(document: Document, sentence: Sentence, quantity: Quantity) -> int:
    others = [q.last + 1 for q in document.by_sentence[sentence.index] if q.last < quantity.first]
    return max([0, quantity.first - 8, *others])


def complementary(document: Document, left: Item, right: Item) -> bool:
    """True for two halves of a whole: aktif and tidak aktif, sudah and belum, laki-laki and perempuan."""
    a, b = _words(document, left), _words(document, right)
    for one, other in lexicon.pairs():
        for x, y in ((one, other), (other, one)):
            if x in a and y in b and y not in a and x not in b:
                return True
    return _negates(a, b) or _negates(b, a)


def _words(document: Document, item: Item) -> tuple[str, ...]:
    return document.words(item.quantity.sentence, item.first, item.last)


def _negates(plain: Sequence[str], negated: Sequence[str]) -> bool:
    """ "ditemukan" against "tidak ditemukan"."""
    negations = lexicon.words("complements", "negations")
    if any(word in negations for word in plain):
        return False
    for at, word in enumerate(negated):
        if word in negations:
            behind = [w for w in negated[at + 1 : at + 4] if w != "lagi"]
            return any(len(w) > 3 and w in plain for w in behind)
    return False


def rests(document: Document, enumerations: Sequence[Enumeration]) -> Iterator[Enumeration]:
    """Lists with their rest in the next sentence: "... 40 di kota dan 50 di desa. Sisanya 10 di pulau."."""
    for one in enumerations:
        after = one.last_sentence + 1
        if after < len(document.sentences) and document.sentences[after].shape == "prose":
            run = run_of(document, document.sentences[after], 0, len(document.sentences[after].tokens) - 1)
            if len(run.items) == 1 and run.items[0].rest:
                yield replace(one, items=(*one.items, run.items[0]), last_sentence=after)
