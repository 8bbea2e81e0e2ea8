"""The demo: it finds its example in a clone and in an installed wheel, and tells the story of the README."""

from __future__ import annotations

from pathlib import Path

import pytest

from lumbung.cli import demo, frame
from lumbung.core.findings import BadInput
from lumbung.core.sentences import say

ROOT = Path(__file__).parents[4]
BANNER = "SAMPLE DATA – NOT OFFICIAL DATA"


def test_the_example_is_found_in_this_clone():
    register, census = demo.example()

    assert register.stat().st_size > 0
    assert census.stat().st_size > 0


def test_the_example_inside_the_package_goes_first(tmp_path, monkeypatch):
    installed, clone = tmp_path / "installed", tmp_path / "clone"
    for folder in (installed, clone):
        folder.mkdir()
        (folder / demo.REGISTER).touch()
        (folder / demo.CENSUS).touch()
    monkeypatch.setattr(demo, "PLACES", (installed, clone))

    assert demo.example() == (installed / demo.REGISTER, installed / demo.CENSUS)


def test_a_missing_example_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "PLACES", (tmp_path / "installed", tmp_path / "clone"))

    with pytest.raises(BadInput) as refused:
        demo.example()

    (finding,) = refused.value.findings
    assert str(tmp_path / "clone") in str(say(finding, "en"))


@pytest.mark.parametrize(("language", "readme"), [("id", "README.id.md"), ("en", "README.md")])
def test_the_readme_shows_what_the_demo_prints(tmp_path, capsys, language, readme):
    code = frame.main(["demo", "--report-only", "--out", str(tmp_path / "out"), "--lang", language])
    printed = capsys.readouterr().out.split("\n\n")
    shown = "\n\n".join(printed[1:6])

    assert code == 0
    assert (tmp_path / "out" / "report.html").stat().st_size > 100_000
    assert printed[0] == printed[-1].strip() == {"id": "DATA CONTOH – BUKAN DATA RESMI", "en": BANNER}[language]
    assert f"```\n{shown}\n```" in (ROOT / readme).read_text("utf-8")
