"""The daily summary: kept lists, how long they are and how that changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.access.services.saved_views import follow_views
from lumbung.dashboards.language import language_of
from lumbung.dashboards.summary import as_text, counted


@require(Act.SEE_REGISTER)
def summary(request: HttpRequest) -> HttpResponse:
    """Counts of kept lists; a POST chooses which of them the person follows."""
    standpoint = standpoint_of(request)
    if request.method == "POST":
        follow_views(standpoint, [int(pk) for pk in request.POST.getlist("follow") if pk.isdecimal()])
        messages.success(request, gettext("These lists are in your daily summary."))
        return redirect("dashboards:summary")
    told = counted(standpoint)
    followed = [one for one in told if one.followed]
    text = as_text(standpoint, followed, language_of(request)) if followed else ""
    return render(request, "dashboards/summary.html", {"told": told, "text": text})
