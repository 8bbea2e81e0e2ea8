"""Asking for background work, telling how far it is, ending it.

A job is asked for in the caller's transaction: it exists if, and only if, that transaction is committed. Rooms name
the task by its full name, so that a room can ask for work of one above it without importing it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate import tasks
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.manager import JobManager

from lumbung.core.findings import Refusal
from lumbung.core.jobs.models import JobProgress

log = logging.getLogger(__name__)
State = JobProgress.State
_OPEN = (State.WAITING, State.RUNNING)
_EVERY = 0.5  # seconds between two writes of a job's progress


class Cancelled(Exception):  # noqa: N818 -- not an error: a person asked for it
    """A person asked the work to end; what is half done is rolled back by its own transaction."""


@transaction.atomic
def ask(
    task: str, *, kind: str, subject: str, lock: str, office_id: int | None = None, asked_by: str = "", **ids: int | str
) -> JobProgress:
    """Queue `task` in the caller's transaction.

    Args:
        task: Full name of a procrastinate task that takes `job` (key of the returned row) and `ids`: keys, or short
            texts such as an address.
        kind: What the work is, "imports.stage"; `queries.word_of` has its word.
        subject: What it is about, "imports.batch:12".
        lock: Jobs of one lock run one after another, in the order they were asked for.
        asked_by: Key of an actor.
    """
    job = JobProgress.objects.create(
        kind=kind, task=task, arguments=ids, lock=lock, subject=subject, office_id=office_id, asked_by=asked_by
    )
    # Django's own connection, also inside a worker, whose pool would commit apart from the caller.
    manager = JobManager(DjangoConnector())
    tasks.configure_task(name=task, job_manager=manager, lock=lock or None).defer(job=job.pk, **ids)
    return job


def ask_again(job: JobProgress, *, asked_by: str) -> JobProgress:
    """Queue failed or cancelled work anew, as a job of its own; tasks are safe to repeat."""
    return ask(
        job.task,
        kind=job.kind,
        subject=job.subject,
        lock=job.lock,
        office_id=job.office_id,
        asked_by=asked_by,
        **job.arguments,
    )


def another_waits(task: str, ids: Mapping[str, int], *, after: int) -> bool:
    """Whether the same `task` with the same `ids` was queued after job `after` of the queue and has not begun.

    That job will see all that this one sees, and more. A lock in the queue ("only one may wait") cannot say that: the
    one that waits may begin before the transaction that asked again is committed.
    """
    waiting = ProcrastinateJob.objects.filter(task_name=task, status="todo", pk__gt=after)
    return waiting.filter(**{f"args__{name}": value for name, value in ids.items()}).exists()


class Reporter:
    """Tells how far a job is (core.progress.Progress), at most twice a second; raises Cancelled once a person asked.

    Never report inside a transaction: the count would appear at its end, and who cancels would wait for it.
    """

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self._last = 0.0
        self._done = 0

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """`done` of `total` (0: nobody knows); `message` is a stage's name."""
        if time.monotonic() - self._last >= _EVERY:
            self._tell(done=done, total=total, message=message)

    def stage(self, code: str, total: int | None = None) -> None:
        """A new stage begins; `code` is its name."""
        self._done = 0
        self._tell(message=code, done=0, total=total or 0)

    def advance(self, done: int = 1) -> None:
        """`done` more of the stage's total."""
        self._done += done
        if time.monotonic() - self._last >= _EVERY:
            self._tell(done=self._done)

    def _tell(self, **changes: Any) -> None:
        self._last = time.monotonic()
        mine = JobProgress.objects.filter(pk=self.job_id)
        mine.filter(state=State.RUNNING).update(**changes)
        if mine.filter(cancel_requested_at__isnull=False).exists():
            raise Cancelled


def begin(job_id: int) -> bool:
    """Mark the job as running; false if it was cancelled while it waited. One that was killed is taken up again."""
    mine = JobProgress.objects.filter(pk=job_id, state__in=_OPEN)
    return bool(mine.update(state=State.RUNNING, started_at=timezone.now()))


@contextmanager
def running(job_id: int) -> Iterator[Reporter]:
    """The frame of a task that `begin` let through: the end that the block had goes into the row of the job.

    Refusals and cancelling end the job in good order; anything else is told as failed and raised again.
    """
    try:
        yield Reporter(job_id)
    except Cancelled:
        _end(job_id, State.CANCELLED)
    except Refusal as refusal:
        told = [{"code": f.code, "params": dict(f.params)} for f in refusal.findings]
        _end(job_id, State.FAILED, {"findings": told})
    except Exception as trouble:
        # The log has the trace; the page only says that it failed.
        log.exception("job %s failed", job_id)
        _end(job_id, State.FAILED, {"trouble": type(trouble).__name__})
        raise
    else:
        _end(job_id, State.DONE)


def _end(job_id: int, state: JobProgress.State, result: Mapping[str, Any] | None = None) -> None:
    mine = JobProgress.objects.filter(pk=job_id, state__in=_OPEN)
    # A count that was told less often than it grew ends where its stage ends.
    full = {"done": F("total")} if state == State.DONE else {}
    mine.update(state=state, ended_at=timezone.now(), result=dict(result or {}), **full)


def request_cancel(job: JobProgress) -> bool:
    """The work ends at its next step, and at once where nobody has begun it. False: it had ended."""
    now = timezone.now()
    mine = JobProgress.objects.filter(pk=job.pk)
    if mine.filter(state=State.WAITING).update(state=State.CANCELLED, cancel_requested_at=now, ended_at=now):
        return True
    return bool(mine.filter(state=State.RUNNING).update(cancel_requested_at=now))
