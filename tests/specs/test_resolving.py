"""Who leads: what a cooperative's fields become when its register rows and its visits speak. All names are invented."""

from __future__ import annotations

import pytest

from lumbung.engine.resolving import resolve
from lumbung.engine.tests.factories import day, memberships, record, records, specification

EVIDENCE = {
    "position": {"latitude": -1.25, "longitude": 116.85},
    "officer": {"officers_known": True},
    "address": {"address_clear": True},
}


def read(text: str) -> list[dict]:
    """Records of a text table; an empty cell is not told, `evidence` lists words of EVIDENCE."""
    rows = []
    for line in specification(text):
        told = {field: value for field, value in line.items() if value and field not in ("row", "evidence", "day")}
        told |= {"visited_on": day(line["day"])} if line.get("day") else {}
        for word in line.get("evidence", "").split():
            told |= EVIDENCE[word]
        if "district" in told:
            told["district_code"] = told.pop("district")
        rows.append(record(line["row"][0] + line["row"][1:].zfill(6), **told))
    return rows


def resolved(text: str) -> dict:
    """The one cooperative that all rows of the text table are."""
    rows = read(text)
    table, _ = resolve(records(*rows), memberships([row["record_id"] for row in rows]))
    (cooperative,) = table.to_pylist()
    return cooperative


def asked(text: str) -> list[tuple[str, str, str]]:
    """Code of each finding and the two rows it names."""
    rows = read(text)
    _, findings = resolve(records(*rows), memberships([row["record_id"] for row in rows]))
    return [(finding.code, finding.params["this"], finding.params["other"]) for finding in findings]


def test_the_visit_leads_kind_and_place_and_the_register_stands_beside():
    cooperative = resolved("""
        row | kind     | district | address    | outcome
        R1  | konsumen | 647101   | Jl. Lama 1 |
        C1  | jasa     | 647102   | Jl. Baru 2 | found_operating
    """)

    assert (cooperative["kind"], cooperative["category"], cooperative["district"]) == ("jasa", "jasa", "647102")
    assert cooperative["address"] == "Jl. Baru 2"
    assert (cooperative["kind_register"], cooperative["category_register"]) == ("konsumen", "konsumen")
    assert cooperative["district_code_register"] == "647101"


def test_a_silent_visit_gives_unknown_never_the_registers_value():
    cooperative = resolved("""
        row | kind     | district | address    | outcome
        R1  | konsumen | 647101   | Jl. Lama 1 |
        C1  |          |          |            | found_operating
    """)

    assert (cooperative["kind"], cooperative["address"], cooperative["district_code"]) == (None, None, None)
    assert (cooperative["category"], cooperative["district"]) == ("unknown", "unknown")
    assert cooperative["district_code_register"] == "647101"


def test_a_cooperative_nobody_visited_has_the_registers_values():
    cooperative = resolved("""
        row | kind          | pattern | district | membership_area
        R1  | simpan_pinjam | sharia  | 647103   | province
    """)

    assert (cooperative["visited"], cooperative["visit_outcome"]) == (False, None)
    assert (cooperative["category"], cooperative["district"]) == ("ksp_syariah", "647103")
    assert cooperative["supervising_level"] == "province"


def test_numbers_and_names_are_the_registers_and_the_visits_only_when_not_listed():
    listed = resolved("""
        row | name                  | legal_number | coop_nik      | membership_area
        R1  | Koperasi Rimba Emas   | 12/BH/1999   |               | regency
        C1  | Kop. Rimba Mas        | 13/BH/1999   | 6471010010001 |
    """)
    alone = resolved("""
        row | name           | legal_number | coop_nik      | outcome
        C1  | Kop. Rimba Mas | 13/BH/1999   | 6471010010001 | found_operating
    """)

    assert (listed["name"], listed["legal_number"], listed["coop_nik"]) == ("Koperasi Rimba Emas", "12/BH/1999", None)
    assert (alone["name"], alone["legal_number"], alone["coop_nik"]) == (
        "Kop. Rimba Mas",
        "13/BH/1999",
        "6471010010001",
    )
    assert alone["supervising_level"] == "unknown"


@pytest.mark.parametrize(
    ("visit", "visit_name", "register", "category"),
    [
        ("conventional", "sharia", "sharia", "ksp_konvensional"),
        ("", "sharia", "conventional", "ksp_syariah"),
        ("", "", "sharia", "ksp_syariah"),
        ("", "", "", "ksp_konvensional"),
    ],
)
def test_the_pattern_is_the_visits_word_then_its_name_then_the_register_then_conventional(
    visit, visit_name, register, category
):
    cooperative = resolved(f"""
        row | kind          | pattern    | name_pattern | outcome
        R1  | konsumen      | {register} |              |
        C1  | simpan_pinjam | {visit}    | {visit_name} | found_operating
    """)

    assert cooperative["category"] == category


def test_contradicting_visits_of_equal_strength_are_unknown_and_a_question_names_both_rows():
    text = """
        row | outcome         | kind | district | day        | evidence
        C1  | found_operating | jasa | 647101   | 2024-03-01 | officer
        C2  | not_found       | jasa | 647101   | 2024-05-01 | position
    """
    assert resolved(text)["visit_outcome"] == "contradictory"
    assert (resolved(text)["kind"], resolved(text)["district"]) == ("jasa", "647101")
    assert asked(text) == [("visits_contradict_outcome", "2", "1")]


