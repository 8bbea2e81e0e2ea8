"""The page behind an invitation link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lumbung.access import services
from lumbung.access.forms import InvitationForm, tell
from lumbung.core.findings import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password1", "password2")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password, once; looking (a person, or a messenger's preview) does not use the link up."""
    usable = services.invitation_of(token)
    if usable is None:
        return render(request, "access/invitation_void.html", status=404)
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            person = services.accept_invitation(token, form.cleaned_data["password1"])
        except Refusal as refusal:
            tell(form, refusal)
        else:
            logout(request)  # whoever else was logged in in this browser
            sentence = gettext("Your password is set. Log in as %(username)s.")
            messages.success(request, sentence % {"username": person.username})
            return redirect("account_login")
    return render(request, "access/invitation.html", {"form": form, "person": usable.user})
