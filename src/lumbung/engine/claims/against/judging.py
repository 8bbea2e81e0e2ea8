"""One verdict of kind "against" for every figure that the words place in a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pyarrow as pa

from lumbung.core.findings import Finding
from lumbung.engine.claims.against.cells import Cells, Key
from lumbung.engine.claims.against.lists import listed
from lumbung.engine.claims.against.tables import tabled
from lumbung.engine.claims.against.texts import phrased
from lumbung.engine.claims.model import Examined, Figure, Verdict
from lumbung.engine.claims.telling import told


class _Reach(NamedTuple):
    key: Key
    held: Decimal
    low: Decimal
    high: Decimal


def against(examined: Examined, cells: pa.Table, as_of: date | None = None) -> Examined:
    """`examined` with a verdict of kind "against" for every figure that names a cell of a run.

    Args:
        cells: tables.CELLS of the run.
        as_of: The day the run tells about; figures of another year are then left alone.
    Returns:
        The same, its verdicts followed by one per placed figure. Where the words leave two cells open (rows or
        cooperatives in the register) it holds with either, and fails only where it fits neither. Where nothing could
        be placed, a finding says so.
    """
    run = Cells(cells, as_of)
    found, seen = [], set()
    for figure, keys in _placed(examined, run):
        known = [key for key in dict.fromkeys(keys) if key in run.cells]
        mark = (figure.place, figure.text)
        if known and mark not in seen and figure.exact and figure.value is not None:
            seen.add(mark)
            found.append(_verdict(figure, [_reach(run, key) for key in known]))
    if not found:
        nothing = Finding("claim.against.nothing_placed", {"file": examined.name}, "question")
        return replace(examined, findings=(*examined.findings, nothing))
    return replace(examined, verdicts=(*examined.verdicts, *found))


def _placed(examined: Examined, run: Cells) -> Iterator[tuple[Figure, Sequence[Key]]]:
    if examined.text is None:
        yield from tabled(examined.grids, run)
        return
    yield from listed(examined, run)
    yield from phrased(examined.text, run)


def _reach(run: Cells, key: Key) -> _Reach:
    cell = run.cells[key]
    return _Reach(key, *(Decimal(cell[name]) for name in ("count", "low", "high")))


def _verdict(figure: Figure, cells: list[_Reach]) -> Verdict:
    published = figure.value or Decimal(0)
    for cell in cells:
        if cell.held == published:
            return _told("holds", figure, cell)
    for cell in cells:
        if cell.low <= published <= cell.high:
            return _told("inside", figure, cell)
    return _told("fails", figure, *cells[:2])


def _told(what: str, figure: Figure, cell: _Reach, other: _Reach | None = None) -> Verdict:
    published = figure.value or Decimal(0)
    params: dict[str, Decimal | str | int | float] = {
        "subject": figure.label or figure.text, "published": published, "computed": cell.held, "cell": "/".join(cell.key),
    }  # fmt: skip
    if what == "inside":
        params["low"], params["high"] = cell.low, cell.high
    if other is not None:
        what, params["value"], params["other_cell"] = "fails_both", other.held, "/".join(other.key)
    holds = what in ("holds", "inside")
    finding = told(f"claim.against.{what}", "holds" if holds else "fails", **params)
    difference = cell.held - published
    return Verdict("against", "holds" if holds else "fails", finding, (figure,), None, cell.held, difference,
                   subject=figure.label)  # fmt: skip
