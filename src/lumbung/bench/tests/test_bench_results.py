"""Sections, tables and pictures: a run replaces what it measured and nothing else."""

from __future__ import annotations

import json
from datetime import date
from importlib.util import find_spec

import pytest

from lumbung.bench.calibration import calibration_of
from lumbung.bench.check import Checked
from lumbung.bench.intervals import Interval, coverage
from lumbung.bench.linkage import Accuracy
from lumbung.bench.lists import Size
from lumbung.bench.machine import Machine
from lumbung.bench.measuring import Measured, Reading
from lumbung.bench.results import sections, with_section, write_results
from lumbung.bench.scoring import Score
from lumbung.bench.speed import Speed
from lumbung.bench.suite import Report, as_json, write_json
from lumbung.bench.telling import Telling, aligned
from lumbung.core.findings import BadInput

QUIET = Machine(2, 25_000_000_000, "Example", "Debian 12", "3.11.2", load=0.1)
SIZE = Size(587, 515)
ACCURATE = Score(400, 400, 396, 0)
drawn = pytest.mark.skipif(find_spec("matplotlib") is None, reason="the group `bench` is not installed")


def measured(*seconds: float, timed_out: bool = False) -> Measured:
    return Measured(tuple(Reading(s, s, 300_000_000, 0, timed_out) for s in seconds))


def report(machine: Machine = QUIET, **parts: tuple) -> Report:
    calibration = calibration_of({"join": 2.0, "loop": 2.0, "sync": 2.0}, dict.fromkeys(("join", "loop", "sync"), 1.0))
    return Report(date(2026, 11, 24), machine, calibration, **parts)


LINKAGE = (
    Accuracy(SIZE, "light", "lumbung", 2, ACCURATE, ACCURATE),
    Accuracy(SIZE, "light", "plain_splink", 2, Score(400, 350, 300, 9), Score(400, 200, 190, 7)),
)
SPEED = (
    Speed(SIZE, "medium", "lumbung", measured(6.0, 5.0, 7.0), ACCURATE),
    Speed(SIZE, "medium", "plain_splink", measured(4.0), Score(400, 350, 300, 9)),
    Speed(SIZE, "medium", "fuzzy_names", measured(60.0, timed_out=True), None),
)


def test_a_new_section_goes_to_the_end():
    assert with_section("# Results\n\nOld.\n", "speed", "New.") == (
        "# Results\n\nOld.\n\n<!-- lumbung bench speed -->\nNew.\n<!-- end of lumbung bench speed -->\n"
    )


def test_a_section_is_replaced_where_it_stands_and_its_neighbours_stay():
    text = with_section(with_section("# Results\n", "speed", "Old."), "linkage", "Kept.") + "\nAfter.\n"

    again = with_section(text, "speed", "New.")

    assert again == text.replace("Old.", "New.")


def test_a_run_written_twice_gives_the_same_file():
    once = with_section("# Results\n", "speed", "Same.")

    assert with_section(once, "speed", "Same.") == once


def test_a_section_without_its_end_is_refused_and_nothing_is_changed(tmp_path):
    path = tmp_path / "RESULTS.md"
    path.write_text("# Results\n<!-- lumbung bench intervals -->\nmine\n", "utf-8")

    with pytest.raises(BadInput) as refused:
        write_results(report(intervals=(Interval(1, "light", "active", 5, 5, 4, 6),)), path)

    assert refused.value.findings[0].code == "bench_section_open"
    assert path.read_text("utf-8") == "# Results\n<!-- lumbung bench intervals -->\nmine\n"


def test_only_what_was_measured_becomes_a_section():
    assert list(sections(report(speed=SPEED))) == ["speed"]


