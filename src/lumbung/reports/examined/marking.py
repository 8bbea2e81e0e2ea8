"""Which figures of a text or a table are marked, and how: the worst that is said of a figure counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lumbung.engine.claims.model import Examined, Figure, Result, Verdict

_RANK: dict[Result, int] = {"holds": 0, "cannot_tell": 1, "broken_series": 2, "fails": 3}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `result` where it is a figure some claim uses, `claims` those claims' positions."""

    text: str
    result: Result | None = None
    claims: tuple[int, ...] = ()


def pieces_of(examined: Examined) -> list[Piece]:
    """The whole text in order, its judged figures as pieces of their own; figures that overlap keep the first."""
    text = examined.text or ""
    told: dict[tuple[int, int], list[int]] = {}
    for at, verdict in enumerate(examined.verdicts):
        for figure in figures_of(verdict):
            start, end = figure.place.start, figure.place.end
            if start is not None and end is not None and start < end:
                claims = told.setdefault((start, end), [])
                if at not in claims:
                    claims.append(at)
    pieces: list[Piece] = []
    done = 0
    for (start, end), claims in sorted(told.items()):
        if start < done:
            continue
        if start > done:
            pieces.append(Piece(text[done:start]))
        result = worst(examined.verdicts[at].result for at in claims)
        pieces.append(Piece(text[start:end], result, tuple(claims)))
        done = end
    return [*pieces, Piece(text[done:])] if done < len(text) else pieces


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell some claim publishes or suspects. `suspect`: it may be the cause of a difference."""

    result: Result
    claim: int
    suspect: bool = False


def cells_of(examined: Examined) -> dict[tuple[str | None, int, int], Mark]:
    """(sheet, row, column) -> the mark of the cell: totals by their verdict, suspects of failing claims."""
    marks: dict[tuple[str | None, int, int], Mark] = {}
    for at, verdict in enumerate(examined.verdicts):
        if verdict.total:
            _put(marks, verdict.total, Mark(verdict.result, at))
    for at, verdict in enumerate(examined.verdicts):
        for culprit in verdict.culprits:
            if culprit.figure and (key := _key(culprit.figure)):
                known = marks.get(key)
                if known is None or known.result == "holds":
                    marks[key] = Mark(verdict.result, at, suspect=True)
    return marks


def figures_of(verdict: Verdict) -> Iterator[Figure]:
    """Every figure a claim uses."""
    yield from verdict.parts
    if verdict.total:
        yield verdict.total


def worst(results: Iterator[Result]) -> Result:
    """The result that must be seen first."""
    return max(results, key=lambda result: _RANK[result])


def _put(marks: dict[tuple[str | None, int, int], Mark], figure: Figure, mark: Mark) -> None:
    key = _key(figure)
    if key and (key not in marks or _RANK[marks[key].result] < _RANK[mark.result]):
        marks[key] = mark


def _key(figure: Figure) -> tuple[str | None, int, int] | None:
    place = figure.place
    return (place.sheet, place.row, place.column) if place.row is not None and place.column is not None else None
