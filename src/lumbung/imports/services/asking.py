"""What a person asks for and the worker does: the state that keeps a second click out, and the job, in one transaction."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lumbung.access.models import User
from lumbung.audit.services import Actor
from lumbung.core.findings import Finding
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import open_job_about
from lumbung.core.jobs.services import ask, request_cancel
from lumbung.imports.models import Batch
from lumbung.imports.services.applying import begin_applying, give_back
from lumbung.imports.services.mapping import tell_day
from lumbung.imports.services.refusals import BatchRefused, WrongState
from lumbung.imports.services.staging import locked
from lumbung.registry.models import Source

STAGE, APPLY = "lumbung.imports.tasks.stage_list", "lumbung.imports.tasks.apply_list"


def subject_of(batch: Batch) -> str:
    """What jobs about `batch` are about."""
    return f"imports.batch:{batch.pk}"


def needs_day(batch: Batch) -> bool:
    """Whether nobody has said which day the list speaks of; of visits, every row tells its own."""
    return batch.as_of is None and batch.source.kind != Source.Kind.CENSUS


@transaction.atomic
def ask_staging(batch: Batch, *, actor: Actor) -> JobProgress:
    """Have `batch` read (again); while that waits or runs it cannot be applied.

    Raises:
        WrongState: It is settled.
    """
    batch = locked(batch)
    if job := open_job_about(subject_of(batch)):
        return job
    batch.state = Batch.State.UPLOADED
    batch.save()
    return _ask(STAGE, "imports.stage", batch, actor)


@transaction.atomic
def ask_applying(batch: Batch, *, by: User, actor: Actor, day: date | None = None) -> JobProgress:
    """Have `batch` applied.

    Args:
        day: The day the list speaks of, where its titles tell none.
    Raises:
        WrongState: It does not wait to be applied; a second click meets this.
        Stale: The source has changed since; `ask_staging` compares it again.
        BatchRefused: Another one of its source is being applied, or nobody told its day.
    """
    batch = locked(batch)
    if batch.state != Batch.State.STAGED:
        raise WrongState(batch.state)
    if needs_day(batch):
        if day is None:
            raise BatchRefused(Finding("batch_undated"))
        batch = tell_day(batch, day, actor=actor)
    begin_applying(batch)
    return _ask(APPLY, "imports.apply", batch, actor, user=by.pk)


@transaction.atomic
def ask_applying_again(batch: Batch, *, by: User, actor: Actor) -> JobProgress:
    """Take up an apply whose worker is gone for good; the one that waits or runs is answered instead.

    Raises:
        WrongState: It is not being applied.
    """
    fresh = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if fresh.state != Batch.State.APPLYING:
        raise WrongState(fresh.state)
    return open_job_about(subject_of(fresh)) or _ask(APPLY, "imports.apply", fresh, actor, user=by.pk)


@transaction.atomic
def cancel(batch: Batch, *, actor: Actor) -> bool:
    """Ask the work on `batch` to stop; at once where it has not begun. False if nothing is under way."""
    job = open_job_about(subject_of(batch))
    asked = job is not None and request_cancel(job)
    if job is not None and not JobProgress.objects.filter(pk=job.pk, state="running").exists():
        _back(batch, actor)
    return asked


def _back(batch: Batch, actor: Actor) -> None:
    """A cancelled apply that never began leaves the batch as it was."""
    if Batch.objects.filter(pk=batch.pk, state=Batch.State.APPLYING).exists():
        give_back(batch, actor=actor)


def _ask(task: str, kind: str, batch: Batch, actor: Actor, **ids: int) -> JobProgress:
    about = subject_of(batch)
    return ask(
        task,
        kind=kind,
        subject=about,
        lock=about,
        office_id=batch.office_id,
        asked_by=actor.key,
        batch=batch.pk,
        **ids,
    )
