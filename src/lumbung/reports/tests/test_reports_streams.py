"""The two streams under any criterion and with one list alone: what leaves, what joins, and what stays unknown."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from lumbung.engine import tables
from lumbung.reports import write_outputs
from lumbung.reports.problems import Problems
from lumbung.reports.speaking import Speech
from lumbung.reports.streams import Stream
from lumbung.reports.tests.factories import make_picture
from lumbung.reports.tests.test_reports_page import text_of


def changed(picture, change, *, inputs=None):
    """The picture with each cooperative as `change` leaves it (None = gone) and without cells: all is counted anew."""
    coops = [told for row in picture.tables["cooperatives"].to_pylist() if (told := change(row)) is not None]
    told = picture.tables | {
        "cooperatives": pa.Table.from_pylist(coops, schema=tables.COOPERATIVES),
        "cells": tables.CELLS.empty_table(),
    }
    return replace(picture, tables=told, inputs=inputs or picture.inputs)


def chain(picture):
    """Each column of the drawing: its label, its number, and what leaves (-) or joins (+)."""
    steps = Stream(Speech(picture, "en")).steps()
    return [(step.label, step.figure.count, step.sign * step.change.count if step.change else None) for step in steps]


@pytest.fixture(scope="module")
def picture():
    return make_picture(scale=0.1)


def test_the_streams_of_a_field_criterion(picture):
    told = chain(make_picture())

    assert told == [
        ("rows in ODS", 587, -9),
        ("cooperatives in ODS", 578, -92),
        ("of them visited", 486, -13),
        ("of them found", 473, -49),
        ("active in the register", 424, 16),
        ("active", 440, None),
    ]


def test_what_does_not_meet_a_criterion_leaves_as_a_step_of_its_own(picture):
    def change(row):
        hit = row["position"] == "active_listed" and row["category"] == "jasa"
        return row | ({"position": "criterion_not_met", "standing": "inactive"} if hit else {})

    told = chain(changed(picture, change))

    assert [label for label, _, _ in told[-3:]] == ["of them operating", "active in the register", "active"]
    assert told[-3][1] + told[-3][2] == told[-2][1]


def gone(*which):
    """Makes the first active ones of the register what is told."""
    waiting = list(which)

    def change(row):
        if row["position"] != "active_listed" or not waiting:
            return row
        ending = waiting.pop(0)
        return row | {"ending": ending, "position": ending, "standing": "inactive", "reason": ending}

    return change


def test_who_is_gone_leaves_first_under_its_own_name(picture):
    told = chain(changed(make_picture(), gone("dissolved", "dissolved")))
    labels = [step.change_label for step in Stream(Speech(changed(picture, gone("dissolved")), "en")).steps()]

    assert told[:4] == [
        ("rows in ODS", 587, -9),
        ("cooperatives in ODS", 578, -2),
        ("of them still here", 576, -92),
        ("of them visited", 484, -13),
    ]
    assert labels[1] == "dissolved"


def test_several_ways_to_be_gone_are_one_step_whose_number_opens_all_of_them():
    made = changed(make_picture(), gone("dissolved", "merged", "moved_out", "branch"))
    step = Stream(Speech(made, "en")).steps()[1]

    assert (step.change.count, step.change_label, step.result) == (4, "ended, moved away, or a branch", "")
    assert step.change.opens
    assert step.change.predicate == {"position": ["dissolved", "merged", "moved_out", "branch"]}


def test_a_visited_cooperative_that_nobody_can_judge_leaves_as_unknown(picture):
    def change(row):
        hit = row["position"] == "not_operating"
        return row | ({"position": "undecided", "standing": "unknown"} if hit else {})

    told = Stream(Speech(changed(picture, change), "en")).steps()
    unknown = [step.change_label for step in told if step.tone == "unknown"]

    assert unknown == ["not visited yet", "visited, but not known yet"]


def test_who_was_never_visited_is_not_called_visited(picture):
    def change(row):
        return row | ({"position": "undecided", "standing": "unknown"} if row["position"] == "not_visited" else {})

    told = Stream(Speech(changed(picture, change), "en")).steps()

    assert "not known yet, nothing on record says so" in [step.change_label for step in told]
    assert "of them visited" not in [step.label for step in told]


def test_between_two_steps_the_range_follows_from_both_sides():
    steps = Stream(Speech(make_picture(), "en")).steps()
    visited = next(step.figure for step in steps if step.label == "of them visited")
    leaving = next(step.change for step in steps if step.change_label == "not visited yet")

    assert leaving.low < leaving.high
    assert visited.low <= 578 - leaving.high <= visited.count <= 578 - leaving.low <= visited.high


def one_list(picture, **told):
    def change(row):
        return row | {"visited": False, **told} if row["listed"] else None

    return changed(picture, change, inputs=picture.inputs[:1])


def test_one_list_alone_is_about_double_entries_and_leaves_the_state_open(picture, tmp_path):
    alone = one_list(make_picture(), standing="unknown", position="not_visited")

    assert chain(alone) == [("rows in ODS", 587, -9), ("cooperatives in ODS", 578, None)]
    assert Stream(Speech(alone, "en")).result == "unknown"

    write_outputs(alone, tmp_path / "out", language="en", timings={})
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    words = text_of(page)

    assert "587 rows are 578 cooperatives: 9 rows stand there twice" in words
    assert "587 − 9 = 578" in words
    assert [name for name in ("kinds", "levels", "field-only") if f'id="{name}"' in page] == []


def test_one_list_under_a_criterion_that_asks_the_register_is_judged(picture):
    def change(row):
        if not row["listed"]:
            return None
        active = row["kind"] == "konsumen"
        told = ("active_listed", "active") if active else ("criterion_not_met", "inactive")
        return row | {"visited": False, "position": told[0], "standing": told[1]}

    told = chain(changed(picture, change, inputs=picture.inputs[:1]))

    assert [label for label, _, _ in told] == ["rows in ODS", "cooperatives in ODS", "active in the register"]
    assert told[1][1] + told[1][2] == told[2][1]


def test_what_a_finding_quotes_of_a_person_is_hidden_from_the_page():
    rows = [
        {
            "severity": "error",
            "source": "register",
            "column": column,
            "value": value,
            "code": code,
            "params": "{}",
        }
        for column, value, code in (
            ("Nama Ketua", "BAHTIAR REKAAN", "says_BAHTIAR REKAAN"),
            ("No Telepon", "081299887766", "says_081299887766"),
            ("Catatan Dinas", "hubungi Marlina", "says_hubungi Marlina"),
            ("Nama Koperasi", "KOPERASI IBU KARTINI", "says_KOPERASI IBU KARTINI"),
        )
    ]
    picture = make_picture(scale=0.05)
    schema = tables.PROBLEMS
    picture.tables["problems"] = pa.Table.from_pylist(
        [dict.fromkeys(schema.names) | row for row in rows], schema=schema
    )
    problems = Problems(picture, "en")

    assert [one.what for one in problems.public()] == [
        "says •••", "says •••", "says •••", "says KOPERASI IBU KARTINI",
    ]  # fmt: skip
    assert [one.value for one in problems] == [row["value"] for row in rows]
