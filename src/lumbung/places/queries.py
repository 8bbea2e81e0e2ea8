"""Regions by code, by name, and on a day of the past."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from lumbung.engine.cleaning.gazetteer import place_words, regency
from lumbung.places.models import Alias, Region, RegionEvent

_NEXT = {0: (2, 4), 2: (4, 6), 4: (6, 10), 6: (10,)}  # digits of an area -> digits of what is looked for in it


def valid(regions: QuerySet[Region], on: date | None) -> QuerySet[Region]:
    """Those of `regions` that were there on that day; None: that are there now."""
    if on is None:
        return regions.filter(valid_to=None)
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    return regions.filter(begun, Q(valid_to=None) | Q(valid_to__gte=on))


def name_of(code: str, on: date | None = None) -> str | None:
    """The name of the region with that code (no dots), or None if there is none, or none that day.

    Without a day a region that has ended is named too: old rows go on naming it.
    """
    found = Region.objects.filter(pk=code)
    return (valid(found, on) if on else found).values_list("name", flat=True).first()


def children(code: str, on: date | None = None) -> QuerySet[Region]:
    """The regions directly below `code` on that day (now: None), in the order of their codes; "" = the provinces.

    A district that was divided is not given back the villages it once had: their codes began with the new district.
    """
    below = Region.objects.filter(parent_id=code) if code else Region.objects.filter(level=Region.Level.PROVINCE)
    return valid(below, on).order_by("code")


def events_in(area: str) -> QuerySet[RegionEvent]:
    """What happened to the regions of `area` and to itself, the newest first."""
    about = Q(before__code__startswith=area) | Q(after__code__startswith=area)
    return RegionEvent.objects.filter(about).select_related("before", "after").order_by("-on", "pk")


def resolve(name: str, area: str) -> list[Region]:
    """The regions that `name` may mean inside `area`, in the order of their codes; several, one or none.

    Spelling, "Kel." in front, and short words do not matter; known aliases count. A region that has ended is found
    only where no other is.

    Args:
        area: Code without dots: "" finds provinces and regencies, a province regencies and districts, a regency
            districts and villages, a district villages.
    """
    wanted = {level.value: "".join(place_words(name, level.value)) for level in Region.Level}
    if not any(wanted.values()) or len(area) not in _NEXT:
        return []
    inside = _inside(area)
    aliases = Alias.objects.filter(area__code__startswith=area, spelling__in=set(wanted.values()))
    means = set(aliases.values_list("means", flat=True))
    keys = _short_keys(area)
    found = [
        region
        for region in inside
        if region.code in means or wanted[region.level] in (_key(region), keys.get(region.code, _key(region)))
    ]
    found = [region for region in found if region.valid_to is None] or found
    return [region for region in found if _kind(name) == _kind(region.name)] or found


def _short_keys(area: str) -> dict[str, str]:
    """District -> its name without that of its regency: "Kota" for Balikpapan Kota, in Balikpapan."""
    place = regency(area)
    if place is None:
        return {}
    found = {}
    for code, name in place.names.items():
        told = tuple(place_words(name, "district"))
        if len(code) == 6 and told[: len(place.base)] == place.base and len(told) > len(place.base):
            found[code] = "".join(told[len(place.base) :])
    return found


def _kind(name: str) -> str:
    """Whether a name says that it is a city or a regency: "Kota Bogor" is not Kabupaten Bogor."""
    first = name.casefold().split(maxsplit=1)[0].rstrip(".") if name.strip() else ""
    return {"kota": "city", "kodya": "city", "kabupaten": "regency", "kab": "regency"}.get(first, "")


def _inside(area: str) -> Iterable[Region]:
    digits = Q(pk__in=[])
    for length in _NEXT[len(area)]:
        digits |= Q(code__regex=rf"^\d{{{length}}}$")
    return Region.objects.filter(digits, code__startswith=area).order_by("code")


def _key(region: Region) -> str:
    return "".join(place_words(region.name, region.level))
