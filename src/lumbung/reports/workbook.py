"""recap.xlsx as an agency prints it: totals are formulas, the residual is a row, every sheet says what it is.

Text is always written as text (a name that begins with "=" stays a name); dates inside the file are fixed, so
the same picture gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from lumbung.core.language import gettext_noop
from lumbung.reports.crosses import Cross, cross
from lumbung.reports.figures import Figure
from lumbung.reports.picture import Row, batches, rows
from lumbung.reports.problems import Group
from lumbung.reports.sections import unit
from lumbung.reports.sheet import Sheet
from lumbung.reports.speaking import Speech
from lumbung.reports.streams import Step, Stream

LISTED = 50_000  # cooperatives a sheet lists; nobody scrolls further, and writing them takes minutes


def write_workbook(speech: Speech, groups: Sequence[Group], path: Path) -> None:
    """Write the workbook in the language of `speech`; `groups` are the findings by kind.

    Raises what xlsxwriter or the system answers.
    """
    created = datetime.combine(speech.picture.as_of, time(), UTC).replace(tzinfo=None)
    # Scratch files stay in the folder that is thrown away when anything fails.
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent), "in_memory": False})
    book.set_properties(
        {
            "created": created,
            "title": speech.say(gettext_noop("Data reconciliation")),
            "comments": speech.circumstances(),
        }
    )
    sheets = Sheets(book, speech)
    sheets.recap()
    sheets.two_streams()
    sheets.criteria()
    sheets.ministry()
    sheets.cooperatives()
    sheets.findings(groups)
    book.close()


class Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Any, speech: Speech) -> None:
        self.book = book
        self.speech = speech
        self._ = speech.say
        self.stream = Stream(speech)

    def _sheet(self, name: str, title: str, widths: list[int], base: str | None = None) -> Sheet:
        return Sheet(self.book, self.speech, self._(name), self._(title), widths, base)

    def recap(self) -> None:
        """Kind × district with its residual and its difference, then state by district, then supervising level."""
        words = self.speech.words
        sheet = self._sheet(gettext_noop("Summary"), gettext_noop("Summary of cooperatives"), [5, 30, *([13] * 9)])
        kinds = cross(self.speech, "kind_by_district", row_group="district", column_group="category")
        if kinds:
            self._block(
                sheet,
                kinds,
                gettext_noop("Active by district and kind"),
                gettext_noop("District"),
                words.district,
                "category",
                self.stream.active,
            )
        states = cross(self.speech, "standing_by_district", row_group="district", column_group="result")
        if states:
            self._block(
                sheet,
                states,
                gettext_noop("State by district"),
                gettext_noop("District"),
                words.district,
                "result",
                self.stream.known,
            )
        levels = cross(self.speech, "supervising_level", row_group="level", column_group="position")
        if levels:
            name = lambda code: words.label("level", code)  # noqa: E731
            self._block(
                sheet,
                levels,
                gettext_noop("By supervising level"),
                gettext_noop("Supervising level"),
                name,
                "position",
                self.stream.active,
            )

    def _block(
        self,
        sheet: Sheet,
        told: Cross,
        title: str,
        corner: str,
        row_name: Any,
        group: str,
        whole: Figure | None,
    ) -> None:
        """A cross table whose totals are formulas; below it the difference to the number told elsewhere."""
        words = self.speech.words
        columns = [code for code in told.columns if code != "total"]
        lines = [code for code in told.rows if code != "total"]
        sheet.text([self._(title)], "strong")
        names = [words.label(group, code) for code in columns]
        sheet.heading(
            [
                self._(gettext_noop("No")),
                self._(corner),
                *names,
                words.label(group, "total"),
                self._(gettext_noop("Range")),
            ],
            repeat=sheet.at < 12,
        )
        first = sheet.at
        added = dict.fromkeys(columns, 0)
        for place, row in enumerate(lines):
            style = "residual" if row == "unknown" else "count"
            sheet.put(0, place + 1, style)
            sheet.put(1, row_name(row), "residual" if row == "unknown" else "cell")
            for column, code in enumerate(columns, start=2):
                count = told.total(row, code) or 0
                added[code] += count
                sheet.put(column, count, style)
            end = 1 + len(columns)
            reach = f"{xl_rowcol_to_cell(sheet.at, 2)}:{xl_rowcol_to_cell(sheet.at, end)}"
            sheet.formula(end + 1, f"=SUM({reach})", sum(told.total(row, code) or 0 for code in columns))
            sheet.put(end + 2, self._range(told.cells.get((row, "total"))), "range")
            sheet.at += 1
        self._total(sheet, first, columns, added, told)
        if whole is not None:
            self._difference(sheet, len(columns) + 2, sum(added.values()), whole)
        sheet.at += 1

    def _total(self, sheet: Sheet, first: int, columns: list[str], added: dict[str, int], told: Cross) -> None:
        sheet.put(0, None, "sum")
        sheet.put(1, self.speech.words.label("result", "total"), "sum")
        for column, code in enumerate([*columns, "total"], start=2):
            reach = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(sheet.at - 1, column)}"
            sheet.formula(column, f"=SUM({reach})", added[code] if code != "total" else sum(added.values()))
        sheet.put(len(columns) + 3, self._range(told.cells.get(("total", "total"))), "range")
        sheet.at += 1

    def _difference(self, sheet: Sheet, column: int, added: int, whole: Figure) -> None:
        label = self._(gettext_noop("Difference to the number counted from the list (%(n)s)"), n=whole.count)
        sheet.put(1, label, "difference")
        total = xl_rowcol_to_cell(sheet.at - 1, column)
        sheet.formula(column, f"={whole.count}-{total}", whole.count - added, "difference")
        sheet.at += 1

    def _range(self, figure: Figure | None) -> str:
        if figure is None:
            return ""
        return self.speech.bounds(figure) or self._(gettext_noop("certain"))

    def two_streams(self) -> None:
        """What leaves and what joins, with every step's result as a formula."""
        sheet = self._sheet(
            gettext_noop("Two streams"),
            gettext_noop("From the rows in ODS to the active cooperatives"),
            [52, 14, 18],
        )
        sheet.heading(
            [self._(gettext_noop("Step")), self._(gettext_noop("Number")), self._(gettext_noop("Range"))],
            repeat=True,
            freeze=True,
        )
        steps = self.stream.steps()
        for place, step in enumerate(steps):
            self._step(sheet, step, first=place == 0)

    def _step(self, sheet: Sheet, step: Step, *, first: bool) -> None:
        sheet.put(0, self._(step.label), "sum" if not first else "strong")
        if first:
            sheet.put(1, step.figure.count, "count")
        else:
            before, change = xl_rowcol_to_cell(sheet.at - 2, 1), xl_rowcol_to_cell(sheet.at - 1, 1)
            sheet.formula(1, f"={before}+{change}", self._came(step))
        sheet.put(2, self._range(step.figure), "range")
        self._came_from = step.figure.count if first else self._came(step)
        sheet.at += 1
        if step.change is not None:
            sheet.put(0, f"{'−' if step.sign < 0 else '+'} {self._(step.change_label)}", "cell")
            sheet.put(1, step.sign * step.change.count, "count")
            sheet.put(2, self._range(step.change), "range")
            self._changed = step.sign * step.change.count
            sheet.at += 1

    def _came(self, step: Step) -> int:
        return self._came_from + self._changed

    def criteria(self) -> None:
        """The same facts under every rule, with where each rule comes from."""
        sheet = self._sheet(
            gettext_noop("Criteria"),
            gettext_noop("The same facts under other criteria"),
            [44, 13, 13, 13, 13, 13, 14, 60],
        )
        words = self.speech.words
        results = ["active", "inactive", "unknown", "not_applicable"]
        sheet.heading(
            [
                self._(gettext_noop("Activity criterion")),
                *(words.label("result", one) for one in [*results, "total"]),
                self._(gettext_noop("valid from")),
                self._(gettext_noop("Legal basis or source")),
            ],
            repeat=True,
            freeze=True,
        )
        for rule in sorted(
            self.speech.picture.rules, key=lambda one: (one.code != self.speech.picture.rule.code, one.code)
        ):
            figures = [self.speech.figures.get("rules", rule.code, one) for one in results]
            counts = [figure.count if figure else 0 for figure in figures]
            sheet.put(0, self.speech.rule(rule), "cell")
            for column, count in enumerate(counts, start=1):
                sheet.put(column, count, "count")
            reach = f"{xl_rowcol_to_cell(sheet.at, 1)}:{xl_rowcol_to_cell(sheet.at, 4)}"
            sheet.formula(5, f"=SUM({reach})", sum(counts))
            sheet.put(6, words.short_day(rule.valid_from), "cell")
            sheet.put(7, self.speech.basis(rule), "wrapped")
            sheet.at += 1

    def ministry(self) -> None:
        """The ministry's recap keys, one line each."""
        sheet = self._sheet(gettext_noop("ODS recap"), gettext_noop("Ministry recap (ODS)"), [40, 22, 14, 22], "listed")
        figures = self.speech.figures.of("recap")
        words = self.speech.words
        sheet.heading(
            [
                self._(gettext_noop("Item")),
                self._(gettext_noop("Number")),
                self._(gettext_noop("Unit")),
                self._(gettext_noop("Range")),
            ],
            repeat=True,
            freeze=True,
        )
        for one in figures:
            sheet.put(0, words.label("recap", one.row), "cell")
            sheet.put(1, one.count, "count")
            sheet.put(2, unit(self.speech, one.unit), "cell")
            sheet.put(3, self._range(one), "range")
            sheet.at += 1

    def cooperatives(self) -> None:
        """Every cooperative with its state and the reason; no persons."""
        sheet = self._sheet(
            gettext_noop("Cooperatives"),
            gettext_noop("List of cooperatives"),
            [6, 44, 18, 26, 22, 20, 20, 16, 18, 30, 12, 30, 14, 14],
        )
        names = (
            gettext_noop("No"),
            gettext_noop("Name"),
            gettext_noop("Cooperative NIK"),
            gettext_noop("Legal-entity number"),
            gettext_noop("Kind"),
            gettext_noop("District"),
            gettext_noop("Village"),
            gettext_noop("Supervising level"),
            gettext_noop("Activity status"),
            gettext_noop("Reason"),
            gettext_noop("Visited on"),
            gettext_noop("Place in the streams"),
            gettext_noop("Rows in ODS"),
            gettext_noop("Rows in the census"),
        )
        sheet.heading([self._(name) for name in names], repeat=True, freeze=True)
        base = self.speech.base
        if len(base) > LISTED:
            note = gettext_noop(
                "%(n)s cooperatives are too many for a sheet; they stand in tables/cooperatives.parquet."
            )
            sheet.text([self._(note, n=len(base))])
            return
        keys = self._keys()
        for place, row in enumerate((row for batch in batches(base.table) for row in batch), start=1):
            for column, value in enumerate(self._cooperative(place, row, keys)):
                sheet.put(column, value, "count" if column == 0 else "cell")
            sheet.at += 1

    def _cooperative(self, place: int, row: Row, keys: dict[str, tuple[str, str]]) -> list[Any]:
        words, chosen = self.speech.words, self.speech.picture.rule.code
        own = [keys[one] for one in row["record_ids"] or [] if one in keys]
        return [
            place,
            row["name"],
            row["coop_nik"],
            row["legal_number"],
            words.label("category", row["category"]),
            words.district(row["district"]),
            words.village(row["village_code"]),
            words.label("level", row["supervising_level"]),
            words.label("result", row["standing"] or "unknown"),
            self.speech.reason(chosen, row["reason"]),
            datetime.combine(row["visited_on"], time()) if row["visited_on"] else None,
            words.label("position", row["position"]),
            *(", ".join(key for source, key in own if source == one) for one in ("register", "census")),
        ]

    def _keys(self) -> dict[str, tuple[str, str]]:
        return {
            row["record_id"]: (row["source"], row["key"] or "")
            for row in rows(self.speech.picture, "records", "record_id", "source", "key")
        }

    def findings(self, groups: Sequence[Group]) -> None:
        """What was found in the files, grouped, worst first; the whole list is problems.csv."""
        sheet = self._sheet(gettext_noop("Findings"), gettext_noop("Findings in the files"), [24, 10, 70, 60, 36])
        names = (
            gettext_noop("Weight"),
            gettext_noop("Number"),
            gettext_noop("First example"),
            gettext_noop("How to mend"),
            gettext_noop("Where"),
        )
        sheet.heading([self._(name) for name in names], repeat=True, freeze=True)
        for group in groups:
            first = group.examples[0]
            told = [
                self.speech.words.label("severity", group.severity),
                group.count,
                first.what,
                first.mend,
                first.where,
            ]
            for column, value in enumerate(told):
                sheet.put(column, value, "count" if column == 1 else "wrapped")
            sheet.at += 1
