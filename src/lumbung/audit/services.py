"""Writing lines: always inside the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from lumbung.audit.models import Entry
from lumbung.audit.request import current_request_id


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person of the office, or the house itself."""

    key: str  # "user:12" | "system"
    name: str
    office_id: int | None = None


SYSTEM = Actor("system", "Lumbung")


class OutsideTransaction(RuntimeError):  # noqa: N818 -- a refusal, named for what it says
    """A line was to be written outside the transaction of the act it tells: a mistake of ours."""


def record(
    action: str, *, actor: Actor, subject: str, reason: str = "", changes: Mapping[str, Any] | None = None
) -> Entry:
    """Add one line in the caller's transaction.

    Args:
        action: room.thing.happened, in the past tense: "imports.batch.applied".
        subject: kind:key of what it happened to.
        changes: What changed, JSON-ready.
    Raises:
        OutsideTransaction: There is no open transaction.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(action)
    return Entry.objects.create(
        at=timezone.now(),
        actor_key=actor.key,
        actor_name=actor.name,
        office_id=actor.office_id,
        action=action,
        subject=subject,
        reason=reason,
        request=current_request_id(),
        changes=dict(changes or {}),
        transaction=_transaction_number(),
    )


@transaction.atomic
def record_reading(*, actor: Actor, subject: str, what: str, purpose: str = "", reason: str = "") -> Entry:
    """A person has read personal data (`what`: "officers") of `subject`, for a `purpose` (a code of words.PURPOSES).

    Without `purpose` where nobody was asked for one: only what was opened is told.
    """
    changes = {"what": what} | ({"purpose": purpose} if purpose else {})
    return record("registry.personal_data.read", actor=actor, subject=subject, reason=reason, changes=changes)


def _transaction_number() -> int:
    with connection.cursor() as cursor:
        # pg_current_xact_id() is of 13 and later; the number never wraps.
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
