from __future__ import annotations

import csv
import importlib.util
import os
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from lumbung.engine.specimens import LEVELS, Specimen, make_specimen, write_specimen
from lumbung.engine.specimens.register import HEADINGS

ROOT = Path(__file__).resolve().parents[5]
LEVEL_NAMES = ["light", "medium", "heavy", "brutal"]


@pytest.fixture(scope="module")
def levels() -> dict[str, Specimen]:
    return {name: make_specimen(seed=3, noise=name) for name in LEVEL_NAMES}


def share(rows: list[dict[str, object]], holds) -> float:
    return sum(map(holds, rows)) / len(rows)


def test_one_seed_makes_one_specimen():
    assert make_specimen(seed=5) == make_specimen(seed=5)


def test_another_seed_makes_another_specimen():
    assert make_specimen(seed=5).census != make_specimen(seed=6).census


def test_the_files_are_the_same_bytes_each_time(tmp_path):
    for name in ("first", "second"):
        write_specimen(make_specimen(seed=5, register_rows=60, census_rows=50), tmp_path / name)

    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert files == ["field.csv", "ods.xlsx", "ringkasan.json", "truth.csv"]
    assert [(tmp_path / "first" / f).read_bytes() for f in files] == [
        (tmp_path / "second" / f).read_bytes() for f in files
    ]


@pytest.mark.parametrize("name", LEVEL_NAMES)
def test_row_counts_are_the_ones_asked_for(levels, name):
    assert (len(levels[name].register), len(levels[name].census)) == (587, 515)


def test_a_census_longer_than_the_register_has_more_cooperatives_only_in_the_field():
    specimen = make_specimen(seed=1, register_rows=100, census_rows=150)

    assert (len(specimen.register), len(specimen.census)) == (100, 150)
    assert specimen.summary["belum_dikunjungi"] == 0
    assert int(str(specimen.summary["aktif_hanya_lapangan"])) >= 40


def test_more_noise_leaves_fewer_legal_numbers(levels):
    nothing = ("", "-", "tidak tahu", "belum ada")
    missing = [share(levels[name].census, lambda row: row["No Badan Hukum"] in nothing) for name in LEVEL_NAMES]

    assert missing == sorted(missing)
    assert missing[0] < 0.52
    assert missing[-1] > 0.68


@pytest.mark.parametrize("column", ["NIK Koperasi", "Nama Ketua", "No HP", "Alamat Sekretariat", "Kecamatan"])
def test_more_noise_leaves_more_cells_empty(levels, column):
    empty = [share(levels[name].census, lambda row: row[column] == "") for name in LEVEL_NAMES]

    assert empty == sorted(empty)
    assert empty[0] < empty[-1]


def test_every_probability_grows_with_the_level():
    for field in LEVELS["light"].__slots__:
        values = [getattr(LEVELS[name], field) for name in LEVEL_NAMES]
        assert field == "name" or values == sorted(values), field


def test_an_unknown_level_is_named():
    with pytest.raises(ValueError, match="'gentle'"):
        make_specimen(seed=1, noise="gentle")


def test_an_unknown_regency_is_named():
    with pytest.raises(ValueError, match="9999"):
        make_specimen(seed=1, regencies=("9999",))


def test_several_regencies_lend_their_own_villages():
    specimen = make_specimen(seed=1, register_rows=80, census_rows=60, regencies=("6471", "3271"))

    assert {row["Kabupaten/Kota"] for row in specimen.register} == {"Kota Balikpapan", "Kota Bogor"}


def test_the_register_has_the_headings_of_the_extract_and_mixed_cells(levels):
    register = levels["medium"].register

    assert tuple(register[0]) == HEADINGS
    assert len(HEADINGS) == 27
    assert {type(row["NIK"]) for row in register} == {str, float}
    assert {type(row["Tanggal Badan Hukum Pendirian"]) for row in register} == {str, date}


def test_different_cooperatives_share_legal_numbers(levels):
    of_number: dict[object, set[object]] = {}
    eids = {told["no"]: told["eid"] for told in levels["light"].truth if told["sumber"] == "ods"}
    for row in levels["light"].register:
        of_number.setdefault(row["Nomor Badan Hukum Pendirian"], set()).add(eids[row["No"]])

    assert sum(len(shared) > 1 for number, shared in of_number.items() if "518" in str(number)) >= 5


def test_second_visits_agree_on_the_fate(levels):
    fates = {"aktif", "tutup", "tidak", "tdk", "sudah"}
    told = {row["no"]: row for row in levels["brutal"].truth if row["sumber"] == "lapangan"}
    for row in levels["brutal"].census:
        word = str(row["Status"]).lower()
        assert word.split()[0] in fates
        assert (word == "aktif") == (told[row["No"]]["status_benar"] == "aktif")


def test_the_workbook_has_titles_headings_in_row_five_and_a_total(tmp_path):
    write_specimen(make_specimen(seed=2, register_rows=40, census_rows=30), tmp_path)
    rows = CalamineWorkbook.from_path(tmp_path / "ods.xlsx").get_sheet_by_index(0).to_python()

    assert rows[1][0] == "KOTA BALIKPAPAN, KEADAAN 30 JUNI 2025"
    assert rows[2][0] == "DATA CONTOH – BUKAN DATA RESMI"
    assert tuple(rows[4]) == HEADINGS
    assert len(rows) == 46
    assert rows[-1][0] == "JUMLAH"


@pytest.mark.shared
def test_the_truth_fits_the_scorer(tmp_path):
    scorer = Path(os.environ.get("LUMBUNG_SHARED", ROOT.parent / "shared")) / "tools" / "score.py"
    if not scorer.exists():
        pytest.skip(f"{scorer.name} is not here: the shared folder is absent")
    spec = importlib.util.spec_from_file_location("score", scorer)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    specimen = make_specimen(seed=2)
    write_specimen(specimen, tmp_path)
    truth = score.read_truth(tmp_path / "truth.csv")
    pairs = [(a, b) for a in truth if a[0] == "R" for b in truth if b[0] == "F" and truth[a] == truth[b]]

    result = score.score(truth, pairs)
    assert (result["f1"], result["wrong_merges"]) == (1.0, 0)
    assert result["true_pairs"] == specimen.summary["pasangan_benar"]


def test_the_census_is_a_semicolon_file_with_a_byte_order_mark(tmp_path):
    specimen = make_specimen(seed=2, register_rows=40, census_rows=30)
    write_specimen(specimen, tmp_path)

    assert (tmp_path / "field.csv").read_bytes().startswith(b"\xef\xbb\xbfNo;Tanggal Kunjungan;")
    with (tmp_path / "field.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["Nama Koperasi"] for row in csv.DictReader(file, delimiter=";")] == [
            row["Nama Koperasi"] for row in specimen.census
        ]
