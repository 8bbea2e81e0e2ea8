"""The pairs of the newest run, kept row by row: what has not changed is not written again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import QuerySet

from lumbung.access.models import Office
from lumbung.core.copying import copy_in
from lumbung.linkage.models import LISTED, Asked, Pair, Run
from lumbung.linkage.queries import said_when_judged
from lumbung.linkage.reviewing import checked, lot, reviewing_of
from lumbung.linkage.saying import said_of
from lumbung.registry.models import Entry
from lumbung.registry.rows import entry_of

CHUNK = 5_000
_NO_QUEUE = 2_000_000_000  # the place of a pair that waits for nobody
_Ends = tuple[int, int]


@transaction.atomic
def keep_pairs(office: Office, links: pa.Table, stakes: Mapping[tuple[str, str], float]) -> int:
    """Store the pairs of the newest run, and which of them people are asked about; pairs it no longer has go.

    Args:
        links: engine.tables.LINKS, the most useful waiting pair first.
        stakes: left_id, right_id -> how far the answers move the headline tables; pairs that wait.
    Returns:
        Pairs there are now.
    """
    run = Run.objects.filter(office=office).latest("pk")
    counting = Entry.objects.filter(source__office=office, current__isnull=False)
    hashes = dict(counting.values_list("pk", "current__content_hash").iterator(chunk_size=CHUNK))
    wanted = dict(_wanted(links, stakes, hashes))
    _ask(office, wanted)
    there = {row[1:3]: row for row in _of_streams(office).values_list("pk", *_COLUMNS).iterator(CHUNK)}
    gone = [row[0] for ends, row in there.items() if _told(wanted.get(ends)) != row[1:]]
    for at in range(0, len(gone), CHUNK):
        Pair.objects.filter(pk__in=gone[at : at + CHUNK]).delete()
    fresh = (one for ends, one in wanted.items() if ends not in there or _told(one) != there[ends][1:])
    copy_in(Pair, (Pair(office=office, run=run, **one) for one in fresh))
    return len(wanted)


def _of_streams(office: Office) -> QuerySet[Pair]:
    """Pairs of rows that make cooperatives; those of lists are kept by `attaching`."""
    return Pair.objects.filter(office=office).exclude(scope=LISTED)


_COLUMNS = (
    "left_id", "right_id", "scope", "probability", "tier", "linked", "direct", "judged", "usefulness", "stake", "asked",
    "left_hash", "right_hash", "evidence",
)  # fmt: skip


def _ask(office: Office, wanted: Mapping[_Ends, dict[str, Any]]) -> None:
    """Note why people are asked about a pair: it waits, its rows are others than were judged, or it is drawn."""
    policy, judged = reviewing_of(office), said_when_judged(office)
    now = said_of(ends for ends in judged if ends in wanted)
    waiting = sum(pair["asked"] != "" for pair in wanted.values())
    for ends, pair in wanted.items():
        if pair["judged"]:
            if ends in now and judged[ends] not in ("", now[ends]):
                pair |= {"asked": Asked.CHANGED.value, "usefulness": 0}
        elif pair["tier"] == "auto" and (why := checked(policy, *ends)):
            pair |= {"asked": why, "usefulness": lot("place", *ends) % (waiting + 1)}  # amid those that wait


def _told(pair: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    return None if pair is None else tuple(pair[column] for column in _COLUMNS)


def _wanted(
    links: pa.Table, stakes: Mapping[tuple[str, str], float], hashes: Mapping[int, str]
) -> Iterator[tuple[_Ends, dict[str, Any]]]:
    place = 0
    for row in links.to_pylist():
        left, right = sorted((entry_of(row["left_id"]), entry_of(row["right_id"])))
        waits = row["tier"] == "review" and row["judged"] is None
        yield (
            (left, right),
            {
                "left_id": left,
                "right_id": right,
                "scope": row["scope"],
                "probability": round(Decimal(row["probability"]), 6),
                "tier": row["tier"],
                "linked": row["linked"],
                "direct": row["direct"],
                "judged": row["judged"] or "",
                "evidence": json.loads(row["evidence"] or "[]"),
                "usefulness": place if waits else _NO_QUEUE,
                "stake": stakes.get((row["left_id"], row["right_id"]), 0.0),
                "asked": Asked.REVIEW.value if waits else "",
                "left_hash": hashes[left],
                "right_hash": hashes[right],
            },
        )
        place += waits
