"""One wrong cell breaks the sum of its row and of its column: where two failing sums meet, that cell is the suspect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from lumbung.engine.claims.model import Culprit, Figure, Place, Verdict


def both_ways(down: Iterable[Verdict], across: Iterable[Verdict]) -> Iterator[Verdict]:
    """The sums of the columns and those of the rows; of a cell that is the total of both is said which one fails."""
    ways: tuple[list[Verdict], list[Verdict]] = list(down), list(across)
    totals = [{one.total.place for one in sums if one.total} for sums in ways]
    for way, sums, others in zip(("column", "row"), ways, reversed(totals), strict=True):
        for one in sums:
            if one.result == "fails" and one.total and one.total.place in others:
                yield replace(one, finding=replace(one.finding, code=f"{one.finding.code}_{way}"))
            else:
                yield one


def with_crossings(verdicts: Sequence[Verdict], name: Callable[[Place], str]) -> list[Verdict]:
    """The verdicts, where the cell that alone explains several failing sums is their first likely cause.

    The cell is too large by d: the sums it is a part of exceed their totals by d, the sum it is the total of falls
    short by d. `name` tells what a cell is called by its row and its column.
    """
    failing = [verdict for verdict in verdicts if verdict.kind == "sum" and verdict.result == "fails"]
    explained: dict[tuple[Place, Decimal], list[Verdict]] = defaultdict(list)
    figures: dict[Place, Figure] = {}
    for verdict in failing:
        for figure, surplus in _cells(verdict):
            explained[figure.place, surplus].append(verdict)
            figures.setdefault(figure.place, figure)
    suspects: dict[int, Culprit] = {}
    weights: dict[int, int] = {}
    for (place, surplus), told in explained.items():
        figure = figures[place]
        if len(told) < 2 or figure.value is None:
            continue
        for verdict in told:
            if len(told) > weights.get(id(verdict), 1):
                weights[id(verdict)] = len(told)
                suspects[id(verdict)] = _culprit(verdict, figure._replace(label=name(place)), figure.value - surplus)
            elif len(told) == weights.get(id(verdict)):
                suspects.pop(id(verdict), None)  # two cells explain as much: no suspicion
    return [
        replace(verdict, culprits=(suspects[id(verdict)],)) if id(verdict) in suspects else verdict
        for verdict in verdicts
    ]


def _cells(verdict: Verdict) -> Iterator[tuple[Figure, Decimal]]:
    """Each cell of a failing sum, and by how much it would be too large if it alone were wrong."""
    if verdict.difference is None or verdict.total is None:
        return
    yield verdict.total, -verdict.difference
    for part in verdict.parts:
        if part.value is not None:
            yield part, verdict.difference


def _culprit(verdict: Verdict, figure: Figure, better: Decimal) -> Culprit:
    """The cell as a cause; how it went wrong is kept where the digits tell it."""
    known = next((one for one in verdict.culprits if one.figure and one.figure.place == figure.place), None)
    return replace(known, figure=figure) if known and known.better == better else Culprit("crossing", figure, better)
