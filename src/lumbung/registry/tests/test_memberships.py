"""Identity in the database: numbers stay, lead on and revive; nothing is deleted."""

from __future__ import annotations

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import OfficeFactory, standpoint_of
from lumbung.audit.models import Entry as AuditEntry
from lumbung.core import events
from lumbung.registry.models import Cooperative, Entry, Membership, Source
from lumbung.registry.queries import led_to
from lumbung.registry.services import change_memberships

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def entries(office):
    source = Source.objects.create(office=office, kind=Source.Kind.REGISTER, name="ODS")
    return [Entry.objects.create(source=source, key=f"nik:{n}", key_kind="coop_nik").pk for n in range(4)]


def regroup(office, groups):
    by = standpoint_of(Role.DATA_OFFICER, office).actor
    carriers = change_memberships(office, groups, cause="test:1", by=by)
    return {group: Cooperative.objects.get(pk=pk, number=number) for group, (pk, number) in carriers.items()}


def test_a_merge_leads_the_old_number_on_and_its_reversal_revives_it(office, entries):
    a, b, c, d = entries
    first = regroup(office, {"K1": [a, b], "K2": [c], "K3": [d]})
    small = first["K2"]

    regroup(office, {"K1": [a, b, c], "K2": [d]})
    small.refresh_from_db()
    assert led_to(small) == first["K1"]

    last = regroup(office, {"K1": [a, b], "K2": [c], "K3": [d]})
    small.refresh_from_db()
    assert last["K2"] == small
    assert small.leads_to is None
    assert Cooperative.objects.count() == 3


def test_the_history_of_an_entry_is_kept_without_gaps_or_overlaps(office, entries):
    a, b, c, d = entries
    regroup(office, {"K1": [a], "K2": [b], "K3": [c, d]})
    regroup(office, {"K1": [a, b], "K3": [c, d]})
    regroup(office, {"K1": [a], "K2": [b], "K3": [c, d]})

    spans = list(Membership.objects.filter(entry=b).order_by("pk").values_list("known", flat=True))
    assert [span.upper for span in spans[:-1]] == [span.lower for span in spans[1:]]
    assert spans[-1].upper is None


def test_regrouping_to_the_same_changes_and_tells_nothing(office, entries):
    heard = []
    events.handle(events.MembershipsChanged, heard.append)
    groups = {"K1": entries[:2], "K2": entries[2:]}
    regroup(office, groups)
    lines, told = AuditEntry.objects.count(), len(heard)

    regroup(office, groups)

    assert (AuditEntry.objects.count(), len(heard)) == (lines, told)
    events._HANDLERS[events.MembershipsChanged].remove(heard.append)


def test_an_entry_that_no_longer_counts_loses_its_membership_and_its_number_rests(office, entries):
    a, b, c, d = entries
    first = regroup(office, {"K1": [a, b], "K2": [c, d]})

    regroup(office, {"K1": [a, b]})

    rested = first["K2"]
    rested.refresh_from_db()
    assert not Membership.objects.filter(cooperative=rested, known__upper_inf=True).exists()
    assert rested.leads_to is None
