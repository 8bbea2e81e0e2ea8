"""Nobody ends twice: what a paper says of a cooperative that ended already is refused, by the act that ended it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lumbung.core.sentences import say
from lumbung.counter.models import CounterAct
from lumbung.counter.services import CounterRefused
from lumbung.counter.tests.desk import DAY, Desk

pytestmark = pytest.mark.django_db
AFTER, BEFORE = DAY + timedelta(days=30), date(2023, 5, 2)
SAMARINDA = {"regency": "Kota Samarinda", "district": "Samarinda Kota", "village": "", "address": "Jl. Baru 1"}


@pytest.fixture
def desk(db):
    return Desk()


def refused(desk, *args, **how):
    """The refusal's findings; nothing was written."""
    before = CounterAct.objects.count()
    with pytest.raises(CounterRefused) as caught:
        desk.tell(*args, **how)
    assert CounterAct.objects.count() == before
    return caught.value.findings


def test_a_merger_of_one_that_was_dissolved_names_the_act_and_how_to_undo_it(desk):
    one, two = desk.cooperative(1), desk.cooperative(2)
    done = desk.tell(one, "dissolved")

    (found,) = refused(desk, two, "merger", others=[one], on=AFTER)

    spoken = say(found, "en")
    assert f"({one.number}) was dissolved as of 10/07/2024, by act {done.pk} (12/KOP/2024)." in spoken.what
    assert f"If act {done.pk} is wrong, undo it first" in spoken.mend
    assert found.column == "others"
    desk.undo(done)
    assert desk.tell(two, "merger", others=[one], on=AFTER).pk


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_nobody_is_dissolved_twice_whatever_the_day(desk, day):
    desk.tell(desk.cooperative(1), "dissolved")

    assert [f.code for f in refused(desk, desk.cooperative(1), "dissolved", on=day)] == ["counter_ended_dissolved"]


def test_what_went_into_another_is_not_dissolved_nor_merged_again(desk):
    one, two, three = map(desk.cooperative, (1, 2, 3))
    desk.tell(two, "merger", others=[one])

    assert [f.code for f in refused(desk, one, "dissolved")] == ["counter_ended_merged"]
    assert [f.code for f in refused(desk, three, "amalgamation", others=[one])] == ["counter_ended_merged"]
    assert [f.code for f in refused(desk, three, "branch_open", others=[one], name="Cabang Tiga")] == [
        "counter_ended_merged"
    ]


def test_nothing_goes_into_one_that_has_ended_but_it_may_have_taken_others_in_before(desk):
    one, two = desk.cooperative(1), desk.cooperative(2)
    desk.tell(one, "dissolved")

    assert [f.code for f in refused(desk, one, "merger", others=[two], on=AFTER)] == ["counter_ended_dissolved"]
    assert desk.tell(one, "merger", others=[two], on=BEFORE).pk


def test_one_that_ended_moves_nowhere_but_may_have_moved_before(desk):
    desk.tell(desk.cooperative(1), "dissolved")

    assert [f.code for f in refused(desk, desk.cooperative(1), "moved_out", on=AFTER, **SAMARINDA)] == [
        "counter_ended_dissolved"
    ]
    assert desk.tell(desk.cooperative(1), "moved_out", on=BEFORE, **SAMARINDA).pk


@pytest.mark.parametrize(("ends", "codes"), [(True, ["counter_ended_divided"]), (False, [])])
def test_a_division_stands_against_a_dissolution_only_where_it_ended_the_divided_one(desk, ends, codes):
    one, two = desk.cooperative(1), desk.cooperative(2)
    desk.tell(one, "division", others=[two], ends=ends)

    if codes:
        assert [f.code for f in refused(desk, one, "dissolved", on=AFTER)] == codes
    else:
        assert desk.tell(one, "dissolved", on=AFTER).pk


def test_who_moved_away_may_end_and_what_is_no_event_is_taken_as_before(desk):
    desk.tell(desk.cooperative(1), "moved_out", **SAMARINDA)
    assert desk.tell(desk.cooperative(1), "dissolved", on=AFTER).pk
    assert desk.tell(desk.cooperative(1), "name", name="Koperasi Contoh Dalam Penyelesaian", on=AFTER).pk
