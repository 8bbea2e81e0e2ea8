"""The history of guidance: visits of lists and entries by hand, written, seen by all who may, and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.models import Entry as AuditEntry
from lumbung.dashboards.tests.test_record_page import FIRST, address, joined, page_of, text_of
from lumbung.registry.models import Cooperative, Guidance, Version
from lumbung.registry.services import GuidanceRefused, Note, note_guidance, withdraw_guidance


def write(client, number=FIRST, **told):
    form = {"token": str(uuid4()), "kind": "consultation", "on": "04/08/2025", "text": "Buku anggota dilengkapi"} | told
    return client.post(reverse("dashboards:guidance", args=[number]), form)


def noted(by, number=FIRST, **told):
    note = Note(**{"kind": "training", "on": date(2025, 3, 2), "text": "Pelatihan pembukuan"} | told)
    return note_guidance(Cooperative.objects.get(number=number), note, token=uuid4(), by=by.user, actor=by.actor)


def take_back(client, entry, reason="Salah koperasi"):
    return client.post(reverse("dashboards:guidance_back", args=[FIRST, entry.pk]), {"reason": reason})


def test_visits_of_lists_open_the_history(officer):
    (visit,) = page_of(officer, FIRST).guidance

    assert (visit.on, visit.what, visit.text.split(":")[0]) == (
        date(2024, 5, 4),
        "Visit, according to Sensus",
        "Found, operating",
    )


def test_an_entry_is_written_and_stands_before_older_ones(reader, officer):
    client = reader()

    answer = write(client)

    assert (answer.status_code, answer["Location"]) == (302, address(FIRST) + "#guidance")
    first = page_of(officer, FIRST).guidance[0]
    assert (first.on, first.what, first.text) == (date(2025, 8, 4), "Advice", "Buku anggota dilengkapi")
    assert "Buku anggota dilengkapi" in text_of(client.get(address(FIRST)))


def test_an_entry_stands_in_the_audit_trail_without_its_words(reader):
    write(reader())

    line = AuditEntry.objects.get(action="registry.guidance.written")
    assert line.subject == f"cooperative:{FIRST}"
    assert "anggota" not in str(line.changes)


def test_a_form_sent_twice_is_written_once(reader):
    client, token = reader(), str(uuid4())

    assert [write(client, token=token).status_code for _ in range(2)] == [302, 302]
    assert Guidance.objects.count() == 1


@pytest.mark.parametrize(
    "told",
    [
        {"text": "  "},
        {"kind": ""},
        {"kind": "founding"},  # only for a Merah Putih cooperative
        {"on": "32/01/2025"},
        {"on": f"{timezone.localdate() + timedelta(days=2):%d/%m/%Y}"},
        {"text": "NIK ketua 6471010101900001"},
    ],
)
def test_what_cannot_be_written_comes_back_with_what_was_typed(reader, told):
    answer = write(reader(), **told)

    assert (answer.status_code, Guidance.objects.count()) == (422, 0)
    assert told.get("text", "Buku anggota dilengkapi").strip() in answer.content.decode()


def test_a_merah_putih_cooperative_is_told_its_steps(reader):
    Version.objects.filter(cooperative__number=FIRST).update(merah_putih=True)
    client = reader()

    assert write(client, kind="founding", step="").status_code == 422
    assert write(client, kind="founding", step="bank").status_code == 302
    assert Guidance.objects.get().step == "bank"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.HEAD])
def test_who_may_only_read_sees_entries_and_no_form(reader, officer, role):
    noted(officer)
    client = reader(role)

    page = client.get(address(FIRST))
    assert "Pelatihan pembukuan" in text_of(page)
    assert reverse("dashboards:guidance", args=[FIRST]) not in page.content.decode()
    assert write(client).status_code == 403


def test_entries_outside_ones_area_cannot_be_written(reader):
    outside = Version.objects.filter(current=True, district_code="647105").first().cooperative.number

    assert write(reader(area="647101"), outside).status_code == 404


def test_an_entry_is_taken_back_with_a_reason_and_stays_in_sight(reader, officer):
    client = reader()
    write(client)
    entry = Guidance.objects.get()
    assert take_back(client, entry, reason="").status_code == 302
    entry.refresh_from_db()
    assert entry.withdrawn_at is None

    take_back(client, entry)

    line = next(one for one in page_of(officer, FIRST).guidance if one.pk == entry.pk)
    assert line.gone.endswith("Salah koperasi")
    assert not line.removable
    assert AuditEntry.objects.filter(action="registry.guidance.withdrawn", reason="Salah koperasi").exists()


def test_only_who_wrote_it_or_the_division_head_takes_it_back(reader, officer):
    entry = noted(officer)

    assert take_back(reader(Role.GOV_SUPERVISOR), entry).status_code == 404
    assert take_back(reader(Role.DIVISION_HEAD), entry).status_code == 302
    entry.refresh_from_db()
    assert entry.withdrawn_by is not None


def test_what_was_taken_back_is_not_taken_back_again(officer):
    entry = noted(officer)
    withdraw_guidance(entry, reason="keliru", by=officer.user, actor=officer.actor)

    with pytest.raises(GuidanceRefused):
        withdraw_guidance(entry, reason="lagi", by=officer.user, actor=officer.actor)


def test_a_token_of_somebody_else_is_refused(officer, office):
    other, token = standpoint_of(Role.GOV_SUPERVISOR, office), uuid4()
    cooperative, note = Cooperative.objects.get(number=FIRST), Note("other", date(2025, 1, 1), "x")
    note_guidance(cooperative, note, token=token, by=officer.user, actor=officer.actor)

    with pytest.raises(GuidanceRefused):
        note_guidance(cooperative, note, token=token, by=other.user, actor=other.actor)


def test_entries_come_along_when_data_is_joined(office, officer):
    second = Cooperative.objects.filter(versions__current=True).order_by("pk")[1].number
    noted(officer, second)

    _old, new = joined(office, officer)

    assert "Pelatihan pembukuan" in {line.text for line in page_of(officer, new).guidance}
    assert "Training" in {event.what for event in page_of(officer, new).events}
