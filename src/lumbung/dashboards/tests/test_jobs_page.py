"""The administrator's page of background work."""

from __future__ import annotations

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from lumbung.access.roles import Role
from lumbung.audit.models import Entry
from lumbung.statistics.tasks import RECOMPUTE

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
