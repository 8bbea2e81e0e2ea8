"""What is one cooperative and what is not, as people would argue about it. All names are invented."""

from __future__ import annotations

import pytest

from lumbung.engine.specimens import make_specimen
from lumbung.engine.tests.written import linked, tiers, written

# Weights are learned from the lists, so a pair is judged among others: these stand for the rest of a city.
CROWD = [
    ("Koperasi Konsumen Surya Tani", "101/BH/KWK.17/II/1990", "Jl. Anggur No. 3", "Lamaru", "Hasan Basri"),
    ("Koperasi Karyawan PT Timur Baja", "102/BH/KWK.17/III/1991", "Jl. Besi No. 8", "Manggar", "Rudi Tandi"),
    ("KPRI SMP Negeri 61", "103/BH/KWK.17/IV/1992", "Jl. Sekolah No. 1", "Teritip", "Nurlela Rahim"),
    ("KSU Bina Warga", "104/BH/KWK.17/V/1993", "Jl. Warga No. 14", "Damai", "Petrus Langi"),
    ("KSP Mekar Dana", "105/BH/KWK.17/VI/1994", "Jl. Pasar No. 5", "Prapatan", "Siti Maryam"),
    (
        "Koperasi Jasa Angkutan Laut Biru",
        "106/BH/KWK.17/VII/1995",
        "Jl. Dermaga No. 2",
        "Baru Ilir",
        "Yohanes Rante",
    ),
    (
        "KPRI Dinas Kebersihan Asri",
        "107/BH/KWK.17/VIII/1996",
        "Jl. Bersih No. 9",
        "Batu Ampar",
        "Aminah Noor",
    ),
    ("Koperasi Wanita Melati Putih", "108/BH/KWK.17/IX/1997", "Jl. Melati No. 4", "Sepinggan", "Ratna Dewi"),
]


def city(text: str) -> dict[str, list[dict[str, str]]]:
    """The written rows with a small city around them in both lists."""
    rows = written(text)
    fields = ("name", "legal_number", "address", "village", "chair")
    for source, letter in (("register", "R"), ("census", "C")):
        for n, told in enumerate(CROWD):
            rows[source].append(
                {"no": f"{letter}9{n}", **dict(zip(fields, told, strict=True)), "regency": "Kota Balikpapan"}
            )
    return rows


def link(text: str) -> list[set[str]]:
    """Cooperatives of the written rows."""
    return [group for group in linked(city(text)) if not any(no[1] == "9" for no in group)]


def tier(text: str) -> str:
    """What becomes of the pair R1, C1: auto, review or different."""
    return tiers(city(text)).get(("R1", "C1"), "different")


def test_the_same_name_and_place_in_both_lists_is_one_cooperative():
    assert link("""no | name                            | address         | village    | chair
                   R1 | KOPERASI KONSUMEN RIMBA SENTOSA | JL. NANAS NO. 12 | Lamaru     | DRS. HERMAN YUSUF
                   C1 | kop. kons. rimba sentosa        | Jln Nanas 12     | LAMARU     | Herman Yusuf""") == [
        {"C1", "R1"}
    ]


def test_an_employers_name_and_the_own_name_meet_through_number_people_and_place():
    assert link("""no | name                      | legal_number          | address          | village | chair
                   R1 | KOPERASI GUNA SENTRA      | 7741/BH/KWK.17/I/1988 | Jl. Kelapa No. 7 | Damai   | Ahmad Fauzan
                   C1 | Kopkar PT Bintang Selatan | 7741/BH/KWK.17/I/1988 | Jl. Kelapa No. 7 | Damai   | Ahmad Fauzan"""
    ) == [{"C1", "R1"}]  # fmt: skip


def test_a_shared_yearless_local_number_never_merges_alone():
    assert (
        tier("""no | name                 | legal_number           | address           | village | chair
                   R1 | KOPERASI TUNAS PANTAI | 518/31/BH/PERINDAGKOP | Jl. Nangka No. 2  | Lamaru  | Budi Wijaya
                   C1 | KSU Cahya Gunung      | 518/31/BH/PERINDAGKOP | Jl. Cempaka No. 40 | Manggar | Lina Sari""")
        == "different"
    )


@pytest.mark.parametrize("shared_too", ["", "KARYAWAN PT KUTAI RAYA "])
def test_a_shared_office_or_employer_never_merges_without_a_person(shared_too):
    assert tier(f"""no | name                               | address            | village | chair
                    R1 | KOPERASI {shared_too}TUNAS PANTAI  | Jl. Nangka No. 21  | Lamaru  | Budi Wijaya
                    C1 | KOPERASI {shared_too}CAHYA GUNUNG  | Jl. Nangka No. 21  | Lamaru  | Lina Sari""") in (
        "review",
        "different",
    )


