"""What a run found, as aligned lines for a screen or a pipe, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

from lumbung.bench.calibration import Calibration
from lumbung.bench.check import INPUTS, TITLES, Checked
from lumbung.bench.contenders import ALL, OURS
from lumbung.bench.intervals import Interval, coverage
from lumbung.bench.linkage import Accuracy
from lumbung.bench.lists import Size
from lumbung.bench.measuring import Measured
from lumbung.bench.office import tables
from lumbung.bench.office.found import Office
from lumbung.bench.scoring import Score
from lumbung.bench.speed import Speed
from lumbung.bench.suite import Report
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.reports.labels import Words

WORK = {
    "join": gettext_noop("a join of five million rows with one million, in DuckDB"),
    "loop": gettext_noop("ten million turns of Python"),
    "sync": gettext_noop("a thousand blocks onto the disk"),
}
FIGURES = {
    "active": gettext_noop("Active"),
    "active_field_only": gettext_noop("Active, found only in the field"),
}
NOT_FINISHED = gettext_noop("not finished")
BUSY = gettext_noop("The machine was busy with other work (load %s), so seconds are too long.")
HOLDS = gettext_noop(
    "An office of %(cooperatives)s cooperatives; rows of the register %(register)s, of the census %(census)s, of the "
    "counter %(counter)s"
)
MEGABYTE = 1e6


class Telling:
    """Sentences and numbers in one language."""

    def __init__(self, language: Language) -> None:
        self._ = translator(language)
        self._words, self._comma = Words(language), "," if language == "id" else "."

    def decimal(self, value: float, digits: int) -> str:
        """1.234,5 in Indonesian, 1,234.5 in English."""
        whole, _, rest = f"{value:.{digits}f}".partition(".")
        return self._words.number(int(whole)) + (self._comma + rest if rest else "")

    def size(self, size: Size) -> str:
        """The rows of both lists."""
        number = self._words.number
        return self._("%(register)s x %(census)s rows") % {
            "register": number(size.register),
            "census": number(size.census),
        }

    def report(self, report: Report) -> str:
        """Everything that was measured, one paragraph a list or input."""
        parts = [self._machine(report.calibration)]
        if report.machine.busy:
            parts.append(self._(BUSY) % self.decimal(report.machine.load, 1))
        parts += [self._accuracy(rows) for rows in grouped(report.linkage, lambda one: (one.size, one.noise))]
        parts += [self._speed(rows, report.calibration) for rows in grouped(report.speed, lambda one: one.size)]
        parts += [self._check(rows, report.calibration) for rows in grouped(report.check, lambda one: one.input)]
        if report.intervals:
            parts.append(self._intervals(report.intervals))
        parts += [self._office(one, report.calibration) for one in report.office]
        return "\n\n".join(parts)

    def _machine(self, calibration: Calibration) -> str:
        lines = [[self._(WORK[name]), f"{self.decimal(s, 2)} s"] for name, s in calibration.seconds.items()]
        lines.append([self._("machine unit (1 = the reference machine)"), f"{self.decimal(calibration.unit, 2)}  "])
        return aligned(lines)

    def _accuracy(self, rows: Sequence[Accuracy]) -> str:
        first, _ = rows[0], self._
        about = {"rows": self.size(first.size), "noise": first.noise, "lists": first.lists}
        head = [
            _("%(rows)s, %(noise)s noise, lists: %(lists)s") % about,
            _("precision"), _("recall"), "F1", _("automatic: precision"), _("recall"), _("wrong merges"),
        ]  # fmt: skip
        return aligned([head, *([_(ALL[one.contender].title), *self._scores(one)] for one in rows)])

    def _scores(self, one: Accuracy) -> list[str]:
        every, sure = one.all_pairs, one.automatic
        shares = (every.precision, every.recall, every.f1, sure.precision, sure.recall)
        return [*(self.decimal(share, 3) for share in shares), self._words.number(sure.wrong_merges)]

    def _speed(self, rows: Sequence[Speed], calibration: Calibration) -> str:
        first, _ = rows[0], self._
        title = _("%(rows)s, %(noise)s noise") % {"rows": self.size(first.size), "noise": first.noise}
        ours = next((one.measured for one in rows if one.contender == OURS), None)
        lines = [
            [_(ALL[one.contender].title), *self.timing(one.measured, ours, calibration), self.f1(one.score)]
            for one in rows
        ]
        return aligned([[title, *self.timing_heads(), "F1"], *lines])

    def _check(self, rows: Sequence[Checked], calibration: Calibration) -> str:
        title = self._(INPUTS[rows[0].input]) % self._words.number(rows[0].units)
        ours = next((one.measured for one in rows if one.contender == OURS), None)
        lines = [[self._(TITLES[o.contender]), *self.timing(o.measured, ours, calibration)] for o in rows]
        return aligned([[title, *self.timing_heads()], *lines])

    def timing_heads(self) -> list[str]:
        """Headings of `timing`."""
        _ = self._
        return [_("seconds"), _("fastest–slowest"), _("normalised"), _("Lumbung / this"), _("peak MB"), _("runs")]

    def timing(self, measured: Measured, ours: Measured | None, calibration: Calibration) -> list[str]:
        """Seconds, their range, normalised seconds, our seconds over these, peak and runs."""
        if not measured.finished:
            return [self._(NOT_FINISHED), "", "", "", "", self._words.number(len(measured.readings))]
        fastest, slowest = (self.decimal(seconds, 2) for seconds in measured.spread)
        ratio = self.decimal(ours.seconds / measured.seconds, 2) if ours and ours.finished else ""
        return [
            self.decimal(measured.seconds, 2),
            f"{fastest}–{slowest}",
            self.decimal(calibration.normalised(measured.seconds), 2),
            ratio,
            self._words.number(round(measured.peak_bytes / MEGABYTE)),
            self._words.number(len(measured.readings)),
        ]

    def f1(self, score: Score | None) -> str:
        """F1, or nothing where the linker did not finish."""
        return self.decimal(score.f1, 3) if score else ""

    def _intervals(self, intervals: Sequence[Interval]) -> str:
        _ = self._
        heads = ["", _("inside"), _("lists"), _("median width")]
        lines = [
            [_(FIGURES[o.figure]), str(o.inside), str(o.lists), self.decimal(o.width, 1)] for o in coverage(intervals)
        ]
        return aligned([heads, *lines])

    def _office(self, office: Office, calibration: Calibration) -> str:
        told = tables.tables(office, calibration, self._, self.decimal)
        parts = [self.holds(office), *(aligned([heads, *lines]) for heads, lines in told)]
        return "\n\n".join([*parts, *tables.remarks(office, self._)])

    def holds(self, office: Office) -> str:
        """What stands in the office."""
        kinds = {kind: office.holds.get(kind, 0) for kind in ("cooperatives", "register", "census", "counter")}
        told = {kind: self._words.number(n) for kind, n in kinds.items()}
        return self._(HOLDS) % told


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Columns two spaces apart, the first to the left, numbers to the right; no space at the end of a line."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


T = TypeVar("T")


def grouped(rows: Iterable[T], key: Callable[[T], object]) -> list[list[T]]:
    """Neighbours with the same key together."""
    return [list(some) for _, some in groupby(rows, key)]
