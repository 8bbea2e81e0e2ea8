"""Does the truth lie inside the interval? Lists of the generator, names and noise of its own."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lumbung.bench.lists import CENSUS_SHARE
from lumbung.engine.pipeline import Request, reconcile
from lumbung.engine.specimens import LEVELS, make_specimen, write_specimen

FIRST_SEED = 500
FIGURES: Mapping[str, str] = {"active": "aktif", "active_field_only": "aktif_hanya_lapangan"}


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure of one list: what is true, what we count, and the range we give."""

    seed: int
    noise: str
    figure: str
    true: int
    count: int
    low: int
    high: int

    @property
    def inside(self) -> bool:
        """Whether the range holds the truth."""
        return self.low <= self.true <= self.high


@dataclass(frozen=True, slots=True)
class Coverage:
    """A figure over all lists; `width` is the median of high - low."""

    figure: str
    lists: int
    inside: int
    width: float


def measure_intervals(
    lists: int,
    *,
    rows: int = 587,
    first_seed: int = FIRST_SEED,
    told: Callable[[str, str], None] = lambda lists, name: None,
) -> list[Interval]:
    """Count the figures of `lists` lists, the noise levels in turn; within this process."""
    levels, found = list(LEVELS), []
    for at in range(lists):
        seed, noise = first_seed + at, levels[at % len(levels)]
        told(f"{rows}, {noise}, {seed}", "")
        found += _of_one(seed, noise, rows)
    return found


def _of_one(seed: int, noise: str, rows: int) -> list[Interval]:
    with tempfile.TemporaryDirectory(prefix="lumbung-bench-") as folder:
        census = round(rows * CENSUS_SHARE)
        specimen = make_specimen(seed=seed, noise=noise, register_rows=rows, census_rows=census)
        write_specimen(specimen, Path(folder))
        picture = reconcile(Request(Path(folder, "ods.xlsx"), Path(folder, "field.csv")))
    cells = {cell["row"]: cell for cell in picture.tables["cells"].to_pylist() if cell["table"] == "streams"}
    return [
        Interval(
            seed, noise, figure, int(str(specimen.summary[name])), *(cells[figure][k] for k in ("count", "low", "high"))
        )
        for figure, name in FIGURES.items()
    ]


def coverage(intervals: Iterable[Interval]) -> list[Coverage]:
    """How often the truth lies inside, per figure."""
    by_figure: dict[str, list[Interval]] = {}
    for one in intervals:
        by_figure.setdefault(one.figure, []).append(one)
    return [
        Coverage(figure, len(all_), sum(one.inside for one in all_), statistics.median(o.high - o.low for o in all_))
        for figure, all_ in by_figure.items()
    ]
