"""Every format, told by content; what is kept, what is left out, what is refused (handbook 2.10)."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlwt

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading import RawList, delimited, looks_like, read_list

Rows = Sequence[Sequence[object]]
HEAD = ["No", "NIK", "Nama Koperasi", "Nomor Badan Hukum", "Alamat", "Kecamatan", "Total Anggota"]
ONE = [1, "6471010080013", "KSU MAJU", "518/BH/2011", "JL A NO 1", "Balikpapan Kota", 73]
TWO = [2, "6471010080021", "KOPKAR PT ABADI", "12/BH/2001", "JL B NO 2", "Balikpapan Barat", 20]


def workbook(path: Path, sheets: dict[str, Rows], *, hidden: Sequence[str] = (), merged: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
        if merged:
            sheet.merge_cells(merged)
    book.save(path)
    return path


def text(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def register(path: Path, **more: object) -> RawList:
    return read_list(path, source="register", **more)  # type: ignore[arg-type]


def refused(path: Path, **more: object) -> list[Finding]:
    with pytest.raises(BadInput) as refusal:
        register(path, **more)
    return list(refusal.value.findings)


def codes(raw: RawList) -> list[str]:
    return [finding.code for finding in raw.findings]


def column(raw: RawList, name: str) -> list[str | None]:
    found: list[str | None] = raw.cells.column(name).to_pylist()
    return found


# --- formats ---------------------------------------------------------------------------------------------


def test_a_workbook_with_titles_dates_and_a_total_row(tmp_path: Path) -> None:
    head = [*HEAD, "Tanggal RAT Terakhir"]
    rows: Rows = [
        ["DATA KOPERASI"],
        ["KOTA BALIKPAPAN, KEADAAN 30 JUNI 2024"],
        [],
        head,
        [*ONE, date(2024, 6, 19)],
        [2, 6471020020023.0, "  ", None, " ", "x", 1.5, datetime(2024, 5, 1, 13, 30)],  # noqa: DTZ001
        ["JUMLAH", "2 koperasi", None, None, None, None, 74.5],
    ]
    path = workbook(tmp_path / "a.xlsx", {"ODS": rows})
    raw = register(path)

    assert raw.as_of == date(2024, 6, 30)
    assert raw.place_hint == "KOTA BALIKPAPAN"
    assert raw.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert column(raw, "sheet") == ["ODS", "ODS"]
    assert column(raw, "row") == [5, 6]
    assert column(raw, "number") == ["1", "2"]
    assert column(raw, "coop_nik") == ["6471010080013", "6471020020023"]
    assert column(raw, "name") == ["KSU MAJU", None]
    assert column(raw, "members") == ["73", "1.5"]
    assert column(raw, "last_rat_on") == ["2024-06-19", "2024-05-01 13:30:00"]
    assert json.loads(column(raw, "raw")[0] or "")["Kecamatan"] == "Balikpapan Kota"
    assert [(f.code, f.row) for f in raw.findings] == [("total_row", 7), ("no_name", 6)]


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a.ods", "a"])
def test_a_workbook_with_the_wrong_ending_is_read(tmp_path: Path, name: str) -> None:
    workbook(tmp_path / "a.xlsx", {"A": [HEAD, ONE]}).rename(tmp_path / name)
    assert column(register(tmp_path / name), "name") == ["KSU MAJU"]


def test_old_workbooks_are_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for at, row in enumerate([HEAD, ONE, TWO]):
        for place, value in enumerate(row):
            sheet.write(at, place, value)
    book.save(str(tmp_path / "a.csv"))  # the ending is wrong, the content decides

    assert column(register(tmp_path / "a.csv"), "name") == ["KSU MAJU", "KOPKAR PT ABADI"]


def test_open_document_sheets_are_read(tmp_path: Path) -> None:
    def row(*texts: str) -> str:
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
        )
        return f"<table:table-row>{cells}</table:table-row>"

    number = '<table:table-cell office:value-type="float" office:value="6471010080013"/>'
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    body = (
        f'<table:table table:name="Data">{row("Nama Koperasi", "NIK", "Alamat")}'
        f"<table:table-row>{row('KSU').removeprefix('<table:table-row>').removesuffix('</table:table-row>')}"
        f"{number}{error}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        "</table:table>"
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:calcext">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(tmp_path / "a.xls", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    raw = register(tmp_path / "a.xls")

    assert column(raw, "coop_nik") == ["6471010080013"]
    assert column(raw, "address") == [None]
    assert codes(raw) == ["formula_error"]


def test_parquet_is_read(tmp_path: Path) -> None:
    table = pa.table({"nik": [6471010080013, None], "nama_koperasi": ["A", "B"], "aset": [1.5, 2.0]})
    pq.write_table(table, tmp_path / "a.parquet")
    raw = register(tmp_path / "a.parquet")

    assert column(raw, "coop_nik") == ["6471010080013", None]
    assert column(raw, "assets") == ["1.5", "2"]
    assert column(raw, "row") == [2, 3]


def test_an_html_table_saved_as_xls_is_read(tmp_path: Path) -> None:
    page = """<html><head><meta charset="utf-8"></head><body><table>
      <tr><th rowspan="2">Nama Koperasi</th><th colspan="2">Anggota</th><th rowspan="2">Alamat</th></tr>
      <tr><th>L</th><th>P</th></tr>
      <tr><td>KSU MAJU</td><td>3</td><td>4</td><td>JL A<br>NO 1</td></tr></table></body></html>"""
    raw = register(text(tmp_path / "a.xls", page))

    assert column(raw, "name") == ["KSU MAJU"]
    assert (column(raw, "members_m"), column(raw, "members_f")) == (["3"], ["4"])
    assert column(raw, "address") == ["JL A\nNO 1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_text_in_any_encoding_and_with_any_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [separator.join(row) for row in (["No", "Nama Koperasi", "Alamat"], ["1", "Café Öko", "JL A"])]
    raw = register(text(tmp_path / "a.csv", "\r\n".join(lines) + "\r\n", encoding))

    assert column(raw, "name") == ["Café Öko"]
    assert codes(raw) == (["windows_encoding"] if encoding == "cp1252" else [])


def test_big_endian_text_with_its_mark_is_read(tmp_path: Path) -> None:
    content = b"\xfe\xff" + "Nama Koperasi;Alamat\nKSU;X\n".encode("utf-16-be")
    assert column(register(text(tmp_path / "a.csv", content)), "name") == ["KSU"]


def test_excels_separator_hint_is_no_row_of_the_list(tmp_path: Path) -> None:
    raw = register(text(tmp_path / "a.csv", "sep=,\nNama Koperasi,Alamat\nKSU,X\n"))
    assert column(raw, "name") == ["KSU"]


# --- hazards of text files -------------------------------------------------------------------------------


def test_a_broken_quote_costs_no_row(tmp_path: Path) -> None:
    content = (
        "No;Nama Koperasi;Alamat\n"
        '1;"KSU A;JL A\n'
        '2;KOPERASI "B" JAYA;JL B\n'
        '3;"KSU; C";"JL ""C"""\n'
        '4;KSU D;"JL\nD"\n'
        "5;KSU E;JL E\n"
    )
    raw = register(text(tmp_path / "a.csv", content))

    assert column(raw, "number") == ["1", "2", "3", "4", "5"]
    assert column(raw, "name") == ['"KSU A', 'KOPERASI "B" JAYA', "KSU; C", "KSU D", "KSU E"]
    assert column(raw, "address")[2:4] == ['JL "C"', "JL\nD"]
    assert [(f.code, f.row) for f in raw.findings] == [("broken_quotes", 2)]
    assert column(raw, "row") == [2, 3, 4, 5, 6]


