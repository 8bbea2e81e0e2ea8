"""Cross tables of cells: rows and columns in their order, the residual as a row, the sums under them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lumbung.core.language import gettext_noop
from lumbung.reports.figures import Figure
from lumbung.reports.labels import LAST, in_order
from lumbung.reports.speaking import Speech

_ACROSS = gettext_noop("Sum of the columns")
_DOWN = gettext_noop("Sum of the rows")
_CERTAIN = gettext_noop("certain")

MAY_BE_LEFT_OUT = {
    "unknown",
    "not_applicable",
    "other_field_only",
}  # columns, where no cell of them can be above zero

PARTS_SHOWN = 12
Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of figures before it is put into words."""

    table: str
    rows: list[str]
    columns: list[str]
    cells: dict[tuple[str, str], Figure]

    def total(self, row: str, column: str) -> int | None:
        figure = self.cells.get((row, column))
        return figure.count if figure else None


def cross(speech: Speech, table: str, *, row_group: str, column_group: str) -> Cross | None:
    """The figures of `table` in page order; None where the picture has none."""
    figures = speech.figures.of(table)
    if not figures:
        return None
    cells = {(one.row, one.column): one for one in figures}
    row_codes = in_order({one.row for one in figures}, row_group)
    column_codes = in_order({one.column for one in figures}, column_group)
    if row_group == "district":
        codes = [code for code in row_codes if code not in LAST]
        codes.sort(key=lambda code: (speech.words.district(code), code))
        row_codes = codes + [code for code in LAST if code in row_codes]
    return Cross(table, row_codes, _columns_that_tell(column_codes, row_codes, cells), cells)


def _columns_that_tell(columns: list[str], rows: list[str], cells: dict[tuple[str, str], Figure]) -> list[str]:
    """`columns` without those that may be left out where they hold nothing, and without a lone twin of the total."""

    def empty(column: str) -> bool:
        return all(figure is None or not figure.high for figure in (cells.get((row, column)) for row in rows))

    kept = [column for column in columns if column not in MAY_BE_LEFT_OUT or not empty(column)]
    return ["total"] if "total" in kept and len(kept) == 2 else kept


def cross_view(
    speech: Speech,
    told: Cross,
    title: str,
    *,
    row_name: Named,
    column_name: Named,
    row_title: Named | None = None,
    interval: bool = True,
) -> dict[str, Any]:
    """`told` for the template: headings, lines of numbers, and the verdict of every sum."""
    lines = []
    for row in told.rows:
        numbers = []
        for column in told.columns:
            figure = told.cells.get((row, column))
            told_by = [
                (row_title or row_name)(row) if row != "total" else "",
                column_name(column) if column != "total" else "",
            ]
            name = ", ".join([title, *filter(None, told_by)])
            numbers.append(speech.number(figure, name) if figure else None)
        last = told.cells.get((row, "total"))
        lines.append(
            {
                "name": row_name(row),
                "numbers": numbers,
                "residual": row == "unknown",
                "sum": row == "total",
                "bounds": (speech.bounds(last) or speech.say(_CERTAIN)) if last else "",
            }
        )
    return {
        "title": title,
        "columns": [{"name": column_name(column), "unknown": column == "unknown"} for column in told.columns],
        "lines": lines,
        "interval": interval and any(line["bounds"] for line in lines),
        "sums": sums(speech, told),
    }


def sums(speech: Speech, told: Cross) -> list[dict[str, Any]]:
    """Whether rows and columns add up to the total, written as the sum itself."""
    whole = told.total("total", "total")
    if whole is None:
        return []
    verdicts = []
    for label, parts in (
        (_ACROSS, [(column, told.total("total", column)) for column in told.columns]),
        (_DOWN, [(row, told.total(row, "total")) for row in told.rows]),
    ):
        kept = [(code, count) for code, count in parts if code != "total" and count is not None]
        if len(kept) < 2:
            continue
        added = sum(count for _, count in kept)
        shown = [count for code, count in kept if count or code != "unknown"]
        text = " + ".join(speech.words.number(count) for count in shown[:PARTS_SHOWN])
        text += " + …" if len(shown) > PARTS_SHOWN else ""
        verdicts.append(
            {
                "ok": added == whole,
                "text": f"{speech.say(label)}: {text} = {speech.words.number(added)}",
                "difference": "" if added == whole else speech.words.number(whole - added, sign=True),
            }
        )
    return verdicts
