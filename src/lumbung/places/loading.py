"""Regions from the ministry's codes, with what is known of their past; run at every migrate.

Codes and names: package lokal (Kepmendagri 300.2.2-2138 of 2025). Other spellings and divisions: `law/places.toml`.
A region that is no longer in the list gets its last day and is never deleted: old rows still name it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from lumbung.engine.cleaning.folding import words
from lumbung.engine.cleaning.law import law
from lumbung.engine.specimens.places import villages_of
from lumbung.places.happened import LEVELS, PARENT, first_days, write_events
from lumbung.places.models import Alias, Outline, Region
from lumbung.places.scheme import SOURCE, schematic_outlines

WITH_POINTS = ("6471",)  # regencies whose villages have centre points
_LOCK = 0x4C756D62_506C6163  # any number nobody else uses as an advisory lock


@dataclass(frozen=True, slots=True)
class Told:
    """What the sources say of a region."""

    name: str
    latitude: float | None = None  # None: not told; what stands there stays
    longitude: float | None = None
    valid_from: date | None = None


class Held(NamedTuple):
    """What a region's row says, by the names of its columns."""

    name: str
    latitude: float | None
    longitude: float | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many regions, aliases, events and outlines were written; all 0 where nothing was new."""

    new: int = 0
    changed: int = 0
    vanished: int = 0
    aliases: int = 0
    events: int = 0
    outlines: int = 0


@transaction.atomic
def load(today: date | None = None) -> Loaded:
    """Bring the regions up to date; safe to repeat, and quick where nothing changed.

    Args:
        today: Last day of regions that are no longer in the list; the office's day by default.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])  # two migrates at once
    told = regions_told()
    before = {row[0]: Held(*row[1:]) for row in Region.objects.values_list("code", *Held._fields)}
    new, renamed = _write(told, before)
    return Loaded(
        new=new,
        changed=renamed,
        vanished=_let_go(told, before, today or timezone.localdate()),
        aliases=_write_aliases(),
        events=write_events(told),
        outlines=_write_outlines(),
    )


# What the sources say


def regions_told() -> dict[str, Told]:
    """Code without dots -> region; a code comes after the one it lies in."""
    points, since = _points(), first_days()
    found = {}
    for code, name in _names():
        latitude, longitude = points.get(code, (None, None))
        found[code] = Told(name, latitude, longitude, since.get(code) or since.get(code[:6]))
    return found


def _names() -> Iterator[tuple[str, str]]:
    # ASSUMPTION: lokal keeps its data as data/*.json.gz, {code: name}; asking it region by region takes a second and
    # a half at every start. A test holds what is read here against its own functions.
    package = find_spec("lokal")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("lokal")
    for part in ("wilayah", "desa"):
        packed = (Path(package.origin).parent / "data" / f"{part}.json.gz").read_bytes()
        for dotted, name in json.loads(gzip.decompress(packed)).items():
            yield dotted.replace(".", ""), name


def _village_points() -> dict[str, tuple[float, float]]:
    # The specimens already hold the centre points of the example's city; one list is enough.
    return {village.code: village.point for regency in WITH_POINTS for village in villages_of(regency) if village.point}


def _points() -> dict[str, tuple[float, float]]:
    """Code -> latitude, longitude: of villages as told, of what they lie in the mean of its villages."""
    villages = _village_points()
    found = dict(villages)
    for digits in (6, 4):
        for parent in {code[:digits] for code in villages}:
            inside = [point for code, point in villages.items() if code.startswith(parent)]
            mean = (sum(axis) / len(inside) for axis in zip(*inside, strict=True))
            latitude, longitude = (round(value, 4) for value in mean)
            found[parent] = (latitude, longitude)
    return found


# What is written


def _write(told: dict[str, Told], before: dict[str, Held]) -> tuple[int, int]:
    """New regions by COPY, changed ones as objects (they are few); how many of each."""
    new = {code: region for code, region in told.items() if code not in before}
    if new:
        _copy(new)
    stale = [code for code, held in before.items() if code in told and held != _after(held, told[code])]
    regions = list(Region.objects.filter(pk__in=stale))
    for region in regions:
        held = before[region.code]
        if held.name != told[region.code].name:
            _keep_old_name(region, told[region.code].name)
        for name, value in _after(held, told[region.code])._asdict().items():
            setattr(region, name, value)
    Region.objects.bulk_update(regions, Held._fields, batch_size=500)
    return len(new), len(regions)


def _after(held: Held, told: Told) -> Held:
    """A region as it shall be: what is not told stays; a code that is back in the list is valid again."""
    place = (told.latitude, told.longitude) if told.latitude is not None else (held.latitude, held.longitude)
    return Held(told.name, *place, told.valid_from or held.valid_from, None)


def _copy(new: dict[str, Told]) -> None:
    columns = "code, level, name, parent_id, latitude, longitude, valid_from"
    with connection.cursor() as cursor, cursor.copy(f"COPY places_region ({columns}) FROM STDIN") as copy:
        for code, region in new.items():
            parent = code[: PARENT[len(code)]] if len(code) in PARENT else None
            place = (region.latitude, region.longitude, region.valid_from)
            copy.write_row((code, str(LEVELS[len(code)]), region.name, parent, *place))


def _keep_old_name(region: Region, name: str) -> None:
    """The day of a new name is nowhere told, so it is no event; but lists go on using the old one."""
    old = "".join(words(region.name))
    if region.parent_id and old != "".join(words(name)):
        Alias.objects.get_or_create(area_id=region.parent_id, spelling=old, defaults={"means": region})


def _let_go(told: dict[str, Told], before: dict[str, Held], today: date) -> int:
    gone = [code for code, held in before.items() if code not in told and held.valid_to is None]
    return Region.objects.filter(pk__in=gone).update(valid_to=today) if gone else 0


def _write_aliases() -> int:
    wanted: dict[tuple[str, str], str] = {}
    for area in law("places")["area"]:
        regency = area["regency"]
        wanted |= {(regency[:2], short): regency for short in area.get("short", ())}
        for names in (area.get("villages", {}), area.get("districts", {})):
            wanted |= {(regency, spelling): code for spelling, code in names.items()}
    held = {(a.area_id, a.spelling): a.means_id for a in Alias.objects.filter(area__in={area for area, _ in wanted})}
    missing = [
        Alias(area_id=area, spelling=spelling, means_id=code)
        for (area, spelling), code in wanted.items()
        if held.get((area, spelling)) != code
    ]
    Alias.objects.bulk_create(
        missing, update_conflicts=True, unique_fields=["area", "spelling"], update_fields=["means"]
    )
    return len(missing)


def _write_outlines() -> int:
    """Schemes where no outline is; one that an office brought in stays."""
    drawn = schematic_outlines(_village_points())
    held = {outline.region_id: outline for outline in Outline.objects.filter(region__in=drawn)}
    stale = [
        Outline(region_id=code, geojson=shape, source=SOURCE, schematic=True)
        for code, shape in drawn.items()
        if code not in held or (held[code].schematic and _differs(held[code], shape))
    ]
    Outline.objects.bulk_create(
        stale, update_conflicts=True, unique_fields=["region"], update_fields=["geojson", "source", "schematic"]
    )
    return len(stale)


def _differs(outline: Outline, shape: dict[str, Any]) -> bool:
    return outline.geojson != shape or outline.source != SOURCE