def test_two_broken_quotes_do_not_swallow_the_rows_between(tmp_path: Path) -> None:
    body = [f'{n};"KSU {n};JL' if n in (3, 9) else f"{n};KSU {n};JL" for n in range(1, 12)]
    raw = register(text(tmp_path / "a.csv", "\n".join(["No;Nama Koperasi;Alamat", *body])))

    assert column(raw, "number") == [str(n) for n in range(1, 12)]
    assert codes(raw) == ["broken_quotes", "broken_quotes"]


def test_mixed_encodings_are_read_row_by_row(tmp_path: Path) -> None:
    content = "Nama Koperasi;Alamat\nCafé;X\n".encode() + "Öko;Y\n".encode("cp1252") + b"Biasa;Z\n"
    raw = register(text(tmp_path / "a.csv", content))

    assert column(raw, "name") == ["Café", "Öko", "Biasa"]
    assert [(f.code, f.row) for f in raw.findings] == [("mixed_encoding", 3)]


def test_long_lists_are_read_like_short_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = ['"A; ""B""";x', 'KOP "C" D;  ', '"E\nF";NULL', ";NA", "G;1e5", "H;007"]
    path = text(tmp_path / "a.csv", "Nama Koperasi;Alamat\n" + "\n".join(odd * 200) + "\n")
    fast = register(path)
    monkeypatch.setattr(delimited, "_MANY", 10**9)
    slow = register(path)

    assert fast.cells.equals(slow.cells)
    assert fast.findings == slow.findings
    assert column(fast, "name")[:3] == ['A; "B"', 'KOP "C" D', "E\nF"]
    assert column(fast, "address")[:6] == ["x", None, "NULL", "NA", "1e5", "007"]


