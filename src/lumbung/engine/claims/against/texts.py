"""Numbers of a text that the words around them place: what is counted, and for which district or kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lumbung.engine.claims.against.cells import ACTIVE, CROSS, Cells, Key, kinds, state_of
from lumbung.engine.claims.model import Figure
from lumbung.engine.claims.prose.document import Document, read
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.cleaning.law import law

REACH = 12  # words behind a number that may say what it counts
_COUNTS = ("", "cooperative")
_BETWEEN = 3  # words: "440 koperasi dari 587"
_REGISTERED = tuple((("streams", row, "total"),) for row in ("listed", "listed_rows", "active_listed"))


class _Clause(NamedTuple):
    """Token ranges around a number, ends excluded: `back` and `near` are its own clause, `far` is the rest."""

    back: range
    near: range
    far: range


class _Where(NamedTuple):
    """What a stretch of words names: district codes, kinds, and whether it speaks of something the run does not know."""

    districts: frozenset[str]
    kinds: frozenset[str]
    elsewhere: bool


def phrased(text: str, run: Cells) -> Iterator[tuple[Figure, Sequence[Key]]]:
    """(figure, the cells it may mean) of each number that is placed."""
    document = read(text)
    for sentence, quantities in enumerate(document.by_sentence):
        if run.another_year(document.sentences[sentence].lowers):
            continue
        lowers, last = document.sentences[sentence].lowers, tuple[Key, ...]()
        for at, quantity in enumerate(quantities):
            if quantity.role != "count" or quantity.kind not in _COUNTS:
                continue
            part, base = _is_base(lowers, quantities, at + 1), _is_base(lowers, quantities, at)
            others = (*quantities[: at + 1], *quantities[at + 2 :]) if part else quantities
            clause = _clause(document.sentences[sentence], others, at)
            keys = _keys(document, quantity, clause, run)
            if (part or base) and (keys[:1] in _REGISTERED) != base:
                continue  # of "440 dari 587 koperasi aktif" 440 are active; of "... terdata di ODS" 587 are listed
            keys = keys or _carried(document, quantity, clause, last, run)
            last = keys
            if keys:
                yield quantity.figure(_subject(document, quantity, clause)), keys


def _is_base(lowers: Sequence[str], quantities: Sequence[Quantity], at: int) -> bool:
    """Whether the number is what another is part of: the second of "440 dari 587"."""
    if not 0 < at < len(quantities):
        return False
    between = lowers[quantities[at - 1].last + 1 : quantities[at].first]
    return bool(between) and between[-1] == "dari" and len(between) <= _BETWEEN


def _subject(document: Document, quantity: Quantity, clause: _Clause) -> str:
    """The number's clause as written; without what stands in front, where the words behind say what it counts."""
    sentence = document.sentences[quantity.sentence]
    first = quantity.first if _phrase(sentence, clause.near) else clause.back.start
    first += sentence.lowers[first] in law("against")["words"]["edges"]
    last = max(clause.near.stop - 1, quantity.last)
    return document.excerpt(quantity.sentence, first, last).rstrip(".")


def _clause(sentence: Sentence, quantities: Sequence[Quantity], at: int) -> _Clause:
    """The words that belong to one number: those in front of it, those behind it, and what may belong to it."""
    quantity, edges = quantities[at], law("against")["words"]["edges"]
    start = 0
    if at:
        before = range(quantities[at - 1].last + 1, quantity.first)
        start = next((place for place in before if sentence.lowers[place] in edges), quantity.first)
    last = at + 1 == len(quantities)
    end = len(sentence.tokens) if last else quantities[at + 1].first
    behind = range(quantity.last + 1, end)
    edge = next((place for place in behind if sentence.lowers[place] in edges), end)
    return _Clause(range(start, quantity.first), range(quantity.last + 1, edge), range(edge, end) if last else range(0))


def _keys(document: Document, quantity: Quantity, clause: _Clause, run: Cells) -> tuple[Key, ...]:
    """The cells the number may mean, the likelier first; none where nobody can say."""
    sentence = document.sentences[quantity.sentence]
    own, far = _where(sentence, (*clause.back, *clause.near), run), _where(sentence, clause.far, run)
    if own.elsewhere or len(own.districts) > 1 or len(own.kinds) > 1:
        return ()
    keys = _phrase(sentence, clause.near)
    if not keys and _leads_in(sentence, quantity, run):
        keys = _phrase(sentence, clause.back)
    if not keys:
        return ()
    if own.districts or own.kinds:
        return (_crossed(own),) if keys[0] == ACTIVE else ()
    wider = _phrase(sentence, (*clause.near, *clause.far))  # "424 koperasi aktif, semuanya terdaftar di ODS"
    others = tuple(key for key in wider if clause.far and key not in keys)
    if keys[0] == ACTIVE and len(far.districts) == 1 and len(far.kinds) < 2:
        others = (*others, _crossed(far))  # "41 koperasi aktif, semuanya di Balikpapan Timur"
    if keys[0] == ACTIVE and (before := _before(document, quantity, run)):
        others = (*others, (CROSS, before, "total"))
    return (*keys, *others)


