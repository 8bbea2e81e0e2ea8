"""The counter as a source: one an office, one entry a cooperative."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max

from lumbung.access.models import Office
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.registry.models import Cooperative, Entry, Record, Source

NAME = "Loket"
KEY_KIND = "counter"


def counter_source(office: Office, *, actor: Actor) -> Source:
    """The counter of `office`, opened at its first use, and held until the transaction ends."""
    source = Source.objects.select_for_update(of=("self",)).filter(office=office, kind=Source.Kind.COUNTER).first()
    if source is not None:
        return source
    taken = Source.objects.filter(office=office, name=NAME).exists()  # a list's source may be called so
    source, made = Source.objects.get_or_create(
        office=office, name=f"{NAME} (tatap muka)" if taken else NAME, defaults={"kind": Source.Kind.COUNTER}
    )
    if made:
        changes = {"name": source.name, "kind": source.kind}
        audit.record("registry.source.opened", actor=actor, subject=f"source:{source.pk}", changes=changes)
    return Source.objects.select_for_update(of=("self",)).get(pk=source.pk)


def next_row(source: Source) -> int:
    """The running number of the next act that is told; the source is held."""
    last: int | None = Record.objects.filter(entry__source=source).aggregate(last=Max("row"))["last"]
    return (last or 0) + 1


def entry_of(source: Source, cooperative: Cooperative | None, token: UUID) -> Entry:
    """The entry that speaks of `cooperative`; a new cooperative gets one of its own."""
    if cooperative is None:
        return Entry.objects.create(source=source, key=f"loket:baru:{token}", key_kind=KEY_KIND)
    mine = Entry.objects.filter(
        source=source, current__isnull=False, memberships__cooperative=cooperative, memberships__known__upper_inf=True
    )
    if found := mine.select_related("current").order_by("pk").first():
        return found
    return _keyed(source, cooperative)


def _keyed(source: Source, cooperative: Cooperative) -> Entry:
    """By the permanent number; where the entry of that key went elsewhere with a split, the next key."""
    key, n = f"loket:{cooperative.number}", 1
    while True:
        entry, _ = Entry.objects.select_related("current").get_or_create(
            source=source, key=key if n == 1 else f"{key}:{n}", defaults={"key_kind": KEY_KIND}
        )
        elsewhere = entry.memberships.filter(known__upper_inf=True).exclude(cooperative=cooperative)
        if entry.current is None or not elsewhere.exists():
            return entry
        n += 1
