"""One sheet becomes records, or says why it is no list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.findings import Finding
from lumbung.engine.reading import cells as cell
from lumbung.engine.reading.grid import Grid, Merge, index_of
from lumbung.engine.reading.headings import (
    HEAD_ROWS,
    Column,
    Headings,
    Reader,
    column_findings,
    no_list_finding,
)
from lumbung.engine.reading.rows import Body, records_of
from lumbung.engine.reading.synonyms import FIELDS
from lumbung.engine.reading.titles import titles_of

_PLACES = ("village", "district", "regency", "province")


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds a list. `cells`: `row`, a string column per field, `raw`. `refused`: why the whole
    file must not be stored."""

    name: str | None
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: pa.Table
    findings: tuple[Finding, ...]
    refused: tuple[Finding, ...]


@dataclass(frozen=True)
class NoList:
    """A sheet without a list, and why. `refuses`: no other sheet can make up for it."""

    finding: Finding
    refuses: bool = False


def read_sheet(grid: Grid, reader: Reader) -> Sheet | NoList:
    """The records of one sheet."""
    name = grid.name or None
    head = grid.head(HEAD_ROWS)
    headings = reader.find(head, grid.table.column_names)
    if headings is None or "name" not in headings.fields:
        return NoList(no_list_finding(head, headings, reader, name))
    titles = titles_of(head[: headings.at])
    headings, body = _body(grid, headings)
    heading_rows = [_texts(row, grid, body) for row in head[headings.at : headings.at + headings.deep]]
    if heading_rows and headings.deep == 2:
        heading_rows[0] = [upper or lower for upper, lower in zip(*heading_rows, strict=True)]
    body, findings = records_of(body, heading_rows, titles, name) if len(body.rows) else (body, [])
    if not len(body.rows):
        return NoList(Finding("no_rows", sheet=name))
    body, filled_in = _with_merged_places(body, headings, grid.merges, name)
    table, found, refused = _checked_cells(body, headings, reader, name)
    if not refused and _names_are_figures(table):
        return NoList(Finding("names_are_figures", sheet=name))
    findings = [*column_findings(headings, reader, name), *findings, *filled_in, *found]
    return Sheet(name, titles, headings.columns, table, tuple(findings), tuple(refused))


def _body(grid: Grid, headings: Headings) -> tuple[Headings, Body]:
    """The rows below the headings, and the headings without columns that have neither heading nor value."""
    start = headings.at + headings.deep
    table = grid.table.slice(start)
    pairs = [
        (column, meaning)
        for column, meaning in zip(headings.columns, headings.meanings, strict=True)
        if column.heading != column.letter or table.column(column.letter).null_count < table.num_rows
    ]
    columns = tuple(column for column, _ in pairs)
    fields = {column.letter: column.field for column in columns if column.field}
    body = Body(grid.rows.slice(start), table.select([column.letter for column in columns]), fields)
    return Headings(headings.at, headings.deep, columns, tuple(meaning for _, meaning in pairs)), body


def _texts(row: Sequence[str | None], grid: Grid, body: Body) -> list[str]:
    kept = set(body.table.column_names)
    return [text or "" for mark, text in zip(grid.table.column_names, row, strict=True) if mark in kept]


def _with_merged_places(
    body: Body, headings: Headings, merges: Sequence[Merge], sheet: str | None
) -> tuple[Body, list[Finding]]:
    """A kecamatan merged over many rows holds for each of them; other merged cells are left as they are."""
    findings, table = [], body.table
    at_row = {number: at for at, number in enumerate(body.rows.to_pylist())} if merges else {}
    for place, column in enumerate(headings.columns):
        if column.field not in _PLACES or not merges:
            continue
        texts = table.column(column.letter).to_pylist()
        count = 0
        for at, text in _fills(merges, index_of(column.letter), at_row, texts):
            count += texts[at] is None
            texts[at] = texts[at] or text
        if count:
            new = pa.chunked_array([pa.array(texts, pa.string())])
            table = table.set_column(place, column.letter, new)
            note = {"count": count}
            findings.append(Finding("merged_filled", note, severity="note", sheet=sheet, column=column.heading))
    return Body(body.rows, table, body.fields), findings


def _fills(
    merges: Sequence[Merge], column: int, at_row: Mapping[int, int], texts: Sequence[str | None]
) -> Iterator[tuple[int, str]]:
    for top, left, bottom, right in merges:
        source = at_row.get(top + 1)
        if source is None or not left <= column <= right or left != column:
            continue
        text = texts[source]
        if text:
            yield from ((at_row[row + 1], text) for row in range(top + 1, bottom + 1) if row + 1 in at_row)


def _checked_cells(
    body: Body, headings: Headings, reader: Reader, sheet: str | None
) -> tuple[pa.Table, list[Finding], list[Finding]]:
    """The table of fields, the findings of its cells, and why the file is refused."""
    raw: list[pa.ChunkedArray] = []
    findings: list[Finding] = []
    refused: list[Finding] = []
    by_field: dict[str, list[tuple[int, pa.ChunkedArray]]] = {}
    for column, meaning in zip(headings.columns, headings.meanings, strict=True):
        place = cell.Place(sheet, column, body.rows)
        texts, found, persons = cell.without_persons_numbers(place, body.table.column(column.letter))
        (refused if persons else findings).extend(found)
        raw.append(texts)
        if column.field:
            texts, found = cell.usable(place, texts)
            findings += found
            by_field.setdefault(column.field, []).append((meaning.year, texts))
    columns = {
        name: _one(name, by_field[name], joining=name in reader.synonyms.joined) for name in FIELDS if name in by_field
    }
    names = next(column for column in headings.columns if column.field == "name")
    nameless = pc.indices_nonzero(pc.is_null(columns["name"]))
    for number in body.rows.take(nameless).to_pylist():
        findings.append(Finding("no_name", sheet=sheet, row=number, column=names.heading))
    findings.sort(key=lambda finding: finding.row or 0)
    table = {"row": body.rows, **columns, "raw": cell.as_json(headings.columns, raw, len(body.rows))}
    return pa.table(table), findings, refused


def _one(name: str, columns: list[tuple[int, pa.ChunkedArray]], *, joining: bool) -> pa.ChunkedArray:
    """Several columns of one field as one: the newest year first, then the first that holds something."""
    texts = [cells for _, cells in sorted(columns, key=lambda pair: -pair[0])]
    if len(texts) == 1:
        return texts[0]
    return cell.joined(texts) if joining else pc.coalesce(*texts)


def _names_are_figures(table: pa.Table) -> bool:
    """A recap has a heading "Koperasi" too, with counts below it."""
    names = table.column("name").drop_null()
    figures = pc.match_substring_regex(names, r"^[\d.,\s-]*$")
    return len(names) > 0 and 2 * (pc.sum(figures).as_py() or 0) > len(names)
