"""Both lists as a careful person would read them in an hour: the same fields for every alternative."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import python_calamine

FIELDS = {
    "number": ("no",),
    "name": ("nama koperasi",),
    "legal": ("nomor badan hukum pendirian", "no badan hukum"),
    "nik": ("nik", "nik koperasi"),
    "address": ("alamat", "alamat sekretariat"),
    "village": ("kelurahan/desa", "kelurahan"),
    "regency": ("kabupaten/kota",),
    "chair": ("nama ketua",),
}
PREFIX = re.compile(
    r"\b(koperasi|kop|kopkar|kpri|ksu|ksp|kspps|kud|konsumen|kons|jasa|produsen|pemasaran|simpan|pinjam|karyawan"
    r"|pegawai|republik|indonesia|negeri|serba|usaha|pt|cv|kota|balikpapan|disingkat)\b"
)
_STREET = re.compile(r"\b(jl|jln|jalan|no|nomor|rt)\b|[^a-z0-9 ]")


def rows_of(path: Path) -> list[list[str]]:
    """Cells as text; csv with ; or comma, else the first sheet."""
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        return list(csv.reader(text.splitlines(), delimiter=";" if text.split("\n")[0].count(";") else ","))
    cells = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    return [[str(int(c)) if isinstance(c, float) and c.is_integer() else str(c) for c in row] for row in cells]


def table_of(path: Path) -> pa.Table:
    """The compared fields of one list, lower case.

    Returns:
        `unique_id` (the list's running number), `whole` (the name without signs), `name` (and without the words of
        its legal form), `first` (its first word), `legal` (letters and digits of the number), `nik` (13 digits),
        `address`, `village`, `regency`, `chair`; null where nothing usable stands.
    """
    rows = rows_of(path)
    at = next(i for i, row in enumerate(rows) if any(c.strip().lower() == "nama koperasi" for c in row))
    heads = [c.strip().lower() for c in rows[at]]
    columns = {f: next((heads.index(h) for h in names if h in heads), None) for f, names in FIELDS.items()}
    named = heads.index("nama koperasi")
    body = [r for r in rows[at + 1 :] if len(r) == len(heads) and r[named].strip()]
    text = {f: [r[c].strip().lower() if c is not None else "" for r in body] for f, c in columns.items()}
    name = [re.sub(r"[^a-z0-9 ]", " ", n) for n in text["name"]]
    own = [" ".join(PREFIX.sub(" ", n).split()) or n for n in name]
    digits = [re.sub(r"[^a-z0-9]", "", v) for v in text["legal"]]
    return pa.table(
        {
            "unique_id": text["number"],
            "whole": [" ".join(n.split()) for n in name],
            "name": own,
            "first": [n.split()[0] if n.split() else None for n in own],
            "legal": [v if len(v) > 3 else None for v in digits],
            "nik": [v if len(v) == 13 else None for v in text["nik"]],
            "address": [_STREET.sub(" ", v).strip() or None for v in text["address"]],
            "village": [v.replace(" ", "") or None for v in text["village"]],
            "regency": text["regency"],
            "chair": [v or None for v in text["chair"]],
        }
    )


def write_pairs(path: Path, pairs: Iterable[tuple[str, str, float]]) -> None:
    """Write register_key, census_key, probability."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["register_key", "census_key", "probability"])
        writer.writerows(pairs)
