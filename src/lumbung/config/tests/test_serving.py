"""Children of `lumbung serve`: one that falls comes back, at once or after a pause, and never takes the office along."""

from __future__ import annotations

import logging

from lumbung.config import serving


def test_one_that_falls_too_often_comes_back_after_a_pause(monkeypatch, caplog):
    clock = [1_000.0]
    monkeypatch.setattr(serving.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(serving, "FALLS_AT_ONCE", 2)
    child = serving._Child("worker", ["-c", "pass"])
    child.start()
    with caplog.at_level(logging.ERROR):
        for pause in (0, serving.PAUSE_SECONDS, serving.PAUSE_SECONDS):
            first = child.process
            first.wait(20)
            child.start_again()
            assert (child.process is first) == bool(pause)
            clock[0] += pause
            child.start_again() if pause else None
            assert child.process is not first
    child.process.wait(20)

    assert [record.args[-1] for record in caplog.records] == [0, 30, 30]  # told once a fall, not at every look


def test_falls_far_apart_are_each_mended_at_once(monkeypatch):
    clock = [1_000.0]
    monkeypatch.setattr(serving.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(serving, "FALLS_AT_ONCE", 2)
    child = serving._Child("worker", ["-c", "pass"])
    child.start()
    for _ in range(3):
        first = child.process
        first.wait(20)
        clock[0] += serving.WITHIN_SECONDS
        child.start_again()
        assert child.process is not first
    child.process.wait(20)
