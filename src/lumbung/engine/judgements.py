"""People's verdicts from a file: the review.csv of an earlier run with its column `judgement` filled in."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.tables import JUDGEMENTS

SIDES = ("left", "right")
COLUMNS = ("left_source", "left_key", "right_source", "right_key", "judgement")
WORDS = {
    "same": ("same", "sama", "s", "y", "ya", "1", "yes"),
    "different": ("different", "beda", "berbeda", "b", "d", "t", "tidak", "0", "no"),
    "cannot_tell": ("cannot_tell", "cannot tell", "tidak tahu", "tidak dapat dipastikan", "ragu", "?", "3"),
}
_VERDICT = {word: verdict for verdict, words in WORDS.items() for word in words}


def read_judgements(path: Path, records: pa.Table) -> tuple[pa.Table, list[Finding]]:
    """tables.JUDGEMENTS out of `path`; rows without a verdict are left out.

    Args:
        path: CSV with the columns of review.csv; more columns are ignored.
        records: tables.RECORDS of this run; keys are looked up in it.
    Raises:
        BadInput: All findings at once, if the file, a verdict or a key cannot be read.
    """
    rows = list(_rows(path))
    record_of = {
        (source, key): record_id
        for source, key, record_id in zip(
            *(records.column(c).to_pylist() for c in ("source", "key", "record_id")), strict=True
        )
    }
    wrong: list[Finding] = []
    out: dict[tuple[str, str], tuple[str, str]] = {}
    for number, row in rows:
        told = (row.get("judgement") or "").strip().casefold()
        if not told:
            continue
        finding = _finding(row, told, record_of)
        if finding:
            wrong.append(finding.at(source=path.name, row=number))
            continue
        ends = [record_of[_place(row, side)] for side in SIDES]
        left, right = sorted(ends, key=lambda r: (r.startswith("C"), r))
        out[left, right] = (_VERDICT[told], (row.get("reason") or "").strip())
    if wrong:
        raise BadInput(wrong)
    ordered = sorted((left, right, *verdict) for (left, right), verdict in out.items())
    columns: list[tuple[str, ...]] = list(zip(*ordered, strict=True)) or [(), (), (), ()]
    table = pa.Table.from_arrays([pa.array(c, pa.string()) for c in columns], schema=JUDGEMENTS)
    return table, [Finding("judgements_read", {"count": len(ordered)}, severity="note", source=path.name)]


def _finding(row: Mapping[str, str], told: str, record_of: Mapping[tuple[str, str], str]) -> Finding | None:
    if told not in _VERDICT:
        return Finding("judgement_word_unknown", column="judgement", value=told)
    for side in SIDES:
        source, key = _place(row, side)
        if (source, key) not in record_of:
            return Finding("judgement_key_unknown", {"list": source}, column=f"{side}_key", value=key)
    return None


def _place(row: Mapping[str, str], side: str) -> tuple[str, str]:
    """List and key as the run wrote them; the apostrophe that disarms formulas is ours."""
    return row[f"{side}_source"], row[f"{side}_key"].removeprefix("'")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their number as the spreadsheet counts them."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(Finding("judgements_unreadable", source=path.name, value=str(path))) from error
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(text.splitlines(), delimiter=separator)
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or [])]
    if missing:
        raise BadInput(Finding("judgements_columns_missing", {"columns": ", ".join(missing)}, source=path.name))
    for number, row in enumerate(reader, 2):
        yield number, {c: (row.get(c) or "").strip() for c in (*COLUMNS, "reason")}
