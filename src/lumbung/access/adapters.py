"""allauth as an office needs it: nobody signs up; people are invited."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lumbung.access import lockout
from lumbung.access.models import User
from lumbung.access.queries import standpoints
from lumbung.access.roles import Act
from lumbung.core import sealing


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes sign-up, counts wrong passwords by person, leads each to a page they may see."""

    error_messages = {  # noqa: RUF012 -- as allauth reads it
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name, NIP or password is wrong. Check capital letters and try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator makes an account and hands over its invitation link."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own key is the text as typed: NIP, user name and spaces would each give five more attempts.
        return lockout.key_of_login(credentials.get("username"))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError that says when to try again, while the login is closed."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as closed:
            raise lockout.refusal(request, lockout.key_of_login(credentials.get("username"))) from closed

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """As allauth asks, but not of somebody who logged in within the last minutes."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Back to the login, which says no more than to a stranger."""
        return redirect("account_login")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The dashboard, or for an administrator the accounts, or at least one's own account."""
        held = standpoints(request.user, timezone.localdate()) if isinstance(request.user, User) else []
        if any(standpoint.may(Act.SEE_FIGURES) for standpoint in held):
            return str(super().get_login_redirect_url(request))
        accounts = any(standpoint.may(Act.MANAGE_ACCOUNTS) for standpoint in held)
        return reverse("access:people" if accounts else "access:me")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """One's own account."""
        return reverse("access:me")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of one-time codes; lets nobody drop a second factor that their role asks for."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code does not fit. It changes every 30 seconds and works once: type the one shown now."
        ),
        "cannot_delete_authenticator": _("Your role asks for a second factor; it cannot be taken away."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed under the office's key ring, as text."""
        return base64.b64encode(sealing.seal(text, settings.FIELD_KEYS)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given. Raises MachineTrouble if the key is gone."""
        return str(sealing.unseal(base64.b64decode(encrypted_text), settings.FIELD_KEYS))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not while an appointment of today asks for it."""
        held = standpoints(authenticator.user, timezone.localdate())
        return not any(standpoint.needs_second_factor for standpoint in held)
