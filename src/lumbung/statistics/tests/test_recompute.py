"""The main job inside the office: the same numbers as from files, stored with their lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.linkage.models import Linking, Model, Pair
from lumbung.registry.models import Cooperative, Membership, Version
from lumbung.registry.services import set_override
from lumbung.standing.models import Result
from lumbung.statistics.models import Cell, Check, Picture, Place
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


def test_all_of_a_computation_is_known_from_one_moment_on_behind_the_last_though_the_clock_was_set_back():
    office = office_with_example()
    moments = {
        *Membership.objects.values_list("known__startswith", flat=True),
        *Version.objects.values_list("known__startswith", flat=True),
        *Result.objects.values_list("since", flat=True),
    }
    assert len(moments) == 1
    ahead = timezone.now() + timedelta(hours=1)
    Picture.objects.filter(office=office).update(computed_at=ahead)
    one = Version.objects.filter(current=True).first()
    by = standpoint_of(Role.DATA_OFFICER, office)
    set_override(one.cooperative, "name", "Koperasi Baru", reason="akta", seen=None, by=by.user, actor=by.actor)

    recompute(office)

    one.refresh_from_db()
    assert one.known.upper > ahead
    assert Version.objects.get(cooperative=one.cooperative, current=True).known.lower == one.known.upper
    assert Picture.objects.get(office=office).computed_at >= one.known.upper


def test_every_check_but_the_named_residual_adds_up():
    office = office_with_example()

    wrong = Check.objects.filter(office=office, verdict="does_not_add_up")
    assert {(c.check_name, c.difference) for c in wrong} <= {("named_districts", 1)}


def derived() -> dict[str, list]:
    """Everything that follows from the records, without the keys of its rows and the moments of writing."""
    asked = {
        Version: ("cooperative", "name", "kind", "district_code", "form", "fields", "field_sources", "content_hash"),
        Result: ("cooperative", "rule", "result", "reason", "entries", "as_of"),
        Pair: ("left", "right", "scope", "probability", "tier", "linked", "evidence"),
        Place: ("cooperative", "position", "standing", "reason"),
        Cell: ("table", "row", "column", "count", "low", "high", "list_hash"),
        Check: ("check_name", "table", "line", "total", "difference", "verdict"),
        Picture: ("as_of", "rule", "records", "waiting", "openings", "sections"),
    }
    in_force = {Version: {"current": True}, Result: {"until": None}}  # the rest is history, which stays
    return {
        model.__name__: sorted(map(repr, model.objects.filter(**in_force.get(model, {})).values_list(*names)))
        for model, names in asked.items()
    }


@pytest.mark.slow
def test_what_is_derived_is_made_again_from_the_records_alone():
    office = office_with_example()
    before, numbers = derived(), set(Membership.objects.values_list("entry", "cooperative", "known"))
    assert all(before.values())
    for model in (Picture, Check, Cell, Place, Pair, Result, Version, Linking, Model):
        model.objects.all().delete()

    recompute(office)

    assert derived() == before
    assert set(Membership.objects.values_list("entry", "cooperative", "known")) == numbers


@pytest.mark.slow
def test_what_somebody_changed_in_the_derived_tables_is_put_right():
    office = office_with_example()
    before = derived()
    Place.objects.filter(position="active_listed").update(position="not_found")
    Result.objects.filter(result="active").update(result="not_active")
    Pair.objects.filter(tier="auto").update(evidence="[]")

    recompute(office)

    assert derived() == before
