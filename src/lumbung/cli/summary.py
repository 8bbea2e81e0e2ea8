"""What a head of agency reads after the run: two streams that join, the tables, what waits for a person."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from lumbung.core.language import Language, gettext_noop, translator
from lumbung.reports.labels import LAST, Words, in_order
from lumbung.reports.picture import Picture, rows

WIDTH = 80
STREAMS = "streams"
CROSS = "kind_by_district"  # rows are districts, columns categories, both with total and unknown
RESIDUAL = "unknown"  # checks of this line are no failure: their difference stands as a row of the table
BANNER = gettext_noop("SAMPLE DATA – NOT OFFICIAL DATA")

# The two streams that join: sign before the line, row of the cells, label. Never one funnel.
FROM_REGISTER = (
    (" ", "listed_rows", gettext_noop("Rows in ODS")),
    ("−", "duplicate_rows", gettext_noop("Duplicate rows")),
    ("=", "listed", gettext_noop("Cooperatives in ODS")),
)
FROM_FIELD = (
    ("−", "not_visited", gettext_noop("Not visited yet")),
    ("−", "not_found", gettext_noop("Not found")),
    ("−", "not_operating", gettext_noop("Found, but not operating, or ceased")),
    ("−", "criterion_not_met", gettext_noop("Criterion not met")),
    ("−", "undecided", gettext_noop("Not known yet for another reason")),
    ("=", "active_listed", gettext_noop("Active in ODS")),
    ("+", "active_field_only", gettext_noop("Active, found only in the field")),
    ("=", "active", gettext_noop("Active")),
)
# A rule that reads no visits leaves some of these at zero; such a line would say what nobody claims.
_MAY_BE_SILENT = {"not_visited", "not_found", "not_operating", "criterion_not_met", "undecided", "active_field_only"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with the bounds it could have if people judged the open pairs otherwise."""

    count: int
    low: int
    high: int


class Entry(NamedTuple):
    """One row of a margin."""

    code: str
    label: str
    number: int


def summary(picture: Picture, files: Sequence[Path], language: Language) -> str:
    """The summary as lines of at most 80 columns (longer only where a file's path is).

    Args:
        picture: Its tables `cells`, `checks`, `links`, `problems` and its inputs are read.
        files: What was written; the report is the first .html among them.
    """
    _, words = translator(language), Words(language)
    banner = [_(BANNER), ""] if picture.example else []
    figures = {row: figure for (table, row, _column), figure in _cells(picture).items() if table == STREAMS}
    # One list alone can be judged too, under a rule that reads the register.
    judged = any(one.source == "census" for one in picture.inputs) or figures["active"].count > 0
    parts = [
        _heading(picture, words),
        _streams(figures, FROM_REGISTER + (FROM_FIELD if judged else ()), words),
        _unknown(figures, judged, words),
        *([_tables(picture, words)] if judged else []),
        _waiting(picture, files, words),
    ]
    return "\n".join([*banner, "\n\n".join("\n".join(part) for part in parts if part), *banner[1:], *banner[:1]])


def _cells(picture: Picture) -> dict[tuple[str, str, str], Figure]:
    return {
        (cell["table"], cell["row"], cell["column"]): Figure(cell["count"], cell["low"], cell["high"])
        for cell in rows(picture, "cells", "table", "row", "column", "count", "low", "high")
    }


def _heading(picture: Picture, words: Words) -> list[str]:
    _ = words._
    place = f"{picture.place}, " if picture.place else ""
    return [
        place + _("as of %s") % words.day(picture.as_of),
        _("Rule: %s") % _(picture.rule.title),
    ]


def _streams(figures: Mapping[str, Figure], lines: Iterable[tuple[str, str, str]], words: Words) -> list[str]:
    told = []
    for sign, row, label in lines:
        figure = figures.get(row)
        if figure is None or (row in _MAY_BE_SILENT and figure == Figure(0, 0, 0)):
            continue
        told.append(f"{sign} {words._(label):<38}{words.number(figure.count):>10}{_interval(figure, words)}")
    return told


def _interval(figure: Figure, words: Words) -> str:
    """Nothing where the number is certain."""
    if figure.low == figure.high:
        return ""
    return "   " + words._("range %(low)s–%(high)s") % {
        "low": words.number(figure.low),
        "high": words.number(figure.high),
    }


