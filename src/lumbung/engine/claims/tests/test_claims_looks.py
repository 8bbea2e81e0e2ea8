"""How a workbook looks says what is a part of what: indented cells, grouped rows; formulas without results tell nothing."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.styles import Alignment

from lumbung.engine.claims import check_file

LEVELS = [
    (0, "Koperasi", 50, 56),
    (1, "Aktif", 40, 44),
    (2, "Primer", 38, 41),
    (2, "Sekunder", 2, 3),
    (1, "Tidak aktif", 10, 11),
    (0, "UMKM", 300, 330),
    (1, "Mikro", 250, 270),
    (1, "Kecil", 50, 60),
]
GROUPS = [
    ("Barat", 35, 0),
    ("Melati", 15, 1),
    ("Mawar", 20, 1),
    ("Timur", 41, 0),
    ("Anggrek", 10, 1),
    ("Kenanga", 32, 1),
]


def failing(path):
    """(subject, heading, difference) of the claims that do not hold."""
    return [(one.subject, one.finding.column, int(one.difference)) for one in check_file(path).fails]


def book(path, rows):
    """A workbook of one sheet with a row of headings, and that sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    return made, sheet


def test_indented_cells_are_parts_of_the_line_above(tmp_path):
    path = tmp_path / "inden.xlsx"
    made, sheet = book(path, [("Uraian", "2021", "2022"), *(row[1:] for row in LEVELS)])
    for at, (level, *_) in enumerate(LEVELS, 2):
        sheet.cell(at, 1).alignment = Alignment(indent=level)
    made.save(path)

    examined = check_file(path)

    assert len(examined.verdicts) == 6
    assert failing(path) == [("Koperasi", "2022", -1)]


def test_indents_written_by_another_program_count_as_well(tmp_path):
    path = tmp_path / "inden.xlsx"
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("Rekap")
    formats = [made.add_format({"indent": level, "bold": level == 0}) for level in range(3)]
    sheet.write_row(2, 1, ["Uraian", "2021", "2022"])
    for at, (level, label, *figures) in enumerate(LEVELS, 3):
        sheet.write(at, 1, label, formats[level])
        sheet.write_row(at, 2, figures)
    made.close()

    assert failing(path) == [("Koperasi", "2022", -1)]


@pytest.mark.parametrize("below", [True, False])
def test_a_line_above_its_grouped_rows_is_their_total_when_the_figures_say_so(tmp_path, below):
    path = tmp_path / "kelompok.xlsx"
    made, sheet = book(path, [("Wilayah", "Nilai"), *((label, value) for label, value, _ in GROUPS)])
    sheet.sheet_properties.outlinePr.summaryBelow = below
    for at, (_, _, level) in enumerate(GROUPS, 2):
        sheet.row_dimensions[at].outlineLevel = level
    made.save(path)

    assert failing(path) == [("Timur", "Nilai", 1)]


def test_a_line_below_its_grouped_rows_is_their_total_when_the_figures_say_so(tmp_path):
    path = tmp_path / "kelompok.xlsx"
    rows = [GROUPS[1], GROUPS[2], GROUPS[0], GROUPS[4], GROUPS[5], GROUPS[3]]
    made, sheet = book(path, [("Wilayah", "Nilai"), *((label, value) for label, value, _ in rows)])
    for at, (_, _, level) in enumerate(rows, 2):
        sheet.row_dimensions[at].outlineLevel = level
    made.save(path)

    assert failing(path) == [("Timur", "Nilai", 1)]


def test_groups_whose_figures_say_nothing_of_totals_raise_no_alarm(tmp_path):
    path = tmp_path / "kelompok.xlsx"
    made, sheet = book(path, [("Wilayah", "Nilai"), ("Barat", 5), ("Melati", 15), ("Mawar", 20), ("Timur", 7)])
    for row in (3, 4):
        sheet.row_dimensions[row].outlineLevel = 1
    made.save(path)

    assert failing(path) == []


def test_formulas_without_results_cannot_be_told(tmp_path):
    rows = [("Kecamatan", "L", "P", "Jumlah"), ("Barat", 12, 3, "=B2+C2"), ("Timur", 22, 4, "=B3+C3")]
    rows.append(("Jumlah", 34, 8, "=SUM(D2:D3)"))
    bare, zero = tmp_path / "bare.xlsx", tmp_path / "zero.xlsx"
    book(bare, rows)[0].save(bare)
    other = xlsxwriter.Workbook(str(zero))  # writes 0 as the result of every formula and leaves the work to others
    sheet = other.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    other.close()
    made, _ = book(bare, rows)
    made.save(bare)

    for path in (bare, zero):
        examined = check_file(path)
        told = [(one.code, one.params) for one in examined.findings]
        assert told == [("check.uncomputed", {"count": 3, "cell": "D2", "file": path.name})] or told == [
            ("check.uncomputed", {"count": 3, "cell": "D2"})
        ]
        assert failing(path) == [("Jumlah", "P", -1)]
        assert {one.finding.code for one in examined.verdicts if one.result == "cannot_tell"} == {
            "claim.sum.uncomputed"
        }


