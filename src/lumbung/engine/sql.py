"""DuckDB over Arrow tables: one short-lived database in memory a call, nothing kept, nothing read from disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa


class Database:
    """Statements over the tables it was opened with."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, statement: str) -> None:
        """Execute `statement`, such as CREATE TABLE ... AS."""
        self._connection.execute(statement)

    def register(self, name: str, table: pa.Table) -> None:
        """Let statements see `table` by `name` too."""
        self._connection.register(name, table)

    def table(self, query: str) -> pa.Table:
        """The rows of `query`; order them in it, or their order means nothing."""
        return self._connection.sql(query).to_arrow_table()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """The rows of `query` as Python tuples."""
        return self._connection.sql(query).fetchall()


@contextmanager
def database(**tables: pa.Table) -> Iterator[Database]:
    """A database that sees `tables` by their names."""
    connection = duckdb.connect(":memory:")
    try:
        for name, table in tables.items():
            connection.register(name, table)
        yield Database(connection)
    finally:
        connection.close()


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """`table` with exactly the columns and types of `schema`, in its order; a missing column is null."""
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def literal(value: object) -> str:
    """`value` (text, number, truth value or None) as SQL text."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def name(column: str) -> str:
    """`column` as a quoted SQL name."""
    return '"' + column.replace('"', '""') + '"'
