"""The bridge as a page: a waterfall per headline figure, whose bars open the cooperatives behind them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.safestring import mark_safe

from lumbung.core.language import gettext_noop
from lumbung.engine.comparing import Bridge
from lumbung.reports.bridge.others import counted, named
from lumbung.reports.bridge.words import BridgeWords
from lumbung.reports.drawing import bridge_bar

HEADLINES = ("active", "listed", "known", "visited", "listed_rows")  # rows of "streams"
SHOWN = 300  # cooperatives listed under one bar; the rest stands in lists.csv
CROSS = "kind_by_district"
_STEPS: tuple[int, ...] = tuple(digit * 10**zeros for zeros in range(12) for digit in (1, 2, 5))
SLIVER = 8  # changes below an eighth of the whole are drawn on an axis that is cut
Row = dict[str, Any]

_TITLE = gettext_noop("From %(old)s to %(new)s active cooperatives")
_SAME = gettext_noop("%(n)s active cooperatives in both runs")
_CUT = gettext_noop("The axis is cut: the bars begin at %(n)s, not at 0.")
_HOLDS = gettext_noop("%(old)s %(parts)s = %(new)s")


class View:
    """Everything the template needs, in words."""

    def __init__(self, bridge: Bridge, words: BridgeWords) -> None:
        self.bridge, self.words = bridge, words
        self.cells = {(c["table"], c["row"], c["column"]): c for c in bridge.cells.to_pylist()}
        self.people = {p["component"]: p for p in bridge.changed.to_pylist()}
        self.parts: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for part in bridge.parts.to_pylist():
            self.parts[part["table"], part["row"], part["column"]].append(part)

    def title(self) -> str:
        """The page's headline."""
        cell = self.cells["streams", "active", "total"]
        if cell["old"] == cell["new"]:
            return self.words.say(_SAME, n=cell["new"])
        return self.words.say(_TITLE, old=cell["old"], new=cell["new"])

    def waterfalls(self) -> list[Row]:
        """One waterfall per headline figure that has parts; "active" always."""
        lists = self._lists()
        found = []
        for row in HEADLINES:
            key = ("streams", row, "total")
            if key in self.cells and (self.parts[key] or row == "active"):
                found.append(self._waterfall(key, lists[key]) | self._others(row, lists[key]))
        return found

    def _others(self, row: str, lines: list[Row]) -> Row:
        """Who changed without changing the number of the active: a sentence, and the lists to open."""
        counts = counted(self.bridge) if row == "active" else {}
        groups = [self._group(cause, count) for cause, count in counts.items()]
        return {"stays": self.words.others(counts, stays=not lines), "others": groups}

    def _group(self, cause: str, count: int) -> Row:
        number = self.words.words.number
        people = [
            self._person(one.component, 0) | {"change": self.words.change(cause, one.detail, one.rules)}
            for one in named(self.bridge, cause, SHOWN)
        ]
        if cause == "district":  # the change names both
            people = [one | {"place": ""} for one in people]
        more = number(count - SHOWN) if count > SHOWN else ""
        return {"label": self.words.cause(cause), "number": number(count), "people": people, "more": more}

    def _lists(self) -> dict[tuple[str, str, str], list[Row]]:
        told: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        headline = set(HEADLINES)
        for line in self.bridge.lists.to_pylist():
            if line["table"] == "streams" and line["row"] in headline:
                told[line["table"], line["row"], line["column"]].append(line)
        return told

    def _waterfall(self, key: tuple[str, str, str], lines: list[Row]) -> Row:
        cell, number = self.cells[key], self.words.words.number
        steps = _steps(lines)
        heights = [cell["old"], cell["new"], *_heights(cell["old"], steps)]
        whole, floor = max(heights), _floor(heights)
        at, bars = cell["old"], []
        for k, (cause, detail, amount, members) in enumerate(steps):
            bar = bridge_bar(at, at + amount, whole, _tone(amount), floor=floor, before=True, after=k < len(steps))
            at += amount
            bars.append(
                {
                    "label": self.words.cause(cause, detail),
                    "change": self.words.change(cause, detail),
                    "number": number(amount, sign=True),
                    "bar": mark_safe(bar),
                    "people": [self._person(line["component"], line["amount"]) for line in members[:SHOWN]],
                    "more": number(len(members) - SHOWN) if len(members) > SHOWN else "",
                }
            )
        result = "active" if key[1] == "active" else "stream"
        sums = " ".join(f"{'−' if amount < 0 else '+'} {number(abs(amount))}" for _, _, amount, _ in steps)
        return {
            "title": self.words.axis("streams", 0, key[1]),
            "old": number(cell["old"]),
            "new": number(cell["new"]),
            "old_bar": mark_safe(
                bridge_bar(0, cell["old"], whole, "stream", floor=floor, before=False, after=bool(steps))
            ),
            "new_bar": mark_safe(
                bridge_bar(0, cell["new"], whole, result, floor=floor, before=bool(steps), after=False)
            ),
            "bars": bars,
            "cut": self.words.say(_CUT, n=floor) if floor else "",
            "sum": self.words.say(_HOLDS, old=cell["old"], parts=sums, new=cell["new"]) if steps else "",
            "holds": at == cell["new"],
        }

    def _person(self, component: int, amount: int) -> Row:
        one, words = self.people[component], self.words
        name = one["new_name"] or one["old_name"] or ""
        before = one["old_name"] if one["old_name"] and one["new_name"] and one["old_name"] != one["new_name"] else ""
        district = one["new_district"] or one["old_district"]
        return {
            "name": name,
            "before": before,
            "place": words.words.district(district) if district else "",
            "old": words.reason(one["old_reason"]) if one["old_reason"] else "",
            "new": words.reason(one["new_reason"]) if one["new_reason"] else "",
            "amount": words.words.number(amount, sign=True) if abs(amount) > 1 else "",
        }

    def cross(self) -> Row | None:
        """Kind by district: before, after and what the difference is made of."""
        keys = [key for key in self.cells if key[0] == CROSS]
        if not keys:
            return None
        rows = list(dict.fromkeys(row for _, row, _ in keys))
        columns = [c for c in dict.fromkeys(column for _, _, column in keys) if self._any(c)]
        return {
            "columns": [self.words.axis(CROSS, 1, column) for column in columns],
            "lines": [
                {
                    "name": self.words.axis(CROSS, 0, row),
                    "sum": row == "total",
                    "cells": [self._crossed((CROSS, row, column)) for column in columns],
                }
                for row in rows
            ],
        }

    def _any(self, column: str) -> bool:
        return any(
            cell["old"] or cell["new"] for key, cell in self.cells.items() if key[0] == CROSS and key[2] == column
        )

    def _crossed(self, key: tuple[str, str, str]) -> Row:
        cell = self.cells.get(key)
        if cell is None:
            return {"new": "", "difference": "", "parts": []}
        number = self.words.words.number
        return {
            "new": number(cell["new"]),
            "difference": number(cell["difference"], sign=True) if cell["difference"] else "",
            "down": cell["difference"] < 0,
            "parts": [
                f"{number(p['amount'], sign=True)} {self.words.short(p['cause'])}"
                for p in self.parts[key]
                if p["amount"]
            ],
        }


