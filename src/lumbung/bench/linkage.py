"""How right is each linker? Lists of every noise level, each linker once on the same files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lumbung.bench.contenders import Contender
from lumbung.bench.lists import Size, make
from lumbung.bench.measuring import LIMIT_SECONDS, run
from lumbung.bench.scoring import Score, added, read_pairs, score

FIRST_SEED = 1


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One linker at one noise level, all lists together: pairs of at least 0.5, and those that need no person."""

    size: Size
    noise: str
    contender: str
    lists: int
    all_pairs: Score
    automatic: Score


def measure_linkage(
    contenders: Sequence[Contender],
    *,
    sizes: Sequence[Size],
    noises: Sequence[str],
    seeds: int,
    limit: float = LIMIT_SECONDS,
    told: Callable[[str, str], None] = lambda lists, name: None,
) -> list[Accuracy]:
    """Measure all linkers on `seeds` lists of each size and noise level.

    Args:
        limit: Seconds a linker may take for one list; one that takes longer found nothing.
        told: Called before each run with the list and the linker's title.
    Returns:
        A row per size, noise level and linker, in this order.
    """
    found = []
    for size in sizes:
        for noise in noises:
            scores: dict[str, list[tuple[Score, Score]]] = {one.name: [] for one in contenders}
            for seed in range(FIRST_SEED, FIRST_SEED + seeds):
                with tempfile.TemporaryDirectory(prefix="lumbung-bench-") as folder:
                    lists = make(Path(folder), size=size, seed=seed, noise=noise)
                    for one in contenders:
                        told(f"{size}, {noise}, {seed}", one.title)
                        command = one.command(lists.register, lists.census, Path(folder))
                        done = run(command, limit=limit, name=one.name)
                        pairs = [] if done.timed_out else read_pairs(one.pairs(Path(folder)))
                        both = score(lists.truth, pairs), score(lists.truth, pairs, automatic=True)
                        scores[one.name].append(both)
            found += [
                Accuracy(size, noise, name, seeds, added(a for a, _ in both), added(b for _, b in both))
                for name, both in scores.items()
            ]
    return found
