"""A staged batch begins to count."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from lumbung.access.models import User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.findings import Finding
from lumbung.core.progress import Progress, Silent
from lumbung.imports.models import Batch, Difference, Row
from lumbung.imports.services.comparing import STAYS, steps_of
from lumbung.imports.services.refusals import BatchRefused, Stale, WrongState
from lumbung.registry.models import Source
from lumbung.registry.rows import Kept
from lumbung.registry.services import NewRecord, append_records, drop_appended, make_count

CHUNK = 2_000


def apply_batch(batch: Batch, *, by: User, actor: Actor, progress: Progress | None = None) -> Batch:
    """Append the new and changed rows, then let them count in one short transaction; safe to repeat after a kill.

    Args:
        progress: Hears the stages `append` (with its rows) and `count`; what it raises stops the work before
            anything counts, and `give_back` then takes out what was appended.
    Raises:
        WrongState: The batch is neither staged nor being applied (a second click, or another person was faster).
        Stale: The source has changed since it was compared.
        BatchRefused: Another batch of the source is being applied.
    """
    tell = progress or Silent()
    batch = begin_applying(batch)
    tell.stage("imports.append", batch.differences.filter(row__isnull=False).count())
    append_records(batch.source, batch.pk, batch.file_name, batch.as_of, _new_records(batch, tell))
    tell.stage("imports.count")
    return _settle(batch, by, actor)


@transaction.atomic
def begin_applying(batch: Batch) -> Batch:
    """From here on nobody else applies, remaps or discards it; a killed apply is taken up again.

    Raises as `apply_batch`.
    """
    # One at a time for a source: the second sees what the first wrote.
    Source.objects.select_for_update(of=("self",)).get(pk=batch.source_id)
    fresh = Batch.objects.select_for_update(of=("self",)).select_related("source", "office").get(pk=batch.pk)
    if fresh.state not in (Batch.State.STAGED, Batch.State.APPLYING):
        raise WrongState(fresh.state)
    other = fresh.source.batches.filter(state=Batch.State.APPLYING).exclude(pk=fresh.pk).first()
    if other:
        raise BatchRefused(Finding("batch_source_busy", {"file": other.file_name}))
    if fresh.compared_after != steps_of(fresh.source):
        raise Stale
    fresh.state = Batch.State.APPLYING
    fresh.save()
    return fresh


@transaction.atomic
def give_back(batch: Batch, *, actor: Actor) -> Batch:
    """An apply was cancelled before its end: what it appended never counted and is taken out; it waits again.

    Raises:
        WrongState: It is not being applied.
    """
    fresh = Batch.objects.select_for_update(of=("self",)).select_related("source", "office").get(pk=batch.pk)
    if fresh.state != Batch.State.APPLYING:
        raise WrongState(fresh.state)
    drop_appended(fresh.pk)
    fresh.state = Batch.State.STAGED
    fresh.save()
    audit.record("imports.batch.apply_cancelled", actor=actor, subject=f"batch:{fresh.pk}")
    return fresh


def _new_records(batch: Batch, progress: Progress) -> Iterator[NewRecord]:
    told = batch.differences.filter(row__isnull=False)
    wanted = told.values("row")
    stays = dict(told.filter(changes__has_key=STAYS).values_list("row", f"changes__{STAYS}"))
    rows = Row.objects.filter(pk__in=wanted).order_by("ordinal")
    for n, row in enumerate(rows.iterator(chunk_size=CHUNK), 1):
        sealed = None if row.personal_sealed is None else bytes(row.personal_sealed)
        kept = Kept(row.raw, row.clean, sealed, row.content_hash)
        yield NewRecord(row.key, row.key_kind, row.sheet, row.row, kept, stays.get(row.pk))
        if n % CHUNK == 0:  # asked for the next one: the chunk before stands
            progress.advance(CHUNK)


@transaction.atomic
def _settle(batch: Batch, by: User, actor: Actor) -> Batch:
    batch = Batch.objects.select_for_update(of=("self",)).select_related("source", "office").get(pk=batch.pk)
    if batch.state != Batch.State.APPLYING:
        raise WrongState(batch.state)
    gone = batch.differences.filter(kind=Difference.Kind.VANISHED).values_list("entry_id", flat=True)
    make_count(batch.source, batch.pk, vanished=[pk for pk in gone if pk is not None], on=batch.as_of)
    batch.state = Batch.State.APPLIED
    batch.applied_by, batch.applied_at = by, timezone.now()
    batch.save()
    audit.record("imports.batch.applied", actor=actor, subject=f"batch:{batch.pk}", changes=dict(batch.counts))
    events.publish(events.BatchApplied(batch.pk, batch.office_id, actor.key))
    return batch
