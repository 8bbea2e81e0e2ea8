"""Progress as plain lines and as bars."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from lumbung.cli import progress
from lumbung.cli.progress import STAGES, Bars, Lines, shown, stage_name


class Clock:
    """A clock that is moved by hand."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_a_pipe_gets_one_line_a_stage(capsys):
    with shown("en") as watcher:
        watcher.stage("read", 2)
        watcher.advance(2)
        watcher.stage("link")

    told = capsys.readouterr()
    assert [line.split(" s  ")[1] for line in told.err.splitlines()] == [
        "Reading the lists",
        "Matching records",
    ]
    assert told.out == ""


def test_a_long_stage_tells_how_far_it_is_every_ten_seconds(capsys):
    clock = Clock()
    lines = Lines("id", clock)
    lines.stage("clean", 200_000)
    for _ in range(25):
        clock.now += 1
        lines.advance(2_000)

    assert capsys.readouterr().err.splitlines() == [
        "   0.0 s  Merapikan nama, nomor, dan alamat",
        "  10.0 s  Merapikan nama, nomor, dan alamat 20.000 / 200.000",
        "  20.0 s  Merapikan nama, nomor, dan alamat 40.000 / 200.000",
    ]


def test_a_person_sees_bars_that_fill():
    screen = io.StringIO()
    drawn = Progress(console=Console(file=screen, force_terminal=True, width=80))
    with drawn:
        bars = Bars(drawn, "en")
        bars.stage("read", 10)
        bars.advance(4)
        bars.stage("check")
        bars.finish()

    assert [(task.description, task.finished) for task in drawn.tasks] == [
        ("Reading the lists", True),
        ("Checking that every table adds up", True),
    ]


def test_the_drawn_display_works_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True)
    with shown("id") as watcher:
        watcher.stage("read", 2_000)
        watcher.advance(1_500)

    assert "Membaca daftar" in capsys.readouterr().err


@pytest.mark.parametrize("code", sorted(STAGES))
def test_every_stage_has_a_name_in_indonesian(code):
    assert stage_name(code, "id") != stage_name(code, "en")


def test_a_stage_nobody_named_is_shown_readable():
    assert stage_name("write.maps_and_lists", "en") == "Write: maps and lists"
