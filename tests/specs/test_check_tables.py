"""Which sums a table claims, and which of them do not add up. Everything is invented.

A wrong sum reads "row, column: what the parts make instead of what is published"; `held` counts the sums that add up.
"""

from __future__ import annotations

import pytest

from lumbung.engine.claims.tests.written_tables import held, suspects, wrong


def test_a_total_row_is_added_up_in_every_column():
    table = """
        Kecamatan | Aktif | Tidak aktif
        Barat     | 36    | 10
        Tengah    | 62    | 12
        Selatan   | 143   | 20
        Jumlah    | 241   | 43
    """

    assert wrong(table) == ["Jumlah, Tidak aktif: 42 instead of 43"]
    assert held(table) == 1


def test_a_total_column_is_added_up_in_every_row():
    table = """
        Kecamatan | Aktif | Tidak aktif | Jumlah
        Barat     | 36    | 10          | 46
        Tengah    | 62    | 12          | 74
        Selatan   | 143   | 20          | 162
    """

    assert wrong(table) == ["Selatan, Jumlah: 163 instead of 162"]
    assert held(table) == 2


def test_a_wrong_cell_is_found_where_its_row_and_its_column_cross():
    table = """
        No | Kecamatan | Aktif | Tidak aktif | Jumlah
        1  | Barat     | 36    | 10          | 46
        2  | Tengah    | 62    | 21          | 74
        3  | Selatan   | 143   | 20          | 163
           | Jumlah    | 241   | 42          | 283
    """

    assert wrong(table) == ["Tengah, Jumlah: 83 instead of 74", "Jumlah, Tidak aktif: 51 instead of 42"]
    assert suspects(table) == ["swapped_digits Tengah, Tidak aktif -> 12"]


def test_totals_may_stand_first():
    assert wrong("""
        Kecamatan | Jumlah | Aktif | Tidak aktif
        Jumlah    | 283    | 241   | 43
        Barat     | 46     | 36    | 10
        Tengah    | 74     | 62    | 12
        Selatan   | 163    | 143   | 20
    """) == ["Jumlah, Jumlah: 284 instead of 283", "Jumlah, Tidak aktif: 42 instead of 43"]


def test_subtotals_sum_up_their_group_and_the_grand_total_all_groups():
    table = """
        Kelurahan       | 2021 | 2022
        Kecamatan Barat |      |
        Melati          | 10   | 11
        Mawar           | 20   | 21
        Subtotal        | 30   | 32
        Kecamatan Timur |      |
        Anggrek         | 5    | 6
        Kenanga         | 7    | 8
        Subtotal        | 12   | 14
        Grand total     | 42   | 47
    """

    assert wrong(table) == ["Grand total, 2022: 46 instead of 47"]
    assert held(table) == 5


def test_totals_of_one_name_are_told_apart_by_their_figures():
    assert (
        held("""
        Kelurahan | 2021 | 2022
        Melati    | 10   | 11
        Mawar     | 20   | 21
        Jumlah    | 30   | 32
        Anggrek   | 5    | 6
        Kenanga   | 7    | 8
        Jumlah    | 12   | 14
        Jumlah    | 42   | 46
    """)
        == 6
    )


def test_a_wrong_subtotal_leaves_the_grand_total_alone():
    assert wrong("""
        Kelurahan   | Koperasi
        Melati      | 10
        Mawar       | 20
        Subtotal    | 31
        Anggrek     | 5
        Kenanga     | 7
        Subtotal    | 12
        Grand total | 42
    """) == ["Subtotal, Koperasi: 30 instead of 31"]


def test_group_totals_may_stand_above_their_groups():
    assert wrong("""
        Kelurahan    | Koperasi
        Jumlah Barat | 30
        Melati       | 10
        Mawar        | 20
        Jumlah Timur | 13
        Anggrek      | 5
        Kenanga      | 7
    """) == ["Jumlah Timur, Koperasi: 12 instead of 13"]