def test_a_very_long_cell_and_a_very_wide_row_lose_nothing(tmp_path: Path) -> None:
    long = "x" * 200_000
    raw = register(text(tmp_path / "a.csv", f'Nama Koperasi;Alamat\nKSU;"{long}"\n'))
    assert len(column(raw, "address")[0] or "") >= 200_000

    found = refused(text(tmp_path / "b.csv", "Nama Koperasi;Alamat\n" + ";" * 20_000 + "x\n"))
    assert [finding.code for finding in found] == ["too_many_columns"]


def test_a_million_empty_rows_are_cheap(tmp_path: Path) -> None:
    content = "Nama Koperasi;Alamat\nKSU;X\n" + ";\n" * 1_000_000
    assert register(text(tmp_path / "a.csv", content)).cells.num_rows == 1


# --- rows ------------------------------------------------------------------------------------------------


def test_repeated_headings_numbering_totals_subtitles_and_footers_are_no_records(tmp_path: Path) -> None:
    rows: Rows = [
        ["DATA KOPERASI KOTA BALIKPAPAN"],
        HEAD,
        ["1", "2", "3", "4", "5", "6", "7"],
        ["KECAMATAN BALIKPAPAN KOTA"],
        ONE,
        ["Sub Total", None, None, None, None, None, 73],
        [],
        ["DATA KOPERASI KOTA BALIKPAPAN"],
        HEAD,
        ["1", "2", "3", "4", "5", "6", "7"],
        TWO,
        [3, None, "JUMLAH BERKAH", "9/BH/2009", "JL C", "Balikpapan Kota", 5],
        [None, None, None, None, "JL TANPA NAMA", "Balikpapan Kota", 5],
        [None, None, "TOTAL KOPERASI : 3", None, None, None, 98],
        [],
        [None, None, None, None, "Kepala Dinas"],
        [None, None, None, None, "Seorang Pejabat"],
    ]
    raw = register(workbook(tmp_path / "a.xlsx", {"Sheet1": rows}))

    assert column(raw, "name") == ["KSU MAJU", "KOPKAR PT ABADI", "JUMLAH BERKAH", None]
    assert [(f.code, f.row) for f in raw.findings if f.severity == "note"] == [
        ("numbering_row", 3),
        ("section_row", 4),
        ("total_row", 6),
        ("repeated_heading", 8),
        ("repeated_heading", 9),
        ("numbering_row", 10),
        ("total_row", 14),
        ("footer_row", 16),
        ("footer_row", 17),
    ]
    assert [(f.code, f.row, f.column) for f in raw.findings if f.severity == "error"] == [
        ("no_name", 13, "Nama Koperasi")
    ]


def test_a_sparse_last_record_is_no_footer(tmp_path: Path) -> None:
    raw = register(workbook(tmp_path / "a.xlsx", {"A": [HEAD, ONE, TWO, [], [3, None, "KSU AKHIR"]]}))
    assert column(raw, "name") == ["KSU MAJU", "KOPKAR PT ABADI", "KSU AKHIR"]


def test_a_merged_kecamatan_holds_for_all_its_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["Nama Koperasi", "Kecamatan", "Alamat"],
        ["A", "Kota", "1"],
        ["B", None, "2"],
        ["C", None, "3"],
    ]
    raw = register(workbook(tmp_path / "a.xlsx", {"A": rows}, merged="B2:B3"))

    assert column(raw, "district") == ["Kota", "Kota", None]
    assert codes(raw) == ["merged_filled"]


# --- sheets ----------------------------------------------------------------------------------------------


