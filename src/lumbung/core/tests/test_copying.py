"""Rows copied in are the rows that single inserts would have made."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lumbung.core.copying import copy_in
from lumbung.imports.models import Problem, Row
from lumbung.imports.tests.lists import Room, sheet
from lumbung.registry.models import Entry, Record

pytestmark = pytest.mark.django_db
AWKWARD = 'tab\t, newline\n, backslash \\, "quotes", \\N, é, NULL'


def rows(batch, n=2):
    return [
        Row(
            batch=batch, ordinal=k, sheet=AWKWARD, row=k, key=f"k{k}", key_kind="content", raw={"a": AWKWARD, "b": None},
            clean={"n": 1.5, "t": True, "l": ["x"]}, personal_sealed=bytes(range(256)), content_hash="h",
        )
        for k in range(n)
    ]  # fmt: skip


@pytest.fixture
def batch(db):
    return Room().receive(sheet([]))


def told(queryset):
    return [
        {
            k: bytes(v) if isinstance(v, memoryview) else v
            for k, v in one.items()
            if k not in ("id", "ordinal", "row", "key")
        }
        for one in queryset.order_by("ordinal").values()
    ]


def test_copied_rows_are_those_that_were_given_and_know_their_keys(batch):
    made = copy_in(Row, rows(batch))
    copied, keys = told(batch.rows), list(batch.rows.order_by("ordinal").values_list("pk", flat=True))
    batch.rows.all().delete()
    Row.objects.bulk_create(rows(batch))

    assert copied == told(batch.rows)
    assert [one.pk for one in made] == keys


def test_nothing_to_copy_is_nothing_done(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert copy_in(Problem, []) == []


def test_empty_fields_and_days_are_kept_apart(batch):
    entry = Entry.objects.create(source=batch.source, key="k", key_kind="content")
    usual = {"entry": entry, "file": "f", "row": 1, "raw": {}, "clean": {}, "cleaner_version": "1", "content_hash": ""}
    moment = batch.uploaded_at
    copy_in(Record, [Record(**usual, batch_id=batch.pk, observed_on=date(2024, 6, 30), recorded_at=moment)])
    copy_in(Record, [Record(**usual, recorded_at=moment)])

    stored = Record.objects.order_by("pk").values_list("batch_id", "observed_on", "recorded_at", "content_hash")
    assert list(stored) == [(batch.pk, date(2024, 6, 30), moment, ""), (None, None, moment, "")]


def test_a_conflict_is_one(batch):
    copy_in(Row, rows(batch))

    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in(Row, rows(batch))
