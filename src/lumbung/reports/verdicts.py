"""The checks in words: the sums that fail first, each with what makes the difference; the others table by table."""

from __future__ import annotations

import json
from typing import Any

from lumbung.core.language import gettext_noop
from lumbung.reports.labels import GROUPS
from lumbung.reports.picture import Row, rows
from lumbung.reports.speaking import Speech

IDS_SHOWN = 5
PARTS_SHOWN = 12

CHECKS = {  # `line` is a row or a column of the table in words
    "rows_less_duplicates": gettext_noop("Rows without the second entries are the cooperatives in ODS"),
    "register_stream": gettext_noop("What leaves the register's stream, step by step"),
    "streams_join": gettext_noop("The two streams join"),
    "rows_less_active": gettext_noop("Rows minus active, explained"),
    "known_from_either": gettext_noop("Known from either source"),
    "rows_add_up": gettext_noop("The rows add up to the total"),
    "columns_add_up": gettext_noop("The columns add up to the total"),
    "row_adds_up": gettext_noop("Row “%(line)s”"),
    "column_adds_up": gettext_noop("Column “%(line)s”"),
    "named_districts": gettext_noop("Districts that are known, without the row “Unknown”"),
    "named_kinds": gettext_noop("Kinds that are known, without the column “Unknown”"),
    "same_in_both": gettext_noop("“%(line)s” is the same number as in the two streams"),
    "results_add_up": gettext_noop("%(line)s: the results add up to all cooperatives"),
    "every_row_once": gettext_noop("Every row of “%(line)s” stands in exactly one cooperative"),
    "rows_as_read": gettext_noop("As many rows as were read from the file"),
}

TABLES = {
    "streams": gettext_noop("Two streams"),
    "kind_by_district": gettext_noop("Active by district and kind"),
    "standing_by_district": gettext_noop("State by district"),
    "supervising_level": gettext_noop("By supervising level"),
    "field_only": gettext_noop("Found in the field, no counterpart in ODS"),
    "rules": gettext_noop("The same facts under other criteria"),
    "recap": gettext_noop("Ministry recap (ODS)"),
}

_LINES = {  # the words of a table's rows and columns
    "streams": ("source", "position"),
    "kind_by_district": ("district", "category"),
    "standing_by_district": ("district", "result"),
    "supervising_level": ("level", "position"),
    "field_only": ("field_only", "position"),
}


def checks(speech: Speech) -> dict[str, Any]:
    """Every sum that was tried, with its parts, its difference and the cooperatives that make it."""
    found = rows(speech.picture, "checks")
    failed = [_failed(speech, row) for row in found if row["verdict"] != "adds_up"]
    tables: dict[str, list[dict[str, str]]] = {}
    for row in found:
        if row["verdict"] == "adds_up":
            line = {"title": check_name(speech, row), "sum": _written(speech, row)}
            tables.setdefault(row["table"] or "", []).append(line)
    number = speech.words.number
    return {
        "failed": failed,
        "bad": number(len(failed)),
        "good": number(len(found) - len(failed)),
        "tables": [
            {"title": table_name(speech, table), "count": number(len(lines)), "lines": lines}
            for table, lines in tables.items()
        ],
    }


def _failed(speech: Speech, row: Row) -> dict[str, Any]:
    ids = [one for one in row["ids"] or [] if one in speech.base.place]
    names = speech.base.table.column("name")
    return {
        "title": check_name(speech, row),
        "table": table_name(speech, row["table"] or ""),
        "sum": _written(speech, row),
        "difference": speech.words.number(row["difference"], sign=True),
        "residual": row["check"].startswith("named_"),
        "ids": [
            {
                "name": names[speech.base.place[one]].as_py() or one,
                "href": speech.record_address(one),
            }
            for one in ids[:IDS_SHOWN]
        ],
        "more": speech.words.number(len(ids) - IDS_SHOWN) if len(ids) > IDS_SHOWN else "",
    }


def check_name(speech: Speech, row: Row) -> str:
    """What a check looked at, in words."""
    code = row["check"]
    if code not in CHECKS:
        return str(code).replace("_", " ")
    return speech.say(CHECKS[code], line=_line(speech, row["table"], row["line"]))


def _line(speech: Speech, table: str, line: str | None) -> str:
    if line is None:
        return ""
    if table == "rules":
        return next((speech.rule(one) for one in speech.picture.rules if one.code == line), line)
    groups = _LINES.get(table, ())
    if "district" in groups and line.isdecimal():
        return speech.words.district(line)
    group = next((one for one in groups if line in GROUPS.get(one, {})), "result")
    return speech.words.label(group, line)


def table_name(speech: Speech, code: str) -> str:
    """The title of a table of cells."""
    return speech.say(TABLES[code]) if code in TABLES else code.replace("_", " ")


def _written(speech: Speech, row: Row) -> str:
    """The sum as one writes it down; parts that are zero are left out where others are there."""
    number, total = speech.words.number, row["total"]
    every = [part for part in json.loads(row["parts"] or "[]") if isinstance(part, int)]
    parts = [part for part in every if part] or every[:1]
    if not parts or len(parts) > PARTS_SHOWN:
        return number(total)
    first = number(parts[0])
    written = first + "".join(f" {'−' if part < 0 else '+'} {number(abs(part))}" for part in parts[1:])
    return f"{written} {'=' if sum(parts) == total else '≠'} {number(total)}"
