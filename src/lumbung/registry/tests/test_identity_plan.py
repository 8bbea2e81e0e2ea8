"""Which number a group carries on, as tables and as what holds for every input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumbung.registry.identity import plan
from lumbung.registry.numbers import is_permanent_number, permanent_number


def told(groups, now, before=None):
    """What becomes of each group: the number it keeps, or "new"."""
    found = plan(groups, now, before or {})
    return {group: found.keeps.get(group, "new") for group in groups}, found.leads_to


def test_entries_seen_for_the_first_time_get_new_numbers():
    assert told({"K1": [1, 2], "K2": [3]}, {}) == ({"K1": "new", "K2": "new"}, {})


def test_a_group_keeps_the_number_of_its_entries():
    assert told({"K1": [1, 2], "K2": [3]}, {1: 10, 2: 10, 3: 11}) == ({"K1": 10, "K2": 11}, {})


def test_after_a_merge_the_number_with_more_entries_stays_and_the_other_leads_on():
    assert told({"K1": [1, 2, 3]}, {1: 10, 2: 11, 3: 11}) == ({"K1": 11}, {10: "K1"})


def test_of_two_equal_numbers_the_older_stays():
    assert told({"K1": [1, 2]}, {1: 11, 2: 10}) == ({"K1": 10}, {11: "K1"})


def test_after_a_split_the_number_that_an_entry_once_had_revives():
    now, before = {1: 10, 2: 10, 3: 10}, {1: [10], 2: [10], 3: [11, 10]}

    assert told({"K1": [1, 2], "K2": [3]}, now, before) == ({"K1": 10, "K2": 11}, {})


def test_after_a_split_without_a_former_number_the_smaller_part_gets_a_new_one():
    assert told({"K1": [1, 2], "K2": [3]}, {1: 10, 2: 10, 3: 10}, {3: [10]})[0] == {"K1": 10, "K2": "new"}


@st.composite
def situations(draw):
    entries = draw(st.lists(st.integers(1, 60), unique=True, min_size=1, max_size=25))
    group_of = {entry: draw(st.integers(0, 8)) for entry in entries}
    groups = {}
    for entry, group in group_of.items():
        groups.setdefault(f"K{group}", []).append(entry)
    now = {entry: draw(st.integers(100, 106)) for entry in entries if draw(st.booleans())}
    before = {e: [*draw(st.lists(st.integers(100, 109), max_size=2)), *([now[e]] if e in now else [])] for e in entries}
    return groups, now, before


@given(situations())
def test_no_number_is_given_twice_and_every_emptied_number_leads_to_a_group(situation):
    groups, now, before = situation
    found = plan(groups, now, before)

    assert len(set(found.keeps.values())) == len(found.keeps)
    assert set(found.keeps) | set(found.new) == set(groups)
    assert not set(found.keeps) & set(found.new)
    assert set(found.leads_to) == set(now.values()) - set(found.keeps.values())


@given(situations(), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_are_told_does_not_matter(situation, random):
    groups, now, before = situation
    shuffled = {group: random.sample(entries, len(entries)) for group, entries in groups.items()}
    order = random.sample(list(groups), len(groups))

    assert plan({g: shuffled[g] for g in order}, now, before) == plan(groups, now, before)


@given(st.integers(1, 999_999), st.integers(0, 8), st.integers(1, 9))
def test_a_wrong_digit_in_a_permanent_number_is_noticed(serial, place, by):
    number = permanent_number("6471", serial)
    digits = [at for at, sign in enumerate(number) if sign.isdecimal()]
    at = digits[place]
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]

    assert is_permanent_number(number)
    assert not is_permanent_number(wrong)


@pytest.mark.parametrize("text", ["", "-", "6471", "abc-1"])
def test_what_is_no_permanent_number_is_none(text):
    assert not is_permanent_number(text)
