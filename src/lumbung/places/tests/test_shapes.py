"""Cells fill their frame without gap and overlap, and joined cells keep their area."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lumbung.places.scheme import schematic_outlines
from lumbung.places.shapes import area_of, cells, contains, hull_around, joined

places = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=14, unique=True
).map(lambda points: {n: (float(x), float(y)) for n, (x, y) in enumerate(points)})  # fmt: skip


@given(places)
def test_cells_fill_the_frame_and_each_holds_its_point(points):
    frame = hull_around(points.values(), 5)
    found = cells(points, frame)

    assert sum(map(area_of, found.values())) == pytest.approx(area_of(frame))
    assert all(contains(found[key], point) for key, point in points.items())


@given(places, st.tuples(st.floats(0, 60), st.floats(0, 60)))
def test_a_place_lies_in_the_cell_of_the_nearest_point(points, place):
    near = sorted(points, key=lambda key: math.dist(points[key], place))
    assume(math.dist(points[near[1]], place) - math.dist(points[near[0]], place) > 1e-3)
    frame = hull_around(points.values(), 5)
    assume(contains(frame, place))

    assert [key for key, ring in cells(points, frame).items() if contains(ring, place)] == near[:1]


@given(places, st.data())
def test_joined_cells_keep_their_area_and_holes_count_against_it(points, data):
    found = cells(points, hull_around(points.values(), 5))
    chosen = data.draw(st.sets(st.sampled_from(sorted(points)), min_size=1))

    polygons = joined(found[key] for key in chosen)

    assert sum(area_of(ring) for rings in polygons for ring in rings) == pytest.approx(
        sum(area_of(found[key]) for key in chosen)
    )


def test_a_ring_of_cells_around_another_has_a_hole():
    points = {(x, y): (float(x), float(y)) for x in range(3) for y in range(3)}
    found = cells(points, hull_around(points.values(), 1))

    (polygon,) = joined(ring for key, ring in found.items() if key != (1, 1))

    assert len(polygon) == 2
    assert area_of(polygon[1]) == pytest.approx(-1)


def test_a_scheme_is_closed_geojson_of_villages_districts_and_the_regency():
    points = {"6471011001": (-1.2, 116.9), "6471011002": (-1.1, 116.9), "6471021001": (-1.2, 116.8)}

    drawn = schematic_outlines(points)

    assert sorted(drawn) == ["6471", "647101", "6471011001", "6471011002", "647102", "6471021001"]
    for shape in drawn.values():
        assert shape["type"] == "Polygon"
        assert [ring[0] == ring[-1] for ring in shape["coordinates"]] == [True]
    assert drawn["647102"] == drawn["6471021001"]
