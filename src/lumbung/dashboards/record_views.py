"""One cooperative's page, its officers for a stated purpose, and its history of guidance."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit.services import record_reading
from lumbung.core.findings import Refusal
from lumbung.core.sentences import say
from lumbung.dashboards.guiding import GuidanceForm, entries_of, may_take_back
from lumbung.dashboards.language import language_of
from lumbung.dashboards.moment import NAME, moment_of
from lumbung.dashboards.moment_pages import around, at_any_moment, past
from lumbung.dashboards.officers import PurposeForm
from lumbung.dashboards.past_record import OF_TODAY, PastReader, found_then
from lumbung.dashboards.records import Found, Reader, found
from lumbung.dashboards.typed import plain, typed
from lumbung.registry.services import note_guidance, withdraw_guidance


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader sent with the page: forms that came back, and whether officers may be shown now."""

    purpose: PurposeForm | None = None
    guidance: GuidanceForm | None = None
    officers: bool = False


@require(Act.SEE_REGISTER)
@require_safe
@at_any_moment
def cooperative(request: HttpRequest, number: str) -> HttpResponse:
    """The record; a number whose data was joined to another's leads on to that one and says so."""
    standpoint = standpoint_of(request)
    moment = moment_of(standpoint.office, plain(request.GET.get(NAME, "")))
    told = found_then(standpoint, number, moment) if moment else found(standpoint, number, Act.SEE_REGISTER)
    if told.moved:
        note = gettext("Number %(old)s was joined with this one and leads here.") % {"old": told.asked}
        messages.info(request, note)
        return redirect(reverse("dashboards:cooperative", args=[told.cooperative.number]) + past(moment))
    return _page(request, standpoint, told, Asked())


@require(Act.SEE_OFFICERS)
@never_cache
def officers(request: HttpRequest, number: str) -> HttpResponse:
    """The record with its officers. Reading them is an act: it needs a purpose, and is logged first."""
    standpoint = standpoint_of(request)
    told = found(standpoint, number, Act.SEE_REGISTER, Act.SEE_OFFICERS)
    if request.method != "POST":
        return redirect("dashboards:cooperative", number=told.cooperative.number)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _page(request, standpoint, told, Asked(purpose=form), status=422)
    record_reading(
        actor=standpoint.actor,
        subject=f"cooperative:{told.cooperative.number}",
        what="officers",
        purpose=form.cleaned_data["purpose"],
        reason=form.cleaned_data["detail"].strip(),
    )
    return _page(request, standpoint, told, Asked(officers=True))


@require(Act.NOTE_GUIDANCE)
def guidance(request: HttpRequest, number: str) -> HttpResponse:
    """Write one entry into the history of guidance."""
    standpoint = standpoint_of(request)
    told = found(standpoint, number, Act.SEE_REGISTER, Act.NOTE_GUIDANCE)
    if request.method != "POST":
        return _back(told)
    form = GuidanceForm(request.POST, merah_putih=told.version.merah_putih)
    if form.is_valid():
        try:
            note_guidance(
                told.cooperative,
                form.note(),
                token=form.cleaned_data["token"],
                by=standpoint.user,
                actor=standpoint.actor,
            )
        except Refusal as refusal:
            for finding in refusal.findings:
                spoken = say(finding, language_of(request))
                form.add_error(
                    finding.column if finding.column in form.fields else None, f"{spoken.what} {spoken.mend}"
                )
        else:
            messages.success(request, gettext("It stands in the history of guidance."))
            return _back(told)
    return _page(request, standpoint, told, Asked(guidance=form), status=422)


@require_POST
@require(Act.NOTE_GUIDANCE)
def guidance_back(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take one entry back, with a reason; it stays in sight as taken back."""
    standpoint = standpoint_of(request)
    told = found(standpoint, number, Act.SEE_REGISTER, Act.NOTE_GUIDANCE)
    entry = entries_of(told.cooperative).filter(pk=pk).first()
    if entry is None or not may_take_back(standpoint, entry):
        raise Http404
    try:
        withdraw_guidance(entry, reason=typed(request, "reason"), by=standpoint.user, actor=standpoint.actor)
        messages.success(request, gettext("The entry is taken back; it stays in sight as such."))
    except Refusal as refusal:
        for finding in refusal.findings:
            messages.error(request, str(say(finding, language_of(request))))
    return _back(told)


def _back(told: Found) -> HttpResponse:
    return redirect(reverse("dashboards:cooperative", args=[told.cooperative.number]) + "#guidance")


def _page(
    request: HttpRequest, standpoint: Standpoint, told: Found, asked: Asked, *, status: int = 200
) -> HttpResponse:
    language = language_of(request)
    moment = told.moment
    reader = PastReader(standpoint, told, language) if moment else Reader(standpoint, told, language)
    page = reader.page()
    changes = moment is None and told.version.current
    notes = standpoint.may(Act.NOTE_GUIDANCE) and changes
    context = {
        "page": page,
        "dated": reader.picture.dated(language) if reader.picture else "",
        "may_counter": standpoint.may(Act.EDIT_REGISTER) and changes,
        "may_judge": standpoint.may(Act.JUDGE_PAIRS) and moment is None,
        "may_see_officers": standpoint.may(Act.SEE_OFFICERS) and moment is None,
        "officers": reader.officers() if asked.officers else None,
        "purpose": asked.purpose or PurposeForm(),
        "form": (asked.guidance or GuidanceForm(merah_putih=told.version.merah_putih)) if notes else None,
    }
    context |= around(request, moment, [gettext(OF_TODAY)])
    return render(request, "dashboards/cooperative.html", context, status=status)
