"""What a head of agency reads after the run: two streams that join, the tables, what waits for a person."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from lumbung.core.language import Language, gettext_noop, translator
from lumbung.reports.labels import Words, in_order
from lumbung.reports.picture import Picture, rows

WIDTH = 80
STREAMS = "streams"
CROSS = "kind_by_district"  # rows are districts, columns categories, both with total and unknown
BANNER = gettext_noop("EXAMPLE DATA – NOT OFFICIAL DATA")

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
    ("−", "undecided", gettext_noop("Visited, but not known yet")),
    ("=", "active_listed", gettext_noop("Active in ODS")),
    ("+", "active_field_only", gettext_noop("Active, found only in the field")),
    ("=", "active", gettext_noop("Active")),
)
_MAY_BE_SILENT = {"undecided"}  # a line of zero that says nothing


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with the bounds it could have if people judged the open pairs otherwise."""

    count: int
    low: int
    high: int


def summary(picture: Picture, files: Sequence[Path], language: Language) -> str:
    """The summary as lines of at most 80 columns (longer only where a file's path is).

    Args:
        picture: Its tables `cells`, `checks`, `links`, `problems` and its inputs are read.
        files: What was written; the report is the first .html among them.
    """
    _, words = translator(language), Words(language)
    banner = [_(BANNER), ""] if picture.example else []
    visited = any(one.source == "census" for one in picture.inputs)
    figures = {row: figure for (table, row, _column), figure in _cells(picture).items() if table == STREAMS}
    parts = [
        _heading(picture, words),
        _streams(figures, FROM_REGISTER + (FROM_FIELD if visited else ()), words),
        _unknown(figures, visited, words),
        *([_tables(picture, words)] if visited else []),
        _waiting(picture, files, words),
    ]
    return "\n".join(
        [*banner, "\n\n".join("\n".join(part) for part in parts if part), *banner[1:], *banner[:1]]
    )


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


def _unknown(figures: Mapping[str, Figure], visited: bool, words: Words) -> list[str]:
    """Nobody looked = unknown; said in words, because the sum alone is read as "inactive"."""
    if not visited:
        return [words._("Without visits nobody knows which of them are active; add the census to find out.")]
    unseen = figures.get("not_visited")
    if not unseen or not unseen.count:
        return []
    return [words._("%s not visited yet: their state is unknown, not inactive.") % words.number(unseen.count)]


def _tables(picture: Picture, words: Words) -> list[str]:
    """Active by kind beside active by district, each with the line that proves its sum."""
    _ = words._
    cells = {
        (row, column): figure.count
        for (table, row, column), figure in _cells(picture).items()
        if table == CROSS
    }
    if not cells:
        return []
    districts = {row: count for (row, column), count in cells.items() if column == "total"}
    kinds = {column: count for (row, column), count in cells.items() if row == "total"}
    left = [(words.label("category", code), kinds[code]) for code in in_order(set(kinds), "category")]
    right = [(words.district(code), districts[code]) for code in in_order(set(districts), "district")]
    head = f"{_('Active by kind'):<36}{'':>8}    {_('Active by district')}"
    lines = [head] + [
        (_pair(a, 36, words) + "    " + _pair(b, 24, words)).rstrip() for a, b in zip_longest(left, right)
    ]
    return [*lines, "", *(_proof(dict(side), words) for side in (left, right))]


def _pair(entry: tuple[str, int] | None, width: int, words: Words) -> str:
    if entry is None:
        return " " * (width + 8)
    label = entry[0] if len(entry[0]) <= width else entry[0][: width - 1] + "…"
    return f"{label:<{width}}{words.number(entry[1]):>8}"


def _proof(margin: Mapping[str, int], words: Words) -> str:
    """19 + 354 + 14 = 387: adds up; or by how much it fails. `margin` ends with its total."""
    *parts, total = margin.values()
    verdict = words._("adds up")
    if sum(parts) != total:
        verdict = words._("difference %s") % words.number(total - sum(parts), sign=True)
    shown = " + ".join(words.number(part) for part in parts)
    line = f"{shown} = {words.number(total)}: {verdict}"
    return line if len(line) <= WIDTH else f"{words.number(sum(parts))} = {words.number(total)}: {verdict}"


def _waiting(picture: Picture, files: Sequence[Path], words: Words) -> list[str]:
    """What needs a person, and where everything lies."""
    _ = words._
    pairs = sum(
        link["tier"] == "review" and link["judged"] is None
        for link in rows(picture, "links", "tier", "judged")
    )
    problems = rows(picture, "problems", "severity")
    headings = [heading for one in picture.inputs for heading, field in one.columns if field is None]
    strangers = [heading for heading in dict.fromkeys(headings) if heading.strip()]
    failed = sum(check["verdict"] == "does_not_add_up" for check in rows(picture, "checks", "verdict"))
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
    if strangers:
        told += [_("Headings not understood: %s") % ", ".join(f"“{heading}”" for heading in strangers)]
    report = next((path for path in files if path.suffix == ".html"), None)
    return [*told, *([_("Report: %s") % _near(report)] if report else [])]


def _near(path: Path) -> str:
    """`path` from where the person stands, if it lies below."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near
