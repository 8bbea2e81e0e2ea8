"""As whom the programs of PostgreSQL run: they refuse root, and so does good sense.

An ordinary user runs them plainly. Root runs them as the owner of the data folder where that is somebody else;
in a user namespace, where root is not root any more but still owns its files; or as the user nobody.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lumbung.core.findings import BadInput, Finding, MachineTrouble


@dataclass(frozen=True, slots=True)
class Runner:
    """`uid` and `gid` own the files as the machine sees them; `prefix` stands before each command.

    `switch` = we are root and become `uid` for the command.
    """

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()
    switch: bool = False

    def run(self, command: Sequence[str], *, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run `command` to its end inside `folder`; both outputs come back as one text. Ctrl-C ends it with us."""
        return subprocess.run(
            [*self.prefix, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
            errors="replace", check=False, **self._how(folder),
        )  # fmt: skip

    def start(self, command: Sequence[str], *, folder: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start `command` inside `folder`, all it says going to `log`; it outlives a Ctrl-C of the terminal."""
        return subprocess.Popen([*self.prefix, *command], stdout=log, stderr=log, **self._how(folder))

    def _how(self, folder: Path) -> dict[str, Any]:
        other = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        return {
            "stdin": subprocess.DEVNULL,
            "cwd": folder,
            "env": clean_environment(),
            "umask": 0o077,
            "start_new_session": True,  # the terminal's Ctrl-C is for us; we pass it on in order
            **other,
        }

    def give(self, path: Path) -> None:
        """Make `path` belong to the one who runs the programs; only root can and needs to."""
        if os.geteuid() == 0 and os.lstat(path).st_uid != self.uid:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def give_tree(self, top: Path) -> None:
        """`give` for `top` and all below it; links are not followed."""
        self.give(top)
        for folder, folders, files in os.walk(top):
            for name in (*folders, *files):
                self.give(Path(folder, name))

    def barred(self, path: Path) -> Path | None:
        """The first folder above `path` that the runner may not enter, or None where it reaches `path`."""
        if not self.switch:
            return None
        return next((above for above in reversed(path.resolve().parents) if not self._enters(above)), None)

    def _enters(self, folder: Path) -> bool:
        try:
            told = folder.stat()
        except FileNotFoundError:
            return True  # made later, and given to the runner
        if told.st_uid == self.uid:
            return bool(told.st_mode & stat.S_IXUSR)
        return bool(told.st_mode & (stat.S_IXGRP if told.st_gid == self.gid else stat.S_IXOTH))


def choose(data: Path) -> Runner:
    """As whom to run for the data folder `data`, which need not exist yet.

    Raises:
        BadInput: `data` belongs to another user, and we are not root.
        MachineTrouble: We are root, and the machine offers nobody else to be.
    """
    me = os.geteuid()
    told = data.stat() if data.exists() else None
    if me != 0:
        if told and told.st_uid != me:
            params = {"path": str(data), "owner": user_name(told.st_uid), "user": user_name(me)}
            raise BadInput(Finding("database_folder_owner", params))
        return Runner(me, os.getegid())
    if told and told.st_uid:
        return _reaching(Runner(told.st_uid, told.st_gid, switch=True), data)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise MachineTrouble(Finding("database_as_root")) from error
    if prefix := _namespace(nobody.pw_uid):
        return Runner(0, 0, prefix)
    return _reaching(Runner(nobody.pw_uid, nobody.pw_gid, switch=True), data)


def clean_environment() -> dict[str, str]:
    """Our environment without what would lead the programs astray (PGDATA, PGHOST, ...), messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def user_name(uid: int) -> str:
    """The name of `uid`, or its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _namespace(user: int) -> tuple[str, ...]:
    """The command that makes root look like `user`, or () where this machine does not allow it.

    The user must have a name: initdb asks for it.
    """
    unshare = shutil.which("unshare")
    if not unshare:
        return ()
    prefix = (unshare, "--user", f"--map-user={user}", f"--map-group={user}", "--")
    try:
        tried = subprocess.run([*prefix, "true"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return prefix if tried.returncode == 0 else ()


def _reaching(runner: Runner, data: Path) -> Runner:
    if barred := runner.barred(data):
        params = {"user": user_name(runner.uid), "path": str(barred)}
        raise MachineTrouble(Finding("database_root_unreachable", params))
    return runner
