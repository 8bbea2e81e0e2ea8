"""What a percentage is of, where no phrase says it: a count that stands beside it, and no figure of the text that fits.

Of the percentages told right beside their count, hardly any is of a whole that the text does not tell. So where none fits,
the whole that comes nearest is the one meant, unless words behind the percentage name another.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from lumbung.engine.claims import arithmetic
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import Share, around
from lumbung.engine.claims.prose.slips import elsewhen

REACH = 12  # sentences within which the whole was told
MOST_TIMES = 2
MOST_OFF = Decimal(12)  # percent points by which such a percentage may miss


def nearest_base(document: Document, percent: Quantity, part: Quantity) -> Quantity | None:
    """The whole that makes a percentage nearest to the published one; None where any other may be meant."""
    if percent.bound or part.bound or not _says_which(document, percent, part):
        return None
    found = [
        q for q in document.window(percent.sentence, REACH)
        if q.role == part.role and q.whole_thing and q.value > part.value and not q.bound
        and compatible(q.kind, part.kind, loosely=True) and not elsewhen(document, q)
    ]  # fmt: skip
    best = min(found, key=lambda q: (_off(percent, part, q), q.start > percent.start, -q.start), default=None)
    if best is None or not _plausible(percent, part, best) or _of_two(percent, part, found):
        return None
    return best


def _plausible(percent: Quantity, part: Quantity, whole: Quantity) -> bool:
    """Near in points, and not another order of magnitude."""
    exact = arithmetic.percentage(part.value, whole.value)
    low, high = sorted((exact, percent.value))
    return high - low <= MOST_OFF and high <= MOST_TIMES * low


def _of_two(percent: Quantity, part: Quantity, found: Sequence[Quantity]) -> bool:
    """ "Perempuan 161.541, laki-laki 157.101, pemula 12.400 atau 3,9 persen": of both together."""
    return any(
        a.sentence == b.sentence and arithmetic.percentage_holds(percent.value, arithmetic.percentage(part.value, a.value + b.value))
        for a, b in pairwise(found)
    )  # fmt: skip


def _off(percent: Quantity, part: Quantity, whole: Quantity) -> Decimal:
    return abs(percent.value - arithmetic.percentage(part.value, whole.value))


def _says_which(document: Document, percent: Quantity, part: Quantity) -> bool:
    """Nothing behind "persen", or "dari keseluruhan", "dari jumlah itu": "dari peminjam" is of others than were told."""
    behind = document.words(percent.sentence, percent.last + 1, percent.last + 5)
    if behind[:1] != ("dari",):
        return True
    known = lexicon.words("lists", "total") | lexicon.words("lists", "anaphors")
    said = {w for w in content(behind) if w not in known}
    return bool(known & set(behind)) and not said - {part.kind}


def concluded(document: Document, percent: Quantity) -> tuple[Quantity, Quantity] | None:
    """ "128 peserta ... 112 kompeten. Dengan begitu kelulusannya 88,5 persen": (part, whole) of the sentence before that come
    nearest, where nothing is told beside the percentage and its sentence says that it follows."""
    head = document.words(percent.sentence, 0, 2)
    alone = [q for q in document.by_sentence[percent.sentence] if q.whole_thing] == []
    if percent.bound or not percent.sentence or not alone or CONCLUDES.isdisjoint(head):
        return None
    paragraph = document.sentences[percent.sentence].paragraph
    parts = [q for q in document.by_sentence[percent.sentence - 1] if q.whole_thing and not q.bound]
    found = [
        (part, whole) for part in parts for whole in document.window(percent.sentence, BEFORE)
        if whole.start < percent.start and whole.role == part.role and whole.whole_thing and whole.value > part.value
        and not whole.bound and compatible(whole.kind, part.kind, loosely=True)
        and paragraph - document.sentences[whole.sentence].paragraph <= 1
    ]  # fmt: skip
    best = min(found, key=lambda pair: _off(percent, *pair), default=None)
    return best if best is not None and _off(percent, *best) <= MOST_OFF else None


BEFORE = 4  # sentences in front of a conclusion in which its whole was told
CONCLUDES = frozenset({"begitu", "demikian", "artinya", "berarti", "jadi", "persentasenya", "alhasil"})


def called(document: Document, percent: Quantity, shares: Sequence[Share]) -> tuple[Quantity, Quantity] | None:
    """ "294 kurang lancar ... 126 macet. Yang macet 1,5 persen": the only part of a known whole that is called the same."""
    mine = around(document, percent, 6, 3) - _SAYS
    if percent.bound or not mine or document.words(percent.sentence, percent.last + 1, percent.last + 1) == ("dari",):
        return None
    near = [
        s
        for s in shares
        if 0 <= percent.sentence - s.part.sentence <= CLOSE and s.part.start < percent.start and s.whole.value
    ]
    shared = [(len(mine & around(document, s.part)), s) for s in near]
    most = max((number for number, _ in shared), default=0)
    meant = {(s.part.value, s.whole.value): s for number, s in shared if number == most and number}
    if len(meant) != 1:
        return None
    (share,) = meant.values()
    other = elsewhen(document, percent) or elsewhen(document, share.part)
    return None if other or _off(percent, share.part, share.whole) > MOST_OFF else (share.part, share.whole)


CLOSE = 2  # sentences between a part and the percentage that is told of it by name
_SAYS = frozenset(
    {"persentase", "porsi", "tingkat", "capaian", "proporsi", "sekitar", "koperasi", "kota", "kabupaten", "tahun"}
)
