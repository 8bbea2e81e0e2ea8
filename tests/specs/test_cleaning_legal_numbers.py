"""Legal-entity numbers of all eras, as written and as read. All numbers are invented."""

from __future__ import annotations

import pytest

from lumbung.engine.cleaning.legal_numbers import read_legal_number

# as written | serial | issuer | year | era
NUMBERS = """
4711/BH/KWK.17/1994                  | 4711  | kwk17         | 1994 | kanwil
4711/BH/KWK-17/XI/1986               | 4711  | kwk17         | 1986 | kanwil
4711 / bh / pad / kwk.17 / v / 95    | 4711  | kwk17         | 1995 | kanwil
4711/BH/PADKWK.17/V/95               | 4711  | kwk17         | 1995 | kanwil
4711/BH/KWK.17/71                    | 4711  | kwk17         |      | kanwil
4711/BH/KWK/17                       | 4711  | kwk17         |      | kanwil
47.110/BH/KWK.10/22                  | 47110 | kwk10         |      | kanwil
4711/KEP/KWK.10/XII-1997             | 4711  | kwk10         | 1997 | kanwil
47A/BH/IX-9/12-67                    | 47    | ix9           | 1967 | district
47/BH/KDK.17.6/IX/1999               | 47    | kdk176        | 1999 | kanwil
47/BH/KDK 17.6/IX                    | 47    | kdk176        |      | kanwil
47/BH/KDK.1022XII/2000               | 47    | kdk1022       | 2000 | kanwil
007/BH/XVII.12/XI/2006               | 7     | xvii12        | 2006 | district
518.08/47/BH/XIV.10/VIII/2008        | 47    | xiv10         | 2008 | district
518/47/BH/PERINDAGKOP                | 47    | perindagkop   |      | district
518/47/BH/DIPERINDAGKOP              | 47    | disperindagkop |     | district
518/B.H/47/DISKOP/2015               | 47    | diskop        | 2015 | district
518/BH/47/DISKOP/06                  | 47    | diskop        | 2006 | district
518/47/BH/XI/DKUMKM/2014             | 47    | dkumkmp       | 2014 | district
47/BH/518-DISKOP.UKM/I/2004          | 47    | diskopukm     | 2004 | district
47/BH/XIII.5/Kop                     | 47    | xiii5kankop   |      | district
47/BH/XIII.5?KANKOP                  | 47    | xiii5kankop   |      | district
47/BH/Tahun 2007                     | 47    |               | 2007 | other
47/BH/VII                            | 47    | vii           |      | other
004711/BH/M.KUKM.2/XII/2017          | 4711  | mkukm2        | 2017 | ministry
4711/BH/M.KUKM/2/XII/17              | 4711  | mkukm2        | 2017 | ministry
AHU-0004711.AH.01.26.TAHUN 2020      | 4711  | ahu0126       | 2020 | ahu
ahu-4711.AH 01.29 tahun 2024         | 4711  | ahu0129       | 2024 | ahu
AHU-0004711.AH.01.26                 | 4711  | ahu0126       |      | ahu
AHU-0004711                          | 4711  |               |      | ahu
AHU-0004711 TAHUN 2020               | 4711  |               | 2020 | ahu
No. 47/BH/KDK.17.6/IX/1999           | 47    | kdk176        | 1999 | kanwil
BH No 518/BH/47/DISKOP/2006          | 47    | diskop        | 2006 | district
518/47/BH/IV/DKUMKMP/2606            | 47    | dkumkmp       |      | district
"""


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("written", "serial", "issuer", "year", "era"), table(NUMBERS))
def test_a_number_is_taken_apart(written, serial, issuer, year, era):
    number, problem = read_legal_number(written)

    assert (number.serial, number.issuer or "", str(number.year or ""), number.era) == (serial, issuer, year, era)
    assert problem is None


@pytest.mark.parametrize("written", ["", "-", "0", "  ", "Tidak ada", "n/a"])
def test_nothing_is_no_number(written):
    number, problem = read_legal_number(written)

    assert (number.serial, problem) == (None, None)


def test_a_number_without_digits_is_named_and_kept_out():
    number, problem = read_legal_number("III/BH/KWK.17/VIII/1996")

    assert (number.serial, number.issuer, problem.code) == (None, "kwk17", "clean.legal_number_unread")
