"""The administrator's page of background work."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lumbung.access.roles import Role
from lumbung.audit.models import Entry
from lumbung.core.jobs import queries
from lumbung.core.jobs.models import JobProgress
from lumbung.core.outages import FULL
from lumbung.dashboards.templatetags.jobs import CLOCK, clock_time, job_subject
from lumbung.statistics.tasks import RECOMPUTE, compute_again

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("form", "words"), [({}, {}), ({"anew": "1"}, {"anew": 1})])
def test_the_administrator_asks_for_the_figures_once_more(office, reader, form, words):
    client = reader(Role.ADMINISTRATOR)

    answer = client.post(reverse("dashboards:compute"), form)

    assert (answer.status_code, answer["Location"]) == (302, reverse("dashboards:jobs"))
    args = ProcrastinateJob.objects.filter(task_name=RECOMPUTE).latest("pk").args
    assert {k: v for k, v in args.items() if k != "job"} == {"office": office.pk, **words}
    line = Entry.objects.get(action="statistics.asked")
    assert (line.subject, line.changes) == (f"office:{office.code}", {"anew": bool(words)})
    assert "Linking and counting" in client.get(reverse("dashboards:jobs")).content.decode()


def test_asked_for_twice_the_figures_are_computed_once(office, reader):
    client = reader(Role.ADMINISTRATOR)
    before = ProcrastinateJob.objects.filter(task_name=RECOMPUTE).count()

    for _ in range(2):
        client.post(reverse("dashboards:compute"))
    client.post(reverse("dashboards:compute"), {"anew": "1"})

    assert ProcrastinateJob.objects.filter(task_name=RECOMPUTE).count() == before + 2
    assert Entry.objects.filter(action="statistics.asked").count() == 2


@pytest.mark.parametrize(
    ("language", "full", "goes_on", "given_up"),
    [
        ("en", "The disk of the database is full.", "It goes on by itself: it is tried again every hour", "Make room and start it again"),
        ("id", "Disk basis data penuh.", "Pekerjaan ini berlanjut sendiri: dicoba lagi tiap jam", "Kosongkan ruang lalu mulai lagi"),
    ],
)  # fmt: skip
def test_a_full_disk_is_told_and_that_counting_goes_on_by_itself(office, reader, language, full, goes_on, given_up):
    job = compute_again(office.pk, by="user:1")
    told = {"findings": [{"code": FULL, "params": {}}]}
    JobProgress.objects.filter(pk=job.pk).update(state="failed", ended_at=timezone.now(), result=told)
    page = reader(Role.ADMINISTRATOR, language=language).get(reverse("dashboards:jobs")).content.decode()

    assert (full in page, goes_on in page, given_up in page) == (True, True, False)

    for _ in range(queries._RESUMED["statistics.recompute"] - 1):
        JobProgress.objects.create(
            kind=job.kind, task=job.task, arguments=job.arguments, office_id=office.pk, state="failed",
            ended_at=timezone.now(), result=told,
        )  # fmt: skip
    page = reader(Role.ADMINISTRATOR, language=language).get(reverse("dashboards:jobs")).content.decode()
    assert (goes_on in page, given_up in page) == (False, True)


def test_what_runs_by_the_clock_is_told_in_words_task_by_task(office, reader):
    page = reader(Role.ADMINISTRATOR).get(reverse("dashboards:jobs")).content.decode()

    assert {task.task.name for task in app.periodic_registry.periodic_tasks.values()} <= set(CLOCK)
    assert "every hour, at minute 05" in page
    assert "* * *" not in page
    compute_again(office.pk, by="user:1")
    assert f"office:{office.pk}" not in reader(Role.ADMINISTRATOR).get(reverse("dashboards:jobs")).content.decode()


@pytest.mark.parametrize(
    ("cron", "told"),
    [
        ("* * * * *", "every minute"),
        ("5 * * * *", "every hour, at minute 05"),
        ("37 2 * * *", "every day at 02.37"),
        ("*/5 * * * *", "*/5 * * * *"),
        ("1 2 3 * *", "1 2 3 * *"),
    ],
)
def test_a_time_of_the_clock_is_told_or_shown_as_it_is_written(cron, told):
    with translation.override("en"):
        assert clock_time(cron) == told


@pytest.mark.parametrize(("subject", "told"), [("office:3", ""), ("batch:12", "Import 12"), ("thing:1", "thing:1")])
def test_what_a_job_is_about_is_told_in_words(subject, told):
    with translation.override("en"):
        assert job_subject(subject) == told
