"""So much for each, so many of them, and what that makes: "Rp45.000 per setel. ... 200 setel membawa pulang Rp8 juta"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.products import product
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.sums import tolerance

AHEAD = 1  # sentences from what each costs to what so many make
PLAUSIBLE = Decimal("1.5")
WORDS = 4  # from the figure to "per"
_PER = frozenset({"per", "setiap", "tiap", "tiap-tiap"})
_ONE = frozenset({"satu", "sebuah", "seekor", "selembar"})
_TIMES = frozenset({"hari", "bulan", "pekan", "minggu", "tahun", "jam", "triwulan", "semester", "kali"})
_YIELD = frozenset({"membayar", "menerima", "memperoleh", "membawa", "menghabiskan", "mengantongi", "terkumpul", "dibutuhkan", "diperlukan",
                    "dibayar", "senilai", "seharga", "pendapatan", "omzet", "penjualan", "biaya", "mendapat", "menghasilkan", "modal",
                    "dana", "anggaran", "dikirim", "nilai", "nilainya", "jumlahnya", "mengeluarkan", "menyetor", "kebutuhan"})  # fmt: skip
_GRAMS = {"gram": Decimal(1), "kilogram": Decimal(1000), "kuintal": Decimal(100_000), "ton": Decimal(1_000_000)}
_LITRES = {"liter": Decimal(1), "kiloliter": Decimal(1000)}
_ELSE = frozenset({"dikurangi", "dipotong", "potongan", "diskon", "ongkos", "laba", "untung", "keuntungan", "modal", "lebih", "selisih",
                   "termasuk", "ditambah", "selain", "sisanya", "target", "subsidi", "plus", "upah", "hemat", "berhemat",
                   "sebelumnya", "lalu", "rata-rata", "belum", "kurang", "murah", "mahal", "bunga", "uang", "muka"})  # fmt: skip


def priced(document: Document, mentions: Sequence[Mention], tried: Collection[int]) -> Iterator[Verdict]:
    """Every such product; `tried` are the places of figures judged before."""
    for at, mention in enumerate(mentions):
        each, noun = mention.quantity, _noun(mention)
        if not noun or each.role == "percent" or each.bound or (each.role == "count" and not _of_one(mention)):
            continue
        near = [m for m in mentions[at + 1 : at + 6] if m.quantity.sentence - each.sentence <= AHEAD]
        times = [m for m in near if not m.quantity.bound and _counts(m, noun)]
        if not times or times[0].quantity.start in tried:
            continue
        number = times[0]
        behind = [
            m for m in near
            if m.quantity.sentence == number.quantity.sentence and m is not number and m.quantity.role != "percent"
        ]  # fmt: skip
        totals = [m for m in behind if _weight(m.quantity) and m.quantity.role == each.role and not _noun(m)]
        if len(totals) == len(behind) == 1 and totals[0].quantity.start > number.quantity.start:
            yield from _judged(document, mention, number, totals[0], tried)


def _noun(mention: Mention) -> str:
    """What it falls to: "per setel", "setiap porsi memerlukan", "harga satu mesin"; "" where nothing, or a time, is told."""
    behind, before = mention.behind[:WORDS], mention.before[-WORDS:]
    lowers, first = mention.sentence.lowers, mention.quantity.first
    one = lowers[max(0, first - WORDS) : first]
    for words, signs in ((behind, _PER), (before, _PER), (one, _ONE)):
        at = next((i for i, word in enumerate(words) if word in signs), None)
        if at is not None and at + 1 < len(words):
            noun = words[at + 1]
            if noun in _TIMES:
                return _payer(mention, noun)
            return noun if noun.isalpha() else ""
    return ""


def _of_one(mention: Mention) -> bool:
    """ "Satu dus berisi 24 botol": what is counted falls to one of something else, that holds it."""
    return bool(mention.quantity.kind) and mention.quantity.kind != "group" and bool(_HOLDS & set(mention.before[-1:]))


_HOLDS = frozenset({"berisi", "memuat", "isi", "terdiri", "menampung", "mengangkut"})


def _payer(mention: Mention, time: str) -> str:
    """ "Iuran anggota Rp20.000 per bulan": who pays each time; "" where that is not told right in front."""
    word = mention.before[-1] if mention.before else ""
    return word if word in lexicon.words("units", "person") and time in _TIMES else ""


def _counts(mention: Mention, noun: str) -> bool:
    quantity = mention.quantity
    if quantity.role == "amount":
        return quantity.kind == noun
    named = noun in mention.behind[:1] or {"jumlah", noun} <= set(mention.before)
    return quantity.role == "count" and quantity.value > 1 and named


def _weight(quantity: Quantity) -> Decimal:
    """How much one of its unit is, in the least unit of its kind; 0 for units that are not known."""
    if quantity.role in ("money", "count"):
        return Decimal(1)
    return _GRAMS.get(quantity.kind) or _LITRES.get(quantity.kind) or Decimal(0)


def _one_measure(left: Quantity, right: Quantity) -> bool:
    if left.role == "count":
        return left.kind == right.kind
    return left.role == "money" or any(left.kind in units and right.kind in units for units in (_GRAMS, _LITRES))


def _judged(
    document: Document, each: Mention, times: Mention, total: Mention, tried: Collection[int]
) -> Iterator[Verdict]:
    rate, number, whole = each.quantity, times.quantity, total.quantity
    if whole.bound or not _weight(rate) or not _one_measure(rate, whole):
        return
    scaled = replace(rate, value=rate.value * _weight(rate) / _weight(whole))
    made, slack = scaled.value * number.value, tolerance([whole])
    off = abs(made - whole.value)
    other = whole.start in tried or _told_else(times.sentence.lowers) or bool(_ELSE & set(each.behind))
    known = _YIELD | {*each.before, *each.behind}
    other = other or not known & set(content((*total.before, *total.behind)))  # "dan dibagikan hadiah Rp7 juta"
    low, high = sorted((made, whole.value))
    if off > slack and (other or high > low * PLAUSIBLE):
        return
    yield product(document, whole, number, scaled, slack)


def _told_else(lowers: Sequence[str]) -> bool:
    """Something is added, taken away or bought with it; "menggarap 80 hektare dan membayar" only goes on."""
    joins = any(a == "dan" and not b.startswith(("me", "ber", "di", "ter")) for a, b in pairwise(lowers))
    return joins or bool(_ELSE & set(lowers))
