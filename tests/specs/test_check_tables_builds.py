"""Builds of tables as agencies publish them: codes, calendars, carried sums, parents, differences. All is invented."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.tests.written_tables import held, judged, suspects, wrong


def test_codes_of_accounts_name_their_parents():
    table = """
        Kode  | Uraian         | Anggaran  | Realisasi
        4     | Pendapatan     | 1.000.000 | 950.000
        4.1   | Pendapatan asli| 600.000   | 560.000
        4.1.1 | Pajak          | 400.000   | 380.000
        4.1.2 | Retribusi      | 200.000   | 180.000
        4.2   | Transfer       | 400.000   | 390.000
        4.2.1 | Umum           | 300.000   | 300.000
        4.2.2 | Khusus         | 100.000   | 95.000
    """

    assert wrong(table) == ["Transfer, Realisasi: 395000 instead of 390000"]
    assert held(table) == 5


def test_codes_of_places_name_their_parents():
    assert wrong("""
        Kode   | Wilayah  | Koperasi
        72     | Provinsi | 95
        7201   | Banggai  | 30
        720101 | Batui    | 10
        720102 | Bunta    | 21
        7202   | Poso     | 65
        720201 | Lage     | 25
        720202 | Lore     | 40
    """) == ["Banggai, Koperasi: 31 instead of 30"]


def test_codes_that_are_numbers_of_rows_make_no_levels():
    rows = "\n".join(f"        {at} | Desa {at} | {at * 3}" for at in range(1, 13))

    assert (wrong(table := f"        Kode | Desa | Unit\n{rows}\n        | Jumlah | 234"), held(table)) == ([], 1)


def test_quarters_are_sums_of_their_months_and_the_year_of_its_quarters():
    table = """
        Uraian    | Jan | Feb | Mar | TW I | Apr | Mei | Jun | TW II | Jumlah
        Pembinaan | 10  | 12  | 9   | 31   | 8   | 7   | 11  | 26    | 57
        Pelatihan | 20  | 15  | 25  | 60   | 30  | 10  | 12  | 53    | 113
    """

    assert wrong(table) == ["Pelatihan, TW II: 52 instead of 53"]
    assert held(table) == 5


def test_quarters_may_be_lines_too():
    assert wrong("""
        Bulan       | Koperasi
        Januari     | 3
        Februari    | 4
        Maret       | 5
        Triwulan I  | 12
        April       | 1
        Mei         | 1
        Juni        | 2
        Triwulan II | 5
        Semester I  | 17
    """) == ["Triwulan II, Koperasi: 4 instead of 5"]


def test_quarters_without_months_are_parts():
    assert wrong("""
        Uraian    | TW I | TW II | TW III | TW IV | Jumlah
        Pembinaan | 1    | 2     | 3      | 4     | 11
        Pelatihan | 5    | 5     | 5      | 5     | 20
    """) == ["Pembinaan, Jumlah: 10 instead of 11"]


def test_what_is_carried_to_the_next_page_is_the_sum_so_far_and_arrives_unchanged():
    table = """
        No | Nama               | Simpanan
        1  | Anggota A          | 100
        2  | Anggota B          | 250
           | Jumlah dipindahkan | 350
           | Pindahan           | 360
        3  | Anggota C          | 50
           | Jumlah             | 400
    """

    assert wrong(table) == ["Pindahan, Simpanan: 350 instead of 360"]
    assert held(table) == 2


def test_a_page_may_carry_its_own_sum():
    assert (
        held("""
        Nama               | Simpanan
        Anggota A          | 100
        Anggota B          | 250
        Jumlah dipindahkan | 350
        Anggota C          | 50
        Anggota D          | 60
        Jumlah dipindahkan | 110
        Jumlah             | 460
    """)
        == 3
    )


def test_a_column_of_parents_says_what_is_a_part_of_what():
    table = """
        Kode | Induk | Uraian   | Nilai
        1    |       | Koperasi | 30
        2    | 1     | Aktif    | 20
        3    | 1     | Tidak    | 11
        4    | 5     | Lain A   | 3
        5    | 4     | Lain B   | 3
    """

    assert wrong(table) == ["Koperasi, Nilai: 31 instead of 30"]
    assert [(one.code, one.row, one.value) for one in judged(table).findings] == [
        ("check.circular", 5, "Lain A"),
        ("check.circular", 6, "Lain B"),
    ]


def test_induk_over_figures_counts_cooperatives():
    table = """
        No | Kecamatan | Primer | Pusat | Induk | Jumlah
        1  | Barat     | 10     | 2     | 1     | 13
        2  | Timur     | 20     | 3     | 2     | 25
        3  | Utara     | 7      | 1     | 1     | 9
           | Jumlah    | 37     | 6     | 5     | 47
    """

    assert wrong(table) == ["Jumlah, Induk: 4 instead of 5", "Jumlah, Jumlah: 48 instead of 47"]


def test_what_is_left_and_what_was_used_make_the_whole():
    table = """
        Kecamatan | Anggaran | Realisasi | Sisa
        Barat     | 1.000    | 800       | 200
        Timur     | 2.000    | 1.500     | 400
        Utara     | 500      | 450       | 50
        Selatan   | 700      | 350       | 350
    """

    assert wrong(table) == ["Timur, Anggaran: 1900 instead of 2000"]
    assert suspects(table) == ["wrong_digit Realisasi -> 1600", "wrong_digit Sisa -> 500"]


def test_a_row_that_numbers_the_columns_may_say_how_they_are_made():
    table = """
        No  | Kecamatan | Aktif | Tidak | Jumlah
        1   | 2         | 3     | 4     | 5=3+4
        1   | Barat     | 20    | 5     | 25
        2   | Timur     | 31    | 9     | 40
        J U M L A H |   | 51    | 14    | 66
    """

    assert wrong(table) == ["J U M L A H, Jumlah: 65 instead of 66"] * 2
    assert judged(table).findings == []


def test_unit_over_figures_counts_units():
    assert wrong("""
        Jenis  | Unit
        Jasa   | 3
        Riil   | 4
        Dagang | 5
        Jumlah | 13
    """) == ["Jumlah, Unit: 12 instead of 13"]


def test_totals_may_stand_left_of_the_lines_of_their_section():
    assert wrong("""
        Uraian           | 2022
        Pendapatan       |
          Jasa           | 100
          Bunga          | 20
        Total pendapatan | 120
        Beban            |
          Gaji           | 60
          Listrik        | 15
        Total beban      | 76
    """) == ["Total beban, 2022: 75 instead of 76"]


def test_a_total_may_sum_up_only_the_columns_right_before_it():
    assert wrong("""
        Kelurahan | KK  | Laki-laki | Perempuan | Jumlah
        Melati    | 300 | 500       | 520       | 1.020
        Mawar     | 350 | 600       | 610       | 1.210
        Anggrek   | 200 | 350       | 330       | 690
        Jumlah    | 850 | 1.450     | 1.460     | 2.910
    """) == ["Anggrek, Jumlah: 680 instead of 690", "Jumlah, Jumlah: 2920 instead of 2910"]


@pytest.mark.parametrize("place", ["above", "below"])
def test_one_total_may_be_told_in_several_ways(place):
    total = "Jumlah koperasi | 50 | 55"
    rows = """Menurut jenis | |
        Konsumen    | 30 | 33
        Jasa        | 20 | 22
        Menurut status | |
        Aktif       | 40 | 46
        Tidak aktif | 10 | 10"""
    lines = [total, rows] if place == "above" else [rows, total]
    table = "\n".join(["        Uraian | 2022 | 2023", *(f"        {line}" for line in lines)])

    assert (wrong(table), held(table)) == (["Jumlah koperasi, 2023: 56 instead of 55"], 3)


def test_totals_of_lettered_sections_are_no_sections_of_one_total():
    assert (
        held("""
        Uraian               | Nilai
        A. Modal sendiri     |
        Simpanan pokok       | 100
        Simpanan wajib       | 250
        Jumlah A             | 350
        B. Modal pinjaman    |
        Bank                 | 500
        Anggota              | 50
        Jumlah B             | 550
        C. Modal penyertaan  | 75
        Total (A+B+C)        | 975
    """)
        == 3
    )


@pytest.mark.parametrize("line", ["-----", "=====", "---:"])
def test_drawn_lines_tell_nothing(line):
    assert (
        wrong(f"""
        Kecamatan | Aktif  | Tidak  | Jumlah
        {line}    | {line} | {line} | {line}
        Barat     | 10     | 2      | 12
        Timur     | 20     | 3      | 23
        {line}    | {line} | {line} | {line}
        Jumlah    | 30     | 5      | 36
    """)
        == ["Jumlah, Jumlah: 35 instead of 36"] * 2
    )


def test_a_comma_among_dots_is_told_and_never_guessed():
    table = """
        Kecamatan | Aktif | Tidak
        Barat     | 1.234 | 1.020
        Timur     | 2,000 | 1.030
        Jumlah    | 3.234 | 2.051
    """

    assert wrong(table) == ["Jumlah, Aktif: ?", "Jumlah, Tidak: 2050 instead of 2051"]
    assert [(one.code, one.row, one.value) for one in judged(table).findings] == [("check.unclear_number", 3, "2,000")]


def test_an_area_above_the_others_is_their_total_when_half_of_its_figures_say_so():
    assert wrong("""
        Kabupaten | Koperasi | Anggota | Rata-rata anggota
        A         | 10       | 500     | 50
        B         | 20       | 1.200   | 60
        C         | 5        | 150     | 30
        Provinsi  | 35       | 1.950   | 52,86
    """) == ["Provinsi, Anggota: 1850 instead of 1950"]


def test_fractions_that_do_not_make_one_are_not_rounded_ones():
    assert wrong("""
        Jenis    | Unit | Porsi
        Konsumen | 50   | 0.5
        Jasa     | 30   | 0.3
        Riil     | 20   | 0.25
        Jumlah   | 100  | 1
    """) == ["Riil, Porsi: 20 instead of 25", "Jumlah, Porsi: 1.05 instead of 1"]


def test_one_wrong_share_of_two_is_held_against_the_total_that_is_100():
    assert wrong("""
        Kec   | 2022 |     | 2023 |
              | Unit | %   | Unit | %
        Barat | 30   | 60  | 20   | 40
        Timur | 20   | 40  | 30   | 66
        Total | 50   | 100 | 50   | 100
    """) == ["Timur, 2023 / %: 60 instead of 66", "Total, 2023 / %: 106 instead of 100"]


@pytest.mark.parametrize(
    "table",
    [
        """
        Kecamatan | Saldo awal | Masuk | Saldo
        Barat     | 10         | 3     | 11
        Timur     | 20         | 4     | 19
        Utara     | 30         | 5     | 37
        """,
        """
        Bulan    | Bulan ini | s.d. bulan ini
        Januari  | 10        | 10
        Februari | 15        | 25
        Maret    | 5         | 30
        Jumlah   | 30        | 30
        """,
        """
        Bulan    | Koperasi
        Januari  | 3
        Februari | 4
        Maret    | 5
        Mei      | 1
        """,
        """
        Kode | Induk | Uraian | Nilai
        1    |       | A      | 30
        2    | 9     | B      | 20
        3    | 8     | C      | 11
        """,
        """
        Jalur     | Nilai
        A > B     | 10
        B > A     | 10
        A > B > A | 5
        B > A > B | 5
        """,
        """
        Kode  | Uraian | Nilai
        4.1.1 | Pajak  | 3
        4.1.2 | Denda  | 4
        5.1   | Gaji   | 9
        """,
    ],
)
def test_what_only_looks_like_it_raises_no_alarm(table):
    assert wrong(table) == []
