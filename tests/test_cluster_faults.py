"""Servers and supervisors that are killed, and two that start at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time

import pytest

from lumbung.config.cluster import Cluster
from lumbung.config.cluster.processes import identify, servers_of, wait_until
from lumbung.config.cluster.tests.conftest import ask, client_at_work, postmaster_pid
from lumbung.core.findings import MachineTrouble


def test_a_killed_server_comes_back_by_itself_with_what_was_committed(data):
    with Cluster(data) as cluster:
        ask(cluster, "CREATE TABLE figures AS SELECT 439 AS counted")
        killed = postmaster_pid(data)
        os.kill(killed, signal.SIGKILL)

        assert wait_until(lambda: cluster.is_running and postmaster_pid(data) != killed, 30)
        assert ask(cluster, "SELECT counted FROM figures") == "439"
        again = postmaster_pid(data)
    assert identify(again) is None


def test_children_that_outlive_a_killed_server_do_not_bar_the_next(data):
    busy = "DO $$ BEGIN WHILE true LOOP PERFORM 1; END LOOP; END $$"  # never looks up, so never notices
    cluster = Cluster(data, for_tests=True)
    cluster.start()
    client = subprocess.Popen([cluster.binaries.psql, cluster.dsn("office"), "-c", busy], stderr=subprocess.DEVNULL)
    asleep = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'"
    assert wait_until(lambda: ask(cluster, asleep) == "1", 10)

    os.kill(postmaster_pid(data), signal.SIGKILL)

    assert wait_until(lambda: cluster.is_running, 40)
    assert ask(cluster, "SELECT 1") == "1"
    cluster.stop()
    client.wait(10)
    assert servers_of(data / "pg") == []


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
def test_the_number_of_a_dead_server_may_belong_to_somebody_else_now(data, killed):
    with Cluster(data, for_tests=True):
        note = (data / "pg" / "postmaster.pid").read_text().splitlines()
        lock = (data / "run" / ".s.PGSQL.5432.lock").read_text().splitlines()
    stranger = subprocess.Popen(["sleep", "600"])
    (data / "pg" / "postmaster.pid").write_text("\n".join([str(stranger.pid), *note[1:]]) + "\n")
    if killed:
        (data / "run" / ".s.PGSQL.5432.lock").write_text("\n".join([str(stranger.pid), *lock[1:]]) + "\n")

    try:
        with Cluster(data, for_tests=True) as cluster:
            assert ask(cluster, "SELECT 1") == "1"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_whose_supervisor_was_killed_is_taken_over(data, other):
    first = other()
    assert first.said() == "supervisor"
    pid = postmaster_pid(data)
    first.kill()
    assert identify(pid) is not None

    with Cluster(data, for_tests=True) as cluster:
        assert cluster.is_supervisor
        assert postmaster_pid(data) == pid
        assert ask(cluster, "SELECT 1") == "1"
    assert identify(pid) is None


def test_a_server_taken_over_is_brought_back_too(data, other):
    first = other()
    first.said("supervisor")
    first.kill()

    with Cluster(data, for_tests=True) as cluster:
        pid = postmaster_pid(data)
        os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: cluster.is_running and postmaster_pid(data) != pid, 30)
        assert ask(cluster, "SELECT 1") == "1"


def test_a_server_left_with_other_settings_is_stopped_in_order_and_started_anew(data, other):
    first = other("work_mem=3MB")
    first.said("supervisor")
    pid = postmaster_pid(data)
    first.kill()

    with Cluster(data, for_tests=True, settings={"work_mem": "5MB"}) as cluster:
        assert postmaster_pid(data) != pid
        assert identify(pid) is None
        assert ask(cluster, "SHOW work_mem") == "5MB"
    assert "database system was interrupted" not in cluster.log.read_text()


def test_of_several_that_start_at_once_one_starts_the_server_and_all_use_it(data, other):
    several = [other() for _ in range(3)]
    said = sorted(one.said() for one in several)
    pid = postmaster_pid(data)

    with Cluster(data, for_tests=True) as cluster:
        assert said == ["guest", "guest", "supervisor"]
        assert not cluster.is_supervisor
        assert ask(cluster, "SELECT 1") == "1"
    assert identify(pid) is not None  # a guest leaves it running
    assert [one.end() for one in several] == [0, 0, 0]
    assert servers_of(data / "pg") == []


def test_several_that_start_at_once_in_an_empty_folder_make_one_cluster(data, other):
    shutil.rmtree(data)
    several = [other() for _ in range(3)]

    assert sorted(one.said() for one in several) == ["guest", "guest", "supervisor"]
    assert [one.end() for one in several] == [0, 0, 0]


def test_a_second_object_of_the_same_process_is_a_guest(data):
    with Cluster(data, for_tests=True) as first:
        with Cluster(data, for_tests=True) as second:
            assert (first.is_supervisor, second.is_supervisor) == (True, False)
            assert first.dsn() == second.dsn()
        assert ask(first, "SELECT 1") == "1"


def test_threads_share_one_object(data):
    cluster, heard = Cluster(data, for_tests=True), []
    threads = [threading.Thread(target=lambda: heard.append(cluster.start())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert heard == [cluster.dsn()] * 4
    cluster.stop()


def test_a_guest_supervises_once_the_supervisor_has_left(data, other):
    first = other()
    first.said("supervisor")
    with Cluster(data, for_tests=True) as cluster:
        assert not cluster.is_supervisor
        first.end()
        cluster.start()
        assert cluster.is_supervisor
        assert ask(cluster, "SELECT 1") == "1"


def test_a_start_while_another_stops_waits_and_succeeds(data, other):
    first = other()
    first.said("supervisor")
    first.process.stdin.close()

    with Cluster(data, for_tests=True) as cluster:
        first.process.wait(30)
        cluster.start()
        assert ask(cluster, "SELECT 1") == "1"


def test_a_supervisor_that_hangs_is_named(data, other):
    first = other()
    first.said("supervisor")
    server = postmaster_pid(data)
    os.kill(first.process.pid, signal.SIGSTOP)
    os.kill(server, signal.SIGINT)
    assert wait_until(lambda: identify(server) is None, 10)

    with pytest.raises(MachineTrouble) as refusal:
        Cluster(data, for_tests=True).start(patience=0.5)

    assert [(f.code, f.params["pid"]) for f in refusal.value.findings] == [("database_busy", first.process.pid)]


def test_a_forked_child_neither_stops_nor_owns_the_server(data, other):
    with Cluster(data, for_tests=True) as cluster:
        child = os.fork()
        if child == 0:
            cluster.stop()
            cluster.start()
            os._exit(0 if not cluster.is_supervisor else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert cluster.is_supervisor
        assert ask(cluster, "SELECT 1") == "1"
        assert other().said() == "guest"  # the child's end did not give the lock away either


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_what_was_started_and_no_more(data, other, number):
    first = other()
    first.said("supervisor")
    stranger = subprocess.Popen(["sleep", "600"])
    pid = postmaster_pid(data)

    os.killpg(first.process.pid, number)  # as a terminal does: everybody in the group at once

    first.process.wait(30)
    assert identify(pid) is None
    assert servers_of(data / "pg") == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
    assert "received fast shutdown request" in (data / "log" / "server.log").read_text()


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.03, 0.06, 0.1])
def test_ctrl_c_during_a_start_leaves_nothing_running(data, other, moment):
    first = other()
    time.sleep(moment)

    os.killpg(first.process.pid, signal.SIGINT)
    first.process.wait(30)

    assert wait_until(lambda: servers_of(data / "pg") == [], 5)
    with Cluster(data, for_tests=True) as cluster:
        assert cluster.is_supervisor
        assert ask(cluster, "SELECT 1") == "1"


def test_a_client_of_the_killed_server_is_told_and_may_come_again(data):
    with Cluster(data, for_tests=True) as cluster:
        client, killed = client_at_work(cluster, 600), postmaster_pid(data)
        os.kill(killed, signal.SIGKILL)

        assert client.communicate(timeout=20)[0] == ""
        assert wait_until(lambda: cluster.is_running and postmaster_pid(data) != killed, 20)
        assert ask(cluster, "SELECT 1") == "1"
