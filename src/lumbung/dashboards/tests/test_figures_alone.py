"""Those who see figures but no records: plain numbers with a reason, and the tables as a file for who may export."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import openpyxl
import pytest
from django.conf import settings
from django.test import Client

from lumbung.access.roles import GRANTS, Act, Role
from lumbung.access.tests.factories import AppointmentFactory, OfficeFactory
from lumbung.audit.models import Entry
from lumbung.dashboards.plain import without_links
from lumbung.statistics.models import Cell
from lumbung.statistics.tests.factories import office_with_example

FIELD, STEWARD, OFFICER = Role.FIELD_OFFICER, Role.DATA_STEWARD, Role.DATA_OFFICER
PATH = "/tabel/unduh/"


def browser_of(role, office):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(AppointmentFactory(role=role.value, office=office).user)
    return client


def test_links_to_lists_and_records_become_the_words_they_hold():
    html = '<a class="n n-zero" href="/koperasi/?angka=a" title="0 &gt; b">0</a> <abbr>ab</abbr> <a href="#map">map</a>'
    drawn = '<svg><a href="/koperasi/?angka=b"\n aria-label="c"><text x="1">Kota <tspan>9</tspan></text></a></svg>'

    told = without_links({"one": html, "two": drawn})

    assert told == {
        "one": '<span class="v">0</span> <abbr>ab</abbr> <a href="#map">map</a>',
        "two": '<svg><text x="1">Kota <tspan>9</tspan></text></svg>',
    }


@pytest.mark.slow
@pytest.mark.django_db
def test_who_sees_no_records_is_shown_no_address_that_answers_403_and_told_why():
    office = office_with_example()
    pages = {role: browser_of(role, office).get("/").content.decode() for role in (FIELD, STEWARD, OFFICER)}
    links = {role: re.findall(r'href="(/[^"]*)"', page) for role, page in pages.items()}

    assert len([link for link in links[OFFICER] if link.startswith("/koperasi/")]) > 100
    assert 'id="closed"' not in pages[OFFICER]
    for role in (FIELD, STEWARD):
        client = browser_of(role, office)
        shown = [link for link in set(links[role]) if not link.startswith("/static/")]
        assert [link for link in shown if client.get(link.replace("&amp;", "&")).status_code == 403] == []
        assert "the numbers here open no lists" in pages[role]
        assert re.search(r'<span class="v">\s*440\s*</span>', pages[role])
    plain = [re.sub(r"<[^>]+>|\s+", "", pages[role].split('id="kinds"')[1].split('id="map"')[0]) for role in pages]
    assert plain[0] == plain[1] == plain[2]  # no word of a table is lost
    _the_tables(office, browser_of(STEWARD, office))


def _the_tables(office, client):
    """Part of the test above: building the example takes seconds."""
    answer = client.get(PATH + "?bentuk=csv")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("list.csv").decode())))
        manifest = json.loads(archive.read("manifest.json"))

    assert len(rows) == manifest["rows"] == Cell.objects.filter(office=office).count()
    active = next(row for row in rows if (row["table"], row["row"]) == ("streams", "active"))
    assert (active["count"], active["low"] <= "440" <= active["high"]) == ("440", True)
    assert (json.loads(active["definition"]), active["base"]) == ({"standing": "active"}, "known")
    assert (active["rule"], active["as_of"]) == (manifest["rule"], manifest["as_of"])
    corner = [r for r in rows if (r["table"], r["column"]) == ("kind_by_district", "total") and r["row"] != "total"]
    assert sum(int(row["count"]) for row in corner) == 440
    assert sum(int(row["count"]) for row in corner if row["row"] != "unknown") == 439
    assert all(row["name"] for row in rows)
    assert not {"number", "coop_nik", "address"} & set(rows[0])

    answer = client.get(PATH + "?bentuk=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = list(book["Tables"].iter_rows(values_only=True))
    assert cells[0][0].startswith("SAMPLE DATA")
    assert {"Two streams", "Active by district and kind"} <= {row[0] for row in cells}
    assert {row[0] for row in cells[1:]} & {row["table"] for row in rows} == set()  # tables by their words
    told = Entry.objects.filter(action="dashboards.tables.exported").values_list("changes__form", "changes__rows")
    assert list(told.order_by("pk"))[-2:] == [("csv", len(rows)), ("xlsx", len(rows))]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [FIELD, STEWARD])
def test_the_tables_are_for_who_may_export_and_only_where_figures_are(role):
    answer = browser_of(role, OfficeFactory()).get(PATH + "?bentuk=csv")

    assert answer.status_code == (404 if Act.EXPORT in GRANTS[role] else 403)
