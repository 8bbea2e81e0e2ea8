"""HTML tables, as many agency programs write them and name them .xls. Runs in the child process."""

from __future__ import annotations

from pathlib import Path

from lxml import etree, html

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading.grid import Grid, GridMaker
from lumbung.engine.reading.limits import Limits

_MOST_SPANNED = 2_000  # rowspan and colspan are claims; a list needs no more


def read_html(path: Path, limits: Limits) -> list[Grid]:
    """Each outermost table as a grid; a spanned cell stands once, at its first row and column."""
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
    if len(tables) == 1 and tables[0].xpath(".//table"):
        tables = root.xpath("//table[not(descendant::table)]")
    several = len(tables) > 1
    grids = [_grid(table, f"table {at}" if several else "", limits) for at, table in enumerate(tables, 1)]
    if not grids:
        raise BadInput(Finding("no_table"))
    return grids


def _grid(table: html.HtmlElement, name: str, limits: Limits) -> Grid:
    maker = GridMaker(name, limits)
    taken: dict[int, int] = {}  # column -> rows it is still covered by a cell above
    for number, row in enumerate(table.iter("tr"), 1):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while taken.get(len(cells), 0):
                cells.append("")
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(across):
                taken[len(cells) + offset] = max(taken.get(len(cells) + offset, 0), down)
            cells += [_text(cell), *[""] * (across - 1)]
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
