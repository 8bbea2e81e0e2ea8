"""What parts an honest second figure from a slip of the pen: digits, and another time."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.quantities import Quantity

SCALED = 100_000
_PLANS = frozenset({"setelah", "rencana", "direncanakan", "proyeksi", "diproyeksikan"})


def slipped(left: Decimal, right: Decimal) -> bool:
    """True where two neighbouring digits are swapped or one of at least three is another."""
    while min(left, right) >= SCALED and not left % 10 and not right % 10:
        left, right = left // 10, right // 10  # "6,8 triliun" and "6,4 triliun" are written with two digits
    a, b = str(left), str(right)
    if left == right or len(a) != len(b) or not (a + b).isdecimal():
        return False
    off = [i for i in range(len(a)) if a[i] != b[i]]
    swapped = len(off) == 2 and off[1] == off[0] + 1 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]
    return (swapped and len(a) >= 2) or (len(off) == 1 and len(a) >= 3)


def elsewhen(document: Document, quantity: Quantity) -> bool:
    """Another time, a plan, a change, a list put in order: an honest second figure."""
    words = timed(document.sentences[quantity.sentence].lowers)
    growth = lexicon.words("growth", "up") | lexicon.words("growth", "down")
    return bool(words & (lexicon.words("lists", "earlier") | lexicon.words("growth", "events") | growth | _PLANS))


def staged(document: Document, quantity: Quantity) -> bool:
    """ "pada tahap dua", "gelombang III": a part of several in time or kind."""
    lowers = document.sentences[quantity.sentence].lowers
    nouns = lexicon.words("serial", "nouns") | {"periode", "cabang", "unit"}
    return any(a in nouns and (b in _NUMBERS or b.isdecimal()) for a, b in pairwise(lowers))


_NUMBERS = frozenset(
    {*lexicon.rows("orders", "ordinals"), "satu", "dua", "tiga", "empat", "lima", "i", "ii", "iii", "iv", "a", "b", "c"}
)
