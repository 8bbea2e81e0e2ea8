"""What columns say that no stage of the engine reads (engine/law/asides.toml): KBLI, branches, host, NIB, terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from lumbung.engine.cleaning.folding import lower_ascii
from lumbung.engine.cleaning.law import law
from lumbung.registry.models import Record
from lumbung.reports.privacy import scrub

_NOTHING = frozenset({"", "-", "--", "0", "n/a", "null", "tidak ada", "belum ada", "kosong", "nihil"})


def told_aside(
    records: Iterable[Record], mappings: Mapping[int, Mapping[str, str]]
) -> dict[str, list[tuple[str, Record]]]:
    """concept -> (text, the row that says it), each text once, in the order of `records`.

    Args:
        mappings: batch -> heading -> field; a heading that was assigned to a field is no aside.
    """
    out: dict[str, list[tuple[str, Record]]] = {}
    for record in records:
        mapping = mappings.get(record.batch_id or 0, {})
        for heading, cell in record.raw.items():
            concept = _headings().get(_key(heading))
            text = scrub(str(cell or "").strip())
            if concept is None or mapping.get(heading) or text.lower() in _NOTHING:
                continue
            told = out.setdefault(concept, [])
            if text not in [one for one, _record in told]:
                told.append((text, record))
    return out


@cache
def _headings() -> dict[str, str]:
    headings: dict[str, list[str]] = law("asides")["headings"]
    return {_key(heading): concept for concept, words in headings.items() for heading in words}


def _key(heading: Any) -> str:
    return re.sub(r"[^a-z0-9]+", "", lower_ascii(str(heading)))
