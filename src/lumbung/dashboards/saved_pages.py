"""Lists a person keeps under a name: saved from the list's own page, renamed, shared, forgotten."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lumbung.access.models import SavedView
from lumbung.access.queries import views_offered
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.access.services.saved_views import ViewRefused, change_view, delete_view, save_view
from lumbung.core.sentences import say
from lumbung.dashboards import asking
from lumbung.dashboards.language import language_of
from lumbung.dashboards.saved import View


def kept_views(request: HttpRequest, asked: asking.Wanted) -> list[View]:
    """What this person saved, and what others of the office share; the one that is open is marked."""
    standpoint = standpoint_of(request)
    return [
        View(
            one.name if one.user_id == standpoint.user.pk else f"{one.name} ({one.user})",
            one.address,
            asking.asked_by(one.address) == asked,
            reverse("dashboards:view", args=[one.pk]) if one.user_id == standpoint.user.pk else "",
        )
        for one in views_offered(standpoint.user, standpoint.office)
    ]


@require(Act.SEE_REGISTER)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list of this address under a name."""
    asked = asking.wanted(request.GET)
    if request.method != "POST":
        return _form(request, asked, None, "", shared=False)
    name, shared = request.POST.get("name", ""), "shared" in request.POST
    try:
        save_view(standpoint_of(request), name, asked.address(), shared=shared)
    except ViewRefused as refused:
        return _form(request, asked, None, name, shared=shared, refused=refused)
    return redirect(reverse("dashboards:cooperatives") + asked.address())


@require(Act.SEE_REGISTER)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for a list of one's own, shared or not, or no longer kept."""
    standpoint = standpoint_of(request)
    view = SavedView.objects.filter(pk=pk, user=standpoint.user, office=standpoint.office).first()
    if view is None:
        raise Http404
    asked = asking.asked_by(view.address)
    if request.method != "POST":
        return _form(request, asked, view, view.name, shared=view.shared)
    name, shared = request.POST.get("name", ""), "shared" in request.POST
    try:
        if "delete" in request.POST:
            delete_view(view)
        else:
            change_view(view, name=name, shared=shared)
    except ViewRefused as refused:
        return _form(request, asked, view, name, shared=shared, refused=refused)
    return redirect(reverse("dashboards:cooperatives") + asked.address())


def _form(
    request: HttpRequest,
    asked: asking.Wanted,
    view: SavedView | None,
    name: str,
    *,
    shared: bool,
    refused: ViewRefused | None = None,
) -> HttpResponse:
    language = language_of(request)
    told = {
        "view": view,
        "name": name,
        "shared": shared,
        "back": asked.address(),
        "chips": asking.chips(asked, language, {}),
        "troubles": [say(finding, language) for finding in refused.findings] if refused else [],
    }
    return render(request, "dashboards/view.html", told, status=422 if refused else 200)
