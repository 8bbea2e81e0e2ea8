"""Addresses, villages and districts, as written and as read. Addresses are invented, regions are real."""

from __future__ import annotations

import pytest

from lumbung.engine.cleaning.addresses import read_address
from lumbung.engine.cleaning.places import read_place, read_regency, regency_of_list

# as written | street | number | block | rt | rw
ADDRESSES = """
JL. PESANTREN NO.51 RT 30 KEL Lamaru              | pesantren      | 51   |                  | 30 |
Jln Pesantren #51                                 | pesantren      | 51   |                  |    |
jalan pesantren nomor 51c, Rukun Tetangga 030     | pesantren      | 51c  |                  | 30 |
PESANTREN 51 RT.003/007                           | pesantren      | 51   |                  | 3  | 7
Jl. Pesantren No. 51 003/007                      | pesantren      | 51   |                  | 3  | 7
Jl. Pesantren No 13-15 RT 02/IV                   | pesantren      | 13-15 |                 | 2  | 4
Gg. Pesantren Rt/01/07                            | pesantren      |      |                  | 1  | 7
Jl. A. Yani No. 5                                 | ahmad yani     | 5    |                  |    |
JALAN ACHMAD YANI 5                               | ahmad yani     | 5    |                  |    |
Jl. Jend. Sudirman                                | sudirman       |      |                  |    |
Jl. Jenderal Soedirman                            | sudirman       |      |                  |    |
SUDIRMAN                                          | sudirman       |      |                  |    |
Jl. Letjend Suprapto No. 8                        | suprapto       | 8    |                  |    |
Jl. P. Diponegoro                                 | diponegoro     |      |                  |    |
Jl. M.T. Haryono No 9                             | mt haryono     | 9    |                  |    |
Jl. D.I. Panjaitan                                | di panjaitan   |      |                  |    |
JL DI PANJAITAN                                   | di panjaitan   |      |                  |    |
Jl. Soekarno-Hatta                                | sukarno hatta  |      |                  |    |
Jl. Kp. Timur No 70                               | kampung timur  | 70   |                  |    |
Gn. Empat 13                                      | gunung 4       | 13   |                  |    |
Jl. Gunung IV No 13                               | gunung 4       | 13   |                  |    |
Jl. Bukit Batu Plat                               | bukit batuplat |      |                  |    |
Komplek Ruko Mutiara Blok E16, Jl. Melur No 2     | melur          | 2    | ruko mutiara e16 |    |
Jl. Melur No 2, RUKO MUTIARA BLOK E-16 RT 5       | melur          | 2    | ruko mutiara e16 | 5  |
Jl. Melur, Perum. Korpri Blok A4                  | melur          |      | korpri a4        |    |
Jl. Melur Nomor. D2, RT 3                         | melur          | d2   |                  | 3  |
Jl. Melur No 2 Balikpapan                         | melur          | 2    |                  |    |
Jl. Balikpapan                                    | balikpapan     |      |                  |    |
Jl. Melur Blok C4 No. 05                          | melur          | 5    | c4               |    |
Perumahan Taman Asri Blok B 2 No 2                |                | 2    | taman asri b2    |    |
depan pasar, samping bengkel                      |                |      |                  |    |
depan pasar, Jl. Melur 2                          | melur          | 2    |                  |    |
depan kantor lurah                                |                |      |                  |    |
-                                                 |                |      |                  |    |
"""

