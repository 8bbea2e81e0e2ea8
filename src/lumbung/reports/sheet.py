"""One printed sheet of the workbook: its heading, its formats, and how a cell is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lumbung.core.language import gettext_noop
from lumbung.reports.speaking import Speech

EXAMPLE = gettext_noop("SAMPLE DATA – NOT OFFICIAL DATA")
_A4 = 9
_DAY = "dd/mm/yyyy"
_COUNT = "#,##0"  # a spreadsheet shows it as 1.234 in Indonesian, as 1,234 in English


class Sheet:
    """One printed sheet: rows are written from the top down (constant memory allows nothing else)."""

    def __init__(
        self, book: Any, speech: Speech, name: str, title: str, widths: list[int], base: str | None = None
    ) -> None:
        self.speech = speech
        self.formats = formats(book)
        self.name = name
        self.to = book.add_worksheet(name)
        self.at = 0
        for column, width in enumerate(widths):
            self.to.set_column(column, column, width)
        self._set_up()
        if speech.picture.example:
            self.text([speech.say(EXAMPLE)], "warning")
        self.text([title], "title")
        self.text([speech.picture.place], "strong")
        self.text([speech.as_of()])
        self.text([f"{speech.say(gettext_noop('Activity criterion'))}: {speech.rule(speech.picture.rule)}"])
        self.text([f"{speech.say(gettext_noop('Base'))}: {speech.base_word(base)}"])
        self.at += 1

    def _set_up(self) -> None:
        self.to.set_landscape()
        self.to.set_paper(_A4)
        self.to.fit_to_pages(1, 0)
        self.to.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        example = self.speech.say(EXAMPLE) if self.speech.picture.example else ""
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


def formats(book: Any) -> dict[str, Any]:
    """The cell formats of a workbook, made once."""
    made = getattr(book, "lumbung_formats", None)
    if made is None:
        border = {"border": 1, "border_color": "#B0BAC3"}
        wrap = {"text_wrap": True, "valign": "top"}
        made = {
            "plain": book.add_format({}),
            "strong": book.add_format({"bold": True}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "warning": book.add_format({"bold": True, "font_color": "#A4281F"}),
            "heading": book.add_format(
                {
                    "bold": True,
                    "bottom": 1,
                    "bg_color": "#F4F7F9",
                    "text_wrap": True,
                    "valign": "vcenter",
                    **border,
                }
            ),
            "cell": book.add_format(border),
            "wrapped": book.add_format(border | wrap),
            "count": book.add_format({"num_format": _COUNT, **border}),
            "day": book.add_format({"num_format": _DAY, "align": "left", **border}),
            "range": book.add_format({"align": "right", **border}),
            "residual": book.add_format(
                {"num_format": _COUNT, "pattern": 14, "fg_color": "#D5DCE2", "bg_color": "#FFFFFF", **border}
            ),
            "sum": book.add_format({"num_format": _COUNT, "bold": True, "top": 1, "bottom": 1, "left": 1, "right": 1}),
            "difference": book.add_format({"num_format": _COUNT + ";[Red]−" + _COUNT + ";0", "italic": True, **border}),
        }
        book.lumbung_formats = made
    return made
