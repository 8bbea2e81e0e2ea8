"""A table beside a run: only what heading, label and title say to count active cooperatives is compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lumbung.engine.claims import check_file
from lumbung.engine.claims.against import against
from lumbung.engine.claims.tests.test_claims_against import RUN

STATES = """Kecamatan;Aktif;Tidak aktif;Jumlah
Balikpapan Barat;36;10;46
Balikpapan Timur;41;8;49
Jumlah;77;18;95
"""
CITY = """{title}
Kecamatan;{heading}
Barat;36
Tengah;62
Kota;143
Selatan;82
Utara;76
Timur;41
Jumlah;440
"""
CROSSED = """Kecamatan;Jasa;Konsumen;Jumlah
Balikpapan Barat;0;29;36
Balikpapan Timur;2;33;40
Jumlah;2;62;76
"""


@pytest.fixture
def compared(tmp_path: Path):
    """(label, number as written, result) of every cell that was compared."""

    def run(content: str) -> list[tuple[str, str, str]]:
        path = tmp_path / "rekap.csv"
        path.write_text(content, "utf-8")
        verdicts = against(check_file(path), RUN, date(2024, 6, 30)).verdicts
        return [(v.subject, v.parts[0].text, v.result) for v in verdicts if v.kind == "against"]

    return run


def test_only_the_column_that_says_active_is_compared(compared):
    assert compared(STATES) == [
        ("Balikpapan Barat, Aktif", "36", "holds"),
        ("Balikpapan Timur, Aktif", "41", "fails"),
    ]


def test_a_table_the_other_way_round_is_read_alike(compared):
    turned = "Uraian;Balikpapan Barat;Balikpapan Timur;Jumlah\nAktif;36;41;77\nTidak aktif;10;8;18\nJumlah;46;49;95\n"

    assert [told[1:] for told in compared(turned)] == [("36", "holds"), ("41", "fails")]


def test_the_only_column_counts_what_the_title_says(compared):
    told = compared(CITY.format(title="Koperasi aktif Kota Balikpapan", heading="Jumlah"))

    assert [one for one in told if one[2] == "fails"] == [("Timur, Jumlah", "41", "fails")]
    assert ("Jumlah, Jumlah", "440", "holds") in told
    assert len(told) == 7


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Koperasi tidak aktif Kota Balikpapan", "Jumlah"),
        ("Koperasi terdata Kota Balikpapan", "Jumlah"),
        ("Koperasi Kota Balikpapan", "Anggota aktif"),
        ("Koperasi aktif Kota Balikpapan 2023", "Jumlah"),
        ("Koperasi aktif", "Jumlah"),  # "Barat" of which city?
    ],
)
def test_what_counts_something_else_or_elsewhere_is_left_alone(compared, title, heading):
    assert compared(CITY.format(title=title, heading=heading)) == []


@pytest.mark.parametrize(("figures", "many"), [((36, 41), 2), ((46, 49), 0)])
def test_a_column_that_does_not_say_is_known_by_its_figures(compared, figures, many):
    west, east = figures
    told = compared(f"Kecamatan;Koperasi\nBalikpapan Barat;{west}\nBalikpapan Timur;{east}\nJumlah;{west + east}\n")

    assert len(told) == many


def test_of_several_years_the_runs_is_compared(compared):
    table = "Kecamatan;Aktif 2023;Aktif 2024\nBalikpapan Barat;30;36\nBalikpapan Timur;35;41\nJumlah;65;77\n"

    assert [one[1:] for one in compared(table)] == [("36", "holds"), ("41", "fails")]


def test_districts_by_kinds_are_compared_cell_by_cell_and_the_sum_of_two_districts_is_not(compared):
    told = {label: result for label, _, result in compared(CROSSED)}

    assert told["Balikpapan Timur, Konsumen"] == "fails"
    assert told["Balikpapan Barat, Konsumen"] == told["Balikpapan Barat, Jasa"] == "holds"
    assert not any(label.startswith("Jumlah") for label in told)
