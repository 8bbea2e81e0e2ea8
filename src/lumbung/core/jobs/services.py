"""Asking for background work, telling how far it is, ending it.

A job is asked for in the caller's transaction: it exists if, and only if, that transaction is committed. Rooms name
the task by its full name, so that a room can ask for work of one above it without importing it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from procrastinate import tasks
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.manager import JobManager

from lumbung.core.findings import Finding, Refusal
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import UNWRITTEN, resumed_kinds, tries_of
from lumbung.core.locking import wait_for
from lumbung.core.outages import is_away, outage_of

log = logging.getLogger(__name__)
State = JobProgress.State
_OPEN = (State.WAITING, State.RUNNING)
_EVERY = 0.5  # seconds between two writes of a job's progress
BY_ITSELF = "system"  # asks for it: nobody
TAKEN_UP_AT_MOST = 10  # times: work that takes its worker or the database down again and again is given up


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


@transaction.atomic
def ask_again(job: JobProgress, *, asked_by: str) -> JobProgress:
    """Queue failed or cancelled work anew, as a job of its own; tasks are safe to repeat.

    Asked for twice, by a double click or by two people, the one that waits or runs is answered.
    """
    if under_way := the_same_open(job.task, job.arguments):
        return under_way
    return ask(
        job.task,
        kind=job.kind,
        subject=job.subject,
        lock=job.lock,
        office_id=job.office_id,
        asked_by=asked_by,
        **job.arguments,
    )


def the_same_open(task: str, ids: Mapping[str, int | str], *, asked_by: str = "") -> JobProgress | None:
    """The very work as a job that waits or runs, asked for by `asked_by` or (empty) by anybody.

    Others who ask so wait until the caller's transaction ends.
    """
    wait_for(f"jobs.ask.{task}", 0)
    same = JobProgress.objects.filter(task=task, arguments=dict(ids), state__in=_OPEN)
    return (same.filter(asked_by=asked_by) if asked_by else same).order_by("-pk").first()


def another_waits(task: str, ids: Mapping[str, int], *, after: int) -> bool:
    """Whether the same `task` with the same `ids` was queued after job `after` of the queue and has not begun.

    That job will see all that this one sees, and more. A lock in the queue ("only one may wait") cannot say that: the
    one that waits may begin before the transaction that asked again is committed.
    """
    waiting = ProcrastinateJob.objects.filter(task_name=task, status="todo", pk__gt=after)
    return waiting.filter(**{f"args__{name}": value for name, value in ids.items()}).exists()


def resume() -> int:
    """Ask anew for work that stopped at a full disk and is to go on by itself; how much it was.

    Meant to be called from time to time: where there still is no room the work stops again, until it was tried as often
    as its room allows. Where anybody asked for the same meanwhile, or it was cancelled, nothing is asked.
    """
    _end_unwritten()
    newest = JobProgress.objects.filter(kind__in=resumed_kinds()).order_by("task", "arguments", "-pk")
    asked = 0
    for job in newest.distinct("task", "arguments"):
        tries = tries_of(job)
        if tries and tries.goes_on:
            ask_again(job, asked_by=BY_ITSELF)
            asked += 1
    return asked


def _end_unwritten() -> None:
    """Jobs whose work ended while nothing could be written: the queue gave them up, and nobody told their row."""
    still = JobProgress.objects.filter(kind__in=resumed_kinds(), state__in=_OPEN)
    queued = ProcrastinateJob.objects.filter(args__job__in=list(still.values_list("pk", flat=True)))
    given_up = list(queued.filter(status="failed").values_list("args__job", flat=True))
    ended = {"state": State.FAILED, "ended_at": timezone.now(), "result": _told((Finding(UNWRITTEN),))}
    still.filter(pk__in=given_up).update(**ended)


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

    def heed(self) -> None:
        """Last word before what was made becomes visible: raises Cancelled where a person asked for the end."""
        self._tell()

    def _tell(self, **changes: Any) -> None:
        self._last = time.monotonic()
        mine = JobProgress.objects.filter(pk=self.job_id)
        if changes:
            mine.filter(state=State.RUNNING).update(**changes)
        if mine.filter(cancel_requested_at__isnull=False).exists():
            raise Cancelled


def begin(job_id: int) -> bool:
    """Mark the job as running; false if it was cancelled while it waited, or has fallen too often.

    One whose worker was killed, or whose database went away, is taken up again.
    """
    if not connection.in_atomic_block:
        close_old_connections()  # of a database that was restarted; a worker has no requests that would see to it
    if _falls(job_id) >= TAKEN_UP_AT_MOST:
        _end(job_id, State.FAILED, _told((Finding("job_falls"),)))
        return False
    mine = JobProgress.objects.filter(pk=job_id, state__in=_OPEN)
    return bool(mine.update(state=State.RUNNING, started_at=timezone.now()))


def _falls(job_id: int) -> int:
    queued = ProcrastinateJob.objects.filter(args__job=job_id).order_by("-pk").values_list("attempts", flat=True)
    return queued.first() or 0


def take_up(worker: int | None, *, alone: bool = False) -> int:
    """Queue anew what `worker` (of procrastinate) left when it fell, and what nobody holds. Returns how much it was.

    Args:
        alone: No other worker runs, so whatever is said to be done was left by one that is gone.
    """
    left = ProcrastinateJob.objects.filter(status="doing")
    if not alone:
        left = left.filter(Q(worker=worker) | Q(worker=None))
    manager = JobManager(DjangoConnector())
    pks = list(left.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        manager.retry_job_by_id(pk, timezone.now())
    return len(pks)


@contextmanager
def running(job_id: int) -> Iterator[Reporter]:
    """The frame of a task that `begin` let through: the end that the block had goes into the row of the job.

    Refusals and cancelling end the job in good order; while the database is away it stays as it is and the queue gives
    it out again (`retrying.when_back`); anything else is told as failed and raised again.
    """
    try:
        yield Reporter(job_id)
    except Cancelled:
        _end(job_id, State.CANCELLED)
    except Refusal as refusal:
        _end(job_id, State.FAILED, _told(refusal.findings))
    except Exception as trouble:
        if is_away(trouble):
            log.warning("job %s waits for the database", job_id)
            raise
        # The log has the trace; the page only says that it failed.
        log.exception("job %s failed", job_id)
        outage = outage_of(trouble)
        _end(job_id, State.FAILED, _told((outage,)) if outage else {"trouble": type(trouble).__name__})
        raise
    else:
        _end(job_id, State.DONE)


def _told(findings: Iterable[Finding]) -> dict[str, Any]:
    return {"findings": [{"code": f.code, "params": dict(f.params)} for f in findings]}


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
