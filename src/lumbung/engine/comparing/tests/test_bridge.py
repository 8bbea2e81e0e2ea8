"""Bridges between two runs: each cause by a small example, and for any two runs the parts add up."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumbung.engine import assessing, resolving, tabulating
from lumbung.engine.comparing import CAUSES, Bridge, RuleMark, Run, compare
from lumbung.engine.sql import conform
from lumbung.engine.tables import COOPERATIVES, EVENTS, LATER
from lumbung.engine.tests.factories import memberships, record, records

JULY, OCTOBER = "FIELD_MET_OPERATING", "FIELD_FOUND_OPERATING"
WORDS = (
    "bakti",
    "cahaya",
    "dirgantara",
    "ekasari",
    "flamboyan",
    "gemilang",
    "harapan",
    "intisari",
    "jayakarta",
    "kencana",
)


def listed(number: int, **told: Any) -> dict[str, Any]:
    """A row of the register about the cooperative `number`; the same facts are the same content."""
    return _row(f"R{number:06}", number, {"coop_nik": f"64710200{number:05}"} | told)


def visited(number: int, outcome: str = "found_operating", **told: Any) -> dict[str, Any]:
    """A visit to the cooperative `number`."""
    return _row(
        f"C{number:06}", number, {"outcome": outcome, "visited_on": date(2024, 5, 2), "officers_known": True} | told
    )


def _row(record_id: str, number: int, told: dict[str, Any]) -> dict[str, Any]:
    own = WORDS[number % len(WORDS)]
    told = {
        "name": f"Koperasi {own} {number}",
        "name_tokens": [own, str(number)],
        "kind": "konsumen",
        "district_code": "647102",
        "address": f"Jl. {own} {number}",
    } | told
    return record(record_id, raw=json.dumps(told, default=str, sort_keys=True), **told)


def run(
    rows: Sequence[dict[str, Any]],
    groups: Sequence[Sequence[str]] | None = None,
    rule: str = JULY,
    as_of: date = date(2024, 6, 30),
    unknown_rule: bool = False,
    ended: Mapping[int, str] = MappingProxyType({}),
) -> Run:
    """A run over `rows`; `groups` of record ids are cooperatives, by default a row and the visit of its number.

    `ended`: number of a cooperative of the run, from 1, -> what ended it.
    """
    told = records(*rows)
    if groups is None:
        by_number: dict[str, list[str]] = {}
        for row in rows:
            by_number.setdefault(row["record_id"][1:], []).append(row["record_id"])
        groups = list(by_number.values())
    members = memberships(*groups)
    cooperatives, _ = resolving.resolve(told, members)
    events = [
        {"cooperative_id": f"K{n:06}", "source": f"act:{n}", "kind": kind, "on": as_of, "place": n}
        for n, kind in ended.items()
    ]
    happened = pa.Table.from_pylist(events, schema=EVENTS)
    cooperatives = resolving.with_endings(cooperatives, told, members, happened, as_of)
    rules = assessing.load_rules()
    chosen = next(one for one in rules if one.code == rule)
    facts = assessing.facts_of(told, members)
    standings = assessing.assess(facts, cooperatives, rules, as_of)
    cooperatives, cells = tabulating.tabulate(cooperatives, standings, told, members, rule=chosen, as_of=as_of)
    marks = {one.code: RuleMark(one.code, one.version, one.title, f"sha of {one.code}") for one in rules}
    known = {JULY: marks[JULY]} if unknown_rule and rule == JULY else marks
    if unknown_rule and rule != JULY:
        known = {rule: marks[rule]}
    tables = {
        "records": told, "memberships": members, "cooperatives": cooperatives, "standings": standings, "cells": cells,
        "facts": facts,
    }  # fmt: skip
    return Run("run", tables, as_of, marks[rule], known, ())


def parts(bridge: Bridge, row: str = "active", table: str = "streams", column: str = "total") -> dict[str, int]:
    """cause -> amount of one cell."""
    return {
        part["cause"]: part["amount"]
        for part in bridge.parts.to_pylist()
        if (part["table"], part["row"], part["column"]) == (table, row, column)
    }


def assert_adds_up(bridge: Bridge) -> None:
    assert bridge.findings == ()
    explained: dict[tuple[str, str, str], int] = {}
    for part in bridge.parts.to_pylist():
        key = (part["table"], part["row"], part["column"])
        explained[key] = explained.get(key, 0) + part["amount"]
        assert part["cause"] in CAUSES
        assert part["up"] + part["down"] == part["amount"]
    for cell in bridge.cells.to_pylist():
        key = (cell["table"], cell["row"], cell["column"])
        assert cell["old"] + explained.pop(key, 0) == cell["new"], key
    assert not any(explained.values()), explained


TEN = [*(listed(n) for n in range(10)), *(visited(n) for n in range(8))]


def test_a_run_compared_with_itself_has_no_parts():
    bridge = compare(run(TEN), run(TEN))

    assert bridge.lists.num_rows == 0
    assert bridge.rule == "same"
    assert_adds_up(bridge)


def test_rows_in_another_order_with_other_numbers_are_the_same_cooperatives():
    later = [dict(row, record_id=row["record_id"][0] + f"{99 - int(row['record_id'][1:]):06}") for row in reversed(TEN)]

    assert compare(run(TEN), run(later)).lists.num_rows == 0


def test_who_entered_and_who_left_are_told_apart():
    later = [row for row in TEN if row["record_id"][-1] not in "08"]
    bridge = compare(run(TEN), run([*later, listed(20), visited(20)]))

    assert parts(bridge) == {"entered": 1, "left": -1}  # 0 left with its visit; 8 stood in the register alone
    assert parts(bridge, "listed") == {"entered": 1, "left": -2}
    assert_adds_up(bridge)


def test_the_rule_alone_is_told_apart_from_the_facts():
    old = run([listed(1), listed(2), listed(3), visited(1), visited(2, officers_known=None), visited(3)])
    later = [listed(1), listed(2), listed(3), visited(1), visited(2, officers_known=None), visited(3, "not_found")]
    new = run(later, rule=OCTOBER, as_of=date(2025, 10, 23))
    bridge = compare(old, new)

    assert bridge.rule == "forward"
    assert parts(bridge) == {"rule": -1, "evidence": -1}
    assert_adds_up(bridge)


def test_a_rule_that_only_the_earlier_run_knows_is_told_from_the_other_side():
    old = run([listed(1), visited(1, officers_known=None)], rule=JULY)
    new = run([listed(1), visited(1, officers_known=None)], rule=OCTOBER)
    old = Run(old.name, old.tables, old.as_of, old.rule, {JULY: old.rules[JULY]}, ())
    bridge = compare(old, new)

    assert bridge.rule == "backward"
    assert parts(bridge) == {"rule": -1}
    assert_adds_up(bridge)


def test_two_rules_that_neither_run_shares_are_not_told_apart():
    old = run([listed(1), visited(1, officers_known=None)], rule=JULY, unknown_rule=True)
    new = run([listed(1), visited(1, officers_known=None)], rule=OCTOBER, unknown_rule=True)
    bridge = compare(old, new)

    assert bridge.rule == "none"
    assert parts(bridge) == {"rule_or_evidence": -1}
    assert_adds_up(bridge)


def test_a_new_visit_is_evidence_and_says_what_it_found():
    bridge = compare(run([listed(1)]), run([listed(1), visited(1, "not_found")]))

    assert parts(bridge, "not_visited") == {"evidence": -1}
    assert parts(bridge, "not_found") == {"evidence": 1}
    details = {line["detail"] for line in bridge.lists.to_pylist() if line["row"] == "not_found"}
    assert details == {"not_visited>not_found"}
    assert_adds_up(bridge)


@pytest.mark.parametrize(
    ("changed", "cell", "cause"),
    [
        ({"kind": "jasa"}, ("kind_by_district", "647102", "jasa"), "kind"),
        ({"district_code": "647103"}, ("kind_by_district", "647103", "konsumen"), "district"),
        ({"district_code": "647103"}, ("kind_by_district", "647103", "total"), "district"),
        ({"district_code": "647103"}, ("standing_by_district", "647103", "total"), "district"),
        ({"membership_area": "province"}, ("supervising_level", "province", "total"), "level"),
    ],
)
def test_a_cooperative_that_moves_in_the_table_is_reclassified(changed, cell, cause):
    before = [listed(1, membership_area="regency"), visited(1)]
    after = [listed(1, **{"membership_area": "regency"} | changed), visited(1, **changed)]
    bridge = compare(run(before), run(after))
    table, row, column = cell

    assert parts(bridge, row, table, column) == {cause: 1}
    assert parts(bridge) == {}
    assert_adds_up(bridge)


def test_kind_and_district_changed_together_blame_each_margin_on_its_own():
    bridge = compare(run([listed(1), visited(1)]), run([listed(1), visited(1, kind="jasa", district_code="647103")]))

    assert parts(bridge, "647103", "kind_by_district", "total") == {"district": 1}
    assert parts(bridge, "total", "kind_by_district", "jasa") == {"kind": 1}
    assert_adds_up(bridge)


def test_a_judgement_that_joins_two_entries_is_a_merge_and_back_again_a_split():
    rows = [listed(1), listed(2), visited(1), visited(2)]
    apart, joined = run(rows), run(rows, [["R000001", "R000002", "C000001", "C000002"]])

    assert parts(compare(apart, joined)) == {"merged": -1}
    assert parts(compare(joined, apart)) == {"split": 1}
    assert parts(compare(apart, joined), "duplicate_rows") == {"merged": 1}
    assert_adds_up(compare(apart, joined))


def test_a_visit_given_to_another_cooperative_regroups_both():
    rows = [listed(1), listed(2), visited(1)]
    old, new = run(rows, [["R000001", "C000001"], ["R000002"]]), run(rows, [["R000001"], ["R000002", "C000001"]])
    bridge = compare(old, new)

    assert set(bridge.parts.column("cause").to_pylist()) <= {"regrouped"}
    assert_adds_up(bridge)


def test_a_row_rewritten_in_every_cell_is_found_by_linkage():
    others = [listed(n) for n in range(20, 60)]
    before = [listed(n, legal_number=f"{n}/BH/KWK.17/1999") for n in range(6)]
    after = [listed(n, name=f"KOP. {WORDS[n].upper()} {n}", address=f"Jalan {WORDS[n]} no {n}") for n in range(6)]
    bridge = compare(run([*before, *others]), run([*after, *others]))

    assert (bridge.identity.by_content, bridge.identity.by_linkage) == (40, 6)
    assert parts(bridge, "listed") == {}
    assert_adds_up(bridge)


@pytest.mark.parametrize(("kind", "position"), [("dissolved", "dissolved"), ("moved_out", "moved_out")])
def test_what_ended_or_moved_away_is_a_cause_of_its_own_and_so_is_taking_it_back(kind, position):
    before, after = run(TEN), run(TEN, ended={1: kind})

    bridge = compare(before, after)

    for row, amount in (("active", -1), ("known", -1), ("visited", -1), ("active_listed", -1), (position, 1)):
        assert parts(bridge, row) == {"ending": amount}, row
    assert parts(bridge, "647102", "standing_by_district", "active") == {"ending": -1}
    assert parts(bridge, "ODS_STATUS", "rules", "unknown") == {"ending": -1}
    assert {told["detail"] for told in bridge.lists.to_pylist() if told["row"] == "active"} == {f">{kind}"}
    assert parts(bridge, "listed") == {}
    assert_adds_up(bridge)
    back = compare(after, before)
    assert parts(back, "known") == {"ending": 1}
    assert_adds_up(back)


def test_an_older_run_that_could_not_tell_endings_is_compared_as_one_where_nobody_ended():
    older = run(TEN)
    lacking = older.tables["cooperatives"].drop_columns(list(LATER["cooperatives"]))
    older = Run(
        "old",
        {**older.tables, "cooperatives": conform(lacking, COOPERATIVES)},
        older.as_of,
        older.rule,
        older.rules,
        (),
    )

    bridge = compare(older, run(TEN, ended={1: "dissolved"}))

    assert parts(bridge, "active") == {"ending": -1}
    assert_adds_up(bridge)


KINDS, PLACES = ("konsumen", "jasa", "simpan_pinjam", None), ("647101", "647102", None)
OUTCOMES = ("found_operating", "not_found", "ceased", "found_not_operating", "closed_at_visit", None)


@st.composite
def drawn_runs(draw: st.DrawFn) -> Run:
    rows = []
    for number in range(draw(st.integers(1, 6))):
        told = {
            "kind": draw(st.sampled_from(KINDS)),
            "district_code": draw(st.sampled_from(PLACES)),
            "membership_area": draw(st.sampled_from(("regency", "province", None))),
            "members": draw(st.sampled_from((None, 20, 35))),
        }
        in_register, in_census = draw(st.sampled_from(((True, True), (True, False), (False, True))))
        rows += [listed(number, nik_grade=draw(st.sampled_from(("A", "D", None))), **told)] if in_register else []
        rows += [visited(number, draw(st.sampled_from(OUTCOMES)), **told)] if in_census else []
    order = draw(st.permutations([row["record_id"] for row in rows]))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(order) - 1)))) | {0, len(order)})
    groups = [order[a:b] for a, b in itertools.pairwise(cuts) if a < b]
    rule = draw(st.sampled_from((JULY, OCTOBER, "RAT_1_IN_3")))
    ended = draw(st.dictionaries(st.integers(1, 6), st.sampled_from(("dissolved", "merged", "moved_out")), max_size=2))
    return run(rows, groups, rule, unknown_rule=draw(st.booleans()), ended=ended)


@pytest.mark.slow
@settings(max_examples=12)
@given(drawn_runs(), drawn_runs())
def test_for_any_two_runs_the_parts_add_up_in_every_cell(old: Run, new: Run) -> None:
    bridge = compare(old, new)

    assert_adds_up(bridge)
    sides = bridge.identity.members.to_pylist()
    for side, one in (("old", old), ("new", new)):
        told = sorted(m["cooperative_id"] for m in sides if m["side"] == side)
        assert told == sorted(one.base("cooperatives").column("cooperative_id").to_pylist())


@pytest.mark.slow
@settings(max_examples=50)
@given(drawn_runs(), drawn_runs())
def test_for_very_many_pairs_of_runs_the_parts_add_up(old: Run, new: Run) -> None:
    assert_adds_up(compare(old, new))


def test_a_cell_that_was_counted_otherwise_is_named_not_smoothed_over():
    old = run(TEN)
    cells = old.tables["cells"].to_pylist()
    for cell in cells:
        if (cell["table"], cell["row"]) == ("streams", "active"):
            cell["count"] += 5
    wrong = Run(
        "old",
        {**old.tables, "cells": pa.Table.from_pylist(cells, schema=old.tables["cells"].schema)},
        old.as_of,
        old.rule,
        old.rules,
        (),
    )
    bridge = compare(wrong, run(TEN))

    assert [(f.code, f.params["cell"]) for f in bridge.findings] == [
        ("compare.counted_otherwise", "streams/active/total")
    ]
