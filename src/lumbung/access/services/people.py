"""A person's account: made, closed, opened again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lumbung.access.models import User
from lumbung.access.queries import Standpoint
from lumbung.access.services.refusals import check_administrator, check_keeps, refuse
from lumbung.access.services.sessions import end_sessions, void_invitations
from lumbung.audit.services import Actor, record
from lumbung.core.findings import Refusal


def make_person(*, username: str, name: str, nip: str = "", email: str = "", by: Standpoint) -> User:
    """An account without a password: an appointment and an invitation make it useful.

    Args:
        username: Kept in lower case; letters, digits and . _ - @ +, no spaces.
        nip: 18 digits, spaces allowed, or empty.
    Raises:
        AccountRefused: User name or NIP is bad or taken, the name is missing, or `by` is no administrator.
    """
    check_administrator(by)
    return make(username=username, name=name, nip=nip, email=email, actor=by.actor)


@transaction.atomic
def make(
    *, username: str, name: str, actor: Actor, nip: str = "", email: str = "", password: str | None = None
) -> User:
    """`make_person` without asking who may: for the house itself."""
    username, name, nip = username.strip().lower(), name.strip(), nip.replace(" ", "")
    _check(username, name, nip)
    try:
        with transaction.atomic():
            person = User.objects.create_user(username, password, name=name, nip=nip or None, email=email)
    except IntegrityError as trouble:  # somebody was quicker between our look and our writing
        raise _taken(username, nip) or refuse("username_taken", username=username) from trouble
    record(
        "access.person.made",
        actor=actor,
        subject=f"user:{person.pk}",
        changes={"username": [None, username], "name": [None, name]},
    )
    return person


def _check(username: str, name: str, nip: str) -> None:
    if not name:
        raise refuse("name_missing")
    field = User._meta.get_field("username")
    try:
        field.run_validators(username)
    except ValidationError as trouble:
        raise refuse("username_bad", username=username) from trouble
    if not username or (username.isdecimal() and len(username) == 18):
        raise refuse("username_bad", username=username)
    if nip and not (nip.isascii() and nip.isdecimal() and len(nip) == 18):
        raise refuse("nip_bad", nip=nip)
    if refusal := _taken(username, nip):
        raise refusal


def _taken(username: str, nip: str) -> Refusal | None:
    if User.objects.filter(username__iexact=username).exists():
        return refuse("username_taken", username=username)
    if nip and User.objects.filter(nip=nip).exists():
        return refuse("nip_taken", nip=nip)
    return None


@transaction.atomic
def deactivate(person: User, *, reason: str, by: Standpoint) -> None:
    """Close the account: the sessions end at once, links in hand become void; appointments stay as they were."""
    check_keeps(by, person)
    _set_active(person, False)
    end_sessions(person)
    void_invitations(person)
    record(
        "access.person.deactivated",
        actor=by.actor,
        subject=f"user:{person.pk}",
        reason=reason,
        changes={"is_active": [True, False]},
    )


@transaction.atomic
def reactivate(person: User, *, reason: str, by: Standpoint) -> None:
    """Open a closed account again; its password and its second factor are as they were."""
    check_keeps(by, person)
    _set_active(person, True)
    record(
        "access.person.reactivated",
        actor=by.actor,
        subject=f"user:{person.pk}",
        reason=reason,
        changes={"is_active": [False, True]},
    )


def _set_active(person: User, active: bool) -> None:
    locked = User.objects.select_for_update().get(pk=person.pk)
    locked.is_active = person.is_active = active
    locked.save(update_fields=["is_active"])
