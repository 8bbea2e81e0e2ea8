"""What happened to regions: from `law/places.toml` into events with the days regions were valid.

A region that ended (merged, or under another code now) is in no list any more; it is made from the row that tells of it,
so that old rows and the days of the past still find it. Where the ministry's list still has it, the list is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lumbung.engine.cleaning.folding import words
from lumbung.engine.cleaning.law import law
from lumbung.places.models import Alias, Region, RegionEvent

Kind = RegionEvent.Kind
LEVELS = {2: Region.Level.PROVINCE, 4: Region.Level.REGENCY, 6: Region.Level.DISTRICT, 10: Region.Level.VILLAGE}
PARENT = {4: 2, 6: 4, 10: 6}  # digits -> digits of the region it lies in
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Happened:
    """One change, as the law file tells it."""

    kind: Kind
    on: date  # first day after it
    before: str
    after: str
    name_before: str = ""
    new: bool = False
    legal_basis: str = ""

    @property
    def begins(self) -> bool:
        """Whether `after` was not there before that day."""
        return self.kind in (Kind.SPLIT, Kind.RECODE) or (self.kind is Kind.MERGE and self.new)

    @property
    def ends(self) -> bool:
        """Whether `before` is not there any more."""
        return self.kind in (Kind.MERGE, Kind.RECODE) and self.before != self.after


def happened() -> Iterator[Happened]:
    """Every change the law file tells of. Raises KeyError or ValueError for a row that is none."""
    told: Mapping[str, Any] = law("places")
    for entry in told.get("divided", ()):
        for district in sorted({village[:6] for village in entry["villages"]}):
            yield Happened(Kind.SPLIT, entry["until"] + _DAY, entry["parent"], district)
    for row in told.get("event", ()):
        yield Happened(
            Kind(row["kind"]),
            row["on"],
            row["before"],
            row["after"],
            row.get("name_before", ""),
            row.get("new", False),
            row.get("legal_basis", ""),
        )


def first_days() -> dict[str, date]:
    """Code -> its first day, of regions that began by a change; what lies in them began with them."""
    return {one.after: one.on for one in happened() if one.begins}


def write_events(listed: Mapping[str, Any]) -> int:
    """Write what is not written yet, with the regions that ended; how many events were new or mended.

    Args:
        listed: The regions of the ministry's list, by code.
    """
    made = 0
    for one in happened():
        if one.ends and one.before not in listed:
            _ended(one)
        if one.kind is Kind.RENAME and one.name_before:
            _still_understood(one)
        key = {"kind": one.kind, "before_id": one.before, "after_id": one.after}
        told = {"on": one.on, "name_before": one.name_before, "legal_basis": one.legal_basis}
        event, new = RegionEvent.objects.get_or_create(**key, defaults=told)
        if not new and any(getattr(event, name) != value for name, value in told.items()):
            RegionEvent.objects.filter(pk=event.pk).update(**told)
            new = True
        made += new
    return made


def _ended(one: Happened) -> None:
    """The region that is no more, valid until the day before."""
    parent = one.before[: PARENT[len(one.before)]] if len(one.before) > 2 else None
    told = {"level": LEVELS[len(one.before)], "name": one.name_before, "parent_id": parent, "valid_to": one.on - _DAY}
    region, new = Region.objects.get_or_create(code=one.before, defaults=told)
    if not new and region.valid_to != told["valid_to"]:
        Region.objects.filter(pk=region.pk).update(valid_to=told["valid_to"])


def _still_understood(one: Happened) -> None:
    """Lists go on using the old name."""
    area, spelling = one.after[: PARENT.get(len(one.after), 0)], "".join(words(one.name_before))
    if area:
        Alias.objects.get_or_create(area_id=area, spelling=spelling, defaults={"means_id": one.after})
