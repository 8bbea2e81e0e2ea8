"""CSV in all its shapes: any separator, several encodings, broken quotes. No row is lost."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading.grid import Grid, GridMaker
from lumbung.engine.reading.headings import HEAD_ROWS, Reader
from lumbung.engine.reading.limits import Limits

SEPARATORS = ";,\t|"
_BLOCK = 20_000
_MANY = 500  # fewer rows are not worth it
_QUOTED_LINES = 40  # a quoted cell may run over that many lines; past them its quote was never closed


def read_text(path: Path, encoding: str | None, reader: Reader, limits: Limits) -> Grid:
    """The text file as one grid; rows are counted as a spreadsheet shows them, quoted line ends inside.

    `encoding` is what its first bytes tell, None when they do not: then UTF-8, and row by row Windows-1252.
    The separator is the one under which the most headings are understood.
    """
    findings: list[Finding] = []
    lines, doubtful = _lines(path.read_bytes(), encoding, findings)
    separator = None
    if lines and (said := re.fullmatch(r"sep=(.)", lines[0].strip(), re.I)):
        separator = said[1]
        lines[0] = ""  # Excel's own hint and no row of the list
    separator = separator or _separator(lines, reader)
    maker = GridMaker("", limits, findings=findings)
    nothing = separator + ' \t\n\xa0"'
    numbers: list[int] = []
    records: list[str] = []
    for number, (record, first, last) in enumerate(_records(lines, separator, findings), 1):
        if doubtful and any(line in doubtful for line in range(first, last + 1)):
            findings.append(Finding("mixed_encoding", severity="warning", row=number))
        if not record.strip(nothing):
            continue
        if record.count(separator) >= limits.columns:
            raise BadInput(Finding("too_many_columns", {"limit": limits.columns}, row=number))
        numbers.append(number)
        records.append(record)
        if len(records) >= _BLOCK:
            _store(maker, numbers, records, separator)
            numbers, records = [], []
    _store(maker, numbers, records, separator)
    return maker.grid()


def _store(maker: GridMaker, numbers: list[int], records: list[str], separator: str) -> None:
    """Rows into the grid: all at once where they are orderly and equally wide, else one by one."""
    orderly = _orderly(separator)
    if len(records) >= _MANY and all('"' not in record or orderly.fullmatch(record) for record in records):
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader("\n".join(records).encode()),
                read_options=arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=2**30),
                parse_options=arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=True),
                convert_options=arrow_csv.ConvertOptions(
                    column_types={f"f{at}": pa.string() for at in range(records[0].count(separator) + 1)},
                    strings_can_be_null=False,
                ),
            )
        except (pa.ArrowInvalid, ValueError, TypeError):
            table = None  # rows of different width, or a separator outside ASCII
        if table is not None and table.num_rows == len(records):
            maker.add_block(numbers, [column.combine_chunks() for column in table.columns])
            return
    for number, record in zip(numbers, records, strict=True):
        maker.add(number, _cells(record, separator))


def _lines(content: bytes, encoding: str | None, findings: list[Finding]) -> tuple[list[str], set[int]]:
    """The lines, and which of them (from 0) were not in the encoding of the rest."""
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding in (None, "utf-8-sig"):
            return _mixed_lines(content.removeprefix(b"\xef\xbb\xbf"), findings)
        text = content.decode(encoding, "replace")
        findings.append(Finding("bad_encoding", {"encoding": encoding}, severity="warning"))
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n"), set()


def _mixed_lines(content: bytes, findings: list[Finding]) -> tuple[list[str], set[int]]:
    """Each line by itself: UTF-8 where it is, else Windows-1252. A file all in Windows-1252 gets one note."""
    lines: list[str] = []
    other: set[int] = set()
    lost: set[int] = set()
    unicode = 0
    for number, line in enumerate(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")):
        try:
            text = line.decode("utf-8")
            unicode += not line.isascii()
        except UnicodeDecodeError:
            text = line.decode("cp1252", "replace")
            (lost if "\ufffd" in text else other).add(number)
        lines.append(text.replace("\0", ""))
    if unicode:
        return lines, other | lost
    findings.append(Finding("windows_encoding", {"rows": len(other) + len(lost)}, severity="note"))
    return lines, lost


def _separator(lines: list[str], reader: Reader) -> str:
    top = [line for line in lines[: 4 * HEAD_ROWS] if line.strip()][:HEAD_ROWS]

    def worth(separator: str) -> tuple[int, int]:
        rows = [_cells(line, separator) for line in top]
        pairs = pairwise(rows)
        score = max(reader.score(rows), max((_both(reader, *pair) for pair in pairs), default=0))
        return score, sum(len(row) > 1 for row in rows)

    return max(SEPARATORS, key=worth)


def _both(reader: Reader, upper: list[str], lower: list[str]) -> int:
    """How many fields two rows name as one heading; 0 when they do not have the same width."""
    if len(upper) != len(lower) or len(upper) < 2:
        return 0
    found = reader.find([upper, lower], [str(at) for at in range(len(upper))])
    return len(found.fields) if found else 0


def _records(lines: list[str], separator: str, findings: list[Finding]) -> Iterator[tuple[str, int, int]]:
    """One string a row, with its first and last line.

    A quote that opens a cell and is not closed in reach is taken as a plain character, with a finding.
    """
    if lines and not lines[-1]:
        lines.pop()
    orderly = _orderly(separator)
    width = _width(lines, separator)
    at, number = 0, 0
    while at < len(lines):
        line, last = lines[at], at
        number += 1
        if '"' in line and not orderly.fullmatch(line) and _open(line, separator):
            end = _closing(lines, at, separator, width)
            if end is None:
                findings.append(Finding("broken_quotes", severity="warning", row=number))
                line = separator.join('"' + cell.replace('"', '""') + '"' for cell in line.split(separator))
            else:
                line, last = "\n".join(lines[at : end + 1]), end
        yield line, at, last
        at = last + 1


def _orderly(separator: str) -> re.Pattern[str]:
    """Rows whose quotes stand where they should; a quick test that spares most rows the slow one."""
    cell = rf'(?:"[^"]*(?:""[^"]*)*"|[^"{re.escape(separator)}]*)'
    return re.compile(rf"{cell}(?:{re.escape(separator)}{cell})*")


def _width(lines: list[str], separator: str) -> int:
    """The usual number of cells of a row."""
    counts = Counter(line.count(separator) + 1 for line in lines[:400] if '"' not in line and line.strip())
    return max(counts, key=lambda cells: (counts[cells], cells), default=0)


def _closing(lines: list[str], at: int, separator: str, width: int) -> int | None:
    """The line where the quote opened in line `at` is closed; None if it should be taken as broken."""
    record, full = lines[at], lines[at].count(separator) + 1 >= width
    for end in range(at + 1, min(at + _QUOTED_LINES, len(lines))):
        if full and lines[end].count(separator) + 1 >= width > 1:
            return None  # both lines are whole rows: one quote was lost, not a line end quoted
        record += "\n" + lines[end]
        if '"' in lines[end] and not _open(record, separator):
            return end if not width or len(_cells(record, separator)) <= width else None
    return None


def _open(record: str, separator: str) -> bool:
    """Whether a quoted cell is still open at the end of `record`. Quotes inside a plain cell mean nothing."""
    inside, start, at = False, True, 0
    while at < len(record):
        character = record[at]
        if inside and character == '"':
            if record[at + 1 : at + 2] == '"':
                at += 1
            else:
                inside = False
        elif character == '"' and start:
            inside = True
        start = character == separator and not inside
        at += 1
    return inside


def _cells(record: str, separator: str) -> list[str]:
    if '"' not in record:
        return record.split(separator)
    try:
        cells = next(csv.reader([record], delimiter=separator), [""])
    except csv.Error:  # a cell longer than the module takes
        cells = record.split(separator)
    return cells
