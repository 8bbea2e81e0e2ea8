"""One file in, one `Examined` out: told apart by its content as table, list of claims or text."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from lumbung.core.aside import uncollected
from lumbung.core.findings import BadInput, Finding
from lumbung.engine.claims.grids import LIMITS, read_grids, recognised
from lumbung.engine.claims.listed import examine_list, heading_row
from lumbung.engine.claims.model import Examined, Grid
from lumbung.engine.claims.prose import check_text
from lumbung.engine.claims.tables.examine import examine_grid
from lumbung.engine.reading.kinds import Seen
from lumbung.engine.reading.lists import guarded

PROSE_ENDINGS = (".md", ".markdown")
TABLE_ENDINGS = (".csv", ".tsv", ".tab")
_SEPARATORS = "\t;|,"
_SNIFFED = 400  # lines
_EVEN = 0.8  # of the lines must be parted alike
_WORDY = 40  # letters of an average cell: more is a sentence


def check_file(path: Path, *, name: str | None = None) -> Examined:
    """Judge every claim of the file at `path`.

    Its content decides: workbooks, web pages and Parquet files hold tables; text is a table where a separator parts
    its lines alike, else prose. A name ending in .md is always prose, one in .csv or .tsv never.

    Args:
        name: What the file is called in the result, where `path` is only a copy (stdin).
    Raises:
        BadInput: The file cannot be read, or holds nothing that could be checked.
        MachineTrouble: Memory, disk or processes were not enough.
    """
    path = Path(path)
    called = name or path.name
    seen = recognised(path)
    if seen.kind == "text" and path.suffix.lower() not in TABLE_ENDINGS:
        with guarded(path, LIMITS):
            text = _text(path, seen.encoding)
        if path.suffix.lower() in PROSE_ENDINGS or not looks_like_table(text):
            return check_text(text, called)
    grids, findings = _grids(path, seen, called)
    listed = [grid for grid in grids if heading_row(grid) is not None]
    if listed:
        examined = examine_list(called, listed)
        return Examined(called, "claims", examined.verdicts, (*findings, *examined.findings))
    with uncollected():
        told = [examine_grid(grid) for grid in grids]
    verdicts = tuple(verdict for one in told for verdict in one.verdicts)
    if not any(one.tables for one in told):
        raise BadInput(Finding("check.no_table", {"file": called}))
    found = [*findings, *(finding for one in told for finding in one.findings)]
    if not verdicts:
        found.append(Finding("check.nothing_to_check", {"file": called}, "question"))
    return Examined(called, "table", verdicts, tuple(found), grids=grids)


def _grids(path: Path, seen: Seen, called: str) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """The tables of a file; a web page without one is a text that was saved as a page."""
    try:
        return read_grids(path, seen)
    except BadInput as refusal:
        if any(finding.code == "no_table" for finding in refusal.findings):
            raise BadInput(Finding("check.page_without_table", {"file": called})) from refusal
        raise


def looks_like_table(text: str) -> bool:
    """Whether one separator parts most lines into equally many short cells, or the first line names a list's columns."""
    lines = [line for line in text.lstrip("\ufeff").splitlines()[: 2 * _SNIFFED] if line.strip()][:_SNIFFED]
    for separator in _SEPARATORS:
        rows = _rows(lines, separator)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            continue
        if heading_row(Grid((tuple(rows[0]),))) is not None:
            return True
        alike = widths.most_common(1)[0][1]
        length = sum(len(cell) for row in rows for cell in row) / sum(len(row) for row in rows)
        if alike > 1 and alike >= _EVEN * len(rows) and length <= _WORDY:
            return separator != "," or not _spoken(lines)
    return False


def _rows(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:  # a cell longer than the module takes
        return [line.split(separator) for line in lines]


def _spoken(lines: list[str]) -> bool:
    """Full stops at the end are those of sentences."""
    return 2 * sum(line.rstrip().endswith((".", ":", "?")) for line in lines) > len(lines)


def _text(path: Path, encoding: str | None) -> str:
    content = path.read_bytes()
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
