"""The real lists of ../shared/data, where they are present."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from lumbung.engine.reading import looks_like, read_list

DATA = Path(os.environ.get("LUMBUNG_SHARED") or Path(__file__).parents[6] / "shared") / "data"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here; set LUMBUNG_SHARED"),
]


def test_the_register_of_balikpapan() -> None:
    raw = read_list(DATA / "balikpapan-dev" / "ods.xlsx", source="register")

    assert raw.cells.num_rows == 587
    assert raw.as_of == date(2024, 6, 30)
    assert raw.place_hint == "KOTA BALIKPAPAN"
    assert [(finding.code, finding.row) for finding in raw.findings] == [("total_row", 593)]
    assert all(column.field for column in raw.columns)
    assert looks_like(raw) == "register"


def test_the_census_of_balikpapan() -> None:
    raw = read_list(DATA / "balikpapan-dev" / "field.csv", source="census")

    assert raw.cells.num_rows == 515
    assert all(column.field for column in raw.columns)
    assert {"outcome", "visited_on", "visitor", "latitude"} <= set(raw.cells.column_names)
    assert looks_like(raw) == "census"


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("kota-bogor/koperasi.csv", 400),
        ("real-samples/gianyar-ods-rinci.csv", 20),
        ("real-samples/subang-daftar.csv", 10),
        ("real-samples/tangerang-sertifikat-nik.csv", 4),
    ],
)
def test_real_lists_are_read_whole(file: str, rows: int) -> None:
    raw = read_list(DATA / file, source="register")

    assert raw.cells.num_rows == rows
    assert raw.cells.column("name").null_count == 0
    assert not [finding for finding in raw.findings if finding.severity != "warning"]


def test_the_official_column_names_are_understood() -> None:
    import json  # noqa: PLC0415 -- only here

    from lumbung.engine.reading.synonyms import synonyms_for  # noqa: PLC0415

    words = json.loads((DATA / "real-samples" / "kosakata-ods.json").read_text("utf-8"))
    known = synonyms_for("register")
    headings = words["kolom_rinci_ods"] + words["kolom_layanan_ods_profil"]
    assert [heading for heading in headings if known.meaning(heading).field is None] == []