def test_siblings_of_one_employer_stay_two():
    assert (
        link("""no | name                                       | address           | village | chair
                   R1 | KOPERASI KARYAWAN PT KUTAI RAYA BERKAH      | Jl. Pelabuhan No. 3 | Manggar | Joko Purwanto
                   R2 | KOPERASI KARYAWAN PT KUTAI RAYA SENTOSA     | Jl. Pelabuhan No. 3 | Manggar | Wati Lestari
                   C1 | Kopkar PT. Kutai Raya Berkah                | Jl Pelabuhan 3      | Manggar | Joko Purwanto
                   C2 | Kopkar PT. Kutai Raya Sentosa               | Jl Pelabuhan 3      | Manggar | Wati Lestari""")
        == [
            {"C1", "R1"},
            {"C2", "R2"},
        ]
    )


def test_two_schools_of_neighbouring_numbers_stay_two():
    assert link("""no | name               | address           | village
                   R1 | KPRI SD NEGERI 52  | Jl. Sekolah No. 7 | Teritip
                   C1 | KPRI SDN 53        | Jl. Sekolah No. 7 | Teritip""") == [{"C1"}, {"R1"}]


def test_an_acronym_alone_is_found_by_what_stands_around_it():
    assert link("""no | name                              | address           | village | chair
                   R1 | KOPERASI KONSUMEN SENJA AMERTA    | Jl. Kenari No. 17 | Lamaru  | Maria Ulfah
                   C1 | KOSEMERTA                         | Jl. Kenari No. 17 | Lamaru  | Maria Ulfah
                   R2 | KOPERASI PRODUSEN RIAK SUNGAI (KORISU) | Jl. Dahlia No. 6 | Manggar |
                   C2 | Kop. Korisu                       | Jl. Dahlia        | Manggar | """) == [
        {"C1", "R1"},
        {"C2", "R2"},
    ]


def test_a_second_entry_in_one_list_is_found_by_its_people():
    assert link("""no | name                        | legal_number                 | address          | village | chair        | secretary | treasurer
                   R1 | KOPERASI KONSUMEN PADI EMAS | 55/BH/KWK.17/I/1985          | Jl. Padi No. 1   | Lamaru  | Umar Said    | Dewi Ayu  | Tono Karta
                   R2 | KOPERASI KONSUMEN PADI EMAS | 004411/BH/M.KUKM.2/II/2017   | Jl. Padi No. 1   | Lamaru  | Umar Said    | Dewi Ayu  | Tono Karta"""
    ) == [{"R1", "R2"}]  # fmt: skip


@pytest.mark.parametrize("rival", ["", "R2 | KOPERASI KONSUMEN PADI EMAS | 72/BH/KWK.17/I/1991 | Lamaru"])
def test_a_tie_goes_to_a_person_and_never_to_chance(rival):
    cooperatives = link(f"""no | name                        | legal_number | village
                            R1 | KOPERASI KONSUMEN PADI EMAS | 55/BH/KWK.17/I/1985 | Lamaru
                            {rival}
                            C1 | KOPERASI KONSUMEN PADI EMAS |              | Lamaru""")

    assert ({"C1"} in cooperatives) == bool(rival)


def test_of_two_entries_that_nothing_tells_apart_a_person_says_which_is_meant():
    written_twice = """no | name                        | village
                       R1 | KOPERASI KONSUMEN PADI EMAS | Lamaru
                       R2 | KOPERASI KONSUMEN PADI EMAS | Lamaru
                       C1 | KOPERASI KONSUMEN PADI EMAS | Lamaru"""

    assert "auto" not in {t for pair, t in tiers(city(written_twice)).items() if {"R1", "R2"} & set(pair)}


@pytest.mark.slow
@pytest.mark.parametrize(("noise", "least"), [("light", 0.985), ("medium", 0.97), ("heavy", 0.95), ("brutal", 0.92)])
def test_lists_of_the_generator_are_linked_without_labels(noise, least):
    from lumbung.engine.tests.scoring import score_specimen  # noqa: PLC0415 -- only this slow test needs it

    f1, wrong_automatic, automatic = score_specimen(make_specimen(seed=301, noise=noise))

    assert f1 >= least
    assert wrong_automatic <= 0.02 * automatic
