"""The simplest alternative: a census row is the register row of the same regency with the same name.

    python -m lumbung.bench.contenders.exact_names REGISTER CENSUS LINKS.csv

Capitals, signs and spaces do not count; all register rows of the same name are proposed. One DuckDB join.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from lumbung.bench.contenders.reading import table_of, write_pairs


def main(register: Path, census: Path, out: Path) -> None:
    """Link the two files and write the pairs."""
    connection = duckdb.connect()
    connection.register("register_list", table_of(register))
    connection.register("census_list", table_of(census))
    found = connection.execute(
        "SELECT r.unique_id, c.unique_id FROM register_list r JOIN census_list c USING (whole, regency) ORDER BY ALL"
    )
    write_pairs(out, ((left, right, 1.0) for left, right in found.fetchall()))


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
