"""The office's own processes, kept to one core, and how much memory they take."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

from lumbung.bench.measuring import GRACE_SECONDS
from lumbung.bench.stopwatch import descendants, proportional
from lumbung.core.findings import Finding, MachineTrouble

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for a server to answer for the first time


@dataclass(frozen=True, slots=True)
class Cores:
    """Which core the office works on and which its visitors come from; the same one where there is only one."""

    office: int
    visitors: int


def cores() -> Cores | None:
    """The first and the last core this process may use; None where the system does not let us choose."""
    if not hasattr(os, "sched_getaffinity"):
        return None
    usable = sorted(os.sched_getaffinity(0))
    return Cores(usable[0], usable[-1])


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """What is started inside stays on `core` for good; we ourselves only until the end of the block."""
    if core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def free_port() -> int:
    """A port on loopback that nobody answers at."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(words: Sequence[str], *, name: str, answers_at: str = "") -> Iterator[int]:
    """`words` as a process in a session of its own, its id, ended when the block is left.

    Args:
        answers_at: Address that must answer before the block begins.
    Raises:
        MachineTrouble: It ended by itself before it answered, or never did.
    """
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        if answers_at:
            _await(child, name, answers_at)
        yield child.pid
    finally:
        with suppress(ProcessLookupError):
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(4 * GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _await(child: subprocess.Popen[bytes], name: str, address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if child.poll() is not None:
            break
        with suppress(URLError, OSError), urlopen(address, timeout=5):
            return
        time.sleep(0.1)
    raise MachineTrouble(Finding("bench_run_failed", {"name": name, "reason": f"{address} does not answer"}))


@contextmanager
def pages(port: int) -> Iterator[dict[str, int]]:
    """Pages and worker as `lumbung serve` starts them; name -> process id."""
    from lumbung.config.serving import PAGES, WORKER  # noqa: PLC0415 -- the command alone does without the office

    door = ("--host", HOST, "--port", str(port), "--workers", "1", "lumbung.config.wsgi:application")
    alive = f"http://{HOST}:{port}/healthz"
    with (
        started([sys.executable, *PAGES, *door], name="pages", answers_at=alive) as server,
        started([sys.executable, *WORKER], name="worker") as worker,
    ):
        yield {"pages": server, "worker": worker}


def memory_of(pids: dict[str, int]) -> dict[str, int]:
    """Name -> bytes of the process and all below it, shared pages counted once among them (PSS); 0 without /proc."""
    return {name: sum(map(proportional, [pid, *descendants(pid)])) for name, pid in pids.items()}
