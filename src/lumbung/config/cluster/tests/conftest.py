"""A cluster made once and copied for each test, other processes of Lumbung, and a look at what runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from lumbung.config import cluster
from lumbung.config.cluster.binaries import found
from lumbung.config.cluster.postmaster import servers_of, wait_until

psycopg = pytest.importorskip("psycopg", reason="the extra `office` is not installed")
AVAILABLE = list(found())
if not AVAILABLE:
    pytest.skip("no PostgreSQL here: uv sync --extra office, or apt install postgresql", allow_module_level=True)
# Memory where there is plenty: most of the time of these tests goes into copying clusters.
MEMORY = Path("/dev/shm")
ROOMY = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2e9 and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC


def new_folder() -> str:
    """An empty folder with a short path, passable for nobody: as nobody root may have to run PostgreSQL."""
    folder = tempfile.mkdtemp(prefix="lum-", dir=MEMORY if ROOMY else None)
    os.chmod(folder, 0o711)
    return folder


quick = partial(cluster.running, for_tests=True)

# Another Lumbung: says how it fared, then waits until its input is closed.
OTHER = """
import os, sys
from pathlib import Path
from lumbung.config import cluster
from lumbung.core.findings import Refusal

print("begins", flush=True)
data = Path(sys.argv[1])
try:
    with cluster.running(data, for_tests=True):
        print("supervisor" if cluster.status(data).supervisor == os.getpid() else "guest", flush=True)
        sys.stdin.read()
except Refusal as refusal:
    print(*(finding.code for finding in refusal.findings), flush=True)
"""


class Other:
    """Another process that runs the cluster in `data`."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(data)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        assert self.said() == "begins"

    def said(self) -> str:
        """Its next line."""
        return self.process.stdout.readline().strip()

    def end(self) -> int:
        """Let it leave in good order; its exit code."""
        self.process.stdin.close()
        return self.process.wait(60)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(10)


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A cluster, stopped."""
    data = Path(new_folder()).resolve()
    with quick(data):
        pass
    yield data
    shutil.rmtree(data)


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty private folder with a short path; every server in it is ended afterwards."""
    folder = Path(new_folder()).resolve()
    yield folder
    left = {pg: servers_of(pg) for pg in folder.rglob("pg") if pg.is_dir()}
    for pid in (pid for pids in left.values() for pid in pids):
        with suppress(ProcessLookupError):  # a child ends with its postmaster
            os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not any(servers_of(pg) for pg in left), 10)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def data(place: Path, template: Path) -> Path:
    """A data folder that holds a cluster."""
    shutil.copytree(template, place / "data", symlinks=True)
    return place / "data"


@pytest.fixture
def other(data: Path) -> Iterator[Callable[[], Other]]:
    """Starts another Lumbung on `data`; what is left of it ends with the test."""
    started: list[Other] = []

    def start() -> Other:
        started.append(Other(data))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait(10)
        one.process.stdin.close()
        one.process.stdout.close()


def ask(url: str, statement: str) -> object:
    """The first cell of what the server answers, or None."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def came_back(data: Path, killed: int) -> bool:
    """Whether another server than `killed` is ready before long."""
    return wait_until(lambda: cluster.status(data).server not in (None, killed), 30, every=0.1)


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/exe").exists()


def fill(disk: Path) -> Path:
    """Leave no room on `disk`; the file that took it."""
    with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return disk / "filler"


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Mode and content of everything in `folder`."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *sorted(folder.rglob("*"))]
    }
