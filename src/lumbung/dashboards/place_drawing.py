"""Outlines as paths of an SVG picture: lengths stand in attributes, so that a strict content policy allows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lumbung.places.models import Outline

WIDTH = 640  # units of the picture


@dataclass(frozen=True, slots=True)
class Shape:
    """One region: what a reader may ask its name of."""

    code: str
    name: str
    label: str  # the name without what all names of the picture begin with
    path: str  # SVG path data
    schematic: bool
    x: float | None = None  # where its name stands; None: its centre is not known
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """All outlines in one frame; north is up."""

    width: int
    height: int
    lower: list[Shape]  # drawn first, in thin lines
    upper: list[Shape]


def drawing(lower: Sequence[str], upper: Sequence[str]) -> Drawing | None:
    """The outlines of regions by code, or None where none of them has one."""
    held = {
        outline.region_id: outline
        for outline in Outline.objects.filter(region__in=[*lower, *upper]).select_related("region")
    }
    corners = [corner for outline in held.values() for ring in _rings(outline.geojson) for corner in ring]
    if not corners:
        return None
    frame = _Frame(corners, _common([held[code].region.name for code in upper if code in held]))
    below, above = ([frame.shape(held[code]) for code in codes if code in held] for codes in (lower, upper))
    return Drawing(WIDTH, frame.height, below, above)


def _rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    several = geometry["type"] == "MultiPolygon"
    for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
        yield from polygon


def _common(names: list[str]) -> str:
    """The first word of all names with its blank, or nothing: "Balikpapan " of Balikpapan Timur, Balikpapan Barat."""
    first = {name.partition(" ")[0] for name in names}
    return f"{first.pop()} " if len(first) == 1 and all(" " in name for name in names) else ""


class _Frame:
    """From degrees to the units of the picture (equirectangular, true to scale in its middle)."""

    def __init__(self, corners: Iterable[list[float]], common: str) -> None:
        self.common = common
        xs, ys = zip(*corners, strict=True)
        self.west, self.north = min(xs), max(ys)
        shrink = math.cos(math.radians((max(ys) + min(ys)) / 2))
        self.y_scale = WIDTH / ((max(xs) - self.west) * shrink)
        self.x_scale = self.y_scale * shrink
        self.height = max(1, math.ceil((self.north - min(ys)) * self.y_scale))

    def shape(self, outline: Outline) -> Shape:
        """One outline as a path."""
        path = "".join(self._path(ring) for ring in _rings(outline.geojson))
        region = outline.region
        told = (region.code, region.name, region.name.removeprefix(self.common), path, outline.schematic)
        if region.latitude is None or region.longitude is None:
            return Shape(*told)
        x, y = self._at(region.longitude, region.latitude)
        return Shape(*told, round(x), round(y))

    def _at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.x_scale, (self.north - latitude) * self.y_scale

    def _path(self, ring: list[list[float]]) -> str:
        points = ["{:.1f} {:.1f}".format(*self._at(*corner)) for corner in ring[:-1]]
        # Corners nearer to each other than a tenth of a unit are one.
        return f"M{'L'.join(dict.fromkeys(points))}Z"
