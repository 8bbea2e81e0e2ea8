"""Indented cells of ods and xls sheets, which the reading library does not tell. Runs in the child process.

Only tables under test need them (`layout`). What cannot be understood has no indents: the table is then read flat.
xls: [MS-XLS] 2.4.353 (XF), 2.4.28 (BoundSheet8), [MS-CFB] 2.2 to 2.6; ods: OpenDocument 1.3 part 3, 20.198 (fo:margin-left).
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from lumbung.engine.reading.looks import Look

_MOST = 200_000  # cells that are told
_MOST_BYTES = 256 * 2**20  # of an xls file
_LENGTH = re.compile(r"^([\d.]{1,12})(cm|mm|in|pt|px)$")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75}
_STEP = 10.0  # points that spreadsheet programs move a cell in by
_HALF = 0.5


class OdsIndents:
    """Answers for each sheet of an ods file which cells are moved in."""

    def __init__(self, path: Path) -> None:
        self._found: dict[str, Look] = {}
        try:
            self._read(path)
        except ElementTree.ParseError:
            self._found = {}

    def _read(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            steps: dict[str, int] = {}
            for name in ("styles.xml", "content.xml"):
                if name in archive.namelist():
                    with archive.open(name) as part:
                        steps |= _ods_steps(part, steps)
            if any(steps.values()):
                with archive.open("content.xml") as part:
                    self._walk(part, steps)

    def of(self, sheet: str) -> Look:
        """How the sheet looks; nothing is told of a sheet that is not found."""
        return self._found.get(sheet, Look())

    def _walk(self, part: IO[bytes], steps: dict[str, int]) -> None:
        look, row, told = Look(), 1, 0
        columns: list[str] = []  # the format of cells that name none
        for event, element in ElementTree.iterparse(part, events=("start", "end")):
            name = element.tag.rpartition("}")[2]
            if event == "start":
                if name == "table":
                    look, row, columns = Look(), 1, []
                    self._found[_of(element, "name") or ""] = look
            elif name == "table-column":
                many = min(_number(element, "number-columns-repeated"), 1_024)
                columns += [_of(element, "default-cell-style-name") or ""] * many
            elif name == "table-row":
                if indents := dict(_ods_indents(element, columns, steps)):
                    look.indents[row] = indents
                    told += len(indents)
                row += _number(element, "number-rows-repeated")
                element.clear()
                if told > _MOST:
                    return


def _ods_steps(part: IO[bytes], known: dict[str, int]) -> dict[str, int]:
    """Style of cells -> steps it moves them in by; a style without a margin has that of its parent."""
    found: dict[str, int] = {}
    for event, element in ElementTree.iterparse(part, events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if event == "start" and name == "body":
            break
        if event == "end" and name == "style" and _of(element, "family") == "table-cell":
            margins = [margin for child in element if (margin := _of(child, "margin-left"))]
            parent = _of(element, "parent-style-name") or ""
            own = _steps(margins[0]) if margins else found.get(parent, known.get(parent, 0))
            found[_of(element, "name") or ""] = own
    return found


def _steps(length: str) -> int:
    told = _LENGTH.match(length)
    return int(float(told[1]) * _POINTS[told[2]] / _STEP + _HALF) if told else 0


def _ods_indents(row: ElementTree.Element, columns: list[str], steps: dict[str, int]) -> Iterator[tuple[int, int]]:
    column = 0
    for cell in row:
        default = columns[column] if column < len(columns) else ""
        many = _number(cell, "number-columns-repeated")
        if len(cell) and many == 1 and (told := steps.get(_of(cell, "style-name") or default, 0)):
            yield column, told
        column += many


def _of(element: ElementTree.Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _number(element: ElementTree.Element, name: str) -> int:
    told = _of(element, name) or "1"
    return int(told) if told.isdecimal() else 1


_SHEET, _FORMAT, _END = 0x85, 0xE0, 0x0A
_TEXTS = (0xFD, 0x204, 0x06)  # a shared text, a text of its own, a formula
_LAST = 0xFFFFFFF0  # numbers from here on end a chain of sectors


class XlsIndents:
    """Answers for each sheet of an xls file (Excel 97 and later) which cells are moved in."""

    def __init__(self, path: Path) -> None:
        self._found: dict[str, Look] = {}
        if path.stat().st_size > _MOST_BYTES:
            return
        try:
            self._walk(_stream(path.read_bytes(), "Workbook"))
        except (struct.error, IndexError, ValueError, KeyError, OverflowError):
            self._found = {}

    def of(self, sheet: str) -> Look:
        """How the sheet looks; nothing is told of a sheet that is not found."""
        return self._found.get(sheet, Look())

    def _walk(self, book: bytes) -> None:
        sheets: dict[str, int] = {}
        steps: list[int] = []
        for kind, start, length in _records(book, 0):
            if kind == _FORMAT:
                steps.append(book[start + 8] & 15 if length >= 20 else 0)
            elif kind == _SHEET:
                size, wide = book[start + 6], book[start + 7] & 1
                name = book[start + 8 : start + 8 + size * (1 + wide)].decode("utf-16-le" if wide else "latin-1")
                sheets[name] = struct.unpack_from("<I", book, start)[0]
        if not any(steps):
            return
        for name, place in sheets.items():
            look = self._found[name] = Look()
            for kind, start, _ in _records(book, place):
                if kind in _TEXTS:
                    row, column, format_ = struct.unpack_from("<HHH", book, start)
                    if steps[format_]:
                        look.indents.setdefault(row + 1, {})[column] = steps[format_]
                if len(look.indents) > _MOST:
                    return


def _records(book: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its bytes begin, how many) of each record up to the end of the part that begins at `place`."""
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        if kind == _END:
            return
        yield kind, place + 4, length
        place += 4 + length


