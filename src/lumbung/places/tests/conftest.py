"""The country's regions, loaded once a module; each test works inside a savepoint that is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from lumbung.places.loading import Loaded, load


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """What the first load wrote, inside a transaction that ends with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def regions(country: Loaded, db: None) -> Loaded:
    """The regions; what a test changes is undone behind it (`db` opens a savepoint inside)."""
    return country
