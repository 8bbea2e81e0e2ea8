"""The word of lists: it leads over the register in the fields of the policy, and over nothing else."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pytest

from lumbung.engine.resolving import ListedWord, policies, with_lists
from lumbung.engine.resolving.fields import ALONE, TOGETHER
from lumbung.engine.tables import COOPERATIVES

VALID, LISTED = date(2026, 4, 1), date(2024, 6, 30)


def cooperatives(**told):
    sources = told.pop(
        "sources", {"certificate_status": "R000001", "certificate_valid_to": "R000001", "name": "R000001"}
    )
    usual = {"cooperative_id": "K1", "name": "Koperasi Contoh", "certificate_status": "certified"}
    usual |= {"certificate_valid_to": date(2025, 1, 1), "nik_grade": None, "field_sources": json.dumps(sources)}
    return pa.Table.from_pylist([usual | told], schema=COOPERATIVES)


def word(record="S000001", kind="certificate", on=LISTED, **values):
    return ListedWord("K1", record, kind, on, values)


def told(table, field):
    row = table.to_pylist()[0]
    return row[field], json.loads(row["field_sources"]).get(field)


def test_a_certificate_leads_over_the_register():
    table = with_lists(cooperatives(), [word(certificate_valid_to=VALID, nik_grade="A")], {"R000001": LISTED})

    assert told(table, "certificate_valid_to") == (VALID, "S000001")
    assert told(table, "certificate_status") == ("certified", "S000001")
    assert told(table, "nik_grade") == ("A", "S000001")
    assert told(table, "name") == ("Koperasi Contoh", "R000001")


def test_what_the_list_does_not_tell_stays_the_registers():
    table = with_lists(cooperatives(), [word(nik_grade="A")], {})

    assert told(table, "certificate_valid_to") == (date(2025, 1, 1), "R000001")


def test_it_tells_what_the_register_does_not():
    bare = cooperatives(certificate_status=None, certificate_valid_to=None, sources={})

    assert told(with_lists(bare, [word(certificate_valid_to=VALID)], {}), "certificate_valid_to") == (VALID, "S000001")


@pytest.mark.parametrize("origin", ["override:12", "L000004"])
def test_a_person_and_the_counter_lead_over_it(origin):
    table = cooperatives(nik_grade="B", sources={"nik_grade": origin})

    assert told(with_lists(table, [word(nik_grade="A")], {}), "nik_grade") == ("B", origin)


@pytest.mark.parametrize(
    ("register", "listed", "leads"),
    [(date(2024, 7, 1), LISTED, False), (LISTED, LISTED, True), (None, LISTED, True), (LISTED, None, True)],
)
def test_an_extract_of_a_later_day_keeps_its_word(register, listed, leads):
    table = with_lists(cooperatives(), [word(certificate_valid_to=VALID, on=listed)], {"R000001": register})

    assert told(table, "certificate_valid_to")[0] == (VALID if leads else date(2025, 1, 1))


@pytest.mark.parametrize(
    ("status", "valid", "on", "means"),
    [
        (None, VALID, LISTED, "certified"),
        (None, date(2024, 6, 29), LISTED, "expired"),
        (None, date(2024, 6, 29), None, "certified"),
        ("expired", VALID, LISTED, "expired"),
    ],
)
def test_a_status_is_told_or_follows_from_the_end(status, valid, on, means):
    said = {"certificate_valid_to": valid} | ({"certificate_status": status} if status else {})

    assert told(with_lists(cooperatives(), [word(on=on, **said)], {}), "certificate_status")[0] == means


def test_of_several_the_later_end_leads_then_the_later_list():
    ends = [word("S000001", certificate_valid_to=VALID), word("S000002", certificate_valid_to=date(2027, 1, 1))]
    days = [word("S000001", on=date(2024, 1, 1), nik_grade="C1"), word("S000002", on=LISTED, nik_grade="B")]

    assert told(with_lists(cooperatives(), ends, {}), "certificate_valid_to")[1] == "S000002"
    assert told(with_lists(cooperatives(), days[::-1], {}), "nik_grade") == ("B", "S000002")


def test_another_agency_leads_for_nothing():
    table = cooperatives()

    assert with_lists(table, [word(kind="agency", certificate_valid_to=VALID, nik_grade="A")], {}) is table


def test_a_policy_names_only_fields_that_are_picked():
    picked = {*ALONE, *(field for group in TOGETHER for field in group)}

    assert policies().lists == {"certificate": frozenset({"certificate_status", "certificate_valid_to", "nik_grade"})}
    assert set().union(*policies().lists.values()) <= picked
