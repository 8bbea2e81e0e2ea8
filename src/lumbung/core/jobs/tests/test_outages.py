"""Work over a database that goes away, or a worker that falls: given out again, and not for ever."""

from __future__ import annotations

import errno

import psycopg.errors
import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from lumbung.core.jobs import queries
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import tries_of
from lumbung.core.jobs.retrying import when_back
from lumbung.core.jobs.services import TAKEN_UP_AT_MOST, ask, ask_again, begin, request_cancel, running, take_up
from lumbung.core.jobs.tasks import resume_what_met_a_full_disk
from lumbung.imports.tasks import apply_list, stage_list
from lumbung.statistics.tasks import recompute_figures

pytestmark = pytest.mark.django_db


def caused_by(cause):
    error = OperationalError("told by Django")
    error.__cause__ = cause
    return error


AWAY = caused_by(psycopg.errors.AdminShutdown())
FULL = caused_by(psycopg.errors.DiskFull())


@pytest.fixture
def job():
    return ask("lumbung.test.work", kind="test.work", subject="thing:1", lock="thing:1", thing=1)


def fall(job, trouble):
    assert begin(job.pk)
    with pytest.raises(type(trouble)), running(job.pk):
        raise trouble
    job.refresh_from_db()
    return job.state, job.result


@pytest.fixture
def taken(job):
    """What a worker does to the queue when it takes the job, and its worker's number."""

    def take(worker=None):
        with connection.cursor() as cursor:
            if worker is None:
                cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
                worker = cursor.fetchone()[0]
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
        return worker

    return take


def state_of(job):
    return ProcrastinateJob.objects.values_list("status", "attempts").get(args__job=job.pk)


def test_what_a_fallen_worker_left_is_queued_at_once_and_what_another_does_is_left_alone(job, taken):
    mine = taken()

    assert (take_up(mine + 1), state_of(job)) == (0, ("doing", 0))
    assert (take_up(mine), state_of(job)) == (1, ("todo", 1))
    taken()
    assert (take_up(None, alone=True), state_of(job)) == (1, ("todo", 2))


def test_work_that_takes_its_worker_down_again_and_again_is_given_up(job, taken):
    for _ in range(TAKEN_UP_AT_MOST):
        assert begin(job.pk)
        take_up(taken())

    assert not begin(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["findings"][0]["code"]) == ("failed", "job_falls")


def test_work_whose_database_went_away_stays_open_and_is_given_out_again(job):
    assert fall(job, AWAY) == ("running", {})
    assert begin(job.pk)


def test_work_that_met_a_full_disk_failed_and_says_so(job):
    assert fall(job, FULL) == ("failed", {"findings": [{"code": "database_has_no_space", "params": {}}]})


@pytest.mark.parametrize(
    ("trouble", "attempts", "again"),
    [
        (AWAY, 0, True),
        (psycopg.OperationalError("server closed the connection"), 0, True),
        (AWAY, TAKEN_UP_AT_MOST + 1, False),
        (FULL, 0, False),
        (ValueError("ours"), 0, False),
    ],
)
def test_only_what_may_succeed_later_is_tried_again(trouble, attempts, again):
    queued = Job(
        id=1,
        queue="default",
        lock=None,
        queueing_lock=None,
        task_name="x",
        attempts=attempts,
        priority=0,
        status="doing",
    )

    assert (when_back.get_retry_decision(exception=trouble, job=queued) is not None) is again


def test_failed_work_that_is_asked_for_again_twice_runs_once(job):
    fall(job, FULL)

    again = ask_again(job, asked_by="user:1")

    assert again != job
    assert ask_again(job, asked_by="user:2") == again


def test_long_work_of_every_room_is_tried_again_when_the_database_is_back():
    from lumbung.dashboards.tasks import make_export  # noqa: PLC0415

    assert {task.retry_strategy for task in (stage_list, apply_list, recompute_figures, make_export)} == {when_back}


@pytest.fixture
def resumed(monkeypatch):
    """Work of the kind "test.work" is taken up again by itself, three times in a row at most."""
    monkeypatch.setattr(queries, "_RESUMED", {"test.work": 3})


def newest():
    return JobProgress.objects.latest("pk")


def test_work_that_met_a_full_disk_is_asked_again_each_hour_until_it_was_tried_often_enough(job, resumed):
    for made in (1, 2, 3):
        fall(newest(), FULL)
        tries = tries_of(newest())
        assert (tries.made, tries.goes_on) == (made, made < 3)
        before = JobProgress.objects.count()
        assert resume_what_met_a_full_disk(0) == (1 if made < 3 else 0)
        assert JobProgress.objects.count() - before == (1 if made < 3 else 0)
        assert resume_what_met_a_full_disk(0) == 0  # what waits is not asked for twice

    assert (newest().kind, newest().asked_by, newest().arguments) == ("test.work", "system", {"thing": 1})


def test_once_there_is_room_it_ends_well_and_a_later_full_disk_counts_anew(job, resumed):
    fall(job, FULL)
    resume_what_met_a_full_disk(0)
    assert begin(newest().pk)
    with running(newest().pk):
        pass
    job.refresh_from_db()
    assert (newest().state, resume_what_met_a_full_disk(0)) == ("done", 0)
    assert tries_of(job).goes_on is False  # it was taken up by the later one

    ask_again(job, asked_by="user:1")
    fall(newest(), FULL)
    assert tries_of(newest()).made == 1


@pytest.mark.parametrize("trouble", [FULL, OSError(errno.ENOSPC, "full"), ValueError("a mistake")])
def test_only_a_full_disk_and_only_work_that_says_so_is_taken_up_by_itself(job, monkeypatch, trouble):
    fall(job, trouble)
    assert resume_what_met_a_full_disk(0) == 0

    monkeypatch.setattr(queries, "_RESUMED", {"test.work": 3})
    assert resume_what_met_a_full_disk(0) == (0 if isinstance(trouble, ValueError) else 1)


def test_what_a_person_cancelled_is_not_taken_up(job, resumed):
    fall(job, FULL)
    again = ask_again(job, asked_by="user:1")
    request_cancel(again)

    assert resume_what_met_a_full_disk(0) == 0


def test_work_whose_end_could_not_even_be_written_is_told_and_taken_up(job, resumed):
    assert begin(job.pk)
    assert resume_what_met_a_full_disk(0) == 0  # it runs
    ProcrastinateJob.objects.filter(args__job=job.pk).update(status="failed")

    assert resume_what_met_a_full_disk(0) == 1
    job.refresh_from_db()
    assert (job.state, job.result["findings"][0]["code"]) == ("failed", "job_end_unwritten")


def test_counting_is_such_work():
    assert "statistics.recompute" in queries.resumed_kinds()
