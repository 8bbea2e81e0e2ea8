"""Averages against the total and the number that the sentences around them tell: "omzet Rp48 juta ... setiap stan Rp2,4 juta"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.products import product
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.sums import tolerance

BACK = 2  # sentences in front in which the total and the number stand
PLAUSIBLE = Decimal("1.6")  # times by which an average may be off and still be of these two
_MEANS = frozenset({"rata-rata", "rerata", "rata-ratanya", "dirata-rata", "dirata-ratakan"})
_EVERY = frozenset({"setiap", "tiap", "tiap-tiap", "per"})
_TIMES = frozenset({"hari", "bulan", "pekan", "minggu", "tahun", "jam", "triwulan", "semester"})
_MORE = frozenset(
    {"termasuk", "ditambah", "plus", "berikut", "beserta", "selain", "target", "akan", "sebelumnya", "lalu"}
)


def averaged(document: Document, mentions: Sequence[Mention], tried: Collection[int]) -> Iterator[Verdict]:
    """Every average whose total and number can be told; `tried` are the places of figures judged before."""
    for at, mention in enumerate(mentions):
        each = mention.quantity
        noun = _noun(mention)
        if each.start in tried or each.role == "percent" or each.bound not in ("", "near") or not noun:
            continue
        near = [
            m for m in mentions[max(0, at - 10) : at]
            if each.sentence - m.quantity.sentence <= BACK and m.sentence.paragraph == mention.sentence.paragraph
            and not m.quantity.bound and m.quantity.whole_thing
        ]  # fmt: skip
        times = {m.quantity.value: m for m in near if m.quantity.role in ("count", "amount") and _counts(m, noun)}
        totals = {
            m.quantity.value: m for m in near
            if m.quantity.role == each.role and m.quantity.value > each.value and not m.each and not m.changed
            and m.quantity.value not in times and (each.role != "count" or _one_kind(m.quantity, each))
        }  # fmt: skip
        yield from _judged(document, mention, times, totals)


def _noun(mention: Mention) -> str:
    """Who gets it: the word behind "setiap" near an average; "" where none is told."""
    before, behind = mention.before, mention.behind[:6]
    if not _MEANS & {*before, *behind} and not _priced(mention):
        return ""
    words = (*before[-8:], ".", *behind)
    at = next((i for i, word in enumerate(words) if word in _EVERY), None)
    noun = words[at + 1] if at is not None and at + 1 < len(words) else ""
    return "" if noun in _TIMES or not noun.isalpha() else noun


def _priced(mention: Mention) -> bool:
    """ "Rp90 juta untuk 450 peserta, atau Rp250.000 per peserta", "Harga per unit Rp45 juta": what is told of the two before."""
    joined = bool(_SAME & set(mention.before[-2:])) and bool(_EVERY & set(mention.behind[:3]))
    own = set(content(mention.before)) - _PRICES
    return joined or (
        mention.first == 0
        and bool(_EVERY & set(mention.before))
        and len(own) <= 1
        and bool(_PRICES & set(mention.before))
    )


_SAME = frozenset({"atau", "setara", "berarti", "artinya", "yakni", "yaitu"})
_PRICES = frozenset({"harga", "harganya", "biaya", "nilai"})


def _counts(mention: Mention, noun: str) -> bool:
    """ "16 stan", "jumlah anggota 1.250 orang"."""
    if mention.quantity.role == "amount":
        return mention.quantity.kind.split()[0] == noun  # "per meter persegi"
    near = (*mention.before[-2:], *mention.behind[:2])
    return mention.quantity.value > 1 and any(word == noun or word.removesuffix("nya") == noun for word in near)


def _one_kind(total: Quantity, each: Quantity) -> bool:
    return bool(each.kind) and compatible(total.kind, each.kind)


def _judged(
    document: Document, mention: Mention, times: dict[Decimal, Mention], totals: dict[Decimal, Mention]
) -> Iterator[Verdict]:
    each = mention.quantity
    pairs = [(n.quantity, t.quantity) for t in totals.values() for n in times.values()]
    held = next(((n, t) for n, t in pairs if abs(n.value * each.value - t.value) <= _slack(each, n, t)), None)
    if held is not None:
        yield product(document, held[1], held[0], each, _slack(each, *held))
        return
    if len(pairs) != 1 or _MORE & set(mention.sentence.lowers) or not _of_this(mention, *totals.values()):
        return
    number, total = pairs[0]
    low, high = sorted((number.value * each.value, total.value))
    if high <= low * PLAUSIBLE:
        yield product(document, total, number, each, _slack(each, number, total))


def _of_this(mention: Mention, total: Mention) -> bool:
    """What is averaged is what the total tells: "rata-rata simpanan per anggota" of the clause that speaks of simpanan."""
    start = max((i for i, word in enumerate(mention.before) if word in _MEANS), default=len(mention.before))
    end = next((i for i in range(start, len(mention.before)) if mention.before[i] in _EVERY), len(mention.before))
    topic = content(mention.before[start + 1 : end])
    return not topic or any(word in total.sentence.lowers for word in topic)


def _slack(each: Quantity, times: Quantity, total: Quantity) -> Decimal:
    """An average is itself rounded, by half of its last written place."""
    return tolerance([total]) + times.value * each.step / 2
