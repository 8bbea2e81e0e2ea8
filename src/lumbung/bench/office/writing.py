"""Long lists through the services a user uses: read and compared, applied while others write, taken back, taken out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from django.db import transaction

from lumbung.bench.office import making
from lumbung.bench.office.found import Worked
from lumbung.bench.office.making import Made
from lumbung.bench.stopwatch import proportional
from lumbung.dashboards import lists
from lumbung.dashboards.asking import Wanted
from lumbung.dashboards.export_files import FORMS
from lumbung.dashboards.export_jobs import written
from lumbung.dashboards.exports import job_of
from lumbung.imports.models import Batch
from lumbung.imports.services import apply_batch, stage, undo_batch
from lumbung.linkage.services import link_records
from lumbung.registry.models import Source
from lumbung.registry.queries import records_of

CHANGED = 0.05  # of the rows of the next extract
SMALL, NEW = 587, 1_000
FULL = 215_000  # the limits of long lists are asked for at this length; shorter ones have less
LIMITS = {"read": 60.0, "applied": 120.0, "waited": 0.5, "small": 3.0, "linked": 20.0, "exported": 20.0}
_EVERY = 0.2  # seconds between two looks at the memory
T = TypeVar("T")


@dataclass
class Bench:
    """The measuring of one office; `told` grows."""

    made: Made
    rows: int
    folder: Path
    told: list[Worked] = field(default_factory=list)

    def timed(self, work: str, do: Callable[[], T], *, limit: float = 0.0) -> T:
        """Do it, and note how long it took."""
        began = time.perf_counter()
        out = do()
        self.told.append(Worked(work, time.perf_counter() - began, "s", limit))
        return out


def worked(made: Made, rows: int, folder: Path) -> list[Worked]:
    """Everything that is written: a first list, the next one, a small one, new rows linked, and the export of all."""
    bench = Bench(made, rows, folder)
    lists_ = making.specimen(rows)
    one = bench.folder / "panjang.xlsx"
    making.write_workbook(one, lists_, lists_.register)
    _long(bench, "first", making.source_named(made.office, "Daftar panjang"), one)
    after, _ = making.later(lists_, CHANGED)
    making.write_workbook(one, lists_, after)
    _long(bench, "next", making.source_named(made.office, making.REGISTER), one)
    _short(bench, one)
    _linked(bench, one)
    one.unlink()
    _exported(bench)
    return bench.told


def _long(bench: Bench, which: str, source: Source, path: Path) -> None:
    """One long list: staged, applied while somebody else writes, taken back."""
    by = bench.made.standpoint
    batch = making.received(source, path, by)
    staged = bench.timed(f"{which}_read", lambda: stage(batch), limit=LIMITS["read"])
    with others_writing(bench.rows) as waits:
        applied = bench.timed(
            f"{which}_applied", lambda: apply_batch(staged, by=by.user, actor=by.actor), limit=LIMITS["applied"]
        )
    bench.told.append(Worked(f"{which}_waited", max(waits), "s", LIMITS["waited"]))
    bench.timed(f"{which}_undone", lambda: _undone(bench, applied))


def _undone(bench: Bench, batch: Batch) -> None:
    by = bench.made.standpoint
    undo_batch(batch, by=by.user, actor=by.actor, reason="diukur")
    making.nothing_waits()


@contextmanager
def others_writing(rows: int) -> Iterator[list[float]]:
    """Somebody else writes meanwhile; the list holds how long each of their notes took, once the block is left."""
    waits: list[float] = []
    with TemporaryDirectory() as folder:
        answer = Path(folder, "waits.json")
        words = [sys.executable, "-m", "lumbung.bench.office.others", str(rows), str(answer)]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            try:
                other.stdout.readline()  # it says when it is ready
                yield waits
            finally:
                other.stdin.close()
                other.wait()
        waits += json.loads(answer.read_text("utf-8"))


def _short(bench: Bench, path: Path) -> None:
    by = bench.made.standpoint
    few = making.specimen(SMALL, seed=3)
    making.write_workbook(path, few, few.register)
    source = making.source_named(bench.made.office, "Daftar pendek")

    def all_of_it() -> Batch:
        batch = making.received(source, path, by)
        return apply_batch(stage(batch), by=by.user, actor=by.actor)

    _undone(bench, bench.timed("small", all_of_it, limit=LIMITS["small"]))


def _linked(bench: Bench, path: Path) -> None:
    """New rows of the register's source, linked into everything that is there; nothing of it is kept."""
    by = bench.made.standpoint
    new = making.specimen(NEW, seed=5)
    making.write_workbook(path, new, new.register)
    source = making.source_named(bench.made.office, "Daftar tambahan")
    applied = apply_batch(stage(making.received(source, path, by)), by=by.user, actor=by.actor)
    with transaction.atomic():
        bench.timed(
            "linked",
            lambda: link_records(bench.made.office, records_of(bench.made.office), by=by.actor),
            limit=LIMITS["linked"],
        )
        transaction.set_rollback(True)
    _undone(bench, applied)


def _exported(bench: Bench) -> None:
    """Everything as csv, twice: the first time is not counted, so that the memory of the second is that of the work."""
    target = bench.folder / "semua.zip"
    for counted in (False, True):
        job = job_of(lists.selection(bench.made.standpoint, Wanted("", "", ())), bench.made.office, "id")
        with _grown() as grown, transaction.atomic():
            began = time.perf_counter()
            written(target, FORMS["csv"], job)
            seconds = time.perf_counter() - began
        if counted:
            bench.told.append(Worked("exported", seconds, "s", LIMITS["exported"]))
            bench.told.append(Worked("exported_memory", grown[0] / 1e6, "MB"))
    target.unlink()


@contextmanager
def _grown() -> Iterator[list[int]]:
    """By how many bytes this process was at most larger than at the beginning, once the block is left."""
    over, told = threading.Event(), [0]
    me = os.getpid()
    before = proportional(me)

    def watch() -> None:
        while not over.wait(_EVERY):
            told[0] = max(told[0], proportional(me) - before)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield told
    finally:
        over.set()
        watcher.join()
