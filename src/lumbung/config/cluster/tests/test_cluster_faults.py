"""Servers and supervisors that are killed, and two that start at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time

import psycopg
import pytest

from lumbung.config import cluster
from lumbung.config.cluster.postmaster import servers_of, wait_until
from lumbung.config.cluster.tests.conftest import alive, ask, came_back, quick
from lumbung.core.findings import BadInput, MachineTrouble


def test_a_killed_server_comes_back_by_itself_with_what_was_committed(data):
    with cluster.running(data) as url:
        ask(url, "CREATE TABLE figures AS SELECT 439 AS counted")
        client, killed = psycopg.connect(url), cluster.status(data).server
        os.kill(killed, signal.SIGKILL)

        with pytest.raises(psycopg.OperationalError):
            client.execute("SELECT pg_sleep(600)")
        assert came_back(data, killed)
        assert ask(url, "SELECT counted FROM figures") == 439
    assert servers_of(data / "pg") == []


def test_a_server_that_falls_again_and_again_is_given_up(data, caplog, monkeypatch):
    from lumbung.config.cluster import supervisor  # noqa: PLC0415

    monkeypatch.setattr(supervisor, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(supervisor, "RESTARTS_AT_MOST", 2)
    with quick(data):
        for fall in (1, 2, 3):
            killed = cluster.status(data).server
            os.kill(killed, signal.SIGKILL)
            if fall < 3:
                assert came_back(data, killed)
        assert wait_until(lambda: "given up" in caplog.text, 5)
        assert cluster.status(data).server is None
    assert servers_of(data / "pg") == []


def test_children_that_outlive_a_killed_server_do_not_bar_the_next(data):
    busy = "DO $$ BEGIN WHILE true LOOP PERFORM 1; END LOOP; END $$"  # never looks up, so never notices
    with quick(data) as url:
        client = psycopg.connect(url, autocommit=True)
        backend = client.info.backend_pid
        thread = threading.Thread(target=_fails, args=(client, busy))
        thread.start()
        active = f"SELECT count(*) FROM pg_stat_activity WHERE pid = {backend} AND state = 'active'"
        assert wait_until(lambda: ask(url, active) == 1, 10)
        killed = cluster.status(data).server

        os.kill(killed, signal.SIGKILL)

        assert came_back(data, killed)
        assert not alive(backend)
        thread.join(10)


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
def test_the_number_of_a_dead_server_may_belong_to_somebody_else_now(data, killed):
    notes = (data / "pg" / "postmaster.pid", data / "run" / ".s.PGSQL.5432.lock")
    with quick(data):
        lines = [note.read_text().splitlines()[1:] for note in notes]
    stranger = subprocess.Popen(["sleep", "600"])
    for note, rest in zip(notes[: 1 + killed], lines, strict=False):
        note.write_text("\n".join([str(stranger.pid), *rest]) + "\n")

    try:
        with quick(data) as url:
            assert ask(url, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_whose_supervisor_was_killed_is_stopped_in_order_and_started_anew(data, other):
    first = other()
    assert first.said() == "supervisor"
    left = cluster.status(data).server
    first.kill()
    assert alive(left)

    with quick(data) as url:
        assert cluster.status(data).supervisor == os.getpid()
        assert not alive(left)
        assert ask(url, "SELECT 1") == 1
    assert "database system was interrupted" not in (data / "log" / "server.log").read_text()
    assert servers_of(data / "pg") == []


def test_supervisor_and_server_killed_at_once_need_no_help(data, other):
    first = other()
    first.said()
    server = cluster.status(data).server
    first.process.kill()
    os.kill(server, signal.SIGKILL)

    with quick(data) as url:
        assert ask(url, "SELECT 1") == 1


def test_stop_ends_what_a_killed_lumbung_left_and_nothing_else(data, other):
    first = other()
    first.said()
    with pytest.raises(BadInput) as refusal:
        cluster.stop(data)
    assert [(f.code, f.params["pid"]) for f in refusal.value.findings] == [("database_in_use", first.process.pid)]
    first.kill()

    assert cluster.stop(data) is True
    assert servers_of(data / "pg") == []
    assert cluster.stop(data) is False


def test_several_that_start_at_once_in_an_empty_folder_make_one_cluster_and_all_use_it(data, other):
    shutil.rmtree(data)
    several = [other() for _ in range(3)]

    assert sorted(one.said() for one in several) == ["guest", "guest", "supervisor"]
    with quick(data) as url:
        server = cluster.status(data).server
        assert ask(url, "SELECT 1") == 1
    assert alive(server)  # a guest leaves it running
    assert [one.end() for one in several] == [0, 0, 0]
    assert servers_of(data / "pg") == []


def test_a_second_block_of_the_same_process_is_a_guest(data):
    with quick(data) as first:
        with quick(data) as second:
            assert first == second
        assert ask(first, "SELECT 1") == 1


def test_a_guest_takes_over_once_the_supervisor_has_left(data, other):
    first = other()
    first.said()
    with quick(data) as url:
        server = cluster.status(data).server
        first.end()
        assert came_back(data, server)
        assert cluster.status(data).supervisor == os.getpid()
        assert ask(url, "SELECT 1") == 1
    assert servers_of(data / "pg") == []


def test_a_start_while_another_stops_waits_and_succeeds(data, other):
    first = other()
    first.said()
    first.process.stdin.close()

    with quick(data) as url:
        first.process.wait(30)
        assert wait_until(lambda: cluster.status(data).supervisor == os.getpid(), 10)
        assert wait_until(lambda: cluster.status(data).server is not None, 10)
        assert ask(url, "SELECT 1") == 1


def test_a_supervisor_that_hangs_is_named(data, other):
    first = other()
    first.said()
    server = cluster.status(data).server
    os.kill(first.process.pid, signal.SIGSTOP)
    os.kill(server, signal.SIGINT)
    assert wait_until(lambda: not alive(server), 10)

    with pytest.raises(MachineTrouble) as refusal, quick(data, patience=0.3):
        pass

    assert [(f.code, f.params["pid"]) for f in refusal.value.findings] == [("database_busy", first.process.pid)]


def test_a_forked_child_neither_stops_the_server_nor_keeps_the_lock(data, other):
    with quick(data) as url:
        child = os.fork()
        if child == 0:
            signal.pause()
        try:
            assert other().said() == "guest"
            assert ask(url, "SELECT 1") == 1
        finally:
            running = cluster.status(data).server
    try:
        assert not alive(running)
        assert other().said() == "supervisor"  # the child lives on
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_forked_child_that_leaves_the_block_stops_nothing(data):
    with quick(data) as url:
        with quick(data):  # what the child leaves
            child = os.fork()
        if child == 0:
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert ask(url, "SELECT 1") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_stop_what_was_started_and_no_more(data, other, number):
    if signal.getsignal(number) == signal.SIG_IGN:  # and the supervisor rightly leaves that as it is
        pytest.skip("these tests were started with the signal ignored, as nohup does")
    first = other()
    first.said()
    server = cluster.status(data).server

    os.killpg(first.process.pid, number)  # as a terminal does: everybody in the group at once

    first.process.wait(30)
    assert not alive(server)
    assert servers_of(data / "pg") == []
    assert "received fast shutdown request" in (data / "log" / "server.log").read_text()


@pytest.mark.parametrize("moment", [0.0, 0.03, 0.1])
def test_ctrl_c_during_a_start_leaves_nothing_running(data, other, moment):
    first = other()
    time.sleep(moment)

    os.killpg(first.process.pid, signal.SIGINT)
    first.process.wait(30)

    assert servers_of(data / "pg") == []
    assert cluster.status(data).supervisor is None


def _fails(client: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.Error):
        client.execute(statement)