def _unknown(figures: Mapping[str, Figure], judged: bool, words: Words) -> list[str]:
    """Nobody looked = unknown; said in words, because the sum alone is read as "inactive"."""
    if not judged:
        return [words._("Without visits nobody knows which of them are active; add the census to find out.")]
    told = (
        ("not_visited", words._("%s not visited yet: their state is unknown, not inactive.")),
        ("undecided", words._("%s not known yet: that is no verdict, and not inactive.")),
    )
    return [
        sentence % words.number(figures[row].count) for row, sentence in told if row in figures and figures[row].count
    ]


def _tables(picture: Picture, words: Words) -> list[str]:
    """Active by kind beside active by district, each with the line that proves its sum."""
    _ = words._
    cells = {(row, column): figure.count for (table, row, column), figure in _cells(picture).items() if table == CROSS}
    if not cells.get(("total", "total")):
        return []
    districts = {row: count for (row, column), count in cells.items() if column == "total"}
    kinds = {column: count for (row, column), count in cells.items() if row == "total"}
    left = _margin(kinds, "category", partial(words.label, "category"))
    right = _margin(districts, "district", words.district)
    head = f"{_('Active by kind'):<36}{'':>8}    {_('Active by district')}"
    lines = [head] + [
        (_pair(a, 36, words) + "    " + _pair(b, 24, words)).rstrip() for a, b in zip_longest(left, right)
    ]
    return [*lines, "", *(_proof(side, words) for side in (left, right))]


def _margin(counts: Mapping[str, int], group: str, name: Callable[[str], str]) -> list[Entry]:
    """The rows of one margin in the report's order, total last; an unknown row of zero says nothing."""
    entries = [Entry(code, name(code), counts[code]) for code in in_order(set(counts), group)]
    if group == "district":
        entries.sort(key=lambda entry: (entry.code in LAST, "" if entry.code in LAST else entry.label))
    return [entry for entry in entries if entry.number or entry.code != RESIDUAL]


def _pair(entry: Entry | None, width: int, words: Words) -> str:
    if entry is None:
        return " " * (width + 8)
    label = entry.label if len(entry.label) <= width else entry.label[: width - 1] + "…"
    return f"{label:<{width}}{words.number(entry.number):>8}"


def _proof(margin: Sequence[Entry], words: Words) -> str:
    """19 + 354 + 14 = 387: adds up; or by how much it fails. `margin` ends with its total."""
    *parts, total = margin
    added = sum(part.number for part in parts)
    verdict = words._("adds up")
    if added != total.number:
        verdict = words._("difference %s") % words.number(total.number - added, sign=True)
    # The residual keeps its name here: 1 without a word looks like one more district.
    shown = " + ".join(
        words.number(part.number) + (f" ({part.label.lower()})" if part.code == RESIDUAL else "") for part in parts
    )
    line = f"{shown} = {words.number(total.number)}: {verdict}"
    return line if len(line) <= WIDTH else f"{words.number(added)} = {words.number(total.number)}: {verdict}"


def _waiting(picture: Picture, files: Sequence[Path], words: Words) -> list[str]:
    """What needs a person, and where everything lies."""
    _ = words._
    pairs = sum(
        link["tier"] == "review" and link["judged"] is None for link in rows(picture, "links", "tier", "judged")
    )
    problems = rows(picture, "problems", "severity")
    failed = sum(
        check["verdict"] == "does_not_add_up" and check["line"] != RESIDUAL
        for check in rows(picture, "checks", "verdict", "line")
    )
    where = {path.name: _near(path) for path in files}
    lines = [
        (_("Pairs that wait for a person"), words.number(pairs), where.get("review.csv") if pairs else None),
        (
            _("Findings about the data"),
            words.number(len(problems)),
            where.get("problems.csv") if problems else None,
        ),
    ]
    if failed:
        lines.append((_("Sums that do not add up (see the report)"), words.number(failed), None))
    told = [f"{label:<46}{number:>9}   {path or ''}".rstrip() for label, number, path in lines]
    report = next((path for path in files if path.suffix == ".html"), None)
    return [*told, *([_("Report: %s") % _near(report)] if report else [])]


def _near(path: Path) -> str:
    """`path` from where the person stands, if it lies below."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near
