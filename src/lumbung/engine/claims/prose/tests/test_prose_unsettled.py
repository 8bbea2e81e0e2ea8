"""Wholes that their parts nearly make, told without a phrase that says so: each text with a wrong and with the right figure."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.prose.tests.told import fails

TEXTS = [
    ("Penerimanya {} koperasi. Dari Kalis 19, dari Mentebah dan Bunut 14 serta 16, dari Boyan 10, ditambah 12 dari Silat.", "73", "71"),
    ("Yang kami panggil {} koperasi. Yang dokumennya lengkap 88. Yang dokumennya kurang 61. Yang tidak datang 66.", "205", "215"),
    ("Anggota kopma mencapai {} mahasiswa. Kampus negeri menyumbang 6.240 mahasiswa, kampus swasta 3.360 mahasiswa.", "9.870", "9.600"),
    ("Dari {} gudang, 28 bangunan masih dipakai. Sembilan belas bangunan disewakan. Sisanya, 19 bangunan, roboh.", "68", "66"),
    ("Secara keseluruhan terdapat {} koperasi baru. Aru Utara dan Aru Tengah masing-masing mendapat 17, Aru Selatan 15, Sir-Sir 12.", "63", "61"),
    ("Tercatat {} koperasi disahkan. Jember 248 koperasi, Bondowoso 219, sedangkan Situbondo dan Lumajang masing-masing 136 dan 205.", "880", "808"),
    ("Kegiatan terlaksana {} kali. Triwulan pertama 18 kali, triwulan kedua 27 kali, triwulan ketiga 33 kali, triwulan keempat 19 kali.", "96", "97"),
    ("Tahun 2022 ada 64 koperasi baru, tahun 2023 ada 58, dan tahun 2024 ada 71. Dalam tiga tahun berdiri {} koperasi.", "203", "193"),
    ("Koperasi itu berdiri dengan 9 pengurus dan 3 pengawas, sehingga seluruhnya {} orang.", "13", "12"),
    ("Sertifikat diserahkan kepada 3 KUD, 4 KSP, dan 5 KPRI. Ke-{} koperasi itu dinilai tertib.", "13", "12"),
    ("Dari {} koperasi tidak aktif, 40 sudah dibubarkan, 33 dalam proses, dan 32 akan dibina.", "95", "105"),
    ("Hasil pemeriksaan terhadap {} koperasi memperlihatkan 18 sehat, 74 cukup sehat, 46 dalam pengawasan, dan 12 khusus.", "160", "150"),
    ("Luas kebun {} hektare. Sebanyak 52 hektare sudah menghasilkan dan 44 hektare belum.", "86", "96"),
    ("Pinjaman Rp {} miliar. Kota Rp 1,25 miliar, Utara Rp 0,95 miliar, dan Selatan Rp 0,60 miliar.", "2,95", "2,80"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "right"), TEXTS)
def test_a_whole_that_its_parts_nearly_make_does_not_add_up(text: str, wrong: str, right: str) -> None:
    told = fails(text.format(wrong))

    assert len(told) == 1
    assert told[0].startswith(("sum", "bound"))
    assert fails(text.format(right)) == []


@pytest.mark.parametrize(
    "text",
    [
        # the whole is a part itself
        "Kabupaten menaungi 412 koperasi. Koperasi konsumen mendominasi dengan 203 unit. Sesudah itu simpan pinjam 118, produsen 57, "
        "jasa 21, dan pemasaran 13 unit.",
        "Sebanyak 326 koperasi diperiksa. Lengkap 209 koperasi. Tujuh puluh empat koperasi diminta melengkapi, sedangkan 43 sisanya ditolak.",
        # the parts make another figure
        "Tim mendatangi 120 koperasi, dan 114 bersedia. Enam menolak. Di antara 114 koperasi itu, 71 bertambah, 25 tetap, dan 18 berkurang.",
        # the biggest ones alone, and what may overlap
        "Tercatat 140 koperasi. Tiga terbesar ialah Damai 45 koperasi, Gunung 43 koperasi, dan Sepinggan 42 koperasi.",
        "Survei terhadap 240 koperasi memperlihatkan 126 koperasi mengeluhkan modal, 79 mengeluhkan pemasaran, dan 40 mengeluhkan pengurus.",
        # one part is nearly all: that the others come near says nothing
        "Koperasi di kota itu 356 unit. Sebanyak 329 di antaranya primer. Satu koperasi membuka dua cabang.",
        # lines of a list are no parts of each other
        "- Maret: 18 koperasi disahkan\n- Mei: 212 koperasi RAT\n- Juli: 80 koperasi dibina\n- Agustus: 64 koperasi dinilai\n- Oktober: 66 koperasi bubar",
    ],
)  # fmt: skip
def test_figures_that_come_near_by_chance_or_are_parts_of_another_whole_raise_no_alarm(text: str) -> None:
    assert fails(text) == []


def test_the_longer_row_is_told_and_not_a_sum_inside_it() -> None:
    told = fails(
        "Tercatat 880 koperasi disahkan. Jember 248 koperasi, Bondowoso 219, sedangkan Situbondo dan Lumajang "
        "masing-masing 136 dan 205."
    )

    assert told == ["sum 248+219+136+205 -> 880"]


def test_what_falls_to_each_of_several_counts_as_often() -> None:
    (told,) = fails(
        "Secara keseluruhan terdapat 63 koperasi baru. Aru Utara dan Aru Tengah masing-masing mendapat 17, Aru Selatan 15, Sir-Sir 12."
    )

    assert told == "sum 17+17+15+12 -> 63"
