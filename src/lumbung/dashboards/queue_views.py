"""Pages of the work queue: one pair at a time, a verdict and on to the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.dashboards import queue
from lumbung.dashboards.language import language_of
from lumbung.dashboards.pair_views import VERDICTS, kept, told
from lumbung.dashboards.pairs import case
from lumbung.dashboards.typed import typed
from lumbung.linkage.models import Opinion, Pair
from lumbung.linkage.reasons import DIFFERENT, reason_words
from lumbung.linkage.services import give_opinion, let_go, put_aside, take_task, withdraw_opinion


@require(Act.JUDGE_PAIRS)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The next pair."""
    standpoint, language = standpoint_of(request), language_of(request)
    turn = queue.turn(standpoint, language)
    context = {
        "turn": turn,
        "progress": queue.progress(standpoint, language),
        "conflicts": queue.conflicts(standpoint),
        "reasons": [(str(n), code, reason_words(code, language)) for n, code in enumerate(DIFFERENT, 1)],
    }
    return render(request, "dashboards/queue.html", context)


@require_POST
@require(Act.JUDGE_PAIRS)
def speak(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Keep a verdict and go on to the next pair."""
    standpoint, language = standpoint_of(request), language_of(request)
    looked_at = case(standpoint, left, right, language)
    chosen, note = request.POST.get("different", ""), typed(request, "note")
    verdict = "different" if chosen in DIFFERENT else request.POST.get("verdict", "")
    reason = chosen if chosen in DIFFERENT else note
    if verdict == "different" and not reason:
        messages.error(request, gettext("Say why the two are different: choose a reason or write one."))
    elif verdict in VERDICTS:
        with told(request, ""):
            opinion = give_opinion(
                looked_at.left, looked_at.right, verdict=verdict, reason=reason, by=standpoint.user,
                actor=standpoint.actor, seen=(request.POST.get("left_hash", ""), request.POST.get("right_hash", "")),
                seconds=let_go(standpoint.user, left, right),
            )  # fmt: skip
            messages.success(request, kept(opinion))
    return redirect("dashboards:queue")


@require_POST
@require(Act.JUDGE_PAIRS)
def skip(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Put a pair aside: others may have it, and it comes last."""
    standpoint = standpoint_of(request)
    looked_at = case(standpoint, left, right, language_of(request))
    put_aside(standpoint.office, standpoint.user, looked_at.left.pk, looked_at.right.pk)
    return redirect("dashboards:queue")


@require_POST
@require(Act.JUDGE_PAIRS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one's own verdict; the pair comes up again, first."""
    standpoint = standpoint_of(request)
    mine = Opinion.objects.filter(office=standpoint.office, made_by=standpoint.user)
    opinion = get_object_or_404(mine, pk=pk)
    with told(request, gettext("The verdict is taken back; the pair is before you again.")):
        withdraw_opinion(opinion, by=standpoint.user, actor=standpoint.actor)
        if pair := Pair.objects.filter(left=opinion.left_id, right=opinion.right_id).first():
            take_task(standpoint.office, standpoint.user, pair)
    return redirect("dashboards:queue")
