"""What ends a cooperative, or takes it out of the area, and what is left of it in the office's figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lumbung.counter.models import CounterAct
from lumbung.counter.queries import legal_events
from lumbung.counter.services import CounterRefused
from lumbung.counter.tests.desk import DAY, Desk
from lumbung.imports.tests.lists import Room, row
from lumbung.registry.models import Source
from lumbung.statistics.models import Cell, Check, Place
from lumbung.statistics.services import recompute

pytestmark = pytest.mark.django_db
HEADINGS = ("Nama Koperasi", "NIK Koperasi", "Kelurahan", "Tanggal Kunjungan", "Hasil Kunjungan")
SAMARINDA = {"regency": "Kota Samarinda", "district": "Samarinda Kota", "village": "", "address": "Jl. Baru 1"}
HERE = {"regency_before": "Kota Samarinda", "regency": "Kota Balikpapan", "district": "Balikpapan Selatan",
        "village": "Gunung Bahagia", "address": "Jl. Pulang 2"}  # fmt: skip


@pytest.fixture
def desk(db):
    """Three cooperatives in ODS, all found operating in May."""
    desk = Desk()
    census = Room(desk.officer, kind=Source.Kind.CENSUS, name="Sensus")
    lines = [row(n) for n in (1, 2, 3)]
    seen = [[name, nik, village, "02/05/2024", "aktif"] for name, nik, _legal, _address, village, *_ in lines]
    census.bring(seen, headings=HEADINGS, title="HASIL SENSUS KOPERASI 30 JUNI 2024")
    desk.count()
    return desk


def figures(desk):
    """Every number with its list, every sum, and where each cooperative stands."""
    cells = Cell.objects.filter(office=desk.office).order_by("ordinal")
    checks = Check.objects.filter(office=desk.office).order_by("ordinal")
    places = Place.objects.filter(office=desk.office).order_by("cooperative")
    return [
        list(cells.values_list("table", "row", "column", "count", "low", "high", "predicate", "list_hash")),
        list(checks.values_list("check_name", "line", "parts", "total", "difference")),
        list(places.values_list("cooperative", "standing", "reason", "position", "row__ending")),
    ]


def count(desk, row, table="streams", column="total"):
    cell = Cell.objects.filter(office=desk.office, table=table, row=row, column=column).first()
    return cell and cell.count


def place(desk, n=1):
    one = Place.objects.get(cooperative=desk.cooperative(n))
    return one.standing, one.reason, one.position


def sums_add_up(desk):
    """All but the residual row, which names what no source tells."""
    wrong = Check.objects.filter(office=desk.office, verdict="does_not_add_up")
    return not wrong.exclude(line="unknown").exists()


def test_a_dissolved_cooperative_leaves_the_figures_and_undoing_brings_all_of_them_back(desk):
    before = figures(desk)

    done = desk.tell(desk.cooperative(1), "dissolved")
    desk.count()

    assert place(desk) == ("inactive", "dissolved", "dissolved")
    assert (count(desk, "dissolved"), count(desk, "active"), count(desk, "known"), count(desk, "listed")) == (
        1,
        2,
        2,
        3,
    )
    assert sums_add_up(desk)

    desk.undo(done)
    desk.count()
    assert figures(desk) == before


@pytest.mark.parametrize(("kind", "reason"), [("merger", "merged"), ("amalgamation", "amalgamated")])
def test_what_went_into_another_counts_no_longer_and_the_successor_does(desk, kind, reason):
    before = figures(desk)

    done = desk.tell(desk.cooperative(1), kind, others=[desk.cooperative(2), desk.cooperative(3)])
    desk.count()

    assert place(desk, 1) == ("active", "found_operating", "active_listed")
    assert place(desk, 2) == place(desk, 3) == ("inactive", reason, "merged")
    assert (count(desk, "merged"), count(desk, "active"), sums_add_up(desk)) == (2, 1, True)

    desk.undo(done)
    desk.count()
    assert figures(desk) == before


def test_a_division_ends_the_divided_one_only_where_the_paper_says_so(desk):
    before = figures(desk)

    goes_on = desk.tell(desk.cooperative(1), "division", others=[desk.cooperative(2)], ends=False)
    desk.count()
    assert figures(desk) == before

    desk.undo(goes_on)
    desk.tell(desk.cooperative(1), "division", others=[desk.cooperative(2)], ends=True)
    desk.count()
    assert place(desk) == ("inactive", "divided", "merged")
    assert place(desk, 2)[2] == "active_listed"


def test_whether_the_divided_one_ends_is_never_assumed(desk):
    with pytest.raises(CounterRefused) as refused:
        desk.tell(desk.cooperative(1), "division", others=[desk.cooperative(2)])

    assert [finding.code for finding in refused.value.findings] == ["counter_end_untold"]


def test_who_moved_out_is_in_no_figure_until_it_comes_back(desk):
    before = figures(desk)

    out = desk.tell(desk.cooperative(1), "moved_out", **SAMARINDA)
    desk.count()
    assert place(desk) == ("not_applicable", "moved_out", "moved_out")
    assert (count(desk, "moved_out"), count(desk, "known"), sums_add_up(desk)) == (1, 2, True)
    assert count(desk, "total", "standing_by_district") == 2
    assert not Cell.objects.filter(table="standing_by_district", row__startswith="6472").exists()

    back = desk.tell(desk.cooperative(1), "moved_in", on=date(2024, 7, 20), **HERE)
    desk.count()
    assert place(desk)[2] == "active_listed"
    assert (count(desk, "moved_out"), count(desk, "known")) == (None, 3)

    desk.undo(back)
    desk.count()
    assert place(desk)[2] == "moved_out"
    desk.undo(out)
    desk.count()
    assert figures(desk) == before


def test_a_move_inside_the_city_changes_the_district_and_nothing_else(desk):
    place_now = {"village": "Manggar", "district": "Balikpapan Timur", "regency": "Kota Balikpapan"}

    done = desk.tell(desk.cooperative(1), "address", address="Jl. Mulawarman 3", **place_now)
    desk.count()

    cells = Cell.objects.filter(table="standing_by_district", column="active", count__gt=0)
    assert dict(cells.values_list("row", "count")) == {"647101": 1, "647105": 2, "total": 3}
    assert place(desk)[2] == "active_listed"

    desk.undo(done)
    desk.count()
    assert dict(cells.values_list("row", "count")) == {"647105": 3, "total": 3}


def test_a_move_inside_the_province_takes_nothing_out_of_a_province_s_figures(desk):
    desk.tell(desk.cooperative(1), "moved_out", **SAMARINDA)
    desk.office.level, desk.office.region_code = "province", "64"
    desk.office.save()

    assert legal_events(desk.office).num_rows == 0


def test_an_event_of_a_later_day_has_no_effect_yet_and_then_takes_it_by_itself(desk):
    before = figures(desk)
    later = timezone.localdate() + timedelta(days=30)

    done = desk.tell(desk.cooperative(1), "dissolved", effective_on=later)
    desk.count()
    assert (figures(desk), done.takes_effect) == (before, later)

    recompute(desk.office, as_of=later)
    assert place(desk)[2] == "dissolved"
    recompute(desk.office, as_of=later - timedelta(days=1))
    assert place(desk)[2] == "active_listed"


def test_an_event_is_of_the_number_that_leads_today(desk):
    old, stays = desk.cooperative(2), desk.cooperative(1)
    desk.tell(old, "dissolved")
    old.leads_to = stays
    old.save()

    assert legal_events(desk.office).column("cooperative_id").to_pylist() == [stays.number]


def test_a_merger_with_a_number_whose_data_was_joined_to_the_successor_ends_nothing(desk):
    old, stays = desk.cooperative(2), desk.cooperative(1)
    desk.tell(stays, "merger", others=[old])
    old.leads_to = stays
    old.save()

    assert legal_events(desk.office).num_rows == 0


def test_a_day_of_effect_that_is_the_paper_s_own_is_not_kept_twice(desk):
    done = desk.tell(desk.cooperative(1), "dissolved", effective_on=DAY)

    assert (CounterAct.objects.get(pk=done.pk).effective_on, done.takes_effect) == (None, DAY)
