"""Pages of pairs: what waits, what stands twice, two rows side by side, a verdict and its way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.core.findings import Refusal
from lumbung.core.sentences import say
from lumbung.dashboards import pairs
from lumbung.dashboards.language import language_of
from lumbung.linkage.models import Judgement, Opinion
from lumbung.linkage.services import give_opinion, judge_pair, withdraw_judgement

VERDICTS = (Judgement.Verdict.SAME, Judgement.Verdict.DIFFERENT, Judgement.Verdict.CANNOT_TELL)


@require(Act.JUDGE_PAIRS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for a person, and rows that stand twice."""
    standpoint = standpoint_of(request)
    context = {"waiting": pairs.waiting(standpoint), "doubles": pairs.doubles(standpoint)}
    return render(request, "dashboards/pairs.html", context)


@require(Act.JUDGE_PAIRS)
@require_safe
def pair(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Two rows side by side."""
    language = language_of(request)
    standpoint = standpoint_of(request)
    case = pairs.case(standpoint, left, right, language)
    context = {"case": case, "why": case.evidence(standpoint.user, language)}
    return render(request, "dashboards/pair.html", context)


@require_POST
@require(Act.JUDGE_PAIRS)
def judge(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Enter a verdict; identity and figures follow in the background."""
    standpoint = standpoint_of(request)
    case = pairs.case(standpoint, left, right, language_of(request))
    verdict = request.POST.get("verdict", "")
    seen = (request.POST.get("left_hash", ""), request.POST.get("right_hash", ""))
    over = request.POST.get("over", "")
    reason = request.POST.get("reason", "")[:500]
    if verdict in VERDICTS and case.asked:
        with told(request, ""):  # as many as the office asks for decide, here as in the queue
            opinion = give_opinion(
                case.left, case.right, verdict=verdict, reason=reason, by=standpoint.user, actor=standpoint.actor,
                seen=seen,
            )  # fmt: skip
            messages.success(request, kept(opinion))
    elif verdict in VERDICTS:
        with told(request, gettext("The verdict is on record; identity and figures follow within seconds.")):
            judge_pair(
                case.left, case.right, verdict=verdict, reason=reason, by=standpoint.user, actor=standpoint.actor,
                seen=seen, over=int(over) if over.isdecimal() else None,
            )  # fmt: skip
    return redirect("dashboards:pair", left, right)


def kept(opinion: Opinion) -> str:
    """What became of a verdict, for its judge."""
    if opinion.settled_by_id:
        return gettext("The verdict is on record; identity and figures follow within seconds.")
    return gettext("Your verdict is kept; it counts once another judge has looked, who does not see it.")


@require_POST
@require(Act.JUDGE_PAIRS)
def unjudge(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Take the verdict back, as if nobody had judged the two."""
    standpoint = standpoint_of(request)
    case = pairs.case(standpoint, left, right, language_of(request))
    if case.judgement is not None:
        with told(request, gettext("The verdict is taken back; identity and figures follow within seconds.")):
            withdraw_judgement(case.judgement, by=standpoint.user, actor=standpoint.actor)
    return redirect("dashboards:pair", left, right)


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """Say `done` (where it is not empty), or why the act was refused."""
    try:
        yield
        if done:
            messages.success(request, done)
    except Refusal as refusal:
        for finding in refusal.findings:
            messages.error(request, str(say(finding, language_of(request))))
