"""Rows of other lists: on the cooperative's page, on pages of their own, as a file; inside one's area alone."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.models import Entry as AuditLine
from lumbung.imports.services import apply_batch, receive, stage
from lumbung.linkage.models import LISTED, Attachment, Pair
from lumbung.registry.models import Source, Version
from lumbung.statistics.models import Cell
from lumbung.statistics.services import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the example is counted for each
STRANGER = "Koperasi Rekaan Entah Wolulas"


def numbered(office, most):
    """Cooperatives with a NIK, and a certificate that ODS knows."""
    found = Version.objects.filter(office=office, current=True, listed=True, certificate_valid_to__isnull=False)
    return list(found.exclude(fields__coop_nik=None).order_by("pk")[:most])


def bring(office, kind, name, text):
    who = standpoint_of(Role.DATA_OFFICER, office)
    source = Source.objects.create(office=office, kind=kind, name=name)
    batch = stage(receive(source, "daftar.csv", [text.encode()], by=who.user, actor=who.actor))
    apply_batch(batch, by=who.user, actor=who.actor)
    recompute(office)
    return source


@pytest.fixture(scope="module")
def listed(loaded, django_db_blocker):
    """A certificate list, brought in once: two by number, one by its name alone, one that nobody knows."""
    with django_db_blocker.unblock():
        known = numbered(loaded, 3)
        return known, _certificates(loaded, known)


@pytest.fixture
def known(listed, office):
    return listed[0]


@pytest.fixture
def source(listed, office):
    return listed[1]


def _certificates(office, known):
    names = (
        Version.objects.filter(office=office, current=True, listed=True).order_by("-pk").values_list("name", flat=True)
    )
    lines = [
        "DAFTAR SERTIFIKAT NIK KEADAAN 31 JULI 2024;;;;;",
        "NIK;Nama Koperasi;Kelurahan;Grade;Berlaku Hingga;Nomor Sertifikat",
        *(f"{v.fields['coop_nik']};{v.name};;A;0{n}/09/2031;SN-7710{n}" for n, v in enumerate(known[:2], 1)),
        f";{names[5]};;B;05/09/2031;SN-77103",
        f"6472010009999;{STRANGER};Sepinggan;B;06/09/2031;SN-77104",
    ]
    return bring(office, "certificate", "Sertifikat NIK", "\n".join(lines))


def text_of(page, name, *args, query=""):
    return page.get(reverse(f"dashboards:{name}", args=args) + query).content.decode()


def test_the_certificate_stands_beside_and_is_followed(source, known, reader):
    told = text_of(reader(), "cooperative", known[0].cooperative.number)

    assert "Sertifikat NIK, 31/07/2024" in told
    assert "joined by its number" in told
    assert "the list of certificates leads for certificate fields" in told
    assert "01/09/2031" in told or "<mark>1</mark>" in told
    assert "SN-77101" in told
    assert "daftar.csv" in told


def test_another_agency_stands_beside_and_is_not_followed(office, known, reader):
    text = f"Nama Debitur;NIK Koperasi;Alamat;Nomor Kontrak\n{known[0].name};{known[0].fields['coop_nik']};Jl. Lain 99;K-77"
    before = Version.objects.get(cooperative=known[0].cooperative, current=True)
    bring(office, "agency", "Bank", text)

    told = text_of(reader(), "cooperative", known[0].cooperative.number)

    assert "K-77" in told
    assert "Bank" in told
    now = Version.objects.get(cooperative=known[0].cooperative, current=True)
    assert (now.fields, now.field_sources) == (before.fields, before.field_sources)


def test_the_work_list_of_certificates_uses_the_lists_day(source, known, reader):
    page = reader()
    number = known[0].cooperative.number

    near = text_of(page, "cooperatives", query=f"?expiring=365&q={number}")
    told = Version.objects.get(cooperative=known[0].cooperative, current=True)

    assert told.certificate_valid_to.year == 2031
    assert reverse("dashboards:cooperative", args=[number]) not in near


def test_a_number_that_only_a_list_tells_finds_its_cooperative_alone(source, known, reader):
    told = text_of(reader(), "cooperatives", query="?q=SN-77102")

    assert reverse("dashboards:cooperative", args=[known[1].cooperative.number]) in told
    assert reverse("dashboards:cooperative", args=[known[0].cooperative.number]) not in told


def test_a_list_finds_its_cooperatives_by_the_source_filter(source, known, reader):
    told = text_of(reader(), "cooperatives", query=f"?source={source.pk}")

    assert all(version.cooperative.number in told for version in known[:2])


def test_what_is_in_no_register_is_listed_and_counted(source, reader):
    page = reader()

    index = text_of(page, "listed")
    alone = text_of(page, "listed_rows", source.pk)
    work = text_of(page, "worklists")

    assert "Sertifikat NIK" in index
    assert STRANGER in alone
    assert "1 row in no register" in alone
    assert "6472010009999" in alone
    assert "In a list, but in no register" in work


def test_all_rows_of_a_list_are_one_of_three(source, reader):
    page = reader()

    counts = {state: Attachment.objects.filter(entry__source=source, state=state).count() for state in Attachment.State}
    joined = text_of(page, "listed_rows", source.pk, query="?jadi=attached")

    assert counts == {"attached": 2, "waiting": 1, "alone": 1}
    assert "2 rows joined to a cooperative" in joined
    assert "4 rows" in text_of(page, "listed_rows", source.pk, query="?jadi=")


def test_a_waiting_row_leads_to_its_pair_and_the_verdict_joins_it(source, reader):
    page = reader(Role.REVIEWER)
    pair = Pair.objects.filter(scope=LISTED).first()
    address = reverse("dashboards:pair", args=[pair.left_id, pair.right_id])
    before = list(Cell.objects.order_by("ordinal").values_list("table", "row", "column", "count", "low", "high"))

    assert address in text_of(page, "listed_rows", source.pk, query="?jadi=waiting")
    shown = page.get(address)
    case = shown.context["case"]
    page.post(
        reverse("dashboards:judge", args=[pair.left_id, pair.right_id]),
        {"verdict": "same", "left_hash": case.seen[0], "right_hash": case.seen[1]},
    )
    recompute(source.office)

    assert Attachment.objects.get(entry__in=(pair.left_id, pair.right_id)).by == "judged"
    assert page.get(address).context["case"].together
    assert (
        list(Cell.objects.order_by("ordinal").values_list("table", "row", "column", "count", "low", "high")) == before
    )


def test_a_cooperatives_page_names_the_row_that_waits_for_it(source, reader):
    pair = Pair.objects.filter(scope=LISTED).select_related("left", "right").first()
    own = pair.left if pair.left.source_id != source.pk else pair.right
    number = own.memberships.get(known__upper_inf=True).cooperative.number

    told = text_of(reader(Role.REVIEWER), "cooperative", number)

    assert "a row of another list" in told
    assert "(Sertifikat NIK)" in told


def test_the_list_of_what_is_in_no_register_is_a_file(source, reader):
    page = reader()
    address = reverse("dashboards:listed_export", args=[source.pk])

    book = openpyxl.load_workbook(io.BytesIO(b"".join(page.get(f"{address}?jadi=alone&bentuk=xlsx").streaming_content)))
    machine = zipfile.ZipFile(io.BytesIO(b"".join(page.get(f"{address}?jadi=&bentuk=csv").streaming_content)))

    cells = [cell for line in book.active.iter_rows(values_only=True) for cell in line if cell]
    assert {STRANGER, "6472010009999"} <= set(cells)
    assert b'"rows": 4' in machine.read("manifest.json")
    lines = AuditLine.objects.filter(action="dashboards.list.exported", subject=f"source:{source.pk}")
    assert [line.changes["rows"] for line in lines.order_by("pk")] == [1, 4]


def test_a_formula_in_a_list_is_disarmed_in_the_file(office, reader):
    source = bring(
        office, "agency", "Bank", 'Nama Debitur;Nomor Kontrak\n"=HYPERLINK(""x"")";K-1\nKoperasi Rekaan Asing;K-2'
    )

    data = b"".join(
        reader().get(reverse("dashboards:listed_export", args=[source.pk]) + "?jadi=&bentuk=excel").streaming_content
    )

    assert not re.search(rb"[\n;]=HYPERLINK", data)
    assert b"HYPERLINK" in data


def test_who_works_in_one_district_sees_only_rows_of_it(source, known, reader):
    district = known[0].district_code
    inside = reader(Role.REVIEWER, area=district)
    elsewhere = reader(Role.REVIEWER, area="647399")

    told = text_of(inside, "listed_rows", source.pk, query="?jadi=")
    nothing = text_of(elsewhere, "listed_rows", source.pk, query="?jadi=")

    assert known[0].cooperative.number in told
    assert STRANGER not in nothing
    assert "No row of the list is here." in nothing


def test_a_list_of_the_streams_has_no_such_page(office, reader):
    register = Source.objects.get(office=office, kind="register")

    assert reader().get(reverse("dashboards:listed_rows", args=[register.pk])).status_code == 404


def test_their_pages_stand_in_the_room_of_work_lists(source, reader):
    page = reader().get(reverse("dashboards:listed_rows", args=[source.pk])).content.decode()

    assert re.findall(r'aria-current="page">([^<]*)</a>', page.partition("<main")[0]) == ["Work lists"]


def test_who_may_not_export_is_offered_no_file(source, reader):
    page = reader(Role.DATA_STEWARD)

    assert page.get(reverse("dashboards:listed_rows", args=[source.pk])).status_code == 403
    assert page.get(reverse("dashboards:listed_export", args=[source.pk])).status_code == 403
