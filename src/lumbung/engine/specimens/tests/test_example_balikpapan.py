"""The example is what its README says: story and margins are recomputed from the committed files."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

FOLDER = Path(__file__).resolve().parents[5] / "examples" / "balikpapan"
REGISTER, CENSUS, TRUTH = "ods-balikpapan-juni-2024.xlsx", "sensus-lapangan-2024.csv", "kebenaran.csv"
AS_OF = date(2024, 6, 30)
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


def as_date(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell)
    for pattern in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a calendar day
        except ValueError:
            continue
    parts = text.split()
    return date(int(parts[2]), MONTHS.index(parts[1]) + 1, int(parts[0])) if len(parts) == 3 else None


@pytest.fixture(scope="module")
def sheet() -> list[list[object]]:
    return CalamineWorkbook.from_path(FOLDER / REGISTER).get_sheet_by_index(0).to_python()


@pytest.fixture(scope="module")
def register(sheet) -> dict[str, dict[str, object]]:
    rows = [dict(zip(map(str, sheet[4]), row, strict=True)) for row in sheet[5:-1]]
    return {str(int(row["No"])): row for row in rows}


@pytest.fixture(scope="module")
def census() -> dict[str, dict[str, str]]:
    with (FOLDER / CENSUS).open(encoding="utf-8-sig", newline="") as file:
        next(file)  # the title
        return {row["No"]: row for row in csv.DictReader(file, delimiter=";")}


@pytest.fixture(scope="module")
def truth() -> list[dict[str, str]]:
    with (FOLDER / TRUTH).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def cooperatives(truth) -> dict[str, dict[str, str]]:
    return {told["eid"]: told for told in truth}


@pytest.fixture(scope="module")
def active(cooperatives) -> list[dict[str, str]]:
    return [told for told in cooperatives.values() if told["status_benar"] == "aktif"]


def test_the_script_makes_the_committed_bytes(tmp_path):
    subprocess.run([sys.executable, FOLDER / "make.py", tmp_path], check=True)

    for name in (REGISTER, CENSUS, TRUTH):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_both_lists_say_that_they_are_a_sample(sheet):
    assert sheet[2][0] == "DATA CONTOH – BUKAN DATA RESMI"
    assert sheet[1][0] == "KOTA BALIKPAPAN, KEADAAN 30 JUNI 2024"
    assert "DATA CONTOH – BUKAN DATA RESMI" in (FOLDER / CENSUS).read_text("utf-8-sig").splitlines()[0]


def test_the_two_streams_of_the_story(register, census, cooperatives):
    listed = [told for told in cooperatives.values() if told["n_baris_ods"] != "0"]
    fates = Counter(told["status_benar"] for told in listed)
    field_only = Counter(told["status_benar"] for told in cooperatives.values() if told["n_baris_ods"] == "0")

    assert (len(register), len(listed), len(census)) == (587, 578, 515)
    assert fates["belum_dikunjungi"] == 92
    assert fates["tidak_ditemukan"] == 13
    assert fates["tidak_beroperasi"] + fates["tutup"] == 49
    assert fates["aktif"] == 424
    assert field_only == {"aktif": 16}


def test_active_by_kind(active):
    assert Counter(told["jenis_benar"] for told in active) == {
        "jasa": 19,
        "konsumen": 354,
        "pemasaran": 14,
        "ksp_konvensional": 15,
        "ksp_syariah": 5,
        "produsen": 33,
    }


def test_active_by_district_with_one_unknown(active):
    assert Counter(told["kecamatan_benar"].removeprefix("Balikpapan ") for told in active) == {
        "Barat": 36,
        "Tengah": 62,
        "Kota": 143,
        "Selatan": 82,
        "Utara": 76,
        "Timur": 40,
        "tidak diketahui": 1,
    }


def test_the_unknown_one_has_a_district_only_in_the_register(truth, register, census):
    of = {told["sumber"]: told["no"] for told in truth if told["kecamatan_benar"] == "tidak diketahui"}
    visit, listed = census[of["lapangan"]], register[of["ods"]]

    assert (visit["Kelurahan"], visit["Kecamatan"], visit["Latitude"]) == ("", "", "")
    assert "kel" not in visit["Alamat Sekretariat"].lower()
    assert str(listed["Kecamatan"]).title() == "Balikpapan Timur"


def test_the_visits_themselves_give_the_published_kinds_and_districts(truth, census):
    """From the census cells alone, once it is known which rows are one cooperative."""
    first = {
        told["eid"]: census[told["no"]]
        for told in truth
        if told["sumber"] == "lapangan" and told["status_benar"] == "aktif"
    }
    kinds = Counter(
        row["Jenis"].lower().removeprefix("kop. ").replace("konsumsi", "konsumen") for row in first.values()
    )
    wrong = [
        told["no"]
        for told in truth
        if told["sumber"] == "lapangan"
        and told["kode_kecamatan_benar"]
        and told["kecamatan_benar"].split()[1].lower() != census[told["no"]]["Kecamatan"].lower().split()[-1]
    ]

    assert (kinds["jasa"], kinds["konsumen"], kinds["pemasaran"], kinds["produsen"]) == (19, 354, 14, 33)
    assert kinds["ksp"] + kinds["simpan pinjam"] == 15
    assert kinds["kspps"] + kinds["simpan pinjam syariah"] == 5
    # Some sheets name the district that Balikpapan Kota was split from; their kelurahan tells the truth.
    assert {census[number]["Kecamatan"].lower().split()[-1] for number in wrong} == {"selatan"}
    assert 1 <= len(wrong) <= 6


def test_37_of_the_424_belong_to_the_province_or_the_ministry(truth, register):
    areas: dict[str, str] = {}
    for told in truth:
        if told["sumber"] == "ods" and told["status_benar"] == "aktif":
            areas.setdefault(told["eid"], str(register[told["no"]]["Bentuk Koperasi"]))

    assert Counter(areas.values()) == {
        "Primer Kabupaten/Kota": 387,
        "Primer Provinsi": 28,
        "Primer Nasional": 9,
    }


def test_the_field_only_ones_have_their_reasons(truth, census):
    notes = {told["eid"]: census[told["no"]]["Keterangan"] for told in truth if told["n_baris_ods"] == "0"}
    signs = ("kantor cabang", "belum berbadan hukum", "terdaftar di ODS", "koperasi baru")

    assert [sum(sign in note for note in notes.values()) for sign in signs] == [4, 4, 3, 3]
    assert sum(not note for note in notes.values()) == 2


def test_meetings_and_certificates_follow_the_founding(register):
    for number, row in register.items():
        founded, rat = as_date(row["Tanggal Badan Hukum Pendirian"]), as_date(row["Tanggal RAT Terakhir"])
        valid_to = as_date(row["Tanggal Berlaku Sertifikat"])
        assert founded is None or founded <= AS_OF, number
        assert rat is None or (rat <= AS_OF and (founded is None or rat > founded)), number
        status = {None: "Belum Bersertifikat", True: "Sudah Bersertifikat", False: "Sertifikat - Expired"}
        assert row["Status NIK"] == status[valid_to and valid_to >= AS_OF], number


def test_a_grade_above_d_has_a_meeting_in_three_book_years(register):
    for number, row in register.items():
        rat = as_date(row["Tanggal RAT Terakhir"])
        recent = rat is not None and rat.year >= 2022  # book year 2021 or later
        assert row["Grade"] == "-" or (row["Grade"] != "D") == recent, number


def test_legal_numbers_fit_their_founding_dates(register):
    eras = {
        "KWK": (1967, 1998),
        "KDK": (1998, 2001),
        "M.KUKM": (2014, 2019),
        "AHU": (2019, 2024),
        "518": (2001, 2013),
    }
    seen = Counter()
    for number, row in register.items():
        text, founded = (
            str(row["Nomor Badan Hukum Pendirian"]).upper(),
            as_date(row["Tanggal Badan Hukum Pendirian"]),
        )
        era = next((era for era in ("AHU", "M.KUKM", "KWK", "KDK") if era in text.replace("M KUKM", "M.KUKM")), None)
        era = era or ("518" if re.search(r"\b518\b", text) else None)
        if era and founded:
            assert eras[era][0] <= founded.year <= eras[era][1], number
            seen[era] += 1

    assert min(seen[era] for era in eras) > 20


def test_members_add_up_and_niks_have_their_digits(register):
    for number, row in register.items():
        assert row["Anggota Pria"] + row["Anggota Wanita"] == row["Total Anggota"], number
        nik = row["NIK"] if isinstance(row["NIK"], str) else f"{row['NIK']:.0f}"
        assert re.fullmatch(r"6471\d{9}", nik), number


def test_names_that_do_not_belong_to_2024_are_absent(register, census):
    names = [str(row["Nama Koperasi"]) for row in [*register.values(), *census.values()]]

    assert not [name for name in names if "merah putih" in name.lower()]


def test_phones_are_of_a_block_nobody_has(register, census):
    phones = [str(row["No Telepon"]) for row in register.values()] + [row["No HP"] for row in census.values()]

    assert all(re.fullmatch(r"(0|\+62)840[\d-]+", phone) for phone in phones if phone)


def test_the_pairs_for_a_person_are_there(truth, register, census):
    names = {"ods": register, "lapangan": census}
    eids = {str(names[told["sumber"]][told["no"]]["Nama Koperasi"]): told["eid"] for told in truth}

    for listed, visited in (
        ("KOPERASI KARYAWAN BESTARI UTAMA PT NARWALOKA MARINA", "Kopkar PT. Narwaloka Marina"),
        ("KPRI SMP NEGERI 27 WIDYA PRAJA", "KPN SMPN 27 Widya"),
        ("KPRI SMP NEGERI 28 WIDYA BAKTI", "Kop. Guru SMP Negeri Widya"),
        ("KOPERASI SERBA USAHA SELARAS SAMUDERA", "Koperasi Konsumen Samudera Gemilang"),
    ):
        assert eids[listed] == eids[visited]
    assert "KOPERASI KONSUMEN KARYAWAN RUKUN BAHARI PT NARWALOKA MARINA" in eids
