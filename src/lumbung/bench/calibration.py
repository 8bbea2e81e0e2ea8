"""How fast is this machine? Three fixed pieces of work before every run, so that machines can be compared.

The machine unit is the geometric mean of (measured / reference) over the three: 1.0 is the reference machine, 2.0 one
that needs twice as long. Seconds divided by the unit are what the reference machine would have needed, roughly.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path

import duckdb

REPEATS = 3
LEFT_ROWS, RIGHT_ROWS, KEYS = 5_000_000, 1_000_000, 1_000_003  # a prime, so that both lists spread over all keys
LOOP_TURNS = 10_000_000
SYNCS, BLOCK = 1_000, b"." * 4096

REFERENCE_ON = "2026-11-24"
REFERENCE_MACHINE = "2 cores of an AMD EPYC, 24 GB, virtual disk, Debian 12, Python 3.11"
REFERENCE_SECONDS: Mapping[str, float] = {"join": 0.17, "loop": 0.91, "sync": 0.20}


@dataclass(frozen=True, slots=True)
class Calibration:
    """Seconds of each piece of work, the best of three (what the machine can do), and the unit they make."""

    seconds: Mapping[str, float]
    unit: float

    def normalised(self, seconds: float) -> float:
        """`seconds` of this machine as the reference machine would have needed them."""
        return seconds / self.unit


def calibrate(folder: Path | None = None, told: Callable[[str, int], None] = lambda name, turn: None) -> Calibration:
    """Measure this machine; takes some seconds.

    Args:
        folder: On the disk whose syncing is measured; default: where temporary files go.
        told: Called before each piece with its name and turn, from 1.
    """
    readings: dict[str, list[float]] = {name: [] for name in WORK}
    with tempfile.TemporaryDirectory(prefix="lumbung-bench-", dir=folder) as place:
        for turn in range(1, REPEATS + 1):
            for name, work in WORK.items():
                told(name, turn)
                began = time.perf_counter()
                work(Path(place))
                readings[name].append(time.perf_counter() - began)
    return calibration_of({name: min(seconds) for name, seconds in readings.items()})


def calibration_of(seconds: Mapping[str, float], reference: Mapping[str, float] = REFERENCE_SECONDS) -> Calibration:
    """The calibration these seconds make. Raises KeyError for work the reference does not have."""
    ratios = [told / reference[name] for name, told in seconds.items()]
    return Calibration(dict(seconds), prod(ratios) ** (1 / len(ratios)))


def join(place: Path) -> int:
    """Join five million rows with one million in DuckDB, in memory; returns how many pairs there are."""
    with duckdb.connect() as connection:
        for name, rows, step in (("l", LEFT_ROWS, 7_368_787), ("r", RIGHT_ROWS, 3_497_861)):
            connection.execute(
                f"CREATE TABLE {name} AS SELECT (i * {step}) % {KEYS} AS k, i % 1000 AS v FROM range({rows}) t(i)"
            )
        found = connection.execute("SELECT count(*), sum(l.v * r.v) FROM l JOIN r USING (k)").fetchone()
    return int(found[0]) if found else 0


def loop(place: Path) -> int:
    """Ten million turns of plain Python over whole numbers."""
    number = total = 0
    for turn in range(LOOP_TURNS):
        number = (number * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
        if number & 1:
            total += turn & 7
    return total


def sync(place: Path) -> int:
    """A thousand blocks of 4 KB in `place`, each on the disk before the next; returns the bytes written."""
    with (place / "sync").open("wb") as file:
        for _ in range(SYNCS):
            file.write(BLOCK)
            file.flush()
            os.fsync(file.fileno())
        return file.tell()


WORK: Mapping[str, Callable[[Path], int]] = {"join": join, "loop": loop, "sync": sync}
