"""How lists are sorted, the filters of the day-one lists, and that officers' terms open only to those who may."""

from __future__ import annotations

from datetime import date

import pytest

from lumbung.access.roles import Role
from lumbung.audit.models import Entry
from lumbung.dashboards import lists, rat
from lumbung.dashboards.asking import asked_by
from lumbung.dashboards.ordering import SORTS
from lumbung.registry.models import Version


def size(person, address):
    return sum(lists.counts(lists.selection(person, asked_by(address))).values())


def test_capitals_do_not_come_first(office, officer):
    first, second = Version.objects.filter(current=True, district_code="647101").order_by("pk")[:2]
    Version.objects.filter(pk=first.pk).update(name="zeta")
    Version.objects.filter(pk=second.pk).update(name="ZETA BARU")

    shown = [row["name"] for row in lists.lines(lists.selection(officer, asked_by("?district=647101")))]

    assert shown[-2:] == ["zeta", "ZETA BARU"]
    assert shown == sorted(shown, key=str.upper)


@pytest.mark.parametrize("sort", list(SORTS))
def test_every_order_shows_everybody_once_and_leads_back(officer, sort):
    chosen = lists.selection(officer, asked_by(f"?urut={sort}"))
    pages = [lists.page(chosen)]
    while pages[-1].after:
        pages.append(lists.page(chosen, after=pages[-1].after))
    back = lists.page(chosen, before=pages[-1].before)

    shown = [row["pk"] for page in pages for row in page.rows]
    assert shown == [row["pk"] for row in lists.lines(chosen)]
    assert len(set(shown)) == len(shown) == size(officer, "?")
    assert [row["pk"] for row in back.rows] == [row["pk"] for row in pages[-2].rows]


def test_the_newest_meeting_comes_first_and_the_soonest_end(officer):
    newest = [row["last_rat_on"] for row in lists.lines(lists.selection(officer, asked_by("?urut=-rat")))]
    ends = [row["certificate_valid_to"] for row in lists.lines(lists.selection(officer, asked_by("?urut=sertifikat")))]

    assert newest == sorted(newest, key=lambda day: day or date.min, reverse=True)
    assert ends == sorted(ends, key=lambda day: day or date.max)
    assert (newest[-1], ends[-1]) == (None, None)


def test_an_order_nobody_offers_is_the_usual_one():
    assert asked_by("?urut=cooperative__office").sort == ""


@pytest.mark.parametrize("year", [2023, 2022, 2021])
def test_every_cooperative_has_one_state_in_a_book_year(officer, year):
    sizes = {state: size(officer, f"?rat={year}:{state}") for state in rat.STATES}

    assert sum(sizes.values()) == size(officer, "?")
    assert sizes["held"] == Version.objects.filter(current=True, last_rat_on__year=year + 1).count() > 0


def test_deadlines_are_those_of_the_rule():
    assert rat.deadline(2023) == rat.Deadline(date(2024, 3, 31), date(2024, 6, 30))


def test_a_book_year_that_is_still_open_owes_no_meeting_yet(officer):
    assert size(officer, "?rat=2024:not_due") == size(officer, "?")
    assert size(officer, "?rat=2024:not_held") == 0


def test_dates_are_held_against_the_day_of_the_data_unless_today_is_asked(officer):
    expired = Version.objects.filter(current=True, certificate_valid_to__lt="2024-06-30")
    told = Version.objects.filter(current=True, certificate_valid_to__isnull=False)
    said = Version.objects.filter(current=True, certificate_valid_to__isnull=True, certificate_status="expired")

    assert size(officer, "?expiring=expired") == expired.count() + said.count()
    # The example's last certificate ended long before any day this test runs on.
    assert size(officer, "?expiring=expired&per=today") == told.count() + said.count()
    whole = sum(size(officer, f"?expiring={value}") for value in ("expired", "9999", "untold"))
    assert whole == size(officer, "?")


@pytest.mark.parametrize("address", ["?rat=x", "?rat=2023:zzz", "?rat=99999:held", "?expiring=zzz", "?per=zzz", "?terms=ended", "?merah_putih=yes", "?urut=zzz"])  # fmt: skip
def test_strange_filters_are_answered(reader, address):
    assert reader().get("/koperasi/" + address).status_code == 200


def test_reading_a_list_of_terms_is_logged(reader):
    reader().get("/koperasi/?terms=ended")

    line = Entry.objects.filter(action="registry.personal_data.read").latest("pk")
    assert line.changes == {"what": "terms"}  # nobody was asked for what


def test_terms_are_refused_to_who_may_not_see_officers(reader):
    assert reader(Role.DATA_STEWARD).get("/koperasi/?terms=ended").status_code == 403


def test_every_order_is_reached_from_the_page_and_the_one_in_force_is_marked(reader):
    page = reader().get("/koperasi/?district=647101&urut=-rat").content.decode()

    for name in SORTS:
        assert f'href="/koperasi/?district=647101&amp;urut={name}"' in page
    assert f'urut=-rat" aria-current="true">{SORTS["-rat"].word}<' in page
