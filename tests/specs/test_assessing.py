"""Facts -> result and reason, rule by rule. The day of the data is 30 June 2024: the last closed book year is 2023."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from lumbung.engine.assessing import assess, load_rules, rule_named
from lumbung.engine.tests.factories import cooperative, cooperatives, day, facts, specification

AS_OF = date(2024, 6, 30)
OUTCOMES = """
    visit_outcome       | result   | reason
    found_operating     | active   | found_operating
    found_not_operating | inactive | found_not_operating
    not_found           | inactive | not_found
    ceased              | inactive | ceased
    refused             | unknown  | refused
    closed_at_visit     | unknown  | closed_at_visit
    contradictory       | unknown  | contradictory
    unknown             | unknown  | outcome_not_told
                        | unknown  | not_visited
"""
FIELD = """
    visit_outcome   | address | officers | NOV      | why                    | OCT      | because
    found_operating | yes     | yes      | active   | clear_address_officers | active   | operating_officers_known
    found_operating | no      | yes      | inactive | address_not_clear      | active   | operating_officers_known
    found_operating | yes     | no       | inactive | no_officer_known       | inactive | no_officer_known
    found_operating |         | yes      | unknown  | address_not_told       | active   | operating_officers_known
    found_operating | yes     |          | unknown  | officers_not_told      | unknown  | officers_not_told
    not_found       | yes     | yes      | inactive | not_found              | inactive | not_found
    contradictory   | yes     | yes      | unknown  | contradictory          | unknown  | contradictory
                    |         |          | unknown  | not_visited            | unknown  | not_visited
"""
# rat: a day (the last meeting, as a column tells it) or a book year (as a note tells it)
RAT = """
    founded    | form      | rat        | never | visit_outcome   | RAT_1_IN_3     | RAT_BOOK_YEAR  | NEVER_RAT
    2010-01-01 | primary   | 2024-03-20 |       |                 | active         | active         | active
    2010-01-01 | primary   | 2023-03-20 |       |                 | active         | inactive       | active
    2010-01-01 | primary   | 2022-03-20 |       |                 | active         | inactive       | active
    2010-01-01 | primary   | 2021-12-30 |       |                 | inactive       | inactive       | active
    2010-01-01 | primary   |            |       |                 | unknown        | unknown        | unknown
    2010-01-01 | primary   |            | yes   |                 | inactive       | inactive       | inactive
    2010-01-01 | primary   | 2023       |       |                 | active         | active         | active
    2010-01-01 | primary   | 2019       |       |                 | unknown        | unknown        | active
    2010-01-01 | primary   | 2024-07-01 |       |                 | unknown        | unknown        | unknown
    2010-01-01 | primary   | 2024-03-20 |       | ceased          | inactive       | active         | active
    2010-01-01 | primary   | 2024-03-20 |       | not_found       | active         | active         | active
    2010-01-01 | secondary | 2023-03-20 |       |                 | active         | not_applicable | active
    2024-01-15 | primary   |            |       |                 | not_applicable | not_applicable | not_applicable
    2024-01-15 | primary   | 2024-01-15 |       |                 | not_applicable | not_applicable | not_applicable
    2023-12-31 | primary   |            |       |                 | unknown        | unknown        | unknown
    2023-12-31 | secondary |            |       |                 | not_applicable | not_applicable | not_applicable
               |           |            |       |                 | unknown        | unknown        | unknown
"""
REGISTER = """
    listed | ods_status | status        | valid_to   | grade | ODS_STATUS | HAS_VALID_CERT | GRADE_NOT_D
    yes    | active     | certified     | 2025-01-01 | A     | active     | active         | active
    yes    | inactive   | certified     | 2024-06-30 | C1    | inactive   | active         | active
    yes    |            | certified     | 2024-06-29 | C2    | unknown    | inactive       | active
    yes    | active     | expired       |            | B     | active     | inactive       | active
    yes    | active     | not_certified |            | D     | active     | inactive       | inactive
    yes    | active     | certified     |            | D     | active     | inactive       | inactive
    yes    | active     | certified     |            | C3    | active     | unknown        | unknown
    yes    | active     | certified     | 2025-01-01 | D     | active     | unknown        | inactive
    yes    | active     | expired       | 2025-01-01 | A     | active     | unknown        | active
    yes    |            |               |            |       | unknown    | unknown        | unknown
    no     |            |               |            |       | unknown    | unknown        | unknown
