"""The first page."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.dashboards.home import changes, freshness, running, work_of
from lumbung.dashboards.navigation import rooms
from lumbung.dashboards.summary import SHOWN, counted
from lumbung.statistics.queries import picture_of, sections_of


def home(request: HttpRequest) -> HttpResponseBase:
    """The dashboard for those who may see figures; the first room of their own for others."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    standpoint = standpoint_of(request)
    if not standpoint.may(Act.SEE_FIGURES):
        links = rooms(request)["rooms"].links
        return redirect(links[0].href if links else "access:me")
    return figures(request)


@require(Act.SEE_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """The two streams, kind by district, map, what changed, what waits, how old the data is."""
    standpoint = standpoint_of(request)
    picture = picture_of(standpoint.office)
    sections = sections_of(picture, get_language() or "id") if picture else {}
    context = {
        "picture": picture,
        "sections": sections,
        "changed": changes(picture, get_language() or "id") if picture else [],
        "fresh": freshness(standpoint),
        "work": work_of(standpoint),
        "jobs": running(standpoint),
        "kept": counted(standpoint, most=SHOWN),
        "opens": standpoint.may(Act.SEE_REGISTER),
    }
    return render(request, "dashboards/home.html", context)
