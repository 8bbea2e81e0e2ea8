"""Rows minus active ones as a sum that can be looked into, only where it holds."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from lumbung.engine import tables
from lumbung.reports.speaking import Speech
from lumbung.reports.streams import Stream, streams_section
from lumbung.reports.tests.factories import make_picture
from lumbung.reports.tests.test_reports_streams import changed, gone, one_list


def gap(picture, language="en"):
    speech = Speech(picture, language)
    return streams_section(speech, Stream(speech))["gap"]


@pytest.fixture(scope="module")
def whole():
    return make_picture()


def test_the_147_are_five_numbers_each_with_its_list(whole):
    told = gap(whole)

    assert told["title"] == "What the 147 are made of"
    assert [(line["number"].text, line["status"]) for line in told["lines"]] == [
        ("+92", "unknown"), ("+13", "inactive"), ("+49", "inactive"), ("+9", ""), ("−16", ""),
    ]  # fmt: skip
    assert all(line["number"].href for line in told["lines"])
    assert told["sums"] == [{"ok": True, "text": "587 − 440 = 147 = (92 + 13 + 49) + 9 − 16"}]


def test_what_ended_is_a_line_of_its_own(whole):
    told = gap(changed(whole, gone("dissolved", "merged")))

    assert told["sums"][0]["text"] == "587 − 438 = 149 = (92 + 13 + 49) + 1 + 1 + 9 − 16"
    assert [line["label"] for line in told["lines"]][3:5] == ["dissolved", "went into others, or divided"]


def test_a_sum_that_does_not_hold_is_not_shown(whole):
    def wrong(cell):
        return cell | ({"count": cell["count"] + 1} if (cell["table"], cell["row"]) == ("streams", "not_found") else {})

    cells = pa.Table.from_pylist([wrong(cell) for cell in whole.tables["cells"].to_pylist()], schema=tables.CELLS)
    assert cells != whole.tables["cells"]
    picture = replace(whole, tables=whole.tables | {"cells": cells})

    assert gap(picture) is None
    speech = Speech(picture, "en")
    assert "587 − 440 = 147" in streams_section(speech, Stream(speech))["not_inactive"]


def test_without_a_census_there_is_no_such_number(whole):
    assert gap(one_list(make_picture(scale=0.1), visited=False)) is None