# village | district | village code | district code | what is said
PLACES = """
Manggar                | Balikpapan Timur       | 6471011001 | 647101 |
MANGGAR                | Bpp Timur              | 6471011001 | 647101 |
Kel. Manggar           | Kec. Balikpapan Timur  | 6471011001 | 647101 |
Manggar                | TIMUR                  | 6471011001 | 647101 |
Manggar                | Balikpapan Tmr         | 6471011001 | 647101 |
Manggar                |                        | 6471011001 | 647101 |
                       | Balikpapan Timur       |            | 647101 |
                       |                        |            |        |
-                      | -                      |            |        |
Prapatan               | Kota                   | 6471061001 | 647106 |
Gn. Bahagia            | Balikpapan Sel.        | 6471051006 | 647105 |
GUNUNGBAHAGIA          | BPP SELATAN            | 6471051006 | 647105 |
Sei Nangka             | Selatan                | 6471051010 | 647105 |
Klandasan Hulu         | Balikpapan Kota        | 6471061003 | 647106 |
Sumberejo              | Balikpapan Tengah      | 6471041006 | 647104 |
Margomulyo             | Bpp Brt                | 6471021005 | 647102 |
Karang Jaong           | Balikpapan Utara       | 6471031003 | 647103 | clean.place_read_as
DMAI                   | Balikpapan Kota        | 6471061005 | 647106 | clean.place_read_as
MA NGGAR BARU          | Balikpapan Timur       | 6471011004 | 647101 |
Karang Joang           | Balikpapan Utata       | 6471031003 | 647103 | clean.place_read_as
Telaga Sari            | Balikpapan Selatan     | 6471061002 | 647106 | clean.district_divided
Damai                  | Balikpapan Selatan     |            | 647105 | clean.village_former_name
Lamaru                 | Balikpapan Barat       | 6471011002 | 647102 | clean.village_of_another_district
Pasar Ikan             | Balikpapan Barat       |            | 647102 | clean.village_unknown
Lamaru                 | Antah Berantah         | 6471011002 | 647101 | clean.district_unknown
"""

REGENCIES = """
Kota Balikpapan        |                  | 6471
KAB. BOGOR             |                  | 3201
Kota Bogor             |                  | 3271
Bogor                  |                  |
Gianyar                | Bali             | 5104
6471                   |                  | 6471
Kotamadya Bogor        |                  | 3271
-                      |                  |
"""


def table(text: str, width: int) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return [row + [""] * (width - len(row)) for row in rows]


@pytest.mark.parametrize(("written", "street", "number", "block", "rt", "rw"), table(ADDRESSES, 6))
def test_an_address_is_taken_apart(written, street, number, block, rt, rw):
    found = read_address(written, ("balikpapan",))

    parts = (found.street, found.house_number, found.block, found.rt, found.rw)
    assert tuple(part or "" for part in parts) == (street, number, block, rt, rw)


@pytest.mark.parametrize(("village", "district", "village_code", "district_code", "said"), table(PLACES, 5))
def test_a_place_is_read_and_never_filled_in(village, district, village_code, district_code, said):
    place = read_place(village, district, "6471")

    assert (place.village_code or "", place.district_code or "") == (village_code, district_code)
    assert " ".join(problem.code for _, problem in place.troubles) == said


@pytest.mark.parametrize(("written", "province", "code"), table(REGENCIES, 3))
def test_regencies(written, province, code):
    assert (read_regency(written, province) or "") == code


def test_a_lists_regency_comes_from_its_title_else_its_rows_else_its_nik_else_its_districts():
    assert regency_of_list("PEMERINTAH KOTA BALIKPAPAN, KEADAAN 30 JUNI", ["3271"], [], []) == "6471"
    assert regency_of_list(None, ["6471", "6471", "3271", None], ["3201010100001"], []) == "6471"
    assert regency_of_list(None, [None], ["6471010100001", "6471010100002", "3201010100001"], []) == "6471"
    assert regency_of_list(None, [], [None], ["Bogor Utara", "Bogor Tengah", "Tanah Sareal"]) == "3271"
    assert regency_of_list(None, [], [], [None]) is None
    assert regency_of_list("", [], ["6471010100001", "3201010100001"], []) is None


def test_without_a_regency_no_place_is_guessed():
    place = read_place("Manggar", "Balikpapan Timur", None)

    assert (place.village_code, place.district_code, place.troubles) == (None, None, ())
