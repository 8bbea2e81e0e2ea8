"""Outlines by GeoJSON: all or none, everything that is wrong at once."""

from __future__ import annotations

import json

import pytest

from lumbung.core.findings import BadInput
from lumbung.core.language import LANGUAGES
from lumbung.core.sentences import say
from lumbung.places.geojson import MAX_MB
from lumbung.places.models import Outline
from lumbung.places.services import import_outlines

pytestmark = pytest.mark.django_db
SQUARE = [[116.9, -1.2], [117.0, -1.2], [117.0, -1.1], [116.9, -1.1], [116.9, -1.2]]


def feature(properties, ring=SQUARE, **geometry):
    shape = {"type": "Polygon", "coordinates": [ring], **geometry}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def file(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def take_in(data, inside="6471"):
    return import_outlines(data, source="Peta kota 2024", inside=inside)


def refused(data, inside="6471"):
    """(code, number of the feature) of everything that is wrong."""
    with pytest.raises(BadInput) as refusal:
        take_in(data, inside)
    return [(finding.code, finding.params.get("feature")) for finding in refusal.value.findings]


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"kode": "64.71.01.1003"}, "6471011003"),
        ({"KODE_DESA": "6471011003", "luas": 12}, "6471011003"),
        ({"id": 647101}, "647101"),
        ({"KDPKAB": "64.71", "KDCPUM": "64.71.01", "KDEPUM": "64.71.01.1003"}, "6471011003"),
        ({"nama": "Kel. Tritip"}, "6471011003"),
        ({"WADMKC": "Balikpapan Timur", "WADMKD": "Teritip"}, "6471011003"),
        ({"NAMOBJ": "Balikpapan Timur"}, "647101"),
        ({"kode": "6471010003", "nama": "Teritip"}, "6471011003"),  # a code of the statistics office
    ],
)
def test_a_feature_finds_its_region_by_code_or_name(regions, properties, code):
    assert take_in(file(feature(properties))).codes == (code,)
    outline = Outline.objects.get(region=code)
    assert (outline.source, outline.schematic) == ("Peta kota 2024", False)


def test_a_scheme_gives_way_and_an_older_file_is_replaced(regions):
    first = take_in(file(feature({"kode": "6471011003"})))
    second = take_in(file(feature({"kode": "6471011003"}), feature({"kode": "6471011002"})))

    assert (first.schemes, first.replaced, second.schemes, second.replaced) == (1, 0, 1, 1)


def test_heights_and_meaningless_digits_are_left_out(regions):
    ring = [[x + 1e-9, y, 12.5] for x, y in SQUARE]
    take_in(file(feature({"kode": "6471011003"}, ring)))

    assert Outline.objects.get(region="6471011003").geojson == {"type": "Polygon", "coordinates": [SQUARE]}


def test_several_parts_of_a_region_are_one_outline(regions):
    shape = {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}
    take_in(file({"type": "Feature", "properties": {"kode": "6471011003"}, "geometry": shape}))

    assert Outline.objects.get(region="6471011003").geojson == shape


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_taken_in(regions):
    before = list(Outline.objects.order_by("pk").values_list("region", "source"))
    outside = [[10.0, 50.0], [11.0, 50.0], [11.0, 51.0], [10.0, 50.0]]
    swapped = [[y, x] for x, y in SQUARE]

    assert refused(
        file(
            feature({"kode": "6471011003"}),
            feature({"kode": "64.71.01.1003"}),
            feature({"kode": "6472011001"}),
            feature({"nama": "Samarinda Kota"}),
            feature({"luas": 5}),
            feature({"kode": "6471011002"}, outside),
            feature({"kode": "6471011002"}, swapped),
            feature({"kode": "6471011002"}, SQUARE[:-1]),
            feature({"kode": "6471011002"}, SQUARE[:3]),
            feature({"kode": "6471011002"}, [SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[1], SQUARE[0]]),
            feature({"kode": "6471011002"}, [["116", "-1"]] * 5),
            feature({"kode": "6471011002"}, type="Point", coordinates=[116.9, -1.2]),
            feature({"kode": "6471011002"}, coordinates=[]),
            {"type": "Feature", "properties": {"kode": "6471011002"}, "geometry": None},
            7,
            feature({"kode": "6471011002"}, [[10**400, -1], *SQUARE]),
        )
    ) == [
        ("outline_twice", 2),
        ("outline_unknown", 3),
        ("outline_unknown", 4),
        ("outline_unnamed", 5),
        ("outline_outside", 6),
        ("outline_swapped", 7),
        ("outline_open_ring", 8),
        ("outline_short_ring", 9),
        ("outline_flat_ring", 10),
        ("outline_no_position", 11),
        ("outline_no_polygon", 12),
        ("outline_no_polygon", 13),
        ("outline_no_polygon", 14),
        ("outline_no_polygon", 15),
        ("outline_no_position", 16),
    ]
    assert list(Outline.objects.order_by("pk").values_list("region", "source")) == before


def test_a_name_that_several_regions_have_is_asked_back(regions):
    assert refused(file(feature({"nama": "Bogor"})), inside="32") == [("outline_ambiguous", 1)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "outline_no_json"),
        (b"PK\x03\x04\xff", "outline_no_json"),
        (b"[" * 100_000, "outline_no_json"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "outline_no_json"),
        (b"[]", "outline_no_collection"),
        (b'{"type": "FeatureCollection", "features": []}', "outline_no_collection"),
        (b'{"type": "Feature"}', "outline_no_collection"),
        (b" " * (MAX_MB * 2**20 + 1), "outline_file_large"),
        (file(feature({}), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::32750"}}), "outline_other_crs"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(data, code):
    assert refused(data) == [(code, None)]


def test_the_usual_name_of_wgs84_and_a_byte_order_mark_are_no_fault(regions):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}

    assert take_in(b"\xef\xbb\xbf" + file(feature({"kode": "6471011003"}), crs=crs)).codes == ("6471011003",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_are_told_with_their_feature_and_a_remedy(regions, language):
    with pytest.raises(BadInput) as refusal:
        take_in(file(feature({"nama": "Atlantis"})))
    told = say(refusal.value.findings[0], language)

    assert "1: “Atlantis”" in told.what
    assert "64.71.01.1001" in told.mend
