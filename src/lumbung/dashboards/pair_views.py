"""Pages of pairs: what waits, what stands twice, two rows side by side, a verdict and its way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.core.findings import Refusal
from lumbung.core.sentences import say
from lumbung.dashboards import pairs
from lumbung.dashboards.language import language_of
from lumbung.dashboards.previewing import preview
from lumbung.dashboards.typed import typed
from lumbung.linkage.models import Judgement, Opinion
from lumbung.linkage.services import give_opinion, judge_pair, withdraw_judgement

WITHDRAWN = Judgement.Verdict.WITHDRAWN.value
VERDICTS = (Judgement.Verdict.SAME, Judgement.Verdict.DIFFERENT, Judgement.Verdict.CANNOT_TELL)


@require(Act.JUDGE_PAIRS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for a person, and rows that stand twice."""
    standpoint = standpoint_of(request)
    (waiting, waiting_n), (doubles, doubles_n) = pairs.waiting(standpoint), pairs.doubles(standpoint)
    context = {"waiting": waiting, "waiting_n": waiting_n, "doubles": doubles, "doubles_n": doubles_n}
    return render(request, "dashboards/pairs.html", context)


@require(Act.JUDGE_PAIRS)
@require_safe
def pair(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Two rows side by side."""
    language = language_of(request)
    standpoint = standpoint_of(request)
    case = pairs.case(standpoint, left, right, language)
    why = case.evidence(standpoint.user, language)
    context = {"case": case, "why": why, "own": case.own(standpoint.user)}
    return render(request, "dashboards/pair.html", context)


@require_POST
@require(Act.JUDGE_PAIRS)
def judge(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Enter a verdict; one that overturns what stands is shown with what it changes, and done when that is confirmed."""
    standpoint, language = standpoint_of(request), language_of(request)
    case = pairs.case(standpoint, left, right, language)
    verdict, reason = request.POST.get("verdict", ""), typed(request, "reason")
    if verdict in VERDICTS and case.asked:
        with told(request, ""):  # as many as the office asks for decide, here as in the queue
            opinion = give_opinion(
                case.left, case.right, verdict=verdict, reason=reason, by=standpoint.user, actor=standpoint.actor,
                seen=_seen(request),
            )  # fmt: skip
            messages.success(request, kept(opinion))
    elif verdict in VERDICTS or (verdict == WITHDRAWN and case.judgement):
        return _reverse(request, standpoint, case, verdict, reason)
    return redirect("dashboards:pair", left, right)


def _seen(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("left_hash", ""), request.POST.get("right_hash", "")


def _reverse(request: HttpRequest, standpoint: Standpoint, case: pairs.Case, verdict: str, reason: str) -> HttpResponse:
    """Overturn what the data or a person said of the two: with a reason, seen before it is done."""
    back, over = redirect("dashboards:pair", case.left.pk, case.right.pk), request.POST.get("over", "")

    def act() -> None:
        if verdict == WITHDRAWN and case.judgement:
            withdraw_judgement(case.judgement, by=standpoint.user, actor=standpoint.actor, reason=reason)
        else:
            judge_pair(
                case.left, case.right, verdict=verdict, reason=reason, by=standpoint.user, actor=standpoint.actor,
                seen=_seen(request), over=int(over) if over.isdecimal() else None,
            )  # fmt: skip

    if not reason:
        messages.error(request, gettext("Say why: what stands is overturned only with a reason."))
        return back
    if "confirmed" in request.POST:
        with told(request, gettext("The verdict is on record; identity and figures follow within seconds.")):
            act()
        return back
    try:
        would = preview(standpoint.office, (case.left.pk, case.right.pk), act, language_of(request))
    except Refusal as refusal:
        _tell(request, refusal)
        return back
    context = {"case": case, "verdict": verdict, "reason": reason, "preview": would}
    return render(request, "dashboards/reversal.html", context)


def kept(opinion: Opinion) -> str:
    """What became of a verdict, for its judge."""
    if opinion.settled_by_id:
        return gettext("The verdict is on record; identity and figures follow within seconds.")
    return gettext("Your verdict is kept; it counts once another judge has looked, who does not see it.")


@require_POST
@require(Act.JUDGE_PAIRS)
def unjudge(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Take one's own verdict back soon after, as if nobody had judged the two; later that is a reversal like others."""
    standpoint = standpoint_of(request)
    case = pairs.case(standpoint, left, right, language_of(request))
    if case.judgement is not None and case.own(standpoint.user):
        with told(request, gettext("The verdict is taken back; identity and figures follow within seconds.")):
            withdraw_judgement(case.judgement, by=standpoint.user, actor=standpoint.actor)
    elif case.judgement is not None:
        messages.error(request, gettext("Say why: what stands is overturned only with a reason."))
    return redirect("dashboards:pair", left, right)


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """Say `done` (where it is not empty), or why the act was refused."""
    try:
        yield
        if done:
            messages.success(request, done)
    except Refusal as refusal:
        _tell(request, refusal)


def _tell(request: HttpRequest, refusal: Refusal) -> None:
    for finding in refusal.findings:
        messages.error(request, str(say(finding, language_of(request))))
