"""Names of cooperatives, as written and what is read in them. All names are invented."""

from __future__ import annotations

import pytest

from lumbung.engine.cleaning.names import City, clean_name

CITY = City(("balikpapan",), frozenset({"bpp", "bppn"}))

# as written | words that carry the name | group | kind | pattern
PARTS = """
Koperasi Konsumen Sinar Pagi                              | sinar pagi                     |                | konsumen      |
KOP. KONS. SINAR PAGI                                     | sinar pagi                     |                | konsumen      |
Kopkon Sinar Pagi Kota Balikpapan                         | sinar pagi                     |                | konsumen      |
koperasi jasa parkir raya bpp                             | parkir raya                    |                | jasa          |
KSU. Sinar Pagi Balikpapna                                | sinar pagi                     | ksu            |               |
Koperasi Serba Usaha Usaha Pagi                           | usaha pagi                     | ksu            |               |
Koperasi Simpan Pinjam KSP Arga Dana                      | arga dana                      | ksp            | simpan_pinjam |
KOSPIN ARGA DANA                                          | arga dana                      | ksp            | simpan_pinjam |
Credit Union Arga Dana                                    | arga dana                      | ksp            | simpan_pinjam |
KSPPS BMT An Nur                                          | an nur                         | kspps          | simpan_pinjam | sharia
Koperasi Simpan Pinjam dan Pembiayaan Syariah An-Nur      | an nur                         | kspps          | simpan_pinjam | sharia
KSPPS Baitul Mal wa Tamwil An Nur                         | an nur                         | kspps          | simpan_pinjam | sharia
Koperasi Karyawan PT. Gajah Kuning                        | gajah kuning                   | kopkar         |               |
KOP KAR PT.GAJAH KUNING TBK                               | gajah kuning                   | kopkar         |               |
Kop. Karjawan Gajah Kuning, PT                            | gajah kuning                   | kopkar         |               |
Koperasi Konsumen Karyawan Gajah Kuning                   | gajah kuning                   | kopkar         | konsumen      |
KPRI SMPN 07 Tunas                                        | smp negeri 7 tunas             | kpri           |               |
Koperasi Guru SMP Negeri 7 Tunas                          | smp negeri 7 tunas             | kpri           |               |
Koperasi Pegawai Republik Indonesia SMP Neg. 7 Tunas      | smp negeri 7 tunas             | kpri           |               |
KPN Satpol PP Siaga                                       | satuan polisi pamong praja siaga | kpri         |               |
Kopwan Anggrek                                            | anggrek                        | kopwan         |               |
Koperasi Wanita Anggrek                                   | anggrek                        | kopwan         |               |
Koperasi Pondok Pesantren Darul Ilmi                      | darul ilmi                     | koppontren     |               |
KOPPONTRENDARULILMI                                       | darulilmi                      | koppontren     |               |
K.U.D. Lestari Tani                                       | lestari tani                   | kud            | produsen      |
Lestari Tani, KUD                                         | lestari tani                   | kud            | produsen      |
Koptan Lestari                                            | lestari                        | koptan         | produsen      |
Koperasi Tani Lestari                                     | lestari                        | koptan         | produsen      |
Koperasi Konsumen Lestari Tani                            | lestari tani                   |                | konsumen      |
Koperasi Pedagang Pasar Pasar Rebo                        | pasar rebo                     | koppas         |               |
Koppas Pasar Rebo                                         | pasar rebo                     | koppas         |               |
KKMP Graha Indah                                          | graha indah                    | merah_putih    |               |
Koperasi Kelurahan Merah Putih Graha Indah                | graha indah                    | merah_putih    |               |
KOPERASI KELURAHAN MERAH PUIH GRAHA INDAH                 | graha indah                    | merah_putih    |               |
Koperasi Kelurahan Graha Indah                            | graha indah                    | kelurahan      |               |
Primer Koperasi Kepolisian Polsek Balikpapan Timur        | polsek timur                   | koppol         |               |
PRIMKOPPOL POLSEK BALIKPAPAN TIMUR                        | polsek timur                   | koppol         |               |
Koperasi Jasa Angkutan Angkutan Kota Kota Balikpapan      | angkutan kota                  | angkutan_darat | jasa          |
Koperasi Jasa Tenaga Kerja Bongkar Muat Samudera          | samudera                       |                | jasa          |
TKBM Samudera                                             | samudera                       |                | jasa          |
Pusat Koperasi Pegawai Negeri Kota Balikpapan             | pusat kpri                     | sekunder       |               |
Kopjas Parkir Raya                                        | parkir raya                    |                | jasa          |
KOPPEM SINAR PAGI                                         | sinar pagi                     |                | pemasaran     |
Kop Wan Anggrek                                           | anggrek                        | kopwan         |               |
Kop. Pem. Sinar Pagi                                      | sinar pagi                     |                | pemasaran     |
Koperasi Pesantren Darul Ilmi                             | darul ilmi                     | koppontren     |               |
Kopdes Merah Putih Graha Indah                            | graha indah                    | merah_putih    |               |
KMP Graha Indah                                           | graha indah                    | merah_putih    |               |
Koperasi Pensiun Gajah Kuning                             | pensiunan gajah kuning         | wredatama      |               |
Sinar Pagi, Koperasi Karyawan                             | sinar pagi                     | kopkar         |               |
PT Gajah Kuning Koperasi Pensiunan                        | pensiunan gajah kuning         | wredatama      |               |
SMK N 78 Kop. Guru                                        | smk negeri 78                  | kpri           |               |
KPRI MA Negeri 78                                         | madrasah aliyah negeri 78      | kpri           |               |
KPRI SLTP Negeri 7                                        | smp negeri 7                   | kpri           |               |
KPRI Dinas PU Lestari                                     | dinas pekerjaan umum lestari   | kpri           |               |
KPRI DPUPR                                                | dinas pekerjaan umum penataan ruang | kpri      |               |
KPRI Dinas PUPR                                           | dinas pekerjaan umum penataan ruang | kpri      |               |
KPRI BKPSDM                                               | badan kepegawaian pengembangan sumber daya manusia | kpri |    |
KPRI Dinas Koperasi Maju                                  | dinas koperasi maju            | kpri           |               |
KPN PA Barokah                                            | pengadilan agama barokah       | kpri           |               |
Kopkar BPR Gajah                                          | bank perekonomian rakyat gajah | kopkar         |               |
Kopkar Bank Perkreditan Rakyat Gajah                      | bank perekonomian rakyat gajah | kopkar         |               |
PRIMKOPPOLRESTA BALIKPAPAN                                | polresta                       | koppol         |               |
Koperasi Karyawan Redjeki Djaja                           | rejeki jaya                    | kopkar         |               |
Kop. Bina Ush. Mdr                                        | bina usaha mandiri             |                |               |
Sinar Pagi                                                | sinar pagi                     |                |               |
"""

