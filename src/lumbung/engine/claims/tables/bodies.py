"""The body of a table as lines: how deep each row stands, which are totals, sections, carried sums, or stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from operator import or_

from lumbung.engine.claims import wordlist
from lumbung.engine.claims.tables.codes import code_levels
from lumbung.engine.claims.tables.grouped import Grouping
from lumbung.engine.claims.tables.layout import Table
from lumbung.engine.claims.tables.lines import Line, levels_of
from lumbung.engine.claims.tables.periods import period_parts

_MANY = 50  # rows; where nearly all of so many are called totals, none is
_NEARLY = 0.9
_NO_GROUPS = Grouping()


def lines_of(table: Table, levels: Sequence[int] | None = None, grouping: Grouping = _NO_GROUPS) -> list[Line]:
    """The rows of a table as lines: levels (found where none are given), totals, sections."""
    label_columns = [column.at for column in table.of("label")]
    running = [column.at for column in table.of("running")]
    figures = [column.at for column in table.of("figure", "share", "rate")]
    others = [column.at for column in table.of("running", "year", "key")]
    labels = [[table.text(row, at) for at in label_columns] for row in table.rows]
    marked = [[table.text(row, at) for at in others] for row in table.rows] if others else [[]] * len(labels)
    plain = [
        all(map(wordlist.is_plain, texts)) and all(map(wordlist.is_plain, more))
        for texts, more in zip(labels, marked, strict=True)
    ]
    totals = [
        not simple and any(wordlist.is_total(text) for text in (*texts, *more) if text.strip())
        for simple, texts, more in zip(plain, labels, marked, strict=True)
    ]
    deepest = [next((text for text in texts if text.strip()), "") for texts in labels]
    leads = [not simple and wordlist.leads_as_total(text) for simple, text in zip(plain, deepest, strict=True)]
    if len(totals) > _MANY and sum(map(or_, totals, leads)) > _NEARLY * len(totals):
        totals = leads = [False] * len(totals)
    if periods := period_parts(table.labels):
        totals = [total or at in periods for at, total in enumerate(totals)]
        plain = [simple and at not in periods for at, simple in enumerate(plain)]
    if levels is None:
        marks = [next((table.text(row, at) for at in running), "") for row in table.rows]
        levels = levels_of(deepest, marks, _label_places(labels, totals), totals)
        if not any(levels):
            codes = [[table.text(row, column.at) for row in table.rows] for column in table.of("key")[:1]]
            levels = (codes and code_levels(codes[0], totals)) or grouping.levels or levels
    cells, lines = table.grid.cells, []
    for at, (row, label, level, total) in enumerate(zip(table.rows, table.labels, levels, totals, strict=True)):
        section = not any(map(str.strip, map(cells[row].__getitem__, [at for at in figures if at < len(cells[row])])))
        if plain[at] and at not in grouping.totals:
            lines.append(Line(label, level, section=section))
            continue
        led = (at in grouping.totals or leads[at]) and not total
        carried = any(map(wordlist.is_carried, labels[at]))
        brought = carried and any(map(wordlist.is_brought, labels[at]))
        apart = carried or any(map(_is_apart, labels[at]))
        lines.append(Line(label, level, total, led, section, apart, carried, brought))
    return lines


def _is_apart(text: str) -> bool:
    """The line must not be added to others."""
    return wordlist.is_share(text) or wordlist.is_not_additive(text) or wordlist.is_of_which(text)


def _label_places(labels: Sequence[Sequence[str]], totals: Sequence[bool]) -> list[int]:
    """Which label column each row fills, where every row fills one alone; else that says nothing of levels."""
    if not labels or len(labels[0]) <= 1:
        return [0] * len(labels)
    filled = [[at for at, text in enumerate(texts) if text.strip()] for texts in labels]
    alone = all(len(places) <= 1 for places, total in zip(filled, totals, strict=True) if not total)
    return [places[0] if alone and places else 0 for places in filled]
