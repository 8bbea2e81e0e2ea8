"""What the machine refuses: a full disk, a folder without the right to write, a half-written result."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from lumbung.core.findings import BadInput, MachineTrouble
from lumbung.core.language import LANGUAGES
from lumbung.core.sentences import say
from lumbung.reports import check_out, write_outputs
from lumbung.reports.tests.factories import make_picture

NOBODY = 65534


@pytest.fixture(scope="module")
def picture():
    return make_picture(scale=0.1)


@contextmanager
def no_file_past(size):
    """As on a disk that is almost full: writing past `size` bytes of a file fails."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@contextmanager
def somebody_else():
    """The root of a container may write anywhere, so it becomes somebody who may not."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(mine)


def content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("size", [0, 5_000, 40_000])
def test_a_full_disk_leaves_the_old_result_and_nothing_half_written(picture, tmp_path, size):
    write_outputs(picture, tmp_path / "out", language="en", timings={})
    before = content(tmp_path / "out")
    with no_file_past(size), pytest.raises(MachineTrouble) as refused:
        write_outputs(picture, tmp_path / "out", language="id", timings={})

    assert [one.code for one in refused.value.findings] == ["disk_full"]
    assert content(tmp_path / "out") == before
    assert os.listdir(tmp_path) == ["out"]
    for language in LANGUAGES:
        assert str(tmp_path / "out") in say(refused.value.findings[0], language).what


def test_a_folder_one_may_not_write_to_is_refused_with_a_sentence(picture):
    parent = Path(tempfile.mkdtemp())
    try:
        parent.chmod(0o555)
        with somebody_else(), pytest.raises(MachineTrouble) as refused:
            write_outputs(picture, parent / "out", language="id", timings={})

        assert [one.code for one in refused.value.findings] == ["no_permission"]
        assert os.listdir(parent) == []
    finally:
        parent.chmod(0o755)
        shutil.rmtree(parent)


def test_a_file_in_the_place_of_the_folder_is_refused(picture, tmp_path):
    (tmp_path / "out").write_text("mine")
    for ask in (check_out, lambda path: write_outputs(picture, path, language="en", timings={})):
        with pytest.raises(BadInput) as refused:
            ask(tmp_path / "out")
        assert [one.code for one in refused.value.findings] == ["out_is_a_file"]

    assert (tmp_path / "out").read_text() == "mine"


def test_a_result_of_ours_and_an_empty_folder_are_replaced(picture, tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("empty", "empty"):
        write_outputs(picture, tmp_path / name, language="en", timings={})

    assert (tmp_path / "empty" / "manifest.json").is_file()
    assert os.listdir(tmp_path) == ["empty"]
