"""The first page."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.dashboards.asking import rule_title
from lumbung.dashboards.figures import told_of
from lumbung.dashboards.figures_then import counted_then, tables_then
from lumbung.dashboards.home import changes, freshness, running, turns_behind, work_of
from lumbung.dashboards.language import language_of
from lumbung.dashboards.moment import NAME, Moment, moment_of
from lumbung.dashboards.moment_pages import around, at_any_moment
from lumbung.dashboards.navigation import rooms
from lumbung.dashboards.plain import without_links
from lumbung.dashboards.summary import SHOWN, counted
from lumbung.dashboards.tables_file import offers
from lumbung.dashboards.typed import plain
from lumbung.statistics.queries import picture_of, sections_of
from lumbung.statistics.since import work_between


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
@at_any_moment
def figures(request: HttpRequest) -> HttpResponse:
    """The two streams, kind by district, map, what changed, what waits, how old the data is; or the past's tables."""
    standpoint = standpoint_of(request)
    if moment := moment_of(standpoint.office, plain(request.GET.get(NAME, ""))):
        return _past(request, standpoint, moment)
    picture = picture_of(standpoint.office)
    sections = sections_of(picture, get_language() or "id") if picture else {}
    opens = standpoint.may(Act.SEE_REGISTER)
    context = {
        "picture": picture,
        "sections": sections if opens else without_links(sections),
        "changed": changes(picture, language_of(request)) if picture else [],
        "turns": turns_behind(picture) if picture else [],
        "meanwhile": work_between(picture) if picture else None,
        "fresh": freshness(standpoint),
        "work": work_of(standpoint),
        "jobs": running(standpoint),
        "kept": counted(standpoint, most=SHOWN),
        "opens": opens,
        "files": offers(language_of(request)) if standpoint.may(Act.EXPORT) else [],
    }
    return render(request, "dashboards/home.html", context | around(request, None))


def _past(request: HttpRequest, standpoint: Standpoint, moment: Moment) -> HttpResponse:
    """The tables of an earlier moment, under the criterion that is chosen today."""
    picture, language = told_of(standpoint.office, ""), language_of(request)
    counted = counted_then(standpoint.office, picture, moment) if picture else None
    active = sum(n for (_district, _kind, standing, _here), n in (counted or {}).items() if standing == "active")
    here = sum(n for (*_told, is_here), n in (counted or {}).items() if is_here)
    context = {
        "tables": tables_then(counted, moment, language, opens=standpoint.may(Act.SEE_REGISTER)) if counted else [],
        "active": active,
        "here": here,
        "rule": rule_title(picture.rule, language) if picture else "",
        "dated": picture.then(standpoint.office, moment).dated(language) if picture else "",
    }
    return render(request, "dashboards/home_then.html", context | around(request, moment))
