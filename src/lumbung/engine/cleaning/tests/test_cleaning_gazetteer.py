"""Regions as read from the data of the package `lokal` and as its own functions tell them."""

from __future__ import annotations

import pytest
from lokal import wilayah

from lumbung.engine.cleaning.gazetteer import districts_everywhere, provinces, regencies, regency


@pytest.mark.parametrize("code", ["6471", "3271", "5104", "9171"])
def test_a_regency_has_the_names_that_the_package_tells(code):
    place = regency(code)
    districts = wilayah.list_wilayah(code)
    villages = [village for district in districts for village in wilayah.list_wilayah(district.code)]

    assert place is not None
    assert place.name == wilayah.wilayah_name(code)
    assert place.names == {each.code.replace(".", ""): each.name for each in (*districts, *villages)}


def test_every_province_and_regency_is_there():
    told = {
        each.code.replace(".", "")
        for province in wilayah.list_wilayah()
        for each in wilayah.list_wilayah(province.code)
    }

    assert sorted(provinces().values()) == [each.code for each in wilayah.list_wilayah()]
    assert {code for codes in regencies().values() for code in codes} == told


def test_a_district_tells_the_regencies_that_have_one_so_called():
    assert districts_everywhere()["bogortengah"] == ("3271",)
    assert len(districts_everywhere()["sukajaya"]) > 1


@pytest.mark.parametrize("code", ["", "64", "9999", "64a1", "647101"])
def test_what_is_no_regencys_code_names_none(code):
    assert regency(code) is None
