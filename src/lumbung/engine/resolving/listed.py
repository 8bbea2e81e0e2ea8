"""The word of lists that speak of cooperatives and make none: in the fields the policy gives them, and nowhere else."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from lumbung.engine.resolving.fields import TOGETHER
from lumbung.engine.resolving.policies import policies
from lumbung.engine.tables import COOPERATIVES

_REGISTER = "R"  # what the ids of the register's records begin with (engine.tables)
CERTIFICATE = ("certificate_status", "certificate_valid_to")
CERTIFIED, EXPIRED = "certified", "expired"


@dataclass(frozen=True, slots=True)
class ListedWord:
    """What one row of a list says of the cooperative it was joined to."""

    cooperative: str
    record: str  # record_id
    kind: str  # of its list
    on: date | None  # the day the list speaks of
    values: Mapping[str, Any]  # columns of tables.COOPERATIVES; what is not told is absent


def with_lists(cooperatives: pa.Table, words: Iterable[ListedWord], days: Mapping[str, date | None]) -> pa.Table:
    """`cooperatives` with the word of lists where the policy lets it lead over the register.

    Args:
        cooperatives: tables.COOPERATIVES as resolved.
        words: Of several for one cooperative, the later end of the certificate leads, then the later list.
        days: record_id of the register -> the day its extract speaks of, of the cooperatives that `words` speak of.
    """
    leads = policies().lists
    by: dict[str, list[ListedWord]] = defaultdict(list)
    for word in words:
        if word.kind in leads:
            by[word.cooperative].append(word)
    if not by:
        return cooperatives
    fields = sorted(set().union(*(leads[kind] for kind in leads)))
    columns = {name: cooperatives.column(name).to_pylist() for name in (*fields, "field_sources")}
    for at, cooperative in enumerate(cooperatives.column("cooperative_id").to_pylist()):
        if found := by.get(cooperative):
            sources = json.loads(columns["field_sources"][at] or "{}")
            for group in _groups(fields):
                _lead(at, group, sorted(found, key=_order, reverse=True), columns, sources, days)
            columns["field_sources"][at] = json.dumps(dict(sorted(sources.items())))
    for name, told in columns.items():
        place = COOPERATIVES.get_field_index(name)
        cooperatives = cooperatives.set_column(
            place, COOPERATIVES.field(place), pa.array(told, COOPERATIVES.field(place).type)
        )
    return cooperatives


def _groups(fields: Iterable[str]) -> list[tuple[str, ...]]:
    """Fields that are told together come from one row together."""
    rest = list(fields)
    groups = [group for group in TOGETHER if set(group) <= set(rest)]
    alone = [(name,) for name in rest if not any(name in group for group in groups)]
    return [*groups, *alone]


def _order(word: ListedWord) -> tuple[date, date, str]:
    return (word.values.get("certificate_valid_to") or date.min, word.on or date.min, word.record)


def _lead(
    at: int,
    group: tuple[str, ...],
    words: list[ListedWord],
    columns: dict[str, list[Any]],
    sources: dict[str, str],
    days: Mapping[str, date | None],
) -> None:
    """Put the first word that tells any of `group` into its columns, unless another voice stands above it."""
    leads = policies().lists
    word = next((w for w in words if set(group) <= leads[w.kind] and any(w.values.get(name) for name in group)), None)
    if word is None:
        return
    origins = [sources[name] for name in group if name in sources]
    if any(not origin.startswith(_REGISTER) or _is_later(days.get(origin), word.on) for origin in origins):
        return
    values = {name: word.values.get(name) for name in group}
    if group == CERTIFICATE and values["certificate_status"] is None:
        values["certificate_status"] = _status(values["certificate_valid_to"], word.on)
    for name in group:
        columns[name][at] = values[name]
        sources.pop(name, None)
        if values[name] is not None:
            sources[name] = word.record


def _is_later(register: date | None, listed: date | None) -> bool:
    return register is not None and listed is not None and register > listed


def _status(valid_to: date | None, on: date | None) -> str | None:
    """What a list without a column for it says: a certificate in it stands, unless it had ended by the list's day."""
    if valid_to is None:
        return None
    return EXPIRED if on is not None and valid_to < on else CERTIFIED
