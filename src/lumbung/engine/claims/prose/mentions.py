"""One thing told twice with figures that no slip of the pen explains: "27 koperasi ... 45 koperasi nelayan itu"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import combinations

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.slips import elsewhen

BEHIND = 5  # words that say which ones are meant
MOST = 60  # figures whose sums and differences are tried
FACTOR = 2  # further apart the two speak of different things


def named_once(
    document: Document, quantity: Quantity, earlier: Sequence[Quantity], values: Collection[Decimal]
) -> Quantity | None:
    """The figure that "45 koperasi nelayan itu" goes back to: the only one of its kind, told with the same words.

    None where the figure may be made of others, or anything else may be meant.
    """
    if not quantity.kind or len(values) > MOST or _moves(document, quantity) or derived(quantity.value, values):
        return None
    same = [q for q in earlier if q.kind == quantity.kind and q.sentence < quantity.sentence]
    mine = _qualifiers(document, quantity)
    alone = len({q.value for q in same}) == 1
    told = same if alone else [q for q in same if _qualifiers(document, q) & mine]
    if len({q.value for q in told}) != 1 or any(q.bound or elsewhen(document, q) for q in told):
        return None
    again = [
        q for q in document.quantities if q.value == quantity.value and q.start > quantity.start and q.role == "count"
    ]
    return told[-1] if not again else None


def _moves(document: Document, quantity: Quantity) -> bool:
    """A goal or a change; what is done with "45 koperasi itu" in future changes nothing."""
    growth = lexicon.words("growth", "up") | lexicon.words("growth", "down") | lexicon.words("growth", "becomes")
    words = set(document.sentences[quantity.sentence].lowers)
    return bool(words & (growth | {"target", "ditargetkan", "menargetkan", "kuota", "lalu", "sebelumnya", "semula"}))


def derived(value: Decimal, values: Collection[Decimal]) -> bool:
    """True where two of `values` make it by adding or taking away."""
    return any(value in (a + b, abs(a - b)) for a, b in combinations(values, 2))


def _qualifiers(document: Document, quantity: Quantity) -> frozenset[str]:
    """The words of the name behind a number: "27 koperasi nelayan" -> nelayan."""
    found = []
    for word in document.words(quantity.sentence, quantity.last + 1, quantity.last + BEHIND):
        if not word[0].isalpha() or word in _BREAKS:
            break
        found.append(word)
    return frozenset(content(found)) - lexicon.words("units", "cooperative") - {quantity.kind}


_BREAKS = frozenset({"yang", "di", "dan", "pada", "per", "dari", "telah", "sudah", "belum", "dalam", "atau", "untuk", "akan",
                     "tersebut", "itu", "ini", "dengan", "ke", "se"})  # fmt: skip


def headlined(document: Document, head: Quantity, body: Sequence[Quantity]) -> Quantity | None:
    """The figure of the lead that a headline contradicts: the first of its kind, the text has the headline's nowhere."""
    sentence = document.sentences[head.sentence]
    if not head.kind or _plans(sentence.lowers) or elsewhen(document, head):
        return None
    alike = [q for q in body if q.kind == head.kind]
    if not alike or derived(head.value, {q.value for q in body}):
        return None
    lead = alike[0]
    if len({q.value for q in alike if q.sentence == lead.sentence}) != 1 or _rounded(head.value, lead.value):
        return None
    if not lead.value / FACTOR <= head.value <= lead.value * FACTOR:
        return None
    shared = _said(document, head) & _said(document, lead)
    new = _said(document, head) - {w for q in alike for w in document.sentences[q.sentence].lowers}
    later = elsewhen(document, lead) or _plans(document.sentences[lead.sentence].lowers)
    sure = len(shared) >= 2 and len(shared) > len(new) and not later and compatible(head.kind, lead.kind)
    return lead if sure else None


def _plans(lowers: Sequence[str]) -> bool:
    return bool(set(lowers) & lexicon.words("differences", "planned"))


def _said(document: Document, quantity: Quantity) -> frozenset[str]:
    """The content words of its sentence, without what it counts."""
    units = lexicon.words("units", "cooperative") | lexicon.words("units", "person")
    return (
        frozenset(w for w in content(document.sentences[quantity.sentence].lowers) if len(w) > 2)
        - units
        - {quantity.kind}
    )


def _rounded(head: Decimal, lead: Decimal) -> bool:
    """True where the headline tells the lead's figure in round numbers."""
    plain = str(head).rstrip("0")
    step = Decimal(10) ** (len(str(head)) - len(plain))
    return step > 1 and abs(head - lead) < step