def test_all_sheets_with_a_list_are_joined(tmp_path: Path) -> None:
    visit = ["Nama Koperasi", "Alamat", "Petugas", "Status"]
    sheets: dict[str, Rows] = {
        "Sampul": [["SENSUS KOPERASI"], ["Kota Balikpapan"]],
        "Barat": [["KEADAAN 1 MEI 2024"], visit, ["A", "JL A", "X", "Aktif"]],
        "Timur": [["KEADAAN 2 MEI 2024"], [*visit, "Keterangan"], ["B", "JL B", "Y", "Tutup", "pindah"]],
        "Rekap": [["Kecamatan", "Koperasi"], ["Barat", 1], ["Timur", 1]],
        "Lama": [visit, ["C", "JL C", "Z", "Aktif"]],
        "Kosong": [],
    }
    path = workbook(tmp_path / "a.xlsx", sheets, hidden=["Lama"])
    raw = read_list(path, source="census")

    assert column(raw, "sheet") == ["Barat", "Timur"]
    assert column(raw, "name") == ["A", "B"]
    assert column(raw, "outcome") == ["Aktif", "Tutup"]
    assert column(raw, "note") == [None, "pindah"]
    assert raw.as_of == date(2024, 5, 2)
    assert {(f.code, f.sheet) for f in raw.findings} == {
        ("sheet_no_heading_row", "Sampul"),
        ("sheet_names_are_figures", "Rekap"),
        ("sheet_hidden", "Lama"),
        ("sheet_empty", "Kosong"),
        ("as_of_differs", None),
    }
    assert looks_like(raw) == "census"


def test_swapped_lists_look_like_what_they_are(tmp_path: Path) -> None:
    ods = text(
        tmp_path / "o.csv",
        "NIK;Koperasi;Bentuk_Koperasi;Kelompok_Koperasi;Status_Grade;Status\n1;A;B;C;D;Aktif\n",
    )
    field = text(tmp_path / "f.csv", "Nama Koperasi;Tanggal Kunjungan;Petugas;Status\nA;1/1/24;X;Aktif\n")
    plain = text(tmp_path / "p.csv", "Nama Koperasi;Alamat;Status\nA;B;C\n")

    for source in ("register", "census"):
        assert looks_like(read_list(ods, source=source)) == "register"
        assert looks_like(read_list(field, source=source)) == "census"
        assert looks_like(read_list(plain, source=source)) == "unclear"


# --- columns ---------------------------------------------------------------------------------------------


def test_duplicate_headings_give_the_first_that_is_filled(tmp_path: Path) -> None:
    content = (
        "Nama Koperasi;Alamat;Alamat;Telepon;No HP;Warna;\n"
        "A;;JL 2;0542;0812;merah;x\nB;JL 1;JL 3;;0813;;\n"
    )  # fmt: skip
    raw = register(text(tmp_path / "a.csv", content))

    assert column(raw, "address") == ["JL 2", "JL 1"]
    assert column(raw, "phone") == ["0542; 0812", "0813"]
    assert codes(raw) == ["column_not_understood", "column_without_heading", "field_twice", "columns_joined"]
    assert json.loads(column(raw, "raw")[1] or "") == {
        "Nama Koperasi": "B",
        "Alamat": "JL 1",
        "Alamat (C)": "JL 3",
        "Telepon": None,
        "No HP": "0813",
        "Warna": None,
        "G": None,
    }


def test_of_two_years_the_newer_leads(tmp_path: Path) -> None:
    raw = register(text(tmp_path / "a.csv", "Nama Koperasi;Aset 2022;Aset 2023;SHU (juta)\nA;1;2;3\nB;1;;3\n"))

    assert column(raw, "assets") == ["2", "1"]
    assert "net_surplus" not in raw.cells.column_names
    assert "amounts_not_in_rupiah" in codes(raw)


