"""Login by user name or by NIP."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from lumbung.access.models import User


class NameOrNipBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """18 digits are a NIP, everything else a user name without case."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The person these credentials belong to, or None; takes the same time for a name nobody has."""
        password = credentials.get("password")
        login = written(credentials.get("username"))
        if not login or password is None:
            return None
        person = person_called(login)
        if person is None:
            User().set_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None


def written(login: object) -> str:
    """A user name or NIP without the spaces people write into a NIP."""
    return "".join(str(login or "").split()).lower()


def person_called(login: str) -> User | None:
    """The person with that NIP or user name; `login` as `written` gives it."""
    if login.isascii() and login.isdecimal() and len(login) == 18:
        return User.objects.filter(nip=login).first()
    return User.objects.filter(username__iexact=login).first()
