"""The database refuses whatever is not a new line."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from lumbung.audit.models import Entry
from lumbung.audit.services import OutsideTransaction, record
from lumbung.audit.tests.factories import RATNA, behind_the_back, lines, sealed, written

TABLES = ("audit_entry", "audit_seal", "audit_sealedline")
KEY = {"audit_entry": "id", "audit_seal": "id", "audit_sealedline": "entry_id"}


def refusal_of(statement: str) -> str:
    """What PostgreSQL says to `statement`."""
    with pytest.raises(IntegrityError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(told.value)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("what", ["UPDATE", "DELETE", "TRUNCATE"])
def test_no_line_and_no_seal_is_changed_or_deleted(table, what):
    sealed("batch:1")
    statement = {
        "UPDATE": f"UPDATE {table} SET {KEY[table]} = {KEY[table]}",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }[what]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lumbung.allow_audit_truncate = 'off'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    told = refusal_of(statement)

    assert told.startswith(f"The audit trail only grows: {what} of table {table} is refused.")
    assert "HINT:  Write a new line that tells what was wrong with the old one." in told


@pytest.mark.django_db
def test_a_session_that_says_so_may_empty_the_trail_but_still_change_no_line():
    written("batch:1")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lumbung.allow_audit_truncate = 'on'")

    assert "is refused" in refusal_of("UPDATE audit_entry SET reason = 'x'")
    assert "is refused" in refusal_of("DELETE FROM audit_entry")

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")
    assert lines() == 0


@pytest.mark.django_db
def test_an_entry_is_refused_as_an_object_too():
    entry = Entry.objects.get(pk=written("batch:1")[0])
    entry.reason = "as if it had been so"

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()

    assert Entry.objects.get().reason == ""


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_no_line():
    written("batch:1")

    with transaction.atomic():
        record("imports.batch.applied", actor=RATNA, subject="batch:2")
        transaction.set_rollback(True)

    assert list(Entry.objects.values_list("subject", flat=True)) == ["batch:1"]


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        record("imports.batch.applied", actor=RATNA, subject="batch:1")


@pytest.mark.django_db
def test_behind_the_back_leaves_the_trigger_in_place():
    """What the other tests lean on: after tampering, the table is guarded as before."""
    written("batch:1")
    behind_the_back("audit_entry", "UPDATE audit_entry SET reason = 'x'")

    assert Entry.objects.get().reason == "x"
    assert "is refused" in refusal_of("UPDATE audit_entry SET reason = 'y'")
