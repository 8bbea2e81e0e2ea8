"""Learning weights in the background: a whole linkage, and another one to compare it with."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lumbung.access.models import Office
from lumbung.audit.request import enter_request
from lumbung.audit.services import Actor
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import name_words, open_job_about
from lumbung.core.jobs.retrying import when_back
from lumbung.core.jobs.services import ask, begin, running
from lumbung.core.language import gettext_noop as _
from lumbung.linkage.services.weights import propose_weights
from lumbung.registry.queries import records_of

LEARN = "lumbung.linkage.tasks.learn_weights"
name_words({"linkage.learn": _("Learning the weights of the linkage")})


def ask_for_weights(office: Office, by: Actor) -> JobProgress:
    """Have weights learned and proposed; asked for again while that waits or runs, the same job is answered."""
    subject = f"weights:{office.pk}"
    return open_job_about(subject) or ask(
        LEARN,
        kind="linkage.learn",
        subject=subject,
        lock=f"weights:{office.pk}",
        office_id=office.pk,
        asked_by=by.key,
        office=office.pk,
        name=by.name,
    )


@app.task(name=LEARN, retry=when_back)
def learn_weights(office: int, job: int, name: str = "") -> None:
    """Learn from the records that count today; a person decides on what came out."""
    enter_request(f"job-{job}")
    if begin(job):
        with running(job) as progress:
            progress.stage("linkage.learn")
            by = Actor(JobProgress.objects.values_list("asked_by", flat=True).get(pk=job), name, office)
            told = Office.objects.get(pk=office)
            propose_weights(told, records_of(told), by=by)
