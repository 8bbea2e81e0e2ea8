"""Parts in sentences of their own, what is left, and figures spoken of again; each with a wrong and with the right figure."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.prose.tests.told import fails


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        # numbered parts
        ("Bantuan Rp {} juta dibagi tiga tahap. Tahap pertama Rp 150 juta. Tahap kedua Rp 200 juta. Tahap ketiga Rp 140 juta.", "480", "490"),
        # places by name, as many as announced
        ("Tiga kecamatan mengirim {} peserta. Kecamatan Utara mengirim 52 orang. Kecamatan Selatan 47 orang. Kecamatan Timur 36 orang.", "145", "135"),
        # closed by the rest
        ("Survei menjangkau {} pedagang. Meminjam dari koperasi 96 pedagang. Dari bank 58 pedagang. Sisanya 24 pedagang tidak meminjam.", "188", "178"),
        # two that exclude each other
        ("Kota itu punya {} bank sampah. Bank sampah aktif 157 unit. Yang tidak aktif 67 unit.", "214", "224"),
        # what is left
        ("Ada 334 desa. Yang sudah punya akta 321 desa. Masih ada {} desa yang menunggu.", "23", "13"),
        # what follows from two
        ("Pasar punya 220 lapak, 14 di antaranya kosong. Dengan demikian lapak terisi {} unit.", "216", "206"),
        ("Pendapatan Rp9,4 miliar, biaya Rp8,05 miliar, sehingga SHU Rp{} miliar.", "1,45", "1,35"),
    ],
)  # fmt: skip
def test_parts_in_sentences_of_their_own_are_added_up(text: str, wrong: str, right: str) -> None:
    assert len(fails(text.format(wrong))) == 1
    assert fails(text.format(right)) == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Sebanyak 64 koperasi diusulkan bubar. Bila ke-{} koperasi yang diusulkan bubar itu dihapus, data akan bersih.", "46", "64"),
        ("Koperasi itu beranggotakan 612 perempuan. Sebanyak {} ibu anggota kami itulah pemenangnya.", "621", "612"),
        ("Sebanyak 27 koperasi nelayan menyetor ikan. Menurut dinas, {} koperasi nelayan itu taat pajak.", "45", "27"),
    ],
)  # fmt: skip
def test_what_is_spoken_of_again_has_the_figure_that_was_told(text: str, wrong: str, right: str) -> None:
    assert [told.split()[0] for told in fails(text.format(wrong))] == ["same"]
    assert fails(text.format(right)) == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Tim turun ke {} kecamatan, yakni Midai, Serasan, Subi, dan Pulau Tiga, sejak awal bulan.", "lima", "empat"),
        ("{} aplikasi disediakan dinas untuk memudahkan koperasi menyusun laporan, yakni SiKopi untuk akuntansi, LaporRAT untuk "
         "unggah berkas, dan CekSehat untuk menghitung kesehatan.", "Empat", "Tiga"),
    ],
)  # fmt: skip
def test_as_many_are_named_as_were_announced(text: str, wrong: str, right: str) -> None:
    assert [told.split()[0] for told in fails(text.format(wrong))] == ["count"]
    assert fails(text.format(right)) == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Urutan pertama diraih KSU Mekar dengan 2.890 anggota. Di bawahnya KPRI Guyub ({}), KUD Karya (1.690), dan KSP Tani (980).", "1.475", "1.775"),
        ("Koperasi terbanyak di Kecamatan Barat, {} unit. Kecamatan Timur 71 unit dan Kecamatan Tengah 40 unit.", "64", "74"),
    ],
)  # fmt: skip
def test_who_comes_first_has_the_most(text: str, wrong: str, right: str) -> None:
    assert [told.split()[0] for told in fails(text.format(wrong))] == ["order"]
    assert fails(text.format(right)) == []
