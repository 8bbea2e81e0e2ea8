"""Changes of regions from rows of the law file: merged, renamed, under another code, split; all of it invented here."""

from __future__ import annotations

from datetime import date

import pytest

from lumbung.engine.cleaning.law import law
from lumbung.places import happened, loading
from lumbung.places.loading import Loaded, load
from lumbung.places.models import Region, RegionEvent
from lumbung.places.queries import children, events_in, name_of, resolve

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY, ON, DAY_BEFORE = date(2026, 7, 15), date(2019, 4, 1), date(2019, 3, 31)
EVENTS = [
    {"kind": "merge", "on": ON, "before": "6471019001", "after": "6471011001", "name_before": "Manggar Lama"},
    {"kind": "rename", "on": ON, "before": "6471011003", "after": "6471011003", "name_before": "Tritip Tua",
     "legal_basis": "Perda 1/2019"},
    {"kind": "recode", "on": ON, "before": "6471029002", "after": "6471021004", "name_before": "Kariangau"},
    {"kind": "split", "on": ON, "before": "6471031003", "after": "6471031006"},
]  # fmt: skip


@pytest.fixture
def changed(regions, monkeypatch):
    """The regions after a load with invented changes."""
    told = {**law("places"), "event": EVENTS}
    monkeypatch.setattr(happened, "law", lambda name: told)
    return load(TODAY)


def test_rows_of_the_law_become_events_and_a_second_load_changes_nothing(changed):
    assert (changed.events, changed.vanished, changed.new) == (4, 0, 0)
    assert sorted(RegionEvent.objects.values_list("kind", "after")) == [
        ("merge", "6471011001"), ("recode", "6471021004"), ("rename", "6471011003"), ("split", "6471031006"),
        ("split", "647106"),
    ]  # fmt: skip
    assert load(TODAY) == Loaded()


def test_a_merged_region_ends_and_is_still_there_on_days_before(changed):
    old = Region.objects.get(pk="6471019001")

    assert (old.name, old.level, old.parent_id, old.valid_to) == ("Manggar Lama", "village", "647101", DAY_BEFORE)
    there = {day: {r.code for r in children("647101", day)} for day in (DAY_BEFORE, ON, None)}
    assert ["6471019001" in there[day] for day in (DAY_BEFORE, ON, None)] == [True, False, False]
    assert "6471011001" in there[DAY_BEFORE]  # what it was merged into was there all the time
    assert name_of("6471019001") == "Manggar Lama"


def test_an_old_name_is_still_understood_and_the_region_is_valid_all_the_time(changed):
    assert [r.code for r in resolve("Tritip Tua", "6471")] == ["6471011003"]
    region = Region.objects.get(pk="6471011003")
    assert (region.name, region.valid_from, region.valid_to) == ("Teritip", None, None)
    event = RegionEvent.objects.get(kind="rename")
    assert (event.name_before, event.legal_basis) == ("Tritip Tua", "Perda 1/2019")


def test_a_new_code_begins_the_day_after_the_old_one_ended(changed):
    days = dict(Region.objects.filter(name="Kariangau").values_list("code", "valid_from"))

    assert days == {"6471029002": None, "6471021004": ON}
    assert Region.objects.get(pk="6471029002").valid_to == DAY_BEFORE


def test_a_split_leaves_what_it_came_from_and_the_new_one_has_its_first_day(changed):
    assert Region.objects.get(pk="6471031003").valid_to is None
    assert Region.objects.get(pk="6471031006").valid_from == ON


def test_events_of_an_area_are_those_of_its_regions(changed):
    assert {event.kind for event in events_in("647101")} == {"merge", "rename"}
    assert [event.after.name for event in events_in("6472")] == []


def test_a_region_the_list_still_has_is_not_ended_by_a_row(regions, monkeypatch):
    row = {"kind": "merge", "on": ON, "before": "6471011002", "after": "6471011001"}
    monkeypatch.setattr(happened, "law", lambda name: {"event": [row]})

    load(TODAY)

    assert Region.objects.get(pk="6471011002").valid_to is None


def test_a_basis_found_later_is_written_into_the_event(changed, monkeypatch):
    told = {**law("places"), "event": [{**EVENTS[0], "legal_basis": "Perda 2/2019"}, *EVENTS[1:]]}
    monkeypatch.setattr(happened, "law", lambda name: told)

    assert load(TODAY) == Loaded(events=1)
    assert RegionEvent.objects.get(kind="merge").legal_basis == "Perda 2/2019"


def test_an_unknown_kind_of_change_stops_the_load(regions, monkeypatch):
    monkeypatch.setattr(loading, "write_events", happened.write_events)
    monkeypatch.setattr(happened, "law", lambda name: {"event": [{**EVENTS[0], "kind": "sold"}]})

    with pytest.raises(ValueError, match="sold"):
        load(TODAY)
