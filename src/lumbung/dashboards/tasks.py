"""Long exports in the background: ids in, one call; and their files swept out by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lumbung.audit.request import enter_request
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.retrying import when_back
from lumbung.core.jobs.services import begin, running
from lumbung.dashboards.export_jobs import TASK, Export, make, sweep
from lumbung.dashboards.summary import count_followed


@app.task(name=TASK, retry=when_back)
def make_export(job: int, **_told: int | str) -> None:
    """Write the file of a job; the row of the job says what was asked for."""
    enter_request(f"job-{job}")
    if begin(job):
        with running(job) as progress:
            make(Export(JobProgress.objects.get(pk=job)), progress)


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="dashboards.sweep_exports")
def sweep_exports(timestamp: int) -> None:
    """Files whose time is over are removed."""
    sweep()


@app.periodic(cron="11 * * * *")
@app.task(queueing_lock="dashboards.count_followed_lists")
def count_followed_lists(timestamp: int) -> None:
    """Kept lists that somebody follows are counted once a day."""
    count_followed()
