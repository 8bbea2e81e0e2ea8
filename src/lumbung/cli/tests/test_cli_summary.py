"""The summary: what a head of agency reads after the run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest

from lumbung.cli.columns import columns_read
from lumbung.cli.summary import CROSS, WIDTH, summary
from lumbung.engine import tables

STREAMS = {
    "listed_rows": 587,
    "duplicate_rows": 9,
    "listed": 578,
    "not_visited": 92,
    "not_found": 13,
    "not_operating": 49,
    "undecided": 0,
    "active_listed": (424, 423, 426),
    "active_field_only": 16,
    "active": (440, 439, 442),
}
KINDS = {
    "jasa": 19,
    "konsumen": 354,
    "pemasaran": 14,
    "ksp_konvensional": 15,
    "ksp_syariah": 5,
    "produsen": 33,
}
DISTRICTS = {
    "647102": 36,
    "647104": 62,
    "647106": 143,
    "647105": 82,
    "647103": 76,
    "647101": 40,
    "unknown": 1,
}


def cell(table, row, column, told):
    count, low, high = told if isinstance(told, tuple) else (told, told, told)
    return {
        "table": table,
        "row": row,
        "column": column,
        "unit": "cooperative",
        "count": count,
        "low": low,
        "high": high,
    }


def picture(*, streams=STREAMS, districts=DISTRICTS, kinds=KINDS, census=True, example=False, pairs=3, failed=0):
    cells = [cell("streams", row, "total", told) for row, told in streams.items()]
    cells += [cell(CROSS, district, "total", count) for district, count in districts.items()]
    cells += [cell(CROSS, "total", kind, count) for kind, count in kinds.items()]
    cells += [cell(CROSS, "total", "total", 440)]
    links = [{"left_id": f"R{n}", "right_id": f"C{n}", "tier": "review", "judged": None} for n in range(pairs)]
    links += [{"left_id": "R8", "right_id": "C8", "tier": "review", "judged": "same"}]
    links += [{"left_id": "R9", "right_id": "C9", "tier": "auto", "judged": None}]
    problems = [{"severity": "warning", "code": "x", "params": json.dumps({})}] * 1234
    checks = [{"check": "sum", "line": "total", "verdict": "does_not_add_up"}] * failed
    checks += [{"check": "sum", "line": "unknown", "verdict": "does_not_add_up"}]  # a residual row is no failure
    made = {"cells": cells, "links": links, "problems": problems, "checks": checks}
    register = read("register", ("Nama", "name"), ("Catatan", None), ("", None))
    visits = read("census", ("Nama", "name"), ("Foto", None))
    return SimpleNamespace(
        tables={name: pa.Table.from_pylist(rows, schema=tables.ALL[name]) for name, rows in made.items()},
        as_of=date(2024, 6, 30),
        rule=SimpleNamespace(title="Found and operating (a title without translation)"),
        inputs=[register, visits] if census else [register],
        example=example,
        place="Kota Balikpapan",
    )


def read(source, *columns):
    named = [SimpleNamespace(heading=heading, field=field) for heading, field in columns]
    return SimpleNamespace(source=source, file=f"{source}.csv", columns=named)


def told(language="id", files=("out/report.html", "out/review.csv", "out/problems.csv"), **changes):
    return summary(picture(**changes), [Path.cwd() / name for name in files], language)


def numbers(text):
    """The lines of the two streams as (sign, number): the second paragraph."""
    return [(line[0], line[40:50].strip()) for line in text.split("\n\n")[1].splitlines()]


def test_the_two_streams_join_as_plain_sums():
    assert numbers(told()) == [
        (" ", "587"), ("−", "9"), ("=", "578"), ("−", "92"), ("−", "13"), ("−", "49"), ("=", "424"),
        ("+", "16"), ("=", "440"),
    ]  # fmt: skip


def test_an_uncertain_number_carries_its_interval_and_a_certain_one_none():
    lines = {line[2:40].strip(): line[50:].strip() for line in told().splitlines() if line[:2] in {"− ", "= ", "+ "}}

    assert lines["Aktif"] == "rentang 439–442"
    assert lines["Tidak ditemukan"] == ""


def test_not_visited_is_said_to_be_unknown_and_not_inactive():
    assert "92 belum dikunjungi: keadaannya belum diketahui, bukan tidak aktif." in told()
    assert "92 not visited yet: their state is unknown, not inactive." in told("en")


def test_the_undecided_get_a_line_when_there_are_any():
    assert ("−", "7") in numbers(told(streams=STREAMS | {"undecided": 7}))


def test_kinds_and_districts_prove_their_sums_with_the_unknown_row():
    text = told()

    assert "19 + 354 + 14 + 15 + 5 + 33 = 440: penjumlahan cocok" in text
    assert " + 1 (tidak diketahui) = 440: penjumlahan cocok" in text


def test_a_sum_that_fails_says_by_how_much():
    text = told(districts={**DISTRICTS, "unknown": 0})

    assert " = 440: selisih +1" in text


def test_what_waits_is_counted_and_named():
    text = told(failed=2)

    assert [line.split()[-2:] for line in text.splitlines() if "review.csv" in line] == [["3", "out/review.csv"]]
    assert [line.split()[-2:] for line in text.splitlines() if "problems.csv" in line] == [
        ["1.234", "out/problems.csv"]
    ]
    assert [line.split()[-1] for line in text.splitlines() if "Penjumlahan tidak cocok" in line] == ["2"]
    assert text.endswith("Laporan: out/report.html")


def test_one_list_alone_says_that_nobody_knows_who_is_active():
    nobody = dict.fromkeys(STREAMS, 0) | {"listed_rows": 587, "duplicate_rows": 9, "listed": 578, "not_visited": 578}
    text = told(census=False, streams=nobody)

    assert numbers(text) == [(" ", "587"), ("−", "9"), ("=", "578")]
    assert "tidak diketahui mana yang aktif" in text
    assert "Aktif menurut" not in text


@pytest.mark.parametrize(
    ("language", "banner"),
    [("id", "DATA CONTOH – BUKAN DATA RESMI"), ("en", "SAMPLE DATA – NOT OFFICIAL DATA")],
)
def test_the_example_says_first_and_last_that_it_is_one(language, banner):
    lines = told(language, example=True).splitlines()

    assert (lines[0], lines[-1]) == (banner, banner)
    assert banner not in told(language)


@pytest.mark.parametrize("language", ["id", "en"])
def test_lines_fit_a_terminal_of_80_columns(language):
    large = dict.fromkeys(STREAMS, (1_234_567, 1_034_567, 1_834_567))
    districts = {str(100_000 + n): 123_456 for n in range(40)}

    assert max(map(len, told(language, streams=large, districts=districts).splitlines())) <= WIDTH


def test_a_result_elsewhere_is_named_by_its_whole_path(tmp_path):
    text = summary(picture(), [tmp_path / "report.html"], "id")

    assert text.endswith(f"Laporan: {tmp_path / 'report.html'}")


def test_the_reading_of_both_lists_is_shown_with_what_was_not_understood():
    text = columns_read(picture(), "en")

    assert text.splitlines() == [
        "How register.csv was read, heading = field:",
        "  Nama = name",
        "  Headings not understood: “Catatan”",
        "  If one of them matters, say what it means in a file for --mapping.",
        "How census.csv was read, heading = field:",
        "  Nama = name",
        "  Headings not understood: “Foto”",
        "  If one of them matters, say what it means in a file for --mapping.",
    ]
