"""An office with the example in it, loaded once a module; each test works inside a savepoint that is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Role
from lumbung.access.tests.factories import AppointmentFactory, standpoint_of
from lumbung.statistics.tests.factories import kept_example

Reader = Callable[..., Client]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """The example, inside a transaction that ends with the module."""
    with kept_example(django_db_blocker) as office:
        yield office


@pytest.fixture
def office(loaded: Office, db: None) -> Office:
    """The example's office; what a test changes is undone behind it (`db` opens a savepoint inside)."""
    return loaded


@pytest.fixture
def officer(office: Office) -> Standpoint:
    """A data officer of the whole office."""
    return standpoint_of(Role.DATA_OFFICER, office)


@pytest.fixture
def reader(office: Office) -> Reader:
    """A browser of somebody in `role` (with a second factor, so that nothing else stops them), in one area."""

    def log_in(role: Role = Role.DATA_OFFICER, area: str = "", language: str = "en") -> Client:
        appointment = AppointmentFactory(role=role.value, office=office, region_code=area)
        Authenticator.objects.create(user=appointment.user, type=Authenticator.Type.TOTP, data={})
        client = Client(HTTP_HOST="localhost")
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        client.force_login(appointment.user)
        return client

    return log_in
