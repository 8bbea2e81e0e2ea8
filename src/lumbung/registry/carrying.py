"""What stays of a row whose newest list holds cells that cannot be used (decision 28)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from lumbung.registry.models import Record

Carried = dict[str, dict[str, Any]]  # field -> {"value": as in `clean`, "record": key of the record that told it}

SUMS = {name: (f"{name}_m", f"{name}_f") for name in ("members", "managers", "employees")}
_POSITION = ("latitude", "longitude")
# Days, counts, amounts and numbers. Not the day of a visit: it dates what the row tells now.
FIELDS = frozenset(
    {
        "coop_nik", "legal_on", "amendment_on", "certificate_on", "certificate_valid_to", "last_rat_on",
        *SUMS, *(part for parts in SUMS.values() for part in parts), *_POSITION,
        "own_capital", "external_capital", "assets", "business_volume", "net_surplus",
    }
)  # fmt: skip


def values(record: Record) -> dict[str, Any]:
    """What holds of a row: what its list told, and what stays of an older one."""
    clean: dict[str, Any] = record.clean
    return clean | {field: one["value"] for field, one in (record.carried or {}).items()}


def carried_over(clean: Mapping[str, Any], unread: Collection[str], last: Record) -> Carried:
    """What stays of `last`, the row's last word, where its new list has cells that cannot be used.

    A total that adds up men and women, one of them unread, is added up anew: half of it would be no total.

    Args:
        clean: What the new list told.
        unread: Fields whose cells there cannot be used, and totals that have no cell of their own.
    """
    wanted = set(unread) | set(_POSITION if not set(_POSITION).isdisjoint(unread) else ())
    out = {
        field: old
        for field in sorted(FIELDS & wanted)
        if field not in clean and (old := _last_word(field, last)) is not None
    }
    for total in sorted(wanted & SUMS.keys()):
        stays = [part for part in SUMS[total] if part in out]
        if stays:
            told = [out[part]["value"] if part in out else clean.get(part, 0) for part in SUMS[total]]
            out[total] = {"value": sum(told), "record": out[stays[0]]["record"]}
    return out


def _last_word(field: str, last: Record) -> dict[str, Any] | None:
    """The value of a row and the record that told it."""
    if last.carried and field in last.carried:
        return dict(last.carried[field])
    return {"value": last.clean[field], "record": last.pk} if field in last.clean else None
