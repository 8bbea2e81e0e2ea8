"""The office's figures, computed in the background after whatever changed its records."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from lumbung.access.models import Office
from lumbung.audit.request import enter_request
from lumbung.audit.services import SYSTEM
from lumbung.core.events import BatchApplied, CounterWorkDone, JudgementGiven
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import name_words, resume_by_itself
from lumbung.core.jobs.retrying import when_back
from lumbung.core.jobs.services import another_waits, ask, begin, running
from lumbung.core.language import gettext_noop as _
from lumbung.counter.queries import takes_effect
from lumbung.counter.services import take_effect
from lumbung.registry.services import ended_overrides
from lumbung.statistics.models import Picture
from lumbung.statistics.services import recompute

RECOMPUTE = "lumbung.statistics.tasks.recompute_figures"
name_words({"statistics.recompute": _("Linking and counting"), "statistics.compute": _("Linking and counting")})

# Hourly tries after a full disk: until the Monday after a long weekend.
resume_by_itself({"statistics.recompute": 96})


def figures_follow(event: BatchApplied | CounterWorkDone | JudgementGiven) -> JobProgress:
    """What changed below is counted anew: queued in the transaction of the change, so that neither stands alone."""
    return compute_again(event.office, by=event.by)


def compute_again(office: int, *, by: str, anew: bool = False) -> JobProgress:
    """Compute the figures of the office of key `office` once more; `anew`: with weights learned anew too."""
    return ask(
        RECOMPUTE,
        kind="statistics.recompute",
        subject=f"office:{office}",
        lock=f"office:{office}",
        office_id=office,
        asked_by=by,
        office=office,
        **({"anew": 1} if anew else {}),
    )


@app.periodic(cron="5 * * * *")
@app.task(name="statistics.day", queueing_lock="statistics.day", pass_context=False)
def figures_of_the_day(timestamp: int) -> int:
    """Every hour: offices where an event of law took effect, or a correction ended, since their figures were computed.

    Returns how many were asked to compute them again.
    """
    today, asked = timezone.localdate(), 0
    for picture in Picture.objects.select_related("office"):
        on = timezone.localdate(picture.computed_at)
        if takes_effect(picture.office, after=on, until=today) or ended_overrides(
            picture.office, after=on, until=today
        ):
            compute_again(picture.office_id, by=SYSTEM.key)
            asked += 1
    return asked


@app.task(name=RECOMPUTE, retry=when_back, pass_context=True)
def recompute_figures(context: Any, office: int, job: int, anew: int = 0) -> None:
    """Link, assess and count everything of `office`; one that another follows leaves the work to it, unless `anew`."""
    enter_request(f"job-{job}")
    if not begin(job):
        return
    with running(job) as progress:
        if context is None or anew or not another_waits(RECOMPUTE, {"office": office}, after=context.job.id):
            progress.stage("statistics.compute")
            take_effect(Office.objects.get(pk=office), until=timezone.localdate())
            recompute(Office.objects.get(pk=office), anew=bool(anew))
