"""Runs one command and measures it. A script of the standard library, always a process of its own:

    python -S -E stopwatch.py ANSWER.json LIMIT_SECONDS COMMAND [WORD ...]

Why a process of its own: on Linux a new process inherits the high-water mark of the memory of the one that
started it, so only a starter that is small itself measures small commands truly.

ANSWER.json gets `seconds` (wall clock), `cpu_seconds` (user and system, children included), `peak_bytes`,
`exit_code` (negative: the signal that ended it) and `timed_out`. The peak is the larger of what the operating
system says of the largest process (`wait4`, ru_maxrss) and, where a command has children, the largest sum of the
proportional memory (PSS, shared pages counted once) of all its processes, read five times a second.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

EVERY_SECONDS = 0.2
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, kilobytes elsewhere


def measure(command: list[str], limit: float) -> dict[str, object]:
    """Run `command`, whose output goes where ours goes; ended by its id when `limit` seconds are over."""
    over = threading.Event()
    family = {"bytes": 0}
    timed_out = False
    signal.signal(signal.SIGINT, lambda *_: None)  # the command gets it too and ends by itself; we wait for that
    began = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    watcher = threading.Thread(target=_watch, args=(child.pid, family, over), daemon=True)
    watcher.start()

    def stop() -> None:
        nonlocal timed_out
        timed_out = True
        for pid in [child.pid, *descendants(child.pid)]:
            _end(pid)

    alarm = threading.Timer(limit, stop)
    alarm.daemon = True
    alarm.start()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    alarm.cancel()
    over.set()
    watcher.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    return {
        "seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_bytes": max(usage.ru_maxrss * _MAXRSS_UNIT, family["bytes"]),
        "exit_code": child.returncode,
        "timed_out": timed_out,
    }


def descendants(pid: int) -> list[int]:
    """The processes below `pid`; empty where the system has no /proc."""
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as told:
                found += [int(word) for word in told.read().split()]
    except OSError:  # ended meanwhile
        return []
    return found + [below for child in found for below in descendants(child)]


def _watch(pid: int, family: dict[str, int], over: threading.Event) -> None:
    # Reading the proportional memory costs the measured process a little, so only families pay for it.
    while not over.wait(EVERY_SECONDS):
        if below := descendants(pid):
            family["bytes"] = max(family["bytes"], sum(map(proportional, [pid, *below])))


def proportional(pid: int) -> int:
    """Bytes of one process, pages that it shares with others in parts (PSS); 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as told:
            return next((int(line.split()[1]) * 1024 for line in told if line.startswith("Pss:")), 0)
    except OSError:
        return 0


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def main(answer: str, limit: str, *command: str) -> None:
    """Measure `command` and write the answer."""
    told = measure(list(command), float(limit))
    with open(answer, "w", encoding="utf-8") as file:
        json.dump(told, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