def test_lines_moved_in_are_parts_of_the_line_above():
    table = """
        Uraian        | 2020 | 2021
        Koperasi      | 30   | 33
          Aktif       | 20   | 22
            Primer    | 18   | 20
            Sekunder  | 2    | 3
          Tidak aktif | 10   | 11
        UMKM          | 7    | 9
          Mikro       | 4    | 5
          Kecil       | 3    | 4
        Jumlah        | 37   | 42
    """

    assert wrong(table) == ["Aktif, 2021: 23 instead of 22"]
    assert held(table) == 7


def test_the_column_of_a_label_may_say_how_deep_it_stands():
    assert wrong("""
        Kelompok | Rincian     | 2020
        Koperasi |             | 30
                 | Aktif       | 20
                 | Tidak aktif | 11
        UMKM     |             | 7
                 | Mikro       | 4
                 | Kecil       | 3
    """) == ["Koperasi, 2020: 31 instead of 30"]


def test_numbering_of_several_styles_makes_levels():
    table = """
        No | Uraian      | 2020 | 2021
        I  | Koperasi    | 30   | 33
        1  | Aktif       | 20   | 22
        a  | Primer      | 18   | 19
        b  | Sekunder    | 2    | 3
        2  | Tidak aktif | 10   | 10
        II | UMKM        | 7    | 9
        1  | Mikro       | 4    | 5
        2  | Kecil       | 3    | 4
           | Jumlah      | 37   | 42
    """

    assert wrong(table) == ["Koperasi, 2021: 32 instead of 33"]
    assert held(table) == 7


def test_numbering_that_begins_anew_makes_levels():
    assert wrong("""
        Uraian                  | 2020
        1. Koperasi produksi    | 38
        1. Dibantu pemerintah   | 8
        1. Aktif                | 3
        2. Tidak aktif          | 4
        2. Mandiri              | 31
        1. Aktif                | 14
        2. Tidak aktif          | 17
        2. Koperasi konsumsi    | 5
        1. Dibantu pemerintah   | 2
        2. Mandiri              | 3
    """) == ["1. Koperasi produksi, 2020: 39 instead of 38", "1. Dibantu pemerintah, 2020: 7 instead of 8"]


def test_dotted_numbers_name_their_parents():
    assert wrong("""
        Uraian              | Nilai
        1. Aset             | 100
        1.1 Lancar          | 60
        1.1.1 Kas           | 20
        1.1.2 Piutang       | 40
        1.2 Tetap           | 45
        2. Kewajiban        | 50
        2.1 Jangka pendek   | 50
        2.2 Jangka panjang  | 0
    """) == ["1. Aset, Nilai: 105 instead of 100"]


def test_a_number_told_twice_goes_round_in_no_circle():
    assert wrong("""
        Uraian | Nilai
        1. A   | 10
        1.1 x  | 5
        1.1 y  | 5
        1. A   | 10
        1.1 x  | 5
        1.2 y  | 4
    """) == ["1. A, Nilai: 9 instead of 10"]


def test_sections_without_figures_are_parts_of_nothing():
    table = """
        Wilayah          | Koperasi | Anggota
        KABUPATEN        |          |
        1. Paser         | 10       | 100
        2. Kutai         | 20       | 200
        KOTA             |          |
        1. Samarinda     | 5        | 50
        2. Bontang       | 6        | 60
        Kalimantan Timur | 41       | 411
    """

    assert wrong(table) == ["Kalimantan Timur, Anggota: 410 instead of 411"]


def test_years_stand_side_by_side_and_are_not_added():
    assert (wrong(years := """
        Jenis    | 2019 | 2020 | 2021
        Konsumen | 100  | 110  | 210
        Jasa     | 5    | 6    | 11
        Produsen | 7    | 8    | 15
    """), held(years)) == ([], 0)  # fmt: skip


def test_groups_of_columns_each_have_their_total():
    table = """
        Kecamatan | 2020 |   |        | 2021 |   |
                  | L    | P | Jumlah | L    | P | Jumlah
        Barat     | 1    | 2 | 3      | 4    | 5 | 9
        Timur     | 2    | 2 | 4      | 1    | 1 | 3
        Jumlah    | 3    | 4 | 7      | 5    | 6 | 12
    """

    assert wrong(table) == ["Timur, 2021 / Jumlah: 2 instead of 3", "Jumlah, 2021 / Jumlah: 11 instead of 12"]
    assert held(table) == 10