@pytest.mark.parametrize(
    ("field", "code"), [("kind", "visits_contradict_kind"), ("district", "visits_contradict_district")]
)
def test_only_the_field_the_visits_contradict_each_other_about_is_unknown(field, code):
    one, other = {"kind": ("jasa", "konsumen"), "district": ("647101", "647102")}[field]
    text = f"""
        row | outcome         | {field} | day        | address
        C1  | found_operating | {one}   | 2024-03-01 | Jl. Satu 1
        C2  | found_operating | {other} | 2024-03-01 | Jl. Dua 2
    """
    cooperative = resolved(text)

    assert cooperative["visit_outcome"] == "found_operating"
    assert cooperative["category" if field == "kind" else "district"] == "unknown"
    assert cooperative["address"] == (None if field == "district" else "Jl. Satu 1")
    assert asked(text) == [(code, "1", "2")]


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        # strong and later leads; strong and on the same day leads; strong but earlier does not
        (("not_found", "2024-03-01", ""), ("found_operating", "2024-05-01", "officer address"), "found_operating"),
        (("not_found", "2024-05-01", ""), ("found_operating", "2024-05-01", "officer"), "found_operating"),
        (("not_found", "2024-05-01", ""), ("found_operating", "2024-03-01", "officer address"), "contradictory"),
        # later but weaker, and later but only as strong, do not
        (("found_operating", "2024-03-01", "officer"), ("ceased", "2024-05-01", ""), "contradictory"),
        (("found_operating", "2024-03-01", "officer"), ("ceased", "2024-05-01", "position"), "contradictory"),
        # a visit without a day cannot be shown to be later; against one without a day the stronger leads
        (("not_found", "2024-03-01", ""), ("found_operating", "", "officer address"), "contradictory"),
        (("not_found", "", ""), ("found_operating", "2024-03-01", "officer"), "found_operating"),
    ],
)
def test_a_visit_leads_over_a_contradicting_one_only_if_stronger_and_not_earlier(first, second, outcome):
    text = f"""
        row | outcome     | day         | evidence
        C1  | {first[0]}  | {first[1]}  | {first[2]}
        C2  | {second[0]} | {second[1]} | {second[2]}
    """
    assert resolved(text)["visit_outcome"] == outcome
    assert [code for code, *_ in asked(text)] == [
        "visits_contradict_outcome" if outcome == "contradictory" else "visit_overruled"
    ]


def test_what_the_leading_visit_does_not_tell_another_visit_fills_but_not_one_that_contradicts_it():
    filled = resolved("""
        row | outcome         | kind     | district | day        | evidence
        R1  |                 | produsen | 647106   |            |
        C1  | found_operating |          | 647101   | 2024-05-01 | officer
        C2  | found_operating | jasa     | 647101   | 2024-03-01 |
    """)
    not_filled = resolved("""
        row | outcome         | kind     | district | day        | evidence
        R1  |                 | produsen | 647106   |            |
        C1  | found_operating |          | 647101   | 2024-05-01 | officer
        C2  | ceased          | jasa     | 647101   | 2024-03-01 |
    """)

    assert (filled["kind"], not_filled["kind"]) == ("jasa", None)
    assert '"kind": "C000002"' in filled["field_sources"]


def test_a_visit_that_tells_no_result_is_visited_but_unknown():
    cooperative = resolved("""
        row | kind | district
        C1  | jasa | 647101
    """)
    assert (cooperative["visited"], cooperative["visit_outcome"]) == (True, "unknown")


def test_of_two_register_rows_the_one_that_is_kept_up_to_date_leads_and_the_other_fills_in():
    rows = [
        record("R000001", kind="konsumen", coop_nik="6471010010001", last_rat_on=day("2019-03-01"), sector="trade"),
        record("R000002", kind="jasa", last_rat_on=day("2024-03-01"), members=90),
    ]
    table, findings = resolve(records(*rows), memberships(["R000001", "R000002"]))
    (cooperative,) = table.to_pylist()

    assert (cooperative["kind"], cooperative["members"], cooperative["coop_nik"]) == ("jasa", 90, "6471010010001")
    assert cooperative["register_records"] == 2
    assert [(f.code, f.params["this"], f.params["other"]) for f in findings] == [("register_row_leads", "2", "1")]


def test_alternatives_become_rows_but_ask_nothing():
    rows = [
        record("C000001", outcome="found_operating", visited_on=day("2024-03-01")),
        record("C000002", outcome="not_found", visited_on=day("2024-03-01")),
    ]
    apart = memberships(["C000001"], ["C000002"], alternatives=[["C000001", "C000002"]])
    table, findings = resolve(records(*rows), apart)

    outcomes = dict(zip(*(table.column(c).to_pylist() for c in ("cooperative_id", "visit_outcome")), strict=True))
    assert outcomes == {"A000001": "contradictory", "K000001": "found_operating", "K000002": "not_found"}
    assert findings == []
