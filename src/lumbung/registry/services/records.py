"""Records are appended invisibly; one short statement makes them count, and one takes them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from lumbung.core.copying import copy_in
from lumbung.registry.carrying import Carried
from lumbung.registry.models import Entry, Record, Source
from lumbung.registry.rows import Kept

CHUNK = 2_000
CLEANER_VERSION = "1"


@dataclass(frozen=True, slots=True)
class NewRecord:
    """One row on its way in."""

    key: str
    key_kind: str
    sheet: str
    row: int
    kept: Kept
    carried: Carried | None = None  # what stays of the row's last word; for as long as that is its last word


def append_records(
    source: Source, batch_id: int | None, file: str, observed_on: date | None, rows: Iterable[NewRecord]
) -> int:
    """Append rows that do not count yet; safe to repeat after an interruption.

    Each chunk is a transaction of its own, so that other writers never wait for a long list.

    Returns:
        How many records were new.
    """
    added = 0
    rest = iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        added += _append(source, batch_id, file, observed_on, chunk)
    return added


@transaction.atomic
def _append(
    source: Source, batch_id: int | None, file: str, observed_on: date | None, chunk: Sequence[NewRecord]
) -> int:
    Entry.objects.bulk_create(
        [Entry(source=source, key=row.key, key_kind=row.key_kind) for row in chunk], ignore_conflicts=True
    )
    keys = [row.key for row in chunk]
    entries = dict(Entry.objects.filter(source=source, key__in=keys).values_list("key", "pk"))
    there = set(
        Record.objects.filter(batch_id=batch_id, entry_id__in=entries.values()).values_list("entry_id", flat=True)
        if batch_id is not None
        else ()
    )
    now = timezone.now()
    made = copy_in(
        Record,
        (
            Record(
                entry_id=entries[row.key],
                batch_id=batch_id,
                file=file,
                sheet=row.sheet,
                row=row.row,
                raw=row.kept.raw,
                clean=row.kept.clean,
                carried=row.carried or None,
                personal_sealed=row.kept.personal_sealed,
                cleaner_version=CLEANER_VERSION,
                content_hash=row.kept.content_hash,
                observed_on=observed_on,
                recorded_at=now,
            )
            for row in chunk
            if entries[row.key] not in there
        ),
    )
    return len(made)


def make_count(source: Source, batch_id: int, *, vanished: Sequence[int], on: date | None) -> int:
    """From here on the records of a batch are the current ones of their entries; in the caller's transaction.

    Args:
        vanished: Entries of the source that its new extract no longer has; they stay, marked with the day `on`.
    Returns:
        Entries that changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE registry_entry e SET current_id = r.id, vanished_on = NULL
            FROM registry_record r
            WHERE r.batch_id = %s AND r.entry_id = e.id AND r.withdrawn_at IS NULL
            """,
            [batch_id],
        )
        changed: int = cursor.rowcount
    Entry.objects.filter(source=source, pk__in=vanished).update(vanished_on=on or timezone.localdate())
    return changed


def drop_appended(batch_id: int) -> int:
    """Take out the records of a batch that never counted, when its apply is cancelled; in the caller's transaction.

    Returns:
        Records taken out; 0 where one of them counts or once counted, for such are never deleted.
    """
    mine = Record.objects.filter(batch_id=batch_id)
    if mine.filter(withdrawn_at__isnull=False).exists() or Entry.objects.filter(current__in=mine).exists():
        return 0
    return mine.delete()[0]


def withdraw(batch_id: int, *, reappear: Sequence[int], vanish_again: Mapping[int, str | date] | None = None) -> int:
    """Take the records of a batch back: entries fall back to what they were before; in the caller's transaction.

    Args:
        reappear: Entries that only this batch had marked as vanished.
        vanish_again: Entries that only this batch had brought back -> since when they had been missing.
    Returns:
        Records withdrawn. None is deleted.
    """
    Entry.objects.filter(pk__in=reappear).update(vanished_on=None)
    by_day: dict[str | date, list[int]] = defaultdict(list)
    for entry, day in (vanish_again or {}).items():
        by_day[day].append(entry)
    for day, entries in by_day.items():
        Entry.objects.filter(pk__in=entries).update(vanished_on=day)
    count = Record.objects.filter(batch_id=batch_id, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE registry_entry e SET current_id = (
                SELECT max(older.id) FROM registry_record older
                WHERE older.entry_id = e.id AND older.withdrawn_at IS NULL)
            FROM registry_record r WHERE r.batch_id = %s AND r.entry_id = e.id AND e.current_id = r.id
            """,
            [batch_id],
        )
    return count
