"""One cooperative's page, and its officers behind a button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit.services import record_reading
from lumbung.dashboards.list_views import language_of
from lumbung.dashboards.records import MONEY_WORDS, Found, Reader, found
from lumbung.dashboards.sides import personal
from lumbung.imports.models import Batch
from lumbung.reports.labels import Words


@require(Act.SEE_REGISTER)
@require_safe
def cooperative(request: HttpRequest, number: str) -> HttpResponse:
    """The record; a number whose data was joined to another's leads on to that one and says so."""
    standpoint = standpoint_of(request)
    told = found(standpoint, number, Act.SEE_REGISTER)
    if told.moved:
        note = gettext("Number %(old)s was joined with this one and leads here.") % {"old": told.asked}
        messages.info(request, note)
        return redirect("dashboards:cooperative", number=told.cooperative.number)
    return _page(request, standpoint, told)


@require(Act.SEE_OFFICERS)
@never_cache
def officers(request: HttpRequest, number: str) -> HttpResponse:
    """The record with its officers. Reading them is an act: a button sends it, and it is logged first."""
    standpoint = standpoint_of(request)
    told = found(standpoint, number, Act.SEE_REGISTER, Act.SEE_OFFICERS)
    if request.method != "POST":
        return redirect("dashboards:cooperative", number=told.cooperative.number)
    record_reading(actor=standpoint.actor, subject=f"cooperative:{told.cooperative.number}", what="officers")
    return _page(request, standpoint, told, officers=True)


def _page(request: HttpRequest, standpoint: Standpoint, told: Found, *, officers: bool = False) -> HttpResponse:
    language = language_of(request)
    reader = Reader(standpoint, told, language)
    words = Words(language)
    context = {
        "page": reader.page(),
        "money": [words.label("field", name) for name in MONEY_WORDS],
        "as_of": words.day(reader.picture.as_of) if reader.picture else "",
        "may_judge": standpoint.may(Act.JUDGE_PAIRS),
        "may_see_officers": standpoint.may(Act.SEE_OFFICERS),
        "officers": _officers(reader, words) if officers else None,
    }
    return render(request, "dashboards/cooperative.html", context)


def _officers(reader: Reader, words: Words) -> list[dict[str, object]]:
    """Source row -> its officers, as it writes them."""
    batches = Batch.objects.in_bulk([r.batch_id for r in reader.now if r.batch_id])
    return [
        {
            "by": f"{record.entry.source.name}",
            "row": record.row,
            "people": [(_word(field), text) for field, text in told],
        }
        for record, told in personal(reader.now, batches)
        if told
    ]


def _word(field: str) -> str:
    words = {
        "chair": gettext("Chair"),
        "secretary": gettext("Secretary"),
        "treasurer": gettext("Treasurer"),
        "internal_supervisor": gettext("Supervisor (of the cooperative)"),
        "manager": gettext("Manager"),
        "phone": gettext("Phone"),
        "email": gettext("E-mail"),
    }
    return words.get(field, field)
