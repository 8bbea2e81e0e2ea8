"""Rows of lists that speak of cooperatives and make none: joined, asked about, or left alone; identity never moves.

Everything is decided anew where the lists, the cooperatives or people's words changed since; else what was decided
stands. Rows that carry a cooperative's number are settled without comparing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.db.models import F

from lumbung.access.models import Office
from lumbung.core.copying import copy_in
from lumbung.engine.linking.attaching import Asked, Attached, attach
from lumbung.engine.resolving import ListedWord, with_lists
from lumbung.engine.resolving.listed import CERTIFICATE
from lumbung.engine.stages import Linked
from lumbung.linkage.models import LISTED, Attaching, Attachment, Pair, Run
from lumbung.linkage.models import Asked as Why
from lumbung.linkage.queries import verdicts_on_lists
from lumbung.registry.models import Cooperative, Entry, Source
from lumbung.registry.queries import LISTS, STREAMS, listed_records_of, rows_of_lists
from lumbung.registry.rows import engine_id, entry_of

CHUNK = 2_000
LAST = 1_000_000_000  # place in the queue: behind the pairs that narrow the figures
_FIELDS = (*CERTIFICATE, "nik_grade")
_DAYS = frozenset({"certificate_valid_to"})


@transaction.atomic
def led_by_lists(office: Office, records: pa.Table, who: Linked, cooperatives: pa.Table) -> pa.Table:
    """Attach the rows of lists of `office`, and give the cooperatives the lists' word where it leads.

    The streams, the figures and the standings are counted from `cooperatives` as they came in.

    Args:
        records: engine.tables.RECORDS of the rows that make cooperatives.
        who: Who is who, under permanent numbers.
        cooperatives: engine.tables.COOPERATIVES as resolved.
    """
    if not rows_of_lists(office).exists():
        forget_attachments(office)
        return cooperatives
    now, lists = _fingerprints(office)
    last = Attaching.objects.filter(office=office).first()
    if last is None or last.fingerprint != now:
        weights = last.weights if last and last.lists == lists else None
        weights = _attach(office, records, who.memberships, weights)
        told = {"fingerprint": now, "lists": lists, "weights": weights}
        Attaching.objects.update_or_create(office=office, defaults=told)
    words = list(_words(office))
    return with_lists(cooperatives, words, _days(office, cooperatives, {word.cooperative for word in words}))


def forget_attachments(office: Office) -> None:
    """No row of a list counts any more."""
    Attachment.objects.filter(office=office).delete()
    Pair.objects.filter(office=office, scope=LISTED).delete()
    Attaching.objects.filter(office=office).delete()


@transaction.atomic
def leave_alone(office: Office) -> None:
    """The office has no cooperatives: every row of a list stands alone."""
    forget_attachments(office)
    _keep(office, Attached({}, []), {})


def _fingerprints(office: Office) -> tuple[str, str]:
    """What attaching rests on (rows of lists, rows that make cooperatives and whose they are, verdicts); the lists alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.kind, count(*), sum(hashtextextended(
                concat_ws('|', e.id, e.source_id, r.content_hash, m.cooperative_id, r.carried), 0)::numeric)
            FROM registry_entry e JOIN registry_source s ON s.id = e.source_id
                JOIN registry_record r ON r.id = e.current_id
                LEFT JOIN registry_membership m ON m.entry_id = e.id AND upper_inf(m.known)
            WHERE s.office_id = %s AND s.kind = ANY(%s) GROUP BY s.kind ORDER BY s.kind
            """,
            [office.pk, [*STREAMS, *LISTS]],
        )
        rows = [[kind, n, str(told)] for kind, n, told in cursor.fetchall()]
    said = [list(word) for word in verdicts_on_lists(office)]
    lists = [row for row in rows if row[0] in LISTS]
    return _digest([rows, said]), _digest(lists)


def _digest(told: list[Any]) -> str:
    return hashlib.sha256(json.dumps([version("lumbung"), told]).encode()).hexdigest()


def _attach(
    office: Office, records: pa.Table, memberships: pa.Table, weights: dict[str, Any] | None
) -> dict[str, Any] | None:
    """Decide every row and keep what was decided; returns what agreements are worth, for the next time."""
    rows = _by_list(office, listed_records_of(office))
    found = attach(records, memberships, rows, verdicts_on_lists(office), weights)
    numbers = {one.cooperative for one in found.joined.values()}
    pk_of = dict(Cooperative.objects.filter(office=office, number__in=numbers).values_list("number", "pk"))
    _keep(office, found, pk_of)
    _keep_pairs(office, found.asked)
    return found.weights or weights


def _by_list(office: Office, rows: pa.Table) -> pa.Table:
    """`rows` with the key of their list as `source`: rows of one list know of each other."""
    list_of = dict(rows_of_lists(office).values_list("pk", "source_id"))
    told = [str(list_of[entry_of(record_id)]) for record_id in rows.column("record_id").to_pylist()]
    at = rows.schema.get_field_index("source")
    return rows.set_column(at, rows.schema.field(at), pa.array(told, pa.string()))


def _keep(office: Office, found: Attached, pk_of: Mapping[str, int]) -> None:
    """Write what became of every row, where it changed."""
    wanted = {one.pk: one for one in _attachments(office, found, pk_of)}
    columns = ("state", "cooperative_id", "by", "probability")
    there = {pk: told for pk, *told in Attachment.objects.filter(office=office).values_list("entry_id", *columns)}
    same = {
        pk for pk, told in there.items() if pk in wanted and [getattr(wanted[pk], name) for name in columns] == told
    }
    Attachment.objects.filter(office=office, entry__in=there.keys() - same).delete()
    fresh = (one for pk, one in wanted.items() if pk not in same)
    while chunk := list(islice(fresh, CHUNK)):
        Attachment.objects.bulk_create(chunk)


def _attachments(office: Office, found: Attached, pk_of: Mapping[str, int]) -> Iterator[Attachment]:
    asked = {one.row for one in found.asked}
    states = Attachment.State
    for entry, kind in rows_of_lists(office).values_list("pk", "source__kind").iterator(chunk_size=CHUNK):
        row = engine_id(kind, entry)
        if one := found.joined.get(row):
            yield Attachment(
                entry_id=entry, office=office, state=states.ATTACHED, cooperative_id=pk_of[one.cooperative], by=one.by,
                probability=_share(one.probability),
            )  # fmt: skip
        else:
            yield Attachment(entry_id=entry, office=office, state=states.WAITING if row in asked else states.ALONE)


def _share(probability: float) -> Decimal:
    return round(Decimal(probability), 6)


def _keep_pairs(office: Office, asked: list[Asked]) -> None:
    """The pairs that wait: a row of a list, and of each cooperative it may speak of the row most like it."""
    Pair.objects.filter(office=office, scope=LISTED).delete()
    if not asked:
        return
    run = Run.objects.filter(office=office).latest("pk")
    entries = {entry_of(end) for one in asked for end in (one.row, one.record)}
    hashes = dict(Entry.objects.filter(pk__in=entries).values_list("pk", "current__content_hash"))
    copy_in(Pair, (_pair(office, run, hashes, place, one) for place, one in enumerate(_likeliest_first(asked))))


def _likeliest_first(asked: list[Asked]) -> list[Asked]:
    return sorted(asked, key=lambda one: (-one.probability, one.row, one.record))


def _pair(office: Office, run: Run, hashes: Mapping[int, str], place: int, one: Asked) -> Pair:
    left, right = sorted((entry_of(one.row), entry_of(one.record)))
    return Pair(
        office=office,
        run=run,
        left_id=left,
        right_id=right,
        scope=LISTED,
        probability=_share(one.probability),
        tier="review",
        linked=False,
        direct=False,  # no run over the rows that make cooperatives asks for it
        judged=one.judged,
        asked="" if one.judged else Why.REVIEW.value,
        evidence=json.loads(one.evidence or "[]"),
        usefulness=LAST + place,
        left_hash=hashes[left],
        right_hash=hashes[right],
    )


def _words(office: Office) -> Iterator[ListedWord]:
    """What attached rows say in the fields where a list may lead; a row that its list no longer has leads nowhere."""
    told = Attachment.objects.filter(
        office=office, state=Attachment.State.ATTACHED, entry__vanished_on__isnull=True
    ).annotate(number=F("cooperative__number"), kind=F("entry__source__kind"))
    values = (f"entry__current__clean__{name}" for name in _FIELDS)
    for entry, number, kind, on, carried, *found in told.values_list(
        "entry_id", "number", "kind", "entry__current__observed_on", "entry__current__carried", *values
    ).iterator(chunk_size=CHUNK):
        stays = {name: carried[name]["value"] for name in _FIELDS if name in (carried or ())}
        known = {name: _value(name, value) for name, value in zip(_FIELDS, found, strict=True) if value}
        known |= {name: _value(name, value) for name, value in stays.items()}
        yield ListedWord(number, engine_id(kind, entry), kind, on, known)


def _value(name: str, text: Any) -> Any:
    return date.fromisoformat(text) if name in _DAYS else text


def _days(office: Office, cooperatives: pa.Table, spoken_of: set[str]) -> dict[str, date | None]:
    """record_id -> the day its extract speaks of, of the register's rows that lead in those cooperatives."""
    part = cooperatives.filter(
        pc.is_in(cooperatives.column("cooperative_id"), pa.array(sorted(spoken_of), pa.string()))
    )
    leading = {
        record_id
        for text in part.column("field_sources").to_pylist()
        for name, record_id in json.loads(text or "{}").items()
        if name in _FIELDS and ":" not in record_id
    }
    found = Entry.objects.filter(
        pk__in={entry_of(record_id) for record_id in leading}, source__kind=Source.Kind.REGISTER
    )
    days = dict(found.values_list("pk", "current__observed_on"))
    return {record_id: days.get(entry_of(record_id)) for record_id in leading}
