"""Fixtures of whole-office tests: the example's office in a browser, and everybody who asks for every address."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from lumbung.config.tests.addresses import World, objects, people_of
from lumbung.config.tests.browsing import CLEAN, FLAGS, Office, until_ready
from lumbung.config.tests.offices import free_port
from lumbung.statistics.tests.factories import kept_example


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once a module, and taken back after its last test. Hundreds of refusals are wanted, so the log is silent."""
    # pytest-django makes a database only where a test is marked; without one this would be a real office's.
    assert connection.settings_dict["NAME"].startswith("test_")
    logging.disable(logging.CRITICAL)
    try:
        with kept_example(django_db_blocker) as office:
            people = people_of(office)
            yield World(people, objects(office, people))
    finally:
        logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def database(postgres: str) -> Iterator[str]:
    """A database of this module's own in the tests' cluster."""
    name = f"journeys_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield urlsplit(postgres)._replace(path=f"/{name}").geturl()
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def office(database: str, chromium: str) -> Iterator[Office]:
    """The example's office, served; ended with the module."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with tempfile.TemporaryDirectory(prefix="lum-") as folder, sync_api.sync_playwright() as driver:
        data, environment, port = Path(folder) / "office", CLEAN | {"DATABASE_URL": database}, free_port()
        words = ["demo", "--office-alone", "--data", str(data), "--port", str(port)]
        with (Path(folder) / "said").open("w") as said:
            server = subprocess.Popen(
                [sys.executable, "-m", "lumbung.cli", *words], env=environment, stdout=said, stderr=subprocess.STDOUT
            )
        try:
            until_ready(port, server, Path(folder) / "said")
            browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
            yield Office(f"http://localhost:{port}", data, environment, browser)
            browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)
