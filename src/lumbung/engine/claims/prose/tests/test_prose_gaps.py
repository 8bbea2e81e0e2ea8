"""What is left, what changed and what falls to each, told of the figures at hand; each with a wrong and the right figure."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.prose.tests.told import fails


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Sampai Oktober terbentuk 98 koperasi desa. Padahal targetnya 120. Kekurangannya {} koperasi.", "32", "22"),
        ("Pupuk yang tersalur baru 8.990 ton. Alokasi setahun 15.500 ton, sehingga masih tersisa {} ton.", "6.520", "6.510"),
        ("Yang melapor tepat waktu 118 koperasi dari 160 koperasi. Jadi yang terlambat {} koperasi.", "52", "42"),
        ("Pada 2019 koperasi berjumlah 215 unit. Pada 2021 tinggal 187 unit, atau berkurang {} unit.", "38", "28"),
        ("Anggota bertambah {} orang. Kalau semula 312 orang, kini anggotanya 350 orang.", "48", "38"),
        ("Gudang menampung 500 karung. Terisi 320 karung, masih kosong {} karung.", "280", "180"),
        ("Jumlah kopwan 84. Tahun lalu 79. Artinya tumbuh {} persen dalam setahun.", "12", "6,3"),
        ("Simpanan meningkat dari Rp 40 miliar menjadi Rp 46 miliar. Kenaikan sebesar {} persen itu disambut baik.", "25", "15"),
    ],
)  # fmt: skip
def test_a_rest_or_change_is_held_against_the_two_figures_at_hand(text: str, wrong: str, right: str) -> None:
    assert len(fails(text.format(wrong))) == 1
    assert fails(text.format(right)) == []


def test_a_direction_is_held_against_two_figures_of_two_times() -> None:
    assert fails("Angka 412 koperasi itu meningkat dibanding tahun lalu, 438 koperasi.") == ["order 438+412"]
    assert fails("Angka 448 koperasi itu meningkat dibanding tahun lalu, 438 koperasi.") == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Setiap kecamatan menerima 15 mesin. Dengan 8 kecamatan, total mesin yang dibagikan {} unit.", "130", "120"),
        ("Kopdit menyalurkan Rp 3,6 miliar kepada 240 anggota, rata-rata Rp {} juta per orang.", "18", "15"),
        ("Rata-rata setiap pengawas menangani 24 koperasi. Dengan 15 pengawas, koperasi yang ditangani berjumlah {}.", "340", "360"),
    ],
)  # fmt: skip
def test_so_many_times_so_much_is_all_of_it_across_sentences(text: str, wrong: str, right: str) -> None:
    assert len(fails(text.format(wrong))) == 1
    assert fails(text.format(right)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dari 300 koperasi, 120 sudah RAT. Jadi tahun depan dibina 150 koperasi, total anggaran Rp2 miliar.",
        "Koperasi itu punya 40 anggota dan 12 karyawan. Tersisa 25 kursi.",
        "Setiap penyuluh menerima Rp3 juta. Sebanyak 20 penyuluh hadir. Total hadiah termasuk piala Rp75 juta.",
        "Harga beras Rp14.000 dan gula Rp18.000. Setiap bulan naik Rp500.",
    ],
)
def test_other_rests_and_shares_raise_no_alarm(text: str) -> None:
    assert fails(text) == []
