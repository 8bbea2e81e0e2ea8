"""allauth's pages for setting up and taking away a second factor, with our audit line in the same transaction."""

from __future__ import annotations

from typing import cast

from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from lumbung.access import services
from lumbung.access.models import User


class Activate(ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Shows the picture to scan, takes the first code."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Kept, noted, and sessions elsewhere ended."""
        with transaction.atomic():
            response = cast(HttpResponse, super().form_valid(form))
            _note(self.request, added=True)
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    """Takes the second factor away, where no role asks for it."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Gone, and noted."""
        with transaction.atomic():
            response = cast(HttpResponse, super().form_valid(form))
            _note(self.request, added=False)
        return response


def _note(request: HttpRequest, *, added: bool) -> None:
    person = cast(User, request.user)
    services.note_second_factor(person, added=added, session=request.session.session_key or "")
