"""What every test may ask for, and the last words of a run: what was left out, and why."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# No timed tests: a busy machine is no fault of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_SHARED = "../shared is not here: a clone alone does not have it (or name it in LUMBUNG_SHARED)"
NO_BROWSER = "no Chromium found: install Debian's package chromium (or name one in LUMBUNG_CHROMIUM)"
DRIVER = (sys.executable, "-m", "playwright", "--version")
CLUSTER = "LUMBUNG_TESTS_CLUSTER"  # folder of the tests' PostgreSQL
NO_DRIVER = "Playwright's own node does not start: install Debian's package libatomic1"
LEFT_OUT = pytest.StashKey[int]()


def shared_folder() -> Path:
    """The team's data beside the repository."""
    return Path(os.environ.get("LUMBUNG_SHARED") or ROOT.parent / "shared")


def chromium_path() -> str | None:
    """The browser that browser tests drive, if there is one."""
    return os.environ.get("LUMBUNG_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """../shared, or the test is skipped."""
    if not shared_folder().is_dir():
        pytest.skip(NO_SHARED)
    return shared_folder()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium, or the test is skipped."""
    found = chromium_path()
    if not found:
        pytest.skip(NO_BROWSER)
    # On CI a driver that does not start is a failure of the set-up, and the tests shall say so.
    if not os.environ.get("CI") and subprocess.run(DRIVER, capture_output=True, check=False).returncode:
        pytest.skip(NO_DRIVER)
    return found


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder of the tests' PostgreSQL; workers inherit the name, and the first that needs it starts it there.

    Not below pytest's own folder: that one is closed, and where root has to run PostgreSQL as nobody, nobody must reach it.
    """
    os.environ.setdefault(CLUSTER, str(Path(tempfile.gettempdir()) / f"lumbung-tests-{uuid.uuid4().hex[:8]}"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last to leave throws the tests' PostgreSQL away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[CLUSTER], ignore_errors=True)
        Path(f"{os.environ[CLUSTER]}.lock").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL whose databases tests may make and drop: ours, shared by all workers, or the one named."""
    told = os.environ.get("LUMBUNG_TEST_DATABASE_URL", "")
    from lumbung.config import cluster  # noqa: PLC0415 -- only tests of the office need it

    # Whoever started the server stops it, so it leaves last: each worker shares the lock while it needs the server, and
    # asks for it alone before it leaves.
    with Path(f"{os.environ[CLUSTER]}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        with cluster.running(Path(os.environ[CLUSTER]), url=told, for_tests=True) as url:
            yield url
            fcntl.flock(lock, fcntl.LOCK_EX)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres: str, django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Point Django at the test cluster before pytest-django makes its database there (one a worker)."""
    from django.conf import settings  # noqa: PLC0415 -- only tests of the office need Django's settings
    from django.db import connections  # noqa: PLC0415

    from lumbung.config.environment import database  # noqa: PLC0415

    suffix = os.environ.get("PYTEST_XDIST_WORKER", "")
    wanted = database(postgres)
    entry = connections["default"].settings_dict
    options = {
        **wanted["OPTIONS"],
        "options": "-c lumbung.allow_audit_truncate=on",
    }  # so that a flush may empty its tables
    entry.update(
        {
            **wanted,
            "OPTIONS": options,
            "TEST": {**entry["TEST"], "NAME": f"test_{wanted['NAME']}{suffix and '_' + suffix}"},
        }
    )
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("documents")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marked tests are skipped with one and the same reason where their need is not met."""
    needs = {"shared": (shared_folder().is_dir(), NO_SHARED), "browser": (bool(chromium_path()), NO_BROWSER)}
    for item in items:
        for mark, (met, reason) in needs.items():
            if not met and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count what -m left out; with xdist each worker tells its own count, below."""
    config = items[0].config
    config.stash[LEFT_OUT] = config.stash.get(LEFT_OUT, 0) + len(items)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Every worker collects everything, so one worker's count is the count."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say in plain words what did not run and why, before pytest's closing line."""
    lines = []
    left_out, chosen = config.stash.get(LEFT_OUT, 0), config.option.markexpr
    if left_out:
        how = {
            "not slow": "they are slow; ./lumbung test --slow runs them",
            "slow": "they are quick; ./lumbung test runs them",
        }.get(chosen, "the words after ./lumbung test left them out")
        lines.append(f"{left_out} tests did not run: {how}.")
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    lines += [f"{count} tests were skipped: {reason}." for reason, count in reasons.most_common()]
    if lines:
        terminalreporter.section("left out, and why")
        for line in lines:
            terminalreporter.write_line(line)


def _reason(report: Any) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ").rstrip(".")
