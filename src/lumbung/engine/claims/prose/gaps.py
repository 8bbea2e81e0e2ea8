"""What is left, or has changed, told of the only two figures at hand: "8.990 ton dari alokasi 15.500 ton; tersisa 6.520".

The readings of set phrases (`remains`, `differences`) come first; here a figure that calls itself a rest or a change and
that none of them has tried is held against the two nearest figures of its kind, if there are just two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.slips import slipped
from lumbung.engine.claims.prose.sums import tolerance
from lumbung.engine.claims.telling import told

BACK = 2  # sentences in front in which the two figures stand
BySentence = Mapping[int, Sequence[Mention]]
PLAUSIBLE = Decimal("1.6")  # times by which the gap may be off and still be the one meant
_LEFT_BEHIND = frozenset({"tersisa", "lagi", "belum"})


def gaps(document: Document, mentions: Sequence[Mention], taken: Collection[int]) -> Iterator[Verdict]:
    """Every such figure; `taken` are the places of figures that have been tried as a sum or a difference."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.quantity.sentence, []).append(mention)
    for mention in mentions:
        gap = mention.quantity
        if gap.bound or not gap.whole_thing or gap.start in taken or mention.sentence.shape == "heading":
            continue
        if mention.changed or says_left(mention) or _concludes(document, mention):
            pair = _pair(document, by_sentence, mention) or (
                _next_two(by_sentence, mention) if mention.changed else None
            )
            if pair is not None:
                yield from _judged(document, pair, gap)


def says_left(mention: Mention) -> bool:
    """ "tinggal 12", "masih ada 12", "12 lagi", "12 belum"."""
    words, known = list(mention.before[-4:]), lexicon.phrases("remains", "phrases")
    before = any(lexicon.match_at(words, at, known) for at in range(len(words)))
    return before or bool(_LEFT_BEHIND & set(mention.behind[:3]))


def _concludes(document: Document, mention: Mention) -> bool:
    """ "Jadi yang terlambat 52 koperasi": the only figure of a sentence that follows from the one before, and no sum."""
    here = [q for q in document.by_sentence[mention.quantity.sentence] if q.whole_thing]
    head = set(mention.sentence.lowers[:2])
    sums = (
        lexicon.words("lists", "total") | lexicon.words("lists", "after") | lexicon.words("growth", "becomes")
    ) - CONCLUDES
    return len(here) == 1 and bool(head & CONCLUDES) and not sums & set(mention.sentence.lowers)


CONCLUDES = frozenset({"jadi", "berarti", "artinya", "demikian", "begitu", "alhasil"})


def _pair(document: Document, by_sentence: BySentence, mention: Mention) -> tuple[Quantity, Quantity] | None:
    """The two nearest figures of its kind, if its sentence and those before tell just two."""
    gap, found = mention.quantity, list[Mention]()
    paragraph = mention.sentence.paragraph
    for at in range(gap.sentence, max(-1, gap.sentence - BACK - 1), -1):
        if document.sentences[at].paragraph != paragraph:
            break
        here = [
            m for m in by_sentence.get(at, ())
            if m.quantity is not gap and m.quantity.role == gap.role and m.quantity.whole_thing
            and compatible(m.quantity.kind, gap.kind, loosely=at == gap.sentence) and not m.each and not m.changed
        ]  # fmt: skip
        found = here + found
        if len({m.quantity.value for m in found}) > 1:
            break
    values = {m.quantity.value: m.quantity for m in found}
    if len(values) != 2 or any(q.bound for q in values.values()):
        return None
    low, high = sorted(values.values(), key=lambda q: q.value)
    return low, high


def _next_two(by_sentence: BySentence, mention: Mention) -> tuple[Quantity, Quantity] | None:
    """ "Anggota bertambah 48 orang. Kalau awal tahun 312, kini 350": the two times that the next sentence tells."""
    gap = mention.quantity
    alone = [m for m in by_sentence[gap.sentence] if m.quantity.role == gap.role] == [mention]
    here = [
        m for m in by_sentence.get(gap.sentence + 1, ())
        if m.quantity.role == gap.role and compatible(m.quantity.kind, gap.kind)
        and m.quantity.whole_thing and not m.each and not m.quantity.bound
    ]  # fmt: skip
    if not alone or len(here) != 2 or here[0].quantity.value == here[1].quantity.value:
        return None
    times = {"kini", "sekarang", "awal", "semula", "awalnya", "sebelumnya", "lalu", "akhir"} & {
        *here[0].before,
        *here[1].before,
    }
    low, high = sorted((m.quantity for m in here), key=lambda q: q.value)
    return (low, high) if len(times) > 1 else None


def _judged(document: Document, pair: tuple[Quantity, Quantity], gap: Quantity) -> Iterator[Verdict]:
    low, high = pair
    computed, slack = high.value - low.value, tolerance([low, high, gap])
    off = abs(computed - gap.value)
    meant = computed / PLAUSIBLE <= gap.value <= computed * PLAUSIBLE or slipped(computed, gap.value)
    if off > slack and (not meant or gap.value >= high.value or _told_of_others(document, pair, gap)):
        return
    result: Result = "holds" if off <= slack else "fails"
    subject = label_of(document, gap)
    finding = told(
        f"claim.prose.difference_{result}", result, subject=subject, first_value=high.value, second_value=low.value,
        computed=computed, published=gap.value,
    )  # fmt: skip
    figures = (high.figure(label_of(document, high)), low.figure(label_of(document, low)))
    yield Verdict("sum", result, finding, figures, gap.figure(subject), computed, computed - gap.value, slack,
                  subject=subject)  # fmt: skip


def _told_of_others(document: Document, pair: tuple[Quantity, Quantity], gap: Quantity) -> bool:
    """ "57 bubar. Setahun sebelumnya 44. Kini tinggal 618 dari 675": a figure further on makes the gap with one of the two."""
    paragraph = document.sentences[gap.sentence].paragraph
    near = [
        q for q in document.window(gap.sentence, BACK + 1)
        if document.sentences[q.sentence].paragraph == paragraph and q.role == gap.role and not q.bound
        and compatible(q.kind, gap.kind, loosely=True) and q not in (*pair, gap)
    ]  # fmt: skip
    return any(abs(one.value - other.value) == gap.value for one in pair for other in near)
