"""bridge.xlsx: per table every cell with its parts; the difference and the sum of the parts are formulas."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as at

from lumbung.core.language import gettext_noop
from lumbung.engine.comparing import CAUSES, Bridge
from lumbung.reports.bridge.words import BridgeWords
from lumbung.reports.sheet import EXAMPLE, formats

_SHEETS = {  # a sheet's name has at most 31 characters
    "streams": gettext_noop("Two streams"),
    "kind_by_district": gettext_noop("District and kind"),
    "standing_by_district": gettext_noop("State by district"),
    "supervising_level": gettext_noop("Supervising level"),
    "field_only": gettext_noop("Only in the field"),
    "rules": gettext_noop("Other criteria"),
    "recap": gettext_noop("ODS recap"),
}
_HEAD = (
    gettext_noop("Row"), gettext_noop("Column"), gettext_noop("Earlier"), gettext_noop("Later"),
    gettext_noop("Difference"), gettext_noop("Sum of the parts"),
)  # fmt: skip
_FIRST = len(_HEAD)


def write_workbook(bridge: Bridge, words: BridgeWords, path: Path) -> None:
    """Write the workbook; raises what the system answers."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    created = datetime.combine(bridge.new.as_of, time(), UTC).replace(tzinfo=None)
    book.set_properties({"created": created, "title": words.say(gettext_noop("Comparison of two runs"))})
    parts: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for part in bridge.parts.to_pylist():
        parts[part["table"], part["row"], part["column"]][part["cause"]] = part["amount"]
    cells = bridge.cells.to_pylist()
    for table in dict.fromkeys(cell["table"] for cell in cells):
        _sheet(book, bridge, words, [c for c in cells if c["table"] == table], parts)
    book.close()


def _sheet(
    book: Any, bridge: Bridge, words: BridgeWords, cells: list[dict[str, Any]], parts: dict[Any, dict[str, int]]
) -> None:
    table = cells[0]["table"]
    style = formats(book)
    causes = [c for c in CAUSES if any(parts[table, x["row"], x["column"]].get(c) for x in cells)]
    sheet = book.add_worksheet(words.say(_SHEETS.get(table, table)))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 1, 26)
    sheet.set_column(2, _FIRST - 1, 12)
    sheet.set_column(_FIRST, _FIRST + len(causes), 16)
    example = [words.say(EXAMPLE)] if bridge.old.example or bridge.new.example else []
    told = [*example, words.table(table), bridge.new.place, words.run(bridge.old), words.run(bridge.new), words.rules()]
    for row, text in enumerate(told):
        sheet.write_string(row, 0, text, style["warning" if example and row == 0 else "plain"])
    top = len(told) + 1
    for column, text in enumerate([*(words.say(h) for h in _HEAD), *(words.cause(c) for c in causes)]):
        sheet.write_string(top, column, text, style["heading"])
    sheet.freeze_panes(top + 1, 2)
    sheet.repeat_rows(top)
    for row, cell in enumerate(cells, top + 1):
        found = parts[table, cell["row"], cell["column"]]
        sheet.write_string(row, 0, words.axis(table, 0, cell["row"]), style["cell"])
        sheet.write_string(row, 1, words.axis(table, 1, cell["column"]), style["cell"])
        sheet.write_number(row, 2, cell["old"], style["count"])
        sheet.write_number(row, 3, cell["new"], style["count"])
        sheet.write_formula(row, 4, f"={at(row, 3)}-{at(row, 2)}", style["difference"], cell["difference"])
        summed = f"=SUM({at(row, _FIRST)}:{at(row, _FIRST + len(causes) - 1)})" if causes else "=0"
        sheet.write_formula(row, 5, summed, style["difference"], sum(found.values()))
        for column, cause in enumerate(causes, _FIRST):
            sheet.write_number(row, column, found.get(cause, 0), style["difference"])
