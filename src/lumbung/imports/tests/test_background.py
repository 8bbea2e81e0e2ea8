"""Lists in the background: killed, taken up, stopped; they count once or not at all."""

from __future__ import annotations

import pytest

from lumbung.core.jobs import services as jobs
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.services import Cancelled
from lumbung.imports.models import Batch
from lumbung.imports.services import WrongState, applying, asking, stage, staging
from lumbung.imports.tasks import apply_list, stage_list
from lumbung.imports.tests.lists import Room, row, sheet
from lumbung.registry.models import Entry, Record
from lumbung.registry.services import records

pytestmark = pytest.mark.django_db
ROWS = [row(n) for n in range(1, 8)]


class Killed(BaseException):
    """What a test does to a worker."""


@pytest.fixture
def room(db, monkeypatch):
    monkeypatch.setattr(records, "CHUNK", 3)
    return Room()


def ask_applying(room, batch):
    return asking.ask_applying(batch, by=room.officer.user, actor=room.officer.actor)


def run(job):
    {"imports.stage": stage_list, "imports.apply": apply_list}[job.kind](**job.arguments, job=job.pk)
    job.refresh_from_db()


@pytest.fixture
def killed_after_a_chunk(monkeypatch):
    """The worker dies when it begins to write the second chunk."""
    real = records._append

    def deadly(*chunk):
        if Record.objects.exists():
            raise Killed
        return real(*chunk)

    monkeypatch.setattr(records, "_append", deadly)
    return lambda: monkeypatch.setattr(records, "_append", real)


def test_an_apply_killed_between_chunks_counts_nothing_and_is_completed_once(room, killed_after_a_chunk):
    batch = room.stage(ROWS)
    job = ask_applying(room, batch)
    with pytest.raises(Killed):
        run(job)
    assert (Record.objects.count(), Entry.objects.filter(current__isnull=False).count()) == (3, 0)
    assert Batch.objects.get().state == Batch.State.APPLYING
    killed_after_a_chunk()

    run(job)  # the queue gives a dead worker's job to the next one

    assert job.state == JobProgress.State.DONE
    assert (Record.objects.count(), Entry.objects.filter(current__isnull=False).count()) == (7, 7)
    assert JobProgress.objects.filter(kind="statistics.recompute").count() == 1


def test_a_job_that_died_after_its_commit_only_has_the_figures_computed(room):
    batch = room.stage(ROWS)
    job = ask_applying(room, batch)
    room.apply(Batch.objects.get())

    run(job)

    assert (job.state, Record.objects.count()) == ("done", 7)
    assert JobProgress.objects.filter(kind="statistics.recompute").count() == 1


def test_an_apply_that_is_stopped_leaves_nothing_and_can_be_applied_later(room, monkeypatch):
    batch = room.stage(ROWS)
    job = ask_applying(room, batch)
    real = records._append

    def stopped(*chunk):
        if Record.objects.exists():
            raise Cancelled
        return real(*chunk)

    monkeypatch.setattr(records, "_append", stopped)
    run(job)
    assert (job.state, Batch.objects.get().state, Record.objects.count()) == ("cancelled", "staged", 0)
    monkeypatch.setattr(records, "_append", real)

    run(ask_applying(room, batch))

    assert len(room.state()) == 7


def test_a_wish_to_stop_is_heard_between_chunks(room, monkeypatch):
    monkeypatch.setattr(jobs, "_EVERY", 0)
    monkeypatch.setattr(applying, "CHUNK", 3)
    batch = room.stage(ROWS)
    job = ask_applying(room, batch)
    real = records._append

    def meanwhile(*chunk):
        asking.cancel(batch, actor=room.officer.actor)
        return real(*chunk)

    monkeypatch.setattr(records, "_append", meanwhile)
    run(job)

    assert (job.state, Batch.objects.get().state, Record.objects.count()) == ("cancelled", "staged", 0)


def test_a_stopped_reading_can_be_taken_up(room):
    batch = room.receive(sheet(ROWS))
    job = asking.ask_staging(batch, actor=room.officer.actor)
    asking.cancel(batch, actor=room.officer.actor)
    run(job)
    assert (job.state, batch.rows.count()) == ("cancelled", 0)

    run(asking.ask_staging(batch, actor=room.officer.actor))

    assert Batch.objects.get().state == Batch.State.STAGED


def test_a_mistake_of_ours_is_told_and_leaves_the_list_uploaded(room, monkeypatch):
    batch = room.receive(sheet(ROWS))
    job = asking.ask_staging(batch, actor=room.officer.actor)
    monkeypatch.setattr(staging, "entry_keys", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run(job)

    job.refresh_from_db()
    assert (job.state, job.result) == ("failed", {"trouble": "ZeroDivisionError"})
    assert Batch.objects.get().state == Batch.State.UPLOADED


def test_reading_twice_leaves_one_copy_of_every_row(room):
    batch = room.stage(ROWS)

    again = stage(batch)

    assert (again.rows.count(), again.differences.count()) == (7, 7)


def test_a_list_that_is_read_again_cannot_be_applied_meanwhile(room):
    batch = room.stage(ROWS)
    asking.ask_staging(batch, actor=room.officer.actor)

    with pytest.raises(WrongState):
        ask_applying(room, batch)
