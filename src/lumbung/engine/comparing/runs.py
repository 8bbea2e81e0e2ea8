"""One finished run as it is compared: its tables and the circumstances they were made in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

TABLES = ("records", "memberships", "cooperatives", "standings", "cells", "facts")


@dataclass(frozen=True, slots=True)
class RuleMark:
    """Which wording of which rule: two rules are one where `sha256` agrees."""

    code: str
    version: int
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Input:
    """A list the run was made from."""

    source: str
    file: str
    sha256: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Run:
    """A reconciliation as it was written; `tables` are those of `TABLES`, alternatives included."""

    name: str  # the folder, as a person calls it
    tables: Mapping[str, pa.Table]
    as_of: date
    rule: RuleMark
    rules: Mapping[str, RuleMark]
    inputs: tuple[Input, ...]
    place: str = ""
    example: bool = False
    language: str = "id"
    versions: Mapping[str, str] = field(default_factory=dict)

    def base(self, name: str) -> pa.Table:
        """A table without the alternatives that only serve the intervals."""
        table = self.tables[name]
        if name in ("cooperatives", "memberships"):
            return table.filter(pc.invert(table.column("alternative")))
        if name in ("standings", "facts"):
            ids = self.base("cooperatives").column("cooperative_id")
            return table.filter(pc.is_in(table.column("cooperative_id"), ids))
        return table
