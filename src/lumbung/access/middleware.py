"""Each request knows in which office its person works: `request.standpoint`, or None."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from lumbung.access.queries import Standpoint, standpoints
from lumbung.core.language import LANGUAGES

OFFICE = "office"  # session key: the office chosen where a person has several
# What somebody may open before the second factor is set up: setting it up, and leaving.
_ON_THE_WAY = frozenset(
    {
        "mfa_activate_totp", "account_reauthenticate", "account_logout", "set_language", "healthz", "readyz",
        "access:invitation",
    }
)  # fmt: skip


class OfficeRequest(HttpRequest):
    """A request that went through OfficeMiddleware."""

    standpoint: Standpoint | None


class LanguageMiddleware:
    """Indonesian unless the reader chose another language; what the browser asks for does not count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in LANGUAGES else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class OfficeMiddleware:
    """Finds the standpoint; sends those who need a second factor and have none to setting one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: OfficeRequest) -> HttpResponse:
        held = standpoints(request.user, timezone.localdate())
        chosen = request.session.get(OFFICE)
        request.standpoint = next((s for s in held if s.office.pk == chosen), held[0] if held else None)
        # In whichever office the role is held: else one could log in where it is not, and change over.
        if any(standpoint.needs_second_factor for standpoint in held) and not _settled(request):
            return _lead_to(request, reverse("mfa_activate_totp"))
        return self.get_response(request)


def _settled(request: OfficeRequest) -> bool:
    """Whether the second factor is set up, or the person is just about to do so (or to leave).

    With one set up, no session is without it: the login asks for it, and setting it up ends the other sessions.
    """
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- models, not ready at import
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415

    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return True  # nothing there for anybody
    return name in _ON_THE_WAY or bool(is_mfa_enabled(request.user, [Authenticator.Type.TOTP]))


def _lead_to(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":  # a redirect would be swapped into a part of the page
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
