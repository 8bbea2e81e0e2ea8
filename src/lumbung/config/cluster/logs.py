"""The server's log: kept small, read from its end, and understood where it tells of trouble we know."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from lumbung.config.cluster.folder import Folder, disk_full
from lumbung.core.findings import Finding, MachineTrouble

LOG_AT_MOST = 5_000_000  # bytes; the one before it is kept too
_TAIL_BYTES = 8_000
_TAIL_LINES = 4
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \w+ \[\d+\] ")
# The kernel says "No space left" for its table of shared memory too, so memory is asked before the disk.
_MEMORY = re.compile(r"shared memory segment|anonymous shared memory|Cannot allocate memory", re.IGNORECASE)
_DISK = re.compile(r"No space left on device|Disk quota exceeded|File too large", re.IGNORECASE)
_PASSING = re.compile(r"pre-existing shared memory block|lock file .* already exists|could not bind Unix address")


def rotate(log: Path, at_most: int = LOG_AT_MOST) -> None:
    """Move a log that has grown past `at_most` bytes to `.1` and begin anew.

    The server keeps its file open, so the text is copied and the file emptied; the lines of that moment are lost.
    Where a copy cannot be written the file is emptied all the same: a full disk is no reason to fill it further.
    """
    if size(log) <= at_most:
        return
    before = log.with_name(f"{log.name}.1")
    with suppress(OSError):
        shutil.copy2(log, before)
        if os.geteuid() == 0:
            os.chown(before, log.stat().st_uid, log.stat().st_gid)
    os.truncate(log, 0)


def size(log: Path) -> int:
    """Bytes of the log so far; 0 where there is none."""
    with suppress(OSError):
        return log.stat().st_size
    return 0


def since(log: Path, start: int) -> str:
    """What was written behind byte `start`, at most the last 8 kB of it."""
    with suppress(OSError), log.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(start if start <= end else 0, end - _TAIL_BYTES))
        return file.read().decode("utf-8", "replace")
    return ""


def tail(text: str) -> str:
    """The last lines of `text` on one line, without time stamps; what is wrong usually stands there."""
    lines = [_STAMP.sub("", line).strip() for line in text.splitlines()]
    return " / ".join([line for line in lines if line][-_TAIL_LINES:]) or "-"


def passing(text: str) -> bool:
    """Whether the server stumbled over one that was killed and is not quite gone, so that trying again helps."""
    return bool(_PASSING.search(text))


def understood(text: str, folder: Folder, code: str) -> MachineTrouble:
    """`text` as a refusal: trouble with a sentence of its own, or `code` with the end of what was said."""
    if _MEMORY.search(text):
        return MachineTrouble(Finding("database_memory", {"tail": tail(text)}))
    if _DISK.search(text) or folder.is_full():  # on a full disk the log itself stays empty
        return disk_full(folder.root)
    return MachineTrouble(Finding(code, {"path": str(folder.root), "tail": tail(text), "log": str(folder.log)}))
