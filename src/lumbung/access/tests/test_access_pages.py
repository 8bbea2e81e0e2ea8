"""Pages of accounts: what an administrator does there, what others see of it, and one's own account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lumbung.access.devices import device
from lumbung.access.models import Appointment, Invitation, User
from lumbung.access.roles import Role
from lumbung.access.tests.factories import AppointmentFactory, OfficeFactory, UserFactory
from lumbung.audit.models import Entry
from lumbung.places.models import Region

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "kuda-terbang-di-atas-teluk"
PERSON = {"name": "Ratna Wulandari", "username": "ratna", "role": "data_officer", "first_day": "15/07/2024"}


def acts():
    """The lines of the trail but those of logins."""
    return Entry.objects.exclude(action__startswith="access.log")


def client_of(role, office=None):
    """A logged-in person in that role, with a second factor."""
    person = AppointmentFactory(role=role.value, office=office or OfficeFactory()).user
    TOTP.activate(person, generate_totp_secret())
    client = Client()
    client.force_login(person)
    client.person = person
    return client


@pytest.fixture
def administrator():
    return client_of(Role.ADMINISTRATOR)


def page(client, name, /, *args, **data):
    address = reverse(f"access:{name}", args=args)
    return client.post(address, data) if data else client.get(address)


def link_on(answer):
    return re.search(r'value="(http://testserver/akun/undangan/[^"]+)"', answer.content.decode())[1]


def test_a_new_person_gets_an_appointment_and_a_link_that_is_shown_once(administrator):
    answer = page(administrator, "new_person", **PERSON)

    link = link_on(answer)
    made = User.objects.get(username="ratna")
    assert made.appointments.get().role == "data_officer"
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert link not in page(administrator, "person", made.pk).content.decode()


def test_a_new_person_with_a_bad_appointment_is_not_made(administrator):
    answer = page(administrator, "new_person", **PERSON, acting="on")

    assert b'id="id_letter_error"' in answer.content
    assert not User.objects.filter(username="ratna").exists()
    assert not acts().exists()


def test_what_was_typed_stays_when_something_else_is_wrong(administrator):
    answer = page(administrator, "new_person", **{**PERSON, "first_day": "31/02/2024"})

    assert b'value="31/02/2024"' in answer.content
    assert b'value="Ratna Wulandari"' in answer.content


def test_the_link_sets_a_password_once_and_then_one_can_log_in(administrator):
    link = link_on(page(administrator, "new_person", **PERSON)).removeprefix("http://testserver")
    guest = Client()
    assert guest.get(link).status_code == guest.get(link).status_code == 200  # looking does not use it up

    answer = guest.post(link, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert answer.headers["Location"] == reverse("account_login")
    assert guest.get(link).status_code == 404
    guest.post(reverse("account_login"), {"login": "ratna", "password": NEW_PASSWORD})
    assert page(guest, "me").status_code == 200


@pytest.mark.parametrize("second", ["lain", ""])
def test_two_different_passwords_set_none(administrator, second):
    link = link_on(page(administrator, "new_person", **PERSON))

    answer = Client().post(link, {"password1": NEW_PASSWORD, "password2": second})

    assert answer.status_code == 200
    assert Invitation.objects.get().used_at is None


def test_whoever_opens_a_link_while_logged_in_does_not_stay_somebody_else(administrator):
    link = link_on(page(administrator, "new_person", **PERSON))

    administrator.post(link, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert page(administrator, "me").headers["Location"].startswith(reverse("account_login"))


def test_a_person_of_another_office_is_appointed_by_nip(administrator):
    known = AppointmentFactory(
        user=UserFactory(nip="198001012005012001"), office=OfficeFactory(code="6472", region_code="6472")
    ).user

    page(administrator, "known_person", login="19800101 200501 2 001", role="reviewer", first_day="15/07/2024")

    assert known.appointments.filter(office__code="6471").get().role == "reviewer"


def test_appointing_a_name_nobody_has_says_so(administrator):
    answer = page(administrator, "known_person", login="bukan", role="reviewer", first_day="15/07/2024")

    assert b'id="id_login_error"' in answer.content


def test_an_appointment_is_given_for_a_district_and_ended_with_a_reason(administrator):
    Region.objects.create(code="64", level="province", name="Kalimantan Timur")
    Region.objects.create(code="6471", level="regency", name="Kota Balikpapan", parent_id="64")
    Region.objects.create(code="647101", level="district", name="Balikpapan Timur", parent_id="6471")
    person = AppointmentFactory().user
    page(administrator, "appoint", person.pk, role="field_officer", first_day="15/07/2024", region_code="647101")
    held = Appointment.objects.get(user=person, region_code="647101")
    assert b"Balikpapan Timur" in page(administrator, "person", person.pk).content

    yesterday = timezone.localdate() - timedelta(days=1)
    page(administrator, "end_appointment", person.pk, held.pk, last_day=f"{yesterday:%d/%m/%Y}", reason="Mutasi")

    held.refresh_from_db()
    assert held.during.upper == timezone.localdate()
    assert Entry.objects.get(action="access.appointment.ended").reason == "Mutasi"


def test_an_area_that_is_not_offered_is_not_taken(administrator):
    person = AppointmentFactory().user

    answer = page(administrator, "appoint", person.pk, role="reviewer", first_day="15/07/2024", region_code="640101")

    assert answer.status_code == 200
    assert person.appointments.count() == 1


@pytest.mark.parametrize("name", ["reset", "deactivate", "reactivate"])
def test_delicate_acts_ask_for_a_reason(administrator, name):
    person = AppointmentFactory().user

    page(administrator, name, person.pk, reason="")

    assert not acts().exists()


def test_a_reset_shows_a_new_link_and_closing_can_be_undone(administrator):
    person = AppointmentFactory().user
    assert link_on(page(administrator, "reset", person.pk, reason="Lupa sandi"))

    page(administrator, "deactivate", person.pk, reason="Pensiun")
    assert not User.objects.get(pk=person.pk).is_active
    page(administrator, "reactivate", person.pk, reason="Keliru")

    assert User.objects.get(pk=person.pk).is_active


def test_on_ones_own_account_nothing_is_offered_and_a_post_is_refused(administrator):
    own = administrator.person.pk
    shown = page(administrator, "person", own).content.decode()
    assert reverse("access:reset", args=[own]) not in shown

    page(administrator, "deactivate", own, reason="-")
    page(administrator, "appoint", own, role="head", first_day="15/07/2024")
    page(administrator, "invite", own, again="1")

    assert User.objects.get(pk=own).is_active
    assert administrator.person.appointments.count() == 1
    assert not Invitation.objects.exists()


def test_people_of_another_office_are_not_there(administrator):
    held = AppointmentFactory(office=OfficeFactory(code="6472", region_code="6472"))
    person = held.user.pk

    answers = [
        page(administrator, "person", person),
        page(administrator, "appoint", person, role="head", first_day="15/07/2024"),
        page(administrator, "end_appointment", person, held.pk, last_day="15/07/2024", reason="-"),
        page(administrator, "invite", person, again="1"),
        page(administrator, "reset", person, reason="-"),
        page(administrator, "deactivate", person, reason="-"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert held.user.name.encode() not in page(administrator, "people").content


def test_the_list_of_people_costs_the_same_for_two_and_for_twenty(administrator):
    AppointmentFactory(region_code="647102")
    page(administrator, "people")
    with CaptureQueriesContext(connection) as few:
        page(administrator, "people")
    AppointmentFactory.create_batch(18, region_code="647101")
    with CaptureQueriesContext(connection) as many:
        page(administrator, "people")

    assert len(many) == len(few)


def test_ones_own_account_tells_appointments_and_sessions():
    officer = client_of(Role.DATA_OFFICER)
    AppointmentFactory(user=officer.person, role="reviewer", acting=True, letter="800/12")

    shown = page(officer, "me").content.decode()

    assert "800/12" in shown
    assert shown.count("<tr") == 3


def test_a_person_without_an_appointment_today_is_told_so():
    person = UserFactory()
    client = Client()
    client.force_login(person)

    assert page(client, "me").status_code == 200
    assert client.get("/").status_code == 403


def test_one_changes_over_to_an_office_where_one_is_appointed_and_to_no_other():
    other, strange = (OfficeFactory(code=code, region_code=code, name=code) for code in ("6472", "6474"))
    officer = client_of(Role.DATA_OFFICER)
    AppointmentFactory(user=officer.person, office=other, role="reviewer")

    assert page(officer, "switch_office", office=other.pk).status_code == 302
    assert page(officer, "me").wsgi_request.standpoint.office == other
    assert page(officer, "switch_office", office=strange.pk).status_code == 404
    assert page(officer, "switch_office", office="x").status_code == 404


def test_an_appointment_that_ends_while_one_works_there_leads_back_to_the_other():
    officer = client_of(Role.DATA_OFFICER)
    ending = AppointmentFactory(
        user=officer.person, office=OfficeFactory(code="6472", region_code="6472"), role="reviewer"
    )
    page(officer, "switch_office", office=ending.office.pk)
    ending.during = (ending.during[0], timezone.localdate())
    ending.save()

    assert page(officer, "me").wsgi_request.standpoint.office.code == "6471"


def test_one_ends_ones_other_sessions():
    person = AppointmentFactory().user
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(person)
        page(client, "me")

    here.post(reverse("access:end_sessions"))

    assert page(here, "me").status_code == 200
    assert page(elsewhere, "me").status_code == 302
    assert acts().get().changes == {"sessions_ended": 1}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 13) SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8.5", "curl/8.5"),
        ("", "–"),
    ],
)
def test_a_session_names_its_browser_and_system(sent, told):
    assert device(sent) == told