def test_a_mapping_wins_over_the_synonyms(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", "Lembaga X;Nama Koperasi;Alamat\nKSU;000;JL\n")
    mapping = {"lembaga x": "name", "Nama Koperasi": "ignore", "Tiada": "note"}
    raw = register(path, mapping=mapping)

    assert column(raw, "name") == ["KSU"]
    assert [(f.code, f.params.get("heading")) for f in raw.findings] == [("mapped_heading_absent", "Tiada")]
    assert [f.code for f in refused(path, mapping={"Alamat": "adress"})] == ["mapping_unknown_field"]


# --- cells -----------------------------------------------------------------------------------------------


def test_lost_digits_are_named_and_never_guessed(tmp_path: Path) -> None:
    content = (
        "Nama Koperasi;NIK;No HP;Aset\n"
        "A;6,47101E+12;8.12E+10;1,5E+9\n"
        "B;6471010000000;081200000000;6471010000000\n"
        'C;"=""6471010020001""";0812;1\n'
    )
    raw = register(text(tmp_path / "a.csv", content))

    assert column(raw, "coop_nik") == [None, None, "6471010020001"]
    assert column(raw, "phone") == [None, "081200000000", "0812"]
    assert column(raw, "assets") == ["1,5E+9", "6471010000000", "1"]
    assert [(f.code, f.row, f.column, f.value) for f in raw.findings] == [
        ("lost_digits", 2, "NIK", "6,47101E+12"),
        ("lost_digits", 2, "No HP", "8.12E+10"),
        ("rounded_digits", 3, "NIK", "6471010000000"),
    ]
    assert json.loads(column(raw, "raw")[0] or "")["NIK"] == "6,47101E+12"


def test_formula_errors_become_null_with_a_finding(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Nama Koperasi", "Alamat", "Kecamatan"], ["A", None, "X"], ["B", "JL B", "Y"]):
        sheet.append(row)
    sheet["B2"].value = "#REF!"
    sheet["B2"].data_type = "e"
    sheet["C3"].value = "#N/A"
    sheet["C3"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    raw = register(tmp_path / "a.xlsx")

    assert column(raw, "address") == [None, "JL B"]
    assert column(raw, "district") == ["X", None]
    assert [(f.code, f.row, f.column, f.value) for f in raw.findings] == [
        ("formula_error", 2, "Alamat", "#REF!"),
        ("formula_error", 3, "Kecamatan", "#N/A"),
    ]


def test_emptiness_stays_as_it_was_written(tmp_path: Path) -> None:
    raw = register(text(tmp_path / "a.csv", "Nama Koperasi;Alamat\nA;-\nB;N/A\nC;0\nD;   \nE;tidak ada\n"))
    assert column(raw, "address") == ["-", "N/A", "0", None, "tidak ada"]


@pytest.mark.parametrize("heading", ["NIK", "KTP Ketua", "Warna"])
@pytest.mark.parametrize(
    "shape", ["6471051203800001", "6471 0512 0380 0001", "'6471051203800001", "647105.120380.0001"]
)
def test_a_column_of_persons_numbers_is_refused(tmp_path: Path, heading: str, shape: str) -> None:
    path = text(tmp_path / "a.csv", f"Nama Koperasi;{heading}\nA;{shape}\nB;\nC;{shape}\n")
    (finding,) = refused(path)

    assert (finding.code, finding.column, finding.params["count"]) == ("persons_numbers", heading, 2)
    assert finding.value is None


def test_persons_numbers_stored_as_numbers_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [["Nama Koperasi", "NIK"], ["A", 6471051203800001]]})
    (finding,) = refused(path)
    assert (finding.code, finding.sheet) == ("persons_numbers", "S")


def test_stray_persons_numbers_are_masked_everywhere(tmp_path: Path) -> None:
    content = (
        "Nama Koperasi;NIK;Keterangan;Longitude;NPWP\n"
        "A;6471051203800001;pindah;116.8517121200001;0012345678901000\n"
        "B;6471010020001;KTP ketua 6471051203800001 ada;116.8517121200001;0012345678901000\n"
        "C;6471010020002;rekening 1234567890123456;116.8;\n"
    )
    raw = register(text(tmp_path / "a.csv", content))

    assert column(raw, "coop_nik") == [None, "6471010020001", "6471010020002"]
    assert column(raw, "note") == ["pindah", "KTP ketua ••••••••••••0001 ada", "rekening 1234567890123456"]
    assert column(raw, "longitude")[0] == "116.8517121200001"
    assert [(f.code, f.row, f.column) for f in raw.findings] == [
        ("person_number_cell", 2, "NIK"),
        ("person_number_cell", 3, "Keterangan"),
    ]
    assert "6471051203800001" not in json.dumps(raw.cells.to_pylist())
    assert "6471051203800001" not in repr(raw.findings)
