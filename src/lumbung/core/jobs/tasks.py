"""Jobs whose worker was killed are taken up again by the next one; what ended is swept out."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from lumbung.core.jobs.services import resume

KEPT_HOURS = 72
SECONDS = 60  # without a heartbeat of its worker (every 10 s) a job counts as left behind


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="core.jobs.take_up", pass_context=True)
async def take_up_left_behind(context: Any, timestamp: int) -> None:
    """Queue the jobs of dead workers anew; tasks are safe to repeat."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS):
        await manager.retry_job(job)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="core.jobs.resume", pass_context=False)
def resume_what_met_a_full_disk(timestamp: int) -> int:
    """Every hour: take up what stopped because no room was left; how much was asked for."""
    return resume()


@app.periodic(cron="37 2 * * *")
@app.task(queueing_lock="core.jobs.sweep_finished", pass_context=True)
async def sweep_finished(context: Any, timestamp: int) -> None:
    """The queue forgets what ended well days ago; how far each piece of work came stays in `JobProgress`."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=False)
