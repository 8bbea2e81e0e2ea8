"""Each linker on a small list of its own kind: the same files in, pairs out."""

from __future__ import annotations

from importlib.util import find_spec
from types import SimpleNamespace

import pytest

from lumbung.bench import contenders
from lumbung.bench.contenders import ALL, OURS, chosen
from lumbung.bench.contenders.exact_names import main as exact_names
from lumbung.bench.contenders.reading import table_of, write_pairs
from lumbung.bench.linkage import measure_linkage
from lumbung.bench.lists import Size
from lumbung.bench.speed import measure_speed
from lumbung.core.findings import BadInput
from lumbung.core.sentences import say

ABSENT = [package for one in ALL.values() for package in one.needs if find_spec(package) is None]
NEEDS = pytest.mark.skipif(bool(ABSENT), reason="the group `bench` is not installed: ./lumbung bench fetches it")
SMALL = Size(120, 105)
REGISTER = (
    "No;Nama Koperasi;NIK;Nomor Badan Hukum Pendirian;Alamat;Kelurahan/Desa;Kabupaten/Kota;Nama Ketua\n"
    "1;KOP. KARYAWAN Bina-Rasa;6471010010001;101/BH/KWK.17/1997;Jl. Mawar No. 3;Gunung Sari;Kota Balikpapan;SITI\n"
    "2;Kop Karyawan BINA RASA;;-;;;Kota Samarinda;\n"
)
CENSUS = "No;Nama Koperasi;Kelurahan;Kabupaten/Kota\n7;kop karyawan bina rasa;gunungsari;Kota Balikpapan\n"


@pytest.fixture
def lists(tmp_path):
    register, census = tmp_path / "ods.csv", tmp_path / "field.csv"
    register.write_text(REGISTER, "utf-8-sig")
    census.write_text(CENSUS, "utf-8-sig")
    return SimpleNamespace(register=register, census=census, out=tmp_path / "pairs.csv")


def test_fields_are_read_as_a_careful_person_would(lists):
    first, second = table_of(lists.register).to_pylist()

    assert first == {
        "unique_id": "1", "whole": "kop karyawan bina rasa", "name": "bina rasa", "first": "bina",
        "legal": "101bhkwk171997", "nik": "6471010010001", "address": "mawar    3", "village": "gunungsari",
        "regency": "kota balikpapan", "chair": "siti",
    }  # fmt: skip
    assert [second[field] for field in ("legal", "nik", "address", "village", "chair")] == [None] * 5


def test_the_same_name_in_the_same_regency_is_a_pair(lists):
    exact_names(lists.register, lists.census, lists.out)

    assert lists.out.read_text("utf-8").split() == ["register_key,census_key,probability", "1,7,1.0"]


def test_pairs_are_written_as_they_are_scored(tmp_path):
    write_pairs(tmp_path / "pairs.csv", [("1", "2", 0.5)])

    assert (tmp_path / "pairs.csv").read_text("utf-8").split() == ["register_key,census_key,probability", "1,2,0.5"]


def test_lumbung_comes_first_and_alternatives_are_chosen_by_name():
    assert [one.name for one in chosen(["exact_names"])] == [OURS, "exact_names"]


def test_an_unknown_alternative_is_refused():
    with pytest.raises(BadInput) as refused:
        chosen(["magic"])

    assert refused.value.findings[0].code == "bench_contender_unknown"


def test_missing_packages_are_told_with_the_way_to_get_them(monkeypatch):
    monkeypatch.setattr(contenders, "find_spec", lambda name: None)

    with pytest.raises(BadInput) as refused:
        chosen(["plain_splink", "fuzzy_names"])

    assert refused.value.exit_code == 2
    assert refused.value.findings[0].params == {"missing": "splink, rapidfuzz"}
    assert "./lumbung bench" in str(say(refused.value.findings[0], "en"))


def test_what_needs_nothing_is_measured_without_the_group(monkeypatch):
    monkeypatch.setattr(contenders, "find_spec", lambda name: None)

    assert [one.name for one in chosen(["exact_names"])] == [OURS, "exact_names"]


@pytest.mark.slow
@NEEDS
def test_every_linker_finds_most_of_a_small_light_list_and_ours_the_most():
    rows = measure_linkage(chosen([]), sizes=[SMALL], noises=["light"], seeds=1)
    f1 = {one.contender: one.all_pairs.f1 for one in rows}

    assert list(f1) == list(ALL)
    assert f1[OURS] == max(f1.values()) > 0.97
    assert min(f1["plain_splink"], f1["fellegi_sunter"], f1["fuzzy_names"]) > 0.7
    assert rows[0].automatic.precision > 0.99


@pytest.mark.slow
def test_speed_is_measured_with_what_was_found():
    rows = measure_speed(chosen(["exact_names"]), sizes=[SMALL], repeats=1)

    ours, exact = rows
    assert ours.measured.seconds > exact.measured.seconds > 0
    assert ours.measured.peak_bytes > exact.measured.peak_bytes > 30_000_000
    assert ours.score is not None
    assert exact.score is not None
    assert ours.score.f1 > exact.score.f1 > 0


@pytest.mark.slow
def test_a_linker_that_takes_too_long_found_nothing():
    rows = measure_linkage(chosen(["exact_names"]), sizes=[SMALL], noises=["light"], seeds=1, limit=0.05)

    assert [(one.all_pairs.proposed, one.all_pairs.recall) for one in rows] == [(0, 0.0), (0, 0.0)]
