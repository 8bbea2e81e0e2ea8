"""Who a row says it is: what a verdict on it rests on. Members and money may change every year without asking anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from lumbung.registry.models import Entry

# Columns of engine.tables.RECORDS. ASSUMPTION: people (sealed) are left out, for officers change with every term.
FIELDS = (
    "name", "legal_number", "legal_on", "coop_nik", "kind", "street", "house_number", "block", "rt", "village_code",
    "district_code", "host",
)  # fmt: skip


def said_of(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """(entry, entry) -> SHA-256 over who both say they are now; pairs of entries that no longer count are left out."""
    wanted = list(pairs)
    entries = {entry for pair in wanted for entry in pair}
    found = Entry.objects.filter(pk__in=entries, current__isnull=False).values_list("pk", "current__clean")
    told = {pk: [clean.get(name) for name in FIELDS] for pk, clean in found.iterator(chunk_size=2_000)}
    return {
        (left, right): hashlib.sha256(json.dumps([told[left], told[right]], ensure_ascii=False).encode()).hexdigest()
        for left, right in wanted
        if left in told and right in told
    }
