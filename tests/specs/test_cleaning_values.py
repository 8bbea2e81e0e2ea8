"""Dates, numbers, NIK, telephones and persons, as written and as read. Everything is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lumbung.engine.cleaning.dates import read_date
from lumbung.engine.cleaning.nik import mask, read_nik
from lumbung.engine.cleaning.numbers import read_count, read_degrees, read_money
from lumbung.engine.cleaning.people import read_people
from lumbung.engine.cleaning.phones import read_phones
from lumbung.engine.cleaning.visits import read_note

# as written | day | what is said
DATES = """
30/06/2024              | 2024-06-30 |
3-6-2024                | 2024-06-03 |
03-06-24                | 2024-06-03 |
28-10-94                | 1994-10-28 |
2024-06-30              | 2024-06-30 |
2024-06-30 00:00:00     | 2024-06-30 |
2024-06-30T08:15:00Z    | 2024-06-30 |
30 Juni 2024            | 2024-06-30 |
30 Jun 24               | 2024-06-30 |
Minggu, 30 Juni 2024    | 2024-06-30 |
7 Nopember 1998         | 1998-11-07 |
17-Agt-2001             | 2001-08-17 |
17 VIII 2001            | 2001-08-17 |
20240630                | 2024-06-30 |
45473                   | 2024-06-30 |
-                       |            |
0000-00-00              |            |
00/00/0000              |            |
1900-01-01              |            |
31/02/2023              |            | clean.date_no_such_day
05/23/2024              |            | clean.date_no_such_month
12/05/3024              |            | clean.date_impossible_year
Juni 2024               |            | clean.date_incomplete
2019                    |            | clean.date_incomplete
kemarin                 |            | clean.date_unread
"""

COUNTS = """
45            | 45   |
45 orang      | 45   |
1.234         | 1234 |
1,234         | 1234 |
34.0          | 34   |
0             | 0    |
-             |      |
-5            |      | clean.count_negative
2,5           |      | clean.count_not_whole
9999999999    |      | clean.number_too_big
banyak        |      | clean.number_unread
"""

MONEY = """
1.234.567,89          | 1234567.89  |
Rp 1.234.567          | 1234567.00  |
Rp. 1.234.567,-       | 1234567.00  |
1,234,567.89          | 1234567.89  |
1234567.5             | 1234567.50  |
1234567               | 1234567.00  |
(1.000)               | -1000.00    |
-1.000                | -1000.00    |
1,5 juta              | 1500000.00  |
1.5E+09               | 1500000000.00 |
-                     |             |
1.2.3                 |             | clean.number_unread
99999999999999999999  |             | clean.number_too_big
"""

NIK = """
6471010100001           | 6471010100001 |
6471010100001.0         | 6471010100001 |
'6471010100001          | 6471010100001 |
6471 0101 00001         | 6471010100001 |
647101010001            | 647101010001  | clean.nik_length
6.47103E+12             |               | clean.nik_digits_lost
6471010000000           |               | clean.nik_digits_lost
6471010101990001        |               | clean.nik_of_a_person
6471.0101.0199.0001     |               | clean.nik_of_a_person
0000000000000           |               |
-                       |               |
"""

PHONES = """
0812 345 6789               | 08123456789              |
+62812-3456-789             | 08123456789              |
62 812 3456 789             | 08123456789              |
+62 (0) 812 3456 789        | 08123456789              |
8123456789                  | 08123456789              |
(0542) 765432               | 0542765432               |
0542-765432 ext 12          | 0542765432               |
0812345678 / 0813456789     | 0812345678 0813456789    |
0812345678 0813456789       | 0812345678 0813456789    |
-                           |                          |
ada                         |                          | clean.phone_unread
"""

PEOPLE = """
Drs. H. M. Noor Alam, M.Si         | muhammad noor alam
HJ. SITI AMINAH, S.Pd., MM         | siti aminah
DRS.H.AMIN BAKRI                   | amin bakri
Ir. Budi Luhur SE.                 | budi luhur
ABD. RAHIM                         | abdul rahim
I Made Suta                        | i made suta
Ni Luh Ayu                         | ni luh ayu
Achmad Fauzi                       | ahmad fauzi
1. Amin Bakri 2. Budi Luhur        | amin bakri, budi luhur
Amin Bakri / Budi Luhur            | amin bakri, budi luhur
-                                  |
Drs.                               |
"""

# note | moved | nameplate | officers known | book years
NOTES = """
pindah kantor                   | yes |     |     |
sudah pindah alamat             | yes |     |     |
tidak pindah                    | no  |     |     |
papan nama tidak ada            |     | no  |     |
tidak ada papan nama            |     | no  |     |
papan nama ada                  |     | yes |     |
ketua baru                      |     |     | yes |
pengurus tidak dikenal          |     |     | no  |
RAT 2023                        |     |     |     | 2023
RAT tahun buku 2021, 2022       |     |     |     | 2021 2022
belum RAT 2023                  |     |     |     |
tidak ada RAT sejak 2019        |     |     |     |
pindah kantor; RAT TB 2022      | yes |     |     | 2022
"""


def table(text: str, width: int) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [row + [""] * (width - len(row)) for row in rows]


@pytest.mark.parametrize(("written", "day", "said"), table(DATES, 3))
def test_dates(written, day, said):
    found, problem = read_date(written)

    assert (found, problem.code if problem else "") == (date.fromisoformat(day) if day else None, said)


def test_a_day_that_does_not_exist_is_told_the_last_one_that_does():
    _, problem = read_date("31/02/2024")

    assert dict(problem.params) == {"day": 31, "last": "29/02/2024"}


@pytest.mark.parametrize(("written", "number", "said"), table(COUNTS, 3))
def test_counts_of_persons(written, number, said):
    found, problem = read_count(written)

    assert (found, problem.code if problem else "") == (int(number) if number else None, said)


@pytest.mark.parametrize(("written", "amount", "said"), table(MONEY, 3))
def test_rupiah(written, amount, said):
    found, problem = read_money(written)

    assert (found, problem.code if problem else "") == (Decimal(amount) if amount else None, said)


@pytest.mark.parametrize(
    ("written", "degrees"), [("-1,2675", -1.2675), ("116.83°", 116.83), ("0", None), ("", None), ("-1267500", None)]
)
def test_degrees(written, degrees):
    assert read_degrees(written)[0] == degrees


@pytest.mark.parametrize(("written", "digits", "said"), table(NIK, 3))
def test_nik_of_cooperatives(written, digits, said):
    found, problem = read_nik(written)

    assert (found or "", problem.code if problem else "") == (digits, said)


def test_a_persons_nik_is_made_unreadable():
    assert mask("KTP 6471010101990001, BH 6471010100001") == "KTP 6471************, BH 6471010100001"


@pytest.mark.parametrize(("written", "numbers", "said"), table(PHONES, 3))
def test_telephones(written, numbers, said):
    found, problem = read_phones(written)

    assert (" ".join(found), problem.code if problem else "") == (numbers, said)


@pytest.mark.parametrize(("written", "names"), table(PEOPLE, 2))
def test_persons(written, names):
    assert ", ".join(read_people(written)) == names


@pytest.mark.parametrize(("written", "moved", "nameplate", "officers", "years"), table(NOTES, 5))
def test_notes_of_visits(written, moved, nameplate, officers, years):
    note = read_note(written)
    said = {True: "yes", False: "no", None: ""}

    assert (said[note.moved], said[note.nameplate], said[note.officers_known]) == (moved, nameplate, officers)
    assert " ".join(map(str, note.rat_book_years)) == years
