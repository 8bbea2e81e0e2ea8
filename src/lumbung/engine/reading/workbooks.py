"""Workbooks, HTML tables and Parquet files as grids. Runs in the child process."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import python_calamine as calamine

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading.grid import Grid, GridMaker, index_of, letter
from lumbung.engine.reading.indents import OdsIndents, XlsIndents
from lumbung.engine.reading.kinds import Kind
from lumbung.engine.reading.limits import Limits
from lumbung.engine.reading.looks import UNCOMPUTED, Look, Looks
from lumbung.engine.reading.sheetparts import pieces, sheet_parts

_ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\st="e")[^>]*?\sr="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>'
    rb"(?:<f\b[^>]*(?:/>|>[^<]*</f>))?<v>([^<]{1,40})</v>"
)
_MOST_ERRORS = 100_000
_PLACES = 6  # of a percentage; what is beyond is the noise of binary fractions
_STEP = "  "  # one step of indentation
_ENDINGS: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx", ".xlsm"),
    "xlsb": (".xlsb",),
    "xls": (".xls",),
    "ods": (".ods",),
}


def read_here(path: Path, kind: Kind, limits: Limits, *, layout: bool = False) -> list[Grid]:
    """All sheets of the file, in this process. Raises BadInput for files that cannot be read.

    With `layout` the look of a table is kept, as `markup.read_html` does: indented texts get spaces in front, grouped
    rows their levels, and formulas that were never computed are UNCOMPUTED, with a finding.
    """
    if kind == "parquet":
        from lumbung.engine.reading.columnar import read_parquet  # noqa: PLC0415 -- slow import, few need it

        return [read_parquet(path, limits)]
    if kind == "html":
        from lumbung.engine.reading.markup import read_html  # noqa: PLC0415 -- slow import, few need it

        return read_html(path, limits, layout=layout)
    try:
        return list(_sheets(path, kind, limits, layout))
    except calamine.PasswordError as trouble:
        raise BadInput(Finding("password")) from trouble
    except (
        calamine.CalamineError,
        ElementTree.ParseError,
        OSError,
        ValueError,
        KeyError,
        IndexError,
        OverflowError,
    ) as trouble:
        raise BadInput(Finding("corrupted")) from trouble
    except BaseException as trouble:
        if type(trouble).__name__ != "PanicException":  # the Rust library gave up; not derived from Exception
            raise
        raise BadInput(Finding("corrupted")) from trouble


def _sheets(path: Path, kind: Kind, limits: Limits, layout: bool) -> Iterator[Grid]:
    workbook = _open(path, kind)
    parts = sheet_parts(path) if kind == "xlsx" else {}
    errors = _ErrorCells(path, parts) if kind == "xlsx" else _OdsErrorCells(path) if kind == "ods" else None
    looks = _looks(path, kind, parts) if layout else None
    held = 0
    for place, about in enumerate(workbook.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(place)
        look = looks.of(about.name) if looks else Look()
        grid = _grid(sheet, about, limits, errors.of(about.name) if errors else {}, look)
        held += len(grid.rows)
        if held > limits.rows:
            raise BadInput(Finding("too_many_rows", {"limit": limits.rows}))
        yield grid


def _looks(path: Path, kind: Kind, parts: dict[str, str]) -> Looks | OdsIndents | XlsIndents | None:
    if kind == "xlsx":
        return Looks(path, parts)
    return OdsIndents(path) if kind == "ods" else XlsIndents(path) if kind == "xls" else None


def _open(path: Path, kind: Kind) -> calamine.CalamineWorkbook:
    """The workbook. The library trusts the ending of a name; where that is wrong it gets the bytes alone."""
    if path.suffix.lower() in _ENDINGS[kind]:
        return calamine.CalamineWorkbook.from_path(str(path))
    with path.open("rb") as file:
        return calamine.CalamineWorkbook.from_filelike(file)


def _grid(
    sheet: calamine.CalamineSheet, about: calamine.SheetMetadata, limits: Limits, errors: ErrorRows, look: Look
) -> Grid:
    first = sheet.start[1] if sheet.start else 0
    ranges = getattr(sheet, "merged_cell_ranges", None) or ()
    maker = GridMaker(
        about.name,
        limits,
        first_column=first,
        hidden=about.visible != calamine.SheetVisibleEnum.Visible,
        merges=tuple((*start, *end) for start, end in ranges if end[0] > start[0])[:100_000],
    )
    for number, row in enumerate(sheet.iter_rows(), 1):
        for column, text in errors.get(number, ()):
            if 0 <= column - first < len(row):
                row[column - first] = text
        if look.indents or look.uncomputed or look.percents:
            _show(row, first, look, number)
        if row.count("") != len(row):  # a million empty rows cost nothing beyond this
            maker.add(number, row)
    if look.uncomputed:
        count, at = sum(map(len, look.uncomputed.values())), min(look.uncomputed)
        cell = f"{letter(look.uncomputed[at][0])}{at}"
        told = "check.uncomputed_one" if count == 1 else "check.uncomputed"
        maker.findings.append(Finding(told, {"count": count, "cell": cell}, "warning"))
    return replace(maker.grid(), levels=tuple(sorted(look.levels.items())), below=look.below)


def _show(row: list[Any], first: int, look: Look, number: int) -> None:
    """Write the look of row `number` into its cells: `first` is the column of the row's first cell."""
    for column, steps in look.indents.get(number, {}).items():
        if 0 <= column - first < len(row) and isinstance(row[column - first], str) and row[column - first]:
            row[column - first] = _STEP * steps + row[column - first]
    for column in look.percents.get(number, ()):
        if 0 <= column - first < len(row) and type(row[column - first]) in (int, float):
            row[column - first] = f"{row[column - first] * 100:.{_PLACES}f}".rstrip("0").rstrip(".") + "%"
    for column in look.uncomputed.get(number, ()):
        if 0 <= column - first < len(row):
            row[column - first] = UNCOMPUTED


