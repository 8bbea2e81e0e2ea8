"""The named alternative: plain Splink with sensible settings on the same two files, as one process.

    python benchmarks/plain_splink.py REGISTER CENSUS LINKS.csv

Reads both lists, lower-cases and strips legal prefixes as a careful user would in ten lines, blocks on number, NIK,
village and first words, estimates u by random sampling and m by EM, predicts, and writes register_key, census_key,
probability. No one-to-one step, no knowledge of cooperatives beyond that.
"""

from __future__ import annotations

import csv
import logging
import re
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import python_calamine
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

FIELDS = {
    "number": ("no",),
    "name": ("nama koperasi",),
    "legal": ("nomor badan hukum pendirian", "no badan hukum"),
    "nik": ("nik", "nik koperasi"),
    "address": ("alamat", "alamat sekretariat"),
    "village": ("kelurahan/desa", "kelurahan"),
    "chair": ("nama ketua",),
}
PREFIX = re.compile(
    r"\b(koperasi|kop|kopkar|kpri|ksu|ksp|kspps|kud|konsumen|kons|jasa|produsen|pemasaran|simpan|pinjam|karyawan"
    r"|pegawai|republik|indonesia|negeri|serba|usaha|pt|cv|kota|balikpapan|disingkat)\b"
)


def rows_of(path: Path) -> list[list[str]]:
    """Cells as text; csv with ; or comma, else the first sheet."""
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        return list(csv.reader(text.splitlines(), delimiter=";" if text.split("\n")[0].count(";") else ","))
    cells = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    return [[str(int(c)) if isinstance(c, float) and c.is_integer() else str(c) for c in row] for row in cells]


def table_of(path: Path) -> pa.Table:
    """The compared fields of one list."""
    rows = rows_of(path)
    at = next(i for i, row in enumerate(rows) if any(c.strip().lower() == "nama koperasi" for c in row))
    heads = [c.strip().lower() for c in rows[at]]
    columns = {f: next((heads.index(h) for h in names if h in heads), None) for f, names in FIELDS.items()}
    body = [r for r in rows[at + 1 :] if len(r) == len(heads) and r[columns["name"]].strip()]
    text = {f: [r[c].strip().lower() if c is not None else "" for r in body] for f, c in columns.items()}
    name = [re.sub(r"[^a-z0-9 ]", " ", n) for n in text["name"]]
    own = [" ".join(PREFIX.sub(" ", n).split()) or n for n in name]
    digits = [re.sub(r"[^a-z0-9]", "", v) for v in text["legal"]]
    return pa.table(
        {
            "unique_id": text["number"],
            "name": own,
            "first": [n.split()[0] if n.split() else None for n in own],
            "legal": [v if len(v) > 3 else None for v in digits],
            "nik": [v if len(v) == 13 else None for v in text["nik"]],
            "address": [
                re.sub(r"\b(jl|jln|jalan|no|nomor|rt)\b|[^a-z0-9 ]", " ", v).strip() or None for v in text["address"]
            ],
            "village": [v.replace(" ", "") or None for v in text["village"]],
            "chair": [v or None for v in text["chair"]],
        }
    )


def main(register: Path, census: Path, out: Path) -> None:
    """Link the two files and write the pairs."""
    logging.disable(logging.WARNING)
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    lists = [
        api.register(table_of(register), dataset_display_name="register"),
        api.register(table_of(census), dataset_display_name="census"),
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.97, 0.9, 0.8]),
            cl.ExactMatch("legal"),
            cl.ExactMatch("nik"),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.85]),
            cl.ExactMatch("village").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("chair", [0.92]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("legal"),
            block_on("nik"),
            block_on("name"),
            block_on("village", "first"),
            block_on("chair"),
        ],
    )
    linker = Linker(lists, settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("legal"), block_on("nik")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("village", "first"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("legal"))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pyarrow_table()
    left, right = found["source_dataset_l"].to_pylist(), found
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["register_key", "census_key", "probability"])
        for side, a, b, p in zip(
            left,
            right["unique_id_l"].to_pylist(),
            right["unique_id_r"].to_pylist(),
            right["match_probability"].to_pylist(),
            strict=True,
        ):
            writer.writerow([a, b, p] if side == "register" else [b, a, p])


if __name__ == "__main__":
    main(*(Path(a) for a in sys.argv[1:4]))
