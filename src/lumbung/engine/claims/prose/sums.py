"""Lists against their totals. Who says "does not add up" must be sure which total is meant; else it is said or left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from lumbung.engine.claims import arithmetic
from lumbung.engine.claims.model import Kind, Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.enumerations import Enumeration
from lumbung.engine.claims.prose.items import Item
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.slips import elsewhen, slipped
from lumbung.engine.claims.prose.totals import NEAR, claimed_total, exact_total, total_behind, total_told
from lumbung.engine.claims.telling import plain_list, told

WORST = Decimal("2.5")
ALMOST_FROM = Decimal("0.85")  # "hampir 600": from 510
NEAR_HOLDS, NEAR_FAILS = Decimal("0.10"), Decimal("0.20")  # "sekitar 600": within 60; beyond 120 it is none
FAR = (Decimal("0.5"), Decimal("1.6"))  # sums outside these shares of a total are hardly meant as its parts


class Judged(NamedTuple):
    """A list, what it was held against, and what came of it (None where nothing can be said)."""

    enumeration: Enumeration
    items: tuple[Item, ...]
    total: Quantity | None
    verdict: Verdict | None


def judge(document: Document, one: Enumeration) -> Judged:
    """One list against the total it claims to make."""
    judged = _judge(document, one)
    if judged.total is None or judged.total in one.totals or judged.verdict is None:
        return judged
    # The sentence of the list says "they": the words around the total say who.
    subject = document.excerpt(judged.total.sentence, judged.total.first, judged.total.last + 5).strip(" ,.:;")
    return _judge(document, replace(one, subject=subject))


def _judge(document: Document, one: Enumeration) -> Judged:
    if one.grade == "partial":
        return _judge_partial(document, one)
    readings = (one.items, *(a for a in one.alternatives if len(a) >= 2))
    for items in readings:
        for total in one.totals[:2]:
            if total.bound == "" and _fits(items, total):
                return Judged(one, items, total, _sum(document, one, items, total, "holds"))
        if not one.totals or one.alternatives:
            found = exact_total(document, one, _computed(items), items)
            if found is not None:
                return Judged(one, items, found, _sum(document, one, items, found, "holds"))
    if any(item.quantity.bound for item in one.items):
        return Judged(one, one.items, one.totals[0] if one.totals else None, None)
    if one.totals:
        return _judge_firm(document, one)
    whole = claimed_total(document, one, _computed(one.items))
    if whole is None or not whole.sure or not one.closed or len(readings) > 1:
        return Judged(one, one.items, None, None)
    return _against(document, one, whole.quantity)


def _judge_firm(document: Document, one: Enumeration) -> Judged:
    """The total stands in the sentence; a second one there, or an open end, leaves doubt."""
    total, computed = one.totals[0], _computed(one.items)
    if one.alternatives or not one.closed:
        return Judged(one, one.items, total, None)
    rivals = [t for t in one.totals[:2] if t.value >= max(i.quantity.value for i in one.items)]
    elsewhere = None if total.bound else exact_total(document, one, computed, one.items)
    if elsewhere is not None and elsewhere.value != total.value:
        return Judged(one, one.items, total, _two_totals(document, one, (total, elsewhere)))
    if len({t.value for t in rivals}) == 2 and _far(computed, total.value) and not total.bound:
        return Judged(one, one.items, total, _two_totals(document, one, rivals))
    return _against(document, one, total)


def _against(document: Document, one: Enumeration, total: Quantity) -> Judged:
    if total.bound:
        return Judged(one, one.items, total, _bound(document, one, total))
    computed = _computed(one.items)
    if 0 < total.value - computed <= one.bare:
        return Judged(one, one.items, total, None)  # "ketua, dua sekretaris, dan bendahara": one each without a figure
    figures = [item.figure() for item in one.items]
    blamed = arithmetic.culprits_of(figures, total.figure(one.subject))
    if _far(computed, total.value) and not blamed:
        verdict = Verdict(
            "sum", "cannot_tell",
            told("claim.prose.far_apart", "cannot_tell", subject=one.subject, computed=computed, published=total.value),
            tuple(figures), total.figure(one.subject), computed, computed - total.value, subject=one.subject,
        )  # fmt: skip
        return Judged(one, one.items, total, verdict)
    return Judged(one, one.items, total, _sum(document, one, one.items, total, "fails"))


def judge_failing(document: Document, one: Enumeration, total: Quantity) -> Verdict:
    """The verdict that a list does not make its total, for readings that are sure of it."""
    return _sum(document, one, one.items, total, "fails")


def _far(computed: Decimal, published: Decimal) -> bool:
    return not FAR[0] * published <= computed <= FAR[1] * published


def _computed(items: Sequence[Item]) -> Decimal:
    return sum((item.quantity.value for item in items), Decimal(0))


def tolerance(quantities: Sequence[Quantity]) -> Decimal:
    """What rounding may make of all of them ("1,2 triliun"); counts in full allow nothing.

    Each rounded figure is off by half a unit of its last written place at most, and evenly anywhere within. That many of
    them are off the same way by all of it is not to be expected: WORST standard deviations are allowed for.
    """
    slacks = [q.slack for q in quantities if q.slack]
    if len(slacks) < 2:
        return sum(slacks, Decimal(0))
    spread = (sum((s * s for s in slacks), Decimal(0)) / 3).sqrt()
    return min(sum(slacks, Decimal(0)), max(WORST * spread, *slacks))


def _fits(items: Sequence[Item], total: Quantity) -> bool:
    allowed = tolerance([*(item.quantity for item in items), total])
    return abs(_computed(items) - total.value) <= allowed


def _sum(document: Document, one: Enumeration, items: Sequence[Item], total: Quantity, result: Result) -> Verdict:
    figures, published = tuple(item.figure() for item in items), total.figure(one.subject)
    computed = _computed(items)
    difference = computed - total.value
    code = "claim.sum.fails" if result == "fails" else "claim.sum.rounded" if difference else "claim.sum.holds"
    blamed = arithmetic.culprits_of(figures, published) if result == "fails" else ()
    finding = told(code, result, subject=one.subject, computed=computed, published=total.value, difference=difference)
    return Verdict(
        "sum", result, finding, figures, published, computed, difference,
        tolerance([*(item.quantity for item in items), total]), blamed, one.subject,
    )  # fmt: skip


def _two_totals(document: Document, one: Enumeration, totals: Sequence[Quantity]) -> Verdict:
    computed = _computed(one.items)
    finding = told(
        "claim.prose.two_totals", "cannot_tell",
        subject=one.subject, computed=computed, values=plain_list(t.value for t in totals),
    )  # fmt: skip
    figures = tuple(item.figure() for item in one.items)
    return Verdict("sum", "cannot_tell", finding, figures, totals[0].figure(one.subject), computed, subject=one.subject)


def _judge_partial(document: Document, one: Enumeration) -> Judged:
    """ "di antaranya" names some parts: they may make less than the whole, never more."""
    computed = _computed(one.items)
    told_behind = total_told(document, document.sentences[one.sentence], one.items)
    enough = (len(one.items) > 2 and one.closed) or told_behind
    said = total_behind(document, one) if not one.totals and enough else None
    if said is not None and said.kind != "group":
        return _judge_behind(document, one, said)
    exact = [q for q in one.totals if q.value >= max(i.quantity.value for i in one.items)]
    total = exact[0] if exact else None
    if total is None and (whole := _too_much(document, one)) is not None:
        return Judged(one, one.items, whole, _partial(one, whole, "fails"))
    if total is None and (whole := _bare_total(document, one)) is not None:
        return _against(document, one, whole)
    if total is None or total.bound in ("over", "least", "near"):
        found = exact_total(document, one, computed, one.items) if total is None else None
        return Judged(one, one.items, found, _sum(document, one, one.items, found, "holds") if found else None)
    if computed == total.value and not total.bound:
        return Judged(one, one.items, total, _sum(document, one, one.items, total, "holds"))
    if not (one.firm or (one.exclusive and computed > total.value)) or (computed > total.value and not one.closed):
        return Judged(one, one.items, total, None)
    return Judged(one, one.items, total, _partial(one, total, "fails" if computed > total.value else "holds"))


def _too_much(document: Document, one: Enumeration) -> Quantity | None:
    """ "200 pelaku. 120 di antaranya makanan, 55 minuman, dan 35 jajanan": the only figure before, of which they make more."""
    before = [q for q in document.by_sentence[one.sentence - 1] if q.whole_thing] if one.sentence else []
    items = [item.quantity for item in one.items]
    if not (one.exclusive and one.refers and one.closed) or len(before) != 1 or any(q.bound for q in (*before, *items)):
        return None
    whole, computed = before[0], _computed(one.items)
    alike = whole.role == items[0].role and all(compatible(q.kind, whole.kind) for q in items)
    over = max(q.value for q in items) < whole.value < computed <= FAR[1] * whole.value
    return whole if alike and over else None


def _bare_total(document: Document, one: Enumeration) -> Quantity | None:
    """ "1.046 usulan. Usulan bidang A 588, bidang B 274, dan bidang C 194": a list that nothing introduces, right behind the
    only figure of the sentence before, which it misses by little or by a slip of the pen."""
    sentence = document.sentences[one.sentence]
    before = [q for q in document.by_sentence[one.sentence - 1] if q.whole_thing] if one.sentence else []
    items = [item.quantity for item in one.items]
    if len(before) != 1 or len(items) < 3 or not one.closed or any(q.bound for q in (*before, *items)):
        return None
    if set(sentence.lowers) & _EACH:
        return None  # "harapan I dan II masing-masing Rp10 juta": one figure, several parts
    whole, computed = before[0], _computed(one.items)
    same = document.sentences[whole.sentence].paragraph == sentence.paragraph and whole.role == items[0].role
    alike = (
        all(compatible(q.kind, whole.kind, loosely=True) for q in items) and max(q.value for q in items) < whole.value
    )
    if (
        not same
        or not alike
        or elsewhen(document, whole)
        or elsewhen(document, items[0])
        or not _parallel(document, one)
    ):
        return None
    if (
        exact_total(document, one, computed, one.items) is not None
        or not FAR[0] * whole.value <= computed <= FAR[1] * whole.value
    ):
        return None
    slip = any(slipped(q.value, whole.value - (computed - q.value)) for q in items) or slipped(computed, whole.value)
    off = abs(computed - whole.value)
    return whole if (off <= NEAR * whole.value or slip) and off > tolerance([whole, *items]) else None


_EACH = frozenset({"masing-masing", "masing", "sama-sama", "setiap", "tiap", "per"})


def _parallel(document: Document, one: Enumeration) -> bool:
    """Parts of one kind by a noun that they repeat, or that do nothing which another part might do as well."""
    nouns = lexicon.words("units", "groups") | lexicon.words("lists", "dimensions") | lexicon.words("serial", "nouns")
    words = [set(document.words(item.quantity.sentence, item.first, item.quantity.first)) & nouns for item in one.items]
    repeated = any(sum(word in some for some in words) >= len(words) - 1 for some in words for word in some)
    # "Nelayan 3.150 orang" names a part; "120 tertib administrasi" says something that others may be as well
    named = all(item.first < item.quantity.first for item in one.items)
    lowers = list(document.sentences[one.sentence].lowers)
    top = lexicon.phrases("orders", "top")
    biggest = any(lexicon.match_at(lowers, at, top) for at in range(len(lowers)))
    return (repeated or (one.exclusive and named)) and not biggest


def _judge_behind(document: Document, one: Enumeration, said: Quantity) -> Judged:
    """A list without "terdiri dari", and its total told behind it; a first part may stand one sentence before."""
    missing = said.value - _computed(one.items)
    if not missing:
        return Judged(one, one.items, said, _sum(document, one, one.items, said, "holds"))
    before = document.by_sentence[one.sentence - 1] if one.sentence else ()
    if any(q.value == missing for q in before) or abs(missing) > NEAR * said.value:
        return Judged(one, one.items, said, None)
    return _against(document, one, said)


def _partial(one: Enumeration, total: Quantity, result: Result) -> Verdict:
    computed = _computed(one.items)
    code = "claim.prose.part_too_big" if result == "fails" else "claim.prose.part_fits"
    finding = told(code, result, subject=one.subject, computed=computed, published=total.value)
    kind: Kind = "bound"
    figures = tuple(item.figure() for item in one.items)
    return Verdict(kind, result, finding, figures, total.figure(one.subject), computed, computed - total.value,
                   subject=one.subject)  # fmt: skip


def _bound(document: Document, one: Enumeration, total: Quantity) -> Verdict | None:
    """ "lebih dari 600" against what the parts make."""
    computed, value = _computed(one.items), total.value
    off = abs(computed - value)
    holds: dict[str, bool | None] = {
        "over": computed > value,
        "least": computed >= value,
        "under": computed < value,
        "most": computed <= value,
        "almost": ALMOST_FROM * value <= computed < value,
        "near": True if off <= NEAR_HOLDS * value else False if off > NEAR_FAILS * value else None,
    }
    held = holds[total.bound]
    if held is None or (not held and not FAR[0] * value <= computed <= 3 * value):
        return None
    sentence = document.sentences[total.sentence]
    begin = max(0, total.first - 2)
    claimed = " ".join(token.text for token in sentence.tokens[begin : total.last + 1]).lstrip(",.:; ")
    result: Result = "holds" if held else "fails"
    finding = told(f"claim.bound.{result}", result, subject=one.subject, claimed=claimed, computed=computed)
    figures = tuple(item.figure() for item in one.items)
    return Verdict("bound", result, finding, figures, total.figure(one.subject), computed, computed - value,
                   subject=one.subject)  # fmt: skip
