"""An act is taken back, as long as nothing newer stands on it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lumbung.access.models import User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.findings import Finding
from lumbung.counter.entries import counter_source
from lumbung.counter.models import CounterAct
from lumbung.counter.services.joining import part
from lumbung.counter.services.refusals import CounterRefused, StandsUpon
from lumbung.linkage.models import Judgement
from lumbung.registry.models import Entry, Override, Record


def what_stands_upon(act: CounterAct) -> list[CounterAct | str]:
    """Later work that undoing `act` would pull the ground from: acts; "judgement:3", "override:5".

    Verdicts and overrides count where the cooperative is known by this act alone.
    """
    if act.entry_id is None:
        return [*act.closings.filter(withdrawn_at__isnull=True).order_by("pk")]
    # By their records: what was told ahead is appended on its day, upon acts that were entered after it.
    later = CounterAct.objects.filter(entry=act.entry_id, record__gt=act.record_id, withdrawn_at__isnull=True)
    found: list[CounterAct | str] = [*later.order_by("pk")]
    if act.kind != CounterAct.Kind.NEW:
        return found
    held = Q(cooperative__memberships__entry=act.entry_id, cooperative__memberships__known__upper_inf=True)
    about = CounterAct.objects.filter(
        held | Q(others__memberships__entry=act.entry_id, others__memberships__known__upper_inf=True),
        withdrawn_at__isnull=True,
        pk__gt=act.pk,
    ).exclude(pk__in=[one.pk for one in later])
    found += about.distinct().order_by("pk")
    judged = Judgement.objects.filter(
        Q(left=act.entry_id) | Q(right=act.entry_id), superseded_by__isnull=True, made_at__gt=act.made_at
    ).exclude(verdict=Judgement.Verdict.WITHDRAWN)
    found += [f"judgement:{pk}" for pk in judged.order_by("pk").values_list("pk", flat=True)]
    overridden = Override.objects.filter(held, lifted_at__isnull=True, made_at__gt=act.made_at).distinct()
    found += [f"override:{pk}" for pk in overridden.order_by("pk").values_list("pk", flat=True)]
    return found


@transaction.atomic
def undo(act: CounterAct, *, reason: str, by: User, actor: Actor) -> CounterAct:
    """Take `act` back: its record stays, withdrawn; its entry falls back to what it said before.

    Raises:
        CounterRefused: It was undone already, or no reason is given.
        StandsUpon: Later work stands on it; `work` lists it.
    """
    if not reason.strip():
        raise CounterRefused(Finding("counter_no_reason", column="reason"))
    counter_source(act.office, actor=actor)  # held: no new act of the same entry meanwhile
    act = CounterAct.objects.select_for_update(of=("self",)).select_related("office", "cooperative").get(pk=act.pk)
    if act.withdrawn_at is not None:
        raise CounterRefused(Finding("counter_withdrawn"))
    if work := what_stands_upon(act):
        raise StandsUpon(work)
    now = timezone.now()
    if act.entry_id is not None and act.record_id is not None:
        Record.objects.filter(pk=act.record_id).update(withdrawn_at=now)
        older = Record.objects.filter(entry=act.entry_id, withdrawn_at__isnull=True).order_by("-pk").first()
        Entry.objects.filter(pk=act.entry_id).update(current=older)
        if older is None:
            part(Entry.objects.get(pk=act.entry_id), reason=reason.strip(), by=by, actor=actor)
    act.withdrawn_by, act.withdrawn_at, act.withdrawn_reason = by, now, reason.strip()
    act.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    audit.record(
        "counter.act.undone",
        actor=actor,
        subject=f"cooperative:{act.cooperative.number}" if act.cooperative else f"counter:{act.pk}",
        reason=reason.strip(),
        changes={"act": act.pk, "what": act.kind},
    )
    events.publish(events.CounterWorkDone(act.office_id, actor.key))
    return act
