"""How well a linkage meets a known truth."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa

from lumbung.engine.cleaning import clean_records
from lumbung.engine.linking import link, links_table
from lumbung.engine.reading import read_list
from lumbung.engine.specimens import Specimen, write_specimen


def score_specimen(specimen: Specimen) -> tuple[float, int, int]:
    """F1 of register-census row pairs at probability 0.5, wrong and all pairs of the automatic tier."""
    with tempfile.TemporaryDirectory() as folder:
        write_specimen(specimen, Path(folder))
        lists = [("register", "ods.xlsx"), ("census", "field.csv")]
        records = pa.concat_tables(clean_records(read_list(Path(folder, f), source=s))[0] for s, f in lists)
    source = {"ods": "register", "lapangan": "census"}
    truth = {(source[str(t["sumber"])], str(t["no"])): t["eid"] for t in specimen.truth}
    real = {
        record_id: truth[s, key]
        for record_id, s, key in zip(
            *(records.column(c).to_pylist() for c in ("record_id", "source", "key")), strict=True
        )
    }
    return _score(links_table(link(records)).to_pylist(), real)


def _score(links: list[dict[str, object]], real: dict[str, object]) -> tuple[float, int, int]:
    pairs = [k for k in links if k["scope"] == "register_census" and k["probability"] >= 0.5]
    right = sum(real[k["left_id"]] == real[k["right_id"]] for k in pairs)
    census = [e for record_id, e in real.items() if record_id.startswith("C")]
    actual = sum(census.count(e) for record_id, e in real.items() if record_id.startswith("R"))
    automatic = [k for k in links if k["tier"] == "auto"]
    wrong = sum(real[k["left_id"]] != real[k["right_id"]] for k in automatic)
    return 2 * right / (len(pairs) + actual), wrong, len(automatic)
