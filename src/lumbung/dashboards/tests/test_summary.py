"""Kept lists on the dashboard and in the daily summary: counted as their reader may see them, once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lumbung.access.models import ViewCount, ViewFollower
from lumbung.access.roles import Role
from lumbung.access.services.saved_views import follow_views, save_view
from lumbung.access.tests.factories import standpoint_of
from lumbung.dashboards.summary import as_text, count_followed, counted

ALL, UNSEEN = "", "?visited=no"
MORNING = datetime(2026, 11, 25, 7, 11, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def views(officer):
    return save_view(officer, "Semua", ALL), save_view(officer, "Belum dikunjungi", UNSEEN, shared=True)


def test_lists_are_counted_as_their_reader_may_see_them(office, officer, views):
    told = {one.view.name: one for one in counted(officer)}
    assert told["Semua"].count > told["Belum dikunjungi"].count > 0

    other = standpoint_of(Role.GOV_SUPERVISOR, office)
    other.areas.update(dict.fromkeys(other.areas, ("647101",)))
    (shared,) = counted(other)
    assert 0 < shared.count < told["Belum dikunjungi"].count


def test_followed_lists_come_first_and_are_counted_once_a_morning(officer, views):
    follow_views(officer, [views[1].pk, 999_999])
    assert [one.view.name for one in counted(officer)] == ["Belum dikunjungi", "Semua"]

    early = MORNING.replace(hour=5)
    assert (count_followed(early), count_followed(MORNING), count_followed(MORNING)) == (0, 1, 0)
    (kept,) = ViewCount.objects.all()
    assert (kept.view, kept.user, kept.on) == (views[1], officer.user, MORNING.date())


def test_the_change_since_an_earlier_day_is_told_in_the_text_to_copy(officer, views):
    follow_views(officer, [views[1].pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    now = counted(officer)[0].count
    ViewCount.objects.create(view=views[1], user=officer.user, on=yesterday, count=now + 3)

    text = as_text(officer, [one for one in counted(officer) if one.followed], "id")

    assert text.splitlines()[1] == f"- Belum dikunjungi: {now} (−3 sejak {yesterday:%d/%m/%Y})"


def test_nobody_follows_what_is_not_offered_to_them(office, officer, views):
    other = standpoint_of(Role.REVIEWER, office)
    follow_views(other, [views[0].pk, views[1].pk])

    assert list(ViewFollower.objects.filter(user=other.user).values_list("view", flat=True)) == [views[1].pk]


def test_the_page_chooses_and_the_dashboard_shows(reader, office):
    client = reader()
    client.post(f"{reverse('dashboards:save_view')}{UNSEEN}", {"name": "Belum dikunjungi"})
    page = client.get(reverse("dashboards:summary"))
    (one,) = page.context["told"]
    client.post(reverse("dashboards:summary"), {"follow": [one.view.pk, "x"]})

    assert client.get(reverse("dashboards:summary")).context["text"]
    home = client.get(reverse("dashboards:home")).content.decode()
    assert "Belum dikunjungi" in home
    assert reverse("dashboards:summary") in home
    client.post(reverse("dashboards:summary"), {})
    assert client.get(reverse("dashboards:summary")).context["text"] == ""
