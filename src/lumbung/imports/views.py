"""Pages of imports: upload, look, settle the columns, apply, undo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit import services as audit
from lumbung.core.findings import Finding, Refusal
from lumbung.core.jobs.queries import newest_job_about, shown
from lumbung.core.uploads import Within, takes, too_large
from lumbung.imports import pages, queries, services, telling
from lumbung.imports.forms import DayForm, UndoForm, UploadForm, columns_chosen
from lumbung.imports.marking import marked_copy
from lumbung.imports.models import Batch
from lumbung.imports.services import asking

PAGE = 50


@require(Act.IMPORT)
def batches(request: HttpRequest) -> HttpResponse:
    """All imports of the office, the newest first, and how old each source is."""
    office = standpoint_of(request).office
    page = Paginator(queries.batches_of(office), PAGE).get_page(request.GET.get("hal"))
    context = {"page": page, "lines": telling.lines(page), "fresh": queries.freshness(office)}
    return render(request, "imports/list.html", context)


@takes(None)
@csrf_exempt  # the check reads the whole body; `_upload` makes it once the size is known to be bearable
@require(Act.IMPORT)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Receive files; each becomes an import that is read in the background."""
    if request.method == "POST":
        if too_large(request, settings.UPLOAD_MB):
            refusal = services.BatchRefused(Finding("batch_too_large", {"most": settings.UPLOAD_MB}))
            form = UploadForm(standpoint_of(request).office)
            return render(request, "imports/upload.html", {"form": form, "refused": telling.said(refusal)}, status=413)
        request.upload_handlers.insert(0, Within(request, settings.UPLOAD_MB))
    answer: HttpResponseBase = _upload(request)
    return answer


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    standpoint = standpoint_of(request)
    form = UploadForm(standpoint.office, request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "imports/upload.html", {"form": form}, status=422 if form.errors else 200)
    made, refused = [], []
    try:
        told = form.cleaned_data
        source = told.get("source") or services.source_named(
            standpoint.office, told["name"], told["kind"], actor=standpoint.actor
        )
    except Refusal as refusal:
        return render(request, "imports/upload.html", {"form": form, "refused": telling.said(refusal)}, status=422)
    for file in told["files"]:
        try:
            batch = services.receive(source, file.name, file.chunks(), by=standpoint.user, actor=standpoint.actor)
        except Refusal as refusal:
            refused += telling.said(refusal)
            continue
        made.append(batch)
        if batch.state == Batch.State.UPLOADED:  # else the very file waits already
            asking.ask_staging(batch, actor=standpoint.actor)
    if not made:
        return render(request, "imports/upload.html", {"form": form, "refused": refused}, status=422)
    for sentence in refused:
        messages.error(request, sentence)
    if len(made) == 1:
        return redirect("imports:batch", made[0].pk)
    taken = ngettext("%(n)s list was uploaded.", "%(n)s lists were uploaded.", len(made))
    messages.success(request, taken % {"n": len(made)})
    return redirect("imports:list")


