"""Lists written as text tables, so that a test reads as a page a colleague can argue with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from lumbung.engine.cleaning import clean_records
from lumbung.engine.linking import Linkage, link, links_table
from lumbung.engine.linking.grouping import members_of

HOME = {"regency": "Kota Balikpapan"}


@dataclass(frozen=True)
class Written:
    """A list as a reader would hand it on (cleaning.RawLike)."""

    source: str
    cells: pa.Table
    place_hint: str | None = "KOTA BALIKPAPAN"
    as_of: date | None = date(2024, 6, 30)


def written(text: str) -> dict[str, list[dict[str, str]]]:
    """Rows by source. The first line holds headings; column `no` starts with R (register) or C (census)."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    heads = [cell.strip() for cell in lines[0].split("|")]
    rows: dict[str, list[dict[str, str]]] = {"register": [], "census": []}
    for line in lines[1:]:
        row = dict(zip(heads, (cell.strip() for cell in line.split("|")), strict=True))
        rows["register" if row["no"].startswith("R") else "census"].append(row | HOME)
    return rows


def raw_list(source: str, rows: list[dict[str, str]]) -> Written:
    """The rows as cells: empty text is an empty cell."""
    fields = sorted({field for row in rows for field in row} - {"no"})
    cells = {
        "sheet": pa.array(["Sheet1"] * len(rows), pa.string()),
        "row": pa.array(range(2, len(rows) + 2), pa.int32()),
        "number": pa.array([row["no"] for row in rows], pa.string()),
        **{f: pa.array([row.get(f) or None for row in rows], pa.string()) for f in fields},
        "raw": pa.array([json.dumps(row, sort_keys=True) for row in rows], pa.string()),
    }
    return Written(source, pa.table(cells))


def records_of(rows: dict[str, list[dict[str, str]]]) -> pa.Table:
    """tables.RECORDS of both lists."""
    parts = [clean_records(raw_list(source, listed))[0] for source, listed in rows.items() if listed]
    return pa.concat_tables(parts)


def linked(rows: dict[str, list[dict[str, str]]], judgements: pa.Table | None = None) -> list[set[str]]:
    """The cooperatives as sets of the rows' `no`, in order."""
    records = records_of(rows)
    return by_key(records, link(records, judgements))


def by_key(records: pa.Table, linkage: Linkage) -> list[set[str]]:
    """Clusters of `linkage` as sets of keys."""
    key = dict(zip(records.column("record_id").to_pylist(), records.column("key").to_pylist(), strict=True))
    clusters = members_of(linkage.clusters).values()
    return sorted(({key[linkage.encoded.record_ids[i]] for i in rows} for rows in clusters), key=sorted)


def tiers(rows: dict[str, list[dict[str, str]]]) -> dict[tuple[str, str], str]:
    """Tier of every kept pair by the rows' `no`."""
    records = records_of(rows)
    key = dict(zip(records.column("record_id").to_pylist(), records.column("key").to_pylist(), strict=True))
    return {(key[k["left_id"]], key[k["right_id"]]): k["tier"] for k in links_table(link(records)).to_pylist()}
