"""The real lists of ../shared/data, where they are present."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from lumbung.core.findings import Finding
from lumbung.engine.cleaning import clean_records
from lumbung.engine.reading import read_list

DATA = Path(os.environ.get("LUMBUNG_SHARED") or Path(__file__).parents[6] / "shared") / "data"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here; set LUMBUNG_SHARED"),
]
LISTS = {
    "balikpapan-dev/ods.xlsx": "register",
    "balikpapan-dev/field.csv": "census",
    "kota-bogor/koperasi.csv": "register",
    "real-samples/gianyar-ods-rinci.csv": "register",
    "real-samples/subang-daftar.csv": "register",
    "real-samples/tangerang-sertifikat-nik.csv": "register",
}


@cache
def cleaned(file: str) -> tuple[pa.Table, list[Finding]]:
    return clean_records(read_list(DATA / file, source=LISTS[file]))


@pytest.mark.parametrize("file", LISTS)
def test_every_row_has_a_name_and_almost_every_number_is_read(file):
    table, _ = cleaned(file)
    unread = sum(
        a is not None and b is None
        for a, b in zip(table["legal_number"].to_pylist(), table["legal_serial"].to_pylist(), strict=True)
    )

    assert all(table["name_tokens"].to_pylist())
    assert unread <= table.num_rows // 200


@pytest.mark.parametrize(
    "file", ["balikpapan-dev/ods.xlsx", "balikpapan-dev/field.csv", "real-samples/gianyar-ods-rinci.csv"]
)
def test_every_row_that_tells_a_place_has_its_district(file):
    table, _ = cleaned(file)
    told = [bool(v or d) for v, d in zip(table["village"].to_pylist(), table["district"].to_pylist(), strict=True)]

    assert [code is not None for code in table["district_code"].to_pylist()] == told


def test_one_visit_tells_no_place_and_gets_none():
    table, _ = cleaned("balikpapan-dev/field.csv")

    assert table["district_code"].null_count == 1


def test_villages_stay_open_only_where_a_former_name_is_told():
    for file, rows in (("balikpapan-dev/ods.xlsx", 0), ("balikpapan-dev/field.csv", 1)):
        table, findings = cleaned(file)
        former = Counter(finding.code for finding in findings)["clean.village_former_name"]

        assert table["village_code"].null_count == former + rows


def test_outcomes_and_kinds_of_the_census_are_all_known():
    table, _ = cleaned("balikpapan-dev/field.csv")

    assert (table["outcome"].null_count, table["kind"].null_count, table["visited_on"].null_count) == (0, 0, 0)


def test_a_list_without_regency_finds_its_own_by_its_districts():
    table, _ = cleaned("kota-bogor/koperasi.csv")

    assert set(table["regency_code"].to_pylist()) == {"3271"}
    assert table["district_code"].null_count == 0
