"""The bridge as a page and lists: what is said where the number stays, where the axis is cut, and why a row changed."""

from __future__ import annotations

import csv
import html
from dataclasses import replace
from functools import cache
from importlib.metadata import version

import pytest

from lumbung.engine.comparing import Bridge, Run, compare
from lumbung.engine.comparing.tests.test_bridge import listed, run, visited
from lumbung.reports.bridge import BridgeWords, warnings, write_bridge
from lumbung.reports.bridge.others import steps
from lumbung.reports.bridge.outputs import bridge_html
from lumbung.reports.bridge.view import _floor

TWENTY = [*(listed(n) for n in range(20)), *(visited(n) for n in range(20))]


@cache
def before() -> Run:
    """The twenty, visited and active; made once."""
    return run(TWENTY)


def page(bridge: Bridge) -> str:
    return html.unescape(bridge_html(bridge, BridgeWords(bridge, "en")))


def changed(number: int, **told: str) -> list[dict]:
    """The twenty with other words about one of them, in the register and at the visit."""
    return [row | told if int(row["record_id"][1:]) == number else row for row in TWENTY]


def test_who_changed_kind_or_district_is_told_with_a_list_where_the_number_stays():
    later = changed(3, kind="jasa")
    later = [
        row | {"district_code": "647103"} if row["record_id"][1:] in ("000004", "000005") else row for row in later
    ]
    said = page(compare(before(), run(later)))

    assert "The number stays; 1 changed kind, 2 changed district." in said
    assert "Consumer → Services" in said
    assert said.count("Balikpapan Barat → Balikpapan Utara") == 2
    assert "Nothing changed." not in said


def test_nothing_changed_is_said_only_where_nothing_did():
    assert "Nothing changed." in page(compare(before(), before()))


def test_beside_the_steps_the_others_are_told_too():
    later = [row for row in changed(3, kind="jasa") if row["record_id"][1:] != "000007"]

    assert "Besides, without changing the number: 1 changed kind." in page(compare(before(), run(later)))


@pytest.mark.parametrize(
    ("heights", "floor"),
    [([440, 437], 430), ([440, 434, 437], 420), ([440, 440], 0), ([440, 113], 0), ([10, 8], 0), ([7, 0, 7], 0)],
)
def test_the_axis_is_cut_only_where_changes_are_small(heights, floor):
    assert _floor(heights) == floor


def test_a_cut_axis_is_marked_and_said():
    small = page(compare(before(), run([row for row in TWENTY if row["record_id"][1:] != "000007"])))
    large = page(compare(before(), run([row for row in TWENTY if int(row["record_id"][1:]) > 9])))

    assert "The axis is cut: the bars begin at 18, not at 0." in small
    assert 'class="cut"' in small
    assert "The axis is cut" not in large
    assert 'class="cut"' not in large


def test_a_first_visit_is_no_change_of_facts():
    bridge = compare(
        run([listed(1), listed(2), visited(2)]), run([listed(1), visited(1), listed(2), visited(2, "not_found")])
    )
    words = BridgeWords(bridge, "en")

    assert {words.cause(cause, detail): amount for cause, detail, amount in steps(bridge, "active")} == {
        "Newly visited": 1,
        "The facts changed": -1,
    }


def test_every_change_of_facts_says_what_changed(tmp_path):
    later = [row for row in TWENTY if row["record_id"] != "R000007"]  # gone from the register, still visited
    write_bridge(compare(before(), run(later)), tmp_path / "out", language="en")
    with (tmp_path / "out" / "lists.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {line["cause"]: line["change"] for line in csv.DictReader(file)}

    assert told["Came into ODS, or left it"] == "in ODS → not in ODS"
    assert all(told.values()), told


def test_an_ending_is_a_step_of_the_page():
    bridge = compare(before(), run(TWENTY, ended={2: "dissolved"}))

    assert "Dissolved, merged or moved" in page(bridge)


@pytest.mark.parametrize(("wrote", "many"), [("0.0.1", 2), (version("lumbung"), 0)])
def test_folders_of_another_version_are_named(wrote, many):
    bridge = compare(*(replace(before(), versions={"lumbung": wrote}) for _ in range(2)))

    assert len(warnings(bridge)) == many
    assert page(bridge).count("was written by Lumbung") == many
