"""The lists inside the page: cooperatives, their rows and their links as compact JSON, without officers and phones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from lumbung.core.language import Language
from lumbung.reports.addresses import INSIDE
from lumbung.reports.evidence import phrases
from lumbung.reports.figures import RULE, Base, Figure
from lumbung.reports.labels import GROUPS, Words
from lumbung.reports.picture import Picture, Row, rows
from lumbung.reports.privacy import SHOWN, shown
from lumbung.reports.problems import Problem

LIMIT = 5_000  # cooperatives; above this the page points to tables/*.parquet

Column = list[Any] | dict[str, list[Any]]


def packed(values: Sequence[Any]) -> Column:
    """A column as it is, or as dictionary and places where values repeat: {"d": [...], "v": [...]}."""
    places: dict[Any, int] = {}
    for value in values:
        places.setdefault(value, len(places))
    if len(places) * 2 > len(values):
        return list(values)
    return {"d": list(places), "v": [places[value] for value in values]}


def script_json(content: Any) -> str:
    """JSON that may stand inside a <script>: nothing in it can end the element or open a comment."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def embedded(
    picture: Picture,
    base: Base,
    figures: Sequence[tuple[Figure, str]],
    language: Language,
    problems: Iterable[Problem],
) -> dict[str, Any]:
    """Everything the page's script needs: {"cells", "coops", "rules", "records", "links", "problems", "labels"}.

    `figures` come with the words that name them. Cooperatives are told by their place in the columns.
    """
    records = _Records(picture, base)
    return {
        "cells": {
            INSIDE.of_selection(figure.table, figure.row, figure.column).removeprefix(INSIDE.selection): {
                "p": figure.predicate,
                "n": figure.count,
                "u": figure.unit,
                "t": title,
            }
            for figure, title in figures
            if figure.opens
        },
        "coops": _cooperatives(base, figures, language),
        "rules": [
            {
                "c": rule.code,
                "v": rule.version,
                "r": packed(base.told(RULE + rule.code)),
                "w": packed(base.reasons(rule.code)),
            }
            for rule in sorted(picture.rules, key=lambda one: (one.code != picture.rule.code, one.code))
            if rule.code in base.rules
        ],
        "records": records.columns(),
        "links": _links(picture, records.place, language),
        "problems": _problems(problems, records.place),
    }


def _cooperatives(base: Base, figures: Sequence[tuple[Figure, str]], language: Language) -> dict[str, Column]:
    asked = {column for figure, _ in figures for column in figure.predicate or {} if not column.startswith(RULE)}
    needed = sorted(
        asked
        | {
            "category",
            "district",
            "standing",
            "reason",
            "position",
            "visit_outcome",
            "register_records",
            "visited",
        }
    )
    words = Words(language)
    places: Mapping[str, list[Any]] = {
        name: base.table.column(name).to_pylist()
        for name in (
            "name",
            "coop_nik",
            "visited_on",
            "village_code",
            "district_code_register",
            "field_sources",
        )
    }
    told: dict[str, Column] = {name: packed(base.told(name)) for name in needed}
    told["id"] = base.ids
    told["name"] = [name or "" for name in places["name"]]
    told["nik"] = [nik or "" for nik in places["coop_nik"]]
    told["day"] = packed([words.short_day(day) for day in places["visited_on"]])
    told["village"] = packed([words.village(code) for code in places["village_code"]])
    told["beside"] = packed(places["district_code_register"])
    return told


class _Records:
    """Rows of the sources, in the order of their cooperatives, and what of them may be shown."""

    def __init__(self, picture: Picture, base: Base) -> None:
        owner: dict[str, int] = {}
        for member in rows(picture, "memberships"):
            if not member["alternative"] and member["cooperative_id"] in base.place:
                owner[member["record_id"]] = base.place[member["cooperative_id"]]
        self.base = base
        wanted = ("record_id", "source", "key", "sheet", "row", "name", "chair", "officers", "raw")
        self.rows = [row for row in rows(picture, "records", *wanted) if row["record_id"] in owner]
        self.rows.sort(key=lambda row: (owner[row["record_id"]], row["source"] != "register", row["record_id"]))
        self.owner = [owner[row["record_id"]] for row in self.rows]
        self.place = {row["record_id"]: place for place, row in enumerate(self.rows)}
        self.headings = {
            one.source: [(column.heading, column.field) for column in one.columns if column.field in SHOWN]
            for one in picture.inputs
        }
        self.files = {one.source: one.file for one in picture.inputs}

    def columns(self) -> dict[str, Any]:
        """{"coop", "source", "key", "sheet", "row"} and "fields": our field -> the text of each row."""
        cells = [self._cells(row) for row in self.rows]
        fields = [name for name in SHOWN if any(name in cell for cell in cells)]
        return {
            "id": [row["record_id"] for row in self.rows],
            "coop": self.owner,
            "source": packed([row["source"] for row in self.rows]),
            "key": [row["key"] or "" for row in self.rows],
            "sheet": packed([row["sheet"] or "" for row in self.rows]),
            "row": [row["row"] for row in self.rows],
            "files": self.files,
            "fields": {name: packed([cell.get(name, "") for cell in cells]) for name in fields},
            "led": packed(self._led()),
        }

    def _cells(self, row: Row) -> dict[str, str]:
        raw = json.loads(row["raw"] or "{}")
        people = [*filter(None, [row["chair"]]), *(row["officers"] or [])]
        told: dict[str, str] = {}
        for heading, field in self.headings.get(row["source"], []):
            text = shown(field, str(raw.get(heading) or "").strip(), people=people)
            if field and text:
                told[field] = f"{told[field]} · {text}" if field in told else text
        return told or ({"name": row["name"]} if row["name"] else {})

    def _led(self) -> list[str]:
        """For each row the fields the cooperative took from it, joined by commas."""
        led: list[list[str]] = [[] for _ in self.rows]
        for text in self.base.table.column("field_sources").to_pylist():
            for field, record_id in sorted(json.loads(text or "{}").items()):
                place = self.place.get(record_id) if isinstance(record_id, str) else None
                if place is not None:
                    led[place].append(field.removesuffix("_code"))
        return [",".join(fields) for fields in led]


def _links(picture: Picture, place: Mapping[str, int], language: Language) -> dict[str, Any]:
    kept = [
        row
        for row in rows(picture, "links")
        if (row["linked"] or row["tier"] == "review") and row["left_id"] in place and row["right_id"] in place
    ]
    told: dict[str, int] = {}  # each phrase is written once; a link names the places of its own
    why = [[told.setdefault(one, len(told)) for one in phrases(row["evidence"], language)] for row in kept]
    return {
        "left": [place[row["left_id"]] for row in kept],
        "right": [place[row["right_id"]] for row in kept],
        "tier": packed([row["tier"] for row in kept]),
        "linked": packed([row["linked"] for row in kept]),
        "why": why,
        "phrases": list(told),
    }


def _problems(problems: Iterable[Problem], place: Mapping[str, int]) -> dict[str, Column]:
    kept = list(islice((one for one in problems if one.record_id in place), 4_000))
    return {
        "record": [place[one.record_id] for one in kept if one.record_id],
        "what": packed([one.what for one in kept]),
        "mend": packed([one.mend for one in kept]),
    }


def labels_for_script(language: Language) -> dict[str, dict[str, str]]:
    """The words the script puts beside codes."""
    words = Words(language)
    groups = ("result", "category", "position", "source", "field", "tier", "reason", "outcome")
    return {group: {code: words.label(group, code) for code in GROUPS[group]} for group in groups}
