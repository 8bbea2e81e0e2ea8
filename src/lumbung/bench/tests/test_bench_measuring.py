"""Turns, clocks and memory: what is measured is the command and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lumbung.bench import measuring
from lumbung.bench.measuring import Measured, Reading, alternate, repeats_for, run, turns
from lumbung.core.findings import MachineTrouble

MB = 1_000_000


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False


def waited_for(condition, seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def test_commands_run_in_turn_and_every_round_begins_with_another():
    assert list(turns({"a": 3, "b": 3, "c": 1})) == [
        (0, "a"), (0, "b"), (0, "c"),
        (1, "b"), (1, "a"),
        (2, "a"), (2, "b"),
    ]  # fmt: skip


def test_no_command_has_no_turns():
    assert list(turns({})) == []


@pytest.mark.parametrize(
    ("seconds", "at_most", "repeats"), [(0.1, 5, 5), (19.9, 5, 5), (20, 5, 3), (119, 5, 3), (120, 5, 1), (1, 2, 2)]
)
def test_long_commands_run_less_often(seconds, at_most, repeats):
    assert repeats_for(seconds, at_most) == repeats


def test_the_middle_reading_counts():
    readings = tuple(Reading(s, s, int(s * 10), 0, timed_out=False) for s in (3.0, 1.0, 9.0))

    measured = Measured(readings)

    assert (measured.seconds, measured.spread, measured.peak_bytes) == (3.0, (1.0, 9.0), 30)


def test_each_command_runs_as_often_as_said_in_the_order_told():
    heard = []

    measured = alternate(
        {"a": python("pass"), "b": python("pass")}, repeats=2, told=lambda name, turn: heard.append((turn, name))
    )

    assert heard == [(1, "a"), (1, "b"), (2, "b"), (2, "a")]
    assert {name: len(one.readings) for name, one in measured.items()} == {"a": 2, "b": 2}


def test_the_first_run_decides_how_often_a_command_runs(monkeypatch):
    seconds = iter([19.0, 21.0, 19.0, 21.0, 19.0])
    monkeypatch.setattr(measuring, "run", lambda *_, **__: Reading(next(seconds), 0.0, 0, 0, timed_out=False))

    assert len(alternate({"a": []})["a"].readings) == 5


def test_wall_time_is_that_of_the_command():
    reading = run(python("import time; time.sleep(0.4)"))

    assert 0.4 <= reading.seconds < 5
    assert reading.cpu_seconds < reading.seconds


def test_memory_of_the_one_who_measures_is_not_counted():
    ballast = bytearray(300 * MB)

    reading = run(python("pass"))

    assert len(ballast) == 300 * MB
    assert reading.peak_bytes < 60 * MB


def test_memory_of_the_command_is_counted():
    assert run(python(f"b = bytearray({150 * MB})")).peak_bytes > 150 * MB


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell shared memory")
def test_memory_of_children_is_added_to_their_parents():
    inner = f"import time; b = bytearray({100 * MB}); time.sleep(1.5)"
    outer = (
        f"import subprocess, sys; b = bytearray({100 * MB}); subprocess.run([sys.executable, '-S', '-c', {inner!r}])"
    )

    assert run(python(outer)).peak_bytes > 200 * MB


def test_a_command_that_fails_says_its_last_words():
    with pytest.raises(MachineTrouble) as refused:
        run(python("raise SystemExit('no such list')"), name="a")

    assert refused.value.findings[0].params == {"name": "a", "reason": "no such list"}


def test_an_expected_exit_code_is_no_failure():
    assert run(python("raise SystemExit(1)"), exits=(0, 1)).exit_code == 1


def test_a_command_past_its_limit_is_ended_and_not_tried_again():
    measured = alternate({"slow": python("import time; time.sleep(60)"), "quick": python("pass")}, repeats=3, limit=0.5)

    assert not measured["slow"].finished
    assert len(measured["slow"].readings) == 1
    assert measured["slow"].seconds < 30
    assert len(measured["quick"].readings) == 3


def test_stopping_ends_the_command_and_its_children_and_leaves_no_files(tmp_path):
    told = tmp_path / "pids.json"
    inner = "import time; time.sleep(600)"
    outer = (
        "import json, os, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-S', '-c', {inner!r}])\n"
        f"open({str(told)!r}, 'w').write(json.dumps([os.getpid(), child.pid])); time.sleep(600)"
    )
    bench = f"from lumbung.bench.measuring import run, stoppable\nwith stoppable():\n    run({python(outer)!r})\n"
    holder = subprocess.Popen(
        [sys.executable, "-c", bench], env={**os.environ, "TMPDIR": str(tmp_path)}, stderr=subprocess.DEVNULL
    )
    assert waited_for(lambda: told.exists() and told.read_text("utf-8").endswith("]"))
    pids = json.loads(told.read_text("utf-8"))
    assert all(map(alive, pids))

    holder.send_signal(signal.SIGTERM)
    holder.wait(20)

    assert waited_for(lambda: not any(map(alive, pids)))
    assert list(tmp_path.glob("lumbung-bench-*")) == []