ErrorRows = dict[int, list[tuple[int, str]]]


class _ErrorCells:
    """Formula errors of an xlsx file. The reading library shows them as empty cells, so the XML is asked."""

    def __init__(self, path: Path, parts: dict[str, str]) -> None:
        self._path, self._parts = path, parts

    def of(self, sheet: str) -> ErrorRows:
        """Row number -> (column from 0, "#REF!" and the like). Empty where the sheet's part is not found."""
        found: ErrorRows = {}
        if sheet not in self._parts:
            return found
        with zipfile.ZipFile(self._path) as archive, archive.open(self._parts[sheet]) as part:
            for piece in pieces(part):
                if b't="e"' in piece:
                    for letters, number, value in _ERROR_CELL.findall(piece):
                        place = index_of(letters.decode())
                        found.setdefault(int(number), []).append((place, value.decode("utf-8", "replace")))
                if len(found) > _MOST_ERRORS:
                    break
        return found


class _OdsErrorCells:
    """Formula errors of an ods file, which the library shows as empty cells as well."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
            told = any(b'value-type="error"' in piece for piece in pieces(part))
        self._found: dict[str, ErrorRows] = {}
        if told:
            with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
                self._walk(part)

    def of(self, sheet: str) -> ErrorRows:
        """Row number -> (column from 0, the error's text)."""
        return self._found.get(sheet, {})

    def _walk(self, part: IO[bytes]) -> None:
        sheet, row = "", 1
        for event, element in ElementTree.iterparse(part, events=("start", "end")):
            name = element.tag.rpartition("}")[2]
            if event == "start":
                if name == "table":
                    sheet, row = _attribute(element, "name") or "", 1
            elif name == "table-row":
                for column, text in _ods_errors(element):
                    self._found.setdefault(sheet, {}).setdefault(row, []).append((column, text))
                row += int(_attribute(element, "number-rows-repeated") or 1)
                element.clear()


def _ods_errors(row: ElementTree.Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        if any(key.endswith("}value-type") and value == "error" for key, value in cell.attrib.items()):
            yield column, "".join(cell.itertext()).strip() or "#VALUE!"
        column += int(_attribute(cell, "number-columns-repeated") or 1)


def _attribute(element: ElementTree.Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
