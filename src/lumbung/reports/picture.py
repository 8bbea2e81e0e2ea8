"""What a report is made from: the engine's tables and the circumstances they were computed in.

Written as protocols so that a report can be made from files, from the office's database, or from a test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import pyarrow as pa

from lumbung.engine import tables


class Rule(Protocol):
    """One version of a definition of "active"; `title` and the values of `reasons` are catalogue sentences."""

    @property
    def code(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def legal_basis(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def reasons(self) -> Mapping[str, str]: ...


class Column(Protocol):
    """One column of a file: its heading as written and our field, or None where it was not understood."""

    @property
    def heading(self) -> str: ...
    @property
    def field(self) -> str | None: ...


class Input(Protocol):
    """One file that was read; `cells` has one row per record."""

    @property
    def source(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def as_of(self) -> date | None: ...
    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def cells(self) -> pa.Table: ...


class Picture(Protocol):
    """Everything one reconciliation found out (lumbung.engine.pipeline makes it)."""

    @property
    def tables(self) -> Mapping[str, pa.Table]: ...
    @property
    def as_of(self) -> date: ...
    @property
    def rule(self) -> Rule: ...
    @property
    def rules(self) -> Sequence[Rule]: ...
    @property
    def inputs(self) -> Sequence[Input]: ...
    @property
    def example(self) -> bool: ...
    @property
    def place(self) -> str: ...


KNOWN = "known"  # the base of the figures where a picture names none: every cooperative told by either source


def base_of(picture: Picture) -> str:
    """The code of what the figures are counted among."""
    return getattr(picture, "base", None) or KNOWN


Row = dict[str, Any]


def table(picture: Picture, name: str) -> pa.Table:
    """The engine table `name`, empty where the picture has none, with exactly the contract's columns."""
    schema = tables.ALL[name]
    found = picture.tables.get(name)
    if found is None:
        return schema.empty_table()
    columns = [
        found.column(field.name).cast(field.type) if field.name in found.column_names
        else pa.nulls(found.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def rows(picture: Picture, name: str, *columns: str) -> list[Row]:
    """The rows of table `name` as dictionaries, in the table's order; only `columns` if any are named."""
    found = table(picture, name)
    result: list[Row] = (found.select(list(columns)) if columns else found).to_pylist()
    return result
