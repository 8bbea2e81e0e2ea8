"""Likeness of names: rapidfuzz's token_sort_ratio, the best register row of the same regency above a threshold.

    python -m lumbung.bench.contenders.fuzzy_names REGISTER CENSUS LINKS.csv

Each census row takes the register row whose name, without the words of its legal form, is most like its own; the
first of several. The likeness / 100 is written as the probability.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from rapidfuzz import fuzz, process

from lumbung.bench.contenders.reading import table_of, write_pairs

AT_LEAST = 65.0  # of 100; the best of 60 to 95 in fives on four other lists, seeds 901 to 904, one a noise level


def main(register: Path, census: Path, out: Path) -> None:
    """Link the two files and write the pairs."""
    listed, visited = _by_regency(table_of(register)), _by_regency(table_of(census))
    blocks = ((listed[regency], rows) for regency, rows in visited.items() if regency in listed)
    write_pairs(out, (pair for left, right in blocks for pair in _best(left, right)))


def _by_regency(table: pa.Table) -> dict[str, list[tuple[str, str]]]:
    """Regency -> (running number, name) of its rows."""
    blocks: dict[str, list[tuple[str, str]]] = defaultdict(list)
    columns = (table[name].to_pylist() for name in ("regency", "unique_id", "name"))
    for regency, number, name in zip(*columns, strict=True):
        blocks[regency].append((number, name))
    return blocks


def _best(left: list[tuple[str, str]], right: list[tuple[str, str]]) -> Iterator[tuple[str, str, float]]:
    names = ([name for _, name in rows] for rows in (right, left))
    likeness = process.cdist(*names, scorer=fuzz.token_sort_ratio, score_cutoff=AT_LEAST, workers=-1)
    for (number, _), row, at in zip(right, likeness, likeness.argmax(axis=1), strict=True):
        if row[at] >= AT_LEAST:
            yield left[at][0], number, float(row[at]) / 100


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
