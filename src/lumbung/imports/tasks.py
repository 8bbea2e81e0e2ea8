"""Reading and applying lists in the background: ids in, one service call."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app

from lumbung.access.models import User
from lumbung.audit.request import enter_request
from lumbung.audit.services import Actor
from lumbung.core.jobs.retrying import when_back
from lumbung.core.jobs.services import Cancelled, begin, running
from lumbung.imports.models import Batch
from lumbung.imports.services import WrongState, apply_batch, give_back, stage
from lumbung.imports.services.asking import APPLY, STAGE


@app.task(name=STAGE, retry=when_back)
def stage_list(batch: int, job: int) -> None:
    """Read, check and compare a batch; what cannot be read is refused with its reasons."""
    enter_request(f"job-{job}")
    if begin(job):
        with running(job) as progress:
            stage(_batch(batch), progress=progress)


@app.task(name=APPLY, retry=when_back)
def apply_list(batch: int, user: int, job: int) -> None:
    """Apply a batch; a killed one is taken up where it stopped."""
    enter_request(f"job-{job}")
    if not begin(job):
        return
    by, found = User.objects.get(pk=user), _batch(batch)
    actor = Actor(f"user:{by.pk}", str(by), found.office_id)
    with running(job) as progress:
        if found.state != Batch.State.APPLIED:  # else killed after its commit, which queued the figures too
            try:
                apply_batch(found, by=by, actor=actor, progress=progress)
            except Cancelled:
                with suppress(WrongState):  # given back already by who cancelled it
                    give_back(found, actor=actor)
                raise


def _batch(pk: int) -> Batch:
    return Batch.objects.select_related("source", "office").get(pk=pk)
