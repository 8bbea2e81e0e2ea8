"""Reading a GeoJSON file of outlines (RFC 7946): everything that is wrong with it, at once."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.engine.cleaning.law import law
from lumbung.places.shapes import Ring, area_of

MAX_MB = 20
_DIGITS = 6  # of a degree, about a decimetre; what a file holds beyond is noise
_WGS84 = re.compile(r"CRS:?:?84|EPSG:*4326", re.IGNORECASE)
_EXPORT = _("Export the layer as GeoJSON in WGS84 (EPSG:4326) and upload it again.")
_MEND = _("Mend the shape in the program it comes from (“fix geometries”), export it and upload it again.")
enter(
    {
        "outline_file_large": Sentence(
            _("The file has %(megabytes)s MB; outlines may have %(limit)s MB."),
            _("Simplify the outlines, or upload the districts one after the other."),
        ),
        "outline_no_json": Sentence(_("The file is not JSON (%(trouble)s)."), _EXPORT),
        "outline_no_collection": Sentence(_("The file holds no FeatureCollection with features."), _EXPORT),
        "outline_other_crs": Sentence(_("The file uses the coordinate system “%(crs)s”."), _EXPORT),
        "outline_no_polygon": Sentence(
            _("Feature %(feature)s is of type “%(kind)s”; an outline is a Polygon or MultiPolygon."), _EXPORT
        ),
        "outline_no_position": Sentence(
            _("Feature %(feature)s, ring %(ring)s: a position is not a pair of numbers."), _MEND
        ),
        "outline_outside": Sentence(
            _("Feature %(feature)s: longitude %(longitude)s, latitude %(latitude)s lies outside Indonesia."), _EXPORT
        ),
        "outline_swapped": Sentence(
            _("Feature %(feature)s: latitude and longitude are swapped (%(longitude)s, %(latitude)s)."),
            _("GeoJSON puts the longitude first. Export the layer again and upload it."),
        ),
        "outline_short_ring": Sentence(
            _("Feature %(feature)s, ring %(ring)s has %(positions)s positions; it needs at least four."), _MEND
        ),
        "outline_open_ring": Sentence(
            _("Feature %(feature)s, ring %(ring)s does not end where it begins."), _MEND
        ),
        "outline_flat_ring": Sentence(_("Feature %(feature)s, ring %(ring)s encloses no area."), _MEND),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feature:
    """One outline: its number in the file (from 1), its properties, its geometry as it is kept."""

    number: int
    properties: dict[str, Any]
    geometry: dict[str, Any]


def features_in(data: bytes) -> tuple[list[Feature], list[Finding]]:
    """The outlines of a file that can be used, and what is wrong with the others.

    Raises:
        BadInput: The file as a whole cannot be read.
    """
    if len(data) > MAX_MB * 2**20:
        raise too_large(len(data))
    collection = _collection(data)
    found, findings = [], []
    for number, feature in enumerate(collection, start=1):
        wrong = list(_faults(feature, number))
        findings += wrong
        if not wrong:
            properties = feature.get("properties")
            told = properties if isinstance(properties, dict) else {}
            found.append(Feature(number, told, _kept(feature["geometry"])))
    return found, findings


def too_large(size: int) -> BadInput:
    """The refusal of a file of `size` bytes."""
    return BadInput(Finding("outline_file_large", {"megabytes": math.ceil(size / 2**20), "limit": MAX_MB}))


def _collection(data: bytes) -> list[Any]:
    try:
        told = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as trouble:
        raise BadInput(Finding("outline_no_json", {"trouble": str(trouble)[:120]})) from trouble
    features = told.get("features") if isinstance(told, dict) and told.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise BadInput(Finding("outline_no_collection"))
    name = _crs(told.get("crs"))
    if name and not _WGS84.search(name):
        raise BadInput(Finding("outline_other_crs", {"crs": name[:80]}))
    return features


def _crs(told: Any) -> str:
    """The name of the coordinate system an older file may give; empty: WGS84, as the standard says."""
    properties = told.get("properties") if isinstance(told, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _faults(feature: Any, number: int) -> Iterator[Finding]:
    """What is wrong with one feature; a ring is told once, by its first fault."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    polygons = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(polygons, list) or not polygons:
        yield Finding("outline_no_polygon", {"feature": number, "kind": str(kind or "–")[:40]})
        return
    count = 0
    for polygon in [polygons] if kind == "Polygon" else polygons:
        for ring in polygon if isinstance(polygon, list) and polygon else [None]:
            count += 1
            yield from _faults_of_ring(ring, {"feature": number, "ring": count})


def _faults_of_ring(ring: Any, place: dict[str, int]) -> Iterator[Finding]:
    if not isinstance(ring, list) or not all(_is_position(position) for position in ring):
        yield Finding("outline_no_position", place)
        return
    corners: Ring = [(float(position[0]), float(position[1])) for position in ring]
    if len(corners) < 4:
        yield Finding("outline_short_ring", {**place, "positions": len(corners)})
    elif outside := next((corner for corner in corners if not _in_indonesia(*corner)), None):
        x, y = outside
        code = "outline_swapped" if _in_indonesia(y, x) else "outline_outside"
        yield Finding(code, {"feature": place["feature"], "longitude": f"{x:g}", "latitude": f"{y:g}"})
    elif corners[0] != corners[-1]:
        yield Finding("outline_open_ring", place)
    elif len(set(corners)) < 3 or abs(area_of(corners[:-1])) < 1e-12:
        yield Finding("outline_flat_ring", place)


def _is_position(told: Any) -> bool:
    return isinstance(told, list) and len(told) in (2, 3) and all(_is_number(value) for value in told[:2])


def _is_number(told: Any) -> bool:
    # A whole number of a thousand digits is JSON too, and no float.
    return isinstance(told, int | float) and not isinstance(told, bool) and abs(told) < 1e6


def _in_indonesia(longitude: float, latitude: float) -> bool:
    bounds = law("places")["bounds"]
    (south, north), (west, east) = bounds["latitude"], bounds["longitude"]
    return bool(south <= latitude <= north and west <= longitude <= east)


def _kept(geometry: dict[str, Any]) -> dict[str, Any]:
    """The geometry without heights and without digits that mean nothing."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    written = [
        [[[round(p[0], _DIGITS), round(p[1], _DIGITS)] for p in ring] for ring in polygon] for polygon in polygons
    ]
    if geometry["type"] == "MultiPolygon":
        return {"type": "MultiPolygon", "coordinates": written}
    return {"type": "Polygon", "coordinates": written[0]}
