"""What stays of an older list, where a cell cannot be used, counts for linking and for the word of lists."""

from __future__ import annotations

from datetime import date

import pytest

from lumbung.imports.tests.lists import Room, row
from lumbung.linkage.models import Run
from lumbung.linkage.tests.test_lists_attached import Lists, line
from lumbung.statistics.services import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each counts an office several times
DAYS = ("31 MARET 2024", "30 JUNI 2024", "30 SEPTEMBER 2024")


def test_a_row_that_lost_what_stayed_is_linked_anew_and_one_that_keeps_it_is_not():
    room = Room()
    room.bring([row(n) for n in range(1, 5)], title=f"KEADAAN {DAYS[0]}")
    room.bring([row(1, members="dua puluh"), *(row(n) for n in range(2, 5))], title=f"KEADAAN {DAYS[1]}")
    recompute(room.officer.office)

    room.bring([row(1, members=""), *(row(n) for n in range(2, 5))], title=f"KEADAAN {DAYS[2]}")
    recompute(room.officer.office)

    assert Run.objects.latest("pk").settings["changed"] == 1
    recompute(room.officer.office)
    assert Run.objects.latest("pk").settings["changed"] == 0


def test_the_end_of_a_certificate_stays_where_the_newest_list_tells_it_unreadably():
    lists = Lists()
    lists.bring(line(1), day=DAYS[0])
    lists.bring(line(1, valid="segera"), day=DAYS[1])
    assert lists.version(1).certificate_valid_to == date(2027, 1, 12)

    lists.bring(line(1, valid=""), day=DAYS[2])
    assert lists.version(1).certificate_valid_to is None
