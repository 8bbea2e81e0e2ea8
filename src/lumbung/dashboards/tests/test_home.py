"""The first page: what it shows to whom, and that its addresses are those the figures were written with."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from lumbung.access.roles import Role
from lumbung.access.tests.factories import AppointmentFactory, OfficeFactory
from lumbung.statistics.sections import ADDRESSES
from lumbung.statistics.tests.factories import office_with_example

pytestmark = pytest.mark.django_db


def browser_of(role, office):
    client = Client()
    client.force_login(AppointmentFactory(role=role.value, office=office).user)
    return client


def test_figures_open_where_the_list_and_the_record_are():
    assert ADDRESSES.of_selection("streams", "active", "total").startswith(
        reverse("dashboards:cooperatives") + "?angka="
    )
    assert ADDRESSES.of_record("6471-000001-3") == reverse("dashboards:cooperative", args=("6471-000001-3",))


def test_an_office_without_data_says_what_fills_it():
    page = browser_of(Role.DATA_OFFICER, OfficeFactory()).get("/")

    assert page.status_code == 200
    assert reverse("imports:upload") in page.content.decode() or reverse("imports:list") in page.content.decode()


def test_a_stranger_is_led_to_the_login_and_an_administrator_to_a_room_of_their_own():
    assert Client().get("/").url.startswith(reverse("account_login"))

    administrator = browser_of(Role.ADMINISTRATOR, OfficeFactory())
    administrator.get("/")  # leads to setting up the second factor first


@pytest.mark.slow
def test_every_number_of_the_dashboard_opens_a_list():
    office = office_with_example()
    client = browser_of(Role.DATA_OFFICER, office)
    page = client.get("/").content.decode()
    told = {unescape(found) for found in re.findall(r'href="(/koperasi/\?angka=[^"]+)"', page)}

    assert len(told) > 100
    assert "440" in page
    wrong = [address for address in sorted(told) if client.get(address).status_code != 200]
    assert wrong == []


@pytest.mark.slow
def test_the_dashboard_speaks_both_languages_and_costs_few_queries(django_assert_max_num_queries):
    office = office_with_example()
    client = browser_of(Role.DATA_OFFICER, office)

    with django_assert_max_num_queries(24):
        indonesian = client.get("/").content.decode()
    client.cookies["lumbung_language"] = "en"
    english = client.get("/").content.decode()

    assert "koperasi yang dikenal masih aktif" in indonesian
    assert "known cooperatives are active" in english