def _stream(file: bytes, name: str) -> bytes:
    """One stream of a compound file. Raises KeyError where there is none of that name."""
    size, small = 1 << struct.unpack_from("<H", file, 30)[0], 1 << struct.unpack_from("<H", file, 32)[0]
    first, cutoff, first_small = (struct.unpack_from("<I", file, at)[0] for at in (48, 56, 60))
    table = _table(file, size)
    folder = _chain(file, table, first, size, size)
    entries = {}
    for at in range(0, len(folder) - 127, 128):
        length = struct.unpack_from("<H", folder, at + 64)[0]
        begin, bytes_ = struct.unpack_from("<II", folder, at + 116)
        entries[folder[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")] = begin, bytes_
    begin, bytes_ = entries[name]
    if bytes_ >= cutoff:
        return _chain(file, table, begin, size, size)[:bytes_]
    numbers = _chain(file, table, first_small, size, size)
    small_table = struct.unpack(f"<{len(numbers) // 4}I", numbers)
    inner = _chain(file, table, entries["Root Entry"][0], size, size)
    return _chain(inner, small_table, begin, small, 0)[:bytes_]


def _table(file: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows which."""
    places = [place for place in struct.unpack_from("<109I", file, 76) if place < _LAST]
    more, steps = struct.unpack_from("<I", file, 68)[0], 0
    while more < _LAST and steps < len(file) // size:
        listed = struct.unpack_from(f"<{size // 4}I", file, (more + 1) * size)
        places += [place for place in listed[:-1] if place < _LAST]
        more, steps = listed[-1], steps + 1
    told = b"".join(file[(place + 1) * size : (place + 2) * size] for place in places)
    return struct.unpack(f"<{len(told) // 4}I", told[: len(told) // 4 * 4])


def _chain(file: bytes, table: tuple[int, ...], first: int, size: int, ahead: int) -> bytes:
    """The bytes of a chain of sectors. Raises ValueError where it runs in a circle."""
    found: list[bytes] = []
    at = first
    while at < _LAST:
        if len(found) > len(table):
            raise ValueError("circle")
        found.append(file[ahead + at * size : ahead + (at + 1) * size])
        at = table[at]
    return b"".join(found)
