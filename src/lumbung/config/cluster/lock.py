"""One supervisor a data folder. The system takes the lock back when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

_held: set[int] = set()  # open lock files of this process


class Lock:
    """The right to start and stop the server of one data folder, held by one object in one process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """Whether it is ours."""
        return self._file is not None

    def acquire(self) -> bool:
        """Whether the lock is ours now; never waits. Raises OSError if the file cannot be written."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        _held.add(file)
        with suppress(OSError):  # only for the sentence of those who wait: a full disk is no reason to fail
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        return True

    def release(self) -> None:
        """Let the next one in; nothing happens where we do not hold it."""
        if self._file is not None:
            _held.discard(self._file)
            os.close(self._file)
            self._file = None

    def holder(self) -> int | None:
        """The process that holds the lock now, as it signed (0: without a signature), or None where none does."""
        try:
            with self._path.open() as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except BlockingIOError:
                    told = file.read().strip()
                    return int(told) if told.isdecimal() else 0
        except OSError:
            pass
        return None


def _close_in_child() -> None:
    # A forked child shares the lock: one that outlives a killed supervisor would keep the folder locked.
    for file in _held:
        os.close(file)
    _held.clear()


os.register_at_fork(after_in_child=_close_in_child)
