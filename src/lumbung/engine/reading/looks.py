"""How an xlsx sheet looks: indented cells, grouped rows, formulas that were never computed. Runs in the child process.

Only tables under test need it (`layout`); the reading library tells none of it, so the XML is asked.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from lumbung.engine.reading.grid import index_of
from lumbung.engine.reading.sheetparts import pieces

UNCOMPUTED = "=?"  # what stands for the result of a formula that was never computed
_STYLES, _BOOK = "xl/styles.xml", "xl/workbook.xml"
_PLACE = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
_GROUPED = re.compile(rb'<row\b(?=[^>]*\soutlineLevel="([1-7])")[^>]*?\sr="(\d{1,7})"')
_FORMULA = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v>([^<]*)</v>)?")
_RECOMPUTED = re.compile(rb'<calcPr\b[^>]*\sfullCalcOnLoad="(?:1|true)"')
_UPWARDS = re.compile(rb'<outlinePr\b[^>]*\ssummaryBelow="(?:0|false)"')
_PERCENTS = ("9", "10")  # formats that every program knows by number: 0% and 0.00%
_MOST_STEPS = 250  # the format allows no more
_MOST = 200_000  # cells or rows that are told


@dataclass
class Look:
    """Row numbers count from 1, columns from 0.

    `indents`: row -> column -> steps; `levels`: row -> how deep it is grouped; `below`: a group's total stands below
    it; `uncomputed`: row -> columns of formulas without a result; `percents`: row -> columns shown as percentages.
    """

    indents: dict[int, dict[int, int]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    below: bool = True
    uncomputed: dict[int, list[int]] = field(default_factory=dict)
    percents: dict[int, list[int]] = field(default_factory=dict)


class Looks:
    """Answers for each sheet how it looks."""

    def __init__(self, path: Path, parts: dict[str, str]) -> None:
        self._path, self._parts = path, parts
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            self._indented, self._percent = _formats(archive.read(_STYLES)) if _STYLES in members else ({}, set())
            self._recomputed = _BOOK in members and bool(_RECOMPUTED.search(archive.read(_BOOK)))

    def of(self, sheet: str) -> Look:
        """How the sheet looks; nothing is told of a sheet that is not found."""
        look = Look()
        if sheet not in self._parts:
            return look
        styles = b"|".join(str(style).encode() for style in {*self._indented, *self._percent})
        styled = re.compile(rb'<c\b(?=[^>]*\ss="(' + styles + rb')")([^>]*)>') if styles else None
        told: list[tuple[int, int, bytes]] = []  # formulas: row, column, result
        with zipfile.ZipFile(self._path) as archive, archive.open(self._parts[sheet]) as part:
            for at, piece in enumerate(pieces(part)):
                if at == 0:
                    look.below = not _UPWARDS.search(piece)
                for style, attributes in styled.findall(piece) if styled else ():
                    if place := _PLACE.search(attributes):
                        row, column = int(place[2]), index_of(place[1].decode())
                        if steps := self._indented.get(int(style)):
                            look.indents.setdefault(row, {})[column] = steps
                        if int(style) in self._percent:
                            look.percents.setdefault(row, []).append(column)
                if b"outlineLevel" in piece:
                    look.levels |= {int(row): int(level) for level, row in _GROUPED.findall(piece)}
                if b"<f" in piece:
                    told += _formulas(piece)
                if max(map(len, (told, look.indents, look.levels, look.percents))) > _MOST:
                    break
        # Programs that cannot compute write no result, or 0 for all and leave the work to the spreadsheet.
        all_zero = self._recomputed and all(result in (b"", b"0") for _, _, result in told)
        for row, column, result in told:
            if all_zero or not result:
                look.uncomputed.setdefault(row, []).append(column)
        return look


def _formulas(piece: bytes) -> list[tuple[int, int, bytes]]:
    """(row, column, result as text) of each formula."""
    return [
        (int(place[2]), index_of(place[1].decode()), result)
        for attributes, result in _FORMULA.findall(piece)
        if b't="str"' not in attributes and (place := _PLACE.search(attributes))
    ]


def _formats(styles: bytes) -> tuple[dict[int, int], set[int]]:
    """Number of a cell format -> its steps of indentation, where it has any; and the formats that show percentages."""
    try:
        root = ElementTree.fromstring(styles)
    except ElementTree.ParseError:
        return {}, set()
    parts = {element.tag.rpartition("}")[2]: element for element in root}
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in parts.get("numFmts", ())}
    percents = {*_PERCENTS, *(number for number, code in codes.items() if "%" in code)}
    indents, shown = {}, set()
    for at, one in enumerate(parts.get("cellXfs", ())):
        told = next((part.get("indent", "") for part in one if part.tag.rpartition("}")[2] == "alignment"), "")
        if told.isdecimal() and 0 < int(told) <= _MOST_STEPS:
            indents[at] = int(told)
        if one.get("numFmtId") in percents:
            shown.add(at)
    return indents, shown
