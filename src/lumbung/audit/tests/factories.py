"""Lines for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection, transaction

from lumbung.audit.models import Entry, Seal
from lumbung.audit.sealing import seal_lines_below
from lumbung.audit.services import Actor, record

OFFICE = 1
AT = datetime(2024, 7, 15, 1, 30, tzinfo=UTC)
RATNA = Actor("user:1", "Ratna Wulandari", OFFICE)


def written(*subjects: str, action: str = "imports.batch.applied", actor: Actor = RATNA, **more) -> list[int]:
    """One line for each subject, in one transaction (or in the test's own); their ids."""
    with transaction.atomic():
        return [record(action, actor=actor, subject=subject, **more).pk for subject in subjects]


def sealed(*subjects: str) -> list[int]:
    """Lines of one transaction that was finished before the test's own began, sealed together; their ids."""
    last = Seal.objects.order_by("-pk").first()
    number = last.horizon if last else 1  # far below the numbers of today
    lines = [
        Entry.objects.create(
            at=AT, actor_key=RATNA.key, actor_name=RATNA.name, office_id=OFFICE, action="imports.batch.applied", subject=subject,
            transaction=number,
        )
        for subject in subjects
    ]  # fmt: skip
    seal_lines_below(number + 1)
    return [line.pk for line in lines]


def own_transaction() -> int:
    """PostgreSQL's number of the transaction that is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]


def behind_the_back(table: str, statement: str, *values: object) -> None:
    """What somebody with all rights on the database could do: put the trigger aside, write, put it back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table cannot be altered in this transaction
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_only_grows")
        cursor.execute(statement, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_only_grows")


def lines() -> int:
    """How many lines there are."""
    return Entry.objects.count()
