"""The machine unit: arithmetic by hand, and work that is the same on every machine."""

from __future__ import annotations

import pytest

from lumbung.bench import calibration
from lumbung.bench.calibration import REFERENCE_SECONDS, WORK, calibrate, calibration_of, join, loop, sync


def test_the_reference_machine_has_unit_one():
    assert calibration_of(REFERENCE_SECONDS).unit == pytest.approx(1.0)


def test_the_unit_is_the_geometric_mean_of_the_ratios():
    measured = calibration_of({"join": 4.0, "loop": 2.0, "sync": 1.0}, {"join": 1.0, "loop": 2.0, "sync": 0.5})

    assert measured.unit == pytest.approx((4 * 1 * 2) ** (1 / 3))
    assert measured.normalised(10) == pytest.approx(5.0)


def test_work_without_a_reference_is_a_mistake():
    with pytest.raises(KeyError):
        calibration_of({"dance": 1.0})


def test_every_piece_of_work_has_a_reference():
    assert set(WORK) == set(REFERENCE_SECONDS)


def test_the_work_is_always_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(calibration, "SYNCS", 3)
    monkeypatch.setattr(calibration, "LOOP_TURNS", 1_000)

    assert join(tmp_path) == 5_000_000 * 1_000_000 // 1_000_003
    assert loop(tmp_path) == loop(tmp_path) > 0
    assert sync(tmp_path) == 3 * 4096


def test_calibrating_measures_each_piece_and_leaves_nothing(tmp_path, monkeypatch):
    heard = []
    monkeypatch.setattr(calibration, "WORK", {"loop": lambda place: (place / "left").write_text("x")})

    measured = calibrate(tmp_path, told=lambda name, turn: heard.append((name, turn)))

    assert heard == [("loop", 1), ("loop", 2), ("loop", 3)]
    assert measured.seconds["loop"] > 0
    assert list(tmp_path.iterdir()) == []
