"""People are made, appointed, invited and let go; each act leaves its line, and nobody acts on themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.utils import timezone

from lumbung.access import services
from lumbung.access.models import Appointment, Invitation, Office, User
from lumbung.access.queries import standpoints
from lumbung.access.roles import Act, Role
from lumbung.access.services import AccountRefused
from lumbung.access.tests.factories import AppointmentFactory, OfficeFactory, UserFactory, standpoint_of
from lumbung.audit.models import Entry
from lumbung.core.sentences import say

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 15)
NEW_PASSWORD = "kuda-terbang-di-atas-teluk"


@pytest.fixture
def administrator():
    return standpoint_of(Role.ADMINISTRATOR)


def refused(act, *args, **kwargs):
    """Codes of what a service refuses."""
    with pytest.raises(AccountRefused) as refusal:
        act(*args, **kwargs)
    return [finding.code for finding in refusal.value.findings]


def actions():
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def appoint(person, by, **more):
    return services.appoint(person, **{"role": Role.REVIEWER, "first_day": DAY, **more}, by=by)


def test_a_new_person_can_be_found_by_nip_and_has_no_password(administrator):
    made = services.make_person(
        username=" Ratna.W ", name="Ratna Wulandari", nip="19800101 200501 2 001", by=administrator
    )

    assert (made.username, made.nip, made.has_usable_password()) == ("ratna.w", "198001012005012001", False)
    assert Entry.objects.get().subject == f"user:{made.pk}"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"username": "ada"}, "username_taken"),
        ({"username": "ADA"}, "username_taken"),
        ({"username": "dua kata"}, "username_bad"),
        ({"username": ""}, "username_bad"),
        ({"username": "198001012005012001"}, "username_bad"),
        ({"username": "x" * 61}, "username_bad"),
        ({"name": "  "}, "name_missing"),
        ({"nip": "1980"}, "nip_bad"),
        ({"nip": "١" * 18}, "nip_bad"),
        ({"nip": "197912312006041001"}, "nip_taken"),
    ],
)
def test_a_person_that_cannot_be_made_is_refused_with_its_reason(administrator, told, code):
    UserFactory(username="ada", nip="197912312006041001")

    assert refused(services.make_person, **{"username": "baru", "name": "Baru", **told}, by=administrator) == [code]
    assert actions() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_manages_accounts(role):
    by, person = standpoint_of(role), UserFactory()
    told = {"by": by}

    assert {
        *refused(services.make_person, username="baru", name="Baru", **told),
        *refused(appoint, person, by),
        *refused(services.invite, person, **told),
        *refused(services.reset_login, person, reason="-", **told),
        *refused(services.deactivate, person, reason="-", **told),
        *refused(services.reactivate, person, reason="-", **told),
    } == {"account_not_administrator"}


def test_nobody_decides_about_themselves(administrator):
    own = administrator.user
    held = own.appointments.get()

    assert {
        *refused(appoint, own, administrator, role=Role.HEAD),
        *refused(services.end_appointment, held, last_day=DAY, reason="-", today=DAY, by=administrator),
        *refused(services.deactivate, own, reason="-", by=administrator),
        *refused(services.reset_login, own, reason="-", by=administrator),
        *refused(services.invite, own, by=administrator),
    } == {"account_own"}


def test_an_appointment_gives_its_rights_from_its_first_day_to_its_last(administrator):
    person = UserFactory()

    appoint(person, administrator, first_day=DAY, last_day=DAY)

    held = [bool(standpoints(person, DAY + timedelta(days=n))) for n in (-1, 0, 1)]
    assert held == [False, True, False]
    assert Entry.objects.get().changes["last_day"] == "2024-07-15"


def test_an_acting_appointment_needs_its_letter(administrator):
    person = UserFactory()

    assert refused(appoint, person, administrator, acting=True, letter=" ") == ["acting_without_letter"]
    assert appoint(person, administrator, acting=True, letter="800/12/2024").letter == "800/12/2024"


def test_one_person_may_hold_several_roles_but_each_only_once_at_a_time(administrator):
    person = UserFactory()
    appoint(person, administrator, first_day=DAY, last_day=DAY + timedelta(days=9))
    appoint(person, administrator, role=Role.DATA_OFFICER)
    appoint(person, administrator, region_code="647101")
    appoint(person, administrator, first_day=DAY + timedelta(days=10))

    assert refused(appoint, person, administrator, first_day=DAY + timedelta(days=9)) == ["appointment_overlaps"]
    assert refused(appoint, person, administrator, first_day=DAY + timedelta(days=99)) == ["appointment_overlaps_open"]
    assert standpoints(person, DAY)[0].roles == {Role.REVIEWER, Role.DATA_OFFICER}


def test_a_refused_overlap_names_the_days(administrator):
    person = UserFactory(name="Bagus Prakoso")
    appoint(person, administrator, first_day=DAY, last_day=date(2024, 12, 31))

    with pytest.raises(AccountRefused) as refusal:
        appoint(person, administrator)

    assert str(say(refusal.value.findings[0], "en")) == (
        "Bagus Prakoso already holds this role in this area from 15/07/2024 to 31/12/2024. "
        "End that appointment first, or choose days outside it."
    )


def test_an_appointment_that_cannot_be_is_refused(administrator):
    person, closed = UserFactory(), UserFactory(is_active=False)

    assert refused(appoint, person, administrator, last_day=DAY - timedelta(days=1)) == ["appointment_backwards"]
    assert refused(appoint, person, administrator, region_code="640101") == ["appointment_area_outside"]
    assert refused(appoint, closed, administrator) == ["person_inactive"]


def test_an_appointment_ended_yesterday_gives_no_rights_today(administrator):
    held = AppointmentFactory(office=administrator.office)

    services.end_appointment(held, last_day=DAY - timedelta(days=1), reason="Mutasi", today=DAY, by=administrator)

    assert standpoints(held.user, DAY) == []
    assert standpoints(held.user, DAY - timedelta(days=1))[0].may(Act.IMPORT)
    assert Entry.objects.get().reason == "Mutasi"


def test_the_past_of_an_appointment_is_not_rewritten(administrator):
    held = AppointmentFactory(office=administrator.office)
    over = AppointmentFactory(office=administrator.office, during=(date(2020, 1, 1), date(2021, 1, 1)))
    end = {"reason": "-", "today": DAY, "by": administrator}

    two_days_ago = DAY - timedelta(days=2)
    assert refused(services.end_appointment, held, last_day=two_days_ago, **end) == ["appointment_rewritten"]
    assert refused(services.end_appointment, over, last_day=DAY, **end) == ["appointment_over"]
    assert Appointment.objects.get(pk=held.pk).during.upper is None


def test_an_administrator_reaches_no_appointment_of_another_office(administrator):
    elsewhere = AppointmentFactory(office=OfficeFactory(code="6472", region_code="6472"))

    codes = refused(services.end_appointment, elsewhere, last_day=DAY, reason="-", today=DAY, by=administrator)

    assert codes == ["account_not_administrator"]


def test_appointing_somebody_of_another_office_gives_no_power_over_their_login(administrator):
    head = AppointmentFactory(role=Role.HEAD.value, office=OfficeFactory(code="6472", region_code="6472")).user
    appoint(head, administrator, role=Role.DATA_OFFICER)

    assert {
        *refused(services.reset_login, head, reason="-", by=administrator),
        *refused(services.invite, head, by=administrator),
        *refused(services.deactivate, head, reason="-", by=administrator),
    } == {"account_of_another_office"}


def test_an_invitation_lets_in_once_and_keeps_only_its_hash(administrator):
    person = services.make_person(username="baru", name="Baru", by=administrator)

    token = services.invite(person, by=administrator)

    assert token not in str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))
    services.accept_invitation(token, NEW_PASSWORD)
    assert User.objects.get(pk=person.pk).check_password(NEW_PASSWORD)
    assert refused(services.accept_invitation, token, NEW_PASSWORD) == ["invitation_void"]
    assert actions() == ["access.person.made", "access.invitation.made", "access.invitation.accepted"]


def test_a_newer_invitation_an_old_one_and_a_closed_account_open_nothing(administrator):
    person = UserFactory()
    replaced, token = services.invite(person, by=administrator), services.invite(person, by=administrator)

    assert services.invitation_of(replaced) is None
    assert services.invitation_of(token).user == person
    Invitation.objects.update(expires_at=timezone.now())
    assert refused(services.accept_invitation, token, NEW_PASSWORD) == ["invitation_void"]
    fresh = services.invite(person, by=administrator)
    services.deactivate(person, reason="Pensiun", by=administrator)
    assert refused(services.accept_invitation, fresh, NEW_PASSWORD) == ["invitation_void"]
    assert refused(services.accept_invitation, "karangan", NEW_PASSWORD) == ["invitation_void"]


@pytest.mark.parametrize("password", ["pendek", "password1234", "ratnawulandari"])
def test_a_weak_password_is_refused_and_the_link_stays_good(administrator, password):
    person = UserFactory(username="ratnawulandari")
    token = services.invite(person, by=administrator)

    assert refused(services.accept_invitation, token, password) == ["password_weak"]
    assert services.invitation_of(token) is not None


def test_a_reset_takes_password_and_second_factor_away(administrator):
    person = AppointmentFactory(office=administrator.office, role=Role.HEAD.value).user
    TOTP.activate(person, generate_totp_secret())

    token = services.reset_login(person, reason="Ponsel hilang", by=administrator)

    assert not Authenticator.objects.filter(user=person).exists()
    assert not User.objects.get(pk=person.pk).has_usable_password()
    assert services.invitation_of(token).user == person
    assert actions() == ["access.login.reset", "access.invitation.made"]


def test_a_closed_account_holds_no_rights_and_can_be_opened_again(administrator):
    person = AppointmentFactory(office=administrator.office).user

    services.deactivate(person, reason="Mutasi", by=administrator)
    assert standpoints(User.objects.get(pk=person.pk), DAY) == []
    services.reactivate(person, reason="Keliru", by=administrator)

    assert standpoints(User.objects.get(pk=person.pk), DAY)[0].may(Act.IMPORT)
    assert list(Entry.objects.values_list("reason", flat=True)) == ["Mutasi", "Keliru"]


def test_the_secret_of_the_second_factor_is_sealed_in_its_row():
    secret = generate_totp_secret()
    kept = TOTP.activate(UserFactory(), secret).instance

    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE id = %s", [kept.pk])
        (row,) = cursor.fetchone()
    assert secret not in row
    assert TOTP(Authenticator.objects.get(pk=kept.pk)).instance.data["secret"] != secret


def test_the_first_administrator_of_a_new_office():
    made = services.create_administrator(
        "Admin", password=NEW_PASSWORD, name="Dewi", office_code="6471", office_name="Dinas Koperasi"
    )

    office = Office.objects.get(code="6471")
    assert (office.level, office.region_code, office.is_sample) == ("regency", "6471", False)
    assert standpoints(made, timezone.localdate())[0].may(Act.MANAGE_ACCOUNTS)
    assert made.check_password(NEW_PASSWORD)
    assert set(Entry.objects.values_list("actor_key", flat=True)) == {"system"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"office_name": ""}, "office_name_missing"),
        ({"office_code": "balikpapan"}, "office_code_bad"),
        ({"password": "pendek"}, "password_weak"),
        ({"username": "ada"}, "username_taken"),
    ],
)
def test_a_first_administrator_that_cannot_be_leaves_nothing_behind(told, code):
    UserFactory(username="ada")
    good = {
        "username": "admin", "password": NEW_PASSWORD, "name": "Dewi", "office_code": "6471", "office_name": "Dinas"
    }  # fmt: skip

    assert refused(services.create_administrator, **{**good, **told}) == [code]
    assert (Office.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(("code", "level", "region"), [("64", "province", "64"), ("00", "national", "")])
def test_a_province_and_the_ministry_have_offices_too(code, level, region):
    services.create_administrator("admin", password=NEW_PASSWORD, name="D", office_code=code, office_name="Dinas")

    assert Office.objects.values_list("level", "region_code").get() == (level, region)
