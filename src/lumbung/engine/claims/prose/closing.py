"""What closes a list or a share: "440 dari 587 koperasi, sisanya 157", "keempatnya seluruh 21.000 kartu", a second total."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.partitions import says_of
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.sums import Judged, tolerance
from lumbung.engine.claims.telling import plain_list, told

REACH = 6  # words from "keempatnya" to its total
PLAUSIBLE = Decimal("1.2")  # times by which a second total of one list may be off
REST = Decimal("1.6")  # times by which those left may be off
BETWEEN = 5  # words from a list to "sehingga total"
_ALL = frozenset({"seluruh", "total", "jumlah", "berjumlah", "totalnya", "semua"})
_SOME = frozenset(
    {"dari", "antara", "sebagian", "terbanyak", "terbesar", "tertinggi", "terkecil", "tidak", "bukan", "belum"}
)
_MORE = frozenset({"termasuk", "ditambah", "plus", "bersama", "berikut", "beserta", "selain", "tambahan", "dengan"})
_SO = frozenset({"sehingga", "jadi", "berarti", "total", "totalnya", "jumlahnya", "seluruhnya"})


def closed_shares(document: Document, mentions: Sequence[Mention], tried: Collection[int]) -> Iterator[Verdict]:
    """ "Sebanyak 440 dari 587 koperasi aktif, sisanya sebanyak 157": three figures of one sentence, the last the rest."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.quantity.sentence, []).append(mention)
    for some in by_sentence.values():
        for part, whole, rest in zip(some, some[1:], some[2:], strict=False):
            a, w, r = part.quantity, whole.quantity, rest.quantity
            between = document.words(w.sentence, a.last + 1, w.first - 1)
            said = between[-1:] == ("dari",) and len(between) <= 3 and rest.rest  # "440 unit dari 587"
            alike = a.role == w.role == r.role and compatible(a.kind, w.kind) and compatible(r.kind, w.kind)
            plain = a.whole_thing and w.whole_thing and r.whole_thing and not (a.bound or w.bound or r.bound)
            alone = not some[some.index(rest) + 1 :] and some[0] is part
            if said and alike and plain and alone and w.start not in tried and w.value >= a.value:
                yield _sum(document, (a, r), w)


def not_done(document: Document, mentions: Sequence[Mention], tried: Collection[int]) -> Iterator[Verdict]:
    """ "640 dari 800 sudah bersertifikat. Yang belum bersertifikat 170": a share, and those for whom it does not hold."""
    for rest in mentions:
        r, at = rest.quantity, rest.quantity.sentence
        head = rest.sentence.lowers[:2]
        if head[:1] != ("yang",) or not lexicon.words("complements", "negations") & set(head) or r.bound or not at:
            continue
        before = [q for q in document.by_sentence[at - 1] if q.role != "percent"]
        alone = [q for q in document.by_sentence[at] if q.whole_thing] == [r] and r.start not in tried
        if not alone or len(before) != 2 or document.sentences[at - 1].paragraph != rest.sentence.paragraph:
            continue
        part, whole = sorted(before, key=lambda q: q.value)
        said = says_of(document, whole) and all(q.whole_thing and not q.bound and q.role == r.role for q in before)
        alike = compatible(part.kind, whole.kind) and compatible(whole.kind, r.kind)
        same = set(content(rest.before)) & set(document.sentences[at - 1].lowers)
        denies = lexicon.words("complements", "negations") & set(document.sentences[at - 1].lowers)
        low, high = sorted((whole.value - part.value, r.value))
        if said and alike and same and not denies and high <= low * REST and part.value < whole.value:
            yield _sum(document, (part, r), whole)


def collected(document: Document, mentions: Sequence[Mention], tried: Collection[int]) -> Iterator[Verdict]:
    """ "A 7.400 kartu, B 5.200 kartu, ...; keempatnya merupakan seluruh penerima 21.000 kartu"."""
    for at, mention in enumerate(mentions):
        total = mention.quantity
        size = _collective(mention)
        if not size or total.start in tried or total.bound or not total.whole_thing:
            continue
        before = [
            m.quantity for m in mentions[max(0, at - size - 1) : at]
            if total.sentence - m.quantity.sentence <= 1 and m.quantity.role == total.role and m.quantity.kind == total.kind
        ]  # fmt: skip
        if len(before) == size and all(not q.bound and q.whole_thing and q.value < total.value for q in before):
            yield _sum(document, before, total)


def _collective(mention: Mention) -> int:
    """4 for "keempatnya merupakan seluruh penerima 21.000"; 0 where no such word stands near."""
    before = mention.before[-REACH:]
    digits = lexicon.table("numbers", "digits")
    for at, word in enumerate(before):
        size = digits.get(word.removeprefix("ke").removesuffix("nya"), 0) if word.startswith("ke") else 0
        behind = set(before[at + 1 :])
        if size > 2 and not _SOME & behind and (word.endswith("nya") or mention.first == 0) and _ALL & behind:
            return size
    return 0


def second_totals(document: Document, judged: Sequence[Judged]) -> Iterator[Verdict]:
    """ "100 unit, yaitu 60 konsumen dan 40 jasa, sehingga total 102 koperasi": the list makes the one and not the other."""
    for one in judged:
        if one.total is None or one.verdict is None or one.verdict.result != "holds":
            continue
        last = max((item.quantity for item in one.items), key=lambda q: q.start)
        here = [q for q in document.by_sentence[last.sentence] if q.start > max(last.start, one.total.start)]
        if len(here) != 1 or here[0].bound or here[0].role != last.role or not here[0].whole_thing:
            continue
        again = here[0]
        if again.value != one.total.value and _says_again(document, one.total, last, again):
            yield _two(document, one.total, again)


def _says_again(document: Document, total: Quantity, last: Quantity, again: Quantity) -> bool:
    """ "sehingga total 102 koperasi" brings up nothing of its own, and is near the first total."""
    between = document.words(last.sentence, last.last + 1, again.first - 1)
    so = next((at for at, word in enumerate(between) if word in _SO), len(between))
    says = len(between) - so <= BETWEEN and bool(lexicon.words("lists", "total") & set(between[-3:]))
    known = lexicon.words("lists", "total") | _SO | set(document.words(last.sentence, 0, last.first))
    more = _MORE & set(document.words(last.sentence, last.last, again.last + BETWEEN))
    low, high = sorted((again.value, total.value))
    plain = says and not more and not set(content(between[so:])) - known
    return plain and compatible(again.kind, total.kind) and high <= low * PLAUSIBLE


def _two(document: Document, first: Quantity, second: Quantity) -> Verdict:
    subject = label_of(document, first)
    finding = told("claim.same.fails", "fails", subject=subject, values=plain_list([first.value, second.value]))
    figures = (first.figure(subject), second.figure(label_of(document, second)))
    return Verdict("same", "fails", finding, figures, subject=subject)


def _sum(document: Document, parts: Sequence[Quantity], total: Quantity) -> Verdict:
    computed, slack = sum((q.value for q in parts), Decimal(0)), tolerance([*parts, total])
    result: Result = "holds" if abs(computed - total.value) <= slack else "fails"
    code = "claim.sum.rounded" if result == "holds" and computed != total.value else f"claim.sum.{result}"
    subject = label_of(document, total)
    finding = told(code, result, subject=subject, computed=computed, published=total.value,
                   difference=computed - total.value)  # fmt: skip
    figures = tuple(q.figure(label_of(document, q)) for q in parts)
    return Verdict("sum", result, finding, figures, total.figure(subject), computed, computed - total.value, slack,
                   subject=subject)  # fmt: skip
