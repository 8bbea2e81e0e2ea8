"""Committed lines go into the hash chain.

Lines are written by many transactions at once and become visible in the order of their commits, not of their numbers.
So a seal takes the lines of finished transactions only: those below a horizon under which nothing is under way any
more. Whatever turns up below the horizon later was put there behind the house's back (`checking` names it).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lumbung.audit.models import Entry, Seal, SealedLine

START = "0" * 64  # what the first seal follows
CHUNK = 5_000
_LOCK = 0x4C756D62_53656C73  # any number nobody else uses as an advisory lock


@transaction.atomic
def seal_committed_lines() -> int:
    """Seal every line whose transaction is finished and that no seal holds yet; returns how many.

    Two runs at once wait for each other. A transaction of this database that stays open holds back the lines written
    after it began: they are sealed once it ends. Those of other databases on the same server hold back nothing.
    """
    hold_the_chain()
    return seal_lines_below(_horizon())


def hold_the_chain(*, reading: bool = False) -> None:
    """Nobody else seals until the transaction ends; who only reads the chain shares it with other readers."""
    lock = "pg_advisory_xact_lock_shared" if reading else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [_LOCK])


def _horizon() -> int:
    """The number below which no transaction of this database is under way any more.

    Statements of their own, in this order: a transaction numbered below `after` shows as a session's until it has ended,
    and what the statement after these sees of it cannot change any more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
        )
        before, after = map(int, cursor.fetchone())
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # sessions as they are now, not as at the first look
        cursor.execute(_UNDER_WAY)
        under_way, all_told = cursor.fetchone()
    if not all_told:  # whose sessions we may not look into, we wait for, in whichever database they are
        return before
    return min([after, *(number for one in under_way if (number := _whole(int(one), after)) < after)])


# Numbers of open transactions of this database, prepared ones too, and whether every session's could be read.
_UNDER_WAY = """
    SELECT
        coalesce(array_agg(open.number) FILTER (WHERE open.number IS NOT NULL), '{}'),
        coalesce(bool_and(open.told), true)
    FROM (
        SELECT backend_xid::text AS number, query <> '<insufficient privilege>' AS told
            FROM pg_stat_activity WHERE datname = current_database()
        UNION ALL
        SELECT transaction::text, true FROM pg_prepared_xacts WHERE database = current_database()
    ) open
"""


def _whole(short: int, after: int) -> int:
    """A transaction's number in full: sessions show its last 32 bits, and it is less than 2^31 away from `after`."""
    behind = (after - short) % 2**32
    return after - behind if behind < 2**31 else after - behind + 2**32


def seal_lines_below(horizon: int) -> int:
    """Seal the lines of transactions below `horizon`; the caller knows that these are finished, and holds the chain."""
    head = Seal.objects.order_by("-pk").first()
    open_lines = unsealed(Entry.objects.all())
    # In one database the horizon never falls. It does after a backup was restored into another one, which counts its
    # transactions anew: then everything visible is sealed once, and the count goes on from here.
    if head and head.horizon <= horizon:
        open_lines = open_lines.filter(transaction__gte=head.horizon, transaction__lt=horizon)
    elif head is None:
        open_lines = open_lines.filter(transaction__lt=horizon)
    digests = dict(sorted((entry.pk, digest_of(entry)) for entry in _in_order(open_lines)))
    if not digests:
        return 0
    _keep(digests, horizon, head.root if head else START)
    return len(digests)


def unsealed(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those of `entries` that no seal holds."""
    return entries.exclude(Exists(SealedLine.objects.filter(entry_id=OuterRef("pk"))))


def _in_order(entries: QuerySet[Entry]) -> Iterable[Entry]:
    return entries.order_by("transaction", "pk").iterator(chunk_size=CHUNK)


def _keep(digests: dict[int, str], horizon: int, previous: str) -> Seal:
    now = timezone.now()
    root = root_of(previous=previous, horizon=horizon, sealed_at=now, digests=digests.items())
    seal = Seal.objects.create(horizon=horizon, sealed_at=now, lines=len(digests), previous=previous, root=root)
    lines = [SealedLine(entry_id=pk, seal=seal, digest=digest) for pk, digest in digests.items()]
    SealedLine.objects.bulk_create(lines, batch_size=CHUNK)
    return seal


# What is hashed


def digest_of(entry: Entry) -> str:
    """SHA-256 over everything a line says, as canonical JSON: keys sorted, no blanks, UTF-8, moments in UTC."""
    told = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    return _sha256({**told, "at": _moment(entry.at)})


def root_of(*, previous: str, horizon: int, sealed_at: datetime, digests: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over a seal: the root before it, its horizon and moment, and (id, digest) of its lines in order of ids.

    By ids, not by transactions: a root must be computable from the digests alone, also when a line is missing.
    """
    return _sha256(
        {
            "previous": previous,
            "horizon": horizon,
            "sealed_at": _moment(sealed_at),
            "lines": [[pk, digest] for pk, digest in digests],
        }
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _sha256(told: Any) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
