"""What looks like a wrong sum, share, order or difference and is none, and the claims that need no list."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lumbung.engine.claims.prose import check_text
from lumbung.engine.claims.prose.document import read


@pytest.mark.parametrize(
    "text",
    [
        "Dari 85 koperasi pada 2022, kini sudah ada 96 koperasi.",
        "Pelatihan diikuti 420 peserta dari target 400 peserta atau 105 persen.",
        "Sebanyak 52 peserta dari 40 koperasi mengikuti bimbingan teknis.",
        "Dari 12 kelurahan, 350 warga mengajukan permohonan.",
        "Terdapat 40 koperasi simpan pinjam. Dari koperasi itu, 4.600 anggota mendapat pinjaman.",
        "Tiga kecamatan dengan koperasi terbanyak, yakni Kota 40, Utara 45, dan Selatan 42 koperasi.",
        "Separuh dari 300 koperasi yang ada belum RAT. Kota Sari menyusul dengan 160 koperasi.",
        "Anggaran naik Rp2 miliar dibandingkan tahun lalu. Tahun ini disiapkan Rp15 miliar, tahun lalu Rp12,9 miliar untuk dua kegiatan.",
        "Sebanyak 60 persen pengurus adalah perempuan. Sebanyak 45 persen pengurus laki-laki di tingkat desa aktif.",
        "Tingkat kehadiran laki-laki 82 persen dan perempuan 91 persen.",
        "Koperasi konsumen naik 12 unit, koperasi jasa naik 5 unit, sehingga total kini 340 unit.",
        "Tahun lalu peserta 120 orang, tahun ini 150 orang. Peserta perempuan bertambah 18 orang.",
        "Kecamatan Utara memiliki 45 koperasi aktif. Kecamatan Selatan memiliki 54 koperasi aktif.",
        "Pada Januari tercatat 132 pengaduan masuk melalui aplikasi. Pada Februari tercatat 123 pengaduan masuk melalui aplikasi.",
        "Sebanyak 30 orang terbagi dalam dua kelompok, setiap kelompok didampingi tiga orang mentor.",
        "Bantuan Rp300 juta untuk 12 kelompok tani, masing-masing memperoleh alat senilai Rp20 juta dan benih.",
        "Menurut kepala dinas, hadir 45 orang pengurus, 30 orang pengawas, dan 12 orang manajer. Undangan disebar kepada 90 orang.",
        "Berdasarkan catatan, 240 koperasi diperiksa. Menurut hasil pemeriksaan, 120 tertib administrasi, 96 tertib keuangan, dan 30 tertib RAT.",
        "Selisih harga beras dan gabah Rp6.000. Harga beras Rp14.000 dan gabah Rp7.500 per kilogram di penggilingan.",
        "Peringkat pertama lari 100 meter mencatat 11 poin, peringkat kedua 12 poin, peringkat ketiga 10 poin.",
        "Nilai tertinggi diraih SMAN 1 dengan 95, SMAN 2 dengan 91, dan terendah SMAN 3 dengan 70.",
        "Ada lima program unggulan: beasiswa, pasar murah, serta bantuan modal menjadi yang paling diminati.",
        "Program tersebar di tujuh kecamatan. Rinciannya, Pemerintah Pusat membiayai 12 kegiatan, Provinsi 9 kegiatan, dan Kabupaten 30 kegiatan.",
        "Dua pertiga dari 120 koperasi, yakni 81 koperasi, sudah beralih ke aplikasi.",
        "Luas panen 340 hektare. Produksi padi mencapai 2.312 ton, jagung 870 ton, dan kedelai 45 ton.",
        "Kebutuhan pupuk 12.400 ton, realisasi hingga Mei 5.300 ton atau 42,7 persen, dan sisanya disalurkan hingga Desember.",
        "Dari 60 persen koperasi yang aktif, 35 persen di antaranya sudah digital dan sisanya 25 persen manual.",
        "Sebanyak 40 koperasi hadir. Dengan tambahan itu, kini ada 152 koperasi dari sebelumnya 110.",
        "Jumlah penduduk 402.318 jiwa, lebih banyak dari Kabupaten Sari yang berpenduduk 398.112 jiwa.",
        "Koperasi aktif 125 unit, masih lebih rendah dibandingkan target 200 unit.",
        "Sebanyak 12 dari 15 koperasi lolos. Dari 15 koperasi, 3 tidak lolos. Tahap kedua diikuti 12 koperasi, 15 peserta di antaranya perempuan.",
        "Panjang jalan 12,5 kilometer dibangun di tiga desa, yakni Desa A 4 kilometer, Desa B 5 kilometer dan jembatan 30 meter di Desa C.",
        "Pasien rawat inap 240 orang, 60 persen perempuan dan 35 persen di antaranya lansia.",
        "Stok beras 5.400 ton cukup untuk 4 bulan. Stok gula 1.200 ton, minyak 800 ton, dan telur 300 ton.",
        "Harga cabai naik Rp5.000 menjadi Rp45.000 per kilogram dari pekan lalu Rp40.000.",
        "Terbanyak di Kecamatan Kota. Jumlahnya 143 koperasi, sedangkan Kecamatan Timur paling sedikit 40 koperasi.",
        "Pemilih perempuan 161.541, laki-laki 157.101, dengan pemilih pemula 12.400 atau 3,9 persen.",
        "Kurang dari 40 koperasi yang melapor. Sebanyak 46 koperasi sudah melapor tahun lalu.",
        "Sebanyak 25 koperasi mendapat sertifikat, menyusul 30 koperasi yang mendapatkannya pada 2023.",
        "Kota itu memiliki 34 kelurahan. Sebanyak 20 kelurahan sudah punya koperasi, sedangkan 15 kelurahan masih menyusun akta bersama kelurahan tetangga.",
        "Dinas menyiapkan Rp2 miliar. Rp1,2 miliar untuk pelatihan dan sisanya Rp0,8 miliar untuk pameran.",
        "Menurut kelompok umur, usia 20-29 tahun 45 orang, usia 30-39 tahun 60 orang, dan usia 40 tahun ke atas 25 orang. Pesertanya 130 orang.",
        "Kasus demam berdarah tahun ini 214, tahun lalu 187. Terdapat 3 kematian, berkurang 2 dibandingkan tahun lalu.",
        "Tahun 2023 produksi 4.500 ton. Tahun 2024 naik 10 persen dibandingkan tahun sebelumnya dengan 1.200 hektare lahan.",
        "Sebanyak 30 desa menerima bantuan tahun lalu, tahun ini 45 desa. Nilai bantuan turun 10 persen dibandingkan tahun lalu.",
        "Jumlah sekolah 214 unit: SD 140, SMP 52, dan 22 lainnya SMA. Ruang kelas yang rusak 41 ruang, lebih banyak dari perkiraan 40 ruang.",
        "Dua per tiga warga setuju. Sebanyak 120 dari 200 warga hadir.",
        "Sepertiga dari anggaran Rp9 miliar, atau sekitar Rp3,1 miliar, sudah terserap.",
        "Koperasi A membukukan SHU Rp418 juta, Koperasi B Rp391 juta, disusul Koperasi C Rp420 juta yang baru pertama kali ikut.",
        "Lima desa terbaik berturut-turut selama tiga tahun menerima Rp50 juta, Rp60 juta, dan Rp55 juta.",
        "Peserta terdiri dari 60 persen perempuan, 45 persen kaum muda, dan 10 persen penyandang disabilitas.",
        "Sebanyak 55 persen anggaran untuk fisik dan sisanya 45 persen untuk pelatihan; serapan 60 persen.",
        "Program 3 juta rumah menyasar 120 keluarga di 4 desa, masing-masing desa 30 keluarga.",
        "Total ada 15 stan, 9 stan kuliner. Pengunjung 1.200 orang per hari, total 3.600 orang selama tiga hari.",
        "Pendapatan Rp186,5 miliar dari target Rp240 miliar, kurang Rp53,5 miliar.",
        "Kami punya 12 mobil, 5 motor, dan 3 perahu, total 20 armada. Sementara personel 132 orang, unggul 12 dibanding kota tetangga.",
        "Kelurahan Damai menyumbang 45 koperasi, Kelurahan Gunung 38 koperasi, dan Kelurahan Sepinggan 52 koperasi. Sisanya tersebar di kelurahan lain. Kota ini punya 140 koperasi.",
        "Tercatat 140 koperasi di kota itu. Kelurahan Damai 45 koperasi, Kelurahan Gunung 38 koperasi, dan Kelurahan Sepinggan 52 koperasi merupakan kantong terbesar.",
        "Tercatat 140 koperasi di kota itu. Tiga terbesar ada di Kelurahan Damai 45 koperasi, Kelurahan Gunung 43 koperasi, dan Kelurahan Sepinggan 42 koperasi.",
        "Bank sampah bertambah 12 unit. Sebelumnya 161 unit, targetnya 200 unit.",
        "Realisasi Rp9,3 miliar atau 62 persen dari pagu, sedangkan pagu perubahan Rp18 miliar.",
        "Sebanyak 48 dari 64 koperasi atau 75 persen telah RAT, naik dari 70 persen tahun lalu.",
        "Peserta laki-laki 60, perempuan 45. Anak-anak 30. Total peserta dewasa 105 orang.",
        "Inflasi 2,8 persen, lebih rendah dari nasional 3,1 persen dan lebih tinggi dari provinsi 2,5 persen.",
        "Kendaraan roda dua 812 unit, lebih banyak daripada roda empat yang hanya 96 unit.",
        "Rapat dihadiri 40 dari 45 anggota DPRD. Dari 45 anggota itu, 20 perempuan.",
        "Posyandu aktif 460 dari 470. Dari 460 posyandu tersebut 2.350 kader bertugas.",
    ],
)  # fmt: skip
def test_what_an_honest_text_may_say_raises_no_alarm(text: str) -> None:
    assert [verdict.subject for verdict in check_text(text, "text").fails] == []


CLAIMS = [
    # kind, what is right, what is wrong in it, the wrong figure instead
    ("sum", "Koperasi kini 96 unit. Selisih 11 unit dibandingkan tahun lalu yang 85 unit.", "11", "9"),
    ("sum", "Kebutuhan guru 2.140 orang, tersedia 1.876 orang, sehingga kurang 264 orang.", "264", "274"),
    ("sum", "Terkumpul 812 ton, atau 68 ton lebih banyak dibandingkan tahun lalu 744 ton.", "68", "78"),
    ("sum", "Sebanyak 128 peserta pada delapan kejuruan, masing-masing 16 peserta.", "16", "18"),
    ("sum", "Anggotanya 45 persen petani, 30 persen nelayan, dan sisanya 25 persen pedagang.", "25", "35"),
    (
        "sum",
        "Modal sendiri Rp96,4 miliar, modal luar Rp58,1 miliar, sehingga total modal Rp154,5 miliar.",
        "154",
        "156",
    ),
    ("sum", "Sawah 340 hektare, terdiri atas irigasi 215 hektare dan tadah hujan 125 hektare.", "215", "225"),
    ("sum", "Ada 168 kios. Menurut jenis, ada 52 kios pangan, 71 kios sandang, dan 45 kios jasa.", "71", "77"),
    ("percent", "Dinas menyerap Rp9,3 miliar dari pagu Rp15 miliar atau 62 persen.", "62", "72"),
    ("percent", "Dari 240 koperasi, tiga per empatnya, yaitu 180 koperasi, sudah RAT.", "180", "150"),
    ("percent", "Kunjungan 9.460 orang, naik 37,5 persen dibandingkan tahun lalu yang 6.880 orang.", "37,5", "35,7"),
    ("inside", "Dari 40 koperasi sehat itu, 36 koperasi sudah bersertifikat.", "36", "46"),
    ("inside", "Ada 18 kapal. Dari jumlah tersebut, 11 kapal perlu diperbaiki.", "11", "21"),
    ("order", "Jemaah perempuan 718 orang, lebih banyak daripada jemaah laki-laki 542 orang.", "718", "518"),
    ("order", "Peringkat pertama A 91 unit, peringkat kedua B 87 unit, peringkat ketiga C 60 unit.", "60", "89"),
    ("order", "Tiga desa terbanyak secara berurutan adalah Apo (61), Biru (52), dan Cino (49).", "52", "47"),
    ("same", "Ada 87 desa tersambung serat optik. Kini desa tersambung serat optik itu 87 desa.", "itu 87", "itu 78"),
    ("same", "Kota punya 240 koperasi. Dari 240 koperasi itu, 180 sudah RAT.", "Dari 240", "Dari 260"),
]


@pytest.mark.parametrize(("kind", "text", "right", "wrong"), CLAIMS, ids=[text[:30] for _, text, _, _ in CLAIMS])
def test_a_claim_without_a_list_fails_only_when_its_figure_is_wrong(
    kind: str, text: str, right: str, wrong: str
) -> None:
    spoilt = check_text(text.replace(right, wrong), "text").fails

    assert check_text(text, "text").fails == ()
    assert [verdict.kind for verdict in spoilt] == [kind]


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("separuhnya", "50"),
        ("sepertiga", "33.3"),
        ("dua pertiga", "66.7"),
        ("tiga per empatnya", "75"),
        ("dua perlima", "40"),
    ],
)
def test_a_share_in_words_is_read_as_a_percentage(text: str, percent: str) -> None:
    (share,) = read(f"Sebanyak {text} sudah hadir.").quantities

    assert (share.value, share.role, share.loose) == (Decimal(percent), "percent", True)


def test_eighth_finals_are_no_eighth() -> None:
    assert read("Mereka lolos ke dua perempat final.").quantities == ()
