"""Cells of a list that cannot be used, by row: what the register may keep of the row's last word."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from lumbung.core.findings import Finding
from lumbung.engine.reading import Column
from lumbung.registry.carrying import FIELDS, SUMS


class Unusable:
    """Asked row by row."""

    def __init__(self, columns: Iterable[Column], findings: Iterable[Finding]) -> None:
        fields = {column.heading: column.field for column in columns}
        self._totals = {total: [heading for heading, field in fields.items() if field == total] for total in SUMS}
        self._fields: dict[tuple[str, int], set[str]] = defaultdict(set)
        for f in findings:
            field = fields.get(f.column or "") or f.column
            if f.row is not None and f.severity == "error" and f.value and field in FIELDS:
                self._fields[f.sheet or "", f.row].add(field)

    def of(self, sheet: str, row: int, raw: str) -> Collection[str]:
        """Fields of that row whose cells cannot be used, and totals of such parts that have no cell of their own.

        Args:
            raw: Its cells as JSON, heading -> text.
        """
        found = self._fields.get((sheet, row))
        if not found:
            return ()
        totals = [total for total, parts in SUMS.items() if not found.isdisjoint(parts)]
        if not totals:
            return found
        cells: Mapping[str, str] = json.loads(raw)
        return found.union(t for t in totals if not any((cells.get(h) or "").strip() for h in self._totals[t]))
