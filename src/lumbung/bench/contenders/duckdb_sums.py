"""The same sums in DuckDB: one query for the rows, one for the columns.

    python -m lumbung.bench.contenders.duckdb_sums TABLE.csv ANSWER.json

Reads and answers like `plain_sums`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb


def main(table: Path, answer: Path) -> None:
    """Check the table and write the answer."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t AS SELECT * FROM read_csv(?)", [str(table)])
    columns = [name for name, *_ in connection.execute("DESCRIBE t").fetchall()][1:]
    *parts, total = (f'"{name}"' for name in columns)
    rows = connection.execute(f"SELECT rowid + 1 FROM t WHERE {' + '.join(parts)} <> {total} ORDER BY 1").fetchall()
    differences = ", ".join(
        f"sum({name}) FILTER (rowid < last) <> any_value({name}) FILTER (rowid = last)" for name in (*parts, total)
    )
    wrong = connection.execute(f"SELECT {differences} FROM t, (SELECT max(rowid) AS last FROM t)").fetchone() or ()
    found = {"rows": [at for (at,) in rows], "columns": [at for at, bad in enumerate(wrong, start=1) if bad]}
    answer.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:3]))
