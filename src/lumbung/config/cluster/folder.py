"""The data folder: what lies where in it, whether it is ours at all, and what the machine says while we write.

- pg/: the cluster itself; appears whole or not at all
- log/: what the server says: server.log, and server.log.1 before it
- run/: the socket
- bin/: a copy of the programs, where root runs them as nobody and nobody cannot reach them
- lock: held by the one who starts and stops the server
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lumbung.config.cluster.runner import Runner
from lumbung.core.findings import BadInput, Finding, MachineTrouble

ROOM_NEEDED_MB = 150  # a new cluster takes 40, its journal grows by 16 at a time, and work needs some too
SOCKET_AT_MOST = 107 if sys.platform == "linux" else 103  # bytes of a socket's path, unix(7)
PORT = 5432  # names the socket; nothing listens on it
_OURS = {"pg", "log", "run", "bin", "lock", "lost+found"}  # the last is the file system's own
_UNFINISHED = "pg.new-"
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


@dataclass(frozen=True, slots=True)
class Folder:
    """The data folder `root`, an absolute path without links."""

    root: Path

    @property
    def pg(self) -> Path:
        """The cluster folder (PGDATA)."""
        return self.root / "pg"

    @property
    def log(self) -> Path:
        """What the server says; at most 5 MB, and as much before it in server.log.1."""
        return self.root / "log" / "server.log"

    @property
    def lock(self) -> Path:
        """Held by the supervisor."""
        return self.root / "lock"

    @property
    def socket(self) -> Path:
        """Folder of the socket."""
        return self.root / "run"

    @property
    def unfinished(self) -> Path:
        """Where this process makes a new cluster before it is renamed to `pg`."""
        return self.root / f"{_UNFINISHED}{os.getpid()}"

    def check(self) -> None:
        """Raise BadInput if the path does not suit a socket, or anything in the folder is not ours.

        Nothing is changed. A comma parts two hosts in an address of libpq, and cannot be escaped.
        """
        longest = SOCKET_AT_MOST - len(f"/run/.s.PGSQL.{PORT}")
        if len(os.fsencode(self.root)) > longest or "," in str(self.root):
            raise BadInput(Finding("database_path_unfit", {"path": str(self.root), "longest": longest}))
        if not self.root.exists():
            return
        with writing(self.root):
            names = sorted(entry.name for entry in self.root.iterdir())
            strange = [name for name in names if name not in _OURS and not name.startswith(_UNFINISHED)]
            if not strange and self.pg.exists() and self.major() is None and any(self.pg.iterdir()):
                strange = ["pg"]
        if strange:
            shown = ", ".join(strange[:3]) + (", ..." if len(strange) > 3 else "")
            raise BadInput(Finding("database_folder_not_ours", {"path": str(self.root), "found": shown}))

    def major(self) -> int | None:
        """The major version that wrote the cluster, or None where there is none yet."""
        try:
            told = (self.pg / "PG_VERSION").read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        return int(told) if told.isdecimal() else None

    def prepare(self, runner: Runner) -> None:
        """Make the folder and its parts, for the runner alone to read. Raises MachineTrouble."""
        with writing(self.root):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if runner.switch and self.root.stat().st_uid != runner.uid:
                runner.give_tree(self.root)
            for part in (self.root, self.log.parent, self.socket):
                part.mkdir(mode=0o700, exist_ok=True)
                runner.give(part)
                if stat.S_IMODE(part.stat().st_mode) != 0o700:
                    part.chmod(0o700)

    def tidy(self) -> None:
        """Remove what a killed initdb left. Only for the one who holds the lock."""
        for left in self.root.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)

    def is_full(self, megabytes: int = 1) -> bool:
        """Whether less than `megabytes` are free on its disk; for us, leaving out what is kept for root."""
        above = next(place for place in (self.root, *self.root.parents) if place.exists())
        return shutil.disk_usage(above).free < megabytes * 1_000_000


def disk_full(path: Path) -> MachineTrouble:
    """The refusal for a full disk below `path`."""
    return MachineTrouble(Finding("database_disk_full", {"path": str(path), "needed": ROOM_NEEDED_MB}))


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system answers while `path` is written into a refusal.

    Raises:
        MachineTrouble: Full disk, missing rights, or another OSError of the block.
    """
    try:
        yield
    except (OSError, shutil.Error) as error:
        if error.errno in _NO_SPACE or any(os.strerror(number) in str(error) for number in _NO_SPACE):
            raise disk_full(path) from error
        if error.errno in _NO_RIGHT:
            raise MachineTrouble(Finding("database_no_permission", {"path": str(error.filename or path)})) from error
        params = {"path": str(path), "reason": error.strerror or str(error)}
        raise MachineTrouble(Finding("database_cannot_write", params)) from error
