"""Pages of corrections: a person decides one field, with a reason, and may let the sources lead again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.core.findings import Refusal
from lumbung.counter import pages, queries
from lumbung.counter.forms import CorrectionForm, UndoForm
from lumbung.registry.models import Cooperative, Override, Version
from lumbung.registry.services import OverrideMoved, in_force, lift_override, set_override
from lumbung.registry.services.overrides import FIELDS


@require(Act.EDIT_REGISTER)
def correct(request: HttpRequest, number: str, field: str) -> HttpResponse:
    """Decide one field of a cooperative, over every source."""
    standpoint = standpoint_of(request)
    try:
        cooperative = queries.cooperative_of(standpoint, number)
    except Cooperative.DoesNotExist as missing:
        raise Http404(number) from missing
    if field not in FIELDS:
        raise Http404(field)
    held = in_force(cooperative).filter(field=field).select_related("made_by").first()
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(field, standpoint, posted, initial={"seen": held.pk if held else None})
    if posted is not None and form.is_valid():
        try:
            told = form.cleaned_data
            set_override(
                cooperative, field, told["value"], reason=told["reason"], seen=told["seen"], by=standpoint.user,
                actor=standpoint.actor, until=told["until"],
            )  # fmt: skip
        except OverrideMoved as moved:  # read the page anew: it shows what is in force now
            messages.error(request, " ".join(pages.said(moved)))
            return redirect("counter:correct", cooperative.number, field)
        except Refusal as refusal:
            pages.enter_refusal(form, refusal)
        else:
            messages.success(request, _("It is corrected and leads over every source. The figures follow in a moment."))
            return redirect("counter:cooperative", cooperative.number)
    version = Version.objects.get(cooperative=cooperative, current=True)
    context = {
        "cooperative": cooperative,
        "version": version,
        "word": pages.correction_word(field),
        "now": pages.value_word(field, version.fields.get(field)),
        "held": held,
        "form": form,
    }
    return render(request, "counter/correct.html", context, status=422 if form.errors else 200)


@require_POST
@require(Act.EDIT_REGISTER)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the sources lead again on a corrected field."""
    standpoint, form = standpoint_of(request), UndoForm(request.POST)
    found = Override.objects.filter(pk=pk, cooperative__office=standpoint.office).select_related("cooperative").first()
    try:
        cooperative = queries.cooperative_of(standpoint, found.cooperative.number if found else "")
    except Cooperative.DoesNotExist as missing:
        raise Http404(pk) from missing
    assert found is not None
    if not form.is_valid():
        messages.error(request, _("Say in a few words why it is taken back."))
        return redirect("counter:correct", cooperative.number, found.field)
    try:
        reason, user, actor = form.cleaned_data["reason"], standpoint.user, standpoint.actor
        lift_override(found, reason=reason, by=user, actor=actor)
    except Refusal as refusal:
        for text in pages.said(refusal):
            messages.error(request, text)
    else:
        messages.success(request, _("The correction was lifted; the sources lead again."))
    return redirect("counter:cooperative", cooperative.number)
