"""How the cells of a checked table are read: shares, empty cells, figures as people write them, long and merged tables."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.tests.written_tables import held, judged, suspects, wrong


def test_shares_of_a_total_are_held_against_it_whatever_way_they_were_rounded():
    table = """
        Kecamatan | Koperasi | Persen
        Barat     | 36       | 14,9
        Tengah    | 62       | 25,7
        Selatan   | 143      | 58,4
        Jumlah    | 241      | 100
    """

    assert wrong(table) == ["Selatan, Persen: 59.336 instead of 58.4", "Jumlah, Persen: 99.0 instead of 100"]


def test_shares_of_another_column_are_held_against_it():
    assert wrong("""
        Kecamatan | Aktif | Seluruhnya | % aktif
        Barat     | 36    | 50         | 72
        Tengah    | 62    | 80         | 77,5
        Selatan   | 143   | 200        | 70,5
    """) == ["Selatan, % aktif: 71.5 instead of 70.5"]


def test_shares_beside_each_group_are_held_against_the_same_rows_total():
    assert wrong("""
        Kecamatan | Aktif |      | Tidak aktif |      | Jumlah |
                  | N     | %    | N           | %    | N      | %
        Barat     | 10    | 33,3 | 20          | 66,7 | 30     | 100
        Tengah    | 20    | 40   | 30          | 60   | 50     | 100
        Selatan   | 10    | 26   | 30          | 75   | 40     | 100
        Jumlah    | 40    | 33,3 | 80          | 66,7 | 120    | 100
    """) == ["Selatan, Aktif / %: 25 instead of 26"]


def test_rounded_shares_may_miss_100_by_their_rounding():
    table = """
        Jenis    | Persen
        Konsumen | 33,3
        Jasa     | 33,3
        Produsen | 33,3
        Jumlah   | 100
    """

    assert [verdict.finding.code for verdict in judged(table).verdicts] == ["claim.sum.rounded"]


def test_an_empty_cell_is_not_zero_and_may_be_what_is_missing():
    table = """
        Kecamatan | Aktif | Tidak aktif | Jumlah
        Barat     | 36    | -           | 36
        Tengah    | 62    | n/a         | 74
        Selatan   | 143   | 0           | 143
    """

    assert wrong(table) == ["Tengah, Jumlah: 62 instead of 74"]
    assert suspects(table) == ["missing_part Tidak aktif -> 12"]


def test_a_total_of_nothing_told_cannot_be_judged():
    assert wrong("""
        Uraian        | 2020 | 2021
        Koperasi      | 30   | 31
          Aktif       | 20   | n/a
          Tidak aktif | 10   | n/a
    """) == ["Koperasi, 2021: ?"]


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        (("1.234.567", "1.000", "(567)"), "1.235.000"),
        (("1,234", "2,000.5", "0"), "3,234.5"),
        (("1.234*", "2", "3 1)"), "1.239"),
        (("Rp 1.000.000,00", "Rp2.500.000,50", "-"), "Rp 3.500.000,50"),
        (("1 234", "10", "0"), "1 244"),
        (("0,5", "0,25", "0,25"), "1,00"),
        (("0.5", "0.125", "0.375"), "1"),
        (("12 orang", "5 orang", "1"), "18 orang"),
        (("−5", "10", "+1"), "6"),
    ],
)
def test_figures_are_read_as_people_write_them(figures, total):
    rows = "\n".join(f"baris {at}|{figure}" for at, figure in enumerate(figures))

    assert (wrong(table := f"Uraian|Nilai\n{rows}\nJumlah|{total}"), held(table)) == ([], 1)


def test_letters_among_digits_are_told_and_never_guessed():
    table = """
        Kecamatan | Aktif
        Barat     | 3l
        Tengah    | 62
        Selatan   | 14O
        Jumlah    | 233
    """

    assert wrong(table) == ["Jumlah, Aktif: ?"]
    assert [(finding.code, finding.row, finding.value) for finding in judged(table).findings] == [
        ("check.unclear_number", 2, "3l"),
        ("check.unclear_number", 4, "14O"),
    ]


def test_figures_told_in_millions_may_miss_by_their_rounding():
    table = """
        Neraca (dalam juta rupiah)
        Uraian  | 2020
        Kas     | 10
        Piutang | 21
        Jumlah  | 32
    """

    assert [verdict.finding.code for verdict in judged(table).verdicts] == ["claim.sum.rounded"]


def test_tables_below_each_other_are_tables_of_their_own():
    table = """
        Tabel 1. Tahun 2020
        Kecamatan | Aktif
        Barat     | 1
        Timur     | 2
        Jumlah    | 3

        Tabel 2. Tahun 2021
        Kecamatan | Aktif
        Barat     | 2
        Timur     | 2
        Jumlah    | 5
        Sumber: Dinas, 2021
    """

    assert judged(table).tables == 2
    assert wrong(table) == ["Jumlah, Aktif: 4 instead of 5"]


def test_a_page_that_repeats_its_headings_stays_one_table():
    assert (
        held("""
        No | Kecamatan          | Aktif
        1  | Barat              | 1
        2  | Timur              | 3
           | Jumlah dipindahkan | 4
        No | Kecamatan          | Aktif
           | Jumlah pindahan    | 4
        3  | Utara              | 5
           | Jumlah             | 9
    """)
        == 3
    )


def test_a_row_that_numbers_the_columns_is_no_row_of_figures():
    assert wrong("""
        No  | Kecamatan | L   | P   | L+P
        (1) | (2)       | (3) | (4) | (5)
        1   | Barat     | 1   | 2   | 3
        2   | Timur     | 3   | 4   | 8
            | Jumlah    | 4   | 6   | 11
    """) == ["Timur, L+P: 7 instead of 8", "Jumlah, L+P: 10 instead of 11"]


def test_a_total_told_twice_is_held_against_the_same_parts():
    assert wrong("""
        Kecamatan | Aktif
        Barat     | 1
        Timur     | 2
        Jumlah    | 3
        Total     | 4
    """) == ["Total, Aktif: 3 instead of 4"]


def test_long_tables_are_taken_year_by_year():
    assert wrong("""
        Tahun | Kecamatan | Nilai
        2020  | Barat     | 1
        2020  | Timur     | 2
        2020  | Jumlah    | 3
        2021  | Barat     | 2
        2021  | Timur     | 2
        2021  | Jumlah    | 5
    """) == ["Jumlah, 2021, Nilai: 4 instead of 5"]


def test_long_tables_of_two_keys_have_totals_of_both():
    assert (
        wrong("""
        Kecamatan | Jenis    | Nilai
        Barat     | Jasa     | 1
        Barat     | Konsumen | 2
        Barat     | Jumlah   | 3
        Timur     | Jasa     | 3
        Timur     | Konsumen | 4
        Timur     | Jumlah   | 7
        Jumlah    | Jasa     | 5
        Jumlah    | Konsumen | 6
        Jumlah    | Jumlah   | 10
    """)[0]
        == "Jumlah – Jasa, Nilai: 4 instead of 5"
    )


def test_a_path_says_what_is_a_part_of_what():
    assert wrong("""
        Jalur                           | Uraian   | Tahun | Nilai
        Koperasi                        | Koperasi | 2020  | 30
        Koperasi > Aktif                | Aktif    | 2020  | 20
        Koperasi > Aktif > Primer       | Primer   | 2020  | 18
        Koperasi > Aktif > Sekunder     | Sekunder | 2020  | 3
        Koperasi > Tidak                | Tidak    | 2020  | 10
        Koperasi                        | Koperasi | 2021  | 3
        Koperasi > Aktif                | Aktif    | 2021  | 2
        Koperasi > Tidak                | Tidak    | 2021  | 1
    """) == ["Aktif, 2020, Nilai: 21 instead of 20"]


def test_merged_cells_hold_their_groups_together():
    assert wrong("""
        Kecamatan | Kelurahan | Koperasi
        Barat     | Melati    | 3
                  | Mawar     | 4
                  | Jumlah    | 7
        Timur     | Anggrek   | 5
                  | Kenanga   | 6
                  | Jumlah    | 12
        Jumlah    |           | 19
    """) == ["Timur – Jumlah, Koperasi: 11 instead of 12"]


def test_rows_may_be_shorter_or_longer_than_their_headings():
    assert wrong("""
        Kecamatan | Aktif | Tidak aktif | Jumlah
        Barat     | 1     | 2           | 3
        Timur     | 1
        Utara     | 2     | 2           | 4      | 9
        Jumlah    | 4     | 4           | 7
    """) == ["Jumlah, Jumlah: 8 instead of 7"]


def test_parts_of_another_unit_are_not_added():
    assert (
        wrong("""
        Uraian        | 2020 | Satuan
        Koperasi      | 30   | unit
          Aktif       | 20   | unit
          Tidak aktif | 10   | unit
          Anggota     | 900  | orang
    """)
        == []
    )


def test_a_word_in_the_column_of_running_numbers_makes_a_total_too():
    assert wrong("""
        No                 | Kecamatan | Aktif | Tidak aktif
        1                  | Barat     | 1     | 2
        2                  | Timur     | 3     | 4
        JUMLAH KESELURUHAN |           | 4     | 7
    """) == ["JUMLAH KESELURUHAN, Tidak aktif: 6 instead of 7"]
