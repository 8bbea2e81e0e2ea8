"""A person's word on what headings mean, and on the day a list speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from lumbung.access.models import User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.engine import reading
from lumbung.imports.models import Batch
from lumbung.imports.models import Mapping as KeptMapping
from lumbung.imports.services.staging import locked, stage


def remap(batch: Batch, columns: Mapping[str, str], *, by: User, actor: Actor) -> Batch:
    """Settle which heading is which field, remember it for the source and stage again.

    Raises:
        BadInput: A field does not exist.
        WrongState: It was applied, undone or discarded.
    """
    settle_columns(batch, columns, by=by, actor=actor)
    return stage(batch, mapping=columns)


@transaction.atomic
def settle_columns(batch: Batch, columns: Mapping[str, str], *, by: User, actor: Actor) -> None:
    """Remember which heading is which field for the source of `batch`; what was told before of others stays.

    Args:
        columns: heading as written -> field, or `ignore`.
    Raises:
        BadInput: A field does not exist.
        WrongState: The batch was applied, undone or discarded.
    """
    reading.check_mapping(columns)
    batch = locked(batch)
    last = batch.source.mappings.select_for_update().order_by("-version").first()
    before = dict(last.columns) if last else {}
    after = before | dict(columns)
    if last is None or after != before:
        KeptMapping.objects.create(
            source=batch.source, columns=after, version=(last.version if last else 0) + 1, made_by=by
        )
        changed = {h: [before.get(h), field] for h, field in columns.items() if before.get(h) != field}
        audit.record(
            "imports.mapping.changed", actor=actor, subject=f"source:{batch.source_id}", changes={"columns": changed}
        )


@transaction.atomic
def tell_day(batch: Batch, day: date, *, actor: Actor) -> Batch:
    """Enter the day the list speaks of where its own titles tell none. Raises WrongState if it is settled."""
    batch = locked(batch)
    before, batch.as_of = batch.as_of, day
    batch.save()
    changes = {"as_of": [before.isoformat() if before else None, day.isoformat()]}
    audit.record("imports.batch.dated", actor=actor, subject=f"batch:{batch.pk}", changes=changes)
    return batch