# Damaged words in front of a name, and the undamaged name with the same parts
DAMAGED = """
Koper Asi Sinar Pagi                 | Koperasi Sinar Pagi
KOPERASINELAYAN SINAR PAGI           | Koperasi Nelayan Sinar Pagi
Koeprasi Konsimen Sinar Pagi         | Koperasi Konsumen Sinar Pagi
KOPREASI KARYA WAN SINAR PAGI        | Koperasi Karyawan Sinar Pagi
Koperasi S impan Pinjam Sinar Pagi   | Koperasi Simpan Pinjam Sinar Pagi
KOPERASI JASA TRANSOPRTASI PAGI      | Koperasi Jasa Transportasi Pagi
Koperasi Pemasaarn Sinar Pagi        | Koperasi Pemasaran Sinar Pagi
KSUPerintis Pagi                     | KSU Perintis Pagi
Kop. SerbaUsaha Sinar Pagi           | Koperasi Serba Usaha Sinar Pagi
Kop Ontren Darul Ilmi                | Kopontren Darul Ilmi
"""

# as written | words | short names
SHORT_NAMES = """
Koperasi Konsumen Sinar Pagi (KOSINPA)              | sinar pagi          | kosinpa
KSU Sinar Pagi "Kosinpa"                            | sinar pagi          | kosinpa
Koperasi Sinar Pagi disingkat Kosinpa Balikpapan    | sinar pagi          | kosinpa
Koperasi Konsumen Sinar Pagi Kosinpa                | sinar pagi          | kosinpa
Koperasi Konsumen Sinar Pagi Kopsp                  | sinar pagi          | kopsp
Koperasi Ikatan Bakti Pemuda Mandiri IBPM           | ikatan bakti pemuda mandiri | ibpm
Koperasi Kosinpa                                    | kosinpa             | kosinpa
Kopkar GKT                                          | gkt                 | gkt
Koperasi Pensiunan Kosinpa                          | pensiunan kosinpa   | kosinpa
Kop. MA Negeri 7                                    | madrasah aliyah negeri 7 |
KPRI Tunas (SMPN 7)                                 | tunas smp negeri 7  |
Koperasi Kopi Pagi                                  | kopi pagi           |
"""

