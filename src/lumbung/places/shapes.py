"""Plane shapes, as much as a scheme of villages needs: cells around points, and areas made of cells.

Points are (x, y) pairs of floats; rings are lists of points without the first repeated, counter-clockwise outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

Point = tuple[float, float]
Ring = list[Point]
Key = TypeVar("Key")

_SAME = 1e-7  # degrees, about a centimetre: corners this near are one
_AROUND = 16  # corners of the circle drawn around each point before the hull is taken


def area_of(ring: Sequence[Point]) -> float:
    """Area in square units, negative for a ring that runs clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]])) / 2


def hull_around(points: Iterable[Point], margin: float) -> Ring:
    """The convex hull of circles of radius `margin` around the points."""
    steps = [2 * math.pi * n / _AROUND for n in range(_AROUND)]
    return _hull({(x + margin * math.cos(s), y + margin * math.sin(s)) for x, y in points for s in steps})


def _hull(points: set[Point]) -> Ring:
    """Convex hull (Andrew 1979, doi:10.1016/0020-0190(79)90072-3)."""

    def half(ordered: Iterable[Point]) -> Ring:
        chain: Ring = []
        for point in ordered:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(sorted(points)) + half(sorted(points, reverse=True))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cells(points: Mapping[Key, Point], frame: Ring) -> dict[Key, Ring]:
    """The part of the convex `frame` nearer to each point than to any other (Voronoi); corners shared exactly.

    The points lie inside the frame and no two of them at one place.
    """
    corners: list[Point] = []
    found: dict[Key, Ring] = {}
    for key, point in points.items():
        ring = frame
        for other in points.values():
            if other != point:
                ring = _nearer(ring, point, other)
        found[key] = _without_repeats(_snapped(corner, corners) for corner in ring)
    return found


def _nearer(ring: Ring, point: Point, other: Point) -> Ring:
    """The part of `ring` at least as near to `point` as to `other` (clipping by a half-plane)."""
    # |p - point|² <= |p - other|², written as a·x + b·y <= c
    a, b = other[0] - point[0], other[1] - point[1]
    c = (other[0] ** 2 + other[1] ** 2 - point[0] ** 2 - point[1] ** 2) / 2
    kept: Ring = []
    for here, there in pairwise([*ring, ring[0]]):
        inside, next_inside = (a * x + b * y <= c for x, y in (here, there))
        if inside:
            kept.append(here)
        if inside != next_inside:
            part = (c - a * here[0] - b * here[1]) / (a * (there[0] - here[0]) + b * (there[1] - here[1]))
            kept.append((here[0] + part * (there[0] - here[0]), here[1] + part * (there[1] - here[1])))
    return kept


def _snapped(corner: Point, corners: list[Point]) -> Point:
    """The corner of another cell that lies there already, or this one from now on."""
    for known in corners:
        if abs(known[0] - corner[0]) < _SAME and abs(known[1] - corner[1]) < _SAME:
            return known
    corners.append(corner)
    return corner


def _without_repeats(corners: Iterable[Point]) -> Ring:
    return list(dict.fromkeys(corners))


def joined(parts: Iterable[Ring]) -> list[list[Ring]]:
    """Cells put together: polygons, each its outer ring and then its holes (which run clockwise)."""
    edges: dict[Point, list[Point]] = {}
    for ring in parts:
        for here, there in pairwise([*ring, ring[0]]):
            # A side that two cells share lies inside: the one runs back where the other came.
            if here in edges.get(there, []):
                edges[there].remove(here)
            else:
                edges.setdefault(here, []).append(there)
    rings = list(_rings({start: ends for start, ends in edges.items() if ends}))
    outer = [[ring] for ring in rings if area_of(ring) > 0]
    for hole in (ring for ring in rings if area_of(ring) < 0):
        next(polygon for polygon in outer if contains(polygon[0], hole[0])).append(hole)
    return outer


def _rings(edges: dict[Point, list[Point]]) -> Iterable[Ring]:
    while edges:
        start = next(iter(edges))
        ring, here = [start], _leave(edges, start)
        while here != start:
            ring.append(here)
            here = _leave(edges, here)
        yield ring


def _leave(edges: dict[Point, list[Point]], corner: Point) -> Point:
    there = edges[corner].pop()
    if not edges[corner]:
        del edges[corner]
    return there


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Whether `point` lies inside `ring` (on its border: either)."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside
