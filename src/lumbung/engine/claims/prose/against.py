"""The figures of a text beside the cells of a run: only what the words place for certain is compared.

A number is placed by the words between it and the next number (engine/law/against.toml), a list by its labels: kinds, or
districts of the run. What nobody can place raises no alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from lumbung.engine.claims.model import Examined, Figure, Verdict
from lumbung.engine.claims.prose.document import Document, read
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.telling import told
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.cleaning.law import law

Key = tuple[str, str, str]
CROSS = "kind_by_district"
FEWEST = 2  # labels of one list that must be known before any of them is placed


def against(examined: Examined, cells: pa.Table) -> Examined:
    """`examined` with a verdict of kind "against" for every figure that names a cell of a run.

    Args:
        cells: tables.CELLS of the run.
    Returns:
        The same, its verdicts followed by one per placed figure: it holds where the cell's count, or a value inside
        its interval, is the published figure.
    """
    known = {(c["table"], c["row"], c["column"]): c for c in cells.to_pylist()}
    placed = list(_listed(examined, known))
    if examined.text is not None:
        placed += _phrased(read(examined.text), known)
    found, seen = [], set()
    for figure, key in placed:
        mark = (figure.place, figure.text)
        if mark not in seen and figure.exact and figure.value is not None:
            seen.add(mark)
            found.append(_verdict(figure, known[key]))
    return replace(examined, verdicts=(*examined.verdicts, *found))


def _verdict(figure: Figure, cell: Mapping[str, Any]) -> Verdict:
    published, count = figure.value or Decimal(0), Decimal(cell["count"])
    name = "/".join(cell[part] for part in ("table", "row", "column"))
    params: dict[str, Decimal | str | int | float] = {
        "subject": figure.label or figure.text, "published": published, "computed": count, "cell": name,
    }  # fmt: skip
    if published == count:
        finding = told("claim.against.holds", "holds", **params)
        return Verdict("against", "holds", finding, (figure,), None, count, Decimal(0), subject=figure.label)
    if cell["low"] <= published <= cell["high"]:
        finding = told("claim.against.inside", "holds", low=cell["low"], high=cell["high"], **params)
        return Verdict("against", "holds", finding, (figure,), None, count, count - published, subject=figure.label)
    finding = told("claim.against.fails", "fails", **params)
    return Verdict("against", "fails", finding, (figure,), None, count, count - published, subject=figure.label)


def _listed(examined: Examined, known: Mapping[Key, Any]) -> Iterator[tuple[Figure, Key]]:
    """Parts of a list whose labels are kinds, or districts of the run."""
    kinds = {word: (CROSS, "total", kind) for kind, words in law("against")["kinds"].items() for word in words}
    names = {**kinds, **_districts(known)}
    for verdict in examined.verdicts:
        if verdict.kind != "sum":
            continue
        found = [(figure, names.get(_folded(figure.label))) for figure in verdict.parts]
        sure = [(figure, key) for figure, key in found if key is not None and key in known]
        if len(sure) >= max(FEWEST, len(found) - 1):
            yield from sure


def _districts(known: Mapping[Key, Any]) -> dict[str, Key]:
    """District names of the run, with and without the word they all begin with."""
    codes = sorted({row for table, row, _ in known if table == CROSS and row.isdecimal()})
    names: dict[str, Key] = {}
    for code in codes:
        home = regency(code[:4])
        name = _folded(home.names.get(code, "")) if home else ""
        for spelling in (name, name.partition(" ")[2]):
            if spelling:
                names.setdefault(spelling, (CROSS, code, "total"))
    return names


def _folded(label: str) -> str:
    words = [word for word in label.casefold().split() if word not in ("kecamatan", "kec.", "koperasi", "di", "unit")]
    return " ".join(words)


def _phrased(document: Document, known: Mapping[Key, Any]) -> Iterator[tuple[Figure, Key]]:
    for sentence, quantities in enumerate(document.by_sentence):
        for at, quantity in enumerate(quantities):
            after = quantities[at + 1].first - 1 if at + 1 < len(quantities) else quantity.last + 12
            words = document.words(sentence, quantity.last + 1, after)
            key = _cell_of(quantity, words)
            if key in known:
                yield quantity.figure(document.excerpt(sentence, quantity.first, after)), key


def _cell_of(quantity: Quantity, words: tuple[str, ...]) -> Key:
    told_words = set(words)
    for phrase in law("against")["phrase"]:
        fits = set(phrase["all"]) <= told_words and (not phrase["any"] or told_words & set(phrase["any"]))
        if quantity.role == "count" and fits and not told_words & set(phrase["none"]):
            table, row, column = phrase["cell"]
            return table, row, column
    return "", "", ""
