"""Make the example: an invented register and census whose truth has the margins published in July 2024.

    python examples/balikpapan/make.py [FOLDER]

Writes the three files beside this script, or into FOLDER; the same bytes each time.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from lumbung.engine.specimens.making import Row, Specimen, make_to_plan, noise_of
from lumbung.engine.specimens.places import villages_in
from lumbung.engine.specimens.plan import Plan
from lumbung.engine.specimens.writing import SAMPLE, write_csv, write_register

REGISTER, CENSUS, TRUTH = "ods-balikpapan-juni-2024.xlsx", "sensus-lapangan-2024.csv", "kebenaran.csv"
SEED = 20240636
PLAN = Plan(
    active=424,
    stopped=28,
    ceased=21,
    not_found=13,
    not_visited=92,
    field_only=16,
    register_doubles=9,
    census_doubles=13,
    kinds={
        "jasa": 19,
        "konsumen": 354,
        "pemasaran": 14,
        "ksp_konvensional": 15,
        "ksp_syariah": 5,
        "produsen": 33,
    },
    # Timur has one more than published: the one whose visit sheet lost its place.
    districts={"647102": 36, "647104": 62, "647106": 143, "647105": 82, "647103": 76, "647101": 41},
    beyond_city={"province": 28, "national": 9},
    reasons={"branch": 4, "not_a_legal_entity": 4, "registered_elsewhere": 3, "new": 3, "unmatched": 2},
)
# Light enough that few pairs wait for a person; the three made by `_ask_a_person` are meant to.
NOISE = replace(
    noise_of("light"),
    name="contoh",
    siblings=0.02,
    stray_siblings=0.0,
    hidden_host=0.01,
    acronym_only=0.004,
    host_only=0.0,
    own_only=0.004,
    renamed=0.0,
    reordered=0.02,
    typo=0.05,
    truncated=0.0,
    moved=0.02,
    address_missing=0.02,
    village_missing=0.0,
    district_former=0.01,
    legal_missing=0.25,
    legal_wrong=0.0,
    nik_missing=0.55,
    nik_wrong=0.0,
    chair_changed=0.08,
    chair_missing=0.03,
    register_old_place=0.01,
)


def make() -> Specimen:
    """The example, before it is written."""
    specimen = make_to_plan(
        PLAN,
        rng=Random(SEED),
        noise=NOISE,
        villages=villages_in(("6471",)),
        as_of=date(2024, 6, 30),
        figures=True,
        without_place="647101",
    )
    _clear_the_placeless(specimen)
    _ask_a_person(specimen)
    return specimen


def _rows(specimen: Specimen) -> dict[object, tuple[list[Row], list[Row]]]:
    """eid -> its register rows and its census rows."""
    rows: dict[object, tuple[list[Row], list[Row]]] = {}
    for told in specimen.truth:
        source = specimen.register if told["sumber"] == "ods" else specimen.census
        row = source[int(str(told["no"])) - 1]
        rows.setdefault(told["eid"], ([], []))[told["sumber"] != "ods"].append(row)
    return rows


def _clear_the_placeless(specimen: Specimen) -> None:
    """The visit without a place is recognised by everything else: number, name and chair stand in it."""
    eid = next(told["eid"] for told in specimen.truth if told["kecamatan_benar"] == "tidak diketahui")
    (listed,), (visit,) = _rows(specimen)[eid]
    visit["Nama Koperasi"] = str(listed["Nama Koperasi"]).title()
    visit["No Badan Hukum"] = listed["Nomor Badan Hukum Pendirian"]
    visit["Nama Ketua"] = listed["Nama Ketua"]
    visit["Keterangan"] = "bertemu ketua"


def _ask_a_person(specimen: Specimen) -> None:
    """Three pairs that no number settles: an employer's name, two brothers, a new name."""
    rows = _rows(specimen)
    plain = [
        told
        for told in specimen.truth
        if told["sumber"] == "ods"
        and told["jenis_benar"] == "konsumen"
        and told["kode_kecamatan_benar"] == "64.71.06"
        and told["n_baris_ods"] == 1
        and rows[told["eid"]][0][0]["Bentuk Koperasi"] == "Primer Kabupaten/Kota"
        and rows[told["eid"]][0][0]["Kelompok Koperasi"] == "Kopkar"
    ]
    active = [rows[told["eid"]] for told in plain if told["status_benar"] == "aktif" and told["n_baris_lapangan"] == 1]
    unseen = [
        rows[told["eid"]]
        for told in specimen.truth
        if told["status_benar"] == "belum_dikunjungi"
        and told["kode_kecamatan_benar"] == "64.71.06"
        and told["jenis_benar"] == "konsumen"
        and told["n_baris_ods"] == 1
    ]
    _employers_name(active[0], unseen[0])
    _two_brothers(active[1], active[2])
    _new_name(active[3])


