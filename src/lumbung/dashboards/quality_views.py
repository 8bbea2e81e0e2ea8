"""The quality page of the linkage: what the judgements say of it, and how pairs are to be judged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.dashboards.pair_views import told
from lumbung.dashboards.typed import typed
from lumbung.dashboards.weights import weights_of
from lumbung.linkage.models import Learned, Reviewing
from lumbung.linkage.quality import quality_of
from lumbung.linkage.queries import reviewed_judgements
from lumbung.linkage.reviewing import reviewing_of
from lumbung.linkage.services import set_reviewing
from lumbung.linkage.services.weights import decide_weights
from lumbung.linkage.tasks import ask_for_weights
from lumbung.statistics.tasks import compute_again

SECONDS = {
    Reviewing.Second.NEVER: gettext_lazy("Never: one person decides"),
    Reviewing.Second.ALWAYS: gettext_lazy("Always"),
    Reviewing.Second.STAKE: gettext_lazy("Where much hangs on the pair"),
    Reviewing.Second.SAMPLE: gettext_lazy("For a sample of all pairs"),
}


class ReviewingForm(forms.Form):
    """When two people judge, and how many automatic links people look at."""

    second = forms.ChoiceField(label=gettext_lazy("A second, independent judge"), choices=list(SECONDS.items()))
    stake = forms.FloatField(
        label=gettext_lazy("Much hangs on a pair from"), min_value=0.01, localize=True,
        help_text=gettext_lazy("Counts in the headline tables that lie between its two answers; used with the third choice."),
    )  # fmt: skip
    share = forms.IntegerField(
        label=gettext_lazy("Sample, per cent of pairs"), min_value=1, max_value=100,
        help_text=gettext_lazy("Used with the fourth choice; drawn by the pair itself, not by a person."),
    )  # fmt: skip
    checked = forms.IntegerField(
        label=gettext_lazy("Automatic links that people look at, per cent"), min_value=0, max_value=100,
        help_text=gettext_lazy("Mixed into the queue without saying so; the precision is estimated from them."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, label_suffix="", auto_id="reviewing-%s")


@require(Act.SEE_REGISTER)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """What the judgements say of the linkage."""
    standpoint = standpoint_of(request)
    policy = reviewing_of(standpoint.office)
    return _page(request, ReviewingForm(initial={name: getattr(policy, name) for name in ReviewingForm.base_fields}))


@require_POST
@require(Act.DIRECT_REVIEW)
def decide(request: HttpRequest) -> HttpResponse:
    """Decide how pairs are judged from now on."""
    standpoint, form = standpoint_of(request), ReviewingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    set_reviewing(standpoint.office, actor=standpoint.actor, **form.cleaned_data)
    messages.success(request, gettext("From now on pairs are judged this way."))
    return redirect("dashboards:quality")


@require_POST
@require(Act.DIRECT_REVIEW)
def learn(request: HttpRequest) -> HttpResponse:
    """Have weights learned from the office's data as it is now; they are a proposal."""
    standpoint = standpoint_of(request)
    ask_for_weights(standpoint.office, standpoint.actor)
    messages.success(request, gettext("Weights are being learned; the proposal appears here."))
    return redirect("dashboards:quality")


@require_POST
@require(Act.DIRECT_REVIEW)
def decide_on_weights(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt proposed weights, or pass them over; adopted, everything is decided and counted by them."""
    standpoint = standpoint_of(request)
    learned = get_object_or_404(Learned, pk=pk, office=standpoint.office)
    adopt = "adopt" in request.POST
    with told(
        request, gettext("It is decided; the figures follow.") if adopt else gettext("The proposal is passed over.")
    ):
        reason = typed(request, "reason")
        with transaction.atomic():
            decide_weights(learned, adopt=adopt, reason=reason, by=standpoint.user, actor=standpoint.actor)
            if adopt:
                compute_again(standpoint.office.pk, by=standpoint.actor.key, anew=True)
    return redirect("dashboards:quality")


def _page(request: HttpRequest, form: ReviewingForm, status: int = 200) -> HttpResponse:
    standpoint = standpoint_of(request)
    judged = reviewed_judgements(standpoint.office)
    context = {
        "told": quality_of(standpoint.office),
        "weights": weights_of(standpoint.office),
        "form": form if standpoint.may(Act.DIRECT_REVIEW) else None,
        "policy": SECONDS[Reviewing.Second(reviewing_of(standpoint.office).second)],
        "verdicts": [
            (gettext("Same"), judged.filter(verdict="same").count()),
            (gettext("Different"), judged.filter(verdict="different").count()),
            (gettext("Cannot tell"), judged.filter(verdict="cannot_tell").count()),
        ],
    }
    return render(request, "dashboards/quality.html", context, status=status)
