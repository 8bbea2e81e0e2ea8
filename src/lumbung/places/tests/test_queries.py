"""Regions by code, by name, and on a day of the past."""

from __future__ import annotations

from datetime import date

import pytest

from lumbung.places.models import Region
from lumbung.places.queries import children, name_of, resolve

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2012, 12, 31), date(2013, 1, 1)


def codes(regions):
    return [region.code for region in regions]


def test_a_name_by_code(regions):
    assert (name_of("6471"), name_of("6471011003"), name_of("9999")) == ("Kota Balikpapan", "Teritip", None)


def test_a_district_had_no_name_before_it_was_there(regions):
    assert (name_of("647106", BEFORE), name_of("647106", AFTER)) == (None, "Balikpapan Kota")


def test_a_region_that_has_ended_is_still_named_without_a_day(regions):
    Region.objects.filter(pk="6471011003").update(valid_to=BEFORE)

    assert (name_of("6471011003"), name_of("6471011003", BEFORE), name_of("6471011003", AFTER)) == (
        "Teritip", "Teritip", None,
    )  # fmt: skip


def test_the_districts_of_a_day(regions):
    five = ["647101", "647102", "647103", "647104", "647105"]

    assert codes(children("6471", BEFORE)) == five
    assert codes(children("6471", AFTER)) == codes(children("6471")) == [*five, "647106"]


def test_the_provinces_are_the_children_of_the_country(regions):
    assert (len(children("")), children("")[0].name) == (38, "Aceh")


@pytest.mark.parametrize(
    ("name", "area", "found"),
    [
        ("Teritip", "6471", ["6471011003"]),
        ("Kel. TRITIP", "6471", ["6471011003"]),
        ("Gn. Samarinda", "6471", ["6471031002"]),
        ("GUNUNGSAMARINDA", "6471", ["6471031002"]),
        ("Sei Nangka", "6471", ["6471051010"]),
        ("Balikpapan Kota", "6471", ["647106"]),
        ("Kec. Kota", "6471", ["647106"]),
        ("bpp", "64", ["6471"]),
        ("Kalimantan Timur", "", ["64"]),
        ("Bogor", "32", ["3201", "3271"]),
        ("Kab. Bogor", "32", ["3201"]),
        ("Kota Bogor", "32", ["3271"]),
        ("Teritip", "647102", []),
        ("Samarinda", "6471", []),
        ("", "6471", []),
        ("Teritip", "6471011", []),
    ],
)
def test_what_a_name_may_mean_inside_an_area(regions, name, area, found):
    assert codes(resolve(name, area)) == found


def test_a_region_that_has_ended_is_found_only_where_no_other_is(regions):
    Region.objects.create(code="6471019001", level="village", name="Teritip", parent_id="647101", valid_to=BEFORE)
    assert codes(resolve("Teritip", "6471")) == ["6471011003"]

    Region.objects.filter(pk="6471011003").update(valid_to=BEFORE)
    assert codes(resolve("Teritip", "6471")) == ["6471011003", "6471019001"]
