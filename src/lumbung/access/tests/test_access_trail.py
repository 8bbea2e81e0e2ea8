"""Logins in the audit trail."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from lumbung.access.roles import Role
from lumbung.access.tests.factories import PASSWORD, AppointmentFactory, OfficeFactory, UserFactory, standpoint_of
from lumbung.access.tests.test_access_login import code_of, head, log_in  # noqa: F401 -- a fixture
from lumbung.audit.models import Entry

pytestmark = pytest.mark.django_db
CODE = "/akun/masuk/kode/"


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    cache.clear()


@pytest.fixture
def officer():
    return AppointmentFactory(user=UserFactory(username="ratna", name="Ratna Purnamasari")).user


def lines():
    """(act, actor, subject, what it says) in the order they were written."""
    told = Entry.objects.filter(action__startswith="access.log").order_by("pk")
    return [(e.action.removeprefix("access."), e.actor_key, e.subject, e.changes.get("what", "")) for e in told]


def test_coming_in_and_going_out_leave_a_line_each_in_the_persons_office(officer):
    client = log_in("ratna")
    client.post("/akun/keluar/")

    me = f"user:{officer.pk}"
    assert lines() == [("login.succeeded", me, me, ""), ("logged_out", me, me, "")]
    assert set(Entry.objects.values_list("office_id", flat=True)) == {officer.appointments.get().office_id}


def test_wrong_passwords_leave_lines_and_closing_the_login_one_more(officer):
    client = Client()
    for _ in range(8):
        log_in("RATNA", "salah", client)
    log_in("ratna", PASSWORD, client)

    me = f"user:{officer.pk}"
    assert lines() == [("login.failed", "system", me, "password")] * 5 + [("login.closed", "system", me, "")]
    assert Entry.objects.get(action="access.login.closed").changes["until"]


def test_what_was_typed_stands_nowhere(officer):
    log_in("ratna", "rahasia-yang-salah")
    log_in("rahasia-di-kolom-nama", "x")

    assert lines() == [("login.failed", "system", f"user:{officer.pk}", "password")]
    assert "rahasia" not in str(list(Entry.objects.values()))


def test_a_wrong_code_and_a_code_used_twice_leave_lines_and_only_the_right_one_lets_in(head):  # noqa: F811
    me, code = f"user:{head.pk}", code_of(head)
    client = log_in(head.username)
    assert lines() == []  # the password alone is no login
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code})
    other = log_in(head.username)
    other.post(CODE, {"code": code})

    failed = ("login.failed", "system", me, "code")
    assert lines() == [failed, ("login.succeeded", me, me, ""), failed]


def test_only_who_may_see_the_trail_of_the_office_sees_logins(officer):
    log_in("ratna")
    office, elsewhere = officer.appointments.get().office, OfficeFactory(code="6472")

    def seen(role, where):
        client = Client()
        standpoint = standpoint_of(role, office=where)
        from allauth.mfa.totp.internal import auth  # noqa: PLC0415

        auth.TOTP.activate(standpoint.user, auth.generate_totp_secret())
        client.force_login(standpoint.user)
        client.cookies["lumbung_language"] = "en"
        answer = client.get("/jejak-audit/")
        return answer.status_code, officer.name in answer.content.decode()

    assert seen(Role.ADMINISTRATOR, office) == (200, True)
    assert seen(Role.HEAD, office) == (200, True)
    assert seen(Role.ADMINISTRATOR, elsewhere) == (200, False)
    assert seen(Role.DATA_OFFICER, office)[0] == 403
