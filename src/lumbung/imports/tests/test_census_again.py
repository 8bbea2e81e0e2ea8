"""A census that comes again: its page adds up, and what may be a correction of an earlier visit is pointed out."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from lumbung.imports.services.correcting import CORRECTS
from lumbung.imports.tests.lists import Room, row
from lumbung.registry.models import Entry, Source

pytestmark = pytest.mark.django_db
HEADINGS = ("Nama Koperasi", "NIK Koperasi", "Kelurahan", "Tanggal Kunjungan", "Hasil Kunjungan", "Petugas")


def visit(n, **told):
    usual = {"name": row(n)[0], "nik": row(n)[1], "village": "Sepinggan", "day": "02/05/2024", "outcome": "aktif"}
    return list((usual | {"visitor": "Petugas Satu"} | told).values())


@pytest.fixture
def census(db):
    """Five visits that count."""
    room = Room(kind=Source.Kind.CENSUS, name="Sensus")
    room.bring([visit(n) for n in range(1, 6)], headings=HEADINGS)
    return room


def page(room, batch):
    client = Client()
    client.force_login(room.officer.user)
    client.cookies["lumbung_language"] = "en"
    answer = client.get(reverse("imports:batch", args=[batch.pk]))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def hints(batch):
    """name -> what a new row may correct: field -> [before, after]."""
    told = {one.name: dict(one.changes) for one in batch.differences.filter(kind="new")}
    return {name: changes for name, changes in told.items() if changes.pop(CORRECTS, None)}


def test_what_the_list_does_not_have_keeps_counting_and_is_said(census):
    batch = census.stage([visit(1), visit(2, outcome="tidak ditemukan"), visit(9)], headings=HEADINGS)

    counts = batch.counts
    assert [counts[name] for name in ("new", "changed", "same", "silent", "vanished")] == [1, 1, 1, 3, 0]
    told = page(census, batch)
    assert "3 visits of earlier lists are not here; they keep counting." in told
    assert "1 changed + 1 as before + 3 not here = 5 known before." in told
    census.apply(batch)
    assert Entry.objects.filter(source=census.source, vanished_on__isnull=True, current__isnull=False).count() == 6


def test_a_whole_census_and_another_kind_of_list_say_nothing_of_the_sort(census):
    whole = census.stage([visit(n) for n in range(1, 7)], headings=HEADINGS)
    ods = Room(census.officer)
    ods.bring([row(1), row(2)])
    shorter = ods.stage([row(1)])

    assert not {"silent", "corrections"} & whole.counts.keys()
    assert ("silent" in shorter.counts, shorter.counts["vanished"]) == (False, 1)
    assert "earlier lists" not in page(census, whole)
    assert "earlier lists" not in page(ods, shorter)


@pytest.mark.parametrize(
    ("change", "field", "values"),
    [
        ({"day": "12/05/2024"}, "visited_on", ["2024-05-02", "2024-05-12"]),
        ({"village": "Gunung Bahagia"}, "village", ["Sepinggan", "Gunung Bahagia"]),
        ({"name": "Koperasi Karyawan Contoh Bwatie"}, "name", None),
    ],
)
def test_a_row_that_differs_in_one_field_from_an_earlier_visit_is_pointed_out(census, change, field, values):
    batch = census.stage([visit(1, **change), *(visit(n) for n in range(2, 6))], headings=HEADINGS)

    ((_name, changes),) = hints(batch).items()
    assert field in changes
    assert values is None or changes[field] == values
    assert (batch.counts["new"], batch.counts["silent"], batch.counts["corrections"]) == (1, 1, 1)
    told = page(census, batch)
    assert "1 new row may correct one of them; it is marked below." in told
    assert "Perhaps a correction of the visit in ods.csv, row 4" in told


@pytest.mark.parametrize(
    "change",
    [
        {"day": "12/05/2024", "outcome": "tidak ditemukan"},
        {"day": "12/05/2024", "visitor": "Petugas Dua"},
        {"name": "Koperasi Lain Sekali", "nik": "6471020000077"},
    ],
)
def test_a_visit_that_tells_more_than_one_thing_otherwise_is_a_visit(census, change):
    batch = census.stage([visit(1, **change), *(visit(n) for n in range(2, 6))], headings=HEADINGS)

    assert hints(batch) == {}
    assert (batch.counts["silent"], batch.counts["corrections"]) == (1, 0)


def test_a_second_visit_beside_the_first_corrects_nothing(census):
    batch = census.stage([*(visit(n) for n in range(1, 6)), visit(1, day="12/06/2024")], headings=HEADINGS)

    assert (batch.counts["new"], "silent" in batch.counts, hints(batch)) == (1, False, {})


def test_applied_nothing_is_merged(census):
    batch = census.stage([visit(1, day="12/05/2024")], headings=HEADINGS)
    census.apply(batch)

    assert Entry.objects.filter(source=census.source, current__isnull=False).count() == 6
