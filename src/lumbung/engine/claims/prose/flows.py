"""Stocks with what came and what left: "846 anggota. Masuk 57, keluar 31, sehingga 872": a sum with signs.

Both directions must be told by words of the figures' own clauses: then the row is no list of parts, whatever it makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.quantities import compatible
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.slips import slipped
from lumbung.engine.claims.prose.sums import tolerance
from lumbung.engine.claims.telling import told

SPAN = 3  # sentences from the stock before to the stock afterwards
PLAUSIBLE = Decimal("0.25")  # by which the stock afterwards may be off and still be meant


def direction(mention: Mention) -> int:
    """1 for what comes, -1 for what leaves, 0 where its clause says neither or both."""
    said = {*mention.before, *mention.behind}
    comes, leaves = bool(said & lexicon.words("flows", "in")), bool(said & lexicon.words("flows", "out"))
    return comes - leaves


def both_ways(mentions: Sequence[Mention]) -> bool:
    """True for a row of which some figures come and some leave."""
    return {1, -1} <= {direction(mention) for mention in mentions}


def in_steps(verdict: Verdict, mentions: Sequence[Mention]) -> bool:
    """ "naik 20 pada semester pertama, 34 pada semester kedua": steps that only together are the difference of two times."""
    place = verdict.total.place.start if verdict.total else None
    change = next((m for m in mentions if m.quantity.start == place), None)
    if verdict.kind != "sum" or verdict.result != "fails" or change is None or not change.changed:
        return False
    alike = [
        m
        for m in mentions
        if m.quantity.sentence == change.quantity.sentence and m.quantity.role == change.quantity.role
    ]
    steps = [m.quantity.value for m in alike if m.changed]
    return len(steps) > 1 and sum(steps, Decimal(0)) == verdict.computed


def flowing(document: Document, mentions: Sequence[Mention]) -> Iterator[Verdict]:
    """Every stock told with both movements and what they make of it."""
    for role in ("count", "money", "amount"):
        some = [m for m in mentions if m.quantity.role == role and m.quantity.whole_thing and not m.each]
        for at, opening in enumerate(some):
            if not direction(opening):
                yield from _from(document, opening, some[at + 1 :])


def _from(document: Document, opening: Mention, behind: Sequence[Mention]) -> Iterator[Verdict]:
    moves: list[Mention] = []
    for mention in behind:
        near = mention.quantity.sentence - opening.quantity.sentence < SPAN
        if not near or not compatible(mention.quantity.kind, opening.quantity.kind, loosely=True):
            return
        if _afterwards(mention):
            if both_ways(moves):
                yield from _judged(document, opening, moves, mention)
            return
        if not direction(mention):
            return
        moves.append(mention)


def _afterwards(mention: Mention) -> bool:
    """A state that follows: "sehingga anggota menjadi 872"."""
    return bool(set(mention.before) & lexicon.words("flows", "after")) and not mention.changed


def _judged(document: Document, opening: Mention, moves: Sequence[Mention], closing: Mention) -> Iterator[Verdict]:
    quantities = [m.quantity for m in (opening, *moves, closing)]
    came = sum((m.quantity.value for m in moves if direction(m) > 0), Decimal(0))
    left = sum((m.quantity.value for m in moves if direction(m) < 0), Decimal(0))
    first, published = opening.quantity.value, closing.quantity.value
    computed, slack = first + came - left, tolerance(quantities)
    off = abs(computed - published)
    if any(q.bound for q in quantities) or (off > PLAUSIBLE * published and not slipped(computed, published)):
        return
    result: Result = "holds" if off <= slack else "fails"
    subject = label_of(document, closing.quantity)
    finding = told(
        f"claim.prose.flow_{result}", result, subject=subject, first_value=first, came=came, gone=left,
        computed=computed, published=published,
    )  # fmt: skip
    figures = tuple(q.figure(label_of(document, q)) for q in quantities[:-1])
    yield Verdict("sum", result, finding, figures, closing.quantity.figure(subject), computed, computed - published,
                  slack, subject=subject)  # fmt: skip
