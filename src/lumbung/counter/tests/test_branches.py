"""Branch offices: told with a paper, shown with their cooperative, never counted as one."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from lumbung.counter.queries import branches_of, open_branches
from lumbung.counter.services import CounterRefused, StandsUpon, Told, act
from lumbung.counter.tests.desk import DAY, Desk
from lumbung.statistics.models import Cell, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    return Desk()


def opened(desk, *others, name="Cabang Sepinggan"):
    return desk.tell(desk.cooperative(1), "branch_open", others=others, branch=name, address="Jl. Cabang 1")


def shut(desk, branch, on=date(2024, 7, 20)):
    user, actor = desk.officer.user, desk.officer.actor
    told = Told("branch_shut", {}, on, desk.paper(), "surat.pdf", "ditutup", branch=branch)
    return act(desk.office, desk.cooperative(1), told, token=uuid4(), by=user, actor=actor)


def counted(desk):
    cells = Cell.objects.filter(office=desk.office).order_by("ordinal")
    return list(cells.values_list("table", "row", "column", "count", "list_hash"))


def test_a_branch_appends_no_record_and_changes_no_figure(desk):
    before = counted(desk)

    done = opened(desk)
    desk.count()

    assert (done.entry, done.record, done.changes["branch"]) == (None, None, [None, "Cabang Sepinggan"])
    assert list(branches_of(desk.cooperative(1))) == [done]
    assert counted(desk) == before


def test_rows_of_a_branch_under_a_number_of_their_own_are_no_cooperative_until_it_is_undone(desk):
    before, row = counted(desk), desk.cooperative(2)

    done = opened(desk, row)
    desk.count()

    assert Place.objects.get(cooperative=row).position == "branch"
    known = Cell.objects.get(office=desk.office, table="streams", row="known")
    assert (known.count, Cell.objects.get(office=desk.office, table="streams", row="branch").count) == (2, 1)
    desk.undo(done)
    desk.count()
    assert counted(desk) == before


def test_a_closed_branch_stays_told_and_its_rows_stay_no_cooperative(desk):
    done = opened(desk, desk.cooperative(2))
    closed = shut(desk, done)
    desk.count()

    assert open_branches(desk.cooperative(1)) == []
    assert [one.closings.get() for one in branches_of(desk.cooperative(1))] == [closed]
    assert Place.objects.get(cooperative=desk.cooperative(2)).position == "branch"


def test_only_an_open_branch_of_the_cooperative_can_be_closed_and_only_once(desk):
    done = opened(desk)
    elsewhere = desk.tell(desk.cooperative(3), "branch_open", branch="Cabang lain", address="Jl. Lain 2")
    shut(desk, done)

    for branch in (done, elsewhere, None):
        with pytest.raises(CounterRefused) as refused:
            shut(desk, branch)
        assert [finding.code for finding in refused.value.findings] == ["counter_branch_not_open"]


def test_opening_cannot_be_undone_while_a_closing_stands_on_it(desk):
    done = opened(desk)
    closed = shut(desk, done)

    with pytest.raises(StandsUpon) as refused:
        desk.undo(done)
    assert refused.value.work == (closed,)
    desk.undo(closed)
    assert open_branches(desk.cooperative(1)) == [done]
    assert desk.undo(done).on == DAY
