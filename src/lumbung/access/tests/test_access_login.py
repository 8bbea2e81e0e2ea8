"""The way in: user name or NIP, password, one-time code; what closes it, and what ends it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from lumbung.access import services
from lumbung.access.roles import SECOND_FACTOR, Role
from lumbung.access.tests.factories import PASSWORD, AppointmentFactory, OfficeFactory, UserFactory, standpoint_of
from lumbung.audit.models import Entry

pytestmark = pytest.mark.django_db
LOGIN = "/akun/masuk/"
NIP = "198001012005012001"
HOME = "/akun/saya/"
NEW_PASSWORD = "kuda-terbang-di-atas-teluk"


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    cache.clear()


@pytest.fixture
def officer():
    """A data officer, who needs no second factor."""
    person = UserFactory(username="ratna", nip=NIP)
    AppointmentFactory(user=person)
    return person


@pytest.fixture
def head():
    """A head with a second factor set up, and its secret."""
    person = AppointmentFactory(role=Role.HEAD.value).user
    person.secret = auth.generate_totp_secret()
    auth.TOTP.activate(person, person.secret)
    return person


def log_in(login, password=PASSWORD, client=None):
    client = client or Client()
    client.answer = client.post(LOGIN, {"login": login, "password": password})
    return client


def inside(client):
    return client.get(HOME).status_code == 200


def code_of(person, periods=0):
    _, counter, _ = auth.yield_hotp_counters_from_time()
    return auth.format_hotp_value(auth.hotp_value(person.secret, counter + periods))


def said(response):
    """The text of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("login", ["ratna", "Ratna", " ratna ", NIP, "19800101 200501 2 001"])
def test_user_name_and_nip_both_open(officer, login):
    assert inside(log_in(login))


@pytest.mark.parametrize(
    ("login", "password"), [("ratna", "salah"), ("bukan", PASSWORD), ("198001012005012002", PASSWORD), ("ratna", "")]
)
def test_a_wrong_pair_stays_outside_and_is_told_so_without_naming_which(officer, login, password):
    client = log_in(login, password)

    assert client.answer.status_code == 200
    assert 'class="errorlist"' in client.answer.content.decode() or "lb-refused" in client.answer.content.decode()
    assert not inside(client)


def test_a_closed_account_reads_like_a_wrong_password(officer):
    wrong = said(log_in("ratna", "salah").answer)
    services.deactivate(officer, reason="-", by=standpoint_of(Role.ADMINISTRATOR))
    client = log_in("ratna")

    assert not inside(client)
    assert said(client.answer) == wrong


def test_five_wrong_passwords_close_the_login_whatever_way_the_name_is_written(officer, settings):
    settings.LANGUAGE_CODE = "en"
    client = Client()
    for login in ("ratna", "RATNA", NIP, "1980 0101 200501 2 001", "rat na"):
        log_in(login, "salah", client)

    log_in("ratna", PASSWORD, client)

    assert not inside(client)
    opens = timezone.localtime() + timedelta(minutes=5)
    shown = re.search(r"Too many wrong attempts. Try again after (\d\d\.\d\d)\.", said(client.answer))
    assert shown
    assert shown[1] in {f"{opens + timedelta(seconds=n):%H.%M}" for n in (-30, 0, 30, 60)}


def test_the_login_opens_again_when_the_wrong_attempts_are_old_enough(officer, monkeypatch):
    client = Client()
    for _ in range(5):
        log_in("ratna", "salah", client)
    real = ratelimit.time.time
    monkeypatch.setattr(ratelimit.time, "time", lambda: real() + 301)

    assert inside(log_in("ratna", PASSWORD, client))


def test_wrong_passwords_for_one_person_do_not_close_the_login_of_another(officer):
    AppointmentFactory(user=UserFactory(username="bagus"))
    for _ in range(5):
        log_in("bagus", "salah")

    assert inside(log_in("ratna"))


def test_a_login_without_its_csrf_token_is_refused_in_words(officer, settings):
    settings.LANGUAGE_CODE = "en"
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "ratna", "password": PASSWORD})

    assert answer.status_code == 403
    assert "This page was open too long" in said(answer)


def test_a_head_gives_password_and_code(head):
    client = log_in(head.username)
    assert client.answer.headers["Location"] == reverse("mfa_authenticate")
    assert not inside(client)

    client.post(reverse("mfa_authenticate"), {"code": code_of(head)})

    assert inside(client)


@pytest.mark.parametrize("periods", [-3, 3])
def test_a_code_of_another_minute_does_not_fit(head, periods):
    client = log_in(head.username)

    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(head, periods)})

    assert answer.status_code == 200
    assert not inside(client)


def test_a_code_works_once_even_after_allauth_forgot_it(head):
    code = code_of(head)
    assert inside_with_code(head, code)
    cache.delete(f"allauth.mfa.totp.used?user={head.pk}&code={code}")

    assert not inside_with_code(head, code)


