"""One server process: started, waited for, stopped. Only for the one who holds the folder's lock."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from lumbung.config.cluster import logs, postmaster
from lumbung.config.cluster.folder import Folder, writing
from lumbung.config.cluster.postmaster import wait_until
from lumbung.config.cluster.runner import Runner
from lumbung.core.findings import Finding, MachineTrouble

RETRY_SECONDS = 15.0  # what a killed server leaves in memory is gone by then
STOP_SECONDS = 60.0
_ORPHAN_SECONDS = 5.0  # most that outlive their postmaster go by themselves; a long query does not notice
_HARD_SECONDS = 10.0  # PostgreSQL kills its own children 5 seconds after an immediate stop

Child = subprocess.Popen[bytes]


def end(folder: Folder, child: Child | None = None) -> None:
    """Stop what serves the folder, by its process numbers: in order, then harder; returns when all of it is gone.

    Sessions of clients are ended. What outlived a killed postmaster holds the old shared memory, and while it does
    no new server may start; nothing it does can be saved any more. `child` is our own server, which may be so young
    that it does not stand in its folder yet.

    Raises:
        MachineTrouble: Something is still there.
    """
    if child is not None and child.poll() is not None:
        child = None
    pid, _ = postmaster.read(folder.pg)
    postmasters = [pid] if child is None and postmaster.serves(pid, folder.pg) else []

    def gone() -> bool:
        return (child is None or child.poll() is not None) and not postmaster.servers_of(folder.pg)

    if gone():
        return
    orphans = child is None and not postmasters
    # The meanings of the signals: PostgreSQL's documentation, "Shutting Down the Server".
    for number, seconds in (
        (signal.SIGINT, _ORPHAN_SECONDS if orphans else STOP_SECONDS),
        (signal.SIGQUIT, _HARD_SECONDS),
        (signal.SIGKILL, _HARD_SECONDS),
    ):
        if child is not None:
            child.send_signal(number)  # not after it was collected, so never to a stranger
        in_order = number == signal.SIGINT and not orphans
        _tell(postmasters if in_order else postmaster.servers_of(folder.pg), number)
        if wait_until(gone, seconds):
            return
    left = ", ".join(map(str, postmaster.servers_of(folder.pg)))
    raise MachineTrouble(Finding("database_stop_slow", {"pid": left, "log": str(folder.log)}))


def start(
    folder: Folder, runner: Runner, command: Sequence[str], *, patience: float, abandoned: Callable[[], bool]
) -> Child:
    """A server that is ready. One that a killed Lumbung left is stopped in order first.

    Args:
        command: The server's own, without the runner's prefix.
        patience: Seconds.
        abandoned: Says that nobody wants the server any more; asked while it starts.
    Raises:
        MachineTrouble: It did not start, or was not ready within `patience` seconds. What was started is stopped.
    """
    began = time.monotonic()
    while True:
        end(folder)
        with writing(folder.pg):
            postmaster.forget_stale(folder.pg, folder.socket)
        before = logs.size(folder.log)
        child = _tried(folder, runner, command, patience=patience, abandoned=abandoned)
        if child.poll() is None:
            return child
        said = logs.since(folder.log, before)
        if not logs.passing(said) or time.monotonic() - began > min(RETRY_SECONDS, patience):
            raise logs.understood(said, folder, "database_start_failed")
        time.sleep(0.2)


def _tried(
    folder: Folder, runner: Runner, command: Sequence[str], *, patience: float, abandoned: Callable[[], bool]
) -> Child:
    """One attempt: a server that is ready, or one that has ended by itself."""
    child: Child | None = None
    try:
        with writing(folder.log), open(folder.log, "ab", opener=_private) as file:
            runner.give(folder.log)
            child = started = runner.start(command, folder=folder.root, log=file)
        wait_until(lambda: _is_ready(folder, started) or started.poll() is not None or abandoned(), patience)
        if _is_ready(folder, started) or started.poll() is not None:
            return started
        said = {"tail": logs.tail(logs.since(folder.log, 0)), "log": str(folder.log)}
        raise MachineTrouble(Finding("database_start_slow", {**said, "seconds": round(patience)}))
    except BaseException:  # Ctrl-C while it starts: it does not stay behind
        end(folder, child)
        raise


def _is_ready(folder: Folder, child: Child) -> bool:
    return postmaster.read(folder.pg) == (child.pid, "ready")


def _tell(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
