"""Lists of certificates and of other agencies, by the very services and pages of every list; and the formats."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.engine.cleaning.law import law
from lumbung.engine.reading import FIELDS
from lumbung.engine.reading.synonyms import synonyms_for
from lumbung.imports.formats import KINDS, TEMPLATES, format_of
from lumbung.imports.forms import OFFERED
from lumbung.imports.models import Batch
from lumbung.imports.services import receive, remap, stage
from lumbung.imports.tests.lists import Room
from lumbung.imports.tests.test_views import client_of, upload, work
from lumbung.registry.models import Entry, Record, Source

pytestmark = pytest.mark.django_db
CERTIFICATES = (
    "nik,nomor_badan_hukum,tanggal_badan_hukum,nama_koperasi,grade,tanggal_diterbitkan,tanggal_cetak,tanggal_expired,"
    "edisi_cetak,status_sertifikat"
)


def certificates(*rows, headings=CERTIFICATES):
    return "\n".join([headings, *rows]).encode()


def row(n, grade="B", until="2028-01-12"):
    return f"36030010010{n:02d},{n}/BH/KWK.10/1998,1998-01-12,KOPERASI CONTOH {'ABCDEFGHIJ'[n]},{grade},2016-04-28,2026-01-12,{until},6,Aktif"


@pytest.fixture
def room(db):
    return Room(kind=Source.Kind.CERTIFICATE, name="Sertifikat NIK")


def bring(room, content, name="sertifikat.csv"):
    return stage(room.receive(content, name))


def test_the_columns_of_a_certificate_list_are_understood(room):
    batch = bring(room, certificates(row(1), row(2)))

    assert batch.state == Batch.State.STAGED
    assert {h: f for h, f in batch.mapping.items() if f} == {
        "nik": "coop_nik", "nomor_badan_hukum": "legal_number", "tanggal_badan_hukum": "legal_on",
        "nama_koperasi": "name", "grade": "nik_grade", "tanggal_diterbitkan": "certificate_on",
        "tanggal_expired": "certificate_valid_to", "status_sertifikat": "certificate_status",
    }  # fmt: skip
    clean = batch.rows.get(row=2).clean
    assert (clean["certificate_valid_to"], clean["certificate_on"]) == ("2028-01-12", "2016-04-28")
    assert (clean["nik_grade"], clean["certificate_status"]) == ("B", "certified")


def test_a_certificates_row_leads_to_file_sheet_and_row(room):
    room.apply(bring(room, certificates(row(1), row(2))))

    record = Record.objects.get(entry__key="nik:3603001001002")

    assert (record.file, record.row) == ("sertifikat.csv", 3)
    assert record.raw["edisi_cetak"] == "6"


def test_the_next_list_shows_what_changed_and_what_is_gone(room):
    room.apply(bring(room, certificates(row(1), row(2), row(3))))

    batch = bring(room, certificates(row(1), row(2, grade="A", until="2030-01-12"), row(4)))

    told = {d.kind: d for d in batch.differences.all()}
    assert sorted(told) == ["changed", "new", "vanished"]
    assert told["changed"].changes == {
        "nik_grade": ["B", "A"],
        "certificate_valid_to": ["2028-01-12", "2030-01-12"],
    }
    assert told["vanished"].name == "KOPERASI CONTOH D"


def test_a_bad_cell_is_told_and_the_row_comes_in(room):
    batch = bring(room, certificates(row(1, until="2028-13-45"), row(2)))

    problem = batch.problems.get(severity="error")
    assert (problem.row, problem.column) == (2, "tanggal_expired")
    assert batch.counts["rows"] == 2


def test_a_day_of_issue_that_is_none_is_told_too(room):
    batch = bring(room, certificates(row(1).replace("2016-04-28", "entah"), row(2)))

    assert batch.problems.get(severity="error").column == "tanggal_diterbitkan"


def test_what_a_person_says_of_a_heading_is_remembered_for_the_source(room):
    headings = CERTIFICATES.replace("tanggal_expired", "habis pada")
    batch = bring(room, certificates(row(1), headings=headings))
    assert not batch.mapping["habis pada"]

    officer = room.officer
    told = remap(batch, {"habis pada": "certificate_valid_to"}, by=officer.user, actor=officer.actor)
    assert told.rows.get().clean["certificate_valid_to"] == "2028-01-12"

    room.apply(told)
    again = bring(room, certificates(row(1), row(2), headings=headings))
    assert again.mapping["habis pada"] == "certificate_valid_to"


def test_undo_takes_the_rows_back(room):
    batch = room.apply(bring(room, certificates(row(1))))

    room.undo(batch)

    assert not Entry.objects.filter(current__isnull=False).exists()
    assert Record.objects.filter(withdrawn_at__isnull=False).count() == 1


def test_an_agencys_list_keeps_its_own_numbers_and_its_status_is_not_that_of_ods():
    room = Room(kind=Source.Kind.AGENCY, name="Kantor pajak")
    text = "Nama Wajib Pajak;NPWP;NIB;Alamat;Status\nKoperasi Contoh A;0012345678721000;0220001234567;Jl. Mangga 1;Aktif\nKoperasi B;01.234.567.8-721.000;;;Hapus"

    batch = bring(room, text.encode(), "npwp.csv")

    assert batch.mapping == {
        "Nama Wajib Pajak": "name", "NPWP": "npwp", "NIB": "nib", "Alamat": "address", "Status": "note",
    }  # fmt: skip
    first, second = (one.clean for one in batch.rows.order_by("row"))
    assert (first["npwp"], first["nib"]) == ("0012345678721000", "0220001234567")
    assert second["npwp"] == "01.234.567.8-721.000"
    assert "ods_status" not in first


def test_a_certificate_list_goes_through_the_pages_like_every_list(room):
    officer = standpoint_of(Role.DATA_OFFICER, room.officer.office)
    page = client_of(officer)
    form = page.get(reverse("imports:upload")).content.decode()
    assert all(f'value="{kind}"' in form and reverse("imports:format", args=[kind]) in form for kind in OFFERED)

    upload(page, ("s.csv", certificates(row(1), row(2))), name="Sertifikat baru", kind="certificate")
    work()
    batch = Batch.objects.get(source__name="Sertifikat baru")
    assert (batch.state, batch.source.kind) == (Batch.State.STAGED, "certificate")
    staged = page.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert "no figure counts them" in staged

    page.post(reverse("imports:apply", args=[batch.pk]), {"day": "30/06/2026"})
    work()
    batch.refresh_from_db()
    assert batch.state == Batch.State.APPLIED
    assert page.get(reverse("imports:marked", args=[batch.pk])).status_code == 200
    assert "What became of the rows" in page.get(reverse("imports:batch", args=[batch.pk])).content.decode()


# Formats


def test_every_kind_that_can_be_uploaded_has_a_format():
    assert set(KINDS) == set(OFFERED) == {name for name, told in law("formats").items() if isinstance(told, dict)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_headings_of_a_format_are_those_the_reader_understands(kind):
    known, told = synonyms_for(kind), law("formats")[kind]

    fields = [known.meaning(heading).field for heading in told["example"]]

    assert None not in fields
    assert len(set(fields)) == len(fields)
    assert set(fields) <= set(FIELDS)
    assert {*told["required"], *told["useful"]} <= set(fields)
    for part in format_of(kind).parts:
        assert {known.meaning(alias).field for alias in part.aliases} <= {part.field}


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_with_its_example_is_read_without_a_word(kind):
    one, room = format_of(kind), Room(kind=kind, name=f"Daftar {kind}")
    text = io.BytesIO()
    TEMPLATES["csv"][1](one, text)

    batch = stage(
        receive(
            room.source, "isi.csv", [text.getvalue(), ";".join(one.example).encode()],
            by=room.officer.user, actor=room.officer.actor,
        )
    )  # fmt: skip

    assert batch.state == Batch.State.STAGED
    assert batch.mapping == {part.heading: part.field for part in one.parts}
    assert not batch.findings
    assert not batch.problems.filter(severity="error").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_as_a_workbook_keeps_every_cell_as_text(kind):
    target = io.BytesIO()
    TEMPLATES["xlsx"][1](format_of(kind), target)

    page = openpyxl.load_workbook(target).active

    assert [cell.value for cell in page[1]] == format_of(kind).headings
    assert page.column_dimensions["B"].number_format == "@" or page["B1"].number_format == "@"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_a_format_shows_headings_aliases_and_the_example(kind):
    page = client_of(standpoint_of(Role.DATA_OFFICER))

    told = page.get(reverse("imports:format", args=[kind])).content.decode()

    for part in format_of(kind).parts:
        assert part.heading in told
    assert "Nama Lengkap Koperasi" in told  # an alias of the name
    assert page.get(reverse("imports:template", args=[kind, "csv"])).status_code == 200
    assert page.get(reverse("imports:template", args=[kind, "pdf"])).status_code == 404


def test_there_is_no_format_of_other_kinds():
    page = client_of(standpoint_of(Role.DATA_OFFICER))

    assert page.get(reverse("imports:format", args=["counter"])).status_code == 404
