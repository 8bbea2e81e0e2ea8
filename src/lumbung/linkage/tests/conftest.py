"""An office with the example in it, loaded once a module; what a test changes is undone behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lumbung.access.models import Office
from lumbung.statistics.tests.factories import kept_example


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """The example, inside a transaction that ends with the module."""
    with kept_example(django_db_blocker) as office:
        yield office


@pytest.fixture
def office(loaded: Office, db: None) -> Office:
    """The example's office (`db` opens a savepoint inside)."""
    return loaded
