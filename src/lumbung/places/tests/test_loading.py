"""The country's regions: complete, repeatable, and nothing that was there is ever deleted."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Count
from lokal import wilayah

from lumbung.places.loading import Loaded, load, regions_told
from lumbung.places.models import Alias, Outline, Region, RegionEvent
from lumbung.places.scheme import SOURCE

TODAY = date(2026, 7, 15)
NOTHING = Loaded()


def test_what_is_read_is_what_the_package_says_itself():
    told = regions_told()

    def below(code=None):
        for region in wilayah.list_wilayah(code):
            yield region.code.replace(".", ""), region.name
            if region.level < 4:
                yield from below(region.code)

    assert {code: region.name for code, region in told.items()} == dict(below())


@pytest.mark.django_db
def test_the_whole_country_is_there_down_to_the_village(regions):
    counted = dict(Region.objects.values_list("level").annotate(n=Count("code")))

    assert counted == {"province": 38, "regency": 514, "district": 7285, "village": 83762}
    assert (regions.new, regions.events) == (91599, 1)


@pytest.mark.django_db
def test_every_region_lies_in_the_one_its_code_begins_with(regions):
    telok = Region.objects.select_related("parent__parent__parent").get(pk="6471061002")

    assert (telok.name, telok.parent.name, telok.parent.parent.name, telok.parent.parent.parent.name) == (
        "Telaga Sari", "Balikpapan Kota", "Kota Balikpapan", "Kalimantan Timur",
    )  # fmt: skip
    assert Region.objects.filter(parent=None).exclude(level="province").count() == 0


@pytest.mark.django_db
def test_loading_again_changes_nothing(regions):
    assert load(TODAY) == NOTHING


@pytest.mark.django_db
def test_a_region_that_vanished_gets_its_last_day_and_stays(regions):
    Region.objects.create(code="6471071001", level="village", name="Kelurahan Lama", parent_id="647106")

    assert load(TODAY) == Loaded(vanished=1)
    assert Region.objects.get(pk="6471071001").valid_to == TODAY
    assert load(date(2027, 1, 1)) == NOTHING
    assert Region.objects.get(pk="6471071001").valid_to == TODAY


@pytest.mark.django_db
def test_a_region_that_is_back_in_the_list_is_valid_again(regions):
    Region.objects.filter(pk="6471011001").update(valid_to=date(2020, 1, 1))

    assert load(TODAY) == Loaded(changed=1)
    assert Region.objects.get(pk="6471011001").valid_to is None


@pytest.mark.django_db
def test_a_new_name_leads_and_the_old_one_is_still_understood(regions):
    Region.objects.filter(pk="6471011001").update(name="Manggar Lama")

    assert load(TODAY).changed == 1
    assert Region.objects.get(pk="6471011001").name == "Manggar"
    assert Alias.objects.get(area="647101").spelling == "manggarlama"


@pytest.mark.django_db
def test_a_region_that_is_missing_is_brought_in(regions):
    Outline.objects.filter(region="6471011001").delete()
    Region.objects.filter(pk="6471011001").delete()

    assert load(TODAY) == Loaded(new=1, outlines=1)


@pytest.mark.django_db
def test_balikpapan_kota_came_out_of_balikpapan_selatan(regions):
    split = RegionEvent.objects.get()

    assert (split.kind, split.before.name, split.after.name, split.on) == (
        "split", "Balikpapan Selatan", "Balikpapan Kota", date(2013, 1, 1),
    )  # fmt: skip
    young = Region.objects.filter(valid_from=split.on)
    assert set(young.values_list("code", flat=True)) == {"647106", *(f"647106100{n}" for n in range(1, 6))}


@pytest.mark.django_db
def test_other_spellings_are_known_in_their_area(regions):
    assert Alias.objects.get(area="6471", spelling="tritip").means.name == "Teritip"
    assert Alias.objects.get(area="64", spelling="bpp").means.name == "Kota Balikpapan"


@pytest.mark.django_db
def test_an_alias_that_means_something_else_now_is_mended_and_one_of_ours_stays(regions):
    Alias.objects.filter(spelling="tritip").update(means="6471011002")
    Alias.objects.create(area_id="6471", spelling="pasarbaru", means_id="6471061003")

    assert load(TODAY) == Loaded(aliases=1)
    assert Alias.objects.get(spelling="tritip").means_id == "6471011003"
    assert Alias.objects.filter(spelling="pasarbaru").exists()


@pytest.mark.django_db
def test_villages_of_the_example_have_centre_points_and_schemes_that_say_so(regions):
    villages = Region.objects.filter(code__startswith="6471", level="village")
    assert (villages.count(), villages.filter(latitude=None).count()) == (34, 0)
    manggar = villages.get(name="Manggar")
    assert (manggar.latitude, manggar.longitude) == (-1.214, 116.938)

    outlines = Outline.objects.filter(region__code__startswith="6471")
    assert (outlines.count(), outlines.filter(schematic=True, source=SOURCE).count()) == (41, 41)


@pytest.mark.django_db
def test_an_outline_that_an_office_brought_in_is_not_drawn_over(regions):
    shape = {"type": "Polygon", "coordinates": [[[116.9, -1.2], [117.0, -1.2], [117.0, -1.1], [116.9, -1.2]]]}
    Outline.objects.filter(region="6471011001").update(geojson=shape, source="Peta kota", schematic=False)

    assert load(TODAY) == NOTHING
    assert Outline.objects.get(region="6471011001").geojson == shape
