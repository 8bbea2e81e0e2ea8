"""Published figures under test: what is claimed, what the arithmetic says, where it stands.

Tables, lists of claims and prose all become the same `Examined`; reports and the command line know nothing else.
The verdict is about the arithmetic ("the sum holds"), never about the truth of the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from lumbung.core.findings import Finding

Kind = Literal[
    "sum",  # parts against their total
    "percent",  # numerator / denominator against a published percentage
    "count",  # "six kinds" against how many are named
    "order",  # "most ..., followed by ..." against the figures
    "inside",  # a numerator is no part of its denominator
    "same",  # one thing told twice with different figures
    "bound",  # "more than 600" against what the parts make
    "series",  # figures of several days that need one definition
    "against",  # a published figure against a cell of a run
]
Result = Literal["holds", "fails", "broken_series", "cannot_tell"]


class Place(NamedTuple):  # a table has hundreds of thousands of places and figures: these are quickly made
    """Where a figure stands: `start`/`end` in the text (characters), or `sheet`, `row`, `column` (from 1) in a grid."""

    start: int | None = None
    end: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: int | None = None


class Figure(NamedTuple):
    """One published number. `value` is None where nothing is told (an empty cell, "n/a"), which is not zero."""

    label: str  # what is counted, as written
    value: Decimal | None
    text: str = ""  # the number as written
    place: Place = Place()
    exact: bool = True  # False for "more than 600", "almost half"


@dataclass(frozen=True, slots=True)
class Culprit:
    """A likely cause of a difference: a code of `sentences.CULPRITS`, the figure it points at, and its parameters."""

    code: Literal[
        "missing_part", "swapped_digits", "wrong_digit", "sign", "total_as_part", "scale",
        "counted_twice",  # it stands twice among the parts: `figure` and `other`
        "twice_in_total",  # it stands once, and the total holds it twice
        "not_in_total",  # it stands among the parts, and the total does not hold it
        "crossing",  # the one cell that several failing sums have in common
    ]  # fmt: skip
    figure: Figure | None = None
    better: Decimal | None = None  # the value that would make it hold
    other: Figure | None = None  # where it stands a second time


@dataclass(frozen=True, slots=True)
class Verdict:
    """One claim and what became of it.

    `parts` and `total` as published (percent: parts = numerator, denominator; total = the percentage; order: parts in
    the claimed order; count: total = the announced number). `computed` is what the parts make, `difference` computed
    minus published, `tolerance` the rounding allowed for. `finding` is the sentence: severity "note" where it holds,
    "error" where it does not, "question" where it cannot be told.
    """

    kind: Kind
    result: Result
    finding: Finding
    parts: tuple[Figure, ...] = ()
    total: Figure | None = None
    computed: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    culprits: tuple[Culprit, ...] = ()
    subject: str = ""  # what the claim is about: a row's label, a year, a phrase


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as read: cells as text, empty where nothing stands; rows need not be equally long.

    `levels`: how deep a row (from 0) is grouped, where the spreadsheet holds rows in groups; `below`: it says that
    their totals stand below them.
    """

    cells: tuple[tuple[str, ...], ...]
    sheet: str | None = None
    levels: Mapping[int, int] = field(default_factory=dict)
    below: bool = True


@dataclass(frozen=True, slots=True)
class Examined:
    """One file under test. `text` for prose, `grids` for tables, neither for a list of claims."""

    name: str
    kind: Literal["table", "text", "claims"]
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...] = field(default=())  # about the input itself: OCR dirt, what was not understood
    text: str | None = None
    grids: tuple[Grid, ...] = ()

    @property
    def fails(self) -> tuple[Verdict, ...]:
        """The claims that do not hold."""
        return tuple(v for v in self.verdicts if v.result in ("fails", "broken_series"))

    @property
    def exit_code(self) -> int:
        """0 everything that could be judged holds, 1 something does not."""
        return 1 if self.fails else 0