def test_a_total_over_groups_keeps_the_heading_below():
    assert wrong("""
        Kecamatan | Aktif |      | Tidak aktif |      | Jumlah |
                  | 2020  | 2021 | 2020        | 2021 | 2020   | 2021
        Barat     | 1     | 2    | 3           | 4    | 4      | 6
        Timur     | 2     | 2    | 4           | 1    | 6      | 4
        Jumlah    | 3     | 4    | 7           | 5    | 10     | 9
    """) == ["Timur, Jumlah / 2021: 3 instead of 4", "Jumlah, Jumlah / 2021: 10 instead of 9"]


def test_a_last_row_without_the_word_is_a_total_when_its_figures_say_so():
    assert wrong("""
        Kecamatan       | 2019 | 2020 | 2021
        Selatan         | 120  | 121  | 125
        Timur           | 40   | 41   | 45
        Utara           | 76   | 70   | 71
        Barat           | 36   | 36   | 40
        Kota Balikpapan | 272  | 268  | 282
    """) == ["Kota Balikpapan, 2021: 281 instead of 282"]


def test_a_column_without_the_word_is_a_total_when_its_figures_say_so():
    assert wrong("""
        Kecamatan | Tercatat | Aktif | Tidak aktif
        Barat     | 46       | 36    | 10
        Tengah    | 74       | 62    | 12
        Kota      | 164      | 143   | 20
        Selatan   | 92       | 82    | 10
    """) == ["Kota, Tercatat: 163 instead of 164"]


def test_a_label_that_begins_the_others_is_their_total():
    assert wrong("""
        Uraian                      | 2020
        Jumlah koperasi aktif       | 20
        Jumlah koperasi tidak aktif | 10
        Jumlah koperasi             | 31
        Jumlah anggota              | 5000
    """) == ["Jumlah koperasi, 2020: 30 instead of 31"]


@pytest.mark.parametrize(
    "table",
    [
        """
        Kecamatan | Koperasi | Anggota
        Barat     | 36       | 400
        Tengah    | 62       | 711
        """,
        """
        Kecamatan | Jumlah | Anggota | Aset
        Barat     | 10     | 500     | 7000
        Tengah    | 12     | 600     | 8000
        """,
        """
        Tahun | Jumlah koperasi | Jumlah anggota
        2019  | 10              | 500
        2020  | 12              | 600
        """,
        """
        Kecamatan | Penduduk | Kepadatan | Anggota per koperasi
        Barat     | 1000     | 100       | 15,5
        Tengah    | 2000     | 200       | 12,25
        Selatan   | 3000     | 300       | 11,5
        Jumlah    | 6000     | 200       | 12,9
        """,
        """
        Uraian                   | Nilai
        Koperasi                 | 30
          Aktif                  | 20
          Tidak aktif            | 10
          di antaranya perempuan | 3
        """,
        """
        Kecamatan | Koperasi
        Barat     | 10
        Tengah    | 20
        Jumlah    | 30
        Rata-rata | 15
        """,
        """
        Kecamatan | Tahun berdiri | Aktif | Tidak aktif | Jumlah
        Barat     | 1998          | 1     | 2           | 3
        Tengah    | 2003          | 3     | 4           | 7
        """,
        """
        Kecamatan | 2020 | 2021 | Pertumbuhan (%)
        Barat     | 100  | 110  | 10
        Tengah    | 200  | 210  | 5
        Selatan   | 50   | 60   | 20
        """,
        """
        Sumber   | No | Koperasi | Berdiri    | No HP         | Anggota
        ods      | 1  | Melati   | 2011-11-20 | 0811 12345678 | 20
        ods      | 2  | Mawar    | 1970-03-28 | 0812 12345678 | 30
        lapangan | 1  | Melati   | 2011-11-20 | 0811 12345678 | 21
        lapangan | 2  | Kenanga  | 2012-11-20 | 0813 12345678 | 25
        """,
    ],
)
def test_what_claims_no_sum_raises_no_alarm(table):
    assert wrong(table) == []
