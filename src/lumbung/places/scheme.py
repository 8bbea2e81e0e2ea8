"""Cells around the centre points of villages, until an office brings in outlines: a scheme, no official border."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from lumbung.places.shapes import Point, Ring, cells, hull_around, joined

SOURCE = "Cells around centre points (Voronoi), computed by Lumbung; no official border"
MARGIN = 0.02  # degrees around the outermost points, some two kilometres
_DIGITS = 5  # of a degree, about a metre


def schematic_outlines(points: Mapping[str, tuple[float, float]]) -> dict[str, dict[str, Any]]:
    """GeoJSON geometry of each village, of each of their districts and regencies, by code.

    Args:
        points: Village code (10 digits) -> latitude, longitude in degrees (WGS84). At least three, not on one line.
    """
    middle = sum(latitude for latitude, _ in points.values()) / len(points)
    shrink = math.cos(math.radians(middle))  # a degree of longitude, measured in degrees of latitude
    plane: dict[str, Point] = {code: (longitude * shrink, latitude) for code, (latitude, longitude) in points.items()}
    found = cells(plane, hull_around(plane.values(), MARGIN))
    shapes = {code: [[ring]] for code, ring in found.items()}
    for digits in (6, 4):
        for parent in sorted({code[:digits] for code in points}):
            shapes[parent] = joined(ring for code, ring in found.items() if code.startswith(parent))
    return {code: _geometry(polygons, shrink) for code, polygons in shapes.items()}


def _geometry(polygons: list[list[Ring]], shrink: float) -> dict[str, Any]:
    written = [[_written(ring, shrink) for ring in polygon] for polygon in polygons]
    if len(written) == 1:
        return {"type": "Polygon", "coordinates": written[0]}
    return {"type": "MultiPolygon", "coordinates": written}


def _written(ring: Ring, shrink: float) -> list[list[float]]:
    closed = [*ring, ring[0]]
    return [[round(x / shrink, _DIGITS), round(y, _DIGITS)] for x, y in closed]
