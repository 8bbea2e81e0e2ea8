"""What was told ahead takes effect: on its day the register is told what the paper told."""

from __future__ import annotations

import logging
from datetime import date

from django.db import transaction

from lumbung.access.models import Office
from lumbung.audit import services as audit
from lumbung.audit.services import SYSTEM, Actor
from lumbung.core.findings import Refusal
from lumbung.counter.entries import counter_source, entry_of, next_row
from lumbung.counter.models import CounterAct
from lumbung.counter.queries import awaiting
from lumbung.counter.services.acting import append, reading
from lumbung.counter.services.joining import join
from lumbung.registry.models import Cooperative
from lumbung.registry.queries import led_to

log = logging.getLogger(__name__)


@transaction.atomic
def take_effect(office: Office, *, until: date, actor: Actor = SYSTEM) -> int:
    """Append what acts of `office` told for days up to `until`, in the order of those days; how many acts it was.

    Safe to repeat. What was told at the counter meanwhile stays: the record is made upon it. The cooperative is the one
    that its number leads to today. The caller has the figures computed afterwards.
    """
    if not awaiting(office, until).exists():
        return 0
    source = counter_source(office, actor=actor)  # held: nobody undoes one of them meanwhile
    due = awaiting(office, until).select_for_update(of=("self",)).select_related("office", "made_by")
    told = 0
    for act in due.order_by("effective_on", "pk"):
        try:
            _tell_the_register(act, next_row(source), actor)
        except Refusal:  # the figures of all others must not wait for this one
            log.exception("counter act %s could not take effect", act.pk)
        else:
            told += 1
    return told


@transaction.atomic
def _tell_the_register(act: CounterAct, row: int, actor: Actor) -> None:
    assert act.cooperative_id is not None
    cooperative = led_to(Cooperative.objects.get(pk=act.cooperative_id))
    act.entry = entry_of(counter_source(act.office, actor=actor), cooperative, act.token)
    append(act, reading(act, act.awaiting, row), row)
    act.awaiting = {}
    act.save(update_fields=["entry", "record", "awaiting"])
    join(act.entry, cooperative, reason=act.reason, by=act.made_by, actor=actor)
    audit.record(
        "counter.act.took_effect",
        actor=actor,
        subject=f"cooperative:{cooperative.number}",
        reason=act.reason,
        changes={"act": act.pk, "what": act.kind, "effective_on": act.takes_effect.isoformat()},
    )
