"""Rows that are kept as the engine reads them say what their records say, and never more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from lumbung.access.tests.factories import OfficeFactory
from lumbung.registry import kept_rows
from lumbung.registry.models import Entry, KeptRows, Record, Source
from lumbung.registry.queries import records_of, records_that_count
from lumbung.registry.rows import kept
from lumbung.registry.services import NewRecord, append_records, keep_rows, keeping, make_count, withdraw

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr(keeping, "LEAST", 2)
    monkeypatch.setattr(keeping, "CHUNK", 3)
    return OfficeFactory()


def brought_in(office, batch: int, names: dict[str, str], kind=Source.Kind.REGISTER) -> None:
    source, _ = Source.objects.get_or_create(office=office, kind=kind, name=kind)
    rows = (
        NewRecord(
            key, "number", "Daftar", n,
            kept({"name": name, "members": n, "chair": f"Ketua {name}", "raw": "{}"}, frozenset()),
        )
        for n, (key, name) in enumerate(names.items(), 2)
    )  # fmt: skip
    append_records(source, batch, "daftar.xlsx", DAY, rows)
    make_count(source, batch, vanished=(), on=None)


def names(office) -> list[str]:
    return records_of(office).column("name").to_pylist()


def lacking(office) -> int:
    return len(kept_rows.kept_parts(office, records_that_count(office))[1])


def test_kept_rows_are_the_rows_that_records_tell(office):
    brought_in(office, 1, {"1": "Maju", "2": "Jaya", "3": "Makmur", "4": "Sentosa"})
    brought_in(office, 2, {"1": "Maju"}, Source.Kind.CENSUS)
    brought_in(office, 3, {"1": "Maju Baru", "2": "Jaya Baru"}, Source.Kind.COUNTER)
    brought_in(office, 4, {"1": "Daftar lain"}, Source.Kind.AGENCY)
    told = records_of(office)

    assert keep_rows(office) == 7
    assert KeptRows.objects.count() == 3
    assert lacking(office) == 0
    assert records_of(office).equals(told)
    assert keep_rows(office) == 0


def test_what_a_later_list_says_and_takes_back_is_read_past_what_is_kept(office):
    brought_in(office, 1, {"1": "Maju", "2": "Jaya", "3": "Makmur"})
    keep_rows(office)

    brought_in(office, 2, {"2": "Jaya Baru", "9": "Kesembilan"})
    assert names(office) == ["Maju", "Jaya Baru", "Makmur", "Kesembilan"]

    withdraw(2, reappear=())
    assert names(office) == ["Maju", "Jaya", "Makmur"]
    assert lacking(office) == 0

    Entry.objects.filter(key="3").update(current=None)
    assert names(office) == ["Maju", "Jaya"]


def test_what_stays_of_an_older_list_is_kept_with_the_row(office):
    brought_in(office, 1, {"1": "Maju", "2": "Jaya"})
    source = Source.objects.get()
    first = Record.objects.get(entry__key="1")
    one = kept({"name": "Maju", "raw": "{}"}, frozenset())
    carried = {
        "members": {"value": 7, "record": first.pk},
        "legal_on": {"value": "1999-05-03", "record": first.pk},
        "own_capital": {"value": "1500000.00", "record": first.pk},
    }
    append_records(source, 2, "daftar.xlsx", DAY, [NewRecord("1", "number", "Daftar", 2, one, carried)])
    make_count(source, 2, vanished=(), on=None)
    told = records_of(office)

    assert told.select(carried).to_pylist()[0] == {
        "members": 7, "legal_on": date(1999, 5, 3), "own_capital": Decimal("1500000.00"),
    }  # fmt: skip
    keep_rows(office)
    assert lacking(office) == 0
    assert records_of(office).equals(told)


def test_a_piece_most_of_whose_records_are_current_no_more_is_made_anew(office):
    brought_in(office, 1, {"1": "Maju", "2": "Jaya", "3": "Makmur"})
    keep_rows(office)
    first = KeptRows.objects.get()

    brought_in(office, 2, {"1": "Maju Baru", "2": "Jaya Baru"})

    assert keep_rows(office) == 3
    assert not KeptRows.objects.filter(pk=first.pk).exists()
    assert names(office) == ["Maju Baru", "Jaya Baru", "Makmur"]
    assert lacking(office) == 0


def test_a_piece_of_another_shape_is_passed_over_and_goes(office):
    brought_in(office, 1, {"1": "Maju", "2": "Jaya"})
    keep_rows(office)
    KeptRows.objects.update(shape="of an older engine", sealed=b"nothing that opens")

    assert names(office) == ["Maju", "Jaya"]
    assert keep_rows(office) == 2
    assert lacking(office) == 0


def test_few_rows_are_not_kept(office):
    brought_in(office, 1, {"1": "Maju"})

    assert keep_rows(office) == 0
    assert names(office) == ["Maju"]


def test_rows_of_another_office_are_not_mixed_in(office):
    other = OfficeFactory(code="6472")
    brought_in(office, 1, {"1": "Maju", "2": "Jaya"})
    brought_in(other, 2, {"1": "Lain", "2": "Orang"})
    keep_rows(office)
    keep_rows(other)

    assert names(office) == ["Maju", "Jaya"]
    assert names(other) == ["Lain", "Orang"]


def test_who_reads_the_database_reads_no_person_there(office):
    brought_in(office, 1, {"1": "Maju", "2": "Jaya"})
    keep_rows(office)
    piece = KeptRows.objects.get()

    assert records_of(office).column("chair").to_pylist() == ["Ketua Maju", "Ketua Jaya"]
    assert b"Ketua" not in bytes(piece.sealed)
    assert len(np.frombuffer(piece.records, np.int64)) == 2
