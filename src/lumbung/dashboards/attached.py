"""Rows of other lists on the page of the cooperative they speak of: how each came to stand there, and how to part it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.sides import Note
from lumbung.engine.linking.attaching import JUDGED, NUMBER, WORDS
from lumbung.linkage.models import Attachment
from lumbung.linkage.queries import attached_to
from lumbung.registry.models import Cooperative, Record

_BY = {
    NUMBER: _("joined by its number"),
    WORDS: _("joined by what it tells"),
    JUDGED: _("joined by a person"),
}
_GONE = _("no longer in the list since %(day)s")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of lists that speak of one cooperative, and a note for each."""

    records: list[Record] = field(default_factory=list)
    notes: dict[int, Note] = field(default_factory=dict)  # entry -> note


def rows_of(cooperative: Cooperative, own: Sequence[Record], language: Language, *, most: int, judges: bool) -> Rows:
    """Certificates first, then other agencies.

    Args:
        own: The rows that make the cooperative; the first one is what a pair is made with.
        most: Rows that are read at most.
        judges: Whether the reader may judge pairs.
    """
    found = list(attached_to(cooperative)[:most])
    records = {
        record.pk: record
        for record in Record.objects.filter(pk__in=[one.entry.current_id for one in found]).select_related(
            "entry__source"
        )
    }
    rows = Rows()
    for one in found:
        rows.records.append(records[one.entry.current_id or 0])
        ends = sorted((one.entry_id, own[0].entry_id)) if judges and own else None
        rows.notes[one.entry_id] = (_note(one, language), (ends[0], ends[1]) if ends else None)
    return rows


def _note(one: Attachment, language: Language) -> str:
    say = translator(language)
    told = [say(_BY[one.by])]
    if one.entry.vanished_on:
        told.append(say(_GONE) % {"day": f"{one.entry.vanished_on:%d/%m/%Y}"})
    return ", ".join(told)
