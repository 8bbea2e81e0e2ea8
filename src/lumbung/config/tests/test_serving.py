"""Children of `lumbung serve`: one that falls comes back, at once or after a pause, and never takes the office along."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time

import pytest

from lumbung.config import serving
from lumbung.config.tests.offices import free_port


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


@pytest.mark.skipif(
    threading.current_thread() is not threading.main_thread(), reason="only the main thread is told of signals"
)
def test_a_termination_takes_pages_and_worker_along_whoevers_the_database_is(monkeypatch):
    sleeping = ("-c", "import time; time.sleep(60)")
    children, before = [], signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(serving, "PAGES", sleeping)
    monkeypatch.setattr(serving, "WORKER", sleeping)

    def terminated(_door, told):
        children.extend(child.process for child in told)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    monkeypatch.setattr(serving, "_await", terminated)
    with pytest.raises(KeyboardInterrupt):
        serving.serve(serving.Door("127.0.0.1", free_port()))

    assert len(children) == 2
    assert all(child.poll() is not None for child in children)
    assert signal.getsignal(signal.SIGTERM) == before
