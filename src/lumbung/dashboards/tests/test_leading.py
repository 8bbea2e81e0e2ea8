"""Who leads in each field, and the corrections that lead over everything, with their last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lumbung.access.roles import Role
from lumbung.dashboards.leading import editions, standing
from lumbung.registry.models import Cooperative, Override
from lumbung.registry.services import OverrideRefused, ended_overrides, overrides_in_force, set_override

FIRST = "6471-000001-3"


@pytest.fixture
def cooperative(office):
    return Cooperative.objects.get(number=FIRST)


def correct(cooperative, officer, until=None, value="Koperasi Baru"):
    held = Override.objects.filter(cooperative=cooperative, field="name", lifted_at=None).first()
    return set_override(
        cooperative, "name", value, reason="akta", seen=held.pk if held and held.until is None else None,
        by=officer.user, actor=officer.actor, until=until,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_field_policy_stands_with_its_reason_and_basis(language):
    edition = editions(language)[0]

    assert edition.valid_from == date(2024, 7, 1)
    assert all(group.reason and group.fields for group in edition.groups)
    assert {group.leads for group in edition.groups} == (
        {"kunjungan", "ODS"} if language == "id" else {"the visit", "ODS"}
    )
    assert len(edition.order) == 3


def test_corrections_stand_with_value_reason_and_last_day_and_lead_to_the_record(office, officer, reader, cooperative):
    day = timezone.localdate() + timedelta(days=30)
    correct(cooperative, officer, until=day)

    (one,) = standing(officer, "en")
    assert (one.value, one.override.until, one.override.reason) == ("Koperasi Baru", day, "akta")
    page = reader(Role.GOV_SUPERVISOR).get(reverse("dashboards:leading")).content.decode()
    assert FIRST in page
    assert f"{day:%d/%m/%Y}" in page
    assert reverse("counter:correct", args=[FIRST, "name"]) not in page
    assert (
        reverse("counter:correct", args=[FIRST, "name"]) in reader().get(reverse("dashboards:leading")).content.decode()
    )


def test_a_correction_leads_through_its_last_day_and_no_longer(office, officer, cooperative):
    today = timezone.localdate()
    made = correct(cooperative, officer, until=today)
    assert [row[3] for row in overrides_in_force(office)] == [made.pk]
    assert not ended_overrides(office, after=today, until=today)

    Override.objects.filter(pk=made.pk).update(until=today - timedelta(days=1))
    assert overrides_in_force(office) == []
    assert standing(officer, "en") == []
    assert ended_overrides(office, after=today - timedelta(days=1), until=today)
    again = correct(cooperative, officer, value="Koperasi Lain")  # one that is over stands in nobody's way
    assert [row[3] for row in overrides_in_force(office)] == [again.pk]


def test_a_last_day_that_is_past_is_refused(officer, cooperative):
    with pytest.raises(OverrideRefused) as refused:
        correct(cooperative, officer, until=timezone.localdate() - timedelta(days=1))

    assert (refused.value.findings[0].code, refused.value.findings[0].column) == ("override_over", "until")
