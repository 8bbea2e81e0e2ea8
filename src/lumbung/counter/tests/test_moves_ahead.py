"""A move that was told ahead: nothing changes before its day, all of it on the day, and undoing restores."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lumbung.core.events import CounterWorkDone
from lumbung.counter.models import CounterAct
from lumbung.counter.services import CounterRefused, StandsUpon, take_effect
from lumbung.counter.tests.desk import PAPER, Desk
from lumbung.counter.tests.test_legal_effects import HERE, SAMARINDA, figures, place
from lumbung.registry.models import Entry, Record
from lumbung.statistics.tasks import figures_follow, recompute_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    return Desk()


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def address(desk, n=1):
    told = desk.version(desk.cooperative(n)).fields
    return told["address"], told.get("village_code")


def told_ahead(desk, kind="moved_out", **texts):
    return desk.tell(desk.cooperative(1), kind, effective_on=tomorrow(), **(texts or SAMARINDA))


def day_comes(desk):
    """What the worker does once the clock has passed the day."""
    CounterAct.objects.filter(effective_on=tomorrow()).update(effective_on=timezone.localdate())
    job = figures_follow(CounterWorkDone(desk.office.pk, "system"))
    recompute_figures(None, office=desk.office.pk, job=job.pk)


def test_before_its_day_a_move_changes_neither_the_register_nor_a_figure(desk):
    before, was = figures(desk), address(desk)

    done = told_ahead(desk)
    desk.count()

    assert (figures(desk), address(desk)) == (before, was)
    assert (done.record, done.entry) == (None, None)
    assert done.changes["regency"] == ["Kota Balikpapan", "Kota Samarinda"]
    assert take_effect(desk.office, until=timezone.localdate()) == 0
    assert not Record.objects.filter(entry__source__kind="counter").exists()


def test_on_its_day_it_counts_with_the_address_of_the_paper_and_undoing_restores_all(desk):
    before, was = figures(desk), address(desk)
    done = told_ahead(desk)

    day_comes(desk)

    done.refresh_from_db()
    assert (done.awaiting, done.record.observed_on) == ({}, timezone.localdate())
    assert place(desk)[2] == "moved_out"
    assert address(desk)[0] == "Jl. Baru 1"
    assert take_effect(desk.office, until=timezone.localdate()) == 0  # once

    desk.undo(done)
    desk.count()
    assert (figures(desk), address(desk)) == (before, was)


def test_undone_before_its_day_it_never_takes_effect(desk):
    before = figures(desk)
    desk.undo(told_ahead(desk))

    day_comes(desk)

    assert figures(desk) == before


def test_a_move_back_can_be_told_ahead_too(desk):
    desk.tell(desk.cooperative(1), "moved_out", **SAMARINDA)
    desk.count()
    told_ahead(desk, "moved_in", **HERE)
    desk.count()
    assert place(desk)[2] == "moved_out"

    day_comes(desk)

    assert place(desk)[2] != "moved_out"
    assert address(desk)[0] == "Jl. Pulang 2"


def test_what_was_told_between_stays_and_only_what_came_later_stands_upon_it(desk):
    done = told_ahead(desk)
    renamed = desk.tell(desk.cooperative(1), "name", name="Koperasi Karyawan Nama Baru")

    day_comes(desk)

    told = desk.version(desk.cooperative(1)).fields
    assert (told["name"], told["address"]) == ("Koperasi Karyawan Nama Baru", "Jl. Baru 1")
    with pytest.raises(StandsUpon) as refused:
        desk.undo(renamed)
    assert refused.value.work == (done,)
    desk.undo(done)
    desk.count()
    told = desk.version(desk.cooperative(1)).fields
    assert (told["name"], told["address"]) == ("Koperasi Karyawan Nama Baru", "Jl. Mangga No. 1")
    desk.undo(renamed)
    assert not Entry.objects.filter(source__kind="counter", current__isnull=False).exists()


def test_a_move_told_late_counts_from_the_day_it_happened(desk):
    done = desk.tell(desk.cooperative(1), "moved_out", effective_on=date(2024, 7, 1), **SAMARINDA)

    assert (done.takes_effect, done.record.observed_on, done.awaiting) == (date(2024, 7, 1), date(2024, 7, 1), {})


def test_a_paper_of_a_later_day_is_still_refused(desk):
    with pytest.raises(CounterRefused) as refused:
        desk.tell(desk.cooperative(1), "moved_out", on=tomorrow(), **SAMARINDA)

    assert [finding.code for finding in refused.value.findings] == ["counter_future"]


def test_a_place_that_the_cleaner_cannot_read_is_refused_when_it_is_told(desk):
    with pytest.raises(CounterRefused):
        told_ahead(desk, "moved_in", **{**HERE, "village": "Tiada Kelurahan"})


@pytest.mark.parametrize(
    ("language", "until", "asked"),
    [
        ("en", "It takes effect on %s, by itself. Until then the register and the figures stay", "Takes effect on"),
        ("id", "Berlaku mulai %s dengan sendirinya. Sampai saat itu daftar dan angka tetap", "Berlaku mulai"),
    ],
)
def test_the_form_asks_for_the_day_and_the_page_says_that_it_waits(desk, language, until, asked):
    page = Client()
    page.force_login(desk.officer.user)
    page.cookies["lumbung_language"] = language
    form = reverse("counter:act", args=[desk.cooperative(1).number, "pindah-keluar"])
    assert asked in page.get(form).content.decode()

    sent = {**SAMARINDA, "reason": "surat pindah", "on": "10/07/2024", "effective_on": f"{tomorrow():%d/%m/%Y}",
            "paper": SimpleUploadedFile("surat.pdf", PAPER)}  # fmt: skip
    answer = page.post(form, sent, follow=True)

    assert until % f"{tomorrow():%d/%m/%Y}" in answer.content.decode()
    assert CounterAct.objects.get().awaiting["regency"] == "Kota Samarinda"