def _employers_name(ours: tuple[list[Row], list[Row]], other: tuple[list[Row], list[Row]]) -> None:
    (listed,), (visit,) = ours
    brother = other[0][0]
    street = {
        "Kelurahan/Desa": "Klandasan Ilir",
        "Kecamatan": "Balikpapan Kota",
        "Jenis Koperasi": "Konsumen",
        "Bentuk Koperasi": "Primer Kabupaten/Kota",
        "Kelompok Koperasi": "Kopkar",
    }
    listed.update(
        street,
        **{
            "Nama Koperasi": "KOPERASI KARYAWAN BESTARI UTAMA PT NARWALOKA MARINA",
            "Alamat": "Jl. Dermaga Raya No. 12 RT 04",
        },
    )
    brother.update(
        street,
        **{
            "Nama Koperasi": "KOPERASI KONSUMEN KARYAWAN RUKUN BAHARI PT NARWALOKA MARINA",
            "Alamat": "Jl. Dermaga Raya No. 14 RT 04",
            "Sektor Usaha": listed["Sektor Usaha"],
        },
    )
    visit.update(
        {
            "Nama Koperasi": "Kopkar PT. Narwaloka Marina",
            "Jenis": "Konsumen",
            "No Badan Hukum": "",
            "NIK Koperasi": "",
            "Alamat Sekretariat": "Jl. Tambak II No. 7",
            "Kelurahan": "Prapatan",
            "Kecamatan": "Balikpapan Kota",
            "Nama Ketua": "Teguh Handoko",
            "Jml Anggota": listed["Total Anggota"],  # the one hint which of the two it is
            "No HP": "",
            "Latitude": "",
            "Longitude": "",
            "Keterangan": "pindah kantor, dahulu di Jl. Dermaga Raya",
        }
    )


def _two_brothers(first: tuple[list[Row], list[Row]], second: tuple[list[Row], list[Row]]) -> None:
    where = {
        "Kelompok Koperasi": "Kop. Pegawai Negeri (KPRI)",
        "Kelurahan/Desa": "Telaga Sari",
        "Kecamatan": "Balikpapan Kota",
        "Jenis Koperasi": "Konsumen",
        "Sektor Usaha": "Adm Pemerintahan, Pertahanan dan Jaminan Sosial",
    }
    seen = {
        "Jenis": "Konsumen",
        "Kelurahan": "Telaga Sari",
        "Kecamatan": "Balikpapan Kota",
        "NIK Koperasi": "",
        "No Badan Hukum": "",
        "No HP": "",
        "Latitude": "-1.268410",
        "Longitude": "116.828120",
        "Keterangan": "",
    }
    for (listed,), (visit,), number, own, written in (
        (*first, 27, "WIDYA PRAJA", "KPN SMPN 27 Widya"),
        (*second, 28, "WIDYA BAKTI", "Kop. Guru SMP Negeri Widya"),
    ):
        listed.update(
            where,
            **{
                "Nama Koperasi": f"KPRI SMP NEGERI {number} {own}",
                "Alamat": f"Jl. Mahoni No. {number} RT 11",
            },
        )
        visit.update(seen, **{"Nama Koperasi": written, "Alamat Sekretariat": "Jl. Mahoni", "Nama Ketua": ""})


def _new_name(ours: tuple[list[Row], list[Row]]) -> None:
    (listed,), (visit,) = ours
    listed.update(
        {
            "Nama Koperasi": "KOPERASI SERBA USAHA SELARAS SAMUDERA",
            "Kelompok Koperasi": "Kop. Serba Usaha",
            "Alamat": "Jl. Pelikan No. 31 RT 22",
            "Kelurahan/Desa": "Damai",
            "Kecamatan": "Balikpapan Kota",
            "Jenis Koperasi": "Konsumen",
        }
    )
    visit.update(
        {
            "Nama Koperasi": "Koperasi Konsumen Samudera Gemilang",
            "Jenis": "Konsumen",
            "No Badan Hukum": "",
            "NIK Koperasi": "",
            "Alamat Sekretariat": "Jl. Pelikan",
            "Kelurahan": "Damai",
            "Kecamatan": "Balikpapan Kota",
            "Nama Ketua": "Hasnah Permadi",
            "No HP": "",
            "Latitude": "",
            "Longitude": "",
            "Keterangan": "berganti nama menurut warga",
        }
    )


def write(folder: Path) -> None:
    """Write the example into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    specimen = make()
    write_register(folder / REGISTER, specimen)
    write_csv(folder / CENSUS, specimen.census, title=f"SENSUS LAPANGAN KOPERASI KOTA BALIKPAPAN 2024 ({SAMPLE})")
    write_csv(folder / TRUTH, specimen.truth, delimiter=",")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
