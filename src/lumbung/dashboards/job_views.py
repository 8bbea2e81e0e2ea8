"""Background work for the administrator: what runs, what failed, start again, cancel, what runs by the clock."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app

from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit.services import record
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import shown, tries_of
from lumbung.core.jobs.services import ask_again, request_cancel, the_same_open
from lumbung.dashboards.language import language_of
from lumbung.statistics.tasks import RECOMPUTE, compute_again

PAGE = 50
ENDED_BADLY = (JobProgress.State.FAILED, JobProgress.State.CANCELLED)


@require(Act.MANAGE_JOBS)
def jobs(request: HttpRequest) -> HttpResponse:
    """All background work, the newest first, and the schedule."""
    state = request.GET.get("keadaan", "")
    mine = _mine(standpoint_of(request))
    asked_for = mine.filter(state=state) if state in JobProgress.State.values else mine
    periodic = sorted({(p.task.name, p.cron) for p in app.periodic_registry.periodic_tasks.values()})
    page, language = Paginator(asked_for, PAGE).get_page(request.GET.get("page")), language_of(request)
    context = {
        "page": page,
        "rows": [(shown(job, language), tries_of(job)) for job in page],
        "state": state,
        "states": JobProgress.State.values,
        "periodic": periodic,
        "ended_badly": ENDED_BADLY,
    }
    return render(request, "dashboards/jobs.html", context)


@require_POST
@require(Act.MANAGE_JOBS)
def job_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Start failed or cancelled work again; other work stays as it is."""
    standpoint = standpoint_of(request)
    progress = get_object_or_404(_mine(standpoint), pk=pk)
    if progress.state in ENDED_BADLY:
        ask_again(progress, asked_by=standpoint.actor.key)
    return redirect("dashboards:jobs")


@require_POST
@require(Act.MANAGE_JOBS)
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask work that runs or waits to end."""
    request_cancel(get_object_or_404(_mine(standpoint_of(request)), pk=pk))
    return redirect("dashboards:jobs")


@require_POST
@require(Act.MANAGE_JOBS)
def compute(request: HttpRequest) -> HttpResponse:
    """Queue the linking and counting of the office once more, with the linkage learned anew where that is asked."""
    standpoint = standpoint_of(request)
    anew = request.POST.get("anew") == "1"
    with transaction.atomic():
        ids = {"office": standpoint.office.pk, **({"anew": 1} if anew else {})}
        if the_same_open(RECOMPUTE, ids, asked_by=standpoint.actor.key):
            return redirect("dashboards:jobs")  # a second click
        compute_again(standpoint.office.pk, by=standpoint.actor.key, anew=anew)
        record(
            "statistics.asked",
            actor=standpoint.actor,
            subject=f"office:{standpoint.office.code}",
            changes={"anew": anew},
        )
    return redirect("dashboards:jobs")


def _mine(standpoint: Standpoint) -> QuerySet[JobProgress]:
    """Work of the office and of the house itself."""
    return JobProgress.objects.filter(Q(office_id=standpoint.office.pk) | Q(office_id__isnull=True)).order_by("-pk")
