"""Records written before anything was carried over say what they said."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lumbung.access.tests.factories import OfficeFactory
from lumbung.registry.models import Record, Source
from lumbung.registry.queries import records_of
from lumbung.registry.rows import kept
from lumbung.registry.services import NewRecord, append_records, make_count

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def migrate(targets) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # rows of this very transaction: nothing may be left to check
    MigrationExecutor(connection).migrate(targets)


def test_older_records_keep_their_word_through_the_migration():
    office = OfficeFactory()
    source = Source.objects.create(office=office, kind=Source.Kind.REGISTER, name="ODS")
    rows = [NewRecord("1", "number", "", 2, kept({"name": "Maju", "members": 7, "raw": "{}"}, frozenset()))]
    append_records(source, 1, "daftar.xlsx", date(2024, 5, 1), rows)
    make_count(source, 1, vanished=(), on=None)
    told = records_of(office)
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    migrate([("registry", "0011_history_indexes")])
    columns = {
        column.name for column in connection.introspection.get_table_description(connection.cursor(), "registry_record")
    }
    assert "carried" not in columns

    migrate(newest)

    assert Record.objects.get().carried is None
    assert records_of(office).equals(told)
