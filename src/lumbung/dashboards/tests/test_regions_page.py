"""The regions of one's office; outlines come in by a file, and the trail tells who brought them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lumbung.access.roles import GRANTS, Act, Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.models import Entry
from lumbung.dashboards.place_drawing import drawing
from lumbung.places.models import Outline, Region, RegionEvent

pytestmark = pytest.mark.django_db
PATH = "/wilayah/"
SQUARE = [[116.9, -1.2], [117.0, -1.2], [117.0, -1.1], [116.9, -1.1], [116.9, -1.2]]


@pytest.fixture
def city():
    """Two districts, one village."""
    Region.objects.create(code="64", level="province", name="Kalimantan Timur")
    Region.objects.create(code="6471", level="regency", name="Kota Balikpapan", parent_id="64")
    for code, name in (("647101", "Balikpapan Timur"), ("647102", "Balikpapan Barat")):
        Region.objects.create(code=code, level="district", name=name, parent_id="6471")
    return Region.objects.create(code="6471011003", level="village", name="Teritip", parent_id="647101")


def client_of(role):
    """A browser of somebody in that role, with a second factor, so that nothing else stops them."""
    standpoint = standpoint_of(role)
    Authenticator.objects.create(user=standpoint.user, type=Authenticator.Type.TOTP, data={})
    client = Client(HTTP_HOST="localhost")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(standpoint.user)
    return client


def upload(client, *features, source="Peta kota 2024"):
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return client.post(PATH, {"berkas": SimpleUploadedFile("batas.geojson", data), "sumber": source})


def feature(**properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
    }


@pytest.mark.parametrize("role", list(Role))
def test_who_may_open_the_page_is_in_the_table_of_rights(role, city):
    answer = client_of(role).get(PATH)

    assert answer.status_code == (200 if Act.MANAGE_JOBS in GRANTS[role] else 403)


def test_before_the_regions_are_loaded_the_page_says_what_fills_it():
    assert "“lumbung migrate” fills them" in client_of(Role.ADMINISTRATOR).get(PATH).content.decode()


def test_an_upload_draws_the_region_and_leaves_a_line(city):
    client = client_of(Role.ADMINISTRATOR)

    answer = upload(client, feature(kode="64.71.01.1003"))

    assert (answer.status_code, answer.url) == (302, PATH)
    assert Outline.objects.get().source == "Peta kota 2024"
    entry = Entry.objects.get(action="places.outlines.imported")
    assert (entry.subject, entry.changes) == (
        "office:6471", {"regions": 1, "source": "Peta kota 2024", "replaced": 0},
    )  # fmt: skip
    page = client.get(PATH).content.decode()
    for told in (
        "1 region has its outline from this file.",
        "1 of 3 regions have their outline",
        "<title>Teritip</title>",
    ):
        assert told in page


def test_a_file_with_faults_changes_nothing_and_names_them_all(city):
    answer = upload(
        client_of(Role.ADMINISTRATOR), feature(kode="6471011003"), feature(nama="<i>Atlantis</i>"), feature()
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was taken in: 2 things must be mended first." in page
    assert "&lt;i&gt;Atlantis&lt;/i&gt;" in page
    assert (Outline.objects.count(), Entry.objects.filter(action__startswith="places.").count()) == (0, 0)


def test_a_region_of_another_city_is_refused(city):
    Region.objects.create(code="6472", level="regency", name="Kota Samarinda", parent_id="64")

    answer = upload(client_of(Role.ADMINISTRATOR), feature(kode="6472"))

    assert (answer.status_code, Outline.objects.count()) == (422, 0)


def test_without_a_file_the_form_says_so_and_keeps_what_was_typed(city):
    answer = client_of(Role.ADMINISTRATOR).post(PATH, {"sumber": "Peta kota"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["berkas"])
    assert 'value="Peta kota"' in answer.content.decode()


def test_outlines_are_drawn_north_up_in_one_frame(city):
    Outline.objects.create(region=city, geojson={"type": "Polygon", "coordinates": [SQUARE]}, source="x")

    picture = drawing(["6471011003"], ["647101"])

    assert (picture.width, picture.height, picture.upper) == (640, 641, [])
    assert picture.lower[0].path == "M0.0 640.1L640.0 640.1L640.0 0.0L0.0 0.0Z"
    assert drawing(["647102"], []) is None


def test_what_happened_to_the_regions_is_told_in_words(city):
    kind, day = RegionEvent.Kind, date(2013, 1, 1)
    told = {"on": day, "before_id": "647101", "after_id": "647102"}
    RegionEvent.objects.create(kind=kind.SPLIT, legal_basis="Perda 8/2012", **told)
    RegionEvent.objects.create(kind=kind.MERGE, name_before="Timur Lama", **told)
    RegionEvent.objects.create(kind=kind.RENAME, name_before="Barat Lama", **told)
    RegionEvent.objects.create(kind=kind.RECODE, **told)

    page = client_of(Role.ADMINISTRATOR).get(PATH).content.decode()

    for sentence in (
        "Balikpapan Barat: split off from Balikpapan Timur, since 01/01/2013", "Perda 8/2012",
        "Timur Lama: merged into Balikpapan Barat, since 01/01/2013",
        "Balikpapan Barat: has this name since 01/01/2013; before that it was Barat Lama",
        "Balikpapan Barat: has code 647102 since 01/01/2013; before that it was 647101",
    ):  # fmt: skip
        assert sentence in page
