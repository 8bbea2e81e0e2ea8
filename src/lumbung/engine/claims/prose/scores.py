"""Marks and indices with decimals: how many points two of them differ by, and lists that a ranking numbers.

Such numbers ("nilai 86,50") count nothing, so no other reading sees them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from lumbung.engine.claims.model import Figure, Place, Result, Verdict
from lumbung.engine.claims.prose import lexicon, numbers
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.orders import marks_of
from lumbung.engine.claims.telling import told

BACK = 2  # sentences in front of a difference in points
FAR = 8  # ... and where any two that fit it stand
NEAR = 4  # words between "naik" and the number
LEAD = 5  # sentences in front of a list that say it is a ranking
LEAST_LINES = 4
MOST = 60  # numbers that are tried against a difference
PLAUSIBLE = 3  # times by which a difference may be off
_SCORE = re.compile(r"\d{1,3},\d{1,2}", re.ASCII)
_PLAIN = re.compile(r"\d{1,3}(?:,\d{1,2})?", re.ASCII)
_CHANGES = frozenset(
    {"selisih", "selisihnya", "berselisih", "terpaut", "jarak", "membaik", "perbaikan", "lebih", "memburuk", "beda"}
)
_RANKS = frozenset({"peringkat", "juara", "ranking", "rangking", "urutan", "terbaik", "teraktif", "paling", "pemenang", "tertinggi", "nilai",
                    "skor", "penilaian", "unggulan"})  # fmt: skip
_AGO = lexicon.words("differences", "before") | {"awal", "januari"}


@dataclass(frozen=True, slots=True)
class Score:
    """One number with decimals; `at` is its token."""

    value: Decimal
    sentence: int
    at: int
    percent: bool
    figure: Figure


BySentence = Mapping[int, Sequence[Score]]


def scored(document: Document, mentions: Sequence[Mention], tried: Collection[int]) -> Iterator[Verdict]:
    """Differences in points, and numbered rankings; `tried` are the places of figures judged before."""
    by_sentence: dict[int, list[Score]] = {}
    for score in _scores(document):
        by_sentence.setdefault(score.sentence, []).append(score)
    for sentence in document.sentences:
        for at, token in enumerate(sentence.tokens):
            if (
                sentence.lowers[at + 1 : at + 2] == ("poin",)
                and _PLAIN.fullmatch(token.text)
                and token.start not in tried
            ):
                yield from _differing(document, by_sentence, sentence.index, at)
    yield from _ranked(document, by_sentence)


def _scores(document: Document) -> list[Score]:
    """Every number with decimals that measures nothing else; percentages too."""
    percents = {q.start: q.value for q in document.quantities if q.role == "percent"}
    others = {q.start for q in document.quantities if q.role in ("money", "amount")}
    units = lexicon.names("amounts", "units").keys() | lexicon.words("measures", "nouns") | {"poin"}
    found = []
    for sentence in document.sentences:
        for at, token in enumerate(sentence.tokens):
            after = sentence.lowers[at + 1] if at + 1 < len(sentence.lowers) else ""
            before = sentence.lowers[at - 1] if at else ""
            percent = token.start in percents and token.kind == "number"
            plain = bool(_SCORE.fullmatch(token.text)) and not numbers.scale_of(after) and before != "rp"
            if percent or (plain and after not in units and token.start not in others):
                value = percents[token.start] if percent else Decimal(token.text.replace(",", "."))
                found.append(Score(value, sentence.index, at, percent, _figure(document, sentence.index, at, value)))
    return found


def _figure(document: Document, sentence: int, at: int, value: Decimal) -> Figure:
    token = document.sentences[sentence].tokens[at]
    label = document.excerpt(sentence, max(0, at - 3), at).strip(" ,.;:()")
    return Figure(label, value, token.text, Place(start=token.start, end=token.end))


def _differing(document: Document, by_sentence: BySentence, sentence: int, at: int) -> Iterator[Verdict]:
    """ "87,00 ... Semester sebelumnya 84,50 sehingga ada peningkatan 3,50 poin"."""
    lowers = document.sentences[sentence].lowers
    growth = lexicon.words("growth", "up") | lexicon.words("growth", "down")
    near = {word.removesuffix("nya") for word in lowers[max(0, at - NEAR) : at]}
    if not near & (growth | _CHANGES):
        return
    by = Decimal(document.sentences[sentence].tokens[at].text.replace(",", "."))
    place = _figure(document, sentence, at, by)
    window = [s for i in range(sentence - FAR, sentence + FAR + 1) for s in by_sentence.get(i, ())][:MOST]
    fitting = next(
        ((a, b) for a, b in combinations(window, 2) if a.percent == b.percent and abs(a.value - b.value) == by), None
    )
    if fitting is not None:
        yield _difference(fitting, place, by)
        return
    paragraph = document.sentences[sentence].paragraph
    here = [
        s for i in range(sentence - BACK, sentence + 1) for s in by_sentence.get(i, ())
        if document.sentences[i].paragraph == paragraph
    ]  # fmt: skip
    last = [s for s in here if s.sentence == sentence]
    here = here if len({s.value for s in last}) < 2 else last  # both in its own sentence
    values = {s.value: s for s in here}
    if len(values) != 2 or len({s.percent for s in values.values()}) != 1:  # a difference is of two
        return
    pair = tuple(values.values())
    off = abs(pair[0].value - pair[1].value)
    said = {w for s in pair for w in document.sentences[s.sentence].lowers}
    times = _AGO & said or {"dari", "menjadi"} <= said
    if times and off / PLAUSIBLE <= by <= off * PLAUSIBLE:
        yield _difference((pair[0], pair[1]), place, by)


def _difference(pair: tuple[Score, Score], by: Figure, published: Decimal) -> Verdict:
    high, low = sorted(pair, key=lambda score: -score.value)
    computed = high.value - low.value
    result: Result = "holds" if computed == published else "fails"
    finding = told(f"claim.prose.difference_{result}", result, subject=by.label, first_value=high.value, second_value=low.value,
                   computed=computed, published=published)  # fmt: skip
    return Verdict(
        "sum", result, finding, (high.figure, low.figure), by, computed, computed - published, subject=by.label
    )


def _ranked(document: Document, by_sentence: BySentence) -> Iterator[Verdict]:
    """ "3. Desa A, nilai 84,5 / 4. Desa B, nilai 86,0" under words that promise a ranking: every line must not rise."""
    row: list[Score] = []
    for sentence in document.sentences:
        number = _number_of(document, sentence.index)
        here = by_sentence.get(sentence.index, [])
        if number == len(row) + 1 and len(here) == 1 and not here[0].percent:
            row.append(here[0])
            continue
        yield from _judged_row(document, row)
        row = [here[0]] if number == 1 and len(here) == 1 and not here[0].percent else []
    yield from _judged_row(document, row)


def _number_of(document: Document, at: int) -> int:
    """The number in front of a line, 0 where it has none."""
    sentence = document.sentences[at]
    if sentence.shape != "item":
        return 0
    start = sentence.tokens[0].start
    head = document.text[document.text.rfind("\n", 0, start) + 1 : start].strip()
    return int(head[:-1]) if head[:-1].isdecimal() and head[-1:] in (".", ")") else 0


def _judged_row(document: Document, row: Sequence[Score]) -> Iterator[Verdict]:
    if len(row) < LEAST_LINES:
        return
    first = row[0].sentence
    lead = [document.sentences[at] for at in range(max(0, first - LEAD), first)]
    words = {word for sentence in lead for word in sentence.lowers}
    low = any(not mark.top for sentence in lead[-1:] for mark in marks_of(sentence))
    rises = [(a, b) for a, b in pairwise(row) if b.value > a.value]
    if not words & _RANKS or low or len(rises) > 1:
        return  # more than one rise: the numbers count the lines
    figures, subject = tuple(score.figure for score in row), row[0].figure.label
    if not rises:
        yield Verdict("order", "holds", told("claim.order.holds", "holds", subject=subject), figures, subject=subject)
        return
    left, right = rises[0]
    finding = told("claim.order.fails", "fails", subject=subject, first=left.figure.label, first_value=left.value,
                   second=right.figure.label, second_value=right.value)  # fmt: skip
    yield Verdict("order", "fails", finding, figures, subject=subject)
