"""The list of cooperatives and its downloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards import asking, exports, lines, listed, lists, saved, terms
from lumbung.dashboards import worklists as lists_to_work
from lumbung.dashboards.figures import told_of
from lumbung.dashboards.language import language_of
from lumbung.dashboards.moment_pages import around, at_any_moment, past
from lumbung.dashboards.past import dropped
from lumbung.dashboards.saved_pages import kept_views
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.reports.labels import Words


@require(Act.SEE_REGISTER)
@at_any_moment
@transaction.atomic
def cooperatives(request: HttpRequest) -> HttpResponse:
    """Search, filters, day-one lists, the list behind a figure: one page of lines."""
    standpoint = standpoint_of(request)
    asked = asking.wanted(request.GET)
    if not all(map(standpoint.may, asked.needs)):
        raise PermissionDenied
    terms.note_reading(standpoint, asked)
    chosen = lists.selection(standpoint, asked)
    told = lists.counts(chosen, standpoint.area(Act.SEE_REGISTER))
    n = sum(told.values())
    page = lists.page(chosen, after=_key(request, "sesudah"), before=_key(request, "sebelum"), n=n)
    context = _context(standpoint, chosen, page, told, language_of(request)) | _around(request, asked, page)
    context |= around(request, chosen.moment, _untold(chosen, language_of(request)))
    context["kept_views"] = kept_views(request, asked)
    return render(request, "dashboards/cooperatives.html", context)


def _context(
    standpoint: Standpoint, chosen: lists.Selection, page: lists.Page, told: Mapping[str, int], language: Language
) -> dict[str, Any]:
    asked, words = chosen.asked, Words(language)
    n = sum(told.values())
    sources = lists.sources_of(standpoint.office)
    writer = lines.Writer(chosen.rule, language, past(chosen.moment))
    day = chosen.picture.as_of if chosen.picture else None
    return {
        "asked": asked,
        "title": lines.title(chosen, n, language, sources),
        "n": n,
        "lines": [writer.line(row) for row in page.rows],
        "statuses": _statuses(asked, told, words),
        "chips": asking.chips(asked, language, sources),
        "choices": asking.choices(asked, language, _districts(standpoint.office), sources),
        "hidden": [pair for pair in asked.pairs() if pair[0] not in ("q", *asking.CHOSEN_BY_HAND)],
        "kept": [pair for pair in asked.pairs() if pair[0] != "q"],
        "saved": saved.views(asked, day, language),
        "dated": chosen.picture.dated(language) if chosen.picture else "",
        "rule": asking.rule_title(chosen.rule, language) if chosen.rule else "",
        "opening": chosen.opening,
        "elsewhere": _elsewhere(chosen, n, standpoint),
        "answer": chosen.answer if n else None,
        "of_rows": chosen.of_rows,
        "begun": n > 0 or lists.entries_counted(standpoint.office) > 0,
        "exports": exports.offers(asked, language) if standpoint.may(Act.EXPORT) else [],
        "sorts": [] if chosen.of_rows else asking.sorts(asked, language),
        "long": n > exports.AT_ONCE,
        "page": page,
    }


def _statuses(asked: asking.Wanted, told: Mapping[str, int], words: Words) -> list[dict[str, Any]]:
    return [
        {
            "standing": code,
            "word": words.label("result", code),
            "n": told[code],
            "href": asked.instead("standing", code),
        }
        for code in ("active", "unknown", "not_applicable", "inactive")
        if code in told
    ]


_NO_PAST = _("What waits for people and the ends of officers’ terms are told of the present only; left out: %(what)s.")
_NO_ROWS = _("The figure counts rows; of the past their cooperatives are shown.")


def _untold(chosen: lists.Selection, language: Language) -> list[str]:
    """What a list of the past does not hold to."""
    if chosen.moment is None:
        return []
    translate = translator(language)
    left = [asking.value_word(name, value, language, {}) for name, value in dropped(chosen.asked)]
    told = [translate(_NO_PAST) % {"what": ", ".join(left)}] if left else []
    return [*told, *([translate(_NO_ROWS)] if chosen.opening and chosen.opening.rows else [])]


def _elsewhere(chosen: lists.Selection, n: int, standpoint: Standpoint) -> int:
    """How many lines of the figure lie outside this person's area; 0 where they see all of it."""
    opening = chosen.opening
    whole = "" in standpoint.area(Act.SEE_REGISTER)
    if (
        opening is None
        or whole
        or chosen.moment
        or opening.unit in ("person", "rupiah")
        or chosen.asked.filters
        or chosen.asked.query
    ):
        return 0
    return max(opening.count - n, 0)


def _districts(office: Office) -> list[str]:
    place = regency(office.region_code)
    return sorted(code for code in place.names if len(code) == 6) if place else []


def _around(request: HttpRequest, asked: asking.Wanted, page: lists.Page) -> dict[str, Any]:
    """Where in the list the page stands, and the pages around it: what the address said, never counted anew."""
    first = max(_key(request, "ke") or 1, 1)
    last = first + len(page.rows) - 1
    before = max(first - lists.PAGE, 1)
    return {
        "first": first,
        "last": last,
        "next_href": asked.address(("sesudah", str(page.after)), ("ke", str(last + 1))),
        "previous_href": asked.address(("sebelum", str(page.before)), ("ke", str(before))),
    }


def _key(request: HttpRequest, name: str) -> int | None:
    told = request.GET.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 19 else None


@require(Act.SEE_REGISTER)
def worklists(request: HttpRequest) -> HttpResponse:
    """The lists to work through, with how many stand in each."""
    standpoint = standpoint_of(request)
    picture = told_of(standpoint.office, "")
    told = {
        "groups": lists_to_work.worklists(standpoint, language_of(request)),
        "listed": listed.summaries(standpoint, language_of(request)),
        "dated": picture.dated(language_of(request)) if picture else "",
    }
    return render(request, "dashboards/worklists.html", told)
