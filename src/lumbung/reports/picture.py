"""What a report is made from: the engine's tables and the circumstances they were computed in.

Written as protocols so that a report can be made from files, from the office's database, or from a test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    """A column of a file: its heading as written, the spreadsheet's letter, our field or None."""

    @property
    def heading(self) -> str: ...
    @property
    def letter(self) -> str: ...
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


BATCH = 20_000  # rows that become Python objects at a time


def base_of(picture: Picture) -> str:
    """The code of what the figures are counted among: every cooperative told by either source, or the one list."""
    return "known" if any(one.source == "census" for one in picture.inputs) else "listed"


Row = dict[str, Any]


def table(picture: Picture, name: str) -> pa.Table:
    """The engine table `name`, empty where the picture has none, with exactly the contract's columns."""
    schema = tables.ALL[name]
    found = picture.tables.get(name)
    if found is None:
        return schema.empty_table()
    columns = [
        found.column(field.name).cast(field.type)
        if field.name in found.column_names
        else pa.nulls(found.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def batches(told: pa.Table) -> Iterator[list[Row]]:
    """The rows of `told` as dictionaries, BATCH at a time."""
    for start in range(0, told.num_rows, BATCH):
        yield told.slice(start, BATCH).to_pylist()


def rows(picture: Picture, name: str, *columns: str) -> list[Row]:
    """The rows of table `name` as dictionaries, in the table's order; only `columns` if any are named."""
    found = table(picture, name)
    result: list[Row] = (found.select(list(columns)) if columns else found).to_pylist()
    return result
