"""The list: who sees what, that a figure's list is as long as the figure says, filters, pages."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lumbung.access.queries import standpoints
from lumbung.access.roles import Role
from lumbung.access.tests.factories import TODAY, AppointmentFactory, OfficeFactory, standpoint_of
from lumbung.dashboards import lists
from lumbung.dashboards.asking import Wanted
from lumbung.linkage.models import Pair
from lumbung.registry.models import Cooperative, Membership, Version
from lumbung.standing.models import Result
from lumbung.statistics.models import Cell, Picture
from lumbung.statistics.sections import ADDRESSES

LIST = "/koperasi/"
SEES = {
    Role.DATA_OFFICER: 200,
    Role.FIELD_OFFICER: 403,
    Role.REVIEWER: 200,
    Role.GOV_SUPERVISOR: 200,
    Role.DIVISION_HEAD: 200,
    Role.HEAD: 200,
    Role.DATA_STEWARD: 403,
    Role.ADMINISTRATOR: 403,
}


def wanted(query="", figure="", **filters):
    told = [
        (name, value) for name, values in filters.items() for value in ([values] if isinstance(values, str) else values)
    ]
    return Wanted(query, figure, tuple(told))


def size(person, **asked):
    return sum(lists.counts(lists.selection(person, wanted(**asked))).values())


def heading(response):
    return html.unescape(re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1])


def names(response):
    return [
        html.unescape(name) for name in re.findall(r'class="name" href="[^"]*">(.*?)</a>', response.content.decode())
    ]


# Who


@pytest.mark.parametrize("role", Role)
def test_records_are_seen_by_the_roles_that_may(reader, role):
    number = Cooperative.objects.first().number
    client = reader(role)

    seen = [
        client.get(address).status_code for address in (LIST, f"/koperasi/{number}/", "/koperasi/unduh/?bentuk=csv")
    ]

    assert seen == [SEES[role]] * 3


def test_a_stranger_is_sent_to_the_login(office):
    answer = Client(HTTP_HOST="localhost").get(LIST)

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_an_appointment_for_one_district_sees_that_district_alone(office, reader):
    client = reader(area="647101")
    outside = Version.objects.filter(current=True, district_code="647102").first().cooperative.number
    nowhere = Version.objects.get(current=True, district_code="").cooperative.number
    inside = Version.objects.filter(current=True, district_code="647101").first().cooperative.number

    answers = [client.get(f"/koperasi/{number}/").status_code for number in (inside, outside, nowhere)]

    assert answers == [200, 404, 404]
    local = standpoints(AppointmentFactory(office=office, region_code="647101").user, TODAY)[0]
    assert size(local) == Version.objects.filter(current=True, district_code="647101").count()
    assert size(local, district="647102") == 0


def test_another_office_sees_nothing_of_this_one(office):
    number = Cooperative.objects.first().number
    stranger = standpoint_of(Role.DATA_OFFICER, OfficeFactory(code="6472", region_code="6472"))
    client = Client(HTTP_HOST="localhost")
    client.force_login(stranger.user)

    assert client.get(f"/koperasi/{number}/").status_code == 404
    assert sum(lists.counts(lists.selection(stranger, wanted())).values()) == 0


# Figures


def test_every_figure_opens_a_list_as_long_as_it_says(office, officer):
    openings = Picture.objects.get(office=office).openings
    longer = {
        name: (size(officer, figure=name), one["n"])
        for name, one in openings.items()
        if one["u"] in ("cooperative", "row") and size(officer, figure=name) != one["n"]
    }

    assert longer == {}
    assert len(openings) > 100


def test_figures_nobody_named_open_the_list_of_their_cell(office, officer):
    Picture.objects.filter(office=office).update(openings={})
    cells = Cell.objects.filter(office=office, table__in=("streams", "kind_by_district"))
    longer = {
        str(c): (size(officer, figure=f"{c.table}/{c.row}/{c.column}"), c.count)
        for c in cells
        if size(officer, figure=f"{c.table}/{c.row}/{c.column}") != c.count
    }

    assert longer == {}


def test_the_addresses_the_figures_carry_are_ours(office):
    assert ADDRESSES.of_selection("a", "b", "c") == reverse("dashboards:cooperatives") + "?angka=a/b/c"
    assert ADDRESSES.of_record("6471-000001-3") == reverse("dashboards:cooperative", args=["6471-000001-3"])


def test_the_title_names_the_figure_with_its_number(reader):
    assert heading(reader().get(LIST + "?angka=streams/not_visited/total")) == "92 cooperatives: not visited yet"


def test_rows_counted_twice_are_listed_as_rows_with_their_place(reader):
    answer = reader().get(LIST + "?angka=streams/duplicate_rows/total")

    assert heading(answer) == "9 rows: registered twice"
    assert answer.content.decode().count("ods-balikpapan-juni-2024.xlsx, sheet ODS, row ") == 9


def test_a_figure_nobody_knows_opens_an_empty_list(reader):
    answer = reader().get(LIST + "?angka=streams/nothing/total")

    assert (answer.status_code, names(answer)) == (200, [])


def test_outside_ones_area_the_figure_says_what_is_not_shown(reader):
    answer = reader(area="647101").get(LIST + "?angka=streams/active/total").content.decode()

    assert "The figure counts 440; those outside your area are not shown." in answer


# Filters


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ({"category": "jasa"}, {"category": "jasa"}),
        ({"category": ["jasa", "produsen"]}, {"category__in": ["jasa", "produsen"]}),
        ({"district": "unknown"}, {"district_code": ""}),
        ({"standing": "inactive"}, {"cooperative__place__standing": "inactive"}),
        ({"visited": "no", "listed": "yes"}, {"visited": False, "listed": True}),
        ({"group": "kpri", "form": "primary"}, {"group": "kpri", "form": "primary"}),
        ({"supervising_level": ["province", "national"]}, {"supervising_level__in": ["province", "national"]}),
        ({"position": "active_field_only"}, {"cooperative__place__position": "active_field_only"}),
    ],
)
def test_filters_narrow_the_list(office, officer, asked, condition):
    expected = Version.objects.filter(current=True, **condition).count()

    assert size(officer, **asked) == expected > 0


def test_a_source_filters_by_its_rows(office, officer):
    source = office.sources.get(kind="census")

    assert size(officer, source=str(source.pk)) == Version.objects.filter(current=True, census_records__gt=0).count()


def test_the_day_one_lists_hold_what_they_say(office, officer):
    now = Version.objects.filter(current=True)
    rat = Result.objects.filter(rule="RAT_BOOK_YEAR", until__isnull=True)
    entries = Pair.objects.filter(tier="review", judged="").values_list("left", "right")
    held = Membership.objects.filter(known__upper_inf=True, entry__in={end for pair in entries for end in pair})

    assert size(officer, rule="RAT_BOOK_YEAR:active") == rat.filter(result="active").count() > 0
    assert size(officer, rule="RAT_BOOK_YEAR:inactive") == rat.filter(result="inactive").count() > 0
    within_90 = now.filter(certificate_valid_to__range=("2024-06-30", "2024-09-28"))
    assert size(officer, expiring="90") == within_90.count() > 0
    assert size(officer, unvisited="12") == now.exclude(visited_on__gte="2023-06-30").count() > 0
    assert size(officer, waiting="1") == held.values("cooperative").distinct().count() > 0


def test_filters_in_force_are_chips_that_come_off_one_by_one(reader):
    page = reader().get(LIST + "?district=647101&visited=no").content.decode()

    assert 'href="?visited=no"' in page
    assert 'href="?district=647101"' in page


@pytest.mark.parametrize(
    "address",
    ["?q=%00", "?q=%25", "?q='", "?q=((", "?district=%00", "?source=abc", "?rule=x", "?expiring=-1", "?unvisited=999999999", "?sesudah=99999999999999999999", "?sesudah=1", "?ke=0", "?angka=a", "?angka=a/b/c/d", "?position=zzz", "?q=" + "a" * 5000],
)  # fmt: skip
def test_strange_addresses_are_answered(reader, address):
    assert reader().get(LIST + address).status_code == 200


def test_no_name_runs_as_html(office, reader):
    Version.objects.filter(current=True, category="jasa").update(name="<script>alert(1)</script>")

    page = reader().get(LIST + "?category=jasa&q=%3Cscript%3E").content.decode()
    number = Version.objects.filter(current=True, category="jasa").first().cooperative.number
    record = reader().get(f"/koperasi/{number}/").content.decode()

    assert "<script>alert" not in page + record
    assert "&lt;script&gt;alert" in record


def test_an_empty_register_says_what_would_fill_it(office):
    person = standpoint_of(Role.DATA_OFFICER, OfficeFactory(code="6472", region_code="6472"))
    client = Client(HTTP_HOST="localhost")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(person.user)

    assert "The register is empty. The first list that is applied fills it." in client.get(LIST).content.decode()


# Pages


@pytest.mark.parametrize("asked", [{}, {"query": "sejahtera"}, {"figure": "streams/listed_rows/total"}])
def test_pages_show_everybody_once_and_lead_back(office, officer, asked):
    selection = lists.selection(officer, wanted(**asked))
    key = "entry" if selection.of_rows else "pk"
    pages = [lists.page(selection)]
    while pages[-1].after:
        pages.append(lists.page(selection, after=pages[-1].after))
    back = [pages[-1]]
    while back[0].before:
        back.insert(0, lists.page(selection, before=back[0].before))

    shown = [row[key] for page in pages for row in page.rows]
    assert shown == [row[key] for row in lists.lines(selection)]
    assert len(set(shown)) == len(shown) == sum(lists.counts(selection).values())
    assert [row[key] for page in back for row in page.rows] == shown
    assert pages[0].before is None


def test_five_rows_cost_as_many_queries_as_fifty(office, reader):
    client = reader()
    cost = {}
    for address in ("?category=produsen&district=647101", "?district=647105"):
        client.get(LIST + address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown = len(names(client.get(LIST + address)))
        cost[shown] = len(queries)

    few, many = sorted(cost)
    assert (few <= 5, many) == (True, 50)
    assert cost[few] == cost[many]