def _carried(
    document: Document, quantity: Quantity, clause: _Clause, last: tuple[Key, ...], run: Cells
) -> tuple[Key, ...]:
    """ "Kota 143 koperasi aktif, diikuti Selatan 82": a district alone goes on with what the number before counted."""
    sentence = document.sentences[quantity.sentence]
    if not last or last[0][0] != CROSS or last[0][1] == "total" or not _leads_in(sentence, quantity, run):
        return ()
    places = (*clause.back, *clause.near)
    own = _where(sentence, places, run)
    if own.elsewhere or len(own.districts) != 1 or state_of([sentence.lowers[place] for place in places]) == "other":
        return ()
    return ((CROSS, next(iter(own.districts)), next(iter(own.kinds), last[0][2])),)


def _crossed(where: _Where) -> Key:
    return CROSS, next(iter(where.districts), "total"), next(iter(where.kinds), "total")


def _before(document: Document, quantity: Quantity, run: Cells) -> str:
    """The one district the sentence before speaks of, "" where there is none: this one may still speak of it."""
    if not quantity.sentence:
        return ""
    this, last = document.sentences[quantity.sentence], document.sentences[quantity.sentence - 1]
    if run.own & set(this.lowers) or (last.paragraph != this.paragraph and last.shape != "heading"):
        return ""
    found = _where(last, range(len(last.tokens)), run).districts
    return next(iter(found)) if len(found) == 1 else ""


def _phrase(sentence: Sentence, places: Sequence[int]) -> tuple[Key, ...]:
    """The cells that a stretch of words names (law/against.toml)."""
    words = {sentence.lowers[place] for place in places[:REACH]}
    for phrase in law("against")["phrase"]:
        fits = set(phrase["all"]) <= words and (not phrase["any"] or words & set(phrase["any"]))
        if fits and not words & set(phrase["none"]):
            return tuple((table, row, column) for table, row, column in phrase["cells"])
    return ()


def _leads_in(sentence: Sentence, quantity: Quantity, run: Cells) -> bool:
    """What stands in front speaks of the number: "sebanyak 41", "Balikpapan Timur: 41", "Balikpapan Timur 41"."""
    before = sentence.lowers[: quantity.first]
    if before and before[-1] in law("against")["words"]["lead"]:
        return True
    return any(before[-size:] in run.districts for size in range(1, run.longest + 1))


def _where(sentence: Sentence, places: Sequence[int], run: Cells) -> _Where:
    """Districts, kinds and strange places among the tokens at `places`."""
    lowers, told = sentence.lowers, law("against")["words"]
    districts, found, elsewhere = set[str](), set[str](), False
    inside, at = set(places), min(places, default=0)
    while at <= max(places, default=-1):
        step = 1
        if at in inside:
            level = at > 0 and _level(lowers, at)
            if named := run.district_at(lowers, at, behind_its_level=bool(level)):
                districts.add(named[0])
                step = named[1]
            elif kind := _kind_at(lowers, at):
                found.add(kind[0])
                step = kind[1]
            else:
                strange = lowers[at] in told["elsewhere"]
                elsewhere = elsewhere or strange or bool(level) or _strange_place(sentence, at, run)
        at += step
    return _Where(frozenset(districts), frozenset(found), elsewhere)


def _level(lowers: Sequence[str], at: int) -> bool:
    """Right behind "kecamatan" or "kec."; "lima kecamatan dengan" names none."""
    before = at - 2 if lowers[at - 1] == "." else at - 1
    if before < 0 or lowers[before] not in ("kecamatan", "kec"):
        return False
    return lowers[at] not in law("against")["words"]["after_level"] and lowers[at][0].isalnum()


def _kind_at(lowers: Sequence[str], at: int) -> tuple[str, int] | None:
    """(kind, words taken) of the longest way of writing a kind that begins at `at`."""
    fits = [(len(way), kind) for way, kind in kinds().items() if tuple(lowers[at : at + len(way)]) == way]
    size, kind = max(fits, default=(0, ""))
    return (kind, size) if size else None


def _strange_place(sentence: Sentence, at: int, run: Cells) -> bool:
    """ "di Samarinda", "Kabupaten Kutai": a place that is neither the run's regency nor one of its districts."""
    told = law("against")["words"]
    if not run.own or not at or sentence.lowers[at - 1] not in told["at_place"]:
        return False
    token, lower = sentence.tokens[at], sentence.lowers[at]
    if not token.text[0].isupper() or lower in told["at_place"]:
        return False
    return lower not in run.own and lower not in told["no_place"] and run.district_at(sentence.lowers, at) is None
