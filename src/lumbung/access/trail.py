"""Logins in the audit trail: who came in, who went out, whose name was tried in vain, and when that closed the login.

Names that belong to nobody leave no line: people type passwords into that field. A closed login writes nothing either,
so that nobody fills the trail by knocking.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from lumbung.access import lockout
from lumbung.access.backends import person_called, written
from lumbung.access.models import User
from lumbung.access.queries import home_office
from lumbung.audit.services import SYSTEM, Actor, record


def listen() -> None:
    """Hear what Django tells of logins."""
    user_logged_in.connect(_came_in, dispatch_uid="access.trail.in")
    user_logged_out.connect(_went_out, dispatch_uid="access.trail.out")
    user_login_failed.connect(_failed, dispatch_uid="access.trail.failed")


@transaction.atomic
def note_wrong_code(request: HttpRequest, person: User) -> None:
    """A one-time code or recovery code did not fit."""
    _note_failure(request, person, "code", lockout.key_of_second_factor(person.pk))


@transaction.atomic
def _came_in(sender: object, user: User, **_told: Any) -> None:
    record("access.login.succeeded", actor=_themselves(user), subject=f"user:{user.pk}")


@transaction.atomic
def _went_out(sender: object, user: User | None, **_told: Any) -> None:
    if user is not None:  # else a session that had ended already
        record("access.logged_out", actor=_themselves(user), subject=f"user:{user.pk}")


@transaction.atomic
def _failed(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_told: Any) -> None:
    person = person_called(written(credentials.get("username")))
    if person is not None and request is not None:
        _note_failure(request, person, "password", lockout.key_of_login(person.username))


def _note_failure(request: HttpRequest, person: User, what: str, key: str) -> None:
    # Nobody knows who it was, so the house speaks, in the office that sees to the account.
    house = Actor(SYSTEM.key, SYSTEM.name, _themselves(person).office_id)
    about = f"user:{person.pk}"
    record("access.login.failed", actor=house, subject=about, changes={"what": what})
    if moment := lockout.until(request, key):
        clock = timezone.localtime(moment).isoformat(timespec="minutes")
        record("access.login.closed", actor=house, subject=about, changes={"until": clock})


def _themselves(person: User) -> Actor:
    office = home_office(person)
    return Actor(f"user:{person.pk}", person.name, office.pk if office else None)
