"""Files as grids of text: CSV of any separator and encoding, workbooks, web pages, Parquet, all opened as lists are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.claims.model import Grid
from lumbung.engine.reading.delimited import read_text
from lumbung.engine.reading.grid import Grid as Sheet
from lumbung.engine.reading.grid import index_of
from lumbung.engine.reading.headings import Headings, Reader, Row
from lumbung.engine.reading.kinds import Seen, recognise
from lumbung.engine.reading.limits import Limits
from lumbung.engine.reading.lists import checked, guarded
from lumbung.engine.reading.sandbox import read_apart
from lumbung.engine.reading.synonyms import synonyms_for

LIMITS = Limits(rows=500_000)
MOST_CELLS = 20_000_000
_KEPT_AS_TEXT = r"""^(?:="([^"]*)"|['’`]([-+(]?\d[\d.,()% ]*))$"""


class EvenRows(Reader):
    """Chooses the separator of a file by how evenly it parts the rows; headings mean nothing here."""

    def __init__(self) -> None:
        super().__init__(synonyms_for("neutral"), {})

    def score(self, rows: Iterable[Row]) -> int:
        """Rows times cells of the commonest width; nothing for rows that stay whole."""
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            return 0
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        # A decimal comma parts some rows and not others; what parts all of them alike wins.
        return count * 1_000 + min(width, 999) if len(widths) == 1 else count * 500

    def find(self, head: Sequence[Row], letters: Sequence[str]) -> Headings | None:
        """No headings are looked for."""
        return None


def recognised(path: Path, limits: Limits = LIMITS) -> Seen:
    """What the file is by its content. Raises BadInput or MachineTrouble with a sentence."""
    with guarded(path, limits):
        checked(path, limits)
        return recognise(path, limits)


def read_grids(path: Path, seen: Seen, limits: Limits = LIMITS) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """All sheets that are not hidden, with blank rows where they stand, and what is to be said of the file.

    Raises:
        BadInput: The file must be mended.
        MachineTrouble: Memory, disk or processes were not enough.
    """
    with guarded(path, limits):
        sheets = _sheets(path, seen, limits)
        grids = tuple(_grid(sheet) for sheet in sheets if not sheet.hidden and len(sheet.rows))
    findings = [finding.at(sheet=sheet.name or None) for sheet in sheets for finding in sheet.findings]
    findings += [Finding("sheet_hidden", severity="warning", sheet=s.name or None) for s in sheets if s.hidden]
    if not grids:
        raise BadInput(Finding("empty_file", {"file": path.name}))
    return grids, tuple(findings)


def _sheets(path: Path, seen: Seen, limits: Limits) -> list[Sheet]:
    if seen.kind == "text":
        return [read_text(path, seen.encoding, EvenRows(), limits)]
    return read_apart(path, seen.kind, limits, layout=True)


def _unquoted(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The cells without the marks by which spreadsheets keep figures as text: ="12" and '12."""
    if pc.any(pc.match_substring_regex(column, _KEPT_AS_TEXT)).as_py():
        return pc.replace_substring_regex(column, _KEPT_AS_TEXT, r"\1\2")
    return column


def _grid(sheet: Sheet) -> Grid:
    """`sheet` with its blank rows and columns back, so that places count as the spreadsheet does."""
    columns: dict[int, list[str | None]] = {
        index_of(name): _unquoted(column).to_pylist()
        for name, column in zip(sheet.table.column_names, sheet.table.columns, strict=True)
    }
    width = max(columns, default=-1) + 1
    blank: list[str | None] = [None] * len(sheet.rows)
    if width * len(sheet.rows) > MOST_CELLS:
        raise BadInput(Finding("check.too_many_cells", {"limit": MOST_CELLS}, sheet=sheet.name or None))
    rows = zip(*(columns.get(at, blank) for at in range(width)), strict=True)
    cells: list[tuple[str, ...]] = []
    for number, row in zip(sheet.rows.to_pylist(), rows, strict=True):
        cells += [()] * (number - 1 - len(cells))
        cells.append(tuple(text or "" for text in row))
    return Grid(tuple(cells), sheet.name or None, {row - 1: level for row, level in sheet.levels}, sheet.below)
