"""The PostgreSQL of our own: made when first needed, started, watched, stopped."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lumbung.config.cluster import logs, postmaster, sentences, server  # noqa: F401 -- enters our sentences
from lumbung.config.cluster.binaries import check_data, find
from lumbung.config.cluster.copies import within_reach
from lumbung.config.cluster.database import address, make_database
from lumbung.config.cluster.folder import ROOM_NEEDED_MB, Folder, disk_full, writing
from lumbung.config.cluster.initialise import initialise
from lumbung.config.cluster.lock import Lock
from lumbung.config.cluster.options import server_words
from lumbung.config.cluster.runner import choose
from lumbung.core.findings import BadInput, Finding, MachineTrouble, Refusal

START_SECONDS = 300.0  # recovery after a power cut reads up to a gigabyte of journal
LOOK_SECONDS = 1.0
RESTARTS_AT_MOST, WITHIN_SECONDS = 60, 600.0  # attempts: after a kill several fail while its children end
ROOM_TO_START_MB = 20  # a server that fell on a full disk falls again without room for its journal
_say = logging.getLogger(__name__)
_T = TypeVar("_T")


@contextmanager
def running(
    folder: Path,
    *,
    url: str = "",
    programs: Path | None = None,
    for_tests: bool = False,
    patience: float = START_SECONDS,
) -> Iterator[str]:
    """The address of a database that takes connections, as DATABASE_URL writes it, for as long as the block lasts.

    The first process to come is the supervisor of the cluster in `folder`: it makes, starts and watches the server,
    brings it back if the machine kills it, and stops it at the end of the block, after Ctrl-C, SIGTERM and SIGHUP
    too. Others that come meanwhile are guests; one of them becomes the supervisor if the first leaves. A process
    that is killed leaves the server running for the next, who stops it in order and starts it anew. Forked children
    may use the address and never stop the server.

    Args:
        folder: Folder of our own; made when it is missing. A folder with anything else in it is refused.
        url: DATABASE_URL: where it is set, it is the answer, and nothing is started.
        programs: Bin folder of PostgreSQL 15 to 18; by default the wheel's, then the system's.
        for_tests: Fast, and not safe against a power cut.
        patience: Seconds to wait for a start.
    Raises:
        BadInput: The folder, its owner, its version or the programs do not fit; nothing was changed.
        MachineTrouble: The machine did not allow it, or it took too long.
    """
    if url:
        yield url
        return
    supervisor = _Supervisor(_folder(folder), programs, for_tests=for_tests)
    with signals_as_ctrl_c():
        try:
            supervisor.start(patience)
            yield address(supervisor.folder)
        finally:
            supervisor.stop()


def stop(folder: Path) -> bool:
    """Stop a server that a killed Lumbung left behind; whether there was one.

    Raises:
        BadInput: A living Lumbung supervises it, or the folder is not ours.
        MachineTrouble: It does not stop.
    """
    place = _folder(folder)
    place.check()
    if not postmaster.servers_of(place.pg):
        return False
    lock = Lock(place.lock)
    with writing(place.lock):
        if not lock.acquire():
            raise BadInput(Finding("database_in_use", {"pid": lock.holder() or "?", "path": str(place.root)}))
    try:
        server.end(place)
    finally:
        lock.release()
    return True


@dataclass(frozen=True, slots=True)
class Status:
    """How the cluster of a folder stands; numbers of processes are None where there is none.

    `data` is the major version that wrote the cluster, `programs` the version of the programs ("18.6"), or None.
    `findings` say why a start would be refused.
    """

    server: int | None
    supervisor: int | None
    data: int | None
    programs: str | None
    log: Path
    findings: tuple[Finding, ...]


def status(folder: Path, *, programs: Path | None = None) -> Status:
    """How things stand, for `doctor`; changes nothing."""
    place = _folder(folder)
    findings: list[Finding] = []

    def tried(check: Callable[[], _T]) -> _T | None:
        try:
            with writing(place.root):
                return check()
        except Refusal as refusal:
            findings.extend(refusal.findings)
            return None

    tried(lambda: choose(place.root))
    tried(place.check)
    binaries = tried(lambda: find(programs))
    if binaries:
        tried(lambda: check_data(place, binaries))
    if tried(lambda: place.is_full(ROOM_NEEDED_MB)):
        findings += disk_full(place.root).findings
    return Status(
        server=postmaster.ready(place.pg) or None,
        supervisor=Lock(place.lock).holder(),
        data=tried(place.major),
        programs=binaries.version if binaries else None,
        log=place.log,
        findings=tuple(one for i, one in enumerate(findings) if one not in findings[:i]),  # two checks may say the same
    )


class _Supervisor:
    """One process's part in a cluster. The guard is held by whoever starts or stops: its user, or its watch."""

    def __init__(self, folder: Folder, programs: Path | None, *, for_tests: bool) -> None:
        self.folder = folder
        self._programs, self._for_tests = programs, for_tests
        self._lock = Lock(folder.lock)
        self._child: server.Child | None = None
        self._owner = os.getpid()
        self._guard, self._over = threading.Lock(), threading.Event()
        self._waits_for_room = False

    def start(self, patience: float) -> None:
        with writing(self.folder.root):
            self._runner = choose(self.folder.root)
        self.folder.check()
        self._binaries = find(self._programs)
        self.folder.prepare(self._runner)
        began = time.monotonic()
        with self._guard:
            while not self._serve(patience):
                if time.monotonic() - began > patience:
                    params = {"pid": self._lock.holder() or "?", "path": str(self.folder.root)}
                    raise MachineTrouble(Finding("database_busy", {**params, "seconds": round(patience)}))
                time.sleep(0.05)
        threading.Thread(target=self._watch, name="lumbung-database-watch", daemon=True).start()

    def stop(self) -> None:
        """A forked child leaves the server alone, and so does a guest."""
        if self._owner != os.getpid():
            return
        self._over.set()  # before the guard: a restart that is under way gives up and lets us in
        with self._guard:
            try:
                if self._lock.held:
                    server.end(self.folder, self._child)
            finally:
                self._lock.release()

    def _serve(self, patience: float) -> bool:
        """Have a server with our database, as supervisor or guest; False while another starts or stops it."""
        if not self._supervise(patience) and not postmaster.ready(self.folder.pg):
            return False
        try:
            make_database(self.folder, for_tests=self._for_tests)
        except MachineTrouble:
            if not self._lock.held and not postmaster.ready(self.folder.pg):
                return False  # its supervisor has just left
            raise
        return True

    def _supervise(self, patience: float) -> bool:
        """Start the server if the lock can be had; False where another process has it."""
        with writing(self.folder.lock):
            if not self._lock.acquire():
                return False
        try:
            self._child = self._started(patience)
        except BaseException:
            self._lock.release()
            raise
        return True

    def _started(self, patience: float) -> server.Child:
        folder, runner = self.folder, self._runner
        with writing(folder.lock):
            runner.give(folder.lock)
        check_data(folder, self._binaries)
        binaries = within_reach(self._binaries, folder, runner)
        folder.tidy()
        if folder.major() is None:
            initialise(folder, binaries, runner, for_tests=self._for_tests)
        command = [str(binaries.program("postgres")), *server_words(folder, for_tests=self._for_tests)]
        return server.start(folder, runner, command, patience=patience, abandoned=self._over.is_set)

    def _watch(self) -> None:
        """Bring the server back if it fell; not for ever, for then something is wrong that a person must see."""
        restarts: deque[float] = deque(maxlen=RESTARTS_AT_MOST)
        while not self._over.wait(LOOK_SECONDS):
            if not self._look():
                continue
            restarts.append(time.monotonic())
            if len(restarts) == RESTARTS_AT_MOST and restarts[-1] - restarts[0] < WITHIN_SECONDS:
                _say.critical("database given up: %d restarts within %d s", RESTARTS_AT_MOST, WITHIN_SECONDS)
                return

    def _look(self) -> bool:
        """Keep the log small and the server up; whether there was an attempt to bring it back."""
        with self._guard:
            if self._over.is_set():
                return False
            try:
                if self._lock.held:
                    logs.rotate(self.folder.log)
                    if self._child is not None and self._child.poll() is None:
                        return False
                    if self.folder.is_full(ROOM_TO_START_MB):
                        return self._wait_for_room()
                    self._waits_for_room = False
                    _say.error("database fell; it is started again")
                elif postmaster.ready(self.folder.pg):
                    return False  # a guest
                return self._supervise(START_SECONDS)
            except (Refusal, OSError) as trouble:
                _say.error("database restart failed: %s", trouble)
                return True

    def _wait_for_room(self) -> bool:
        """Say once that the disk is full; each look tries again, and none counts as an attempt."""
        if not self._waits_for_room:
            self._waits_for_room = True
            _say.critical("database fell on a full disk; it is started again once %d MB are free", ROOM_TO_START_MB)
        return False


def _folder(folder: Path) -> Folder:
    return Folder(Path(folder).resolve())


@contextmanager
def signals_as_ctrl_c() -> Iterator[None]:
    """SIGTERM and SIGHUP end the block as Ctrl-C does; by themselves they end Python without a `finally`.

    Where somebody handles them already, or we are not the main thread, that stays as it is.
    """
    ours: list[signal.Signals] = []
    if threading.current_thread() is threading.main_thread():
        ours = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) == signal.SIG_DFL]
    for number in ours:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
