"""An office with the example of Balikpapan in it, brought in by the services a user would use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Role
from lumbung.access.tests.factories import OfficeFactory, standpoint_of
from lumbung.cli.demo import example
from lumbung.imports.services import apply_batch, receive, stage
from lumbung.registry.models import Source
from lumbung.statistics.services import recompute


def office_with_example(by: Standpoint | None = None) -> Office:
    """Two lists imported, linked, counted: the 440 of July 2024."""
    office = by.office if by else OfficeFactory()
    who = by or standpoint_of(Role.DATA_OFFICER, office)
    for kind, name, path in zip((Source.Kind.REGISTER, Source.Kind.CENSUS), ("ODS", "Sensus"), example(), strict=True):
        source, _ = Source.objects.get_or_create(office=office, name=name, defaults={"kind": kind})
        batch = receive(source, path.name, [path.read_bytes()], by=who.user, actor=who.actor)
        apply_batch(stage(batch), by=who.user, actor=who.actor)
    recompute(office, by=who.actor)
    return office


@contextmanager
def kept_example(django_db_blocker: Any) -> Iterator[Office]:
    """The example for all tests of a module, inside a transaction that ends with it; each test works in a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = office_with_example()
        with connection.cursor() as cursor:
            # Nobody else sees these rows, so the database would go on planning for empty tables.
            cursor.execute("ANALYZE")
        yield office
        transaction.set_rollback(True)
