"""What a list would change: each row against the source's last word on the same entry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from lumbung.imports.keys import ASKED, Known, names_of
from lumbung.imports.models import Batch, Difference
from lumbung.imports.services.unusable import Unusable
from lumbung.registry.carrying import Carried, carried_over, values
from lumbung.registry.models import Entry, Record, Source
from lumbung.registry.sealing import unseal

NOT_SHOWN = [None, None]  # a personal field that changed
BACK = "vanished_on"
STAYS = "carried"
_LISTS = ("name_tokens", "name_acronyms")


@dataclass(frozen=True, slots=True)
class Was:
    """An entry of the source as its last lists left it."""

    entry: int
    known: Known
    name: str
    vanished_on: str  # ISO day, or empty
    carries: bool = False  # values of an older list, for cells that could not be used


class Staged(NamedTuple):
    """A row as it is written: the columns of `models.Row` in their order, JSON as text, and its name besides."""

    id: int
    batch_id: int
    ordinal: int
    key: str
    key_kind: str
    sheet: str
    row: int
    raw: str
    clean: str
    personal_sealed: bytes | None
    content_hash: str
    name: str


def steps_of(source: Source) -> int:
    """How often a list of `source` was applied or undone: a comparison holds as long as this stays."""
    told = Batch.objects.filter(source=source).aggregate(applied=Count("applied_at"), undone=Count("undone_at"))
    return int(told["applied"] + told["undone"])


def last_words(source: Source) -> dict[str, Was]:
    """key -> the entry as it is now; only what keys and comparison ask for is read, never whole rows."""
    visits = source.kind == Source.Kind.CENSUS
    asked = [(KeyTransform if name in _LISTS else KeyTextTransform)(name, "current__clean") for name in ASKED]
    carries = ExpressionWrapper(Q(current__carried__isnull=False), BooleanField())
    entries = Entry.objects.filter(source=source, current__isnull=False).values_list(
        "key", "key_kind", "pk", "current__content_hash", "vanished_on", carries, *asked
    )
    out = {}
    for key, kind, pk, content, vanished_on, carrying, *told in entries.iterator(chunk_size=5_000):
        row = dict(zip(ASKED, told, strict=True))
        known = Known(key, kind, names_of(row, visits=visits), content)
        gone = vanished_on.isoformat() if vanished_on else ""
        out[key] = Was(pk, known, str(row["name"] or ""), gone, carrying)
    return out


def vanished(batch: Batch, keys: Iterable[str], was: Mapping[str, Was]) -> Iterator[Difference]:
    """What the list no longer has, by key; a census is not expected to have everything.

    A census that is silent of a cooperative takes nothing back.
    """
    if batch.source.kind == Source.Kind.CENSUS:
        return
    for key in sorted(set(was).difference(keys)):
        if not was[key].vanished_on:
            name = was[key].name[:300]
            yield Difference(batch=batch, entry_id=was[key].entry, kind=Difference.Kind.VANISHED, name=name)


def new_and_changed(
    batch: Batch, rows: Sequence[Staged], was: Mapping[str, Was], unusable: Unusable
) -> Iterator[Difference]:
    """What written `rows` would change, in their order; hand over some thousand at a time."""
    changed = [row for row in rows if (old := was.get(row.key)) and (_differs(old, row) or old.carries)]
    entries = [was[row.key].entry for row in changed]
    before = {
        record.entry_id: record
        for record in Record.objects.filter(pk__in=Entry.objects.filter(pk__in=entries).values("current"))
    }
    told = {row.ordinal for row in changed}
    for row in rows:
        one = {"batch_id": batch.pk, "row_id": row.id, "name": row.name[:300]}  # ids: objects cost a long list seconds
        if row.key not in was:
            yield Difference(**one, kind=Difference.Kind.NEW)
        elif row.ordinal in told:
            old = was[row.key]
            last, clean = before[old.entry], json.loads(row.clean)
            stays = carried_over(clean, unusable.of(row.sheet, row.row, row.raw), last)
            if not _differs(old, row) and stays == (last.carried or {}):
                continue  # the same cells cannot be used as before
            changes: dict[str, Any] = changed_fields(last, row, clean, stays)
            if stays:
                changes[STAYS] = stays
            if old.vanished_on:
                changes[BACK] = [old.vanished_on, None]
            yield Difference(**one, entry_id=old.entry, kind=Difference.Kind.CHANGED, changes=changes)


def _differs(old: Was, row: Staged) -> bool:
    return old.known.content != row.content_hash or bool(old.vanished_on)


def changed_fields(before: Record, after: Staged, clean: Mapping[str, Any], stays: Carried) -> dict[str, list[Any]]:
    """field -> [before, after] of every field that differs; personal ones are named, their values are not copied.

    A field that can be read again is told too, where it says what stayed in its place.

    Args:
        clean: Of `after`.
        stays: What of `before` holds on, for cells of `after` that cannot be used.
    """
    was, now = values(before), {**clean, **{field: one["value"] for field, one in stays.items()}}
    again = (before.carried or {}).keys() & clean.keys() - stays.keys()
    out = {
        field: [was.get(field), now.get(field)]
        for field in sorted({*was, *now})
        if was.get(field) != now.get(field) or field in again
    }
    left, right = _personal(before.personal_sealed), _personal(after.personal_sealed)
    return out | {field: NOT_SHOWN for field in sorted({*left, *right}) if left.get(field) != right.get(field)}


def _personal(sealed: bytes | memoryview | None) -> dict[str, Any]:
    return {} if sealed is None else dict(unseal(sealed)["clean"])
