"""What ends when a way in changes: sessions elsewhere, and links not yet used."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.utils import timezone

from lumbung.access.models import Invitation, User


def end_sessions(person: User, *, keep: str = "") -> int:
    """End the person's sessions but the one with the key `keep`; returns how many."""
    ended = list(UserSession.objects.filter(user=person).exclude(session_key=keep))
    for session in ended:
        session.end()
    return len(ended)


def void_invitations(person: User) -> None:
    """Links already handed out open nothing any more."""
    Invitation.objects.filter(user=person, used_at=None, expires_at__gt=timezone.now()).update(
        expires_at=timezone.now()
    )
