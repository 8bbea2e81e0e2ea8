"""`lumbung bench` as a person calls it."""

from __future__ import annotations

import json

import pytest

from lumbung.bench import calibration, contenders
from lumbung.bench.calibration import Calibration
from lumbung.cli import bench, frame
from lumbung.cli.bench import PARTS


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Calibration takes seconds and has its own tests."""
    monkeypatch.setattr(calibration, "LOOP_TURNS", 1_000)
    monkeypatch.setattr(calibration, "SYNCS", 2)
    monkeypatch.setattr(calibration, "LEFT_ROWS", 1_000)
    monkeypatch.setattr(calibration, "RIGHT_ROWS", 1_000)


def test_calibrating_says_three_times_and_the_unit(capsys, tmp_path):
    code = frame.main(["bench", "calibrate", "--lang", "en", "--out", str(tmp_path / "out.json")])

    said = capsys.readouterr().out
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert code == 0
    assert "machine unit (1 = the reference machine)" in said
    assert set(told["calibration"]["seconds"]) == {"join", "loop", "sync"}
    assert told["speed"] == told["linkage"] == told["check"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--noise", "loud"], "There is no noise level “loud”."),
        (["--rows", "12"], "“12” is no number of rows"),
        (["--against", "magic"], "There is no alternative “magic”."),
        (["--seeds", "0"], "“0” is not a number from 1 to"),
        (["--seeds", "999999999999"], "“999999999999” is not a number from 1 to"),
    ],
)
def test_a_wrong_word_is_answered_before_anything_is_measured(words, sentence, capsys):
    code = frame.main(["bench", "linkage", *words, "--lang", "en"])

    said = capsys.readouterr().err
    assert code == 2
    assert sentence in said
    assert " s  " not in said


def test_without_the_group_one_sentence_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(contenders, "find_spec", lambda name: None)

    code = frame.main(["bench", "--lang", "en"])

    said = capsys.readouterr().err
    assert code == 2
    assert said.count("\n") == 1
    assert "./lumbung bench" in said


def test_without_a_word_linkage_speed_and_check_are_measured(monkeypatch, capsys):
    measured = []
    monkeypatch.setattr(bench, "chosen", lambda names: [])
    for part in PARTS[None]:
        monkeypatch.setattr(bench, f"measure_{part}", lambda *_, part=part, **__: measured.append(part) or [])
    monkeypatch.setattr(bench, "calibrate", lambda told: Calibration({}, 1.0))

    code = frame.main(["bench"])

    assert code == 0
    assert measured == ["linkage", "speed", "check"]


def test_each_run_is_told_on_the_way(capsys):
    teller = bench._Teller("en", clock=iter([10.0, 12.4]).__next__)

    teller.run("587 x 515 (1)", "Splink, sensible settings")

    assert capsys.readouterr().err == "     2 s  587 x 515 (1): Splink, sensible settings\n"
