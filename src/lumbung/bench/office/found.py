"""What is found out about one office, as plain values that travel from the process that measured it as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

TRIVIAL = "trivial"  # the page all others are held against
OURS, THEIRS = "lumbung", "datasette"


@dataclass(frozen=True, slots=True)
class Clicked:
    """One page asked for again and again by one person: seconds of every answer, and bytes of a middling one."""

    page: str
    by: str  # OURS | THEIRS
    seconds: Sequence[float]
    kilobytes: float  # of the answer as it travelled
    meant: float | None = None  # of searches: share whose first page held the cooperative that was meant

    def quantile(self, share: float) -> float:
        """The smallest time that `share` of the answers (0 to 1) did not exceed."""
        return sorted(self.seconds)[max(ceil(share * len(self.seconds)) - 1, 0)]

    @property
    def p50(self) -> float:
        """Half of the answers came this fast."""
        return self.quantile(0.5)

    @property
    def p95(self) -> float:
        """Nineteen of twenty answers came this fast."""
        return self.quantile(0.95)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many SQL statements a page needs with few rows on it and with many."""

    page: str
    few: int
    many: int


@dataclass(frozen=True, slots=True)
class Worked:
    """One piece of work, once: `amount` in `unit` ("s" or "MB"), and the most that was asked for (0: nothing was)."""

    work: str
    amount: float
    unit: str = "s"
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class Office:
    """One office and all that was found about it; parts that were not measured are empty.

    Attributes:
        rows: What was asked for, and what there is: cooperatives, records of each kind of source.
        weights: Page -> bytes of a first visit as they travelled, everything included.
        memory: Process -> bytes (PSS) after twenty people clicked.
        without: Why the alternative was not measured; empty where it was.
    """

    rows: int
    holds: Mapping[str, int] = field(default_factory=dict)
    clicked: Sequence[Clicked] = ()
    asked: Sequence[Asked] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    memory: Mapping[str, int] = field(default_factory=dict)
    worked: Sequence[Worked] = ()
    without: str = ""

    def times(self, one: Clicked) -> float:
        """The median of `one` as a multiple of the trivial page's; 0 where that was not measured."""
        trivial = next((c.p50 for c in self.clicked if (c.page, c.by) == (TRIVIAL, OURS)), 0.0)
        return one.p50 / trivial if trivial else 0.0


def as_json(office: Office) -> dict[str, Any]:
    """All of it, with the two quantiles beside the seconds."""
    told = asdict(office)
    for one, raw in zip(office.clicked, told["clicked"], strict=True):
        raw |= {"p50": one.p50, "p95": one.p95, "times_trivial": office.times(one)}
    return told


def keep(part: Mapping[str, Any], path: Path) -> None:
    """Hand over what a process found: some fields of `Office`."""
    told = {name: [asdict(one) for one in value] if name in _LISTS else value for name, value in part.items()}
    path.write_text(json.dumps(told), "utf-8")


def kept(path: Path) -> dict[str, Any]:
    """What `keep` wrote, as fields of `Office`."""
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return {name: tuple(_LISTS[name](**one) for one in v) if name in _LISTS else v for name, v in told.items()}


_LISTS: Mapping[str, Any] = {"clicked": Clicked, "asked": Asked, "worked": Worked}
