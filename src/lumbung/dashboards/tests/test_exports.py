"""Downloads: just what is shown, in four forms, that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.db.models.functions import Upper

from lumbung.access.models import Office
from lumbung.audit.models import Entry
from lumbung.registry.models import Version

ADDRESS = "/koperasi/unduh/"
FORMULAS = ('=HYPERLINK("http://x","klik")', "+62811", "-2+3", "@SUM(A1)", "\tx", "\rx")


def downloaded(client, query):
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return answer["Content-Disposition"], b"".join(answer.streaming_content)


def machine(client, query):
    """Rows of list.csv, and the manifest beside it."""
    _, data = downloaded(client, query + "&bentuk=csv")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        told = archive.read("list.csv")
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["sha256"] == hashlib.sha256(told).hexdigest()
    return list(csv.DictReader(io.StringIO(told.decode("utf-8"), newline=""))), manifest


def workbook(client, query):
    _, data = downloaded(client, query + "&bentuk=xlsx")
    return openpyxl.load_workbook(io.BytesIO(data))


def excel(client, query):
    """Rows of the CSV for Excel, its banner and heading first."""
    _, data = downloaded(client, query + "&bentuk=excel")
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def parquet(client, query):
    _, data = downloaded(client, query + "&bentuk=parquet")
    return pq.ParquetFile(io.BytesIO(data))


def expected(**condition):
    return list(
        Version.objects.filter(current=True, **condition)
        .order_by(Upper("name"), "pk")
        .values_list("cooperative__number", flat=True)
    )


def test_every_form_carries_just_what_the_list_shows(reader):
    client, query = reader(), "?district=647101&visited=no"
    numbers = expected(district_code="647101", visited=False)
    rows, manifest = machine(client, query)
    sheet = list(workbook(client, query).worksheets[0].values)
    table = parquet(client, query)

    assert [row["number"] for row in rows] == numbers
    assert manifest["rows"] == len(numbers) > 0
    assert [row[0] for row in sheet[2:]] == numbers
    assert [row[0] for row in excel(client, query)[2:]] == numbers
    assert table.read().column("number").to_pylist() == numbers
    assert json.loads(table.metadata.metadata[b"lumbung"])["rows"] == len(numbers)


def test_a_figure_of_rows_is_carried_away_as_rows(reader):
    rows, manifest = machine(reader(), "?angka=streams/duplicate_rows/total")

    assert (len(rows), manifest["rows"]) == (9, 9)
    assert {row["file"] for row in rows} == {"ods-balikpapan-juni-2024.xlsx"}


def test_machines_get_codes_and_iso_days_people_words_and_their_own(reader):
    client, query = reader(), "?q=6471-000001-3"
    told = machine(client, query)[0][0]
    words = dict(zip(*excel(client, query)[1:3], strict=True))

    keys = ("standing", "visited_on", "coop_nik", "listed", "longitude", "district_code")
    assert [told[key] for key in keys] == ["active", "2024-05-04", "6471010020004", "true", "116.955501", "647101"]
    labels = ("Activity status", "Visited on", "Cooperative NIK", "Listed in ODS", "Longitude", "District")
    assert [words[label] for label in labels] == [
        "Active", "04/05/2024", '="6471010020004"', "yes", "116,955501", "Balikpapan Timur",
    ]  # fmt: skip


def test_identifiers_are_text(reader):
    client, query = reader(), "?q=6471-000001-3"
    sheet = workbook(client, query).worksheets[0]
    told = {sheet.cell(2, n).value: sheet.cell(3, n) for n in range(1, sheet.max_column + 1)}

    assert [told[w].data_type for w in ("Permanent number", "Cooperative NIK", "Legal-entity number")] == ["s"] * 3
    assert told["Visited on"].is_date
    assert parquet(client, query).schema_arrow.field("coop_nik").type == "string"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(reader, text):
    version = Version.objects.get(current=True, cooperative__number="6471-000001-3")
    Version.objects.filter(pk=version.pk).update(name=text, fields=version.fields | {"legal_number": text})
    client, query = reader(), "?q=6471-000001-3"

    rows, _ = machine(client, query)
    words = dict(zip(*excel(client, query)[1:3], strict=True))
    sheet = workbook(client, query).worksheets[0]

    assert (rows[0]["name"], rows[0]["legal_number"]) == ("'" + text, "'" + text)
    assert (words["Name"], words["Legal-entity number"]) == ("'" + text, "'" + text)
    assert {sheet.cell(3, n).data_type for n in range(1, sheet.max_column + 1)} <= {"s", "n", "d"}
    assert sheet.cell(3, 2).value.endswith(text.strip())


@pytest.mark.parametrize(
    ("number", "cell"), [("12/09", '="12/09"'), ("0123", '="0123"'), ("132/BH/1999", "132/BH/1999")]
)
def test_excel_makes_neither_days_nor_numbers_of_identifiers(reader, number, cell):
    version = Version.objects.get(current=True, cooperative__number="6471-000001-3")
    Version.objects.filter(pk=version.pk).update(fields=version.fields | {"legal_number": number})

    assert dict(zip(*excel(reader(), "?q=6471-000001-3")[1:3], strict=True))["Legal-entity number"] == cell


def test_sample_data_says_so_in_every_form(reader):
    client, query = reader(), "?q=6471-000001-3"
    name, _ = downloaded(client, query + "&bentuk=excel")

    assert 'filename="contoh-koperasi-1-baris.csv"' in name
    assert excel(client, query)[0] == ["SAMPLE DATA – NOT OFFICIAL DATA"]
    assert [sheet["A1"].value for sheet in workbook(client, query).worksheets] == [
        "SAMPLE DATA – NOT OFFICIAL DATA"
    ] * 2
    assert machine(client, query)[1]["sample"] is True


def test_real_data_carries_no_banner(office, reader):
    Office.objects.filter(pk=office.pk).update(is_sample=False)

    name, _ = downloaded(reader(), "?bentuk=excel&q=6471-000001-3")
    assert 'filename="koperasi-1-baris.csv"' in name
    assert excel(reader(), "?q=6471-000001-3")[0][0] == "Permanent number"


def test_a_download_keeps_to_the_area_and_is_logged(reader):
    rows, _ = machine(reader(area="647101"), "?standing=active")

    assert {row["district_code"] for row in rows} == {"647101"}
    line = Entry.objects.filter(action="dashboards.list.exported").latest("pk")
    assert line.changes == {"rows": len(rows), "form": "csv", "list": "?standing=active"}


def test_a_form_nobody_offers_is_not_there(reader):
    assert reader().get(ADDRESS + "?bentuk=pdf").status_code == 404
