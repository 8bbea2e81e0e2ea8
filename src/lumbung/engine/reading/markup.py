"""HTML tables, as many agency programs write them and name them .xls. Runs in the child process."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree, html

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading.grid import Grid, GridMaker
from lumbung.engine.reading.limits import Limits

_FIGURE = re.compile(r"^[(-]?\d[\d.,\s]*\)?$")
_FEW_FIGURES = 4
_PADDING = re.compile(r"(?:padding-left|margin-left|text-indent)\s*:\s*(\d{1,4})(?:\.\d+)?\s*(px|em|pt)?", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PIXELS = 4  # of padding are about one space
_MOST_SPANNED = 2_000  # rowspan and colspan are claims; a list needs no more


def read_html(path: Path, limits: Limits, *, layout: bool = False) -> list[Grid]:
    """Each outermost table as a grid; a spanned cell stands once, at its first row and column.

    With `layout` the look of a table is kept, for tables whose indentation says what is a part of what: leading
    no-break spaces and the padding of a cell become spaces, and every table that holds figures is a grid of its own.
    """
    content = path.read_bytes()
    encoding = None
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and not _declares(content):
        encoding = "utf-8" if _is_utf8(content) else "cp1252"
    try:
        root = html.document_fromstring(content, parser=html.HTMLParser(encoding=encoding, huge_tree=True))
    except (etree.LxmlError, ValueError, AssertionError) as trouble:
        raise BadInput(Finding("corrupted")) from trouble
    tables = root.xpath("//table[not(ancestor::table)]")
    # Pages put their layout into tables as well: then the innermost ones hold the list.
    if layout:
        tables = [table for table in root.xpath("//table") if not table.xpath(".//table") or _holds_figures(table)]
    elif len(tables) == 1 and tables[0].xpath(".//table"):
        tables = root.xpath("//table[not(descendant::table)]")
    several = len(tables) > 1
    grids = [_grid(table, f"table {at}" if several else "", limits, layout) for at, table in enumerate(tables, 1)]
    if not grids:
        raise BadInput(Finding("no_table"))
    return grids


def _grid(table: html.HtmlElement, name: str, limits: Limits, layout: bool) -> Grid:
    maker = GridMaker(name, limits)
    taken: dict[int, int] = {}  # column -> rows it is still covered by a cell above
    own = (row for row in table.iter("tr") if not layout or (_table_of(row) is table and not _is_hidden(row)))
    for number, row in enumerate(own, 1):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while taken.get(len(cells), 0):
                cells.append("")
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(across):
                taken[len(cells) + offset] = max(taken.get(len(cells) + offset, 0), down)
            if layout:
                _raise_marks(cell)
            cells += [_indent(cell) * layout + _text(cell), *[""] * (across - 1)]
            if len(cells) > limits.columns:
                raise BadInput(Finding("too_many_columns", {"limit": limits.columns}, row=number))
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        if cells and cells.count("") != len(cells):
            maker.add(number, cells)
    return maker.grid()


def _text(cell: html.HtmlElement) -> str:
    for line_end in cell.iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    lines = (" ".join(line.split()) for line in str(cell.text_content()).replace("\0", "").split("\n"))
    return "\n".join(line for line in lines if line)


def _raise_marks(cell: html.HtmlElement) -> None:
    """Digits written high become high digits, so that the mark of a footnote is not read as part of a number."""
    for mark in cell.iter("sup"):
        mark.text = " " + (mark.text or "").translate(_HIGH)


def _table_of(row: html.HtmlElement) -> html.HtmlElement | None:
    return next(row.iterancestors("table"), None)


def _is_hidden(row: html.HtmlElement) -> bool:
    """Nobody who looks at the page sees the row."""
    return row.get("hidden") is not None or bool(_HIDDEN.search(row.get("style") or ""))


def _holds_figures(table: html.HtmlElement) -> bool:
    """Whether cells of the table itself, and not of a table inside it, hold figures: then it is no mere layout."""
    cells = (cell for cell in table.iter("td") if _table_of(cell) is table and not cell.xpath(".//table"))
    return sum(bool(_FIGURE.match(str(cell.text_content()).strip())) for cell in cells) >= _FEW_FIGURES


def _indent(cell: html.HtmlElement) -> str:
    """How far the text of a cell is moved to the right, as spaces."""
    pixels = sum(
        int(found[1]) * (16 if found[2] == "em" else 1)
        for element in (cell, *cell.iterchildren())
        for found in [_PADDING.search(element.get("style") or "")]
        if found
    )
    text = str(cell.text_content()).lstrip(" \t\r\n")
    return " " * (pixels // _PIXELS + len(text) - len(text.lstrip("\xa0\u2003\u2002")))


def _span(cell: html.HtmlElement, name: str) -> int:
    told = cell.get(name, "1").strip()
    return min(max(int(told), 1), _MOST_SPANNED) if told.isdecimal() and len(told) < 6 else 1


def _declares(content: bytes) -> bool:
    return b"charset" in content[:4096].lower()


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
