"""Specimens as files: the extract as a workbook, the census as CSV, the truth beside them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from lumbung.engine.specimens.making import Row, Specimen

SAMPLE = "DATA CONTOH – BUKAN DATA RESMI"
_WORKBOOK_ROWS = 60_000  # above that a workbook takes minutes to write and to read
_MONTHS = (
    "",
    "JANUARI",
    "FEBRUARI",
    "MARET",
    "APRIL",
    "MEI",
    "JUNI",
    "JULI",
    "AGUSTUS",
    "SEPTEMBER",
    "OKTOBER",
    "NOVEMBER",
    "DESEMBER",
)


def write_specimen(specimen: Specimen, folder: Path | str) -> None:
    """Write ods.xlsx (ods.csv above 60,000 rows), field.csv, truth.csv and ringkasan.json into `folder`."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if len(specimen.register) > _WORKBOOK_ROWS:
        write_csv(folder / "ods.csv", specimen.register)
    else:
        write_register(folder / "ods.xlsx", specimen)
    write_csv(folder / "field.csv", specimen.census)
    write_csv(folder / "truth.csv", specimen.truth, delimiter=",")
    summary = json.dumps(specimen.summary, ensure_ascii=False, indent=1)
    (folder / "ringkasan.json").write_text(summary + "\n", encoding="utf-8", newline="\n")


def title_rows(specimen: Specimen) -> tuple[str, str, str]:
    """What stands above the headings of the extract."""
    day = specimen.as_of
    regencies = list(dict.fromkeys(str(row["Kabupaten/Kota"]) for row in specimen.register))
    where = regencies[0].upper() if len(regencies) == 1 else f"{len(regencies)} KABUPATEN/KOTA"
    return (
        "DAFTAR KOPERASI MENURUT ONLINE DATA SYSTEM (ODS)",
        f"{where}, KEADAAN {day.day} {_MONTHS[day.month]} {day.year}",
        SAMPLE,
    )


def write_register(path: Path, specimen: Specimen) -> None:
    """The extract as a workbook: three title rows, headings in row 5, a total row; always the same bytes."""
    headings = list(specimen.register[0])
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    book.set_properties({"title": SAMPLE, "created": datetime(2024, 7, 1)})  # noqa: DTZ001 -- written as it stands
    sheet = book.add_worksheet("ODS")
    bold, day_format = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    for at, text in enumerate(title_rows(specimen)):
        sheet.write_string(at, 0, text, bold)
    for column, heading in enumerate(headings):
        sheet.write_string(4, column, heading, bold)
    for at, row in enumerate(specimen.register, start=5):
        for column, value in enumerate(row.values()):
            write_cell(sheet, at, column, value, day_format)
    last = 5 + len(specimen.register)
    sheet.write_string(last, 0, "JUMLAH", bold)
    sheet.write_string(last, 2, f"{len(specimen.register)} koperasi", bold)
    book.close()


def write_cell(sheet: Any, at: int, column: int, value: object, day_format: Any) -> None:
    """One value of a row as a workbook's own kind of cell; nothing where there is none."""
    if isinstance(value, date):
        sheet.write_datetime(at, column, value, day_format)
    elif isinstance(value, int | float):
        sheet.write_number(at, column, value)
    elif value != "":
        sheet.write_string(at, column, str(value))


def write_csv(path: Path, rows: Sequence[Row], *, delimiter: str = ";", title: str = "") -> None:
    """Rows as UTF-8 with a BOM, days as dd-mm-yyyy; `title` becomes a line of its own above the headings."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        if title:
            writer.writerow([title])
        writer.writerow(rows[0])
        writer.writerows([_text(value) for value in row.values()] for row in rows)


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, float):
        return f"{value:.6E}"  # what a spreadsheet leaves of a long number
    return str(value)