"""


def facts_in(line: dict[str, str], cooperative_id: str) -> list[dict]:
    """The facts one line tells of one cooperative."""
    told = []

    def fact(kind: str, record_id: str, value: str | None = None, **more) -> None:
        told.append({"cooperative_id": cooperative_id, "kind": kind, "record_id": record_id, "value": value, **more})

    outcome = line.get("visit_outcome")
    if outcome:
        fact("visit", "C000001")
    if outcome and outcome not in ("contradictory", "unknown"):
        fact("visit_outcome", "C000001", outcome)
    for column, kind in (("address", "visit_address_clear"), ("officers", "visit_officers_known")):
        if line.get(column):
            fact(kind, "C000001", line[column])
    if line.get("rat"):
        held = day(line["rat"]) if "-" in line["rat"] else None
        fact("rat_held", "R000001", on=held, book_year=held.year - 1 if held else int(line["rat"]))
    if line.get("founded"):
        fact("founded", "R000001", on=day(line["founded"]))
    if line.get("valid_to"):
        fact("certificate_valid_to", "R000001", on=day(line["valid_to"]))
    if line.get("listed") == "yes":
        fact("listed", "R000001", "yes")
    register = {"never": "rat_never", "form": "form", "ods_status": "ods_status", "status": "certificate_status"}
    for column, kind in {**register, "grade": "nik_grade"}.items():
        if line.get(column):
            fact(kind, "R000001", line[column])
    return told


def resolved_in(line: dict[str, str], cooperative_id: str) -> dict:
    """The cooperative as resolving would have left it."""
    return cooperative(
        cooperative_id,
        visit_outcome=line.get("visit_outcome") or None,
        visited=bool(line.get("visit_outcome")),
        form=line.get("form") or None,
        ods_status=line.get("ods_status") or None,
        certificate_status=line.get("status") or None,
        certificate_valid_to=day(line.get("valid_to", "")),
        nik_grade=line.get("grade") or None,
    )


@cache
def judged(text: str) -> list[dict[str, tuple[str, str]]]:
    """For each line of a text table: rule -> result and reason. Every line is a cooperative of one run."""
    lines = {f"K{number:06}": line for number, line in enumerate(specification(text), 1)}
    told = facts(*(fact for each, line in lines.items() for fact in facts_in(line, each)))
    resolved = cooperatives(*(resolved_in(line, each) for each, line in lines.items()))
    results: dict[str, dict[str, tuple[str, str]]] = {each: {} for each in lines}
    for row in assess(told, resolved, load_rules(), AS_OF).to_pylist():
        results[row["cooperative_id"]][row["rule"]] = (row["result"], row["reason"])
    return list(results.values())


def each_line(text: str):
    """Number and cells of each line, with the cells as the test's name."""
    lines = specification(text)
    return pytest.mark.parametrize(
        ("number", "line"), list(enumerate(lines)), ids=[" ".join(filter(None, line.values())) for line in lines]
    )


@each_line(OUTCOMES)
def test_met_and_operating_as_balikpapan_published_in_july_2024(number, line):
    assert judged(OUTCOMES)[number]["FIELD_MET_OPERATING"] == (line["result"], line["reason"])


@each_line(FIELD)
def test_clear_address_and_officers_november_2024_and_found_operating_october_2025(number, line):
    found = judged(FIELD)[number]
    assert found["FIELD_CLEAR_ADDRESS_OFFICERS"] == (line["NOV"], line["why"])
    assert found["FIELD_FOUND_OPERATING"] == (line["OCT"], line["because"])


@each_line(RAT)
def test_rules_of_annual_meetings(number, line):
    rules = ("RAT_1_IN_3", "RAT_BOOK_YEAR", "NEVER_RAT")
    assert {rule: judged(RAT)[number][rule][0] for rule in rules} == {rule: line[rule] for rule in rules}


@each_line(REGISTER)
def test_rules_that_believe_the_register(number, line):
    rules = ("ODS_STATUS", "HAS_VALID_CERT", "GRADE_NOT_D")
    assert {rule: judged(REGISTER)[number][rule][0] for rule in rules} == {rule: line[rule] for rule in rules}


def test_a_cooperative_of_which_nothing_is_known_is_never_inactive():
    standings = assess(facts(), cooperatives(cooperative()), load_rules(), AS_OF).to_pylist()

    assert {row["rule"]: row["result"] for row in standings} == {rule.code: "unknown" for rule in load_rules()}
    assert all(row["record_ids"] == [] for row in standings)


def test_a_result_names_the_records_it_rests_on():
    told = facts(
        {"record_id": "C000001", "kind": "visit_outcome", "value": "found_operating"},
        {"record_id": "C000002", "kind": "visit_outcome", "value": "found_operating"},
        {"record_id": "C000003", "kind": "visit_outcome", "value": "not_found"},
    )
    one = cooperative(visited=True, visit_outcome="found_operating")
    (standing,) = assess(told, cooperatives(one), [rule_named("field_met_operating")], AS_OF).to_pylist()

    assert standing["record_ids"] == ["C000001", "C000002"]
