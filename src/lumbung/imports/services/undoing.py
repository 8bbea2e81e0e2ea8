"""An applied batch is taken back, as long as nothing stands on it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lumbung.access.models import User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.findings import Finding
from lumbung.imports.models import Batch, Difference
from lumbung.imports.services.comparing import BACK
from lumbung.imports.services.refusals import BatchRefused, BuiltUpon, WrongState
from lumbung.linkage.models import Judgement
from lumbung.registry.models import Entry, Override, Record, Source
from lumbung.registry.services import withdraw


def what_was_built_on(batch: Batch) -> list[str]:
    """Later work that undoing `batch` would pull the ground from: "batch:12", "judgement:3", "override:5".

    A batch of the same source that is just being applied counts as later work.
    """
    others = Batch.objects.filter(source=batch.source).exclude(pk=batch.pk)
    later = others.filter(Q(state=Batch.State.APPLIED, applied_at__gt=batch.applied_at) | Q(state=Batch.State.APPLYING))
    elsewhere = Record.objects.filter(entry=OuterRef("pk"), withdrawn_at__isnull=True).exclude(batch_id=batch.pk)
    here = Record.objects.filter(entry=OuterRef("pk"), batch_id=batch.pk)
    only_here = Entry.objects.filter(Exists(here), ~Exists(elsewhere))
    judged = Judgement.objects.filter(
        Q(left__in=only_here) | Q(right__in=only_here), superseded_by__isnull=True, made_at__gt=batch.applied_at
    )
    overridden = Override.objects.filter(
        cooperative__memberships__entry__in=only_here,
        cooperative__memberships__known__upper_inf=True,
        lifted_at__isnull=True,
        made_at__gt=batch.applied_at,
    ).distinct()
    return [
        *(f"batch:{pk}" for pk in later.order_by("pk").values_list("pk", flat=True)),
        *(f"judgement:{pk}" for pk in judged.order_by("pk").values_list("pk", flat=True)),
        *(f"override:{pk}" for pk in overridden.order_by("pk").values_list("pk", flat=True)),
    ]


@transaction.atomic
def undo_batch(batch: Batch, *, by: User, actor: Actor, reason: str) -> Batch:
    """Take `batch` back: its records stay, withdrawn; entries fall back to what they were.

    Raises:
        WrongState: It does not count.
        BuiltUpon: Later work stands on it; `work` lists it.
        BatchRefused: No reason is given.
    """
    if not reason.strip():
        raise BatchRefused(Finding("batch_no_reason"))
    Source.objects.select_for_update(of=("self",)).get(pk=batch.source_id)  # nobody begins to apply meanwhile
    batch = Batch.objects.select_for_update(of=("self",)).select_related("source", "office").get(pk=batch.pk)
    if batch.state != Batch.State.APPLIED:
        raise WrongState(batch.state, "batch_not_applied")
    if built := what_was_built_on(batch):
        raise BuiltUpon(built)
    gone = batch.differences.filter(kind=Difference.Kind.VANISHED, entry__isnull=False)
    back = batch.differences.filter(changes__has_key=BACK).values_list("entry_id", f"changes__{BACK}__0")
    withdraw(batch.pk, reappear=list(gone.values_list("entry_id", flat=True)), vanish_again=dict(back))
    batch.state = Batch.State.UNDONE
    batch.undone_by, batch.undone_at = by, timezone.now()
    batch.save()
    audit.record("imports.batch.undone", actor=actor, subject=f"batch:{batch.pk}", reason=reason.strip())
    events.publish(events.BatchApplied(batch.pk, batch.office_id, actor.key, undone=True))
    return batch
