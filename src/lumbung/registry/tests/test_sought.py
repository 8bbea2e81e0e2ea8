"""What the search box looks in follows the versions by itself, whoever writes them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from lumbung.access.tests.factories import OfficeFactory
from lumbung.core.copying import copy_in
from lumbung.registry.models import Cooperative, KnownWord, Sought, Version

pytestmark = pytest.mark.django_db


def version(office, serial: int, name: str, *, current: bool = True, search: str = "") -> Version:
    cooperative, _ = Cooperative.objects.get_or_create(
        office=office, serial=serial, defaults={"number": f"6471-{serial:06}-0"}
    )
    now = timezone.now()
    return Version(
        cooperative=cooperative, office=office, known=(now, None), current=current, name=name,
        search=search or name, category="konsumen", group="kopkar", supervising_level="city", listed=True, visited=False,
        register_records=1, census_records=0, fields={}, field_sources={}, content_hash=name,
    )  # fmt: skip


def sought() -> list[tuple]:
    return list(Sought.objects.order_by("pk").values_list("upper_name", "text", "group"))


def test_versions_written_at_once_are_found_in_capitals():
    office = OfficeFactory()

    copy_in(Version, [version(office, 1, "Kopkar Maju", search="6471-1 kopkar maju"), version(office, 2, "Kud Baru")])

    assert sought() == [
        ("KOPKAR MAJU", " 6471-1 KOPKAR MAJU ", "kopkar"),
        ("KUD BARU", " KUD BARU ", "kopkar"),
    ]


def test_what_was_once_held_to_be_true_is_not_looked_in():
    office = OfficeFactory()
    made = version(office, 1, "Kopkar Maju")
    made.save()

    Version.objects.update(current=False)
    version(office, 2, "Kopkar Mundur", current=False).save()

    assert sought() == []
    assert Version.objects.count() == 2


def test_a_version_that_changes_is_found_by_its_new_name():
    made = version(OfficeFactory(), 1, "Kopkar Maju")
    made.save()

    Version.objects.filter(pk=made.pk).update(name="Kopkar Jaya", search="kopkar jaya")

    assert sought() == [("KOPKAR JAYA", " KOPKAR JAYA ", "kopkar")]


def test_a_version_that_is_deleted_leaves_nothing():
    made = version(OfficeFactory(), 1, "Kopkar Maju")
    made.save()

    made.delete()

    assert sought() == []


def test_words_of_letters_are_known_and_stay_known():
    made = version(OfficeFactory(), 1, "KSPPS Syari'ah PT.Dalungtama 53 ab")
    made.save()

    made.delete()

    assert sorted(KnownWord.objects.values_list("word", flat=True)) == ["DALUNGTAMA", "KSPPS", "SYARIAH"]
