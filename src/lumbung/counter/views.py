"""Pages of the counter: find or enter a cooperative, do one act, look at it, take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit.services import record_reading
from lumbung.core.findings import Finding, Refusal
from lumbung.core.uploads import Within, takes, too_large
from lumbung.counter import pages, queries, services
from lumbung.counter.forms import ActForm, UndoForm
from lumbung.counter.kinds import BY_SLUG, ON_ONE
from lumbung.counter.models import CounterAct
from lumbung.documents.models import File
from lumbung.documents.queries import as_download
from lumbung.documents.refusals import DocumentRefused
from lumbung.documents.services import MOST_MB, keep, plain_name
from lumbung.registry.models import Cooperative

PAGE = 20
_SALT = "counter.paper"


@require(Act.EDIT_REGISTER)
def home(request: HttpRequest) -> HttpResponse:
    """Find a cooperative or enter a new one; what was done last."""
    standpoint, asked = standpoint_of(request), request.GET.get("cari", "").strip()
    page = Paginator(queries.acts_seen(standpoint), PAGE).get_page(request.GET.get("hal"))
    context = {
        "asked": asked,
        "found": queries.looked_up(standpoint, asked) if asked else [],
        "most": queries.MOST,
        "page": page,
        "lines": pages.lines(page),
    }
    return render(request, "counter/home.html", context)


@require(Act.EDIT_REGISTER)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One cooperative at the counter: what can be told of it, and what was told before."""
    cooperative = _cooperative(standpoint_of(request), number)
    if cooperative.number != number:
        return redirect("counter:cooperative", cooperative.number)
    return render(request, "counter/cooperative.html", pages.of_cooperative(cooperative))


@takes(None)
@csrf_exempt  # the check reads the whole body; `_form` makes it once the size is known to be bearable
@require(Act.EDIT_REGISTER)
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter a cooperative that the register does not know yet."""
    return _bounded(request, CounterAct.Kind.NEW.value, None)


@takes(None)
@csrf_exempt
@require(Act.EDIT_REGISTER)
def act(request: HttpRequest, number: str, slug: str) -> HttpResponseBase:
    """Tell one thing of a cooperative, with its paper."""
    kind = BY_SLUG.get(slug, "")
    if kind not in ON_ONE:
        raise Http404(slug)
    return _bounded(request, kind, _cooperative(standpoint_of(request), number))


def _bounded(request: HttpRequest, kind: str, cooperative: Cooperative | None) -> HttpResponseBase:
    """The form, once it is sure that what is sent is not too large to be read."""
    if request.method == "POST":
        if too_large(request, MOST_MB):
            refused = pages.said(DocumentRefused(Finding("document_too_large", {"most": MOST_MB})))
            form = ActForm(kind, standpoint_of(request), cooperative)
            return _page(request, form, status=413, refused=refused)
        request.upload_handlers.insert(0, Within(request, MOST_MB))
    answer: HttpResponseBase = _form(request, kind, cooperative)
    return answer


@csrf_protect
def _form(request: HttpRequest, kind: str, cooperative: Cooperative | None) -> HttpResponse:
    standpoint = standpoint_of(request)
    if request.method != "POST":
        return _page(request, ActForm(kind, standpoint, cooperative))
    kept, name, refused = _received(request, standpoint)
    form = ActForm(kind, standpoint, cooperative, request.POST, request.FILES, kept=kept)
    valid = form.is_valid()
    if refused:
        form.add_error("paper", refused)
    if not valid or refused or kept is None:
        return _page(request, form, kept, name, status=422)
    told = _told(form, kept, name)
    if cooperative is None and (alike := _alike(request, standpoint, told)):
        return _page(request, form, kept, name, alike=alike)
    try:
        made = services.act(
            standpoint.office, cooperative, told, token=_token(request), by=standpoint.user, actor=standpoint.actor
        )
    except Refusal as refusal:
        pages.enter_refusal(form, refusal)
        return _page(request, form, kept, name, status=422)
    entered = _("It is entered and proven by its paper. The figures follow in a moment.")
    ahead = _("It is entered and proven by its paper. It takes effect on its day, by itself.")
    messages.success(request, ahead if made.takes_effect > timezone.localdate() else entered)
    return redirect("counter:done", made.pk)


def _received(request: HttpRequest, standpoint: Standpoint) -> tuple[File | None, str, list[str]]:
    """The paper sent now, else the one an earlier try of this form left; its name; why it cannot be kept."""
    sent = request.FILES.get("paper")
    if sent is None:
        return *_kept_before(request, standpoint), []
    name, user, actor = plain_name(sent.name or ""), standpoint.user, standpoint.actor
    try:
        proof = File.Retention.PROOF
        return keep(standpoint.office, name, sent.chunks(), retention=proof, by=user, actor=actor), name, []
    except Refusal as refusal:
        return None, "", pages.said(refusal)


def _kept_before(request: HttpRequest, standpoint: Standpoint) -> tuple[File | None, str]:
    try:
        pk, user, name = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=24 * 60 * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""
    mine = user == standpoint.user.pk
    return (File.objects.filter(pk=pk, office=standpoint.office).first(), str(name)) if mine else (None, "")


def _told(form: ActForm, kept: File, name: str) -> services.Told:
    return services.Told(
        kind=form.kind,
        texts=form.texts(),
        on=form.cleaned_data["on"],
        paper=kept,
        paper_name=name,
        paper_number=form.cleaned_data["paper_number"],
        reason=form.cleaned_data["reason"],
        others=form.cleaned_data.get("others", ()),
        village_code=form.cleaned_data.get("place", ""),
        effective_on=form.cleaned_data.get("effective_on"),
        ends=form.cleaned_data.get("ends"),
        branch=form.branch(),
    )


def _alike(request: HttpRequest, standpoint: Standpoint, told: services.Told) -> list[pages.Alike]:
    """Cooperatives that may be the one entered as new, unless the person has said that it is none of them."""
    found = pages.alike(standpoint, queries.alike(standpoint.office, told.texts, told.on))
    seen = set(request.POST.get("none_of_these", "").split(","))
    return [] if {one.number for one in found} <= seen else found


def _token(request: HttpRequest) -> UUID:
    """The form's own, so that sent twice it is done once."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()


