"""Pictures drawn on the server as SVG: lengths are attributes, colours are classes, nothing here is text from data.

Not known is hatched (`url(#hatch)`, a pattern the page carries once), so that it survives print and grey scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

TOP = 2.0
BAND = 94.0
HEIGHT = 150.0
WIDTH = 1000.0
DEGREE = 111.2  # kilometres in a degree of latitude
KILOMETRES = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # what a scale bar may stand for
ASPECT = 1.312  # the drawing is stretched from 1000 to 1312 wide, so a bend keeps its thickness


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".") or "0"


def interval(count: int, low: int, high: int) -> str:
    """An error bar from `low` to `high` with a dot at `count` (held inside the bar)."""
    at = 1 + 62 * (min(max(count, low), high) - low) / (high - low)
    return (
        '<svg viewBox="0 0 64 9" width="64" height="9" aria-hidden="true" focusable="false">'
        f'<path d="M1 1v7M63 1v7M1 4.5h62"/><circle cx="{_n(at)}" cy="4.5" r="3"/></svg>'
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the streams: `count` stands here, then `change` leaves (negative) or joins (positive).

    `tone` colours what leaves or joins: plain, unknown, inactive, join-band; the last stage has a `result`,
    active or unknown.
    """

    count: int
    change: int = 0
    tone: str = "plain"
    result: str = ""


