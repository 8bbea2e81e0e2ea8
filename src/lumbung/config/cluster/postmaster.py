"""Which processes serve a cluster folder: a number alone may long be somebody else's.

A running server stands in its cluster folder and notes its number and state in postmaster.pid there; the lines are
those of src/include/utils/pidfile.h in PostgreSQL's sources.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

_PROC = Path("/proc")


def read(pg: Path) -> tuple[int, str]:
    """Number and state of the server as it wrote them; the state is `starting`, `ready`, `stopping`, or empty.

    The number is 0 where there is nothing to make sense of. It may be that of a dead server: ask `serves`.
    """
    try:
        lines = (pg / "postmaster.pid").read_text("utf-8", "surrogateescape").splitlines()
        return abs(int(lines[0])), lines[7].strip() if len(lines) > 7 else ""  # negative in single-user mode
    except (OSError, ValueError, IndexError):
        return 0, ""


def serves(pid: int, pg: Path) -> bool:
    """Whether the process `pid` runs (an ended one that waits to be collected does not) and serves `pg`.

    Where the machine does not tell in which folder it stands (macOS), any postgres counts.
    """
    if not _PROC.is_dir():
        told = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return "postgres" in told.stdout
    try:
        program = Path(os.readlink(_PROC / str(pid) / "exe")).name.removesuffix(" (deleted)")
        return program == "postgres" and os.readlink(_PROC / str(pid) / "cwd") == str(pg.resolve())
    except OSError:
        return False


def servers_of(pg: Path) -> list[int]:
    """All processes that serve `pg`, those included that lost their postmaster."""
    if not _PROC.is_dir():
        pid, _ = read(pg)
        return [pid] if pid and serves(pid, pg) else []
    numbers = sorted(int(entry.name) for entry in _PROC.iterdir() if entry.name.isdecimal())
    return [pid for pid in numbers if serves(pid, pg)]


def ready(pg: Path) -> int:
    """The number of the server of `pg` if it takes connections now, else 0."""
    pid, state = read(pg)
    return pid if state == "ready" and serves(pid, pg) else 0


def forget_stale(pg: Path, socket_folder: Path) -> None:
    """Remove what a killed server left behind, the note of its number and its socket.

    PostgreSQL does so itself unless another process has been given that number since: in a container or after a
    restart of the machine that is common, and the server would refuse to start for ever. Only for the one who
    holds the lock and has seen that no server of `pg` runs.
    """
    (pg / "postmaster.pid").unlink(missing_ok=True)
    for left in socket_folder.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def wait_until(done: Callable[[], bool], seconds: float, *, every: float = 0.02) -> bool:
    """Ask `done` until it says yes or `seconds` are over; what it said last."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True
