"""The trail of one's own office, filtered, a page at a time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lumbung.access.roles import GRANTS, Act, Role
from lumbung.access.tests.factories import OfficeFactory, standpoint_of
from lumbung.audit.models import Entry
from lumbung.audit.queries import PAGE
from lumbung.audit.sealing import seal_lines_below

pytestmark = pytest.mark.django_db
PATH = "/jejak-audit/"


def client_of(standpoint, language="en"):
    """A browser of that person, with a second factor, so that nothing else stops them."""
    Authenticator.objects.create(user=standpoint.user, type=Authenticator.Type.TOTP, data={})
    client = Client(HTTP_HOST="localhost")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(standpoint.user)
    return client


@pytest.fixture
def head():
    return standpoint_of(Role.HEAD)


def line(standpoint, subject="batch:1", action="imports.batch.applied", **more):
    """One line of that person; day and hour in UTC."""
    told = {"at": datetime(2024, 7, 15, 1, 30, tzinfo=UTC), "transaction": 1, "office_id": standpoint.office.pk, **more}
    return Entry.objects.create(
        actor_key=standpoint.actor.key, actor_name=standpoint.actor.name, subject=subject, action=action, **told
    )


def shown(client, query=""):
    return pks(client.get(PATH + query).context["lines"])


def pks(lines):
    """Their keys, without the reader's own login."""
    logins = set(Entry.objects.filter(action="access.login.succeeded").values_list("pk", flat=True))
    return [one.pk for one in lines if one.pk not in logins]


@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_the_trail_is_in_the_table_of_rights(role):
    answer = client_of(standpoint_of(role)).get(PATH)

    assert answer.status_code == (200 if Act.SEE_AUDIT in GRANTS[role] else 403)


def test_a_stranger_is_led_to_the_login():
    assert Client(HTTP_HOST="localhost").get(PATH).url == "/akun/masuk/?next=/jejak-audit/"


def test_only_the_lines_of_one_s_own_office_are_shown_newest_first(head):
    other = standpoint_of(Role.HEAD, OfficeFactory(code="6472", region_code="6472", name="Dinas Lain"))
    mine = [line(head).pk, line(head).pk]
    line(other)
    line(head, office_id=None)

    assert shown(client_of(head)) == mine[::-1]


def test_filters_choose_lines(head):
    colleague = standpoint_of(Role.DATA_OFFICER, head.office)
    client = client_of(head)
    mine = line(head, "batch:7")
    theirs = line(colleague, "cooperative:6471-00012-4", "registry.personal_data.read")
    early = line(head, "batch:7", at=datetime(2024, 7, 13, 16, 1, tzinfo=UTC))  # 00.01 of the 14th in the office

    assert shown(client, f"?orang={colleague.actor.key}") == [theirs.pk]
    assert shown(client, "?tindakan=registry.personal_data.read") == [theirs.pk]
    assert shown(client, "?perihal=batch:7") == [early.pk, mine.pk]
    assert shown(client, "?perihal=6471-00012-4") == [theirs.pk]
    assert shown(client, "?sampai=14/07/2024") == [early.pk]
    assert shown(client, "?dari=15/07/2024&perihal=batch:7") == [mine.pk]
    assert shown(client, "?dari=14/07/2024&sampai=14/07/2024") == [early.pk]


def test_a_day_that_is_none_is_told_beside_its_field_and_filters_nothing(head):
    line(head)

    answer = client_of(head).get(PATH, {"dari": "31/02/2024"})

    assert len(pks(answer.context["lines"])) == 1
    assert list(answer.context["form"].errors) == ["dari"]
    assert "Write day/month/year, for example 30/06/2024." in answer.content.decode()


def test_each_filter_can_be_taken_off_alone(head):
    answer = client_of(head).get(PATH, {"perihal": "batch:7", "sampai": "15/07/2024"})

    assert [(chip["value"], chip["href"]) for chip in answer.context["chips"]] == [
        ("batch:7", "?sampai=15%2F07%2F2024"),
        ("15/07/2024", "?perihal=batch%3A7"),
    ]


def test_pages_follow_each_other_without_gap_and_back_again(head):
    client = client_of(head)
    ids = [*[line(head).pk for _ in range(2 * PAGE + 5)][::-1], Entry.objects.earliest("pk").pk]  # the login

    first = client.get(PATH).context
    second = client.get(PATH + first["older"]).context
    third = client.get(PATH + second["older"]).context
    back = client.get(PATH + third["newer"]).context

    pages = [[one.pk for one in page["lines"]] for page in (first, second, third)]
    assert [pk for page in pages for pk in page] == ids
    assert ([one.pk for one in back["lines"]], third["older"], first["newer"]) == (pages[1], "", "")
    assert back["newer"]
    assert client.get(PATH + back["newer"]).context["newer"] == ""


@pytest.mark.parametrize("key", ["sebelum=x", "sebelum=99999999999999999999", "sesudah=-1", "sebelum=%C2%B2"])
def test_a_guessed_place_in_the_list_is_the_beginning(head, key):
    pk = line(head).pk

    assert shown(client_of(head), f"?{key}") == [pk]


def test_a_line_says_who_did_what_why_and_which_seal_holds_it(head):
    line(
        head, f"user:{head.user.pk}", "access.person.deactivated", reason="<b>Pindah</b> tugas",
        changes={"is_active": [True, False]},
    )  # fmt: skip
    client = client_of(head)

    only = {"tindakan": "access.person.deactivated"}  # the login is of this transaction, which goes on
    before = client.get(PATH, only).content.decode()
    seal_lines_below(2)
    after = client.get(PATH, only).content.decode()

    for told in (
        "Account closed",
        "&lt;b&gt;Pindah&lt;/b&gt; tugas",
        "account open: yes → no",
        f"Person {head.user.name}",
    ):
        assert told in before
    assert ("seal follows" in before, "seal follows" in after) == (True, False)
    assert "Head of the chain" in after


def test_the_page_costs_as_many_queries_for_many_lines_as_for_one(head):
    client = client_of(head)
    line(head, f"user:{head.user.pk}")
    line(head, "batch:1")
    client.get(PATH)
    with CaptureQueriesContext(connection) as for_one:
        client.get(PATH)
    for n in range(20):
        line(head, f"user:{head.user.pk}" if n % 2 else f"batch:{n}")

    with CaptureQueriesContext(connection) as for_many:
        client.get(PATH)
    assert len(for_many) == len(for_one)
