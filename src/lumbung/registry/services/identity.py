"""The only writer of identity: which entries make one cooperative, and under which number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from lumbung.access.models import Office
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.copying import copy_in
from lumbung.core.locking import wait_for
from lumbung.registry.identity import Group, Plan, plan
from lumbung.registry.models import Cooperative, Membership
from lumbung.registry.numbers import permanent_number
from lumbung.registry.queries import memberships_ever, memberships_in_force

CHUNK = 5_000


class Carrier(NamedTuple):
    """A cooperative that carries a group: its key and its permanent number. A nation has too many for whole objects."""

    pk: int
    number: str


@transaction.atomic
def change_memberships(
    office: Office,
    groups: Mapping[Group, Sequence[int]],
    *,
    cause: str,
    by: Actor,
    reason: str = "",
    at: datetime | None = None,
) -> dict[Group, Carrier]:
    """Make identity what `groups` says: every entry of `office` that counts stands in exactly one of them.

    Numbers stay where most entries stay (`registry.identity.plan`); entries that stand in no group lose their
    membership, and a number without entries leads on or rests. Nothing is deleted.

    Args:
        groups: The engine's group id -> its entries.
        cause: What made the change: "linkage.run:3", "judgement:17".
        at: The moment from which it is known; now by default.
    Returns:
        group -> its cooperative.
    """
    wait_for("registry.identity", office.pk)  # one writer of identity per office at a time, in a row
    now = memberships_in_force(office)
    moved = [entry for entries in groups.values() for entry in entries if entry not in now]
    loose = _entries_that_may_revive(groups, now)
    told = plan(groups, now, memberships_ever({*moved, *loose}))
    numbers = dict(Cooperative.objects.filter(office=office).values_list("pk", "number"))
    kept = {group: Carrier(pk, numbers[pk]) for group, pk in told.keeps.items()}
    of_group = kept | _new_numbers(office, told.new)
    changed = _write(groups, now, of_group, cause, at or timezone.now())
    touched = changed | _lead(office, told, of_group)
    if touched:
        Cooperative.objects.filter(pk__in=touched).update(version=F("version") + 1)
        audit.record(
            "registry.memberships.changed",
            actor=by,
            subject=f"office:{office.code}",
            reason=reason,
            changes={"cause": cause, "cooperatives": len(touched), "new": len(told.new), "led": len(told.leads_to)},
        )
        events.publish(events.MembershipsChanged(office.pk, tuple(sorted(touched))))
    return of_group


def _entries_that_may_revive(groups: Mapping[Group, Sequence[int]], now: Mapping[int, int]) -> set[int]:
    """Entries of groups that share their cooperative with another group: one of the two needs another number."""
    holders: dict[int, set[Group]] = {}
    for group, entries in groups.items():
        for entry in entries:
            if entry in now:
                holders.setdefault(now[entry], set()).add(group)
    crowded = {group for held in holders.values() if len(held) > 1 for group in held}
    return {entry for group in crowded for entry in groups[group]}


def _new_numbers(office: Office, groups: Sequence[Group]) -> dict[Group, Carrier]:
    last = Cooperative.objects.filter(office=office).aggregate(last=Max("serial"))["last"] or 0
    now = timezone.now()
    made = copy_in(
        Cooperative,
        (
            Cooperative(office=office, serial=serial, number=permanent_number(office.code, serial), made_at=now)
            for serial in range(last + 1, last + 1 + len(groups))
        ),
    )
    return {group: Carrier(one.pk, one.number) for group, one in zip(groups, made, strict=True)}


def _write(
    groups: Mapping[Group, Sequence[int]],
    now: Mapping[int, int],
    of_group: Mapping[Group, Carrier],
    cause: str,
    at: datetime,
) -> set[int]:
    """Close and open memberships; returns the cooperatives that lost or won an entry."""
    wanted = {entry: of_group[group].pk for group, entries in groups.items() for entry in entries}
    closing = [entry for entry, cooperative in now.items() if wanted.get(entry) != cooperative]
    opening = [(entry, pk) for entry, pk in wanted.items() if now.get(entry) != pk]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE registry_membership SET known = tstzrange(lower(known), %s)
            WHERE upper_inf(known) AND entry_id = ANY(%s)
            """,
            [at, closing],
        )
    copy_in(
        Membership,
        (
            Membership(entry_id=entry, cooperative_id=pk, known=TimestamptzRange(at, None), cause=cause)
            for entry, pk in opening
        ),
    )
    return {now[entry] for entry in closing} | {pk for _, pk in opening}


def _lead(office: Office, told: Plan, of_group: Mapping[Group, Carrier]) -> set[int]:
    """Numbers without entries lead on; revived ones lead nowhere any more."""
    leading = Cooperative.objects.filter(office=office, leads_to__isnull=False).in_bulk()
    revived = {pk for pk in told.keeps.values() if pk in leading}
    gone = Cooperative.objects.in_bulk(list(told.leads_to))
    for pk, one in gone.items():
        one.leads_to_id = of_group[told.leads_to[pk]].pk
    for pk in revived:
        leading[pk].leads_to = None
    changed = [*gone.values(), *(leading[pk] for pk in sorted(revived))]
    Cooperative.objects.bulk_update(changed, ["leads_to"], batch_size=CHUNK)
    return {one.pk for one in changed}