@require(Act.IMPORT)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: what it is, what it would do, what to do next."""
    return _page(request, _mine(request, pk))


def _page(request: HttpRequest, one: Batch, status: int = 200, **forms: Any) -> HttpResponse:
    asked = pages.asked_of(request.GET)
    context = pages.context(one, asked, standpoint_of(request)) | {"undo": UndoForm(), "day": DayForm()} | forms
    return render(request, "imports/batch.html", context, status=status)


@require(Act.IMPORT)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that says how far the work is; once that ended, the whole page is read again.

    A POST asks the work to stop.
    """
    one = _mine(request, pk)
    if request.method == "POST":
        if asking.cancel(one, actor=standpoint_of(request).actor):
            messages.info(request, _("The work was asked to stop; nothing half done will count."))
        return redirect("imports:batch", pk)
    job = newest_job_about(asking.subject_of(one))
    told = shown(job, telling.reader()) if job else None
    response = render(request, "imports/_progress.html", {"batch": one, "job": told})
    if told is None or not told.under_way:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@require(Act.IMPORT)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a list again, or take up an apply whose worker is gone."""
    one, standpoint = _mine(request, pk), standpoint_of(request)
    try:
        if one.state == Batch.State.APPLYING:
            asking.ask_applying_again(one, by=standpoint.user, actor=standpoint.actor)
        else:
            asking.ask_staging(one, actor=standpoint.actor)
    except Refusal as refusal:
        _tell(request, refusal)
    return redirect("imports:batch", pk)


@require_POST
@require(Act.IMPORT)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle which heading is which field, remembered for the source, and read the list again."""
    one, standpoint = _mine(request, pk), standpoint_of(request)
    chosen = columns_chosen(one, request.POST.dict(), services.remembered(one.source))
    if name := request.POST.get("name_column"):
        chosen[name] = "name"
    try:
        services.settle_columns(one, chosen, by=standpoint.user, actor=standpoint.actor)
        asking.ask_staging(one, actor=standpoint.actor)
    except Refusal as refusal:
        _tell(request, refusal)
    return redirect("imports:batch", pk)


@require_POST
@require(Act.IMPORT)
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the import count, in the background; a second click changes nothing and says so."""
    one, standpoint = _mine(request, pk), standpoint_of(request)
    form = DayForm(request.POST)
    asked_for_day = one.state == Batch.State.STAGED and asking.needs_day(one)
    if asked_for_day and not form.is_valid():
        return _page(request, one, 422, day=form)
    day = form.cleaned_data["day"] if asked_for_day else None
    try:
        asking.ask_applying(one, by=standpoint.user, actor=standpoint.actor, day=day)
    except services.Stale as refusal:
        _tell(request, refusal)
        asking.ask_staging(one, actor=standpoint.actor)
    except Refusal as refusal:
        _tell(request, refusal)
    return redirect("imports:batch", pk)


@require_POST
@require(Act.IMPORT)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put aside an import that never counted."""
    one = _mine(request, pk)
    try:
        services.discard(one, actor=standpoint_of(request).actor)
    except Refusal as refusal:
        _tell(request, refusal)
        return redirect("imports:batch", pk)
    messages.success(request, _("“%(file)s” was discarded; nothing of it counts.") % {"file": one.file_name})
    return redirect("imports:list")


@require_POST
@require(Act.IMPORT)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an import, as long as nothing stands on it; the figures follow."""
    one, standpoint = _mine(request, pk), standpoint_of(request)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, one, 422, undo=form)
    reason = form.cleaned_data["reason"]
    try:
        services.undo_batch(one, by=standpoint.user, actor=standpoint.actor, reason=reason)
    except Refusal as refusal:  # the page lists what stands on it
        _tell(request, refusal)
    return redirect("imports:batch", pk)


@require(Act.IMPORT)
def marked(request: HttpRequest, pk: int) -> FileResponse:
    """The user's own rows as a workbook, every finding marked at its cell; reading persons' data is logged."""
    one, standpoint = _mine(request, pk), standpoint_of(request)
    officers = standpoint.may(Act.SEE_OFFICERS)
    if officers:
        audit.record_reading(actor=standpoint.actor, subject=f"batch:{one.pk}", what="officers")
    stem = one.file_name.rpartition(".")[0] or one.file_name
    copy = marked_copy(one, telling.reader(), with_personal=officers)
    return FileResponse(copy, as_attachment=True, filename=f"{stem} - {_('to mend')}.xlsx")


def _mine(request: HttpRequest, pk: int) -> Batch:
    """An import of the office one works in; any other is not there."""
    return get_object_or_404(queries.batches_of(standpoint_of(request).office), pk=pk)


def _tell(request: HttpRequest, refusal: Refusal) -> None:
    for text in telling.said(refusal):
        messages.error(request, text)
