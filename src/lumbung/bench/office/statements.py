"""How many SQL statements a page needs, with few rows on it and with many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lumbung.access.models import User
from lumbung.bench.office.found import Asked
from lumbung.dashboards import lists

FEW, MANY = 5, 50


def asked(person: User, addresses: Mapping[str, str]) -> list[Asked]:
    """Of every page (name -> address) the second of two answers, once with 5 rows a page and once with 50."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    return [
        Asked(page, *(_count(client, address, rows) for rows in (FEW, MANY))) for page, address in addresses.items()
    ]


def _count(client: Client, address: str, rows: int) -> int:
    with _paged(rows):
        client.get(address)
        with CaptureQueriesContext(connection) as told:
            answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(told)


@contextmanager
def _paged(rows: int) -> Iterator[None]:
    before = lists.PAGE
    lists.PAGE = rows
    try:
        yield
    finally:
        lists.PAGE = before
