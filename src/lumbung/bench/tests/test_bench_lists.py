"""Lists to measure on: as many rows as asked, in as many regencies as they need, always the same."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from lumbung.bench.check import KINDS, measure_check, prose, write_table
from lumbung.bench.lists import Size, make, noise_of, regencies_for, size_of
from lumbung.core.findings import BadInput
from lumbung.engine.claims import check_file
from lumbung.engine.specimens import LEVELS, Noise
from lumbung.engine.specimens.places import villages_of


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("587", Size(587, 515)),
        ("5.000", Size(5000, 4387)),
        ("200000x150000", Size(200_000, 150_000)),
        ("60X60", Size(60, 60)),
    ],
)
def test_rows_are_read(text, size):
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "many", "-5", "59", "300001", "587x", "1x2x3", "587x10"])
def test_rows_that_cannot_be_made_are_refused(text):
    with pytest.raises(BadInput) as refused:
        size_of(text)

    assert refused.value.findings[0].code == "bench_rows_wrong"


def test_an_unknown_noise_level_is_refused():
    with pytest.raises(BadInput) as refused:
        noise_of("loud")

    assert refused.value.findings[0].params == {"value": "loud", "levels": "light, medium, heavy, brutal"}


@pytest.mark.parametrize(("rows", "count"), [(587, 1), (600, 1), (5_000, 9), (20_000, 34), (200_000, 300)])
def test_longer_lists_cover_more_regencies(rows, count):
    codes = regencies_for(rows)

    assert len(set(codes)) == count
    assert all(villages_of(code) for code in codes[:3])


def test_one_regency_is_balikpapan():
    assert regencies_for(587) == ["6471"]


def test_lists_are_made_with_their_truth(tmp_path):
    lists = make(tmp_path, size=Size(120, 105), seed=3, noise="light")

    assert lists.register.name == "ods.xlsx"
    assert len(lists.census.read_text("utf-8-sig").splitlines()) == 1 + 105
    assert len([source for source, _ in lists.truth if source == "ods"]) == 120


def test_the_table_is_wrong_where_it_says_and_its_columns_add_up(tmp_path):
    spoilt = write_table(tmp_path / "table.csv", 500, wrong=4)

    with (tmp_path / "table.csv").open(newline="", encoding="utf-8") as file:
        rows = [list(map(int, row[1:])) for row in list(csv.reader(file))[1:]]

    assert len(spoilt) == 4
    assert [at for at, row in enumerate(rows[:-1], start=1) if sum(row[:-1]) != row[-1]] == spoilt
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]


@pytest.mark.parametrize("checker", ["plain_sums", "duckdb_sums"])
def test_the_plain_ways_find_every_wrong_row(checker, tmp_path):
    spoilt = write_table(tmp_path / "table.csv", 300, wrong=5)

    subprocess.run(
        [sys.executable, "-m", f"lumbung.bench.contenders.{checker}", tmp_path / "table.csv", tmp_path / "answer"],
        check=True,
    )
    found = json.loads((tmp_path / "answer").read_text("utf-8"))

    # The last row's own parts differ from its total by what the wrong rows differ together.
    assert found == {"rows": [*spoilt, 301], "columns": []}


def test_every_tenth_paragraph_has_a_wrong_total():
    paragraphs = prose(20).strip().split("\n\n")

    assert len(paragraphs) == 20
    assert prose(20) == prose(20)
    assert all(kind.lower() in paragraphs[0] for kind in KINDS)


def test_the_reference_names_every_probability_of_every_level():
    page = (Path(__file__).parents[4] / "docs" / "reference" / "bench.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ((?:[\d.]+% \|? ?){4})", page, re.MULTILINE))

    told = {name: [float(share) / 100 for share in re.findall(r"[\d.]+", shares)] for name, shares in rows.items()}

    assert told == {
        field.name: [pytest.approx(getattr(level, field.name)) for level in LEVELS.values()]
        for field in fields(Noise)
        if field.name != "name"
    }


def test_the_check_finds_exactly_the_wrong_rows_of_the_table(tmp_path):
    spoilt = write_table(tmp_path / "table.csv", 200, wrong=5)

    failed = [verdict.subject for verdict in check_file(tmp_path / "table.csv").fails]

    assert failed == [*(f"Desa {at}" for at in spoilt), "Jumlah"]


def test_the_check_finds_the_wrong_total_of_the_text(tmp_path):
    (tmp_path / "text.txt").write_text(prose(10), "utf-8")

    failed = [verdict for verdict in check_file(tmp_path / "text.txt").fails if verdict.kind == "sum"]

    assert [verdict.difference for verdict in failed] == [-1]


@pytest.mark.slow
def test_checking_is_measured_on_a_table_and_a_text():
    rows = measure_check(rows=100, paragraphs=20, repeats=1)

    assert [(one.input, one.units, one.contender) for one in rows] == [
        ("table", 100, "lumbung"),
        ("table", 100, "plain_sums"),
        ("table", 100, "duckdb_sums"),
        ("text", 20, "lumbung"),
    ]
    assert [one.measured.readings[0].exit_code for one in rows] == [1, 0, 0, 1]
