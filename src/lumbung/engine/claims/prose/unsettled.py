"""Wholes that their parts nearly make, told without a phrase that says so.

What the phrases found is known by then. A figure with a row of others of its kind that misses it by little, or by a slip
of the pen, and that no other sum of the text explains, is told as a sum that does not add up. Chance is kept out by
number: three parts that come within a few hundredths are hardly ever another thing; two need words that part a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.doubts import SURE
from lumbung.engine.claims.prose.enumerations import Enumeration
from lumbung.engine.claims.prose.partings import Parting, known_figures, partings_of, together
from lumbung.engine.claims.prose.quantities import compatible
from lumbung.engine.claims.prose.rows import item_of_mention, meant, opened
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.sums import judge_failing


def unsettled(document: Document, mentions: Sequence[Mention], found: Sequence[Verdict]) -> list[Verdict]:
    """`found` with every such sum, without those that take one of its parts for a whole of others."""
    partings, known = partings_of(mentions), known_figures(mentions)
    exact = _by_figure(partings)
    settled = [_places(verdict) for verdict in found if verdict.kind == "sum" and verdict.result == "holds"]
    near = [
        one for one in partings
        if not one.exact and meant(document, one) and not any(one.starts < some for some in settled)
        and not _of_its_kind(one.whole, one.parts)
        and not any(_explains(document, other, one) for start in one.starts for other in exact.get(start, ()))
        and not together(one.whole.quantity, [m.quantity.value * m.times for m in one.parts], known)
    ]  # fmt: skip
    by_place = {mention.quantity.start: mention for mention in mentions}
    open_ = [
        v for v in found
        if not _inside(v, exact) and not _completed(document, v, exact, by_place) and not _mixed(v, by_place)
    ]  # fmt: skip
    kept = _weighed(document, near, open_)
    return [v for v in kept if not _goes_on_untold(document, v, by_place) and not _part_and_whole(v, exact)]


def _goes_on_untold(document: Document, verdict: Verdict, mentions: Mapping[int, Mention]) -> bool:
    """Parts that fall short of their whole, with others behind them of which no figure is told: "Kecamatan lain masih dihitung"."""
    short = verdict.kind == "sum" and verdict.result == "fails" and (verdict.difference or 0) < 0
    parts = [m.quantity for f in verdict.parts if (m := mentions.get(f.place.start or 0)) is not None]
    if not short or not parts:
        return False
    last = max(parts, key=lambda q: q.start)
    following = next((q for q in document.by_sentence[last.sentence] if q.first > last.last and q.whole_thing), None)
    tail = document.words(last.sentence, last.last + 1, following.first - 1 if following else 999)
    after = last.sentence + 1
    bare = after < len(document.sentences) and not any(q.whole_thing for q in document.by_sentence[after])
    same = bare and document.sentences[after].paragraph == document.sentences[last.sentence].paragraph
    cut = next(
        (at for at, word in enumerate(tail) if word in _TURNS), len(tail)
    )  # "29 koperasi lainnya" is the part itself
    return any(_others(words) for words in (tail[cut:], document.sentences[after].lowers[:4] if same else ()))


def _others(words: Sequence[str]) -> bool:
    known = lexicon.words("lists", "rest") | _OTHERS
    none = "tanpa" in words or ("ada" in words and bool({"tidak", "tak"} & set(words)))  # "tidak ada sumber lain"
    return bool(set(words) & known) and not none


_TURNS = frozenset({",", ";", "dan", "serta", "sedangkan", "sementara"})


_OTHERS = frozenset({"lain", "lain-lain", "lainnya", "dll", "dsb", "sebagainya", "selainnya"})


def _inside(verdict: Verdict, exact: Mapping[int, Sequence[Parting]]) -> bool:
    """A sum that fails although all its figures, the total too, are parts of a whole that adds up."""
    places = _places(verdict)
    if verdict.kind != "sum" or verdict.result != "fails" or len(places) < SURE:
        return False
    some = exact.get(next(iter(places)), ())
    return any(places <= {m.quantity.start for m in one.parts} for one in some)


def _completed(
    document: Document, verdict: Verdict, exact: Mapping[int, Sequence[Parting]], mentions: Mapping[int, Mention]
) -> bool:
    """A sum that falls short, but whose total a longer row makes, or the parts with one more figure beside the total."""
    total = verdict.total
    whole = mentions.get(total.place.start or 0) if total else None
    missing = -(verdict.difference or 0)
    if verdict.kind != "sum" or verdict.result != "fails" or whole is None or missing <= 0 or len(verdict.parts) < 2:
        return False
    parts, start = _places(verdict, total=False), whole.quantity.start
    if any(o.whole.quantity.start == start and parts < o.starts for o in exact.get(start, ())):
        return True  # "A: 3, 2, 1. B: 4, 1, 2. Seluruhnya 13"
    beside = document.by_sentence[whole.quantity.sentence]
    return missing > SMALL and any(
        q.value == missing and q.role == whole.quantity.role and q.start not in parts | {start}
        and compatible(q.kind, whole.quantity.kind, loosely=True) for q in beside
    )  # fmt: skip


def _part_and_whole(verdict: Verdict, exact: Mapping[int, Sequence[Parting]]) -> bool:
    """ "A 1.800, B 1.200, C 1.000 setel. Dari 4.000 setel itu": two figures that differ, one being a part of the other."""
    places = _places(verdict)
    return verdict.kind == "same" and verdict.result == "fails" and any(
        one.whole.quantity.start in places and places <= one.starts for start in places for one in exact.get(start, ())
    )  # fmt: skip


def _mixed(verdict: Verdict, mentions: Mapping[int, Mention]) -> bool:
    """A sum that fails because other things stand between its parts."""
    total = verdict.total
    whole = mentions.get(total.place.start or 0) if total else None
    parts = [m for f in verdict.parts if (m := mentions.get(f.place.start or 0)) is not None]
    return verdict.kind == "sum" and verdict.result == "fails" and whole is not None and _of_its_kind(whole, parts)


def _of_its_kind(whole: Mention, parts: Sequence[Mention]) -> bool:
    """ "empat kelompok dengan 62 anggota, tiga kelompok dengan 45, ...": those that count what the total counts make it."""
    own = [m for m in parts if m.quantity.kind == whole.quantity.kind]
    made = sum((m.quantity.value * m.times for m in own), Decimal(0))
    return 1 < len(own) < len(parts) and made == whole.quantity.value


def _by_figure(partings: Sequence[Parting]) -> dict[int, list[Parting]]:
    """The sums that add up, by the places of their figures."""
    found: dict[int, list[Parting]] = {}
    for one in partings:
        for start in one.starts if one.exact else ():
            found.setdefault(start, []).append(one)
    return found


def _weighed(document: Document, near: Sequence[Parting], found: Sequence[Verdict]) -> list[Verdict]:
    """The longest rows first; each figure is told wrong once, by what was found before unless that is inside a row."""
    touching: dict[int, list[int]] = {}
    places = [_places(verdict) for verdict in found]
    for at, verdict in enumerate(found):
        for start in places[at] if verdict.result in ("fails", "cannot_tell") else ():
            touching.setdefault(start, []).append(at)
    told, dropped, new = set[int](), set[int](), list[Verdict]()
    for one in sorted(near, key=lambda p: (-len(p.parts), abs(p.off))):
        others = {at for start in one.starts for at in touching.get(start, ())} - dropped
        parts = {m.quantity.start for m in one.parts}
        asked = {
            at for at in others if found[at].result == "cannot_tell" and _places(found[at], total=False) <= one.starts
        }
        inner = asked | {at for at in others if found[at].result == "fails" and places[at] <= parts}
        if told.isdisjoint(one.starts) and not any(
            found[at].result == "fails" and found[at].kind in _ADD for at in others - inner
        ):
            told |= one.starts
            dropped |= inner
            new.append(_verdict(document, one))
    return [verdict for at, verdict in enumerate(found) if at not in dropped] + new


_ADD = frozenset({"sum", "bound", "inside"})


def _places(verdict: Verdict, *, total: bool = True) -> set[int]:
    figures = [*verdict.parts, *([verdict.total] if verdict.total and total else [])]
    return {f.place.start for f in figures if f.place.start is not None}


def _explains(document: Document, exact: Parting, one: Parting) -> bool:
    """The figures make another sum: all of them together, or most of the row without this whole."""
    parts = {m.quantity.start for m in exact.parts}
    mine = {m.quantity.start for m in one.parts}
    if exact.whole.quantity.start == one.whole.quantity.start:
        told = {m.quantity.value for m in exact.parts if m.quantity.value > SMALL}
        again = any(m.quantity.value in told for m in one.parts)  # "aktif 137 ... 137 yang aktif itu meliputi ..."
        return again or bool(parts & mine)  # the row goes on, or ends earlier
    within = parts < mine and exact.whole.quantity.start in mine
    if within and (len(parts) >= SURE or (exact.adjacent and opened(document, exact))):
        return True  # the row tells a part, and then that part's own parts
    if not exact.adjacent and len(parts) < SURE:
        return False
    together = one.whole.quantity.start in parts and len(parts & mine) >= len(mine) - 1
    enough = SURE if len(mine) > 2 else 2  # two figures of a longer row may well make a third by chance
    return together or (len(parts & mine) >= enough and exact.whole.quantity.start not in one.starts)


SMALL = 12  # figures up to here come twice in a text by chance


def _verdict(document: Document, one: Parting) -> Verdict:
    items = tuple(item_of_mention(document, m) for m in one.parts for _ in range(m.times))
    subject = label_of(document, one.whole.quantity)
    made = Enumeration(one.parts[0].quantity.sentence, items, "complete", subject, (one.whole.quantity,), firm=True,
                       last_sentence=one.parts[-1].quantity.sentence)  # fmt: skip
    return judge_failing(document, made, one.whole.quantity)
