"""Tables of very many districts, rolled up to regencies or provinces: a screen holds some dozen rows, not thousands.

A number of a group opens the list of all its districts. Its bounds are sums of theirs, so they hold "at the outside".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

Cell = dict[str, Any]  # a row of engine.tables.CELLS
WIDTHS = (4, 2)  # digits of the codes of regencies and provinces
SHOWN = 60  # rows of a table that a person still reads
_DISTRICTS = "_by_district"


def rolled_up(cells: Iterable[Cell], shown: int) -> list[Cell]:
    """`cells` with the districts of a table in groups, where it has more than `shown`; every other cell as it was.

    The groups are regencies if at most `shown` of them come out, else provinces; they stand where the first of their
    districts stood.
    """
    told = list(cells)
    widths = {table: _width({c["row"] for c in told if c["table"] == table}, shown) for table in _tables(told)}
    groups: dict[Any, list[Cell]] = {}
    for n, cell in enumerate(told):
        width = widths.get(cell["table"], 0)
        key = (cell["table"], cell["row"][:width], cell["column"]) if width and cell["row"].isdecimal() else n
        groups.setdefault(key, []).append(cell)
    return [_joined(key[1], some) if isinstance(key, tuple) else some[0] for key, some in groups.items()]


def _tables(cells: Iterable[Cell]) -> set[str]:
    return {cell["table"] for cell in cells if cell["table"].endswith(_DISTRICTS)}


def _width(rows: set[str], shown: int) -> int:
    """How many digits of the codes to keep; 0 = all."""
    districts = {row for row in rows if row.isdecimal()}
    if len(districts) <= shown:
        return 0
    return next((width for width in WIDTHS if len({row[:width] for row in districts}) <= shown), WIDTHS[-1])


def _joined(code: str, cells: Sequence[Cell]) -> Cell:
    added = {name: sum(cell[name] for cell in cells) for name in ("count", "low", "high")}
    exact = added["low"] == added["high"]
    return {**cells[0], **added, "row": code, "exact": exact, "list_hash": "", "predicate": _any_of(cells)}


def _any_of(cells: Sequence[Cell]) -> str | None:
    """The predicate that all `cells` meet together; theirs differ in their district alone."""
    told = [json.loads(cell["predicate"] or "{}") for cell in cells]
    if not all("district" in one for one in told):
        return None
    return json.dumps({**told[0], "district": [one["district"] for one in told]})
