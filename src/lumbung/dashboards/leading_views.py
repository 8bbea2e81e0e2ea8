"""The page of who leads in which field."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.dashboards.language import language_of
from lumbung.dashboards.leading import editions, standing


@require(Act.SEE_REGISTER)
@require_safe
def leading(request: HttpRequest) -> HttpResponse:
    """Field policies with their reasons, and the corrections that stand."""
    standpoint, language = standpoint_of(request), language_of(request)
    context = {
        "editions": editions(language),
        "overrides": standing(standpoint, language),
        "may_correct": standpoint.may(Act.EDIT_REGISTER),
    }
    return render(request, "dashboards/leading.html", context)
