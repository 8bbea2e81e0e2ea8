"""The example's counter work fills lists and moves no figure."""

from __future__ import annotations

from datetime import date

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import OfficeFactory, standpoint_of
from lumbung.audit.models import Entry
from lumbung.config.demo_counter import counter_work, done
from lumbung.counter.models import CounterAct
from lumbung.dashboards.worklists import worklists
from lumbung.documents.models import File
from lumbung.linkage.queries import waiting_pairs
from lumbung.places.models import Region
from lumbung.registry.models import Guidance, Version
from lumbung.statistics.models import Cell, Check, Picture
from lumbung.statistics.services import recompute
from lumbung.statistics.tests.factories import office_with_example

WHAT = ("numbers", "sums", "day", "pairs")
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def figures(office):
    """Every number with its range and its list, the sums, what waits, and the day of it all."""
    cells = Cell.objects.filter(office=office).order_by("ordinal")
    checks = Check.objects.filter(office=office).exclude(line="counter").order_by("ordinal")  # how many rows it has
    return (
        list(cells.values_list("table", "row", "column", "count", "low", "high", "exact", "list_hash")),
        list(checks.values_list("check_name", "table", "line", "parts", "total", "difference", "verdict")),
        list(Picture.objects.filter(office=office).values_list("as_of", "events_until", "rule")),
        waiting_pairs(office).count(),
    )


def test_the_acts_fill_lists_and_move_no_figure():
    officer = standpoint_of(Role.DATA_OFFICER, OfficeFactory())
    office = office_with_example(officer)
    for code, name, level in (("64", "Kalimantan Timur", "province"), ("6471", "Kota Balikpapan", "regency")):
        Region.objects.get_or_create(code=code, defaults={"name": name, "level": level})
    before = figures(office)
    assert not done(office)

    for _again in range(2):  # a start that was killed goes on with what is missing
        counter_work(office, by=officer.user, actor=officer.actor)
    recompute(office, by=officer.actor)

    assert done(office)
    assert dict(zip(WHAT, figures(office), strict=True)) == dict(zip(WHAT, before, strict=True))
    streams = {row: count for table, row, _column, count, *_rest in before[0] if table == "streams"}
    assert [streams[row] for row in ("listed_rows", "listed", "active_listed", "active_field_only", "active")] == [
        587, 578, 424, 16, 440,
    ]  # fmt: skip
    acts = CounterAct.objects.filter(office=office).values_list("kind", flat=True)
    assert sorted(acts) == ["branch_open", "name", "officers", "officers"]
    assert (Guidance.objects.filter(office=office).count(), File.objects.filter(office=office).count()) == (4, 1)
    assert Entry.objects.filter(action="counter.act.done").count() == 4
    programme = Version.objects.get(current=True, merah_putih=True)
    assert "Merah Putih" in str(programme.fields["name"])
    head = standpoint_of(Role.HEAD, office)
    lines = {line.word: line.n for group in worklists(head, "en") for line in group.lines}
    assert 1 in [count for word, count in lines.items() if "Merah Putih" in word or "record" in word]
    assert all(act.on <= date(2025, 12, 31) for act in CounterAct.objects.all())
