"""The parts of a list in a text whose labels are kinds, or districts of the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lumbung.engine.claims.against.cells import CROSS, Cells, Key, kinds, state_of, words_of
from lumbung.engine.claims.model import Examined, Figure, Verdict
from lumbung.engine.cleaning.law import law

FEWEST = 2  # labels of one list that must be known before any of them is placed
Placed = list[tuple[Figure, Key]]


def listed(examined: Examined, run: Cells) -> Iterator[tuple[Figure, Sequence[Key]]]:
    """(part, its cell) of the sums of a text that count active cooperatives by kind or by district."""
    text = examined.text or ""
    names = names_of(run, short=bool(run.own & set(words_of(text))))
    for verdict in examined.verdicts:
        if verdict.kind != "sum":
            continue
        found = [(figure, names.get(folded(figure.label))) for figure in verdict.parts]
        sure = [(figure, key) for figure, key in found if key is not None and key in run.cells]
        words = words_of(_around(verdict, text))
        state = "other" if run.another_year(words) else state_of(words)
        if len(sure) >= max(FEWEST, len(found) - 1) and (state == "active" or (not state and mostly_fits(sure, run))):
            yield from ((figure, (key,)) for figure, key in sure)


def names_of(run: Cells, *, short: bool) -> Mapping[tuple[str, ...], Key]:
    """Words -> the cell of active cooperatives they name; `short`: the city is named, so "Timur" will do."""
    places = {**(run.short if short else {}), **run.districts}
    return {
        **{words: (CROSS, code, "total") for words, code in places.items()},
        **{words: (CROSS, "total", kind) for words, kind in kinds().items()},
    }


def folded(label: str) -> tuple[str, ...]:
    """The words of a label without those that only say what is counted, and without its number."""
    words = list(words_of(label))
    while words and words[0].isdecimal():
        words.pop(0)
    return tuple(word for word in words if word not in law("against")["words"]["around"])


def mostly_fits(placed: Placed, run: Cells) -> bool:
    """What does not say that it counts active cooperatives is known by its figures: at least half are the run's."""
    fits = sum(_fits(figure, key, run) for figure, key in placed)
    return 2 * fits >= len(placed)


def _fits(figure: Figure, key: Key, run: Cells) -> bool:
    cell = run.cells[key]
    return figure.value is not None and cell["low"] <= figure.value <= cell["high"]


def _around(verdict: Verdict, text: str) -> str:
    """The text from the beginning of the sentence of the total, or of the first part, to the last part."""
    places = [figure.place for figure in (*verdict.parts, *((verdict.total,) if verdict.total else ()))]
    starts = [place.start for place in places if place.start is not None]
    ends = [place.end for place in places if place.end is not None]
    if not starts or not ends:
        return ""
    start = max(text.rfind(sign, 0, min(starts)) for sign in (". ", ".\n", "\n\n", "! ", "? "))
    return text[start + 1 : max(ends)]
