"""Tests that commit lines clear them behind them; the trail lets them only if their session says so."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def may_clear(request: pytest.FixtureRequest) -> None:
    """Before the flush at the end of a test that commits."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("transactional_db")
        with connection.cursor() as cursor:
            cursor.execute("SET lumbung.allow_audit_truncate = 'on'")
