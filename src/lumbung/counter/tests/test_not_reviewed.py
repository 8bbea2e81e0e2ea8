"""What the counter joins is no verdict on two rows: it is no duplicate, is not asked again, and no measure of the linkage."""

from __future__ import annotations

import pytest

from lumbung.counter.tests.desk import Desk
from lumbung.dashboards.pairs import doubles
from lumbung.linkage.models import Pair
from lumbung.linkage.quality import quality_of
from lumbung.linkage.queries import reviewed_judgements
from lumbung.linkage.services.queueing import asked_pairs

pytestmark = pytest.mark.django_db


def test_an_entry_of_the_counter_is_nobodys_verdict():
    desk = Desk()
    desk.tell(desk.cooperative(), "name", name="Koperasi Konsumen Nama Baru")
    desk.count()
    assert Pair.objects.filter(office=desk.office, judged="same").exists()  # it is joined all the same

    desk.tell(desk.cooperative(), "name", name="Koperasi Konsumen Nama Lain")
    desk.count()

    assert doubles(desk.officer) == ([], 0)
    assert list(asked_pairs(desk.office)) == []
    assert list(reviewed_judgements(desk.office)) == []
    told = quality_of(desk.office).recall
    assert (told.automatic, told.by_people) == (0, 0)
