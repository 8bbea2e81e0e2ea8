"""Commands run in turn and measured: one process each, never two at a time."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import lumbung.bench.sentences  # noqa: F401 -- enters what the refusals below say
from lumbung.core.findings import Finding, MachineTrouble

STOPWATCH = Path(__file__).with_name("stopwatch.py")
SHORT_SECONDS, MIDDLING_SECONDS = 20.0, 120.0
REPEATS = 5  # of a short command; 3 of a middling one, 1 of a long one
LIMIT_SECONDS = 3600.0
GRACE_SECONDS = 5.0  # between asking a process to end and ending it


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of one command: wall and processor seconds, peak memory in bytes of all its processes."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    exit_code: int
    timed_out: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """All readings of one command, in order; a command that did not finish has no others after it."""

    readings: tuple[Reading, ...]

    @property
    def finished(self) -> bool:
        """Whether every run came to its end in time."""
        return not any(reading.timed_out for reading in self.readings)

    @property
    def seconds(self) -> float:
        """Median wall seconds."""
        return statistics.median(reading.seconds for reading in self.readings)

    @property
    def spread(self) -> tuple[float, float]:
        """Fastest and slowest run, wall seconds."""
        return min(r.seconds for r in self.readings), max(r.seconds for r in self.readings)

    @property
    def peak_bytes(self) -> int:
        """Median peak."""
        return int(statistics.median(reading.peak_bytes for reading in self.readings))


def repeats_for(seconds: float, at_most: int = REPEATS) -> int:
    """How often a command that took `seconds` runs in all: short ones five times, long ones once."""
    wanted = REPEATS if seconds < SHORT_SECONDS else 3 if seconds < MIDDLING_SECONDS else 1
    return min(wanted, at_most)


def turns(repeats: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """(round, name) in the order of running: every round begins with another name, so that none is always first.

    A name with fewer repeats drops out of the later rounds. `repeats` may still change while a round runs.
    """
    names = list(repeats)
    for at in range(REPEATS):
        shift = at % len(names) if names else 0
        for name in names[shift:] + names[:shift]:
            if at < repeats[name]:
                yield at, name


def alternate(
    commands: Mapping[str, Sequence[str]],
    *,
    repeats: int = REPEATS,
    limit: float = LIMIT_SECONDS,
    exits: Sequence[int] = (0,),
    told: Callable[[str, int], None] = lambda name, turn: None,
) -> dict[str, Measured]:
    """Run the commands in turn, each `repeats` times where it is short and fewer where it is long.

    Args:
        commands: Name -> words of the command.
        limit: Seconds after which one run is ended by its id and not tried again.
        exits: Exit codes of a command that did its work.
        told: Called before each run with the name and its turn, from 1.
    Raises:
        MachineTrouble: A command failed; its last words are in the finding.
    """
    readings: dict[str, list[Reading]] = {name: [] for name in commands}
    wanted = dict.fromkeys(commands, repeats)
    for turn, name in turns(wanted):
        told(name, turn + 1)
        reading = run(commands[name], limit=limit, exits=exits, name=name)
        readings[name].append(reading)
        if reading.timed_out:
            wanted[name] = 0
        elif turn == 0:  # the first run decides; a later one that is a little slower would leave an even number
            wanted[name] = repeats_for(reading.seconds, repeats)
    return {name: Measured(tuple(done)) for name, done in readings.items()}


def run(
    command: Sequence[str], *, limit: float = LIMIT_SECONDS, exits: Sequence[int] = (0,), name: str = ""
) -> Reading:
    """Run one command under the stopwatch and wait for it; whatever ends the wait early ends its processes.

    Raises:
        MachineTrouble: The command failed, or the machine ended it.
    """
    with tempfile.TemporaryDirectory(prefix="lumbung-bench-") as folder:
        answer, log = Path(folder, "answer.json"), Path(folder, "log")
        watched = [sys.executable, "-S", "-E", str(STOPWATCH), str(answer), str(limit), *command]
        with log.open("wb") as heard, alone(watched, heard) as child:
            child.wait()
        last = log.read_bytes()[-2000:].decode("utf-8", "replace").strip().splitlines()[-1:]
        if not answer.exists():
            raise MachineTrouble(Finding("bench_run_failed", {"name": name, "reason": "".join(last)}))
        reading = Reading(**json.loads(answer.read_text("utf-8")))
    if reading.exit_code not in exits and not reading.timed_out:
        reason = "".join(last) or f"exit {reading.exit_code}"
        raise MachineTrouble(Finding("bench_run_failed", {"name": name, "reason": reason}))
    return reading


@contextmanager
def alone(command: Sequence[str], heard: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """`command` in a session of its own, which nobody's Ctrl-C reaches; it is ended, by its id, when the block is left."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=heard,
        stderr=subprocess.STDOUT,
        env=environment(),
        start_new_session=True,
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGINT)  # so that it tidies up as after Ctrl-C
        with suppress(subprocess.TimeoutExpired):
            child.wait(GRACE_SECONDS)
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def environment() -> dict[str, str]:
    """Ours without what would make one side slower than a person finds it: byte code is kept, as always."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONUNBUFFERED", "COVERAGE_PROCESS_START")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


@contextmanager
def stoppable() -> Iterator[None]:
    """A request to end (SIGTERM) is taken like Ctrl-C, so that what we started is ended with us."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
