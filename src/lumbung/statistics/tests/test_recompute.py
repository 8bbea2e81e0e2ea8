"""The main job inside the office: the same numbers as from files, stored with their lists."""

from __future__ import annotations

import pytest

from lumbung.registry.models import Cooperative, Membership, Version
from lumbung.statistics.models import Cell, Check
from lumbung.statistics.services import recompute
from lumbung.statistics.tests.factories import office_with_example

pytestmark = pytest.mark.django_db


def streams(office):
    return dict(Cell.objects.filter(office=office, table="streams").values_list("row", "count"))


def test_the_example_gives_440_in_two_streams():
    told = streams(office_with_example())

    listed = [told[row] for row in ("listed_rows", "duplicate_rows", "listed", "not_visited", "not_found")]
    assert listed == [587, 9, 578, 92, 13]
    assert told["not_operating"] == 49
    assert told["active_listed"] + told["active_field_only"] == told["active"] == 440


def test_a_second_computation_changes_no_identity_and_opens_no_version():
    office = office_with_example()
    before = set(Membership.objects.values_list("entry", "cooperative", "known"))
    numbers = set(Cooperative.objects.values_list("number", "leads_to"))
    versions = set(Version.objects.values_list("pk", "current"))

    recompute(office)

    assert set(Membership.objects.values_list("entry", "cooperative", "known")) == before
    assert set(Cooperative.objects.values_list("number", "leads_to")) == numbers
    assert set(Version.objects.values_list("pk", "current")) == versions


def test_every_check_but_the_named_residual_adds_up():
    office = office_with_example()

    wrong = Check.objects.filter(office=office, verdict="does_not_add_up")
    assert {(c.check_name, c.difference) for c in wrong} <= {("named_districts", 1)}
