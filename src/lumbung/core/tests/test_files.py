"""A folder appears whole or not at all."""

from __future__ import annotations

import errno
import os
import resource
from pathlib import Path

import pytest

from lumbung.core.files import check_replaceable, replacing_directory, trouble
from lumbung.core.findings import BadInput, MachineTrouble
from lumbung.core.sentences import say


def ours(folder: Path) -> bool:
    return (folder / "ours").exists()


def write(target: Path, text: str = "new") -> None:
    with replacing_directory(target, is_ours=ours) as folder:
        (folder / "ours").write_text(text)


def half_written(target: Path, end: type[BaseException]) -> None:
    with replacing_directory(target, is_ours=ours) as folder:
        (folder / "half").write_text("half")
        raise end


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_missing_folder_appears_with_its_parents(tmp_path):
    write(tmp_path / "deep" / "out")

    assert (tmp_path / "deep" / "out" / "ours").read_text() == "new"
    assert beside(tmp_path / "deep" / "out") == ["out"]


def test_an_earlier_result_is_replaced_as_a_whole(tmp_path):
    write(tmp_path / "out", "old")
    (tmp_path / "out" / "more").write_text("old")
    write(tmp_path / "out")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ours"]
    assert beside(tmp_path / "out") == ["out"]


@pytest.mark.parametrize("end", [KeyboardInterrupt, RuntimeError])
def test_whatever_ends_the_work_early_leaves_the_old_folder(tmp_path, end):
    write(tmp_path / "out", "old")
    with pytest.raises(end):
        half_written(tmp_path / "out", end)

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ours"]
    assert beside(tmp_path / "out") == ["out"]


def test_a_folder_of_somebody_else_is_refused_untouched(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BadInput) as refused:
        write(tmp_path)

    assert [finding.code for finding in refused.value.findings] == ["out_not_ours"]
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "out").mkdir()
    write(tmp_path / "out")

    assert (tmp_path / "out" / "ours").exists()


@pytest.mark.parametrize("below", ["", "inside"])
def test_a_file_in_the_way_is_named(tmp_path, below):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(BadInput) as refused:
        write(tmp_path / "out" / below)

    assert [finding.code for finding in refused.value.findings] == ["out_is_a_file"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without rights here")
@pytest.mark.parametrize("ask", [write, lambda target: check_replaceable(target, is_ours=ours)])
def test_a_path_without_the_right_to_write_is_said_so(tmp_path, ask):
    tmp_path.chmod(0o755)
    os.seteuid(65534)
    try:
        with pytest.raises(MachineTrouble) as refused:
            ask(tmp_path / "out")
    finally:
        os.seteuid(0)

    assert [finding.code for finding in refused.value.findings] == ["no_permission"]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_so_and_leaves_the_old_folder(tmp_path):
    write(tmp_path / "out", "old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))  # files may not grow past this, as on a full disk
    try:
        with pytest.raises(MachineTrouble) as refused:
            write(tmp_path / "out", "x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert [finding.code for finding in refused.value.findings] == ["disk_full"]
    assert (tmp_path / "out" / "ours").read_text() == "old"
    assert beside(tmp_path / "out") == ["out"]


def test_any_other_answer_of_the_system_is_quoted():
    finding = trouble(OSError(errno.EIO, "Input/output error"), Path("out")).findings[0]

    assert "Input/output error" in say(finding, "en").what


def a_dead_process() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def test_what_a_killed_run_left_beside_is_tidied(tmp_path):
    (tmp_path / f".out.new-{a_dead_process()}").mkdir()
    write(tmp_path / "out")

    assert beside(tmp_path / "out") == ["out"]


def test_a_run_killed_between_the_renames_gives_the_old_folder_back(tmp_path):
    old = tmp_path / f".out.old-{a_dead_process()}"
    old.mkdir()
    (old / "ours").write_text("old")
    with pytest.raises(RuntimeError):
        half_written(tmp_path / "out", RuntimeError)

    assert (tmp_path / "out" / "ours").read_text() == "old"
    assert beside(tmp_path / "out") == ["out"]


def test_the_folder_of_a_run_still_going_is_left_alone(tmp_path):
    going = tmp_path / f".out.new-{os.getppid()}"
    going.mkdir()
    write(tmp_path / "out")

    assert going.is_dir()
