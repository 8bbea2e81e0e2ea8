"""Percentages whose base no phrase names; each text with a wrong and with the right percentage."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.prose.tests.told import fails


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Penyaluran sampai Oktober Rp512 miliar. Dari target Rp700 miliar, capaiannya 73,1 persen. KUR mikro Rp338 miliar ({} persen).", "76", "66"),
        ("Alokasi pupuk 38.500 ton. Urea 19.200 ton, NPK 17.800 ton, dan organik 1.500 ton. Tersalur 24.640 ton atau {} persen.", "74", "64"),
        ("Pelatihan diikuti 128 peserta. Sebanyak 112 peserta kompeten, 16 peserta belum kompeten. Dengan begitu kelulusannya {} persen.", "88,5", "87,5"),
        ("Sebanyak 500 orang duduk sebagai pengurus, dan 140 orang di antaranya perempuan. Berarti porsi perempuan hanya {} persen.", "18", "28"),
        ("Peminjamnya 8.400 orang. Sebanyak 7.812 orang lancar, 294 kurang lancar, 168 diragukan, dan 126 macet. Yang macet {} persen saja.", "2,5", "1,5"),
        ("Rapat dihadiri 214 dari 260 anggota. Tingkat kehadiran {} persen itu memenuhi kuorum.", "72", "82"),
        ("Sebanyak {} persen dari 250 koperasi, atau 190 koperasi, sudah memakai aplikasi.", "72", "76"),
    ],
)  # fmt: skip
def test_a_percentage_is_held_against_the_whole_that_comes_nearest(text: str, wrong: str, right: str) -> None:
    assert [told.split()[0] for told in fails(text.format(wrong))] == ["percent"]
    assert fails(text.format(right)) == []


def test_more_than_half_is_more_than_half() -> None:
    assert fails("Separuh lebih dari 240 koperasi itu, tepatnya 112 koperasi, belum RAT.") == [
        "percent 112+240 -> Separuh"
    ]
    assert fails("Separuh lebih dari 240 koperasi itu, tepatnya 132 koperasi, belum RAT.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Anggota 768 orang. Yang menunggak 96 orang, atau 15 persen dari peminjam.",  # a base that is not told
        "Perempuan 161.541, laki-laki 157.101, dengan pemilih pemula 12.400 atau 3,9 persen.",  # of both together
        "Ada 300 koperasi. Sebanyak 270 koperasi aktif. Tingkat pengembalian kredit 97 persen.",  # of something else
    ],
)
def test_percentages_of_something_else_raise_no_alarm(text: str) -> None:
    assert fails(text) == []
