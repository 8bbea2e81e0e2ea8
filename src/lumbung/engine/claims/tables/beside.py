"""What stands beside each other on a sheet as tables to judge: each block by itself, a list that runs on as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lumbung.core.findings import Finding
from lumbung.engine.claims import wordlist
from lumbung.engine.claims.model import Culprit, Figure, Grid, Place, Verdict
from lumbung.engine.claims.tables.blocks import Block, blocks_of
from lumbung.engine.claims.tables.layout import Table, tables_of
from lumbung.engine.reading.grid import letter


@dataclass(frozen=True, slots=True)
class Piece:
    """One table to judge. `area`: its cells ("E2:G6") where others stand beside it, which the findings then name.

    `origin`: for a list that runs on in the columns to the right, where each row that was put below came from:
    row -> (its row in the sheet, how many columns further right), both from 0.
    """

    table: Table
    area: str = ""
    origin: dict[int, tuple[int, int]] = field(default_factory=dict)


def pieces_of(grid: Grid) -> tuple[list[Piece], list[Finding]]:
    """The tables of a grid, and what is said about tables beside each other."""
    blocks = blocks_of(grid)
    told = [(block, list(tables_of(block.grid))) for block in blocks]
    pieces: list[Piece] = []
    folded: list[str] = []
    for run in _runs(told):
        tables = [table for _, found in run for table in found]
        if len(run) > 1:
            piece = _one_list(tables)
            pieces.append(piece)
            folded.append(piece.area)
        else:
            beside = run[0][0].columns is not None
            pieces += [Piece(table, area_of(table) if beside else "") for table in tables]
    findings = [Finding("check.runs_on", {"area": area}, "note", sheet=grid.sheet) for area in folded]
    areas = [piece.area for piece in pieces if piece.area]
    if len(areas) > 1:
        findings.append(Finding("check.beside", {"areas": ", ".join(areas)}, "note", sheet=grid.sheet))
    return pieces, findings


def area_of(table: Table) -> str:
    """The cells of a table as a spreadsheet names them: "E2:G6"."""
    columns = [column.at for column in table.columns]
    top, bottom = (table.head or table.rows)[0], table.rows[-1]
    return f"{letter(min(columns))}{top + 1}:{letter(max(columns))}{bottom + 1}"


_Told = tuple[Block, list[Table]]


def _runs(told: Sequence[_Told]) -> Iterator[list[_Told]]:
    """The blocks one by one, and together those that are one list which runs on from the left to the right."""
    run: list[_Told] = []
    for one in told:
        if run and not (len(one[1]) == len(run[-1][1]) == 1 and _goes_on(run[-1][1][0], one[1][0])):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _goes_on(left: Table, right: Table) -> bool:
    """Whether `right` has the headings of `left` and goes on with its numbers, or has the only total."""
    if [column.path for column in left.columns] != [column.path for column in right.columns]:
        return False
    numbers = [_numbers(table) for table in (left, right)]
    if all(numbers):
        return numbers[1][0] == numbers[0][-1] + 1 > 2
    return not any(numbers) and bool(left.of("label")) and not _totals(left) and _totals(right)


def _numbers(table: Table) -> list[int]:
    """The numbers of the rows, as far as they are told."""
    columns = table.of("running")[:1] or tuple(
        column for column in table.columns[:1] if wordlist.folded(column.last) in wordlist.words("columns", "running")
    )
    told = (table.text(row, column.at).strip(" .") for column in columns for row in table.rows)
    return [int(text) for text in told if text.isdecimal()]


def _totals(table: Table) -> bool:
    return any(wordlist.is_total(table.text(row, column.at)) for column in table.of("label") for row in table.rows)


def _one_list(tables: Sequence[Table]) -> Piece:
    """The rows of the tables below each other, in the columns of the first."""
    first = tables[0]
    head = (first.head or first.rows)[0]
    cells = list(first.grid.cells[: first.rows[-1] + 1])
    origin: dict[int, tuple[int, int]] = {}
    for table in tables[1:]:
        shift = table.columns[0].at - first.columns[0].at
        for row in table.rows:
            origin[len(cells)] = (row, shift)
            cells.append(("",) * first.columns[0].at + table.grid.cells[row][table.columns[0].at :])
    whole = next(tables_of(Grid(tuple(cells), first.grid.sheet)))
    bottom = max(table.rows[-1] for table in tables)
    last = max(column.at for column in tables[-1].columns)
    area = f"{letter(first.columns[0].at)}{head + 1}:{letter(last)}{bottom + 1}"
    return Piece(whole, area, origin)


def moved_back(verdicts: Sequence[Verdict], origin: dict[int, tuple[int, int]]) -> list[Verdict]:
    """The verdicts with every place where it stands in the sheet."""
    return [_moved(verdict, lambda place: _place(place, origin)) for verdict in verdicts]


def finding_back(finding: Finding, origin: dict[int, tuple[int, int]]) -> Finding:
    """The finding with the row that the sheet has."""
    row = finding.row
    return replace(finding, row=origin[row - 1][0] + 1) if row is not None and row - 1 in origin else finding


def _place(place: Place, origin: dict[int, tuple[int, int]]) -> Place:
    if place.row is None or place.column is None or place.row - 1 not in origin:
        return place
    row, shift = origin[place.row - 1]
    return place._replace(row=row + 1, column=place.column + shift)


def _moved(verdict: Verdict, move: Callable[[Place], Place]) -> Verdict:
    def figure(one: Figure) -> Figure:
        return one._replace(place=move(one.place))

    def culprit(one: Culprit) -> Culprit:
        return replace(one, figure=figure(one.figure)) if one.figure else one

    total = figure(verdict.total) if verdict.total else None
    finding = verdict.finding
    if total and finding.row is not None:
        finding = replace(finding, row=total.place.row)
    return replace(
        verdict,
        finding=finding,
        parts=tuple(map(figure, verdict.parts)),
        total=total,
        culprits=tuple(map(culprit, verdict.culprits)),
    )
