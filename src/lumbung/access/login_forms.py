"""The forms allauth's pages use, in our words (`ACCOUNT_FORMS`, `MFA_FORMS`)."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from lumbung.access import lockout, services, trail

PASSWORD_HELP = _("At least 12 characters. A few words in a row are easy to remember and hard to guess.")


def _plain(form: Form, labels: dict[str, Any]) -> None:
    """Our labels, and no grey words inside the fields that vanish when one types."""
    for name, label in labels.items():
        form.fields[name].label = label
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name or NIP, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"login": _("User name or NIP"), "password": _("Password")})
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].help_text = _("Forgotten? Ask your administrator for a new invitation.")


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"password": _("Password")})


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """Old password, new password twice; saved by our service, which ends the other sessions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"oldpassword": _("Present password"), "password1": _("New password")}
        _plain(self, {**labels, "password2": _("New password once more")})
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_HELP

    def save(self) -> None:
        """Change it, with the audit line."""
        services.change_password(
            self.user, self.cleaned_data["password1"], session=context.request.session.session_key or ""
        )


class _Code(Form):
    """A one-time code: works once, and too many wrong ones close it for some minutes."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"code": _("Code")})
        self.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "numeric"}

    def clean_code(self) -> str:
        """The code. Raises ValidationError if it is wrong, was used before, or the login is closed."""
        try:
            code = str(super().clean_code())  # type: ignore[misc]
        except ValidationError as trouble:
            if trouble.code in lockout.CODES:
                key = lockout.key_of_second_factor(self.user.pk)
                raise lockout.refusal(context.request, key) from trouble
            trail.note_wrong_code(context.request, self.user)
            raise
        # allauth forgets a used code after one period, but lets it through for as many as it tolerates.
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        name = f"lumbung.access.code:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(name, True, timeout=app_settings.TOTP_PERIOD * periods):
            trail.note_wrong_code(context.request, self.user)
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_Code, second_factor.AuthenticateForm):  # type: ignore[misc]
    """The code at login, or a recovery code."""


class SecondFactorAgainForm(_Code, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """The code before something delicate."""


class ActivateForm(_Code, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a newly set up app."""
