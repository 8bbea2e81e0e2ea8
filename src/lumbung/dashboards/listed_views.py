"""Pages of lists that speak of cooperatives: what became of their rows, and the same as a file."""

from __future__ import annotations

from tempfile import TemporaryFile

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit import services as audit
from lumbung.dashboards import listed
from lumbung.dashboards.export_files import FORMS
from lumbung.dashboards.export_views import form_of
from lumbung.dashboards.language import language_of
from lumbung.imports.wording import BECAME
from lumbung.registry.models import Source


@require(Act.SEE_REGISTER)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every list with its counts."""
    told = listed.summaries(standpoint_of(request), language_of(request))
    return render(request, "dashboards/listed.html", {"summaries": told})


@require(Act.SEE_REGISTER)
@require_safe
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of one list, by what became of them; at first those in no register."""
    standpoint, language = standpoint_of(request), language_of(request)
    source = _mine(request, pk)
    state = _state(request)
    found = listed.of_source(standpoint, source, state, Act.SEE_REGISTER)
    page = Paginator(found, listed.PAGE).get_page(request.GET.get("hal"))
    summary = next(one for one in listed.summaries(standpoint, language) if one.source.pk == source.pk)
    told = {
        "summary": summary,
        "state": state,
        "states": [(code, BECAME[code], summary.counts[code]) for code in BECAME],
        "page": page,
        "lines": listed.lines(page.object_list, language),  # type: ignore[arg-type]  # a page of a query is a query
        "forms": [(form.name, form.word) for form in FORMS.values()] if standpoint.may(Act.EXPORT) else [],
        "may_judge": standpoint.may(Act.JUDGE_PAIRS),
        "may_import": standpoint.may(Act.IMPORT),
    }
    return render(request, "dashboards/listed_rows.html", told)


@require(Act.EXPORT)
@require_safe
@transaction.atomic
def export(request: HttpRequest, pk: int) -> FileResponse:
    """The rows of one list as a file; taking them out of the house leaves a line in the audit trail."""
    standpoint = standpoint_of(request)
    if not standpoint.may(Act.SEE_REGISTER):
        raise PermissionDenied
    source, state, form = _mine(request, pk), _state(request), form_of(request.GET.get("bentuk", ""))
    target = TemporaryFile()  # noqa: SIM115 -- the answer streams from it and closes it
    count = form.write(listed.job_of(standpoint, source, state, language_of(request)), target)
    audit.record(
        "dashboards.list.exported",
        actor=standpoint.actor,
        subject=f"source:{source.pk}",
        changes={"rows": count, "form": form.name, "list": f"{source.name}: {state or 'all'}"},
    )
    target.seek(0)
    name = f"{'contoh-' if source.office.is_sample else ''}daftar-{source.pk}-{count}-baris.{form.suffix}"
    return FileResponse(target, as_attachment=True, filename=name, content_type=form.kind)


def _mine(request: HttpRequest, pk: int) -> Source:
    """A list of the office one works in; any other is not there."""
    return get_object_or_404(listed.sources_listed(standpoint_of(request).office).select_related("office"), pk=pk)


def _state(request: HttpRequest) -> str:
    """Which rows are asked for; those in no register where the address does not say."""
    told = request.GET.get("jadi", "alone")
    return told if told in listed.STATES else ""
