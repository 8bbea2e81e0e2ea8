"""The day and the place a list speaks of, from its title rows."""

from __future__ import annotations

from datetime import date

import pytest

from lumbung.engine.reading.titles import as_of, place_hint

DAYS = [
    (["KOTA BALIKPAPAN, KEADAAN 30 JUNI 2024"], date(2024, 6, 30)),
    (["Data Koperasi per 31 Desember 2023"], date(2023, 12, 31)),
    (["POSISI 31-12-2023"], date(2023, 12, 31)),
    (["Keadaan s.d. 30/09/2024"], date(2024, 9, 30)),
    (["Per tanggal: 2024-06-30"], date(2024, 6, 30)),
    (["REKAP KOPERASI 5 Agustus 2024"], date(2024, 8, 5)),
    (["Keadaan 30 Juni 2024", "Dicetak 5 Juli 2024"], date(2024, 6, 30)),
    (["Dicetak 5 Juli 2024"], None),
    (["1 Juni 2024", "2 Juni 2024"], None),
    (["Keadaan 31 Juni 2024"], None),
    (["Keadaan Juni 2024"], None),
    (["TAHUN 2024"], None),
    ([], None),
]

PLACES = [
    (["KOTA BALIKPAPAN, KEADAAN 30 JUNI 2024"], "KOTA BALIKPAPAN"),
    (["DATA KOPERASI KABUPATEN PENAJAM PASER UTARA TAHUN 2024"], "KABUPATEN PENAJAM PASER UTARA"),
    (["Koperasi Kab. Gianyar Provinsi Bali"], "KABUPATEN GIANYAR"),
    (["Provinsi Kalimantan Timur"], "PROVINSI KALIMANTAN TIMUR"),
    (["DATA KOPERASI"], None),
]


@pytest.mark.parametrize(("titles", "day"), DAYS)
def test_the_day_of_the_data(titles: list[str], day: date | None) -> None:
    assert as_of(titles) == day


@pytest.mark.parametrize(("titles", "place"), PLACES)
def test_the_place_of_the_data(titles: list[str], place: str | None) -> None:
    assert place_hint(titles) == place
