"""A value that stays where the newest list has a cell that cannot be used is shown as what it is."""

from __future__ import annotations

from datetime import date

from lumbung.dashboards.records import Reader, found
from lumbung.dashboards.tests.test_record_page import FIRST, page_of
from lumbung.dashboards.tests.test_record_parts import register_row, told_earlier
from lumbung.registry.models import Record

STAYS = "not readable in the newest list; this is of 31/03/2024"


def cells(officer, field: str) -> list[tuple[str, str]]:
    """(text, note) of each side's word on `field`."""
    sides = page_of(officer, FIRST).sides
    (line,) = [line for line in (*sides.lines, *sides.rest) if line.field == field]
    return [("".join(text for text, _ in cell.pieces), cell.note) for cell in line.cells]


def unreadable_now(field: str, value, told) -> None:
    now = register_row()
    older = told_earlier(now, date(2024, 3, 31), **{field: value})
    clean = {name: one for name, one in now.clean.items() if name != field}
    carried = {field: {"value": value, "record": older.pk}} if told else None
    Record.objects.filter(pk=now.pk).update(clean=clean, carried=carried)


def test_what_stays_has_the_day_it_is_of_beside_it(officer):
    unreadable_now("members", 4321, told=True)

    assert ("4321", STAYS) in cells(officer, "members")


def test_what_stays_is_shown_and_not_folded_away(officer):
    unreadable_now("legal_on", "1999-05-03", told=True)

    assert "legal_on" in [line.field for line in page_of(officer, FIRST).sides.lines]


def test_a_day_that_stays_is_written_as_days_are(officer):
    unreadable_now("legal_on", "1999-05-03", told=True)

    assert ("03/05/1999", STAYS) in cells(officer, "legal_on")


def test_what_the_list_tells_has_nothing_beside_it(officer):
    unreadable_now("members", 4321, told=False)

    told = cells(officer, "members")
    assert [note for _, note in told] == [""] * len(told)
    assert "4321" not in [text for text, _ in told]


def test_what_stays_is_no_telling_of_the_newest_list(officer):
    before = Reader(officer, found(officer, FIRST), "en").tellings.said("coop_nik")

    unreadable_now("coop_nik", "6471020099999", told=True)

    after = Reader(officer, found(officer, FIRST), "en").tellings.said("coop_nik")
    assert [who for text, who in after if text == "6471020099999"] == ["ODS 31/03/2024"]
    assert before != after
