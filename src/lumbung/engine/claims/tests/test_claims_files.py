"""Files of every format become the same verdicts; what cannot be read is refused with its reason."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt

from lumbung.core.findings import BadInput
from lumbung.engine.claims import check_file
from lumbung.engine.claims.checking import looks_like_table

ROWS = [
    ["Kecamatan", "Aktif", "Tidak aktif", "Jumlah"],
    ["Barat", 36, 10, 46],
    ["Tengah", 1062, 12, 1074],
    ["Jumlah", 1098, 22, 1121],
]
HTML = """<html><body><table><tr><td>Dinas<br>Koperasi</td><td>
<table><tr><th rowspan=2>Uraian</th><th colspan=2>Tahun</th></tr><tr><th>2020</th><th>2021</th></tr>
<tr><td>Koperasi</td><td>30</td><td>33</td></tr>
<tr><td style="padding-left: 24px">Aktif</td><td>20</td><td>22</td></tr>
<tr><td>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;Tidak aktif</td><td>10</td><td>10</td></tr></table>
</td></tr></table></body></html>"""


def failing(path):
    """(subject, heading, difference) of the claims that do not hold."""
    return [(one.subject, one.finding.column, int(one.difference)) for one in check_file(path).fails]


def as_text(separator, number=str):
    """ROWS as a text file."""
    return "\n".join(separator.join(cell if isinstance(cell, str) else number(cell) for cell in row) for row in ROWS)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_of_any_separator_and_encoding_is_a_table(tmp_path, separator, encoding):
    path = tmp_path / "tabel.csv"
    path.write_bytes(f"Rekap koperasi “Sejahtera”\n\n{as_text(separator)}\n".encode(encoding))

    assert failing(path) == [("Jumlah", "Jumlah", -1), ("Jumlah", "Jumlah", -1)]


def test_decimal_commas_are_no_separators(tmp_path):
    path = tmp_path / "tabel.csv"
    path.write_text("Jenis;Nilai A;Nilai B\nx;1,5;2,5\ny;2,25;3,5\nJumlah;3,75;6,2\n", "utf-8")

    assert [(one.result, str(one.computed)) for one in check_file(path).verdicts] == [
        ("holds", "3.75"),
        ("fails", "6.0"),
    ]


def test_workbooks_old_and_new_are_tables_sheet_by_sheet(tmp_path):
    new, old = tmp_path / "rekap.xlsx", tmp_path / "rekap.xls"
    book = xlsxwriter.Workbook(str(new))
    for name in ("2023", "2024"):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(ROWS):
            sheet.write_row(at + 2, 1, row)
    book.close()
    former = xlwt.Workbook()
    sheet = former.add_sheet("2023")
    for at, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    former.save(str(old))

    places = [one.total.place for one in check_file(new).fails]

    assert [(place.sheet, place.row, place.column) for place in places] == [
        ("2023", 6, 5), ("2023", 6, 5), ("2024", 6, 5), ("2024", 6, 5),
    ]  # fmt: skip
    assert failing(old) == [("Jumlah", "Jumlah", -1), ("Jumlah", "Jumlah", -1)]


def test_binary_noise_of_a_workbook_is_no_difference(tmp_path):
    path = tmp_path / "rekap.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for at, row in enumerate(
        [["Uraian", "Nilai"], ["a", 0.1], ["b", 0.2], ["c", 1234.25], ["Jumlah", 0.1 + 0.2 + 1234.25]]
    ):
        sheet.write_row(at, 0, row)
    book.close()

    assert [verdict.result for verdict in check_file(path).verdicts] == ["holds"]


def test_shares_stored_as_fractions_are_read_as_percentages(tmp_path):
    path = tmp_path / "rekap.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    rows = [["Kecamatan", "Aktif", "Semua", "% aktif"], ["a", 1, 3, 1 / 3], ["b", 2, 4, 0.5], ["c", 5, 8, 0.7]]
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()

    judged = [(one.subject, one.result) for one in check_file(path).verdicts if one.kind == "percent"]

    assert judged == [("a", "holds"), ("b", "holds"), ("c", "fails")]


def test_a_web_page_keeps_its_indentation_and_its_inner_tables(tmp_path):
    path = tmp_path / "halaman.html"
    path.write_text(HTML, "utf-8")

    assert failing(path) == [("Koperasi", "Tahun / 2021", -1)]


@pytest.mark.parametrize("kept", ['="%s"', '"=""%s"""', "'%s", "%s"])
def test_figures_kept_as_text_are_figures(tmp_path, kept):
    path = tmp_path / "tabel.csv"
    path.write_text(as_text(";", lambda value: kept % value), "utf-8")

    assert failing(path) == [("Jumlah", "Jumlah", -1), ("Jumlah", "Jumlah", -1)]


