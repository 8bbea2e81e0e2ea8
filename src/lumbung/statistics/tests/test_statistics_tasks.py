"""The figures follow what is applied and undone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lumbung.core.jobs.models import JobProgress
from lumbung.imports.services.asking import RECOMPUTE as ASKED_BY_IMPORTS
from lumbung.imports.services.asking import ask_recount
from lumbung.imports.tests.lists import Room, row
from lumbung.statistics.models import Cell, Picture
from lumbung.statistics.tasks import RECOMPUTE, recompute_figures

pytestmark = pytest.mark.django_db


def listed():
    return dict(Cell.objects.filter(table="streams").values_list("row", "count")).get("listed_rows")


def test_imports_name_the_task_that_there_is():
    assert ASKED_BY_IMPORTS == RECOMPUTE == recompute_figures.name


def test_the_figures_are_computed_by_the_last_of_several_jobs():
    room = Room()
    batch = room.bring([row(1), row(2), row(3)])
    first, last = (ask_recount(batch, actor_key="user:1") for _ in range(2))
    queue = list(ProcrastinateJob.objects.order_by("pk"))

    recompute_figures(SimpleNamespace(job=queue[0]), office=room.officer.office.pk, job=first.pk)
    assert not Picture.objects.exists()
    recompute_figures(SimpleNamespace(job=queue[1]), office=room.officer.office.pk, job=last.pk)

    assert listed() == 3
    assert set(JobProgress.objects.values_list("state", flat=True)) == {"done"}


def test_an_office_whose_only_list_was_undone_has_no_figures():
    room = Room()
    batch = room.bring([row(1)])
    recompute_figures(None, office=room.officer.office.pk, job=ask_recount(batch, actor_key="user:1").pk)
    room.undo(batch)

    recompute_figures(None, office=room.officer.office.pk, job=ask_recount(batch, actor_key="user:1").pk)

    assert (listed(), Picture.objects.count()) == (None, 0)