# as written | employer, school or agency
HOSTS = """
Koperasi Karyawan PT Gajah Kuning                     | gajah kuning
Koperasi Karyawan Bina Warga PT Gajah Kuning          | gajah kuning
Koperasi Karyawan Gajah Kuning, PT Bina Warga         | gajah kuning
KPRI SMP Negeri 7 Tunas                               | smp negeri 7
KPRI Tunas Dinas Perhubungan UPTD 3                   | dinas perhubungan uptd 3
KPRI RS Gajah Kuning                                  | rumah sakit gajah kuning
KPRI RSUD Maju Terus                                  | rumah sakit umum daerah
KPRI Disdukcapil Maju Terus                           | dinas kependudukan pencatatan sipil
Koperasi Konsumen Sinar Pagi                          |
"""

# Names that must not become one: what tells them apart is still in the words or in the group
APART = """
KPRI SMP Negeri 7                          | KPRI SMP Negeri 17
KPRI Puskesmas 1                           | KPRI Puskesmas 11
Koperasi Karyawan PT Gajah Kuning          | Koperasi Pensiunan PT Gajah Kuning
Koperasi Karyawan PT Gajah Kuning          | Koperasi Karyawan Yayasan Gajah Kuning
KPRI Dinas Perhubungan UPTD 1              | KPRI Dinas Perhubungan UPTD 2
Koperasi Konsumen Bakti                    | Koperasi Konsumen Bhakti
Koperasi Wanita Sinar Pagi                 | Koperasi Tani Sinar Pagi
"""

# Nothing but words in front: the most telling of them are left
BARE = """
KOPERASI JASA DRIVER ONLINE KOTA BALIKPAPAN | driver online
PRIMKOPTI BALIKPAPAN                        | kopti
Primer Koperasi Tahu Tempe Balikpapan       | kopti
Credit Union                                | credit union
Koperasi Simpan Pinjam Credit Union Wanita  | wanita
Koperasi Balikpapan                         | balikpapan
"""


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("written", "words", "group", "kind", "pattern"), table(PARTS))
def test_a_name_is_taken_apart(written, words, group, kind, pattern):
    name = clean_name(written, CITY)

    assert (" ".join(name.tokens), name.group or "", name.kind or "", name.pattern or "") == (
        words,
        group,
        kind,
        pattern,
    )


@pytest.mark.parametrize(("damaged", "whole"), table(DAMAGED))
def test_damaged_words_in_front_are_read(damaged, whole):
    assert clean_name(damaged, CITY) == clean_name(whole, CITY)


@pytest.mark.parametrize(("written", "words", "short"), table(SHORT_NAMES))
def test_short_names_stand_apart(written, words, short):
    name = clean_name(written, CITY)

    assert (" ".join(name.tokens), " ".join(name.acronyms)) == (words, short)


@pytest.mark.parametrize(("written", "host"), table(HOSTS))
def test_the_host_is_recognised(written, host):
    assert (clean_name(written, CITY).host or "") == host


@pytest.mark.parametrize(("left", "right"), table(APART))
def test_what_tells_two_cooperatives_apart_stays(left, right):
    one, other = clean_name(left, CITY), clean_name(right, CITY)

    assert (one.tokens, one.group) != (other.tokens, other.group)


@pytest.mark.parametrize(("written", "words"), table(BARE))
def test_some_word_is_always_left(written, words):
    assert " ".join(clean_name(written, CITY).tokens) == words


def test_the_city_is_taken_out_only_where_it_is_the_lists_own():
    assert clean_name("KSU Sinar Bontang", CITY).tokens == ("sinar", "bontang")
    assert clean_name("KSU Sinar Balikpapan").tokens == ("sinar", "balikpapan")
