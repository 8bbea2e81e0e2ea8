"""recap.xlsx: totals are formulas that say what they add up to, and every sheet prints as an agency prints it."""

from __future__ import annotations

import re
from datetime import datetime

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from lumbung.reports import write_outputs
from lumbung.reports.tests.factories import make_picture
from lumbung.reports.tests.invented import PEOPLE, PHONE
from lumbung.reports.tests.test_reports_page import HOSTILE, with_text


def workbook(picture, folder, *, values, language="en"):
    if not (folder / language).exists():
        write_outputs(picture, folder / language, language=language, timings={})
    return openpyxl.load_workbook(folder / language / "recap.xlsx", data_only=values)


@pytest.fixture(scope="module")
def whole():
    return make_picture()


@pytest.fixture(scope="module")
def books(whole, tmp_path_factory):
    folder = tmp_path_factory.mktemp("books")
    return {values: workbook(whole, folder, values=values) for values in (False, True)}


def added(formula, sheet):
    """What a spreadsheet makes of the formulas we write: sums of a range, sums and differences of cells and numbers."""
    told = re.fullmatch(r"=SUM\((\w+:\w+)\)", formula)
    if told:
        left, top, right, bottom = range_boundaries(told[1])
        return sum(
            sheet.cell(row, column).value or 0 for row in range(top, bottom + 1) for column in range(left, right + 1)
        )
    pieces = re.findall(r"([+-]?)(\d+(?![A-Z\d])|[A-Z]+\d+)", formula.removeprefix("="))
    assert "=" + "".join(sign + piece for sign, piece in pieces) == formula
    return sum(
        (-1 if sign == "-" else 1) * (int(piece) if piece.isdecimal() else sheet[piece].value) for sign, piece in pieces
    )


def test_every_formula_stands_with_the_value_it_gives(books):
    wrong, tried = [], 0
    for sheet in books[False]:
        shown = books[True][sheet.title]
        for cell in (
            one for row in sheet.iter_rows() for one in row if isinstance(one.value, str) and one.value[:1] == "="
        ):
            tried += 1
            if added(cell.value, shown) != shown[cell.coordinate].value:
                wrong.append((sheet.title, cell.coordinate, cell.value))

    assert wrong == []
    assert tried > 30


def line_of(sheet, name):
    """The numbers of the first row of `sheet` whose second cell ends or begins with `name`."""
    rows = (row for row in sheet.iter_rows(values_only=True) if isinstance(row[1], str))
    found = next(row for row in rows if row[1].startswith(name) or row[1].endswith(name))
    return [cell for cell in found[2:] if isinstance(cell, int)]


def test_the_recap_adds_up_to_the_story_with_its_residual_and_its_difference(books):
    sheet = books[True]["Summary"]

    assert line_of(sheet, "Kota")[-1] == 143
    assert line_of(sheet, "Unknown")[-1] == 1
    assert line_of(sheet, "Total")[-1] == 440
    assert set(line_of(sheet, "Total")) >= {19, 354, 14, 15, 5, 33}
    assert line_of(sheet, "Difference") == [0]


def test_the_streams_end_where_the_active_are(books):
    numbers = [row[1] for row in books[True]["Two streams"].iter_rows(values_only=True) if isinstance(row[1], int)]

    assert numbers == [587, -9, 578, -92, 486, -13, 473, -49, 424, 16, 440]


def test_every_cooperative_is_listed_with_its_state(books, whole):
    rows = list(books[True]["Cooperatives"].iter_rows(values_only=True))
    heading = next(place for place, row in enumerate(rows) if row[0] == "No")
    status = rows[heading].index("Activity status")
    states = [row[status] for row in rows[heading + 1 :] if row[0]]

    assert len(states) == 594
    assert [states.count(one) for one in ("Active", "Not active", "Not known yet")] == [440, 62, 92]


def test_the_workbook_names_no_person_and_no_phone(books):
    told = " ".join(
        str(cell).casefold()
        for sheet in books[True]
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )

    assert [person for person in PEOPLE if person.casefold() in told] == []
    assert PHONE not in re.sub(r"\D", "", told)


def test_every_sheet_is_set_up_to_be_printed(books):
    for sheet in books[False]:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9  # A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert int(sheet.page_setup.fitToWidth or 1) == 1  # one page wide, as many long as it takes
        assert int(sheet.page_setup.fitToHeight) == 0
        assert sheet.print_title_rows, sheet.title
        assert "SAMPLE DATA" in sheet.oddHeader.center.text
        assert [sheet.cell(row, 1).value for row in (1, 3, 4)] == [
            "SAMPLE DATA – NOT OFFICIAL DATA",
            "Kota Balikpapan",
            "As of 30 June 2024",
        ]


def test_dates_inside_are_those_of_the_data(books):
    assert books[False].properties.created == datetime(2024, 6, 30)  # noqa: DTZ001 -- xlsx knows no zones


def test_text_from_the_data_stays_text(tmp_path):
    told = workbook(with_text(make_picture(scale=0.1), "=1+1" + HOSTILE), tmp_path, values=False)
    hit = [cell for row in told["Cooperatives"].iter_rows() for cell in row if str(cell.value).startswith("=1+1")]

    assert hit
    assert {cell.data_type for cell in hit} & {"f"} == set()


def test_sheets_have_names_in_both_languages(whole, tmp_path):
    names = {one: workbook(whole, tmp_path, values=True, language=one).sheetnames for one in ("id", "en")}

    assert names["en"] == ["Summary", "Two streams", "Criteria", "ODS recap", "Cooperatives", "Findings"]
    assert len(set(names["id"])) == 6
