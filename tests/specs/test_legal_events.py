"""What ended a cooperative, or took it out of the area, and what the figures make of it. All names are invented."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from lumbung.engine import assessing, checking, resolving, tabulating
from lumbung.engine.assessing.sentences import REASONS
from lumbung.engine.cleaning.law import law
from lumbung.engine.resolving.endings import UnknownEvent
from lumbung.engine.tables import EVENTS
from lumbung.engine.tests.factories import day, memberships, record, records, specification

RULES = assessing.load_rules()
TODAY = date(2024, 7, 1)
CITY = [
    *(record(f"R{n:06}", district_code="647101", kind="jasa", members=10, ods_status="active") for n in range(1, 5)),
    *(record(f"C{n:06}", district_code="647101", kind="jasa", outcome="found_operating", visited_on=date(2024, 5, 2))
      for n in (1, 2, 3, 4, 5)),
    record("L000006", district_code="647102", kind="jasa"),
]  # fmt: skip
GROUPS = [["R000001", "C000001"], ["R000002", "C000002"], ["R000003", "C000003"], ["R000004", "C000004"], ["C000005"],
          ["L000006"]]  # fmt: skip


def events(text: str) -> pa.Table:
    rows = [
        {"cooperative_id": f"K{int(line['who']):06}", "source": f"act:{n}", "kind": line["what"], "on": day(line["day"]), "place": n}
        for n, line in enumerate(specification(text), 1)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=EVENTS)


class City:
    """A small city after what happened, as it stands on a day."""

    def __init__(self, text: str = "", on: date = TODAY, rows=CITY, groups=GROUPS, alternatives=()):
        told, members = records(*rows), memberships(*groups, alternatives=alternatives)
        found, _ = resolving.resolve(told, members)
        found = resolving.with_endings(found, told, members, events(text) if text else None, on)
        standings = assessing.assess(assessing.facts_of(told, members), found, RULES, TODAY)
        rule = assessing.rule_named("FIELD_MET_OPERATING")
        placed, cells = tabulating.tabulate(found, standings, told, members, rule=rule, as_of=TODAY)
        self.all = {one["cooperative_id"]: one for one in placed.to_pylist()}
        self.cells = {(c["table"], c["row"], c["column"]): c for c in cells.to_pylist()}
        base = placed.filter(pa.compute.invert(placed.column("alternative")))
        self.checks = checking.check(cells, base, told).to_pylist()
        self.results = {(row["cooperative_id"], row["rule"]): row for row in standings.to_pylist()}

    def one(self, n: int = 1) -> tuple:
        one = self.all[f"K{n:06}"]
        return one["ending"], one["standing"], one["position"], one["ended_on"], one["ending_source"]

    def count(self, table: str, row: str, column: str = "total") -> int | None:
        cell = self.cells.get((table, row, column))
        return cell and cell["count"]

    def wrong(self) -> list:
        return [row for row in self.checks if row["verdict"] == "does_not_add_up"]


def test_a_dissolved_cooperative_is_not_active_whatever_the_lists_and_visits_say():
    city = City("""
        who | what      | day
        1   | dissolved | 2024-06-01
    """)

    assert city.one(1) == ("dissolved", "inactive", "dissolved", date(2024, 6, 1), "act:1")
    assert {row["result"] for (who, _), row in city.results.items() if who == "K000001"} == {"inactive"}
    assert (city.count("streams", "dissolved"), city.count("streams", "active"), city.count("streams", "known")) == (
        1,
        4,
        5,
    )
    assert city.count("standing_by_district", "647101") == 4
    assert city.count("rules", "ODS_STATUS", "active") == 3
    assert city.count("recap", "jumlahKoperasiAktif") == 3
    assert city.count("streams", "listed") == 4  # it still stands in ODS, and the streams say where it goes
    assert city.wrong() == []


@pytest.mark.parametrize("kind", ["merged", "amalgamated", "divided"])
def test_what_went_into_others_is_out_and_the_successor_stays(kind):
    city = City(f"""
        who | what   | day
        2   | {kind} | 2024-06-01
    """)

    assert city.one(2)[:3] == (kind, "inactive", "merged")
    assert city.one(1)[:3] == (None, "active", "active_listed")
    assert (city.count("streams", "merged"), city.count("streams", "active")) == (1, 4)
    assert city.wrong() == []


def test_who_moved_out_is_in_no_figure_of_the_area_and_not_called_inactive():
    city = City("""
        who | what      | day
        3   | moved_out | 2024-07-01
    """)

    assert city.one(3)[:3] == ("moved_out", "not_applicable", "moved_out")
    assert (city.count("streams", "moved_out"), city.count("streams", "known")) == (1, 5)
    assert city.count("standing_by_district", "total") == city.count("rules", "ODS_STATUS") == 5
    assert city.wrong() == []


def test_who_comes_back_counts_again_and_who_ended_does_not():
    city = City("""
        who | what      | day
        1   | moved_out | 2024-02-01
        1   | moved_in  | 2024-03-01
        2   | moved_in  | 2024-03-01
        2   | moved_out | 2024-03-01
        3   | dissolved | 2024-02-01
        3   | moved_in  | 2024-03-01
        4   | merged    | 2024-02-01
        4   | dissolved | 2024-03-01
        4   | moved_out | 2024-01-01
    """)

    assert [city.one(n)[0] for n in (1, 2, 3, 4)] == [None, "moved_out", "dissolved", "merged"]
    assert city.one(4)[3:] == (date(2024, 2, 1), "act:7")
    assert city.wrong() == []


def test_an_event_has_no_effect_before_its_day_and_then_takes_effect_by_itself():
    text = """
        who | what      | day
        1   | dissolved | 2024-08-01
    """

    before, after = City(text, date(2024, 7, 31)), City(text, date(2024, 8, 1))

    assert (before.cells, before.all) == (City().cells, City().all)
    assert after.one(1)[2] == "dissolved"


def test_without_events_no_line_speaks_of_them_and_no_figure_asks_for_them():
    city = City()

    assert not [key for key in city.cells if {"dissolved", "merged", "moved_out", "gone_unlisted"} & {*key}]
    assert not [cell for cell in city.cells.values() if "ending" in cell["predicate"]]


def test_what_is_in_no_list_of_ods_leaves_without_a_trace_in_the_streams_sum():
    city = City("""
        who | what      | day
        5   | dissolved | 2024-06-01
        6   | moved_out | 2024-06-01
    """)

    assert [city.one(n)[2] for n in (5, 6)] == ["gone_unlisted", "gone_unlisted"]
    assert (city.count("streams", "gone_unlisted"), city.count("streams", "known")) == (2, 4)
    assert (city.count("streams", "active_field_only"), city.count("streams", "dissolved")) == (0, None)
    assert city.wrong() == []


def test_a_visit_that_found_it_operating_afterwards_is_a_contradiction_and_the_paper_leads():
    city = City("""
        who | what      | day
        1   | dissolved | 2024-05-01
        2   | dissolved | 2024-05-02
        3   | moved_out | 2024-05-01
    """)

    assert [city.all[f"K{n:06}"]["seen_after_ending"] for n in (1, 2, 3, 4)] == [True, None, True, None]
    assert city.one(1)[:3] == ("dissolved", "inactive", "dissolved")


def test_a_branch_is_no_cooperative_of_its_own_and_working_is_no_contradiction():
    city = City("""
        who | what   | day
        1   | branch | 2024-01-01
        5   | branch | 2024-01-01
    """)

    assert city.one(1)[:3] == ("branch", "not_applicable", "branch")
    assert city.one(5)[2] == "gone_unlisted"
    assert (city.count("streams", "branch"), city.count("streams", "known"), city.count("streams", "active")) == (
        1,
        4,
        3,
    )
    assert [city.all[f"K{n:06}"]["seen_after_ending"] for n in (1, 5)] == [None, None]
    assert city.wrong() == []


def test_in_every_way_of_judging_one_cooperative_carries_the_event():
    together, apart = [["R000001", "R000002", "C000001"]], [["R000001"], ["R000002", "C000001"]]
    text = """
        who | what      | day
        1   | dissolved | 2024-06-01
    """

    city = City(text, rows=CITY[:2] + CITY[4:5], groups=together, alternatives=apart)
    assert [city.all[who]["ending"] for who in ("K000001", "A000001", "A000002")] == ["dissolved", "dissolved", None]

    city = City(text, rows=CITY[:2] + CITY[4:5], groups=apart, alternatives=together)
    assert [city.all[who]["ending"] for who in ("K000001", "K000002", "A000001")] == ["dissolved", None, "dissolved"]


def test_an_event_that_the_law_file_does_not_know_is_refused():
    with pytest.raises(UnknownEvent, match="sold"):
        City("""
            who | what | day
            1   | sold | 2024-06-01
        """)


def test_every_ending_of_the_law_file_has_a_result_a_reason_with_words_and_a_line_in_the_streams():
    for told in law("endings")["ending"].values():
        assert told["result"] in ("inactive", "not_applicable")
        assert told["reason"] in REASONS
        assert told["position"] in ("dissolved", "merged", "moved_out", "branch")
        assert told["confidence"] in ("V", "S")
