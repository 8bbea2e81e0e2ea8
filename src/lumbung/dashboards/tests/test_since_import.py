"""What the newest import changed, and the days that figures speak of where events of law count after their lists."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lumbung.counter.tests.desk import Desk
from lumbung.imports.services import undo_batch
from lumbung.imports.tests.lists import row
from lumbung.statistics.models import Picture

pytestmark = pytest.mark.django_db
EARLY = date(2024, 3, 1)  # before the day of the lists


@pytest.fixture
def desk(db):
    return Desk()


@pytest.fixture
def page(desk):
    client = Client()
    client.force_login(desk.officer.user)
    client.cookies["lumbung_language"] = "en"
    return client


def text(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def changed(page):
    """The part of the dashboard that tells of the newest import."""
    found = re.search(r'<section class="lb-section" id="changed">.*?</section>', page.get("/").content.decode(), re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def grown(desk):
    """A second list of the same source, with a fourth cooperative."""
    batch = desk.room.bring([row(n) for n in (1, 2, 3, 4)])
    desk.count()
    return batch


def test_the_first_list_has_nothing_to_be_compared_with(page):
    assert "These are the first figures" in changed(page)
    assert "→" not in changed(page)


def test_counter_work_does_not_hide_what_the_import_changed(desk, page):
    batch = grown(desk)
    imported = changed(page)
    desk.tell(desk.cooperative(1), "name", name="Koperasi Karyawan Contoh Zeta")
    desk.count()
    desk.count()

    assert "cooperatives in ODS 3 → 4" in imported
    assert "Work of people since" not in imported
    told = changed(page)
    assert "cooperatives in ODS 3 → 4" in told
    assert "Work of people since then is part of the change: 1 act at the counter." in told
    assert f'href="{reverse("imports:batch", args=[batch.pk])}"' in page.get("/").content.decode()


def test_what_counter_work_adds_stands_in_the_change_too(desk, page):
    grown(desk)
    act = desk.tell(desk.cooperative(1), "dissolved")
    desk.count()

    assert "dissolved 0 → 1" in changed(page)

    desk.undo(act)
    desk.count()
    assert "dissolved" not in changed(page)


def test_taking_an_import_back_is_compared_with_what_was_before_that(desk, page):
    batch = grown(desk)
    undo_batch(batch, by=desk.officer.user, actor=desk.officer.actor, reason="salah berkas")
    desk.count()

    told = changed(page)
    assert "cooperatives in ODS 4 → 3" in told
    assert "undone" in told


def test_two_imports_that_were_counted_at_once_are_both_named(desk, page):
    desk.room.bring([row(n) for n in (1, 2, 3, 4)])
    desk.room.bring([row(n) for n in (1, 2, 3, 4, 5)])
    desk.count()

    assert "cooperatives in ODS 3 → 5" in changed(page)
    assert changed(page).count(", applied ") == 2


def test_figures_of_before_the_imports_were_kept_say_so(desk, page):
    Picture.objects.update(changes_by=[])
    assert "Changed since the last computation" in changed(page)
    desk.count()
    assert "Changed since the last computation" in changed(page)
    grown(desk)
    assert "Changed by the newest import" in changed(page)
    assert "cooperatives in ODS 3 → 4" in changed(page)


# The days


def pages(desk, page):
    record = reverse("dashboards:cooperative", args=[desk.cooperative(2).number])
    return [text(page.get(address)) for address in ("/", "/koperasi/", record, reverse("dashboards:worklists"))]


def test_an_event_after_the_day_of_the_lists_is_told_wherever_the_day_is(desk, page):
    before = pages(desk, page)
    act = desk.tell(desk.cooperative(1), "dissolved")
    desk.count()
    after = pages(desk, page)
    desk.undo(act)
    desk.count()

    said = f"ists as of 30 June 2024, events until {timezone.localdate():%d/%m/%Y}"
    assert [said in one for one in after] == [True] * 4
    assert [said in one for one in before] == [said in one for one in pages(desk, page)] == [False] * 4
    assert "As of 30 June 2024" in before[0]
    assert all("as of 30 June 2024" in one for one in before[1:])
    assert "As of 30 June 2024" not in after[0]


@pytest.mark.parametrize("how", [{"on": EARLY}, {"effective_on": timezone.localdate() + timedelta(days=30)}])
def test_events_of_the_lists_own_time_or_still_ahead_leave_the_day_as_it_is(desk, page, how):
    desk.tell(desk.cooperative(1), "dissolved", **how)
    desk.count()

    assert [" events until " in one for one in pages(desk, page)] == [False] * 4


def test_a_file_tells_both_days(desk, page):
    desk.tell(desk.cooperative(1), "dissolved")
    desk.count()
    today = timezone.localdate()

    address = reverse("dashboards:export")
    sheet = page.get(f"{address}?bentuk=excel").getvalue().decode("utf-8-sig")
    archive = zipfile.ZipFile(io.BytesIO(page.get(f"{address}?bentuk=csv").getvalue()))
    told = json.loads(archive.read("manifest.json"))

    assert f"Lists as of 30/06/2024, events until {today:%d/%m/%Y}" in sheet
    assert (told["as_of"], told["events_until"]) == ("2024-06-30", today.isoformat())


def test_a_file_without_events_tells_one_day(page):
    address = reverse("dashboards:export")
    assert "events until" not in page.get(f"{address}?bentuk=excel").getvalue().decode("utf-8-sig")
    archive = zipfile.ZipFile(io.BytesIO(page.get(f"{address}?bentuk=csv").getvalue()))
    assert "events_until" not in json.loads(archive.read("manifest.json"))
