"""A person's word on one field leads, one at a time, and can be lifted."""

from __future__ import annotations

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.models import Entry as AuditLine
from lumbung.registry.models import Cooperative, Override
from lumbung.registry.services import (
    OverrideMoved,
    OverrideRefused,
    in_force,
    lift_override,
    overrides_in_force,
    set_override,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return standpoint_of(Role.DATA_OFFICER)


def cooperative(officer, serial=1, leads_to=None):
    number = f"6471-{serial:06d}-0"
    return Cooperative.objects.create(office=officer.office, serial=serial, number=number, leads_to=leads_to)


def correct(officer, one, field, value, *, reason="dilihat di akta", seen=None):
    return set_override(one, field, value, reason=reason, seen=seen, by=officer.user, actor=officer.actor)


def lift(officer, override, reason="akta lama"):
    return lift_override(override, reason=reason, by=officer.user, actor=officer.actor)


def test_a_second_correction_lifts_the_first_which_stays_on_record(officer):
    one = cooperative(officer)
    first = correct(officer, one, "kind", "jasa")

    second = correct(officer, one, "kind", "konsumen", seen=first.pk)

    assert overrides_in_force(officer.office) == [(one.number, "kind", "konsumen", second.pk)]
    first.refresh_from_db()
    assert (first.lifted_by, first.lifted_at is None) == (officer.user, False)
    assert Override.objects.count() == 2


def test_who_did_not_see_the_correction_in_force_is_told_so(officer):
    one = cooperative(officer)
    first = correct(officer, one, "kind", "jasa")

    for seen in (None, first.pk + 1):
        with pytest.raises(OverrideMoved):
            correct(officer, one, "kind", "konsumen", seen=seen)

    assert in_force(one).get() == first


def test_a_lifted_correction_leads_no_more_and_is_lifted_once(officer):
    made = correct(officer, cooperative(officer), "name", "Koperasi Melati")

    lift(officer, made)

    assert overrides_in_force(officer.office) == []
    with pytest.raises(OverrideMoved):
        lift(officer, made)
    lines = AuditLine.objects.filter(action__startswith="registry.override.").order_by("pk")
    assert [(line.action, line.reason, line.changes["value"]) for line in lines] == [
        ("registry.override.set", "dilihat di akta", [None, "Koperasi Melati"]),
        ("registry.override.lifted", "akta lama", ["Koperasi Melati", None]),
    ]


def test_a_village_and_its_district_are_not_decided_apart(officer):
    one = cooperative(officer)
    correct(officer, one, "district_code", "647101")

    correct(officer, one, "village_code", "6471051006")

    assert [(field, value) for _number, field, value, _pk in overrides_in_force(officer.office)] == [
        ("village_code", "6471051006")
    ]


def test_a_correction_of_a_number_that_leads_on_speaks_of_where_it_leads(officer):
    carrier = cooperative(officer, 1)
    double = cooperative(officer, 2, leads_to=carrier)
    correct(officer, double, "name", "Nama Lama")
    correct(officer, double, "kind", "jasa")

    later = correct(officer, carrier, "name", "Nama Benar")

    told = overrides_in_force(officer.office)
    assert [(number, field, value) for number, field, value, _pk in told] == [
        (carrier.number, "kind", "jasa"),
        (carrier.number, "name", "Nama Benar"),
    ]
    assert told[1][3] == later.pk


def test_an_address_is_not_copied_into_the_trail(officer):
    correct(officer, cooperative(officer), "address", "Jl. Melati 5, rumah Bapak Fulan")

    assert AuditLine.objects.get(action="registry.override.set").changes == {"field": "address"}


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("name", "  Koperasi   Melati ", "Koperasi Melati"),
        ("coop_nik", "6471-0100-20004", "6471010020004"),
        ("legal_number", "518/12/BH/DISKOP/2010", "518/12/BH/DISKOP/2010"),
        ("form", "secondary", "secondary"),
        ("sector", "trade", "trade"),
    ],
)
def test_a_value_is_stored_as_the_engine_reads_it(officer, field, value, stored):
    assert correct(officer, cooperative(officer), field, value).value == stored


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("standing", "active", "override_field"),
        ("members", "12", "override_field"),
        ("kind", "Jasa", "override_value"),
        ("kind", "", "override_empty"),
        ("village_code", "647105", "override_value"),
        ("village_code", "6471059999", "override_value"),
        ("coop_nik", "123", "override_value"),
        ("coop_nik", "6471015508900001", "override_person"),
        ("name", "x" * 301, "override_long"),
        ("legal_number", "tanpa angka", "override_value"),
    ],
)
def test_what_a_field_cannot_be_is_refused(officer, field, value, code):
    with pytest.raises(OverrideRefused) as refused:
        correct(officer, cooperative(officer), field, value)

    assert refused.value.findings[0].code == code
    assert not Override.objects.exists()


def test_neither_is_done_without_a_reason(officer):
    one = cooperative(officer)
    made = correct(officer, one, "kind", "jasa")

    for attempt in (lambda: correct(officer, one, "name", "Koperasi A", reason=" "), lambda: lift(officer, made, " ")):
        with pytest.raises(OverrideRefused) as refused:
            attempt()
        assert refused.value.findings[0].code == "override_no_reason"
