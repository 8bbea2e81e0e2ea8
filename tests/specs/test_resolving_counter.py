"""Who leads: what was told at the counter with a paper, and what a person decided. All names are invented."""

from __future__ import annotations

import pyarrow as pa
import pytest

from lumbung.engine.assessing import assess, facts_of
from lumbung.engine.assessing.loading import load_rules
from lumbung.engine.checking import check
from lumbung.engine.resolving import resolve
from lumbung.engine.resolving.counter import FIELDS, UnknownField
from lumbung.engine.tables import WORDS
from lumbung.engine.tabulating import tabulate
from lumbung.engine.tests.factories import day, memberships, record, records, specification
from lumbung.registry.services import overrides


def read(text: str) -> list[dict]:
    """Records of a text table; an empty cell is not told, `day` is of the visit or of the paper."""
    rows = []
    for line in specification(text):
        told = {field: value for field, value in line.items() if value and field not in ("row", "day")}
        if line.get("day"):
            told["told_on" if line["row"].startswith("L") else "visited_on"] = day(line["day"])
        if "district" in told:
            told["district_code"] = told.pop("district")
        rows.append(record(line["row"][0] + line["row"][1:].zfill(6), **told))
    return rows


def resolved(text: str, *words: tuple[str, str]) -> dict:
    """The one cooperative that all rows of the text table are."""
    rows = read(text)
    decided = [
        {"cooperative_id": "K000001", "source": f"override:{n}", "field": field, "value": value}
        for n, (field, value) in enumerate(words, 1)
    ]
    table, _ = resolve(
        records(*rows),
        memberships([row["record_id"] for row in rows]),
        words=pa.Table.from_pylist(decided, schema=WORDS),
    )
    (cooperative,) = table.to_pylist()
    return cooperative


def test_the_counter_leads_the_register_in_what_it_tells_and_only_there():
    cooperative = resolved("""
        row | name         | legal_number | address     | day
        R1  | Kop Lama     | 11/BH/1990   | Jl. Lama 1  |
        L1  | Kop Baru     |              |             | 2024-05-02
    """)

    assert (cooperative["name"], cooperative["legal_number"], cooperative["address"]) == (
        "Kop Baru", "11/BH/1990", "Jl. Lama 1",
    )  # fmt: skip
    assert '"name": "L000001"' in cooperative["field_sources"]


@pytest.mark.parametrize(("paper", "address"), [("2024-05-02", "Jl. Sesudah 3"), ("2024-04-30", "Jl. Dilihat 2")])
def test_of_a_paper_and_a_visit_the_later_one_says_where_it_is(paper, address):
    cooperative = resolved(f"""
        row | district | address       | outcome         | day
        R1  | 647101   | Jl. Lama 1    |                 |
        C1  | 647102   | Jl. Dilihat 2 | found_operating | 2024-05-01
        L1  | 647103   | Jl. Sesudah 3 |                 | {paper}
    """)

    assert cooperative["address"] == address
    assert cooperative["district_code"] == ("647103" if address == "Jl. Sesudah 3" else "647102")
    assert cooperative["district_code_register"] == "647101"


def test_a_position_seen_before_the_move_no_longer_is_where_it_is():
    rows = read("""
        row | address       | outcome         | day
        C1  | Jl. Dilihat 2 | found_operating | 2024-05-01
        L1  | Jl. Pindah 3  |                 | 2024-06-01
    """)
    rows[0] |= {"latitude": -1.25, "longitude": 116.85}
    told = [
        resolve(records(*some), memberships([r["record_id"] for r in some]))[0].to_pylist()[0]
        for some in (rows[:1], rows)
    ]

    assert [one["latitude"] for one in told] == [-1.25, None]


def test_of_two_papers_the_later_leads_and_the_earlier_fills_in():
    cooperative = resolved("""
        row | name      | address    | day
        L1  | Kop Dulu  | Jl. Dulu 1 | 2023-01-05
        L2  | Kop Kini  |            | 2024-01-05
    """)

    assert (cooperative["name"], cooperative["address"]) == ("Kop Kini", "Jl. Dulu 1")


def test_a_persons_word_leads_over_everything_and_its_kind_makes_the_category():
    text = """
        row | name     | kind     | district | outcome         | day
        R1  | Kop Ods  | konsumen | 647101   |                 |
        C1  | Kop Cek  | jasa     | 647102   | found_operating | 2024-05-01
        L1  | Kop Surat| produsen | 647103   |                 | 2024-06-01
    """
    cooperative = resolved(text, ("name", "Kop Benar"), ("kind", "pemasaran"), ("village_code", "6471051002"))

    assert (cooperative["name"], cooperative["category"]) == ("Kop Benar", "pemasaran")
    assert (cooperative["district_code"], cooperative["village_code"]) == ("647105", "6471051002")
    assert '"name": "override:1"' in cooperative["field_sources"]


def test_every_field_people_may_correct_is_one_that_resolving_picks():
    assert set(overrides.FIELDS) <= set(FIELDS)
    with pytest.raises(UnknownField, match="standing"):
        resolved("row | name\nL1 | Kop", ("standing", "active"))


def test_a_cooperative_known_only_from_the_counter_stands_apart_and_every_sum_adds_up():
    rows = read("""
        row | name      | kind | district | outcome         | day
        R1  | Kop Satu  | jasa | 647101   |                 |
        C1  | Kop Satu  | jasa | 647101   | found_operating | 2024-05-01
        C2  | Kop Dua   | jasa | 647102   | found_operating | 2024-05-01
        L1  | Kop Tiga  | jasa | 647103   |                 | 2024-06-01
    """)
    told, who = records(*rows), memberships(["R000001", "C000001"], ["C000002"], ["L000001"])
    rules = load_rules()
    rule = next(r for r in rules if r.code == "FIELD_MET_OPERATING")
    cooperatives, _ = resolve(told, who)
    standings = assess(facts_of(told, who), cooperatives, rules, day("2024-07-01"))
    placed, cells = tabulate(cooperatives, standings, told, who, rule=rule, as_of=day("2024-07-01"))

    assert placed.column("position").to_pylist() == ["active_listed", "active_field_only", "other_counter_only"]
    count = {(c["table"], c["row"]): c["count"] for c in cells.to_pylist() if c["column"] == "total"}
    assert (count["streams", "other_counter_only"], count["streams", "known"], count["streams", "active"]) == (1, 3, 2)
    assert set(check(cells, placed, told).column("verdict").to_pylist()) == {"adds_up"}
