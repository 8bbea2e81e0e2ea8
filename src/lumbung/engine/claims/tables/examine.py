"""Every sum and percentage of every table in a file, judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from lumbung.engine.claims.tables.columns import Column
from lumbung.engine.claims.tables.crossing import with_crossings
from lumbung.engine.claims.tables.fitting import fitting
from lumbung.engine.claims.tables.layout import Table, tables_of
from lumbung.engine.claims.tables.lines import Line, levels_of
from lumbung.engine.claims.tables.shares import Base, base_of, operands, scaled
from lumbung.engine.claims.tables.slices import Slice, slices_of
from lumbung.engine.claims.tables.totals import Relation, relations_of

_HUNDRED = Decimal(100)
_NEAR = Decimal("0.2")


class Judged(NamedTuple):
    """What became of one grid: verdicts in the order of their totals, what could not be read, and how many tables."""

    verdicts: list[Verdict]
    findings: list[Finding]
    tables: int


def examine_grid(grid: Grid) -> Judged:
    """All tables of one grid, judged."""
    verdicts: list[Verdict] = []
    findings: list[Finding] = []
    tables = tuple(tables_of(grid))
    for table in tables:
        for piece in slices_of(table):
            judged = TableJudge(piece)
            verdicts += judged.verdicts()
            findings += judged.findings()
    return Judged(verdicts, findings, len(tables))


class TableJudge:
    """One table: which rows and columns sum up which, and what becomes of each claim."""

    def __init__(self, piece: Slice) -> None:
        self._table = table = piece.table
        self._context = f", {piece.context}" if piece.context else ""
        self._figures = table.of("figure")
        self._lines = lines_of(table, piece.levels)
        self._units = _units(table)
        self._averages: list[Column] = []
        self._used: set[int] = set()  # columns some claim needs

    def verdicts(self) -> list[Verdict]:
        """All claims of the table; likely culprits where two failing sums cross come first."""
        down = self._down()
        self._averages = [column for column in self._figures if self._is_average(column, down)]
        rows = [row for row, line in zip(self._table.rows, self._lines, strict=True) if not line.section]
        apart = self._apart()
        sums = [*self._column_sums(down), *self._row_sums([row for row in rows if row not in apart])]
        verdicts = sorted([*sums, *self._shares(rows, down)], key=_place)
        figures = chain.from_iterable((*verdict.parts, verdict.total) for verdict in verdicts)
        self._used = {at - 1 for at in {figure.place.column for figure in figures if figure is not None} if at}
        return with_crossings(verdicts, self._name)

    def _name(self, place: Place) -> str:
        """A cell by its row and column."""
        labels = dict(zip(self._table.rows, self._table.labels, strict=True))
        headings = {column.at: column.heading for column in self._table.columns}
        row = labels.get((place.row or 0) - 1, "") + self._context
        return ", ".join(text for text in (row, headings.get((place.column or 0) - 1, "")) if text)

    def findings(self) -> list[Finding]:
        """Cells that are no clear number, and columns whose totals were taken for averages; ask after `verdicts`."""
        found = [
            Finding("check.averages", {}, "question", sheet=self._table.grid.sheet, column=column.heading)
            for column in self._averages
        ]
        for column in (column for column in self._table.of("figure", "share") if column.at in self._used):
            if all(
                reading.kind in ("number", "untold")
                for reading in map(self._table.readings(column.at).__getitem__, self._table.rows)
            ):
                continue
            for row, line in zip(self._table.rows, self._lines, strict=True):
                if not line.section and self._table.reading(row, column.at).kind in ("unclear", "text"):
                    text = self._table.text(row, column.at)
                    found.append(
                        Finding(
                            "check.unclear_number", {}, "warning", sheet=self._table.grid.sheet, row=row + 1,
                            column=column.heading or None, value=text.strip(),
                        )
                    )  # fmt: skip
        return found

    def _down(self) -> list[Relation]:
        """Sums over rows, the same for all columns."""
        columns = [column.at for column in self._figures]
        fit = fitting(lambda line, column: self._table.reading(self._table.rows[line], column), columns)
        relations = []
        likely = Alike(self._table.paths) if len(self._table.of("label")) > 1 else None
        for relation in relations_of(self._lines, fit, first=likely):
            unit = self._units[relation.total]
            parts = tuple(p for p in relation.parts if not (unit and self._units[p]) or self._units[p] == unit)
            if len(parts) > 1 or len(parts) == len(relation.parts):
                relations.append(replace(relation, parts=parts))
        return relations

    def _column_sums(self, relations: Sequence[Relation]) -> Iterator[Verdict]:
        for relation in relations:
            for column in self._figures:
                if column in self._averages:
                    continue
                parts = [self._in_row(part, column) for part in relation.parts]
                total = self._in_row(relation.total, column)
                yield from self._sum(parts, total, self._table.labels[relation.total], column)

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
        relations = column_relations(self._table, self._figures, rows)
        for row in rows:
            for relation in relations:
                parts = [self._in_column(row, self._figures[part]) for part in relation.parts]
                column = self._figures[relation.total]
                yield from self._sum(parts, self._in_column(row, column), labels[row], column)

    def _sum(self, parts: Sequence[Figure], total: Figure, label: str, column: Column) -> Iterator[Verdict]:
        if not self._claims(parts, total):
            return
        subject = label + self._context
        dirt = next((figure.text.strip() for figure in (*parts, total) if self._is_unclear(figure)), None)
        if dirt is not None:
            yield judge_unclear(parts, total, subject, dirt, column=column.heading or None)
        else:
            slack = Decimal(len(parts) + 1) / 2 if self._table.scaled else Decimal(0)
            if verdict := judge_sum(parts, total, subject, slack=slack, column=column.heading or None):
                yield verdict

    def _claims(self, parts: Sequence[Figure], total: Figure) -> bool:
        """Whether there is a total, and at least one cell of a part is not simply blank."""
        return (total.value is not None or self._is_unclear(total)) and any(part.text.strip() for part in parts)

    def _is_unclear(self, figure: Figure) -> bool:
        if figure.value is not None or figure.place.row is None or figure.place.column is None:
            return False
        return self._table.reading(figure.place.row - 1, figure.place.column - 1).kind in ("unclear", "text")

    def _in_row(self, line: int, column: Column) -> Figure:
        return self._table.figure(self._table.rows[line], column.at, self._table.labels[line])

    def _in_column(self, row: int, column: Column) -> Figure:
        return self._table.figure(row, column.at, column.heading, kept=False)

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
        published = replace(published, value=scaled(published.value, base.scale))
        numerator, denominator = (self._table.figure(place[0], place[1], labels.get(place[0], "")) for place in found)
        if verdict := judge_percent(numerator, denominator, published, labels[row], column=share.heading or None):
            yield verdict

    def _whole(self, share: Column, down: Sequence[Relation]) -> Iterator[Verdict]:
        """The shares of a total add up to 100, give or take their rounding."""
        for relation in down:
            if self._table.reading(self._table.rows[relation.total], share.at).value not in (_HUNDRED, Decimal(1)):
                continue
            parts = [self._in_row(part, share) for part in relation.parts]
            total = self._in_row(relation.total, share)
            whole = all(part.value is None or not places_of(part.value) for part in parts)
            slack = Decimal(len(parts)) / 2 if whole else Decimal(0)
            label = self._table.labels[relation.total] + self._context
            verdict = judge_sum(parts, total, label, slack=slack, column=share.heading or None)
            # Far from 100 they are shares of bases of their own, which nobody adds up.
            if verdict and verdict.difference is not None and abs(verdict.difference) <= (total.value or 0) * _NEAR:
                yield verdict


def lines_of(table: Table, levels: Sequence[int] | None = None) -> list[Line]:
    """The rows of a table as lines: levels (found where none are given), totals, sections."""
    label_columns = [column.at for column in table.of("label")]
    running = [column.at for column in table.of("running")]
    figures = [column.at for column in table.of("figure", "share", "rate")]
    labels = [[table.text(row, at) for at in label_columns] for row in table.rows]
    others = [column.at for column in table.of("running", "year", "key")]
    told = [[*texts, *(table.text(row, at) for at in others)] for row, texts in zip(table.rows, labels, strict=True)]
    totals = [any(wordlist.is_total(text) for text in texts if text.strip()) for texts in told]
    marks = [next((table.text(row, at) for at in running), "") for row in table.rows]
    deepest = [next((text for text in texts if text.strip()), "") for texts in labels]
    if levels is None:
        levels = levels_of(deepest, marks, _label_places(labels, totals), totals)
    return [
        Line(
            label,
            level,
            total,
            wordlist.leads_as_total(deepest[at]) and not total,
            all(not table.text(row, column).strip() for column in figures),
            any(
                wordlist.is_share(text) or wordlist.is_not_additive(text) or wordlist.is_of_which(text)
                or wordlist.is_carried(text)
                for text in labels[at]
            ),
        )
        for at, (row, label, level, total) in enumerate(zip(table.rows, table.labels, levels, totals, strict=True))
    ]  # fmt: skip


def _label_places(labels: Sequence[Sequence[str]], totals: Sequence[bool]) -> list[int]:
    """Which label column each row fills, where every row fills one alone; else that says nothing of levels."""
    filled = [[at for at, text in enumerate(texts) if text.strip()] for texts in labels]
    alone = all(len(places) <= 1 for places, total in zip(filled, totals, strict=True) if not total)
    return [places[0] if alone and places else 0 for places in filled]


def _units(table: Table) -> list[str]:
    """The unit of each row, "" where none is told."""
    columns = [column.at for column in table.of("unit")]
    return [next((wordlist.folded(table.text(row, at)) for at in columns), "") for row in table.rows]


def _place(verdict: Verdict) -> tuple[int, int]:
    place = verdict.total.place if verdict.total else None
    return (place.row or 0, place.column or 0) if place else (0, 0)
