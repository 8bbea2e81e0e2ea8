"""One's own account."""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lumbung.access import services
from lumbung.access.devices import device
from lumbung.access.middleware import OFFICE, OfficeRequest
from lumbung.access.models import User
from lumbung.access.queries import standpoints
from lumbung.access.words import appointment_lines


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, my appointments, my sessions, my second factor."""
    person, today = cast(User, request.user), timezone.localdate()
    held = standpoints(person, today)
    factors = {factor.type: factor for factor in Authenticator.objects.filter(user=person)}
    codes = factors.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "appointments": appointment_lines(person.appointments.select_related("office").order_by("-during"), today),
        "offices": [standpoint.office for standpoint in held] if len(held) > 1 else [],
        "here": cast(OfficeRequest, request).standpoint,
        "sessions": _sessions(request, person),
        "totp": factors.get(Authenticator.Type.TOTP),
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "needs_second_factor": any(standpoint.needs_second_factor for standpoint in held),
    }
    return render(request, "access/me.html", context)


def _sessions(request: HttpRequest, person: User) -> list[dict[str, object]]:
    lasting = UserSession.objects.purge_and_list(person)
    lasting.sort(key=lambda session: session.last_seen_at, reverse=True)
    return [
        {
            "device": device(session.user_agent),
            "ip": session.ip,
            "since": session.created_at,
            "seen": session.last_seen_at,
            "this": session.session_key == request.session.session_key,
        }
        for session in lasting
    ]


@login_required
@require_POST
def switch_office(request: HttpRequest) -> HttpResponse:
    """Work in another office where one is appointed today."""
    wanted = request.POST.get("office", "")
    held = standpoints(request.user, timezone.localdate())
    office = next((s.office for s in held if str(s.office.pk) == wanted), None)
    if office is None:
        raise Http404
    request.session[OFFICE] = office.pk
    messages.info(request, gettext("You now work in %(office)s.") % {"office": office.name})
    return redirect("access:me")


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    services.end_other_sessions(cast(User, request.user), session=request.session.session_key or "")
    messages.info(request, gettext("You are logged out everywhere but here."))
    return redirect("access:me")
