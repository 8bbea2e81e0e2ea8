"""From what a form was told to a stored record: the engine's own cleaner reads the texts, nothing else does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from lumbung.access.models import Office
from lumbung.core.findings import Finding
from lumbung.counter.kinds import PERSONAL
from lumbung.engine import cleaning
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.reading import FIELDS, Column, RawList
from lumbung.registry.models import Record
from lumbung.registry.rows import Kept, kept
from lumbung.registry.sealing import unseal

Texts = Mapping[str, str]  # field -> text, as a list's row would write it
# What visits lead on too: the engine asks which of the two came later.
_PLACED = frozenset({"kind", "pattern", "village", "district", "regency", "address"})


@dataclass(frozen=True, slots=True)
class Read:
    """A record ready to be stored, what the cleaner found in it, and its cleaned columns."""

    kept: Kept
    findings: list[Finding]
    clean: dict[str, Any]


def texts_of(record: Record | None) -> dict[str, str]:
    """field -> text of everything an entry of the counter was told so far; personal ones too."""
    if record is None:
        return {}
    sealed = unseal(record.personal_sealed)["raw"] if record.personal_sealed is not None else {}
    return {**record.raw, **sealed}


def told_on(before: Record | None, told: Texts, on: date) -> date:
    """The day that the place and kind of an entry were told: a later act on other things leaves it.

    For visits lead over it from that day on; a change of officers is no newer word on where it is.
    """
    last = before.clean.get("told_on") if before else None
    return on if last is None or _PLACED & set(told) else date.fromisoformat(last)


def read(office: Office, texts: Texts, *, on: date, told: date, row: int, file: str) -> Read:
    """Clean `texts` as one row of a register's list.

    Args:
        office: Its city is what a text that names none speaks of.
        texts: field -> text; fields are those of lists, and the terms of officers.
        on: The day it speaks of.
        told: See `told_on`.
        row: Its running number in the office's counter.
    """
    cells = {field: [texts[field]] for field in FIELDS if texts.get(field)}
    columns = {"sheet": [None], "row": [row], **cells, "raw": [json.dumps(dict(texts), ensure_ascii=False)]}
    kinds = {"row": pa.int32()}
    table = pa.table({name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()})
    known = tuple(Column(field, "", field) for field in cells)
    here = regency(office.region_code) if len(office.region_code) == 4 else None
    raw = RawList("register", Path(file), file, "", on, here.name if here else None, (), known, table, ())
    records, findings = cleaning.clean_records(raw, workers=1)
    one = records.to_pylist()[0]
    stored = kept(one, PERSONAL)
    return Read(replace(stored, clean=stored.clean | {"told_on": told.isoformat()}), findings, one)
