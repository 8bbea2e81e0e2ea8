"""What was told at the counter, as a source on the record's page: the act that told it, and its paper."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from lumbung.access.roles import Role
from lumbung.access.tests.factories import AppointmentFactory
from lumbung.counter.models import CounterAct
from lumbung.counter.tests.desk import Desk
from lumbung.reports.labels import GROUPS, Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    return Desk()


def browser(user):
    client = Client()
    client.force_login(user)
    client.cookies["lumbung_language"] = "en"
    return client


def section(answer, name):
    """One part of the page."""
    return re.search(rf'<section class="lb-section" id="{name}">.*?</section>', answer.content.decode(), re.S)[0]


def plain(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_a_row_of_the_counter_names_its_act_and_leads_there(desk):
    act = desk.tell(desk.cooperative(1), "name", name="Koperasi Karyawan Contoh Zeta")
    desk.count()

    page = browser(desk.officer.user).get(reverse("dashboards:cooperative", args=[desk.cooperative(1).number]))

    sources = section(page, "sources")
    assert f'<a href="{reverse("counter:done", args=[act.pk])}">Counter, act {act.pk}, file surat.pdf</a>' in sources
    assert "surat.pdf, row" not in plain(sources)
    assert "ods.csv, row 4" in plain(sources)  # rows of lists stand where they did


def test_officers_told_at_the_counter_name_the_act_too(desk):
    act = desk.tell(desk.cooperative(1), "officers", chair="Ibu Contoh")
    desk.count()
    address = reverse("dashboards:officers", args=[desk.cooperative(1).number])

    officers = section(browser(desk.officer.user).post(address, {"purpose": "service"}), "officers")

    assert f'<a href="{reverse("counter:done", args=[act.pk])}">Counter, act {act.pk}, file surat.pdf</a>' in officers
    assert "ODS, row 4" in plain(officers)


def test_who_may_not_open_the_act_reads_which_it_was(desk):
    act = desk.tell(desk.cooperative(1), "name", name="Koperasi Karyawan Contoh Zeta")
    desk.count()
    reader = AppointmentFactory(role=Role.GOV_SUPERVISOR.value, office=desk.office).user

    page = browser(reader).get(reverse("dashboards:cooperative", args=[desk.cooperative(1).number]))

    assert f"Counter, act {act.pk}, file surat.pdf" in plain(section(page, "sources"))
    assert reverse("counter:done", args=[act.pk]) not in section(page, "sources")
    assert CounterAct.objects.count() == 1


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("position", ["other_counter_only", "other_field_only"])
def test_what_holds_unknown_ones_is_not_called_inactive(language, position):
    word = Words(language).label("position", position).casefold()

    assert position in GROUPS["position"]
    assert Words(language).label("result", "inactive").casefold() not in word
