"""The plain way to check a table: a short Python script with the csv module and `sum`.

    python -m lumbung.bench.contenders.plain_sums TABLE.csv ANSWER.json

Knows that the first column is a label, the last one the total of its row and the last row the total of its column.
Writes {"rows": [...], "columns": [...]}: places, from 1 below the headings, whose sum differs.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path


def main(table: Path, answer: Path) -> None:
    """Check the table and write the answer."""
    with table.open(newline="", encoding="utf-8-sig") as file:
        lines = csv.reader(file)
        next(lines)
        grid = [[int(cell) for cell in line[1:]] for line in lines]
    *body, totals = grid
    wrong = {
        "rows": [at for at, row in enumerate(grid, start=1) if sum(row[:-1]) != row[-1]],
        "columns": [
            at
            for at, (column, total) in enumerate(zip(zip(*body, strict=True), totals, strict=True), start=1)
            if sum(column) != total
        ],
    }
    answer.write_text(json.dumps(wrong), "utf-8")


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:3]))