def test_seconds_stand_raw_normalised_and_as_ratio_to_ours():
    assert (
        "| Lumbung, the whole command | 6.00 | 5.00–7.00 | 3.00 | 1.00 | 300 | 3 | 0.990 |"
        in sections(report(speed=SPEED))["speed"]
    )
    assert (
        "| Splink, sensible settings | 4.00 | 4.00–4.00 | 2.00 | 1.50 | 300 | 1 | 0.800 |"
        in sections(report(speed=SPEED))["speed"]
    )


def test_a_linker_that_did_not_finish_is_said_so():
    assert "| rapidfuzz, best name in the regency | not finished |" in sections(report(speed=SPEED))["speed"]


def test_a_busy_machine_is_said_so():
    busy = Machine(2, 0, "Example", "Debian 12", "3.11.2", load=1.5)

    assert "busy with other work (load 1.5)" in sections(report(busy, speed=SPEED))["speed"]
    assert "busy" not in sections(report(speed=SPEED))["speed"]


@drawn
def test_pictures_stand_beside_the_results_outside_a_clone(tmp_path):
    path = tmp_path / "RESULTS.md"

    written = write_results(report(linkage=LINKAGE, speed=SPEED), path)

    assert [file.name for file in written] == ["RESULTS.md", "bench-linkage.png", "bench-speed.png"]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in written[1:])
    assert "![F1 by noise level and linker](bench-linkage.png)" in path.read_text("utf-8")


@drawn
def test_pictures_of_a_clone_stand_with_its_documents(tmp_path):
    (tmp_path / "docs" / "pictures").mkdir(parents=True)
    (tmp_path / "benchmarks").mkdir()

    write_results(report(speed=SPEED), tmp_path / "benchmarks" / "RESULTS.md")

    assert (tmp_path / "docs" / "pictures" / "bench-speed.png").exists()
    assert "(../docs/pictures/bench-speed.png)" in (tmp_path / "benchmarks" / "RESULTS.md").read_text("utf-8")


@drawn
def test_the_same_results_give_the_same_picture(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"

    for folder in (first, second):
        folder.mkdir()
        write_results(report(linkage=LINKAGE), folder / "RESULTS.md")

    assert (first / "bench-linkage.png").read_bytes() == (second / "bench-linkage.png").read_bytes()


def test_json_holds_raw_and_normalised_seconds_and_every_run(tmp_path):
    write_json(report(speed=SPEED, linkage=LINKAGE), tmp_path / "new" / "out.json")

    told = json.loads((tmp_path / "new" / "out.json").read_text("utf-8"))

    assert told["calibration"]["machine_unit"] == pytest.approx(2.0)
    ours, theirs, late = told["speed"]
    assert (ours["seconds"], ours["normalised_seconds"], len(ours["runs"])) == (6.0, pytest.approx(3.0), 3)
    assert (theirs["score"]["precision"], theirs["score"]["recall"]) == (300 / 350, 300 / 400)
    assert (late["finished"], late["score"]) == (False, None)
    assert told["linkage"][0]["automatic"]["wrong_merges"] == 0


def test_the_screen_speaks_the_readers_language():
    said = {language: Telling(language).report(report(check=(Checked("table", 100_000, "lumbung", measured(2.5)),)))
            for language in ("id", "en")}  # fmt: skip

    assert "2,50" in said["id"]
    assert "100.000" in said["id"]
    assert "2.50" in said["en"]
    assert "a table of 100,000 rows" in said["en"]


def test_columns_are_aligned():
    assert aligned([["name", "n"], ["a", "100"]]) == "name    n\na     100"


def test_coverage_counts_what_lies_inside_per_figure():
    lists = [
        Interval(1, "light", "active", 10, 9, 8, 10),
        Interval(2, "light", "active", 10, 9, 8, 9),
        Interval(1, "light", "active_field_only", 3, 3, 1, 7),
    ]

    told = [(one.figure, one.lists, one.inside, one.width) for one in coverage(lists)]

    assert told == [("active", 2, 1, 1.5), ("active_field_only", 1, 1, 6)]
    assert as_json(report(intervals=tuple(lists)))["intervals"]["lists"][1]["inside"] is False
