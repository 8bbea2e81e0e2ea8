"""Points that a text numbers, what is left of districts and villages, parts of a part: each with a wrong and the right figure."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.prose.document import read
from lumbung.engine.claims.prose.tests.told import fails

POINTS = [
    ("Menurut ketua tim, ada {} temuan yang wajib dibenahi, yaitu: (1) kas tidak ditutup; (2) akad tanpa saksi; dan (3) cadangan belum dibentuk.", "empat", "tiga"),
    ("Pengawas meminta {} perbaikan: (a) buku besar dirapikan, (b) kas dihitung tiap sore, (c) anggota pindah dicatat, dan (d) arsip dijilid.", "tiga", "empat"),
    ("Dinas menetapkan {} syarat untuk menerima pendampingan, yakni 1) akta pendirian; 2) NPWP; 3) laporan rapat anggota.", "lima", "tiga"),
    ("Koperasi menghadapi {} kendala. (1) Pengurus jarang bertemu. (2) Buku anggota hilang. (3) Gudang bocor.", "dua", "tiga"),
    ("Rapat menghasilkan {} keputusan sebagai berikut: (1) SHU dibagi 40 persen; (2) simpanan wajib naik menjadi Rp50.000; serta (3) pengurus lama diteruskan.", "4", "3"),
    ("Koperasi itu baru memenuhi {} dari enam syarat, yaitu (1) akta dan (2) NPWP.", "tiga", "dua"),
    ("Rapat menyepakati {} butir. Butir itu adalah: (a) iuran naik; (b) gedung disewakan; (c) ketua diganti.", "empat", "tiga"),
    ("Pengawas menemukan {} kejanggalan, yakni: (1) dua kuitansi tanpa tanggal; (2) stok tidak cocok; (3) nota ganda.", "enam", "tiga"),
]  # fmt: skip

REMAINS = [
    ("Sampai kemarin, dari 266 desa, sebanyak 218 desa koperasinya sudah berbadan hukum. Sisanya, {} desa, masih dalam proses.", "58", "48"),
    ("Dari 84 kelurahan, 61 kelurahan telah menggelar musyawarah. Sisanya {} kelurahan menyusul pekan depan.", "33", "23"),
    ("Dari 147 nagari di kabupaten itu, 129 nagari telah memiliki akta. Selebihnya, {}, menunggu notaris.", "28", "18"),
    ("Dari total 312 desa, baru 195 desa yang memiliki gerai. Sisanya, yakni {} desa, belum punya lahan.", "127", "117"),
    ("Dari 21 kecamatan, 16 kecamatan sudah punya gudang. Adapun sisanya, {} kecamatan, masih menyewa.", "8", "5"),
    ("Dari 266 desa, 218 desa sudah berbadan hukum, sedangkan sisanya, {} desa, masih diproses.", "58", "48"),
    ("Di kabupaten itu terdapat 266 desa. Sebanyak 218 desa sudah berbadan hukum. Sisanya, {} desa, masih diproses.", "58", "48"),
    ("Hingga Jumat, 174 dari 203 desa sudah membentuk koperasi. Sisanya, {} desa, masih bermusyawarah.", "39", "29"),
]  # fmt: skip

INSIDE = [
    ("Ada 214 koperasi di kota itu. Yang aktif 137 buah, sedangkan 77 lagi tidak aktif. Menurut jenisnya, 137 koperasi yang hidup tersebut "
     "meliputi 52 simpan pinjam, 41 konsumen, 23 produsen, 14 jasa, serta {} pemasaran. Gelombang pertama menyasar 20 koperasi.", "17", "7"),
    ("Tercatat 305 koperasi. Yang sehat 180 koperasi, dan 125 belum sehat. Sebanyak 180 koperasi yang sehat itu terdiri atas 90 primer, "
     "{} sekunder, dan 30 cabang. Bulan depan 15 koperasi diperiksa lagi.", "50", "60"),
    ("Tahun ini 460 koperasi dibina. Sebanyak 260 koperasi aktif dan {} tidak aktif. Ke-260 koperasi aktif itu meliputi 120 koperasi "
     "konsumen, 85 koperasi jasa, dan 55 koperasi produsen. Sebanyak 30 koperasi dikunjungi pekan ini.", "220", "200"),
    ("Ada 98 koperasi yang diperiksa. Sebanyak 56 koperasi lengkap dan 42 koperasi kurang. Dari 56 koperasi yang lengkap, {} koperasi "
     "konsumen, 18 koperasi jasa, dan 14 koperasi produsen. Sebelas koperasi lain akan disusul.", "34", "24"),
    ("Dinas menaungi 340 koperasi, yaitu 215 aktif dan 125 tidak aktif. Yang aktif, 215 koperasi, tersebar di tiga kecamatan: Barat 90, "
     "Tengah 75, dan Timur {}. Pekan lalu 12 koperasi didatangi.", "60", "50"),
    ("Kota itu punya 156 koperasi. Sebanyak 94 koperasi sudah RAT dan {} koperasi belum RAT. Koperasi yang sudah RAT, 94 koperasi, meliputi 40 "
     "koperasi simpan pinjam, 32 koperasi konsumen, dan 22 koperasi jasa. Sebanyak 9 koperasi diberi surat.", "72", "62"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "right"), [*POINTS, *REMAINS, *INSIDE])
def test_one_wrong_figure_is_told_once_and_the_right_one_not(text: str, wrong: str, right: str) -> None:
    assert len(fails(text.format(wrong))) == 1
    assert fails(text.format(right)) == []


def test_the_points_are_counted_and_their_marks_are_no_figures() -> None:
    text = "Ada lima temuan, yaitu: (1) kas terbuka; (2) akad lisan; dan (3) arsip hilang."

    assert fails(text) == ["count kas terbuka+akad lisan+arsip hilang -> lima"]
    assert [q.text for q in read(text).quantities] == ["lima"]


@pytest.mark.parametrize(
    "text",
    [
        "Ada lima temuan, di antaranya: (1) kas terbuka; (2) akad lisan; (3) arsip hilang.",
        "Ada lima temuan, yaitu: (1) kas terbuka; (2) akad lisan; (3) arsip hilang; dan lain-lain.",
        "Sebanyak 12 koperasi diminta: (1) merapikan buku; (2) menutup kas; (3) mengirim laporan.",
        "Dinas membagikan lima paket yang berisi: (1) buku kas; (2) stempel; (3) map.",
        "Pasal 4 menyebut lima kewajiban pada ayat (1) dan ayat (2).",
        "Dari lima anggota, tim mencatat: (1) kas terbuka; (2) akad lisan; (3) arsip hilang.",
        "Lima kecamatan belum melapor. Mereka diminta: (1) mengirim data; (2) mengisi borang.",
        "Pelatihan berlangsung lima hari dengan materi: (1) akuntansi; (2) perpajakan; (3) hukum.",
        # what is left of something else
        "Di 21 kecamatan, 16 gudang sudah berdiri. Sisanya, 8 gudang, masih dibangun.",
        "Dari 266 desa, 218 desa sudah punya koperasi. Sisanya, 40 koperasi, dikelola bersama.",
    ],
)
def test_points_and_remains_of_other_things_raise_no_alarm(text: str) -> None:
    assert fails(text) == []
