"""What stops a request beside its page: too much sent, too many that send, a database that is away or full."""

from __future__ import annotations

import io

import psycopg.errors
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from lumbung.access.middleware import OfficeMiddleware
from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.config import gates
from lumbung.core.uploads import LANES

pytestmark = pytest.mark.django_db
PARTS = "multipart/form-data; boundary=x"


class Unread(io.BytesIO):
    """A body that nobody may touch."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = read


def send(client, path, **told):
    return client.generic("POST", path, b"", PARTS, **told, **{"wsgi.input": Unread()})


@pytest.fixture
def stranger():
    """Somebody with a cookie of ours, for whom the check against forged forms would read the whole body."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["lumbung_language"] = "en"
    client.get(reverse("account_login"))
    return client


@pytest.mark.parametrize("path", ["/akun/masuk/", "/tidak-ada/", "/impor/unggah/", "/loket/baru/", "/healthz"])
def test_two_gigabytes_are_refused_unread_wherever_they_are_sent(stranger, path):
    answer = send(stranger, path, CONTENT_LENGTH="2000000000")

    assert answer.status_code in (302, 413)  # pages that take files first ask who sends them
    assert answer.status_code == 302 or "larger than the 2 MB that this page takes" in answer.content.decode()


@pytest.mark.parametrize("path", ["/akun/masuk/", "/impor/unggah/"])
def test_a_body_of_unknown_length_is_refused_unread(stranger, path):
    answer = send(stranger, path, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")

    assert answer.status_code == 411
    assert "Upload it with a browser." in answer.content.decode()


def test_slow_senders_never_hold_every_thread(stranger):
    for _ in range(LANES):
        gates._lanes.acquire()
    try:
        full = send(stranger, "/impor/unggah/", CONTENT_LENGTH="5000000")
        page = stranger.get("/akun/masuk/")
    finally:
        for _ in range(LANES):
            gates._lanes.release()
    free = send(stranger, "/impor/unggah/", CONTENT_LENGTH="5000000")

    assert (full.status_code, full["Retry-After"], page.status_code, free.status_code) == (503, "10", 200, 302)
    assert gates._lanes._value == LANES


def client():
    officer = standpoint_of(Role.DATA_OFFICER)
    client = Client(raise_request_exception=False)
    client.force_login(officer.user)
    client.cookies["lumbung_language"] = "en"
    return client


def raised(error, cause=None):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("trouble", "said", "retry"),
    [
        (raised(OperationalError("gone")), "does not answer", "10"),
        (raised(OperationalError("gone"), psycopg.errors.AdminShutdown()), "does not answer", "10"),
        (raised(OperationalError("gone"), psycopg.errors.CannotConnectNow()), "does not answer", "10"),
        (raised(OperationalError("gone"), psycopg.errors.TooManyConnections()), "does not answer", "10"),
        (InterfaceError("the connection is closed"), "does not answer", "10"),
        (psycopg.OperationalError("server closed the connection unexpectedly"), "does not answer", "10"),
        (psycopg.errors.CrashShutdown(), "does not answer", "10"),
        (raised(OperationalError("full"), psycopg.errors.DiskFull()), "The disk of the database is full", "60"),
    ],
)
@pytest.mark.parametrize("where", ["page", "middleware"])
def test_a_database_that_is_away_or_full_is_told_and_is_no_mistake(monkeypatch, caplog, where, trouble, said, retry):
    one = client()

    def falls(*_, **__):
        raise trouble

    if where == "page":
        monkeypatch.setattr("lumbung.imports.queries.batches_of", falls)
    else:
        monkeypatch.setattr(OfficeMiddleware, "__call__", falls)
    answer = one.get("/impor/")

    assert (answer.status_code, answer["Retry-After"]) == (503, retry)
    assert said in answer.content.decode()
    assert "Traceback" not in answer.content.decode() + caplog.text


@pytest.mark.parametrize(
    "trouble", [ValueError("ours"), raised(OperationalError("ours"), psycopg.errors.DeadlockDetected())]
)
def test_a_mistake_of_ours_stays_one(monkeypatch, trouble):
    one = client()

    def falls(*_, **__):
        raise trouble

    monkeypatch.setattr("lumbung.imports.queries.batches_of", falls)

    assert one.get("/impor/").status_code == 500
