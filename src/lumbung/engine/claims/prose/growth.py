""" "naik dari 390 menjadi 440", "bertambah 9 menjadi 134": what grew by how much to what."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.differences import rate_of
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.sums import tolerance
from lumbung.engine.claims.prose.totals import REACH
from lumbung.engine.claims.telling import told

_IF = frozenset({"jika", "bila", "apabila", "andai", "akan", "target", "ditargetkan", "menargetkan", "rencana"})


class Change(NamedTuple):
    """What a sentence tells of a change; any of the four may be missing."""

    sign: int  # 1 up, -1 down
    word: str
    before: Quantity | None
    by: Quantity | None
    after: Quantity | None
    percent: Quantity | None


def grown(document: Document) -> Iterator[Verdict]:
    """Every change whose arithmetic can be tried."""
    changes: dict[int, Change] = {}
    for sentence in document.sentences:
        change = _change(document, sentence.index)
        if change is None:
            continue
        if change.before and change.after and not _goes_on(document, sentence.index, change):
            yield from _direction(document, change)
            yield from _percent(document, change)
        last = changes.get(sentence.index - 1)
        if change.after is None and change.by and last and last.before and last.after and last.sign == change.sign:
            # "... dari 125 menjadi 134. Bertambah 9 ..."
            before, after = _ends(document, sentence.index - 1, last.before, last.after, change.by)
            change = change._replace(before=before, after=after)
        if change.before is None and change.after is None and change.by is None:
            yield from _compared(document, sentence.index, change)
        if change.percent and not (change.before or change.by or change.after) and last and last.sign == change.sign:
            yield from _named_again(document, last, change)
        yield from _by(document, sentence.index, change)
        changes[sentence.index] = change


def _compared(document: Document, at: int, change: Change) -> Iterator[Verdict]:
    """ "Angka 412 itu meningkat dibanding tahun lalu, 438": a direction and the only two figures, of two times."""
    figures = [q for q in document.by_sentence[at] if q.whole_thing]
    lowers = document.sentences[at].lowers
    if len(figures) != 2 or not _THAN & set(lowers) or _goes_on(document, at, change):
        return
    now, old = figures
    verb = next(i for i, word in enumerate(lowers) if word == change.word)
    apart = now.last < verb < old.first and old.value != now.value
    same = now.role == old.role and compatible(now.kind, old.kind) and not now.bound and not old.bound
    past = lexicon.words("differences", "before") & set(lowers[verb : old.last + 5])
    if apart and same and past and (now.value - old.value) * change.sign < 0:
        yield from _direction(document, change._replace(before=old, after=now))


_THAN = frozenset({"dibanding", "dibandingkan", "ketimbang", "daripada"})


def _named_again(document: Document, last: Change, change: Change) -> Iterator[Verdict]:
    """ "... dari Rp40 miliar menjadi Rp46 miliar. Kenaikan sebesar 25 persen tersebut ...": of the two just told."""
    percent, before, after = change.percent, last.before, last.after
    if percent is None or before is None or after is None or percent.bound or not before.value:
        return
    head = document.sentences[percent.sentence].lowers[0]
    grows = lexicon.words("growth", "up") | lexicon.words("growth", "down")
    verdict = rate_of(document, before, after, percent, 1 if after.value >= before.value else -1)
    if verdict.result == "holds" or head in grows or head.removesuffix("nya") in grows or head in _SO:
        yield verdict


_SO = frozenset({"artinya", "berarti", "alhasil"})


def _ends(document: Document, at: int, before: Quantity, after: Quantity, by: Quantity) -> tuple[Quantity, Quantity]:
    """ "dari 84 pada 2022 menjadi 51 pada 2023 dan 36 pada 2024. Berkurang 48": the two that fit, else first and last."""
    row = [
        q for q in document.by_sentence[at] if q.role == by.role and compatible(q.kind, after.kind) and q.whole_thing
    ]
    fitting = next(((a, b) for a, b in combinations(row, 2) if abs(a.value - b.value) == by.value), None)
    return fitting or (before, row[-1] if row and row[-1].start > after.start else after)


def _change(document: Document, at: int) -> Change | None:
    sentence = document.sentences[at]
    up, down = lexicon.words("growth", "up"), lexicon.words("growth", "down")
    bare = [w.removesuffix("nya") if not i else w for i, w in enumerate(sentence.lowers)]  # "Penurunannya 15 persen"
    verbs = [(i, w) for i, w in enumerate(bare) if w in up or w in down]
    quantities = document.by_sentence[at]
    if not verbs or not quantities:
        return None
    _, word = verbs[0]
    after = next((q for q in quantities if _follows(document, q, lexicon.words("growth", "becomes"), 2)), None)
    role = after.role if after else "count"
    before = next((q for q in quantities if q.role == role and _follows(document, q, frozenset({"dari"}), 2)
                   and q is not after and (not after or q.start < after.start)), None)  # fmt: skip
    by = next((q for q in quantities if q.role == role and q is not after and q is not before and q.kind != "group"
               and _after_verb(document, q, [i for i, _ in verbs])), None)  # fmt: skip
    by = by or _event(document, at, after, before)
    percent = next(
        (q for q in quantities if q.role == "percent" and _after_verb(document, q, [i for i, _ in verbs])), None
    )
    percent = percent or next(
        (q for q in quantities if q.role == "percent" and after and _beside(document, after, q)), None
    )
    if any(q.bound for q in (before, by, after) if q) or (
        before is None and by is None and percent is None and len(quantities) != 2
    ):
        return None
    return Change(1 if word in up else -1, word, before, by, after, percent)


def _beside(document: Document, after: Quantity, percent: Quantity) -> bool:
    """ "dari Rp61 miliar menjadi Rp74 miliar, atau 31,3 persen"."""
    between = document.words(percent.sentence, after.last + 1, percent.first - 1)
    behind = document.words(percent.sentence, percent.last + 1, percent.last + 1)
    return (
        percent.start > after.start
        and len(between) <= 4
        and bool(between)
        and (between[-1] in ("atau", "(", "sekitar", "setara", "alias"))
        and behind != ("dari",)
    )


def _event(document: Document, at: int, after: Quantity | None, before: Quantity | None) -> Quantity | None:
    """ "Setelah 17 data ganda dihapus, jumlahnya berkurang menjadi 308"."""
    counts = [q for q in document.by_sentence[at] if q.role == "count" and q is not after and q is not before]
    if after is None or len(counts) != 1 or counts[0].kind == "group" or counts[0].start > after.start:
        return None
    behind = document.words(at, counts[0].last + 1, min(counts[0].last + 6, after.first))
    return counts[0] if set(behind) & lexicon.words("growth", "events") else None


def _follows(document: Document, quantity: Quantity, words: frozenset[str], within: int) -> bool:
    return bool(set(document.words(quantity.sentence, quantity.first - within, quantity.first - 1)) & words)


def _after_verb(document: Document, quantity: Quantity, verbs: list[int]) -> bool:
    """ "bertambah (sebanyak) 19 koperasi"."""
    between = min((quantity.first - at for at in verbs if at < quantity.first), default=99)
    return between <= 3 and not _follows(document, quantity, frozenset({"dari", "menjadi", "jadi"}), 2)


def _goes_on(document: Document, at: int, change: Change) -> bool:
    """Plans and conditions claim nothing."""
    return bool(set(document.sentences[at].lowers) & _IF)


def _direction(document: Document, change: Change) -> Iterator[Verdict]:
    before, after = change.before, change.after
    if before is None or after is None or not compatible(before.kind, after.kind):
        return
    if (after.value - before.value) * change.sign < 0:
        subject = label_of(document, before)
        finding = told("claim.prose.direction", "fails", claimed=change.word, first_value=before.value,
                       second_value=after.value, subject=subject)  # fmt: skip
        yield Verdict("order", "fails", finding, (before.figure(subject), after.figure(label_of(document, after))),
                      subject=subject)  # fmt: skip


def _percent(document: Document, change: Change) -> Iterator[Verdict]:
    """ "dari 31.200 menjadi 33.072 atau tumbuh 6 persen", with the rounding of all three."""
    before, after, percent = change.before, change.after, change.percent
    if before is None or after is None or percent is None or percent.bound or not before.value:
        return
    if not compatible(before.kind, after.kind):
        return
    yield rate_of(document, before, after, percent, 1 if after.value >= before.value else -1)


def _by(document: Document, at: int, change: Change) -> Iterator[Verdict]:
    by, after, before = change.by, change.after, change.before
    if by is None or after is None or not compatible(by.kind, after.kind, loosely=True):
        return
    wanted = after.value - change.sign * by.value
    sure = before is not None
    if before is None:
        earlier = [q for q in document.window(at, REACH) if q.end <= min(by.start, after.start) and q.role == by.role
                   and q.kind != "group" and compatible(q.kind, after.kind)]  # fmt: skip
        before = next((q for q in reversed(earlier) if q.value == wanted), None) or _only(document, at, earlier)
        sure = before is not None and not set(document.sentences[at].lowers) & _IF
    if before is None or before.bound:
        return
    slack = tolerance([before, by, after])
    computed = before.value + change.sign * by.value
    held = abs(computed - after.value) <= slack
    if held or sure:
        yield _sum(document, before, by, after, computed, held)


def _only(document: Document, at: int, earlier: list[Quantity]) -> Quantity | None:
    """The one figure of this sentence, else of the sentence before in the same paragraph."""
    here = [q for q in earlier if q.sentence == at]
    if here:
        return here[0] if len(here) == 1 else None
    told_before = [q for q in earlier if q.sentence == at - 1]
    same = at > 0 and document.sentences[at - 1].paragraph == document.sentences[at].paragraph
    return told_before[0] if same and len(told_before) == 1 else None


def _sum(document: Document, before: Quantity, by: Quantity, after: Quantity, computed: Decimal, held: bool) -> Verdict:
    subject = label_of(document, after)
    result: Result = "holds" if held else "fails"
    finding = told(f"claim.sum.{result}", result, subject=subject, computed=computed, published=after.value,
                   difference=computed - after.value)  # fmt: skip
    figures = (before.figure(label_of(document, before)), by.figure(label_of(document, by)))
    return Verdict("sum", result, finding, figures, after.figure(subject), computed, computed - after.value,
                   tolerance([before, by, after]), subject=subject)  # fmt: skip
