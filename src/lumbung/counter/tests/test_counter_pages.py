"""The pages of the counter, as the people of an office use them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lumbung.access.roles import Role
from lumbung.access.tests.factories import AppointmentFactory, OfficeFactory, UserFactory, standpoint_of
from lumbung.audit.models import Entry as AuditLine
from lumbung.counter.models import CounterAct
from lumbung.counter.tests.desk import PAPER, Desk
from lumbung.documents.models import File
from lumbung.registry.models import Cooperative
from lumbung.registry.services import in_force

pytestmark = pytest.mark.django_db
VILLAGE = "6471051006"  # Gunung Bahagia, Balikpapan Selatan


@pytest.fixture
def desk(db):
    return Desk()


@pytest.fixture
def page(desk):
    return client_of(desk.officer)


def client_of(standpoint):
    return client_for(standpoint.user)


def client_for(user):
    client = Client()
    client.force_login(user)
    client.cookies["lumbung_language"] = "en"
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def paper(content=PAPER, name="surat.pdf"):
    return SimpleUploadedFile(name, content)


def form(**told):
    usual = {"token": str(uuid4()), "paper": paper(), "on": "10/07/2024", "reason": "surat ketua"}
    return usual | told


def send(page, cooperative, slug, **told):
    return page.post(reverse("counter:act", args=[cooperative.number, slug]), form(**told))


def sentences(answer):
    return [str(message) for message in answer.context["messages"]]


# The whole way


def test_a_change_of_address_goes_from_the_search_to_the_register_and_back(desk, page):
    cooperative = desk.cooperative(1)
    found = page.get(reverse("counter:home"), {"cari": "contoh bwati"})
    assert reverse("counter:cooperative", args=[cooperative.number]) in text(found)
    assert "Changed address" in text(page.get(reverse("counter:cooperative", args=[cooperative.number])))

    sent = send(page, cooperative, "alamat", place=VILLAGE, address="Jl. Baru No. 5", paper_number="12/KOP/2024")
    done = CounterAct.objects.get()
    assert sent.url == reverse("counter:done", args=[done.pk])
    shown = page.get(sent.url)
    assert sentences(shown) == ["It is entered and proven by its paper. The figures follow in a moment."]
    assert "Jl. Mangga No. 1" in text(shown)
    assert "Jl. Baru No. 5" in text(shown)
    desk.count()
    assert desk.version(cooperative).fields["address"] == "Jl. Baru No. 5"

    page.post(reverse("counter:undo", args=[done.pk]), {"reason": "salah koperasi"})
    desk.count()
    assert desk.version(cooperative).fields["address"] == "Jl. Mangga No. 1"
    assert "salah koperasi" in text(page.get(sent.url))


def test_a_new_cooperative_is_entered_once_nobody_is_alike_or_the_person_says_so(desk, page):
    told = {"name": "Koperasi Karyawan Contoh Bwati", "place": VILLAGE, "kind": "Konsumen"}
    first = page.post(reverse("counter:new"), form(**told))
    assert first.status_code == 200
    assert not CounterAct.objects.exists()
    assert "None of these" in text(first)
    kept, seen = first.context["kept_token"], ",".join(one.number for one in first.context["alike"])
    assert desk.cooperative(1).number in seen

    again = form(**told, kept=kept, none_of_these=seen)
    del again["paper"]
    sent = page.post(reverse("counter:new"), again)

    done = CounterAct.objects.get()
    assert sent.url == reverse("counter:done", args=[done.pk])
    assert (done.paper_name, File.objects.count()) == ("surat.pdf", 1)
    assert "number is given with the next figures" in text(page.get(sent.url))
    desk.count()
    assert Cooperative.objects.count() == 4
    assert "number follows" not in text(page.get(reverse("counter:home")))


# Forms that forgive


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(desk, page):
    answer = send(page, desk.cooperative(1), "alamat", address="Jl. Baru No. 5", on="31/31/2024", reason="")

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"place", "on", "reason"}
    assert 'value="Jl. Baru No. 5"' in text(answer)
    assert "“surat.pdf” is kept already" in text(answer)


def test_the_paper_of_an_earlier_try_counts_only_for_who_sent_it(desk, page):
    kept = send(page, desk.cooperative(1), "alamat", address="Jl. Baru").context["kept_token"]
    other = client_of(standpoint_of(Role.DATA_OFFICER, desk.office))
    told = form(place=VILLAGE, address="Jl. Baru", kept=kept)
    del told["paper"]

    answer = other.post(reverse("counter:act", args=[desk.cooperative(1).number, "alamat"]), told)

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"paper"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "is no PDF, JPEG or PNG"),
        (PAPER[:30], "is cut off or damaged"),
        (b"PK\x03\x04workbook", "is no PDF, JPEG or PNG"),
    ],
)
def test_what_is_no_paper_is_refused_by_its_content(desk, page, content, said):
    answer = send(page, desk.cooperative(1), "alamat", place=VILLAGE, address="Jl. B", paper=paper(content))

    assert answer.status_code == 422
    assert said in text(answer)
    assert not File.objects.exists()


def test_a_paper_that_is_too_large_is_refused_before_it_is_read(desk, page):
    address = reverse("counter:act", args=[desk.cooperative(1).number, "alamat"])

    answer = page.post(address, form(), headers={"content-length": "99000000"})

    assert answer.status_code == 413
    assert "larger than 10 MB" in text(answer)


def test_a_double_click_is_one_act(desk, page):
    told = {"place": VILLAGE, "address": "Jl. Baru No. 5", "token": str(uuid4())}

    first, second = (send(page, desk.cooperative(1), "alamat", **told) for _ in range(2))

    assert first.url == second.url
    assert CounterAct.objects.count() == 1


def test_what_the_engine_cannot_read_is_said_beside_its_field(desk, page):
    told = {"amendment_number": "12/PAD/2024", "amendment_on": "01/06/2024", "coop_nik": "6471015508900001"}

    answer = send(page, desk.cooperative(1), "anggaran-dasar", **told)

    assert answer.status_code == 422
    assert "a person&#x27;s NIK" in str(answer.context["form"].errors["coop_nik"])


def test_the_others_of_a_merger_are_told_by_number_and_all_wrong_ones_are_named(desk, page):
    into, other = desk.cooperative(1), desk.cooperative(2)

    wrong = send(page, into, "penggabungan", others=f"{other.number}\n6471-999999-9, 6471-888888-8")
    right = send(page, into, "penggabungan", others=other.number)

    assert "6471-999999-9, 6471-888888-8" in text(wrong)
    assert right.status_code == 302
    assert list(CounterAct.objects.get().others.all()) == [other]


# The paper


def test_a_paper_is_only_handed_out_as_a_download_and_reading_it_is_logged(desk, page):
    done = desk.move(desk.cooperative(1))

    answer = page.get(reverse("counter:paper", args=[done.pk]))

    assert b"".join(answer).startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="surat.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    line = AuditLine.objects.get(action="registry.personal_data.read")
    assert (line.subject, line.changes) == (f"cooperative:{done.cooperative.number}", {"what": "paper"})


def test_officers_are_never_shown_on_the_pages_of_the_counter(desk, page):
    sent = send(page, desk.cooperative(1), "pengurus", chair="H. Amin", term_from="01/02/2024", term_until="31/01/2027")

    shown = page.get(sent.url)

    assert "told; kept encrypted" in text(shown)
    assert "Amin" not in text(shown)


# Corrections


def test_a_correction_leads_until_it_is_lifted(desk, page):
    cooperative = desk.cooperative(1)
    address = reverse("counter:correct", args=[cooperative.number, "kind"])
    seen = {"seen": ""}

    page.post(address, {"value": "jasa", "reason": "dilihat di akta", **seen})

    held = in_force(cooperative).get()
    assert (held.field, held.value, held.reason) == ("kind", "jasa", "dilihat di akta")
    assert "dilihat di akta" in text(page.get(reverse("counter:cooperative", args=[cooperative.number])))
    stale = page.post(address, {"value": "konsumen", "reason": "x", **seen}, follow=True)
    assert "Somebody else corrected this field" in sentences(stale)[0]
    page.post(reverse("counter:lift", args=[held.pk]), {"reason": "akta lama"})
    assert not in_force(cooperative).exists()


# Who may, and where


def limited_to(desk, code):
    return client_for(AppointmentFactory(user=UserFactory(), office=desk.office, region_code=code).user)


def test_who_works_for_one_district_sees_and_changes_only_its_cooperatives(desk):
    cooperative = desk.cooperative(1)  # Balikpapan Selatan, 647105
    desk.move(cooperative)
    desk.count()
    inside, outside = limited_to(desk, "647105"), limited_to(desk, "647101")
    address = reverse("counter:cooperative", args=[cooperative.number])

    assert [client.get(address).status_code for client in (inside, outside)] == [200, 404]
    assert send(outside, cooperative, "alamat", place=VILLAGE, address="Jl. X").status_code == 404
    done = reverse("counter:done", args=[CounterAct.objects.get().pk])
    assert [client.get(done).status_code for client in (inside, outside)] == [200, 404]
    assert cooperative.number not in text(outside.get(reverse("counter:home"), {"cari": "contoh"}))


def test_a_village_outside_the_area_cannot_be_chosen(desk):
    answer = limited_to(desk, "647101").post(reverse("counter:new"), form(name="Koperasi Baru Sekali", place=VILLAGE))

    assert set(answer.context["form"].errors) == {"place"}


def test_the_list_costs_the_same_for_one_act_and_for_five(desk, page):
    desk.tell(None, "new", name="Koperasi Satu Sendiri")
    page.get(reverse("counter:home"))  # the session's first page asks once more
    with CaptureQueriesContext(connection) as few:
        page.get(reverse("counter:home"))
    for n in range(4):
        desk.tell(None, "new", name=f"Koperasi Baru Nomor {n}")

    with CaptureQueriesContext(connection) as many:
        page.get(reverse("counter:home"))

    assert len(many) == len(few)


def test_an_office_of_a_province_writes_the_places_out(db):
    province = OfficeFactory(code="64", level="province", region_code="64", name="Dinas Provinsi Contoh")
    officer = standpoint_of(Role.DATA_OFFICER, province)
    told = {"name": "Koperasi Sekunder Contoh", "village": "Manggar", "district": "Balikpapan Timur"}

    lacking = client_of(officer).post(reverse("counter:new"), form(**told))
    sent = client_of(officer).post(reverse("counter:new"), form(**told, regency="Kota Balikpapan"))

    assert set(lacking.context["form"].errors) == {"regency"}
    assert CounterAct.objects.get(pk=sent.url.split("/")[-2]).record.clean["village_code"] == "6471011001"


def test_a_form_from_elsewhere_is_refused(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.officer.user)

    answer = send(client, desk.cooperative(1), "alamat", place=VILLAGE, address="Jl. Baru No. 5")

    assert answer.status_code == 403
    assert not CounterAct.objects.exists()
