"""The process that opens a workbook: limited in memory and time, so that a hostile file ends it and not us.

Started by `lumbung.engine.reading.sandbox`; it leaves one Arrow file a sheet and `answer.json` in a folder.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from lumbung.core.findings import Finding, Refusal
from lumbung.engine.reading.grid import Grid
from lumbung.engine.reading.kinds import Kind
from lumbung.engine.reading.limits import Limits
from lumbung.engine.reading.workbooks import read_here

ANSWER = "answer.json"


def main() -> None:
    """Read the file named in the first argument (JSON: path, kind, folder, limits, layout) into the folder."""
    order = json.loads(sys.argv[1])
    limits = Limits(**order["limits"])
    folder = Path(order["folder"])
    _limit(limits)
    try:
        grids = read_here(Path(order["path"]), cast(Kind, order["kind"]), limits, layout=order["layout"])
        answer: dict[str, Any] = {"sheets": [_leave(grid, folder, at) for at, grid in enumerate(grids)]}
    except Refusal as refusal:
        answer = {"refused": [finding.as_json() for finding in refusal.findings]}
    except MemoryError:
        answer = {"refused": [Finding("too_much_memory", {"limit": limits.memory_bytes // 2**20}).as_json()]}
    (folder / ANSWER).write_text(json.dumps(answer), "utf-8")


def _limit(limits: Limits) -> None:
    seconds = int(limits.seconds) + 5
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            hard = resource.getrlimit(what)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # some systems do not limit address space; the wall time still holds
            continue


def _leave(grid: Grid, folder: Path, at: int) -> dict[str, Any]:
    table = grid.table.add_column(0, "row", pa.chunked_array([grid.rows])) if grid.table.num_columns else None
    name = f"{at}.arrow"
    if table is not None:
        with pa.OSFile(str(folder / name), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    return {
        "name": grid.name,
        "hidden": grid.hidden,
        "merges": grid.merges,
        "levels": grid.levels,
        "below": grid.below,
        "findings": [finding.as_json() for finding in grid.findings],
        "file": name if table is not None else None,
    }
