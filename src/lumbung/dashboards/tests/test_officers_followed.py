"""Which telling of an officer is followed, and terms that have ended, on the record page."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lumbung.counter.tests.desk import Desk
from lumbung.dashboards.officers_followed import ended, lines_of
from lumbung.dashboards.records import Reader, found

TODAY = date(2026, 7, 15)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("01/06/2020 – 01/06/2023", "term ended on 01/06/2023"),
        ("… – 14/07/2026", "term ended on 14/07/2026"),
        ("01/06/2020 – 15/07/2026", ""),  # its last day
        ("01/06/2020 – …", ""),
        ("2019 - 2023", "term ended in 2023"),
        ("2024-2026", ""),
        ("12/03/2019 s.d. 12/03/2024", "term ended on 12/03/2024"),
        ("2019-03-12 sampai 2024-03-12", "term ended on 12/03/2024"),
        ("12/03/2019", ""),  # may be its beginning
        ("… – 31/02/2020", ""),  # no day
        ("5 tahun", ""),
    ],
)
def test_a_term_that_has_ended_says_since_when(written, told):
    assert ended(written, TODAY, "en") == told


def test_each_role_is_followed_in_the_first_row_that_tells_it_and_a_term_only_with_its_board():
    register = [("Chair", "Ani"), ("Secretary", "Budi"), ("Term", "2019 - 2023")]
    counter = [("Chair", "Cici")]

    rows = lines_of([register, [], counter], [2, 0, 1], "Term", TODAY, "en")

    assert [[(line.role, line.followed) for line in row] for row in rows] == [
        [("Chair", False), ("Secretary", True), ("Term", False)],
        [],
        [("Chair", True)],
    ]
    assert rows[0][2].ended == "term ended in 2023"


@pytest.mark.django_db
def test_what_was_told_with_a_paper_is_followed_before_the_register_and_the_page_says_which_term_ended():
    desk = Desk()
    cooperative = desk.cooperative()
    desk.tell(cooperative, "officers", chair="Ani Contoh", term_from="01/06/2020", term_until="01/06/2023")
    desk.count()

    board = Reader(desk.officer, found(desk.officer, cooperative.number), "en").officers().board
    chairs = {told.by: line.followed for told in board for line in told.lines if line.role == "Chair"}
    assert chairs == {"ODS": False, "Loket": True} or chairs == {"Loket": True}
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(desk.officer.user)
    address = reverse("dashboards:officers", args=[cooperative.number])
    page = client.post(address, {"purpose": "letter"}).content.decode()
    assert "✓ followed</b> Ani Contoh" in page
    assert "term ended on 01/06/2023" in page
