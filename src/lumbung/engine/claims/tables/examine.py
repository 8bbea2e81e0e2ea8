"""Every sum and percentage of every table in a file, judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from lumbung.core.findings import Finding
from lumbung.engine.claims import wordlist
from lumbung.engine.claims.arithmetic import places_of
from lumbung.engine.claims.judging import judge_percent, judge_sum, judge_unclear
from lumbung.engine.claims.model import Figure, Grid, Place, Verdict
from lumbung.engine.claims.tables.across import column_relations
from lumbung.engine.claims.tables.alike import Alike
from lumbung.engine.claims.tables.beside import finding_back, moved_back, pieces_of
from lumbung.engine.claims.tables.bodies import lines_of
from lumbung.engine.claims.tables.columns import Column
from lumbung.engine.claims.tables.crossing import both_ways, with_crossings
from lumbung.engine.claims.tables.fitting import fitting
from lumbung.engine.claims.tables.gaps import fits_everywhere, with_gaps
from lumbung.engine.claims.tables.grouped import Grouping, grouping_of
from lumbung.engine.claims.tables.layout import Table, figure_of
from lumbung.engine.claims.tables.lines import Line
from lumbung.engine.claims.tables.parents import parents_of
from lumbung.engine.claims.tables.periods import period_parts
from lumbung.engine.claims.tables.regrouped import regrouped
from lumbung.engine.claims.tables.shares import Base, base_of, operands, scaled
from lumbung.engine.claims.tables.slices import Slice, slices_of
from lumbung.engine.claims.tables.totals import Fitting, Relation, relations_of
from lumbung.engine.reading.grid import letter
from lumbung.engine.reading.looks import UNCOMPUTED

_HUNDRED = Decimal(100)
_NEAR = Decimal("0.2")
_NONE = Decimal(0)


class Judged(NamedTuple):
    """What became of one grid: verdicts in the order of their totals, what could not be read, and how many tables."""

    verdicts: list[Verdict]
    findings: list[Finding]
    tables: int


def examine_grid(grid: Grid) -> Judged:
    """All tables of one grid, judged."""
    verdicts: list[Verdict] = []
    pieces, findings = pieces_of(grid)
    for piece in pieces:
        for part in slices_of(piece.table):
            judged = TableJudge(part, piece.area)
            verdicts += moved_back(judged.verdicts(), piece.origin) if piece.origin else judged.verdicts()
            findings += [finding_back(finding, piece.origin) for finding in judged.findings()]
    return Judged(verdicts, findings, len(pieces))


class TableJudge:
    """One table: which rows and columns sum up which, and what becomes of each claim."""

    def __init__(self, piece: Slice, area: str = "") -> None:
        self._table = table = piece.table
        area = f" ({area})" if area else ""
        self._context = f", {piece.context}" if piece.context else ""
        self._parents = parents_of(table)
        parents = self._parents.at if self._parents else None
        self._figures = tuple(column for column in table.of("figure") if column.at != parents)
        self._grouping = grouping_of(table) if table.grid.levels and piece.levels is None else Grouping()
        self._lines = lines_of(table, piece.levels, self._grouping)
        self._units = _units(table)
        self._headings = {column.at: (column.heading or letter(column.at)) + area for column in table.columns}
        self._averages: list[Column] = []
        self._used: set[int] = set()  # columns some claim needs

    def verdicts(self) -> list[Verdict]:
        """All claims of the table; likely culprits where two failing sums cross come first."""
        down = self._down()
        self._averages = [column for column in self._figures if self._is_average(column, down)]
        rows = [row for row, line in zip(self._table.rows, self._lines, strict=True) if not line.section]
        apart = self._apart()
        sums = both_ways(self._column_sums(down), self._row_sums([row for row in rows if row not in apart]))
        verdicts = sorted([*sums, *self._shares(rows, down)], key=_place)
        figures = chain.from_iterable((*verdict.parts, verdict.total) for verdict in verdicts)
        self._used = {at - 1 for at in {figure.place.column for figure in figures if figure is not None} if at}
        return with_crossings(verdicts, self._name)

    def _heading(self, column: Column) -> str | None:
        """What a finding calls the column; with the cells of its table where others stand beside that."""
        return self._headings[column.at]

    def _name(self, place: Place) -> str:
        """A cell by its row and column."""
        labels = dict(zip(self._table.rows, self._table.labels, strict=True))
        headings = {column.at: column.heading for column in self._table.columns}
        row = labels.get((place.row or 0) - 1, "") + self._context
        return ", ".join(text for text in (row, headings.get((place.column or 0) - 1, "")) if text)

    def findings(self) -> list[Finding]:
        """Cells that are no clear number, and columns whose totals were taken for averages; ask after `verdicts`."""
        found = [
            Finding("check.averages", {}, "question", sheet=self._table.grid.sheet, column=self._heading(column))
            for column in self._averages
        ]
        for at in self._parents.circles if self._parents else ():
            row, value = self._table.rows[at] + 1, self._table.labels[at]
            found.append(Finding("check.circular", {}, "question", sheet=self._table.grid.sheet, row=row, value=value))
        for column in (column for column in self._table.of("figure", "share") if column.at in self._used):
            if all(
                reading.kind in ("number", "untold")
                for reading in map(self._table.readings(column.at).__getitem__, self._table.rows)
            ):
                continue
            for row, line in zip(self._table.rows, self._lines, strict=True):
                text = self._table.text(row, column.at)
                if text == UNCOMPUTED:  # told once, of the sheet
                    continue
                if not line.section and self._table.reading(row, column.at).kind in ("unclear", "text"):
                    found.append(
                        Finding(
                            "check.unclear_number", {}, "warning", sheet=self._table.grid.sheet, row=row + 1,
                            column=self._heading(column), value=text.strip(),
                        )
                    )  # fmt: skip
        return found

    def _down(self) -> list[Relation]:
        """Sums over rows, the same for all columns."""
        columns = [column.at for column in self._figures]
        fit = fitting(lambda line, column: self._table.reading(self._table.rows[line], column), columns)
        if self._parents is not None:
            return list(self._parents.relations)
        relations = []
        again = list(regrouped(self._lines, fit))
        found = self._found_among(self._lines, fit, again)
        lines = None if again else with_gaps(self._table, self._lines)
        if lines and not fits_everywhere(found, [fit(one.total, one.parts) for one in found]):
            found = self._found_among(lines, fit)
        for relation in found:
            unit = self._units[relation.total]
            parts = tuple(p for p in relation.parts if not (unit and self._units[p]) or self._units[p] == unit)
            if len(parts) > 1 or len(parts) == len(relation.parts):
                relations.append(replace(relation, parts=parts))
        return relations

    def _found_among(self, lines: Sequence[Line], fit: Fitting, again: Sequence[Relation] = ()) -> list[Relation]:
        """What the lines claim, in the order of the totals; `again` are totals told in several ways."""
        told_again = {relation.total for relation in again}
        found = [one for one in relations_of(lines, fit, first=self._likely()) if one.total not in told_again]
        return sorted([*found, *again], key=lambda one: one.total)

    def _likely(self) -> Callable[[int], Iterator[tuple[int, ...]]]:
        """What a line most likely sums up: its months or quarters, the group above it, lines labelled alike."""
        alike = Alike(self._table.paths) if len(self._table.of("label")) > 1 else None
        known = {**period_parts([line.label for line in self._lines]), **self._grouping.totals}

        def likely(line: int) -> Iterator[tuple[int, ...]]:
            if line in known:
                yield known[line]
            if alike is not None:
                yield from alike(line)

        return likely

    def _column_sums(self, relations: Sequence[Relation]) -> Iterator[Verdict]:
        for relation in relations:
            for column in self._figures:
                if column in self._averages:
                    continue
                figures = self._table.figures(column.at)
                parts = [figures[part] for part in relation.parts]
                yield from self._sum(parts, figures[relation.total], self._table.labels[relation.total], column)

    def _is_average(self, column: Column, relations: Sequence[Relation]) -> bool:
        """Figures with decimals whose "totals" all lie between their parts, and none of which is a sum: averages."""
        told = []
        for relation in relations:
            values = [self._value(part, column) for part in relation.parts]
            parts, total = [value for value in values if value is not None], self._value(relation.total, column)
            if total is not None and len(parts) > 1:
                between = min(parts) <= total <= max(parts) and sum(parts) != total
                told.append(between and any(places_of(part) for part in parts))
        return bool(told) and all(told)

    def _value(self, line: int, column: Column) -> Decimal | None:
        return self._table.reading(self._table.rows[line], column.at).value

    def _row_sums(self, rows: Sequence[int]) -> Iterator[Verdict]:
        labels = dict(zip(self._table.rows, self._table.labels, strict=True))
        told = [
            ([self._in_column(self._figures[part]) for part in relation.parts], self._figures[relation.total])
            for relation in column_relations(self._table, self._figures, rows)
        ]
        totals = {column.at: self._in_column(column) for _, column in told}
        for row in rows:
            for parts, column in told:
                figures = [figure(row) for figure in parts]
                yield from self._sum(figures, totals[column.at](row), labels[row], column)

    def _in_column(self, column: Column) -> Callable[[int], Figure]:
        """Answers for a row with its figure in `column`, labelled by the heading; asked for every row of a table."""
        at, label, sheet, cells = column.at, column.heading, self._table.grid.sheet, self._table.grid.cells
        readings = self._table.readings(at)

        def figure(row: int) -> Figure:
            return figure_of(label, readings[row].value, cells[row], sheet, row, at)

        return figure

    def _sum(self, parts: Sequence[Figure], total: Figure, label: str, column: Column) -> Iterator[Verdict]:
        untold = [figure for figure in (*parts, total) if figure.value is None]
        if untold and not self._claims(parts, total):
            return
        subject = label + self._context
        dirt = next((figure.text.strip() for figure in untold if self._is_unclear(figure)), None)
        if dirt is not None:
            yield judge_unclear(parts, total, subject, dirt, column=self._heading(column))
        else:
            slack = Decimal(len(parts) + 1) / 2 if self._table.scaled else _NONE
            if verdict := judge_sum(parts, total, subject, slack=slack, column=self._heading(column)):
                yield verdict

    def _claims(self, parts: Sequence[Figure], total: Figure) -> bool:
        """Whether there is a total, and at least one cell of a part is not simply blank."""
        return (total.value is not None or self._is_unclear(total)) and any(part.text.strip() for part in parts)

    def _is_unclear(self, figure: Figure) -> bool:
        if figure.value is not None or figure.place.row is None or figure.place.column is None:
            return False
        return self._table.reading(figure.place.row - 1, figure.place.column - 1).kind in ("unclear", "text")

    def _in_row(self, line: int, column: Column) -> Figure:
        return self._table.figures(column.at)[line]

    def _apart(self) -> set[int]:
        return {row for row, line in zip(self._table.rows, self._lines, strict=True) if line.apart}

    def _shares(self, rows: Sequence[int], down: Sequence[Relation]) -> Iterator[Verdict]:
        """Each percentage against its base, and shares of one total against 100."""
        totals = {
            self._table.rows[part]: self._table.rows[relation.total] for relation in down for part in relation.parts
        }
        totals |= {self._table.rows[relation.total]: self._table.rows[relation.total] for relation in down}
        labels = dict(zip(self._table.rows, self._table.labels, strict=True))
        for share in self._table.of("share"):
            base = base_of(self._table, share, self._figures, rows, totals)
            if base is None:
                yield from self._whole(share, down)
                continue
            for row in rows:
                yield from self._percent(share, base, row, totals, labels)
            if base.of is not None:
                yield from self._whole(share, down)

    def _percent(
        self, share: Column, base: Base, row: int, totals: dict[int, int], labels: dict[int, str]
    ) -> Iterator[Verdict]:
        found = operands(self._table, base, row, totals)
        published = self._table.figure(row, share.at, labels[row])
        if found is None or published.value is None:
            return
        published = published._replace(value=scaled(published.value, base.scale))
        numerator, denominator = (self._table.figure(place[0], place[1], labels.get(place[0], "")) for place in found)
        if verdict := judge_percent(numerator, denominator, published, labels[row], column=self._heading(share)):
            yield verdict

    def _whole(self, share: Column, down: Sequence[Relation]) -> Iterator[Verdict]:
        """The shares of a total add up to 100, give or take their rounding."""
        for relation in down:
            if self._table.reading(self._table.rows[relation.total], share.at).value not in (_HUNDRED, Decimal(1)):
                continue
            parts = [self._in_row(part, share) for part in relation.parts]
            total = self._in_row(relation.total, share)
            if total.value == 1:  # fractions that a spreadsheet stores: 0.5 is as exact as the 0.25 beside it
                places = max((places_of(part.value) for part in parts if part.value is not None), default=0)
                parts = [_with_places(part, places) for part in parts]
            whole = all(part.value is None or not places_of(part.value) for part in parts)
            slack = Decimal(len(parts)) / 2 if whole else Decimal(0)
            label = self._table.labels[relation.total] + self._context
            verdict = judge_sum(parts, total, label, slack=slack, column=self._heading(share))
            # Far from 100 they are shares of bases of their own, which nobody adds up.
            if verdict and verdict.difference is not None and abs(verdict.difference) <= (total.value or 0) * _NEAR:
                yield verdict


def _with_places(figure: Figure, places: int) -> Figure:
    """The figure with so many decimals."""
    if figure.value is None:
        return figure
    return figure._replace(value=figure.value.quantize(Decimal(1).scaleb(-places)))


def _units(table: Table) -> list[str]:
    """The unit of each row, "" where none is told."""
    columns = [column.at for column in table.of("unit")]
    return [next((wordlist.folded(table.text(row, at)) for at in columns), "") for row in table.rows]


def _place(verdict: Verdict) -> tuple[int, int]:
    place = verdict.total.place if verdict.total else None
    return (place.row or 0, place.column or 0) if place else (0, 0)
