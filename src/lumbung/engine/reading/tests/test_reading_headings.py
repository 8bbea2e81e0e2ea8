"""Headings: synonyms, two rows, what the kind of list decides, a person's mapping."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from lumbung.core.findings import BadInput
from lumbung.engine.reading import FIELDS, load_mapping
from lumbung.engine.reading.headings import Reader
from lumbung.engine.reading.synonyms import Synonyms, synonyms_for

LAW = Path(__file__).parents[2] / "law" / "headings.toml"

HANDBOOK_2_10 = """
Koperasi = name
Nomor_Badan_Hukum_Pendirian = legal_number
Tanggal_Badan_Hukum_Pendirian = legal_on
Nomor_Perubahan_Anggaran_Dasar = amendment_number
Tanggal_Perubahan_Anggaran_Dasar = amendment_on
Tanggal_RAT_Terakhir = last_rat_on
Alamat = address
Desa = village
Kecamatan = district
Kabupaten = regency
Provinsi = province
Bentuk_Koperasi = form
Jenis_Koperasi = kind
Kelompok_Koperasi = group
Sektor_Usaha = sector
Nama_Ketua = chair
Nama_Sekretaris = secretary
Nama_Bendahara = treasurer
Nama_Pengawas = internal_supervisor
Nama_Manager = manager
Jumlah_Anggota_Pria = members_m
Jumlah_Anggota_Wanita = members_f
Total_Anggota = members
Total_Manajer = managers
Total_Karyawan = employees
NIK = coop_nik
Status_NIK = certificate_status
Tanggal_Berlaku_Sertipikat = certificate_valid_to
Status_Grade = nik_grade
Status = ods_status
"""

AS_OFFICES_WRITE = """
No. = number
NM KOPERASI = name
Nama Kop. = name
NO.BH = legal_number
Tgl. BH = legal_on
No / Tgl Badan Hukum = legal_number
Kel./Desa = village
KELURAHAN / DESA = village
Kec = district
Kab./Kota = regency
Jns Koperasi = kind
Kel. Koperasi = group
Jml. Anggota (orang) = members
Jlh Anggota Lk = members_m
ANGGOTA PEREMPUAN = members_f
Anggota L = members_m
jmlAnggota_wanita = members_f
nikKoperasi = coop_nik
namakoperasi = name
Nomor Induk Koperasi\xa0(NIK) = coop_nik
Modal Sendiri (Rp) = own_capital
Aset Tahun 2023 = assets
Total Asset = assets
S H U = net_surplus
SHU 2023 = net_surplus
Tgl RAT Terakhir = last_rat_on
RAT 2023 = None
Aset (juta rupiah) = None
Masa Berlaku Sertifikat = certificate_valid_to
No. Telp/HP = phone
Anggota Luar Biasa = None
"""


def rows(table: str) -> list[tuple[str, str | None]]:
    pairs = (line.rsplit(" = ", 1) for line in table.strip().splitlines())
    return [(heading, None if name == "None" else name) for heading, name in pairs]


@pytest.mark.parametrize(("heading", "field"), rows(HANDBOOK_2_10) + rows(AS_OFFICES_WRITE))
def test_a_heading_means_its_field(heading: str, field: str | None) -> None:
    assert synonyms_for("register").meaning(heading).field == field


def test_status_is_the_outcome_of_the_visit_in_a_census() -> None:
    assert synonyms_for("census").meaning("STATUS").field == "outcome"
    assert synonyms_for("register").meaning("STATUS").field == "ods_status"


def test_every_synonym_means_one_field_and_every_field_exists() -> None:
    law = tomllib.loads(LAW.read_text("utf-8"))
    known = synonyms_for("neutral")
    for part in ("fields", "fields_if_alone"):
        for name, headings in law[part].items():
            assert name in FIELDS
            for heading in headings:
                assert (heading, known.meaning(heading).field) == (heading, name)
    own = {name for told in law["sources"].values() for name in told}
    assert {*law["fields"], *own} == set(FIELDS)


@pytest.mark.parametrize("source", ["register", "census", "certificate", "agency"])
def test_what_a_heading_means_in_one_kind_of_list_holds_there(source: str) -> None:
    told, known = tomllib.loads(LAW.read_text("utf-8"))["sources"][source], synonyms_for(source)

    assert {heading: known.meaning(heading).field for headings in told.values() for heading in headings} == {
        heading: name for name, headings in told.items() for heading in headings
    }
    assert all(known.aliases()[name][0] == headings[0] for name, headings in told.items())


def test_the_nearest_known_heading_is_named() -> None:
    known: Synonyms = synonyms_for("register")
    assert known.nearest("Nama Koprasi") == "Nama Koperasi"
    assert known.nearest("Xyzzy") is None


def test_two_heading_rows_with_merged_cells_are_joined() -> None:
    head = [
        ["No", "Nama Koperasi", "Badan Hukum", None, "Anggota", None, None, "Alamat"],
        [None, None, "Nomor", "Tanggal", "L", "P", "Jml", None],
        ["1", "KSU MAJU", "12/BH/2001", "2001-01-01", "3", "4", "7", "JL A"],
    ]
    found = Reader(synonyms_for("register"), {}).find(head, list("ABCDEFGH"))

    assert found is not None
    assert (found.at, found.deep) == (0, 2)
    assert [column.field for column in found.columns] == [
        "number", "name", "legal_number", "legal_on", "members_m", "members_f", "members", "address",
    ]  # fmt: skip
    assert found.columns[4].heading == "Anggota L"


def test_a_weak_synonym_counts_only_alone() -> None:
    reader = Reader(synonyms_for("census"), {})
    alone = reader.find([["Nama", "Alamat"]], ["A", "B"])
    beside = reader.find([["Nama", "Nama Koperasi"]], ["A", "B"])

    assert alone is not None
    assert beside is not None
    assert [column.field for column in alone.columns] == ["name", "address"]
    assert [column.field for column in beside.columns] == [None, "name"]


def test_a_mapping_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "m.toml"
    file.write_text('[columns]\n"Nm Lembaga" = "name"\n"Kode" = "ignore"\n', "utf-8")

    assert load_mapping(file) == {"Nm Lembaga": "name", "Kode": "ignore"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "mapping_missing"),
        ("[columns", "mapping_broken"),
        ("[other]\na = 1\n", "mapping_without_columns"),
        ('[columns]\n"Nama" = "nama"\n"Kec" = "distric"\n', "mapping_unknown_field"),
    ],
)
def test_a_bad_mapping_file_is_refused(tmp_path: Path, content: str | None, code: str) -> None:
    file = tmp_path / "m.toml"
    if content is not None:
        file.write_text(content, "utf-8")

    with pytest.raises(BadInput) as refusal:
        load_mapping(file)

    assert {finding.code for finding in refusal.value.findings} == {code}
    if code == "mapping_unknown_field":
        assert len(refusal.value.findings) == 2
        assert "district" in str(refusal.value.findings[1].params["nearest"])