def _steps(lines: list[Row]) -> list[tuple[str, str, int, list[Row]]]:
    """(cause, detail, amount, lines) of one cell: causes in their order, inside one the largest change first."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for line in lines:
        groups[line["cause"], line["detail"]].append(line)
    order = list(_ORDER)
    steps = [(cause, detail, sum(m["amount"] for m in members), members) for (cause, detail), members in groups.items()]
    return sorted(steps, key=lambda s: (order.index(s[0]), -abs(s[2]), s[1]))


def _heights(start: int, steps: list[tuple[str, str, int, list[Row]]]) -> list[int]:
    at, seen = start, []
    for _, _, amount, _ in steps:
        at += amount
        seen.append(at)
    return seen


def _floor(heights: list[int]) -> int:
    """Where the axis begins: 0, or further up where the changes would be slivers against the whole bars."""
    low, high = min(heights), max(heights)
    span = high - low
    if not span or span * SLIVER > high:
        return 0
    step = next(step for step in _STEPS if step >= span)
    return max(0, (low - span) // step * step)


def _tone(amount: int) -> str:
    """What leaves is not therefore inactive (it may be gone, or not visited), so no colour of a state is used."""
    return "plain" if amount < 0 else "join-band"


_ORDER = (
    "left", "entered", "merged", "split", "regrouped", "undecided", "rule", "rule_or_evidence", "ending", "evidence",
    "listing",
    "duplicates", "kind", "district", "level", "reason", "reported",
)  # fmt: skip
