"""Parquet files as a grid. Runs in the child process."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading.grid import Grid, GridMaker
from lumbung.engine.reading.limits import Limits


def read_parquet(path: Path, limits: Limits) -> Grid:
    """The file as a grid whose row 1 holds the column names, as in a spreadsheet. Raises BadInput."""
    try:
        file = pq.ParquetFile(path)
        about = file.metadata
        if about.num_rows > limits.rows:
            raise BadInput(Finding("too_many_rows", {"limit": limits.rows}))
        unpacked = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
        if unpacked > limits.archive_bytes:
            size = {"megabytes": unpacked // 2**20, "limit": limits.archive_bytes // 2**20}
            raise BadInput(Finding("unpacks_too_large", size))
        maker = GridMaker("", limits)
        maker.add(1, [str(name) for name in file.schema_arrow.names])
        number = 1
        for batch in file.iter_batches(batch_size=20_000):
            columns = [column.to_pylist() for column in batch.columns]
            for row in zip(*columns, strict=True):
                number += 1
                if row.count(None) + row.count("") != len(row):
                    maker.add(number, row)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as trouble:
        raise BadInput(Finding("corrupted")) from trouble
    return maker.grid()
