"""Tables beside each other on one sheet are judged each on its own; a list that runs on to the right is one."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.tables.beside import area_of, pieces_of
from lumbung.engine.claims.tables.blocks import blocks_of
from lumbung.engine.claims.tests.written_tables import grid, judged, wrong


def areas(text):
    """The cells of each table."""
    pieces, _ = pieces_of(grid(text))
    return [piece.area or area_of(piece.table) for piece in pieces]


def said(text):
    """Code and cells of what is said about the sheet."""
    return [(one.code, one.params.get("areas") or one.params.get("area")) for one in judged(text).findings]


def test_an_empty_column_parts_two_tables():
    table = """
        Kecamatan | 2022 | 2023 | | Jenis    | L  | P
        Barat     | 10   | 12   | | Kuliner  | 30 | 44
        Timur     | 20   | 21   | | Kriya    | 11 | 28
        Utara     | 7    | 9    | | Fesyen   | 6  | 20
        Jumlah    | 37   | 42   | | Jumlah   | 47 | 93
    """

    assert wrong(table) == ["Jumlah, P (E1:G5): 92 instead of 93"]
    assert said(table) == [("check.beside", "A1:C5, E1:G5")]


def test_tables_of_different_length_end_each_where_they_end():
    table = """
        No | Kecamatan | Aktif | | | No | Kelurahan | Unit
        1  | Barat     | 10    | | | 1  | Melati    | 4
        2  | Timur     | 20    | | | 2  | Mawar     | 6
           | Jumlah    | 31    | | | 3  | Anggrek   | 9
           |           |       | | | 4  | Kenanga   | 2
           |           |       | | |    | Jumlah    | 21
    """

    assert wrong(table) == ["Jumlah, Aktif (A1:C4): 30 instead of 31"]
    assert areas(table) == ["A1:C4", "F1:H6"]


def test_headings_that_begin_anew_part_two_tables():
    table = """
        Kecamatan | Aktif | Tidak | Kecamatan | L  | P
        Barat     | 10    | 1     | Barat     | 30 | 44
        Timur     | 20    | 2     | Timur     | 11 | 28
        Jumlah    | 30    | 4     | Jumlah    | 41 | 72
    """

    assert wrong(table) == ["Jumlah, Tidak (A1:C4): 3 instead of 4"]
    assert areas(table) == ["A1:C4", "D1:F4"]


def test_a_second_column_of_labels_with_its_own_total_begins_a_table():
    assert areas("""
        Kecamatan | Aktif | Kelurahan | Unit
        Barat     | 10    | Melati    | 3
        Timur     | 20    | Mawar     | 4
        Jumlah    | 30    | Anggrek   | 5
                  |       | Jumlah    | 12
    """) == ["A1:B4", "C1:D5"]


def test_tables_beside_each_other_may_stand_below_a_wide_one():
    table = """
        Kecamatan | L  | P  | Semua | Jumlah | Luas
        Barat     | 1  | 2  | 4     | 3      | 5
        Timur     | 3  | 4  | 9     | 7      | 6
        Jumlah    | 4  | 6  | 13    | 10     | 12

        Jenis     | N  |    | Jenis  | M
        Jasa      | 1  |    | Jasa   | 7
        Konsumen  | 2  |    | Dagang | 8
        Jumlah    | 4  |    | Jumlah | 15
    """

    assert wrong(table) == ["Jumlah, Luas: 11 instead of 12", "Jumlah, N (A6:B9): 3 instead of 4"]
    assert areas(table) == ["A1:F4", "A6:B9", "D6:E9"]


def test_four_tables_stand_in_two_rows_of_two():
    assert areas("""
        Jenis  | N | Jenis  | N
        Jasa   | 1 | Jasa   | 3
        Jumlah | 1 | Jumlah | 3

        Skala  | N | Skala  | N
        Mikro  | 5 | Mikro  | 7
        Jumlah | 5 | Jumlah | 7
    """) == ["A1:B3", "A5:B7", "C1:D3", "C5:D7"]


def test_titles_above_all_tables_count_for_each():
    pieces, _ = pieces_of(
        grid("""
        Neraca (dalam juta rupiah)
        Uraian  | 2020 | | Uraian | 2021
        Kas     | 10   | | Kas    | 11
        Piutang | 21   | | Utang  | 12
        Jumlah  | 32   | | Jumlah | 24
    """)
    )

    assert [piece.table.scaled for piece in pieces] == [True, True]


@pytest.mark.parametrize(
    "table",
    [
        """
        Kecamatan |  | Aktif | Tidak | | Jumlah
        Barat     |  | 1     | 2     | | 3
        Timur     |  | 3     | 4     | | 7
        """,
        """
        Kecamatan | 2020 | 2021 | District
        Barat     | 1    | 2    | West
        Timur     | 3    | 4    | East
        Jumlah    | 4    | 6    | Total
        """,
        """
        Uraian   | Nilai | Satuan | Keterangan
        Koperasi | 30    | unit   | naik
        Anggota  | 900   | orang  | turun
        """,
        """
        Kecamatan | Kelurahan | Koperasi
        Barat     | Melati    | 3
                  | Jumlah    | 3
        Jumlah    | Jumlah    | 3
        """,
        """
        Kelompok | Koperasi

        Barat    | 1

        Timur    | 2
        Jumlah   | 3
        """,
    ],
)
def test_one_table_stays_one(table):
    assert len(blocks_of(grid(table))) == 1
    assert said(table) in ([], [("check.nothing_to_check", None)])


def test_a_list_that_runs_on_to_the_right_is_one():
    table = """
        No | Desa   | Anggota | No | Desa   | Anggota
        1  | Suka   | 12      | 4  | Baru   | 7
        2  | Maju   | 30      | 5  | Lama   | 8
        3  | Jaya   | 21      |    | Jumlah | 79
    """

    verdicts = judged(table).verdicts

    assert wrong(table) == ["Jumlah, Anggota (A1:F4): 78 instead of 79"]
    assert said(table) == [("check.runs_on", "A1:F4")]
    assert (verdicts[0].finding.row, verdicts[0].total.place.column) == (4, 6)
    assert [(part.place.row, part.place.column) for part in verdicts[0].parts] == [
        (2, 3),
        (3, 3),
        (4, 3),
        (2, 6),
        (3, 6),
    ]


def test_a_list_without_numbers_runs_on_where_only_its_last_part_has_a_total():
    assert wrong("""
        Desa | Anggota | Desa   | Anggota
        Suka | 12      | Baru   | 7
        Maju | 30      | Jumlah | 50
    """) == ["Jumlah, Anggota (A1:D3): 49 instead of 50"]
