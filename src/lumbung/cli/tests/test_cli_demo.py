"""The demo finds its example in a clone and in an installed wheel."""

from __future__ import annotations

import pytest

from lumbung.cli import demo
from lumbung.core.findings import BadInput
from lumbung.core.sentences import say


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