def _page(
    request: HttpRequest, form: ActForm, kept: File | None = None, name: str = "", *, status: int = 200, **more: Any
) -> HttpResponse:
    user = standpoint_of(request).user
    context = pages.of_form(form) | {
        "token": _token(request) if form.is_bound else uuid4(),
        "kept": name if kept else "",
        "kept_token": signing.dumps([kept.pk, user.pk, name], salt=_SALT) if kept else "",
    }
    return render(request, "counter/form.html", context | more, status=status)


@require(Act.EDIT_REGISTER)
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """One act: what it told, its paper, who entered it, and whether it can be undone."""
    return _act_page(request, _mine(request, pk), UndoForm())


def _act_page(request: HttpRequest, made: CounterAct, form: UndoForm, status: int = 200) -> HttpResponse:
    may_read = standpoint_of(request).may(Act.SEE_OFFICERS)
    context = pages.of_act(made) | {"undo": form, "may_read": may_read}
    return render(request, "counter/act.html", context, status=status)


@require_POST
@require(Act.EDIT_REGISTER)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an act back, with a reason."""
    made, standpoint, form = _mine(request, pk), standpoint_of(request), UndoForm(request.POST)
    if not form.is_valid():
        return _act_page(request, made, form, 422)
    try:
        services.undo(made, reason=form.cleaned_data["reason"], by=standpoint.user, actor=standpoint.actor)
    except Refusal as refusal:
        for text in pages.said(refusal):
            messages.error(request, text)
    else:
        messages.success(request, _("It was undone; the register falls back to what it was before."))
    return redirect("counter:done", pk)


@require(Act.SEE_OFFICERS)
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper of an act, as a download. Papers name people: reading one is logged."""
    standpoint = standpoint_of(request)
    made = get_object_or_404(queries.acts_seen(standpoint, Act.SEE_OFFICERS), pk=pk)
    number = queries.number_of(made)
    try:
        answer = as_download(made.paper, made.paper_name)
    except Refusal as refusal:
        for text in pages.said(refusal):
            messages.error(request, text)
        return redirect("dashboards:home")
    subject = f"cooperative:{number}" if number else f"counter:{made.pk}"
    record_reading(actor=standpoint.actor, subject=subject, what="paper")
    return answer


def _cooperative(standpoint: Standpoint, number: str) -> Cooperative:
    try:
        return queries.cooperative_of(standpoint, number)
    except Cooperative.DoesNotExist as missing:
        raise Http404(number) from missing


def _mine(request: HttpRequest, pk: int) -> CounterAct:
    """An act of the office and area one works in; any other is not there."""
    return get_object_or_404(queries.acts_seen(standpoint_of(request)), pk=pk)
