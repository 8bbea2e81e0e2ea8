"""Long exports: asked for, looked at while they are made, fetched by who asked."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.core.jobs.queries import shown
from lumbung.dashboards import asking, exports
from lumbung.dashboards.export_files import FORMS, Form
from lumbung.dashboards.export_jobs import Export, ask_export, cancel, exports_of, note_fetching, still_theirs
from lumbung.dashboards.language import language_of
from lumbung.dashboards.moment_pages import at_any_moment


def may_take_out(standpoint: Standpoint, asked: asking.Wanted) -> None:
    """Who may not see records may not carry them away either. Raises PermissionDenied."""
    if not all(map(standpoint.may, (*exports.ACTS, *asked.needs))):
        raise PermissionDenied


def form_of(name: str) -> Form:
    """A kind of file by its name. Raises Http404."""
    try:
        return FORMS[name]
    except KeyError as unknown:
        raise Http404 from unknown


@require(Act.EXPORT)
@at_any_moment
def export(request: HttpRequest) -> HttpResponseBase:
    """Just the lines the list shows, as a file; a long list is asked for and made in the background."""
    standpoint, asked = standpoint_of(request), asking.wanted(request.GET)
    may_take_out(standpoint, asked)
    form = form_of(request.GET.get("bentuk", ""))
    lines = exports.lines_of(standpoint, asked)
    if lines <= exports.AT_ONCE:
        return exports.download(standpoint, asked, form, language_of(request))
    if request.method == "POST":
        job = ask_export(standpoint, asked, form, language_of(request))
        return redirect("dashboards:prepared", pk=job.pk)
    told = {"n": lines, "form": form, "most": exports.AT_ONCE, "back": asked.address()}
    return render(request, "dashboards/export.html", told)


def _mine(request: HttpRequest, pk: int) -> Export:
    job = exports_of(standpoint_of(request)).filter(pk=pk).first()
    if job is None:
        raise Http404
    return Export(job)


@require(Act.EXPORT)
def prepared(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is, and the way to it."""
    made = _mine(request, pk)
    return render(request, "dashboards/export_job.html", {"export": made, "job": shown(made.job, language_of(request))})


@require(Act.EXPORT)
def fetch(request: HttpRequest, pk: int) -> FileResponse:
    """The file, to who asked for it and still may have it."""
    standpoint, made = standpoint_of(request), _mine(request, pk)
    if not still_theirs(standpoint, made):
        raise PermissionDenied
    if not made.ready:
        raise Http404
    note_fetching(standpoint, made)
    return FileResponse(made.path.open("rb"), as_attachment=True, filename=made.name, content_type=made.form.kind)


@require_POST
@require(Act.EXPORT)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End the work; nothing of the file stays."""
    cancel(_mine(request, pk))
    return redirect("dashboards:prepared", pk=pk)
