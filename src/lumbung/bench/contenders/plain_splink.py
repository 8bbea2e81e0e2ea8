"""The named alternative: plain Splink with sensible settings on the same two files, as one process.

    python -m lumbung.bench.contenders.plain_splink REGISTER CENSUS LINKS.csv

Lower-cases and strips legal prefixes as a careful user would in ten lines, blocks on number, NIK, village and first
words, estimates u by random sampling and m by EM, predicts, and writes the pairs of at least 0.5. No one-to-one step,
no knowledge of cooperatives beyond that.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from lumbung.bench.contenders.reading import table_of, write_pairs

COMPARED = ("unique_id", "name", "first", "legal", "nik", "address", "village", "chair")


def settings() -> SettingsCreator:
    """What is compared and which pairs are looked at."""
    return SettingsCreator(
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


def main(register: Path, census: Path, out: Path) -> None:
    """Link the two files and write the pairs."""
    logging.disable(logging.WARNING)
    api = DuckDBAPI(duckdb.connect())
    lists = [
        api.register(table_of(path).select(COMPARED), dataset_display_name=name)
        for name, path in (("register", register), ("census", census))
    ]
    linker = Linker(lists, settings(), log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("legal"), block_on("nik")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("village", "first"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("legal"))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pyarrow_table()
    columns = ("source_dataset_l", "unique_id_l", "unique_id_r", "match_probability")
    rows = zip(*(found[column].to_pylist() for column in columns), strict=True)
    write_pairs(out, ((a, b, p) if side == "register" else (b, a, p) for side, a, b, p in rows))


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
