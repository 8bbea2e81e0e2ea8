"""Ways in: invitation links, passwords, the second factor, sessions elsewhere."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lumbung.access.models import Invitation, User
from lumbung.access.queries import Standpoint, home_office
from lumbung.access.services.refusals import check_keeps, refuse
from lumbung.access.services.sessions import end_sessions, void_invitations
from lumbung.audit.services import Actor, record

INVITATION_DAYS = 7


@transaction.atomic
def invite(person: User, *, by: Standpoint) -> str:
    """A token that lets `person` set a password once, for 7 days; links handed out before become void.

    Only its SHA-256 is kept: whoever lost the link needs a new one.

    Raises:
        AccountRefused: Not an administrator of the office that made the account, oneself, or a closed account.
    """
    check_keeps(by, person)
    if not person.is_active:
        raise refuse("person_inactive", person=person.name)
    User.objects.select_for_update().get(pk=person.pk)  # two clicks at once: the later link voids the earlier
    void_invitations(person)
    token = secrets.token_urlsafe(32)
    until = timezone.now() + timedelta(days=INVITATION_DAYS)
    Invitation.objects.create(user=person, token_hash=_hash(token), made_by=by.user, expires_at=until)
    record("access.invitation.made", actor=by.actor, subject=f"user:{person.pk}", changes={"until": until.isoformat()})
    return token


def invitation_of(token: str) -> Invitation | None:
    """The invitation a link stands for as long as it can be used."""
    return (
        Invitation.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now())
        .filter(user__is_active=True)
        .select_related("user")
        .first()
    )


@transaction.atomic
def accept_invitation(token: str, password: str) -> User:
    """Set the password a link allows to set, and use the link up.

    Raises:
        AccountRefused: The link is void, or the password too weak.
    """
    usable = Invitation.objects.select_for_update().filter(token_hash=_hash(token)).first()
    if usable is None or invitation_of(token) is None:  # asked again under the lock: two browsers, one link
        raise refuse("invitation_void")
    person = User.objects.select_for_update().get(pk=usable.user_id)
    _set_password(person, password)
    usable.used_at = timezone.now()
    usable.save(update_fields=["used_at"])
    void_invitations(person)
    end_sessions(person)
    record("access.invitation.accepted", actor=_themselves(person), subject=f"user:{person.pk}")
    return person


@transaction.atomic
def change_password(person: User, password: str, *, session: str = "") -> None:
    """A person changes their own password; every session but the one with the key `session` ends.

    Raises:
        AccountRefused: The password is too weak.
    """
    _set_password(person, password)
    ended = end_sessions(person, keep=session)
    void_invitations(person)
    record(
        "access.password.changed",
        actor=_themselves(person),
        subject=f"user:{person.pk}",
        changes={"sessions_ended": ended},
    )


@transaction.atomic
def reset_login(person: User, *, reason: str, by: Standpoint) -> str:
    """Take away password, second factor and sessions, and hand out a new invitation's token.

    Raises:
        AccountRefused: As `invite`.
    """
    check_keeps(by, person)
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    end_sessions(person)
    record("access.login.reset", actor=by.actor, subject=f"user:{person.pk}", reason=reason)
    return invite(person, by=by)


@transaction.atomic
def end_other_sessions(person: User, *, session: str) -> int:
    """A person logs out everywhere but in the session with the key `session`; returns how many ended."""
    ended = end_sessions(person, keep=session)
    record(
        "access.sessions.ended",
        actor=_themselves(person),
        subject=f"user:{person.pk}",
        changes={"sessions_ended": ended},
    )
    return ended


@transaction.atomic
def note_second_factor(person: User, *, added: bool, session: str) -> None:
    """A person set up their second factor or took it away.

    Sessions elsewhere end: those opened with the password alone must not go on beside the one that has the code.
    """
    end_sessions(person, keep=session)
    action = "access.second_factor.set" if added else "access.second_factor.removed"
    record(action, actor=_themselves(person), subject=f"user:{person.pk}")


def check_password(password: str, person: User) -> None:
    """Raises AccountRefused if the password breaks a rule of `AUTH_PASSWORD_VALIDATORS`."""
    try:
        validate_password(password, person)
    except ValidationError as trouble:
        raise refuse("password_weak", reasons=" ".join(trouble.messages)) from trouble


def _set_password(person: User, password: str) -> None:
    check_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _themselves(person: User) -> Actor:
    office = home_office(person)  # whose trail shall hold the line
    return Actor(f"user:{person.pk}", str(person), office.pk if office else None)
