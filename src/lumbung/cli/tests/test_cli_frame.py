"""The frame: languages, exit codes, and a sentence instead of a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lumbung.cli import frame
from lumbung.core.findings import BadInput, Finding, MachineTrouble, Refusal
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "test_cli_wide": Sentence("“%(value)s” is too wide.", "Make it narrower."),
        "test_cli_deep": Sentence("“%(value)s” is too deep.", "Make it shallower."),
    }
)


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command with `words`; a command named in `raising` raises that instead of working."""

    monkeypatch.delenv("LUMBUNG_LANG", raising=False)
    monkeypatch.delenv("LUMBUNG_COMMAND", raising=False)

    def command(*words, raising=None):
        if raising is not None:
            monkeypatch.setattr(frame, "_command", lambda name: _raiser(raising))
        code = frame.main(words)
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


def _raiser(problem):
    def run(arguments, language):
        raise problem

    return run


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        (["version"], {}, "id"),
        (["version"], {"LUMBUNG_LANG": "en"}, "en"),
        (["version", "--lang", "id"], {"LUMBUNG_LANG": "en"}, "id"),
        (["--lang=en", "version"], {}, "en"),
        (["version"], {"LANG": "en_US.UTF-8"}, "id"),
        (["version"], {"LUMBUNG_LANG": "fr"}, "id"),
        (["version", "--lang"], {}, "id"),
    ],
)
def test_the_language_is_the_one_asked_for(words, environment, language):
    assert frame.chosen_language(words, environment) == language


def test_version_tells_the_version(run):
    code, out, err = run("version")

    assert (code, out.split()[0], err) == (0, "Lumbung", "")


@pytest.mark.parametrize(("language", "heading"), [("en", "usage: "), ("id", "pemakaian: ")])
def test_help_speaks_both_languages(run, language, heading):
    code, out, _ = run("reconcile", "--help", "--lang", language)

    assert code == 0
    assert out.startswith(heading)


def test_help_names_every_option(run):
    _, out, _ = run("reconcile", "--help")

    options = {"--out", "--as-of", "--rule", "--mapping", "--judgements", "--auto", "--review", "--lang"}
    assert {option for option in options if option not in out} == set()


def test_no_command_shows_the_help(run):
    code, out, _ = run()

    assert code == 2
    assert "reconcile" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("reconcil --lang en", "argument COMMAND: invalid choice: 'reconcil'"),
        ("reconcile --out x --lang en", "the following arguments are required: REGISTER"),
        ("reconcile a --out x --as-of 31/02/2024 --lang en", "“31/02/2024” is not a date"),
        ("reconcile a --out x --auto 2 --lang en", "“2” is not a probability"),
        ("reconcile a --out x --auto 0.5 --review 0.6 --lang en", "--review must not lie above --auto"),
        ("reconcile a --out x --as-of 31/02/2024", "“31/02/2024” bukan tanggal"),
        ("reconcile a --out x --colour", "argumen ini tidak dikenal: --colour"),
    ],
)
def test_a_wrong_call_gets_one_sentence(run, words, sentence):
    code, out, err = run(*words.split())

    assert (code, out) == (2, "")
    assert sentence in err
    assert "--help" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("day", ["2024-06-30", "30/06/2024", "30-06-2024"])
def test_days_are_read_in_the_shapes_people_write(day, monkeypatch):
    seen = {}
    monkeypatch.setattr(frame, "_command", lambda name: lambda arguments, language: seen.update(vars(arguments)) or 0)

    assert frame.main(["reconcile", "a.csv", "--out", "x", "--as-of", day, "--auto", "0,97"]) == 0
    assert (str(seen["as_of"]), seen["auto"], seen["census"]) == ("2024-06-30", 0.97, None)


@pytest.mark.parametrize(("kind", "exit_code"), [(Refusal, 1), (BadInput, 2), (MachineTrouble, 3)])
def test_a_refusal_says_every_finding_where_what_and_how_to_mend(run, kind, exit_code):
    findings = [
        Finding("test_cli_wide", source="ods.xlsx", sheet="ODS", row=7, column="NIK", value="12"),
        Finding("test_cli_deep", source="ods.xlsx", row=9, value="34"),
    ]

    code, out, err = run("version", "--lang", "en", raising=kind(findings))

    assert (code, out) == (exit_code, "")
    assert err.splitlines() == [
        "ods.xlsx, sheet ODS, row 7, column “NIK”: “12” is too wide. Make it narrower.",
        "ods.xlsx, row 9: “34” is too deep. Make it shallower.",
    ]


def test_a_finding_without_a_sentence_still_comes_through(run):
    code, _, err = run("version", raising=BadInput(Finding("never_entered", {"digits": 13})))

    assert code == 2
    assert "never_entered" in err
    assert "13" in err


@pytest.mark.parametrize(
    ("problem", "exit_code", "sentence"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (MemoryError(), 3, "too little memory"),
        (type("OutOfMemoryException", (Exception,), {})(), 3, "too little memory"),
        (OSError(errno.ENOSPC, "No space left on device"), 3, "disk is full"),
        (PermissionError(errno.EACCES, "denied", "lists/ods.xlsx"), 3, "“lists/ods.xlsx” may not be read"),
    ],
)
def test_what_the_machine_or_a_person_stops_gets_one_sentence(run, problem, exit_code, sentence):
    code, out, err = run("version", "--lang", "en", raising=problem)

    assert (code, out) == (exit_code, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_mistake_of_ours_names_a_log_and_shows_no_traceback(run, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    code, _, err = run("version", "--lang", "en", raising=ZeroDivisionError("a mistake"))

    (log,) = tmp_path.iterdir()
    assert code == 70
    assert str(log) in err
    assert "Traceback" not in err
    assert "ZeroDivisionError: a mistake" in log.read_text("utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_a_reader_that_went_away_hears_nothing():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "lumbung.cli", "version"], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)

    assert (done.returncode, done.stderr) == (141, b"")


def test_a_c_locale_does_not_break_the_signs():
    environment = os.environ | {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "LUMBUNG_LANG": "id",
    }
    done = subprocess.run(
        [sys.executable, "-m", "lumbung.cli", "reconcile", "a", "--out", "b", "--as-of", "x"],
        capture_output=True, env=environment, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "“x” bukan tanggal" in done.stderr.decode("utf-8")


@pytest.mark.parametrize("words", [["version"], ["--help"], ["reconcile", "--help"]])
def test_small_commands_load_no_heavy_library(words):
    """What makes them quick; seconds themselves depend on how busy the machine is."""
    heavy = ("duckdb", "pyarrow", "numpy", "django", "lxml", "rich", "xlsxwriter", "lokal")
    script = f"""
import sys
from lumbung.cli.frame import main
code = main({words!r})
sys.stderr.write(",".join(name for name in {heavy!r} if name in sys.modules))
sys.exit(code)
"""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - began < 5


def test_the_command_is_named_as_it_was_typed(run, monkeypatch):
    monkeypatch.setenv("LUMBUNG_COMMAND", "./lumbung")

    _, out, _ = run("--help", "--lang", "en")

    assert out.startswith("usage: ./lumbung ")
    assert "./lumbung test [--slow]" in " ".join(out.split())


def test_the_package_names_the_same_command():
    import lumbung.cli  # noqa: PLC0415

    assert lumbung.cli.main is frame.main
    assert (Path(lumbung.cli.__file__).parent / "__main__.py").exists()