def test_rows_that_a_web_page_hides_are_no_parts(tmp_path):
    path = tmp_path / "halaman.html"
    hidden = '<tr style="display: none"><td>Uji<td>99</tr><tr hidden><td>Uji<td>98</tr>'
    path.write_text(
        f"<table><tr><th>Jenis<th>N</tr><tr><td>a<td>3</tr>{hidden}<tr><td>b<td>4</tr><tr><td>Jumlah<td>8</tr></table>",
        "utf-8",
    )

    examined = check_file(path)

    assert [(one.subject, int(one.computed), one.finding.row) for one in examined.fails] == [("Jumlah", 7, 4)]


def test_footnotes_written_high_are_no_part_of_a_figure(tmp_path):
    path = tmp_path / "halaman.html"
    path.write_text(
        "<table><tr><th>Kec<th>N</tr><tr><td>Barat<sup>1)</sup><td>12<sup>1)</sup></tr>"
        "<tr><td>Timur<td>20<sup>2</sup></tr><tr><td>Utara<td>5<sup>*</sup></tr><tr><td>Jumlah<td>38</tr></table>",
        "utf-8",
    )

    assert failing(path) == [("Jumlah", "N", -1)]


def test_several_tables_of_a_page_are_judged_each(tmp_path):
    path = tmp_path / "halaman.html"
    table = "<table><tr><th>Jenis<th>N</tr><tr><td>a<td>3</tr><tr><td>b<td>4</tr><tr><td>Jumlah<td>{}</tr></table>"
    path.write_text(table.format(7) + table.format(8), "utf-8")

    assert [(one.finding.sheet, int(one.difference)) for one in check_file(path).fails] == [("table 2", -1)]


def test_a_parquet_file_is_a_table(tmp_path):
    path = tmp_path / "rekap.parquet"
    head, *rows = ROWS
    pq.write_table(pa.table({name: [row[at] for row in rows] for at, name in enumerate(head)}), path)

    assert failing(path) == [("Jumlah", "Jumlah", -1), ("Jumlah", "Jumlah", -1)]


def test_a_list_of_claims_is_known_by_its_headings(tmp_path):
    path = tmp_path / "klaim.csv"
    path.write_text('kind;parts;published\nsum;"a: 1; b: 2";4\n', "utf-8")

    examined = check_file(path)

    assert (examined.kind, [int(one.difference) for one in examined.fails]) == ("claims", [-1])


def test_a_text_is_prose_and_a_text_of_even_rows_a_table(tmp_path):
    release, table, remark = tmp_path / "siaran.txt", tmp_path / "tabel.txt", tmp_path / "catatan.md"
    release.write_text("Koperasi aktif berjumlah 440, terdiri atas 400 konsumen, 30 jasa, dan 10 produsen.\n", "utf-8")
    table.write_text(as_text("\t"), "utf-8")
    remark.write_text(as_text("\t"), "utf-8")

    assert [check_file(path).kind for path in (release, table, remark)] == ["text", "table", "text"]


def test_sentences_with_commas_are_no_table():
    assert not looks_like_table(
        "Ada 440 koperasi, 147 tidak aktif.\nAda 30 jasa, 10 produsen.\nDi Barat 36, di Timur 40."
    )


def test_a_table_without_totals_says_that_nothing_was_checked(tmp_path):
    path = tmp_path / "tabel.csv"
    path.write_text("Kecamatan;Aktif\nBarat;36\nTengah;62\n", "utf-8")

    examined = check_file(path)

    assert (examined.exit_code, [finding.code for finding in examined.findings]) == (0, ["check.nothing_to_check"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong.csv", b"", "empty_file"),
        ("siaran.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00", "wrong_kind"),
        ("foto.png", b"\x89PNG\r\n\x1a\n\x00\x00", "wrong_kind"),
        ("rusak.xlsx", b"PK\x03\x04 not a zip at all", "corrupted"),
        ("kata.csv", b"nama;alamat\nMelati;Jalan Mawar\n", "check.no_table"),
        ("laman.html", b"<html><body><p>tanpa tabel</p></body></html>", "check.page_without_table"),
    ],
)
def test_what_cannot_be_checked_is_refused(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(BadInput) as refusal:
        check_file(path)

    assert [finding.code for finding in refusal.value.findings] == [code]


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput) as refusal:
        check_file(tmp_path / "tiada.csv")

    assert refusal.value.findings[0].code == "missing_file"


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_judged(tmp_path):
    path = tmp_path / "besar.csv"
    rows = [(at % 97, at % 89) for at in range(100_000)]
    body = "".join(f"Desa {at};{one};{other};{one + other}\n" for at, (one, other) in enumerate(rows))
    sums = [sum(one for one, _ in rows), sum(other for _, other in rows)]
    path.write_text(f"Desa;L;P;Jumlah\n{body}Jumlah;{sums[0]};{sums[1] + 1};{sum(sums)}\n", "utf-8")

    examined = check_file(path)

    assert len(examined.verdicts) == 100_004
    assert [(one.subject, one.finding.column, int(one.difference)) for one in examined.fails] == [
        ("Jumlah", "P", -1), ("Jumlah", "Jumlah", 1),
    ]  # fmt: skip