def inside_with_code(person, code):
    client = log_in(person.username)
    client.post(reverse("mfa_authenticate"), {"code": code})
    return inside(client)


def test_five_wrong_codes_close_the_login_and_say_until_when(head, settings):
    settings.LANGUAGE_CODE = "en"
    client = log_in(head.username)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(head)})

    assert "Too many wrong attempts. Try again after" in said(answer)
    assert not inside(client)


def test_a_recovery_code_opens_once(head):
    code = RecoveryCodes.activate(head).get_unused_codes()[0]

    assert inside_with_code(head, code)
    assert not inside_with_code(head, code)


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", [HOME, "/", "/akun/orang/", "/akun/saya/sesi/", "/akun/kode-cadangan/baru/"])
def test_who_needs_a_second_factor_gets_nowhere_without(role, method, path):
    client = Client()
    client.force_login(AppointmentFactory(role=role.value).user)

    answer = getattr(client, method)(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_activate_totp"))


def test_a_part_of_a_page_is_not_served_without_the_second_factor_either():
    client = Client()
    client.force_login(AppointmentFactory(role=Role.HEAD.value).user)

    answer = client.get(HOME, headers={"HX-Request": "true"})

    assert (answer.headers["HX-Redirect"], answer.content) == (reverse("mfa_activate_totp"), b"")


def test_a_role_in_another_office_asks_for_the_second_factor_too():
    person = AppointmentFactory().user
    AppointmentFactory(user=person, role=Role.HEAD.value, office=OfficeFactory(code="6472", region_code="6472"))
    client = Client()
    client.force_login(person)

    assert client.get(HOME).headers["Location"] == reverse("mfa_activate_totp")


def test_setting_the_second_factor_up_opens_the_house_and_ends_sessions_elsewhere():
    person = AppointmentFactory(role=Role.REVIEWER.value).user
    here, elsewhere = log_in(person.username), log_in(person.username)
    page = here.get(reverse("mfa_activate_totp"))
    assert b"data:image/svg+xml;base64," in page.content
    assert page.content.count(b"style=") == 0
    person.secret = here.session[auth.SECRET_SESSION_KEY]

    answer = here.post(reverse("mfa_activate_totp"), {"code": code_of(person)})

    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert here.get(answer.headers["Location"]).content.count(b"<code>") == 10
    assert inside(here)
    assert elsewhere.get(HOME).headers["Location"].startswith(LOGIN)
    assert Entry.objects.get(action="access.second_factor.set").subject == f"user:{person.pk}"


def test_a_second_factor_the_role_asks_for_cannot_be_taken_away(head):
    client = log_in(head.username)
    client.post(reverse("mfa_authenticate"), {"code": code_of(head)})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=head, type="totp").exists()


def test_a_second_factor_nobody_asks_for_can_be_taken_away(officer):
    officer.secret = auth.generate_totp_secret()
    auth.TOTP.activate(officer, officer.secret)
    client = log_in("ratna")
    client.post(reverse("mfa_authenticate"), {"code": code_of(officer)})

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=officer).exists()
    assert Entry.objects.filter(action="access.second_factor.removed").exists()


def test_a_changed_password_ends_sessions_elsewhere_but_not_here(officer):
    here, elsewhere = log_in("ratna"), log_in("ratna")
    told = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    here.post(reverse("account_change_password"), told)

    assert inside(here)
    assert not inside(elsewhere)
    assert not inside(log_in("ratna"))
    assert inside(log_in("ratna", NEW_PASSWORD))
    assert Entry.objects.get(action="access.password.changed").changes == {"sessions_ended": 1}


@pytest.mark.parametrize(
    "told",
    [
        {"oldpassword": "salah", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        {"oldpassword": PASSWORD, "password1": "pendek", "password2": "pendek"},
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD + "x"},
    ],
)
def test_a_password_that_cannot_be_changed_stays(officer, told):
    client = log_in("ratna")

    assert b"errorlist" in client.post(reverse("account_change_password"), told).content
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_closing_an_account_ends_its_sessions_at_once(officer):
    client = log_in("ratna")

    services.deactivate(officer, reason="-", by=standpoint_of(Role.ADMINISTRATOR))

    assert not inside(client)


def test_logging_out_takes_a_post(officer):
    client = log_in("ratna")
    client.get(reverse("account_logout"))
    assert inside(client)

    client.post(reverse("account_logout"))

    assert not inside(client)


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "password/reset/", "password/set/", "login/", "login/code/", "social/signup/",
     "3rdparty/", "2fa/", "2fa/webauthn/", "sessions/", "inactive/", ""],
)  # fmt: skip
def test_addresses_an_office_does_not_use_do_not_exist(client, path):
    assert client.get(f"/akun/{path}").status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password", "mfa_add_webauthn"])
def test_names_an_office_does_not_use_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
