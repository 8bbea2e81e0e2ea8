"""The figures follow what is applied and undone."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from lumbung.core.events import BatchApplied
from lumbung.core.jobs.models import JobProgress
from lumbung.counter.models import CounterAct
from lumbung.counter.tests.desk import Desk
from lumbung.imports.tests.lists import TITLE, Room, row
from lumbung.linkage.models import Run
from lumbung.statistics.models import Cell, Picture
from lumbung.statistics.tasks import RECOMPUTE, compute_again, figures_follow, figures_of_the_day, recompute_figures

pytestmark = pytest.mark.django_db


def listed():
    return dict(Cell.objects.filter(table="streams").values_list("row", "count")).get("listed_rows")


def ask(room, batch):
    return figures_follow(BatchApplied(batch.pk, room.officer.office.pk, "user:1"))


def test_applying_and_undoing_queue_the_figures_in_the_same_transaction():
    room = Room()
    batch = room.bring([row(1)])
    room.undo(batch)

    queued = ProcrastinateJob.objects.filter(task_name=RECOMPUTE)
    assert [job.args["office"] for job in queued] == [room.officer.office.pk] * 2


def test_the_figures_are_computed_by_the_last_of_several_jobs():
    room = Room()
    batch = room.bring([row(1), row(2), row(3)])
    first, last = (ask(room, batch) for _ in range(2))
    queue = list(ProcrastinateJob.objects.filter(task_name=RECOMPUTE).order_by("pk"))[-2:]

    recompute_figures(SimpleNamespace(job=queue[0]), office=room.officer.office.pk, job=first.pk)
    assert not Picture.objects.exists()
    recompute_figures(SimpleNamespace(job=queue[1]), office=room.officer.office.pk, job=last.pk)

    assert listed() == 3
    assert set(JobProgress.objects.filter(pk__in=(first.pk, last.pk)).values_list("state", flat=True)) == {"done"}


def test_an_office_whose_only_list_was_undone_has_no_figures():
    room = Room()
    batch = room.bring([row(1)])
    recompute_figures(None, office=room.officer.office.pk, job=ask(room, batch).pk)
    room.undo(batch)

    recompute_figures(None, office=room.officer.office.pk, job=ask(room, batch).pk)

    assert (listed(), Picture.objects.count()) == (None, 0)


def test_linking_anew_is_never_left_to_a_job_that_only_links_what_changed():
    room = Room()
    batch = room.bring([row(1), row(2), row(3)])
    office = room.officer.office.pk
    asked = compute_again(office, by="user:1", anew=True)
    queued = ProcrastinateJob.objects.filter(task_name=RECOMPUTE).latest("pk")
    ask(room, batch)

    recompute_figures(SimpleNamespace(job=queued), **queued.args)

    asked.refresh_from_db()
    assert (queued.args["anew"], asked.state, listed()) == (1, "done", 3)
    assert Run.objects.latest("pk").settings["decided"] == 3


def test_a_later_list_in_which_nothing_is_new_moves_the_day_of_the_figures():
    room = Room()
    first = room.bring([row(1), row(2)])
    recompute_figures(None, office=room.officer.office.pk, job=ask(room, first).pk)
    before = Picture.objects.get().as_of
    second = room.apply(room.stage([row(1), row(2)], title=TITLE.replace("30 JUNI 2024", "31 DESEMBER 2024")))
    assert (second.counts["new"], second.counts["changed"]) == (0, 0)

    recompute_figures(None, office=room.officer.office.pk, job=ask(room, second).pk)

    assert (before, Picture.objects.get().as_of) == (date(2024, 6, 30), date(2024, 12, 31))


def test_what_takes_effect_later_is_counted_on_its_day():
    desk = Desk()
    desk.count()
    today = timezone.localdate()
    desk.tell(desk.cooperative(1), "dissolved", effective_on=today + timedelta(days=1))
    desk.count()
    assert figures_of_the_day(0) == 0

    Picture.objects.update(computed_at=timezone.now() - timedelta(days=3))
    assert figures_of_the_day(0) == 0
    CounterAct.objects.update(effective_on=today)

    assert figures_of_the_day(0) == 1
    assert ProcrastinateJob.objects.filter(task_name=RECOMPUTE).latest("pk").args["office"] == desk.office.pk
    desk.count()
    assert figures_of_the_day(0) == 0
