"""recap.xlsx as an agency prints it: totals are formulas, the residual is a row, every sheet says what it is.

Text is always written as text (a name that begins with "=" stays a name); dates inside the file are fixed, so
the same picture gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from lumbung.core.language import Language, gettext_noop
from lumbung.reports.crosses import Cross, cross
from lumbung.reports.figures import Figure
from lumbung.reports.picture import Picture, rows
from lumbung.reports.problems import problems_of
from lumbung.reports.proof import problems as grouped
from lumbung.reports.proof import public
from lumbung.reports.sections import unit
from lumbung.reports.speaking import Speech
from lumbung.reports.streams import Step, Stream

_EXAMPLE = gettext_noop("SAMPLE DATA – NOT OFFICIAL DATA")
_A4 = 9
_DAY = "dd/mm/yyyy"
_COUNT = "#,##0"  # a spreadsheet shows it as 1.234 in Indonesian, as 1,234 in English


def write_workbook(picture: Picture, path: Path, language: Language) -> None:
    """Write the workbook in `language`. Raises what xlsxwriter or the system answers; no half file is promised away."""
    created = datetime.combine(picture.as_of, time(), UTC).replace(tzinfo=None)
    # Scratch files stay in the folder that is thrown away when anything fails.
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent), "in_memory": False})
    speech = Speech(picture, language)
    book.set_properties({"created": created, "title": speech.say(gettext_noop("Data reconciliation")), "comments": speech.circumstances()})
    sheets = Sheets(book, speech)
    sheets.recap()
    sheets.two_streams()
    sheets.criteria()
    sheets.ministry()
    sheets.cooperatives()
    sheets.findings()
    book.close()


class Sheet:
    """One printed sheet: rows are written from the top down (constant memory allows nothing else)."""

    def __init__(self, book: Any, speech: Speech, name: str, title: str, widths: list[int]) -> None:
        self.speech = speech
        self.formats = _formats(book)
        self.name = name
        self.to = book.add_worksheet(name)
        self.at = 0
        for column, width in enumerate(widths):
            self.to.set_column(column, column, width)
        self._set_up()
        if speech.picture.example:
            self.text([speech.say(_EXAMPLE)], "warning")
        self.text([title], "title")
        self.text([speech.picture.place], "strong")
        self.text([speech.as_of()])
        self.text([f"{speech.say(gettext_noop('Activity criterion'))}: {speech.rule(speech.picture.rule)}"])
        self.text([f"{speech.say(gettext_noop('Base'))}: {speech.base_word()}"])
        self.at += 1

    def _set_up(self) -> None:
        self.to.set_landscape()
        self.to.set_paper(_A4)
        self.to.fit_to_pages(1, 0)
        self.to.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        example = self.speech.say(_EXAMPLE) if self.speech.picture.example else ""
        self.to.set_header(f"&C&B{example}" if example else "")
        place = self.speech.picture.place.replace("&", "&&")
        self.to.set_footer(f"&L{place}, {self.speech.as_of()}&R&P / &N")

    def text(self, cells: list[str], style: str = "plain") -> None:
        """One row of texts from the first column on."""
        for column, cell in enumerate(cells):
            self.to.write_string(self.at, column, cell, self.formats[style])
        self.at += 1

    def heading(self, cells: list[str], *, repeat: bool = False, freeze: bool = False) -> None:
        """The heading row of a table; `repeat` prints it on every page."""
        if repeat:
            self.to.repeat_rows(self.at)
        if freeze:
            self.to.freeze_panes(self.at + 1, 0)
        self.text(cells, "heading")

    def put(self, column: int, value: Any, style: str = "plain") -> None:
        """One cell of the row that is being written, by its kind; null stays empty."""
        if value is None or value == "":
            self.to.write_blank(self.at, column, None, self.formats[style])
        elif isinstance(value, (int, float)):
            self.to.write_number(self.at, column, value, self.formats["count" if style == "plain" else style])
        elif isinstance(value, datetime):
            self.to.write_datetime(self.at, column, value, self.formats["day"])
        else:
            self.to.write_string(self.at, column, str(value), self.formats[style])

    def formula(self, column: int, formula: str, value: int, style: str = "sum") -> None:
        """A formula with its value, so that a viewer that does not calculate shows it too."""
        self.to.write_formula(self.at, column, formula, self.formats[style], value)


def _formats(book: Any) -> dict[str, Any]:
    made = getattr(book, "lumbung_formats", None)
    if made is None:
        border = {"border": 1, "border_color": "#B0BAC3"}
        wrap = {"text_wrap": True, "valign": "top"}
        made = {
            "plain": book.add_format({}),
            "strong": book.add_format({"bold": True}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "warning": book.add_format({"bold": True, "font_color": "#A4281F"}),
            "heading": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F4F7F9", "text_wrap": True, "valign": "vcenter", **border}),
            "cell": book.add_format(border),
            "wrapped": book.add_format(border | wrap),
            "count": book.add_format({"num_format": _COUNT, **border}),
            "day": book.add_format({"num_format": _DAY, "align": "left", **border}),
            "range": book.add_format({"align": "right", **border}),
            "residual": book.add_format({"num_format": _COUNT, "pattern": 14, "fg_color": "#D5DCE2", "bg_color": "#FFFFFF", **border}),
            "sum": book.add_format({"num_format": _COUNT, "bold": True, "top": 1, "bottom": 1, "left": 1, "right": 1}),
            "difference": book.add_format({"num_format": _COUNT + ";[Red]−" + _COUNT + ";0", "italic": True, **border}),
        }
        book.lumbung_formats = made
    return made


class Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Any, speech: Speech) -> None:
        self.book = book
        self.speech = speech
        self._ = speech.say
        self.stream = Stream(speech)

    def _sheet(self, name: str, title: str, widths: list[int]) -> Sheet:
        return Sheet(self.book, self.speech, self._(name), self._(title), widths)

    def recap(self) -> None:
        """Kind × district with its residual and its difference, then state by district, then supervising level."""
        words = self.speech.words
        sheet = self._sheet(gettext_noop("Summary"), gettext_noop("Summary of cooperatives"), [5, 30, *([13] * 9)])
        kinds = cross(self.speech, "kind_by_district", row_group="district", column_group="category")
        if kinds:
            self._block(sheet, kinds, gettext_noop("Active by district and kind"), gettext_noop("District"), words.district, "category", self.stream.active)
        states = cross(self.speech, "standing_by_district", row_group="district", column_group="result")
        if states:
            self._block(sheet, states, gettext_noop("State by district"), gettext_noop("District"), words.district, "result", self.stream.known)
        levels = cross(self.speech, "supervising_level", row_group="level", column_group="result")
        if levels:
            name = lambda code: words.label("level", code)  # noqa: E731
            self._block(sheet, levels, gettext_noop("By supervising level"), gettext_noop("Supervising level"), name, "result", None)

    def _block(self, sheet: Sheet, told: Cross, title: str, corner: str, row_name: Any, group: str, whole: Figure | None) -> None:
        """A cross table whose totals are formulas; below it the difference to the number told elsewhere."""
        words = self.speech.words
        columns = [code for code in told.columns if code != "total"]
        lines = [code for code in told.rows if code != "total"]
        sheet.text([self._(title)], "strong")
        names = [words.label(group, code) for code in columns]
        sheet.heading([self._(gettext_noop("No")), self._(corner), *names, words.label(group, "total"), self._(gettext_noop("Range"))], repeat=sheet.at < 12)
        first = sheet.at
        added = {code: 0 for code in columns}
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
        sheet = self._sheet(gettext_noop("Two streams"), gettext_noop("From the rows in ODS to the active cooperatives"), [52, 14, 18])
        sheet.heading([self._(gettext_noop("Step")), self._(gettext_noop("Number")), self._(gettext_noop("Range"))], repeat=True, freeze=True)
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
        sheet = self._sheet(gettext_noop("Criteria"), gettext_noop("The same facts under other criteria"), [44, 13, 13, 13, 13, 13, 14, 60])
        words = self.speech.words
        results = ["active", "inactive", "unknown", "not_applicable"]
        sheet.heading(
            [self._(gettext_noop("Activity criterion")), *(words.label("result", one) for one in [*results, "total"]), self._(gettext_noop("valid from")), self._(gettext_noop("Legal basis or source"))],
            repeat=True, freeze=True,
        )  # fmt: skip
        for rule in sorted(self.speech.picture.rules, key=lambda one: (one.code != self.speech.picture.rule.code, one.code)):
            figures = [self.speech.figures.get("rules", rule.code, one) for one in results]
            counts = [figure.count if figure else 0 for figure in figures]
            sheet.put(0, self.speech.rule(rule), "cell")
            for column, count in enumerate(counts, start=1):
                sheet.put(column, count, "count")
            reach = f"{xl_rowcol_to_cell(sheet.at, 1)}:{xl_rowcol_to_cell(sheet.at, 4)}"
            sheet.formula(5, f"=SUM({reach})", sum(counts))
            sheet.put(6, words.short_day(rule.valid_from), "cell")
            sheet.put(7, rule.legal_basis or rule.source, "wrapped")
            sheet.at += 1

    def ministry(self) -> None:
        """The ministry's recap keys: one line each, or a table by district where the cells have one."""
        sheet = self._sheet(gettext_noop("ODS recap"), gettext_noop("Ministry recap (ODS)"), [36, 20, 14, 20, *([15] * 24)])
        figures = self.speech.figures.of("recap")
        words = self.speech.words
        if any(one.row == "total" for one in figures) and any(one.column != "total" for one in figures):
            told = cross(self.speech, "recap", row_group="district", column_group="recap")
            assert told is not None
            sheet.heading([self._(gettext_noop("District")), *(words.label("recap", code) for code in told.columns)], repeat=True, freeze=True)
            for row in told.rows:
                sheet.put(0, words.district(row), "sum" if row == "total" else "cell")
                for column, code in enumerate(told.columns, start=1):
                    sheet.put(column, told.total(row, code), "sum" if row == "total" else "count")
                sheet.at += 1
            return
        sheet.heading([self._(gettext_noop("Item")), self._(gettext_noop("Number")), self._(gettext_noop("Unit")), self._(gettext_noop("Range"))], repeat=True, freeze=True)
        for one in figures:
            sheet.put(0, words.label("recap", one.row), "cell")
            sheet.put(1, one.count, "count")
            sheet.put(2, unit(self.speech, one.unit), "cell")
            sheet.put(3, self._range(one), "range")
            sheet.at += 1

    def cooperatives(self) -> None:
        """Every cooperative with its state and the reason; no persons."""
        sheet = self._sheet(gettext_noop("Cooperatives"), gettext_noop("List of cooperatives"), [6, 44, 18, 26, 22, 20, 20, 16, 18, 30, 12, 30, 14, 14])
        names = (
            gettext_noop("No"), gettext_noop("Name"), gettext_noop("Cooperative NIK"), gettext_noop("Legal-entity number"),
            gettext_noop("Kind"), gettext_noop("District"), gettext_noop("Village"), gettext_noop("Supervising level"),
            gettext_noop("Activity status"), gettext_noop("Reason"), gettext_noop("Visited on"), gettext_noop("Place in the streams"),
            gettext_noop("Rows in ODS"), gettext_noop("Rows in the census"),
        )  # fmt: skip
        sheet.heading([self._(name) for name in names], repeat=True, freeze=True)
        keys = self._keys()
        words, chosen = self.speech.words, self.speech.picture.rule.code
        for place, row in enumerate(self.speech.base.table.to_pylist(), start=1):
            own = [keys[one] for one in row["record_ids"] or [] if one in keys]
            visited = datetime.combine(row["visited_on"], time()) if row["visited_on"] else None
            told = [
                place, row["name"], row["coop_nik"], row["legal_number"], words.label("category", row["category"]),
                words.district(row["district"]), words.village(row["village_code"]), words.label("level", row["supervising_level"]),
                words.label("result", row["standing"] or "unknown"), self.speech.reason(chosen, row["reason"]), visited,
                words.label("position", row["position"]), *(", ".join(key for source, key in own if source == one) for one in ("register", "census")),
            ]  # fmt: skip
            for column, value in enumerate(told):
                sheet.put(column, value, "count" if column == 0 else "cell")
            sheet.at += 1

    def _keys(self) -> dict[str, tuple[str, str]]:
        return {
            row["record_id"]: (row["source"], row["key"] or "")
            for row in rows(self.speech.picture, "records", "record_id", "source", "key")
        }

    def findings(self) -> None:
        """What was found in the files, grouped, worst first; the whole list is problems.csv."""
        sheet = self._sheet(gettext_noop("Findings"), gettext_noop("Findings in the files"), [24, 10, 70, 60, 36])
        names = (gettext_noop("Weight"), gettext_noop("Number"), gettext_noop("First example"), gettext_noop("How to mend"), gettext_noop("Where"))
        sheet.heading([self._(name) for name in names], repeat=True, freeze=True)
        found = public(problems_of(self.speech.picture, self.speech.language), self.speech)
        for group in grouped(self.speech, found)["groups"]:
            first = group["examples"][0]
            for column, value in enumerate([group["severity_word"], group["count"], first["what"], group["mend"], first["where"]]):
                sheet.put(column, value, "range" if column == 1 else "wrapped")
            sheet.at += 1
