"""Earlier visits that a census is silent of, and new rows that may correct one: pointed out, never merged."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q

from lumbung.imports.keys import names_of
from lumbung.imports.models import Batch, Difference
from lumbung.imports.services.comparing import Staged, Was, changed_fields
from lumbung.imports.wording import field_word
from lumbung.registry.models import Entry, Record, Source

CORRECTS = "corrects"  # in Difference.changes of a new row: [row of the earlier visit in its file, that file]
_NUMBERS = ("coop_nik", "legal_number")


class NotHere:
    """What the new list of a census does not have of the visits before it; they keep counting.

    A visit is named by its cooperative, its place and its day (`imports.keys`): where one of these was corrected, or
    the name is spelled otherwise, the row is a new one and the earlier visit stays beside it. Both may be true, so
    nothing is merged; a new row that says all but one thing as such a visit did is pointed out.
    """

    def __init__(self, batch: Batch, keys: Iterable[str], was: Mapping[str, Was]) -> None:
        """`keys`: of all rows of the list. Lists that are no census are silent of nothing: they lack (`vanished`)."""
        self.source = batch.source
        census = batch.source.kind == Source.Kind.CENSUS
        self.gone = {key: was[key] for key in set(was).difference(keys)} if census else {}

    @cached_property
    def _entries(self) -> frozenset[int]:
        return frozenset(one.entry for one in self.gone.values())

    @cached_property
    def _by_name(self) -> Mapping[str, list[int]]:
        """Name and place of a visit without its day -> its entries."""
        found = defaultdict(list)
        for one in self.gone.values():
            found[_undated(one.known.names[-1][0])].append(one.entry)
        return found

    def pointed_out(self, differences: Iterable[Difference], rows: Sequence[Staged]) -> Iterator[Difference]:
        """`differences` of `rows`; a new row that may correct an earlier visit says which, and in what."""
        told = list(differences)
        fresh = {one.row_id for one in told if one.kind == Difference.Kind.NEW} if self.gone else set()
        hints = self._hints([row for row in rows if row.id in fresh]) if fresh else {}
        for one in told:
            one.changes |= hints.get(one.row_id or 0, {})
            yield one

    def _hints(self, rows: Sequence[Staged]) -> dict[int, dict[str, Any]]:
        """row -> changes against the one earlier visit that it may correct."""
        clean = {row.id: json.loads(row.clean) for row in rows}
        by_number = self._by_number(clean.values())
        near = {row.id: self._near(clean[row.id], by_number) for row in rows}
        wanted = Entry.objects.filter(pk__in={pk for found in near.values() for pk in found}, current__isnull=False)
        last = {entry.pk: entry.current for entry in wanted.select_related("current") if entry.current}
        out = {}
        for row in rows:
            alike = [
                (last[pk], said) for pk in near[row.id] if pk in last and (said := _one(last[pk], row, clean[row.id]))
            ]
            if len(alike) == 1:
                record, changes = alike[0]
                out[row.id] = changes | {CORRECTS: [record.row, record.file]}
        return out

    def _by_number(self, rows: Iterable[Mapping[str, Any]]) -> Mapping[tuple[str, str], list[int]]:
        """(field, number) -> entries that this list is silent of."""
        told = {field: {str(row[field]) for row in rows if row.get(field)} for field in _NUMBERS}
        asked = Q(pk__in=[])
        for field, numbers in told.items():
            asked |= Q(**{f"current__clean__{field}__in": sorted(numbers)})
        found = defaultdict(list)
        columns = [f"current__clean__{field}" for field in _NUMBERS]
        for pk, *numbers in Entry.objects.filter(asked, source=self.source).order_by("pk").values_list("pk", *columns):
            if pk in self._entries:
                for field, number in zip(_NUMBERS, numbers, strict=True):
                    found[field, str(number)].append(pk)
        return found

    def _near(self, clean: Mapping[str, Any], by_number: Mapping[tuple[str, str], list[int]]) -> list[int]:
        """Entries of the same number, or of the same name and place."""
        found = list(self._by_name.get(_undated(names_of(clean, visits=True)[-1][0]), ()))
        for field in _NUMBERS:
            found += by_number.get((field, str(clean.get(field) or "")), ())
        return list(dict.fromkeys(found))


def _undated(name: str) -> str:
    return name.partition("@")[0]


def _one(last: Record, row: Staged, clean: dict[str, Any]) -> dict[str, Any]:
    """The changes, where exactly one field that a person knows differs; {} where none or several do."""
    changes = changed_fields(last, row, clean, {})
    if "chair" in changes:
        changes.pop("officers", None)
    seen = {field: both for field, both in changes.items() if field_word(field, "en")}
    return seen if len({field_word(field, "en") for field in seen}) == 1 else {}
