"""Lines are sealed when nothing can come before them any more, in order, each once."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest
from django.db import connection, transaction

from lumbung.audit.checking import verify
from lumbung.audit.models import Entry, Seal, SealedLine
from lumbung.audit.sealing import START, _whole, digest_of, seal_committed_lines, seal_lines_below
from lumbung.audit.services import record
from lumbung.audit.tasks import seal as seal_task
from lumbung.audit.tests.factories import RATNA, own_transaction, sealed, written

PATIENCE = 120  # seconds, for a busy machine


def seal_all() -> list[int]:
    """Run the job until nothing waits; the ids of sealed lines, seal by seal."""
    until = time.monotonic() + PATIENCE
    while SealedLine.objects.count() < Entry.objects.count() and time.monotonic() < until:
        seal_committed_lines() or time.sleep(0.1)
    return list(SealedLine.objects.order_by("seal_id", "entry_id").values_list("entry_id", flat=True))


class LongAct(threading.Thread):
    """An act in a connection of its own that writes a line and commits only when it is told to."""

    def __init__(self, subject: str) -> None:
        super().__init__()
        self.subject = subject
        self.begun, self.may_end = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            with transaction.atomic():
                record("imports.batch.applied", actor=RATNA, subject=self.subject)
                self.begun.set()
                self.may_end.wait(PATIENCE)
        finally:
            connection.close()

    def __enter__(self) -> LongAct:
        self.start()
        assert self.begun.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.may_end.set()
        self.join()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sealed_past_an_act_that_still_goes_on():
    with LongAct("batch:long"):
        late = written("batch:quick")
        assert (seal_committed_lines(), SealedLine.objects.count()) == (0, 0)

    assert len(seal_all()) == 2
    long = Entry.objects.get(subject="batch:long")
    assert long.transaction < Entry.objects.get(pk=late[0]).transaction
    assert (verify().lines, verify().broken) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_an_act_in_another_database_of_the_server_holds_back_nothing():
    at = connection.get_connection_params()
    with psycopg.connect(**{**at, "dbname": "postgres", "cursor_factory": psycopg.Cursor}) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        written("batch:1")

        assert seal_committed_lines() == 1


@pytest.mark.parametrize(
    ("short", "after", "whole"),
    [
        (7, 9, 7),
        (9, 9, 9),
        (11, 9, 11),
        (2**32 - 1, 2**32 + 5, 2**32 - 1),
        (3, 2**33 + 5, 2**33 + 3),
        (6, 2**32 + 5, 2**32 + 6),
    ],
)
def test_the_number_of_a_transaction_is_found_from_its_last_bits(short: int, after: int, whole: int):
    assert _whole(short, after) == whole


@pytest.mark.django_db(transaction=True)
def test_lines_committed_later_go_into_a_later_seal():
    first = written("batch:1", "batch:2")
    assert seal_all() == first
    second = written("batch:3")

    assert seal_all() == first + second
    one, two = Seal.objects.order_by("pk")
    assert (one.lines, one.previous, two.lines, two.previous) == (2, START, 1, one.root)
    assert one.horizon <= Entry.objects.get(pk=second[0]).transaction < two.horizon


@pytest.mark.django_db(transaction=True)
def test_runs_at_the_same_time_seal_each_line_once():
    ids = written(*[f"batch:{n}" for n in range(300)])
    sealed_by: list[int] = []

    def run() -> None:
        try:
            sealed_by.append(seal_committed_lines())
        finally:
            connection.close()

    # Wait until other transactions of the cluster no longer hold the lines back, then let four run at once.
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not sum(sealed_by):
        threads = [threading.Thread(target=run) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

    assert sorted(sealed_by)[-1] == sum(sealed_by) == 300
    assert list(SealedLine.objects.order_by("entry_id").values_list("entry_id", flat=True)) == ids
    assert verify().broken == 0


@pytest.mark.django_db
def test_an_open_act_s_own_lines_are_not_sealed():
    written("batch:1")

    assert seal_committed_lines() == 0


@pytest.mark.django_db
def test_sealing_again_adds_nothing():
    sealed("batch:1")

    assert seal_lines_below(own_transaction()) == 0
    assert Seal.objects.count() == 1


@pytest.mark.django_db
def test_a_chain_restored_into_another_database_goes_on():
    """The other database counts its transactions from a smaller number."""
    ids = sealed("batch:1")
    Seal.objects.bulk_create(
        [Seal(horizon=2**50, sealed_at="2024-07-15T00:00Z", lines=0, previous="", root="far ahead")]
    )
    new = written("batch:2")

    assert seal_lines_below(own_transaction()) == 1
    assert list(SealedLine.objects.order_by("entry_id").values_list("entry_id", flat=True)) == ids + new
    assert [f.code for f in verify().findings if f.severity == "note"] == ["audit_restored", "audit_verified"]


@pytest.mark.django_db
def test_every_field_of_a_line_is_in_its_digest():
    entry = Entry.objects.get(pk=written("batch:1", changes={"rows": [1, 2]})[0])
    before = digest_of(entry)
    others = {
        "id": entry.pk + 1, "at": entry.at.replace(year=1999), "actor_key": "x", "actor_name": "x", "office_id": None, "action": "x",
        "subject": "x", "reason": "x", "request": "x", "changes": {"rows": [2, 1]}, "transaction": 1,
    }  # fmt: skip
    assert set(others) == {field.attname for field in Entry._meta.concrete_fields}

    digests = set()
    for name, other in others.items():
        kept = getattr(entry, name)
        setattr(entry, name, other)
        digests.add(digest_of(entry))
        setattr(entry, name, kept)

    assert digest_of(entry) == before
    assert len(digests | {before}) == len(others) + 1


def test_the_job_is_on_the_schedule_every_minute():
    from procrastinate.contrib.django import app  # noqa: PLC0415 -- after Django is set up

    schedule = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert schedule[seal_task.name] == "* * * * *"
