"""How fast is each linker, and with how much memory? The same two files, the linkers in turn."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lumbung.bench.contenders import Contender
from lumbung.bench.lists import SEED, Size, make
from lumbung.bench.measuring import LIMIT_SECONDS, REPEATS, Measured, alternate
from lumbung.bench.scoring import Score, read_pairs, score


@dataclass(frozen=True, slots=True)
class Speed:
    """One linker on one pair of lists; `score` is None where it did not finish."""

    size: Size
    noise: str
    contender: str
    measured: Measured
    score: Score | None


def measure_speed(
    contenders: Sequence[Contender],
    *,
    sizes: Sequence[Size],
    noise: str = "medium",
    repeats: int = REPEATS,
    limit: float = LIMIT_SECONDS,
    told: Callable[[str, str], None] = lambda lists, name: None,
) -> list[Speed]:
    """Measure all linkers on one pair of lists of each size.

    Args:
        repeats: Runs of a linker that is done in 20 seconds; slower ones run 3 times or once.
        limit: Seconds after which a linker is ended; it is then shown as not finished.
        told: Called before each run with the list and the linker's title.
    """
    titles = {one.name: one.title for one in contenders}
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="lumbung-bench-") as place:
            folder = Path(place)
            lists = make(folder, size=size, seed=SEED, noise=noise)
            measured = alternate(
                {one.name: one.command(lists.register, lists.census, folder) for one in contenders},
                repeats=repeats,
                limit=limit,
                told=lambda name, turn, size=size: told(f"{size} ({turn})", titles[name]),  # type: ignore[misc]
            )
            for one in contenders:
                done = measured[one.name]
                right = score(lists.truth, read_pairs(one.pairs(folder))) if done.finished else None
                found.append(Speed(size, noise, one.name, done, right))
    return found
