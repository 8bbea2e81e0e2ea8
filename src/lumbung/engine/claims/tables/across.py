"""Totals among the columns: "Jumlah" within its group and over the groups, and columns that sum up without saying so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import log2

from lumbung.engine.claims import wordlist
from lumbung.engine.claims.tables.alike import Alike
from lumbung.engine.claims.tables.columns import Column
from lumbung.engine.claims.tables.fitting import fitting
from lumbung.engine.claims.tables.layout import Table
from lumbung.engine.claims.tables.lines import Line
from lumbung.engine.claims.tables.periods import period_parts
from lumbung.engine.claims.tables.totals import Fit, Relation, relations_of

_MOST_ROWS = 200
_MOST_COLUMNS = 60  # of wider tables the words alone are asked
_SURE = 0.6  # of the rows that can tell must agree before an unnamed column counts as a total
_LIKELY = 0.5  # where the heading begins like a total's
_SAME_SIZE = 0.5  # of a total named so, where no row agrees
_BITS = 16  # of agreement at least: a chance of 1 in 65,536 that figures that are no total look like one
_FEW_BITS = 4
_PAIR = 2  # columns a difference has on its left


def column_relations(table: Table, columns: Sequence[Column], rows: Sequence[int]) -> list[Relation]:
    """The sums across `columns` (positions in them) that rows claim.

    Args:
        columns: Columns of figures that can be added.
        rows: Grid rows that are asked.
    """
    periods = period_parts([column.last for column in columns])
    lines = [Line(column.heading, total=_is_total(column) or at in periods) for at, column in enumerate(columns)]
    fit = fitting(lambda line, row: table.reading(row, columns[line].at), rows)
    found = [
        relation
        for relation in relations_of(
            lines, fit, first=_Likely(columns, periods), last=_Evidence(table, columns, rows, ()).sure_runs
        )
        if relation.named and len(relation.parts) > 1 and _plausible(fit(relation.total, relation.parts))
    ]
    return sorted([*found, *_Evidence(table, columns, rows, found).relations()], key=lambda relation: relation.total)


def _plausible(fit: Fit) -> bool:
    """A heading "Jumlah" may also mean "number of": then nothing comes near the sum of the neighbours."""
    return fit.hits > 0 or fit.miss < _SAME_SIZE or not fit.judged


def _is_total(column: Column) -> bool:
    return any(wordlist.is_total(heading) for heading in column.path)


class _Likely:
    """What a total column most likely sums up: its months; columns headed alike; for a lone one, those of all groups."""

    def __init__(self, columns: Sequence[Column], periods: Mapping[int, tuple[int, ...]]) -> None:
        self._columns, self._periods = columns, periods
        self._alike = Alike([column.path for column in columns])

    def __call__(self, at: int) -> Iterator[tuple[int, ...]]:
        if at in self._periods:
            yield self._periods[at]
        yield from self._alike(at)
        if len(self._columns[at].path) == 1 and any(len(column.path) > 1 for column in self._columns):
            totals = [_is_total(column) for column in self._columns]
            yield tuple(other for other, total in enumerate(totals) if total and other != at)
            yield tuple(other for other, total in enumerate(totals) if not total)


class _Evidence:
    """Columns that are sums of their neighbours by the figures alone."""

    def __init__(self, table: Table, columns: Sequence[Column], rows: Sequence[int], found: Sequence[Relation]) -> None:
        step = -(-len(rows) // _MOST_ROWS) if rows else 1
        self._columns = columns
        self._rows = [
            [table.reading(row, column.at).value for column in columns]
            for row in rows[::step]
        ]  # fmt: skip
        self._totals = {relation.total for relation in found}

    def relations(self) -> Iterator[Relation]:
        years = [wordlist.year_of(column.last) for column in self._columns]
        if len(self._columns) > _MOST_COLUMNS or all(years):
            return
        for at, column in enumerate(self._columns):
            if at in self._totals or years[at]:
                continue
            runs = [run for run in self._runs(at) if not any(years[part] for part in run)]
            best = max(((self._hits(at, run), run) for run in runs), default=None, key=lambda told: told[0])
            if best and self._convinces(*best[0], wordlist.leads_as_total(column.last)):
                self._totals.add(at)
                yield Relation(at, best[1], named=False)
        yield from self._differences()

    def sure_runs(self, at: int) -> Iterator[tuple[int, ...]]:
        """Neighbours that make the column beyond chance: "Jumlah" behind L and P, with other columns before them."""
        if len(self._columns) <= _MOST_COLUMNS:
            for run in self._runs(at):
                if (told := self._hits(at, run))[1] > 1 and self._convinces(*told, led=False):
                    yield run

    def _differences(self) -> Iterator[Relation]:
        """ "Sisa" and "Selisih": with one of the two columns on their left they make the other."""
        for at, column in enumerate(self._columns):
            if at < _PAIR or at in self._totals or not wordlist.is_difference(column.last):
                continue
            ways = [(at - 2, (at - 1, at)), (at - 1, (at - 2, at))]
            (bits, hits, misses), total, parts = max((self._hits(whole, run), whole, run) for whole, run in ways)
            if total not in self._totals and self._convinces(bits, hits, misses, led=True):
                yield Relation(total, parts, named=False)

    def _runs(self, at: int) -> Iterator[tuple[int, ...]]:
        """Neighbours on one side, at least two, up to the next total."""
        for step, stop in ((1, len(self._columns)), (-1, -1)):
            run: list[int] = []
            for other in range(at + step, stop, step):
                if other in self._totals:
                    break
                run.append(other)
                if len(run) > 1:
                    yield tuple(sorted(run))

    def _hits(self, at: int, run: Sequence[int]) -> tuple[float, int, int]:
        """(bits of the agreement, rows that agree, minus rows that do not).

        That a sum meets a total of 1,000 by chance is ten times less likely than a total of 100: each row that agrees
        and has at least two parts that are not zero counts the binary digits of its total.
        """
        hits, misses, bits = 0, 0, 0.0
        for row in self._rows:
            total, parts = row[at], [part for index in run if (part := row[index]) is not None]
            if total is None or not parts:
                continue
            if sum(parts, Decimal(0)) != total:
                misses += 1
            elif sum(map(bool, parts)) > 1:
                hits += 1
                bits += log2(abs(total) + 1)
        return bits, hits, -misses

    def _convinces(self, bits: float, hits: int, minus_misses: int, led: bool) -> bool:
        share, least = (_LIKELY, _FEW_BITS) if led else (_SURE, _BITS)
        return bits >= least and hits >= share * (hits - minus_misses)