def streams(stages: Sequence[Stage]) -> str:
    """Two streams that join: the band thins where something leaves and thickens where the second one joins."""
    if not stages:
        return ""
    width = WIDTH / len(stages)
    scale = BAND / max(1, *(stage.count for stage in stages))
    parts = []
    for place, stage in enumerate(stages):
        parts.append(_stage(stage, place * width, width, scale))
    for place, stage in enumerate(stages):
        kind = f"node-{stage.result}" if stage.result else "node"
        parts.append(
            f'<rect class="{kind}" x="{_n(place * width)}" y="{_n(TOP)}" width="3" height="{_n(stage.count * scale)}"/>'
        )
    return (
        f'<svg class="lb-flow-bands" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" height="{HEIGHT:.0f}" '
        f'preserveAspectRatio="none" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _stage(stage: Stage, x: float, width: float, scale: float) -> str:
    stays = stage.count + min(0, stage.change)
    low = TOP + stays * scale
    box = f'x="{_n(x)}" y="{_n(TOP)}" width="{_n(width)}" height="{_n(stays * scale)}"'
    wash = f'<rect class="unknown-wash" {box}/>' if stage.result == "unknown" else ""
    band = f'{wash}<rect class="{stage.result or "stream"}" {box}/>'
    if not stage.change:
        return band
    thick = max(abs(stage.change) * scale, 1.2)
    if stage.change > 0:
        return band + _joining(x, width, low, thick)
    return band + _leaving(x, width, low, thick, stage.tone)


def _leaving(x: float, width: float, top: float, thick: float, tone: str) -> str:
    left, across, low = x + 0.2 * width, thick / ASPECT, top + thick
    bend = low + 10
    path = (
        f"M{_n(x)} {_n(top)}H{_n(left - 7)}Q{_n(left + across)} {_n(top)} {_n(left + across)} {_n(bend)}V{HEIGHT:.0f}"
        f"H{_n(left)}V{_n(bend)}Q{_n(left)} {_n(low)} {_n(left - 7)} {_n(low)}H{_n(x)}Z"
    )
    wash = f'<path class="unknown-wash" d="{path}"/>' if tone == "unknown" else ""
    return f'{wash}<path class="{tone}" d="{path}"/>'


def _joining(x: float, width: float, top: float, thick: float) -> str:
    left, across, low = x + 0.2 * width, thick / ASPECT, top + thick
    bend = low + 10
    path = (
        f"M{_n(left)} {HEIGHT:.0f}V{_n(bend)}Q{_n(left)} {_n(top)} {_n(left + 16)} {_n(top)}H{_n(x + width)}V{_n(low)}"
        f"H{_n(left + 16 + across)}Q{_n(left + across)} {_n(low)} {_n(left + across)} {_n(bend)}V{HEIGHT:.0f}Z"
    )
    return f'<path class="join-band" d="{path}"/>'


def bridge_bar(start: int, end: int, whole: int, tone: str, *, before: bool, after: bool, floor: int = 0) -> str:
    """One bar of the bridge from `start` to `end` on a scale of `floor` to `whole`, tied to its neighbours by thin lines.

    A bar that begins below `floor` carries two strokes where its axis is cut.
    """
    scale = 598 / max(1, whole - floor)

    def place(count: int) -> float:
        return max(0, count - floor) * scale

    left, right = sorted((place(start), place(end)))
    wide = max(right - left, 1.5)
    box = f'x="{_n(left)}" y="7" width="{_n(wide)}" height="12"'
    wash = f'<rect class="unknown-wash" {box}/>' if tone == "unknown" else ""
    ties = (f"M{_n(place(start))} 0V7" if before else "") + (f"M{_n(place(end))} 19V26" if after else "")
    tie = f'<path class="tie" d="{ties}"/>' if ties else ""
    gap = '<path class="gap" d="M10 23L15 3H20L15 23Z"/><path class="cut" d="M10 23L15 3M15 23L20 3"/>'
    cut = gap if min(start, end) < floor else ""
    return (
        '<svg class="lb-bar" viewBox="0 0 600 26" height="26" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{tie}{wash}<rect class="{tone}" {box}/>{cut}</svg>'
    )


def stacked(parts: Iterable[tuple[int, str]], whole: int, *, height: int = 12) -> str:
    """Counts side by side in one bar on a scale of 0 to `whole`; (count, tone) in drawing order."""
    scale, x, shapes = 240 / max(1, whole), 0.0, []
    for count, tone in parts:
        if count:
            box = f'x="{_n(x)}" width="{_n(max(count * scale, 1))}" height="{height}"'
            if tone == "unknown":
                shapes.append(f'<rect class="unknown-wash" {box}/>')
            shapes.append(f'<rect class="{tone}" {box}/>')
            x += count * scale
    return (
        f'<svg class="lb-bar" viewBox="0 0 240 {height}" height="{height}" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{"".join(shapes)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class Point:
    """A cooperative on the map: its place among the cooperatives, its degrees, its tone and its district."""

    place: int
    latitude: float
    longitude: float
    tone: str
    district: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished map: SVG shapes, its size, a place for each district's label, and how many points lay far off."""

    shapes: str
    width: int
    height: int
    labels: dict[str, tuple[float, float]]
    far_off: int
    bar: int  # length of the scale bar, which stands for `kilometres`
    kilometres: int

    @property
    def foot(self) -> int:
        """Where the scale bar lies."""
        return self.height - 20


def chart(points: Sequence[Point], *, width: int = 520) -> Chart | None:
    """Points by their position on one scale, north up (schematic: no outlines are drawn); None without points.

    A point far from all others (swapped or mistyped degrees) would shrink the city to a dot; it is counted apart.
    """
    near = _near(points)
    if not near:
        return None
    north, south = max(p.latitude for p in near), min(p.latitude for p in near)
    west, east = min(p.longitude for p in near), max(p.longitude for p in near)
    squeeze = math.cos(math.radians((north + south) / 2))  # a degree of longitude is this much shorter
    wide, tall = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    margin = 40
    scale = min((width - 2 * margin) / wide, 520 / tall)
    height = round(tall * scale + 2 * margin)
    left = (width - wide * scale) / 2
    at = {p.place: (left + (p.longitude - west) * squeeze * scale, margin + (north - p.latitude) * scale) for p in near}
    shapes = "".join(_mark(p, *at[p.place]) for p in sorted(near, key=lambda p: (p.tone != "active", p.place)))
    labels = _labels(near, at, height)
    kilometres = max((step for step in KILOMETRES if step * scale / DEGREE <= width / 4), default=0)
    bar = round(kilometres * scale / DEGREE)
    return Chart(shapes, width, height, labels, len(points) - len(near), bar, kilometres)


def _near(points: Sequence[Point]) -> list[Point]:
    if len(points) < 8:
        return list(points)
    kept = list(points)
    for degree in ("latitude", "longitude"):
        values = [getattr(p, degree) for p in kept]
        if len(values) < 8:
            break
        low, _, high = quantiles(values, n=4)
        reach = 6 * max(high - low, 0.005)
        middle = median(values)
        kept = [p for p in kept if abs(getattr(p, degree) - middle) <= reach]
    return kept


def _mark(point: Point, x: float, y: float) -> str:
    common = f'data-i="{point.place}" class="p-{point.tone}"'
    if point.tone == "inactive":
        return f'<rect {common} x="{_n(x - 2.3)}" y="{_n(y - 2.3)}" width="4.6" height="4.6"/>'
    return f'<circle {common} cx="{_n(x)}" cy="{_n(y)}" r="{2.8 if point.tone == "active" else 2.4}"/>'


def _labels(points: Sequence[Point], at: dict[int, tuple[float, float]], height: int) -> dict[str, tuple[float, float]]:
    """A label stands at the middle of its district's points; one that would touch a lower one moves up."""
    places: dict[str, list[tuple[float, float]]] = {}
    for point in points:
        places.setdefault(point.district, []).append(at[point.place])
    middle = {
        district: (median(x for x, _ in spots), median(y for _, y in spots))
        for district, spots in sorted(places.items())
        if district != "unknown"
    }
    settled: dict[str, tuple[float, float]] = {}
    for district, (x, y) in sorted(middle.items(), key=lambda item: (-item[1][1], item[0])):
        x, y = min(max(x, 70), 450), min(y, height - 44)  # the scale bar lies below
        while any(abs(y - other_y) < 30 and abs(x - other_x) < 150 for other_x, other_y in settled.values()):
            y -= 6
        settled[district] = (x, y)
    return settled