def test_formulas_with_results_are_figures(tmp_path):
    path = tmp_path / "rumus.xlsx"
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet()
    for at, row in enumerate([["Kecamatan", "Aktif"], ["Barat", 12], ["Timur", 22]]):
        sheet.write_row(at, 0, row)
    sheet.write(3, 0, "Jumlah")
    sheet.write_formula(3, 1, "=SUM(B2:B3)", None, 34)
    made.close()

    examined = check_file(path)

    assert [one.result for one in examined.verdicts] == ["holds"]
    assert examined.findings == ()


def test_figures_shown_as_percentages_are_percentages(tmp_path):
    path = tmp_path / "persen.xlsx"
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet()
    shown = [made.add_format({"num_format": code}) for code in ("0%", "0.00%", "0.0%;-0.0%")]
    for at, row in enumerate(
        [["Jenis", "Unit", "Bagian"], ["Konsumen", 50], ["Jasa", 30], ["Riil", 20], ["Jumlah", 100]]
    ):
        sheet.write_row(at, 0, row)
    for at, value in enumerate([0.5, 0.3, 0.25], 1):
        sheet.write(at, 2, value, shown[at - 1])
    sheet.write(4, 2, 1, shown[0])
    made.close()

    assert [(one.kind, one.subject, str(one.total.value)) for one in check_file(path).fails] == [
        ("percent", "Riil", "25"),
        ("sum", "Jumlah", "100"),
    ]


def as_xls(path, rows, *, pad=0):
    """An old workbook with indented labels; `pad` more rows make it too large for the file's small sectors."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("Rekap é")
    for at, (level, *cells) in enumerate([(0, "Uraian", "2021", "2022"), *rows]):
        style = xlwt.XFStyle()
        style.alignment.inde = level
        for column, cell in enumerate(cells):
            sheet.write(at, column, cell, style if column == 0 else xlwt.Style.default_style)
    other = made.add_sheet("Lain")
    for at in range(pad):
        other.write(at, 0, f"baris {at}")
    made.save(str(path))


def as_ods(path, rows):
    """A sheet whose labels have formats of their own, each with a margin; the third level's is its parent's."""
    names = ' xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"'
    spaces = "".join(names.format(name) for name in ("office", "style", "table", "text")) + (
        ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    )
    margin = '<style:paragraph-properties fo:margin-left="{}"/>'
    style = '<style:style style:family="table-cell" style:name="{}"{}>{}</style:style>'
    text = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
    styles = style.format("dalam", "", margin.format("0.706cm"))
    formats = style.format("ce1", "", margin.format("10pt"))
    formats += style.format("ce2", ' style:parent-style-name="dalam"', "")
    lines = "".join(text.format("", cell) for cell in ("Uraian", "2021", "2022"))
    body = f"<table:table-row>{lines}</table:table-row>"
    for level, label, *values in rows:
        named = f' table:style-name="ce{level}"' if level else ""
        cells = text.format(named, label) + "".join(map(number.format, values))
        body += f"<table:table-row>{cells}</table:table-row>"
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{formats}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Rekap">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("styles.xml", f"<office:document-styles{spaces}>{styles}</office:document-styles>")
        archive.writestr("content.xml", content)


MAKERS = {
    "a.xls": as_xls,
    "large.xls": lambda path, rows: as_xls(path, rows, pad=400),
    "a.ods": as_ods,
}


@pytest.mark.parametrize("name", MAKERS)
def test_old_and_free_workbooks_tell_their_indents_as_well(tmp_path, name):
    path = tmp_path / name
    MAKERS[name](path, LEVELS)
    told = len(check_file(path).verdicts), failing(path)
    MAKERS[name](path, [(*row[:2], row[2] + (row[1] == "Primer"), *row[3:]) for row in LEVELS])

    assert told == (6, [("Koperasi", "2022", -1)])
    assert failing(path) == [("Koperasi", "2022", -1), ("Aktif", "2021", 1)]


@pytest.mark.parametrize("name", MAKERS)
def test_without_indents_such_a_workbook_is_flat(tmp_path, name):
    path = tmp_path / name
    MAKERS[name](path, [(0, *row[1:]) for row in (*LEVELS[1:4], (0, "Jumlah", 80, 88))])

    assert [one.result for one in check_file(path).verdicts] == ["holds", "holds"]
