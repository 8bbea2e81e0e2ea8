"""The office from outside, as its operator runs it: demo, serve, backup, restore, doctor, each a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from lumbung.config.cluster import running
from lumbung.config.cluster.postmaster import servers_of
from lumbung.config.tests.offices import ENVIRONMENT, command, free_port, run, until

pytestmark = pytest.mark.slow


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def until_ready(port: int, server: subprocess.Popen[str]) -> None:
    def ready() -> bool:
        assert server.poll() is None, server.stdout.read()
        return get(port, "/readyz")[0] == 200

    until(ready, 120)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lum-") as folder:
        os.chmod(folder, 0o711)  # where root runs PostgreSQL as nobody, nobody has to pass
        yield Path(folder).resolve()


@pytest.fixture(scope="module")
def office(place: Path) -> Path:
    """The example's office, loaded by `demo --no-serve`."""
    said = run("demo", "--no-serve", "--data", place / "office", "--out", place / "out")
    assert "440" in said
    assert "is loaded" in said
    return place / "office"


def test_the_demo_serves_its_office_and_ctrl_c_ends_all_it_started(office, place):
    port = free_port()
    words = command("demo", "--data", office, "--out", place / "again", "--port", port)
    server = subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        until_ready(port, server)
        status, page = get(port, "/akun/masuk/")
        assert status == 200
        assert "SAMPLE" in page or "CONTOH" in page or "Lumbung" in page
    finally:
        server.send_signal(signal.SIGINT)
        said = server.communicate(timeout=60)[0]
    assert server.returncode == 0
    roles = re.findall(
        r"^  .*?\s(kadis|kabid|petugas|verifikator|lapangan|pengawas|walidata|admin)\s", said, re.MULTILINE
    )
    assert len(roles) == 8
    assert servers_of(office / "postgresql" / "pg") == []
    with pytest.raises(URLError):
        get(port, "/healthz")


def test_a_backup_restored_into_a_second_cluster_is_the_same_office(office, place):
    run("backup", place / "one.tar.gz", "--data", office)
    run("restore", place / "one.tar.gz", "--data", place / "second")
    run("backup", place / "two.tar.gz", "--data", place / "second")

    def tables(file: Path) -> dict[str, dict[str, object]]:
        with tarfile.open(file) as tar:
            told = json.load(tar.extractfile("manifest.json"))
        return {name: told["tables"][name] for name in told["tables"] if name != "django_migrations"} | told[
            "documents"
        ]

    assert tables(place / "one.tar.gz") == tables(place / "two.tar.gz")
    assert "already holds an office (6471)" in run("restore", place / "one.tar.gz", "--data", place / "second", code=2)


def test_a_backup_that_was_cut_off_or_changed_restores_nothing(office, place):
    run("backup", place / "whole.tar.gz", "--data", office)
    cut = place / "cut.tar.gz"
    cut.write_bytes((place / "whole.tar.gz").read_bytes()[:-2000])

    assert "no whole backup" in run("restore", cut, "--data", place / "third", code=2)


def test_doctor_finds_nothing_in_a_sound_office_and_names_a_lost_key(office, place):
    assert "Nothing is wrong." in run("doctor", "--data", office)

    key = office / "field-key"
    kept = key.read_text()
    key.unlink()
    try:
        assert "field-key" in run("doctor", "--data", office, code=1)
        assert "field-key" in run("backup", place / "never.tar.gz", "--data", office, code=2)
        assert not key.exists()
    finally:
        key.write_text(kept)


def test_everything_derived_is_made_again_by_one_command(office):
    assert "1,105 records linked, assessed and counted again" in run("rebuild", "--anew", "--data", office)
    said = run("rebuild", "--office", "9999", "--data", office, code=2)
    assert "no office of code 9999" in said
    assert "6471" in said


def test_reset_never_throws_away_a_folder_that_is_no_demo(place):
    (place / "letters").mkdir()
    (place / "letters" / "important.txt").write_text("keep")

    said = run("demo", "--office-alone", "--no-serve", "--reset", "--data", place / "letters", code=2)

    assert "not thrown away" in said
    assert (place / "letters" / "important.txt").read_text() == "keep"


def test_a_taken_port_is_named_before_anything_starts(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = run("serve", "--data", place / "never", "--port", taken.getsockname()[1], code=2)

    assert "already answers" in said
    assert not (place / "never").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("LUMBUNG_HTTPS", "perhaps"), ("LUMBUNG_UPLOAD_MB", "many"), ("DATABASE_URL", "mysql://x/y")]
)
def test_a_setting_that_cannot_be_used_is_named(place, name, value):
    said = run("doctor", "--data", place / "never", code=2, **{name: value})

    assert name.removeprefix("LUMBUNG_") in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serve", "--port", "99999999"), "not a port"),
        (("serve", "--host", "nowhere.invalid"), "no such address"),
        (("demo", "--logins"), "no office of the example"),
    ],
)
def test_a_call_that_cannot_work_says_so_and_makes_nothing(place, words, said):
    assert said in run(*words, "--data", place / "never", code=2)
    assert not (place / "never").exists()


@pytest.mark.parametrize("words", [("backup", "b.tar.gz"), ("audit", "verify"), ("rebuild",)])
def test_a_mistyped_folder_is_told_and_not_filled_with_an_empty_office(place, words):
    words = [place / word if word.endswith(".gz") else word for word in words]

    assert "is not there: no office was opened" in run(*words, "--data", place / "mistyped", code=2)
    assert not (place / "mistyped").exists()
    assert not (place / "b.tar.gz").exists()


def test_a_database_without_an_office_is_told(office, place):
    with running(place / "empty") as url:
        told = run("audit", "verify", "--data", place / "other", code=2, DATABASE_URL=url)

    assert "There is no office in the database yet." in told


def test_a_file_is_no_data_folder_and_no_place_for_a_backup(office, place):
    (place / "file").write_text("mine")

    assert "cannot be used" in run("migrate", "--data", place / "file", code=2)
    assert "is not there or may not be written" in run("backup", place / "no" / "b", "--data", office, code=2)
    assert (place / "file").read_text() == "mine"


def test_a_hostile_archive_writes_nothing_outside_and_restores_nothing(place):
    with tarfile.open(place / "hostile.tar.gz", "w:gz") as tar:
        for name in ("../escaped", "manifest.json"):
            tar.addfile(tarfile.TarInfo(name))

    assert "no whole backup" in run("restore", place / "hostile.tar.gz", "--data", place / "victim", code=2)
    assert not list(place.rglob("escaped"))
