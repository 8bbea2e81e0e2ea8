"""What falls to each, how many there are, and all of it, told in neighbouring sentences: 15 for every district, 8 districts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.products import product
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.sums import tolerance

NEAR = 2  # sentences from what falls to each to the other two
PLAUSIBLE = Decimal("1.25")  # times by which all of it may be off and still be meant
_EVERY = frozenset({"setiap", "tiap", "tiap-tiap"})
_MEANS = frozenset({"rata-rata", "rerata"})
_MORE = frozenset({"termasuk", "ditambah", "plus", "berikut", "beserta", "selain"})
_ALL = frozenset(
    {"total", "totalnya", "seluruhnya", "keseluruhan", "berjumlah", "jumlah", "jumlahnya", "jadi", "sehingga"}
)


def shared_out(document: Document, mentions: Sequence[Mention], taken: Collection[int]) -> Iterator[Verdict]:
    """Every product that its three figures tell; `taken` are figures that were tried before."""
    for at, each in enumerate(mentions):
        if _MEANS & set(each.before[-3:]) and each.quantity.start not in taken:
            yield from _mean(document, each)
            continue
        noun = _every(each)
        if not noun or each.quantity.start in taken or each.quantity.role == "percent":
            continue
        near = [
            m for m in mentions[max(0, at - 8) : at + 9] if abs(m.quantity.sentence - each.quantity.sentence) <= NEAR
        ]
        times = {m.quantity.value: m.quantity for m in near if m is not each and _counts(m, noun)}
        totals = {
            m.quantity.value: m.quantity for m in near
            if m.quantity.role == each.quantity.role and m.quantity.value > each.quantity.value and not m.quantity.bound
            and _ALL & set(m.before[-6:]) and not _MORE & set(m.sentence.lowers) and compatible(m.quantity.kind, each.quantity.kind) and m.quantity.value not in times
        }  # fmt: skip
        if len(times) == len(totals) == 1:
            yield from _judged(document, each, *times.values(), *totals.values())


def _mean(document: Document, mention: Mention) -> Iterator[Verdict]:
    """ "Rp3,6 miliar kepada 240 anggota, rata-rata Rp15 juta per orang": the only two figures in front."""
    each = mention.quantity
    before = [q for q in document.by_sentence[each.sentence] if q.start < each.start and q.whole_thing]
    totals = [
        q for q in before if q.role == each.role and q.value > each.value and (q.role != "count" or q.kind == each.kind)
    ]
    times = [q for q in before if q.role == "count" and q not in totals and q.value > 1]
    alone = len(before) == 2 and len(totals) == len(times) == 1 and not any(q.bound for q in before)
    if alone and each.bound in ("", "near"):
        yield from _judged(document, mention, times[0], totals[0])


def _every(each: Mention) -> str:
    """The noun behind "setiap"; "" where nothing falls to each."""
    at = next((at for at, word in enumerate(each.before) if word in _EVERY), None)
    noun = each.before[at + 1] if at is not None and at + 1 < len(each.before) else ""
    return noun if noun.isalpha() else ""


def _counts(mention: Mention, noun: str) -> bool:
    quantity = mention.quantity
    return quantity.role == "count" and quantity.value > 1 and not quantity.bound and noun in mention.behind[:2]


def _judged(document: Document, mention: Mention, times: Quantity, total: Quantity) -> Iterator[Verdict]:
    each = mention.quantity
    computed = times.value * each.value
    slack = tolerance([total]) + (times.value * each.step / 2 if _MEANS & set(mention.before) else 0)
    off = abs(computed - total.value)
    if off > slack and not total.value / PLAUSIBLE <= computed <= total.value * PLAUSIBLE:
        return
    yield product(document, total, times, each, slack)
