"""A cell that cannot be used in a source's next list does not take away what its row told before."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from lumbung.imports.telling import difference_told
from lumbung.imports.tests.lists import HEADINGS, Room, row
from lumbung.registry.models import Entry, Record
from lumbung.registry.queries import records_of

pytestmark = pytest.mark.django_db
MARCH, JUNE, SEPTEMBER = ("KEADAAN 31 MARET 2024", "KEADAAN 30 JUNI 2024", "KEADAAN 30 SEPTEMBER 2024")
MORE = [*HEADINGS, "Tanggal Badan Hukum", "Modal Sendiri"]
PARTS = [*HEADINGS[:6], "Anggota Laki-laki", "Anggota Perempuan"]


@pytest.fixture
def room(db):
    return Room()


def held(room, *fields: str) -> list:
    """What the engine reads of the only row."""
    return [records_of(room.officer.office).column(field)[0].as_py() for field in fields]


def carried(room) -> dict:
    return Entry.objects.get(source=room.source).current.carried or {}


def changes(batch) -> list[tuple[str, str, str, str]]:
    with override("en"):
        (told,) = [difference_told(one) for one in batch.differences.all()]
    return [(one.field, one.before, one.after, one.mark) for one in told.changes]


def test_a_good_value_stays_where_the_next_list_has_a_cell_that_cannot_be_read(room):
    room.bring([row(1, members="22")], title=MARCH)
    first = Record.objects.get()

    batch = room.bring([row(1, members="dua puluh")], title=JUNE)

    assert changes(batch) == [("Members", "22", "22", "stays: not readable in this list")]
    assert held(room, "members") == [22]
    assert "members" not in Record.objects.latest("pk").clean
    assert carried(room) == {"members": {"value": 22, "record": first.pk}}


def test_the_next_good_value_is_the_new_one(room):
    room.bring([row(1, members="22")], title=MARCH)
    room.bring([row(1, members="dua puluh")], title=JUNE)

    batch = room.bring([row(1, members="25")], title=SEPTEMBER)

    assert changes(batch) == [("Members", "22", "25", "")]
    assert held(room, "members") == [25]
    assert carried(room) == {}


def test_the_same_value_again_is_told_as_readable_again(room):
    room.bring([row(1, members="22")], title=MARCH)
    room.bring([row(1, members="dua puluh")], title=JUNE)

    batch = room.bring([row(1, members="22")], title=SEPTEMBER)

    assert changes(batch) == [("Members", "22", "22", "readable again")]
    assert carried(room) == {}


def test_the_same_cell_that_cannot_be_read_again_changes_nothing(room):
    room.bring([row(1, members="22")], title=MARCH)
    room.bring([row(1, members="dua puluh")], title=JUNE)

    batch = room.bring([row(1, members="dua puluh satu")], title=SEPTEMBER)

    assert (batch.counts["changed"], batch.counts["same"]) == (0, 1)
    assert held(room, "members") == [22]


def test_what_stays_goes_on_from_list_to_list_and_names_who_told_it(room):
    room.bring([row(1, members="22")], title=MARCH)
    first = Record.objects.get()
    room.bring([row(1, members="dua puluh")], title=JUNE)

    room.bring([row(1, members="dua puluh", address="Jl. Durian")], title=SEPTEMBER)

    assert Record.objects.count() == 3
    assert carried(room) == {"members": {"value": 22, "record": first.pk}}


def test_a_cell_that_cannot_be_read_in_the_first_list_says_nothing(room):
    room.bring([row(1, members="dua puluh")], title=MARCH)

    assert (held(room, "members"), carried(room)) == ([None], {})


def test_an_empty_cell_is_not_told_also_after_one_that_could_not_be_read(room):
    room.bring([row(1, members="22")], title=MARCH)
    assert held(room, "members") == [22]
    room.bring([row(1, members="dua puluh")], title=JUNE)

    batch = room.bring([row(1, members="")], title=SEPTEMBER)

    assert changes(batch) == [("Members", "22", "empty", "")]
    assert (held(room, "members"), carried(room)) == ([None], {})


def test_an_empty_cell_after_a_good_one_is_not_told(room):
    room.bring([row(1, members="22")], title=MARCH)

    room.bring([row(1, members="-")], title=JUNE)

    assert (held(room, "members"), carried(room)) == ([None], {})


def test_days_amounts_and_the_nik_stay_too_but_words_do_not(room):
    room.bring([[*row(1), "03/05/1999", "1.500.000"]], headings=MORE, title=MARCH)
    good = held(room, "legal_on", "own_capital", "coop_nik", "village_code")
    assert None not in good

    bad = [*row(1, nik="6,47102E+12", village="Entah Di Mana"), "31/02/1999", "satu juta setengah"]
    room.bring([bad], headings=MORE, title=JUNE)

    assert held(room, "legal_on", "own_capital", "coop_nik", "village_code") == [*good[:3], None]


def test_a_total_of_parts_is_never_half_of_it(room):
    room.bring([[*row(1)[:6], "10", "12"]], headings=PARTS, title=MARCH)

    batch = room.bring([[*row(1)[:6], "sepuluh", "13"]], headings=PARTS, title=JUNE)

    assert held(room, "members_m", "members_f", "members") == [10, 13, 23]
    assert Record.objects.latest("pk").clean["members"] == 13
    assert ("Members", "22", "23", "") in changes(batch)


def test_undoing_falls_back_to_what_was(room):
    room.bring([row(1, members="22")], title=MARCH)
    second = room.bring([row(1, members="dua puluh")], title=JUNE)
    third = room.bring([row(1, members="25")], title=SEPTEMBER)

    room.undo(third)
    assert held(room, "members") == [22]
    assert carried(room)

    room.undo(second)
    assert (held(room, "members"), carried(room)) == ([22], {})
