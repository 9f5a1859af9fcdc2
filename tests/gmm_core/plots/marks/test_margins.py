"""Rows that miss a value stand in a strip beside its axis, clear of all values."""

import numpy as np

from gmm_core.plots.marks.margins import in_margins, strip_below, with_strip, without_strip

RANGES = [(0.0, 10.0), (-5.0, 5.0)]


def test_without_gaps_nothing_is_changed():
    points = np.array([[1.0, 2.0], [3.0, 4.0]])
    found = in_margins(points, RANGES)
    assert found.places is points
    assert found.ranges == tuple(RANGES)
    assert found.shapes("light") == []


def test_each_row_is_in_the_strip_of_what_it_misses():
    points = np.array([[1.0, np.nan], [np.nan, 3.0], [np.nan, np.nan], [4.0, 4.0]])
    found = in_margins(points, RANGES)
    assert np.isfinite(found.places).all()
    for j, (low, high) in enumerate(RANGES):
        gone = np.isnan(points[:, j])
        np.testing.assert_array_equal(found.places[~gone, j], points[~gone, j])
        strip = found.places[gone, j]
        assert ((strip > found.ranges[j][0]) & (strip < low)).all()
        assert found.ranges[j][1] == high
    x, y = found.shapes("dark")
    assert (x["x1"], y["y1"]) == (0.0, -5.0)
    assert [each["label"]["text"] for each in (x, y)] == ["x missing", "y missing"]
    assert [each["label"]["textposition"] for each in (x, y)] == ["top center", "middle right"]


def test_rows_that_miss_both_do_not_stand_on_one_place():
    found = in_margins(np.full((20, 2), np.nan), RANGES)
    assert len(np.unique(found.places.round(6), axis=0)) == 20
    many = in_margins(np.full((2000, 2), np.nan), RANGES).places
    assert abs(np.corrcoef(many.T)[0, 1]) < 0.05
    assert len(np.unique(np.histogram2d(*many.T, bins=8)[0] > 0)) == 1  # no corner is empty


def test_the_strip_is_taken_off_again():
    np.testing.assert_allclose(without_strip(with_strip((3.0, 8.0))), (3.0, 8.0))


def test_the_strip_of_one_axis_reaches_across():
    shape = strip_below(-3.0, 0.0, "light")
    assert (shape["y0"], shape["y1"], shape["x0"], shape["x1"]) == (-3.0, 0.0, 0, 1)


def test_traces_of_rows_and_rings_stand_where_rows_are_drawn_and_others_stay():
    points = np.array([[1.0, np.nan], [4.0, 4.0]])
    found = in_margins(points, RANGES)
    rows = {"name": "rows", "x": points[:, 0], "y": points[:, 1]}
    rings = {"name": "rings", "x": points[:1, 0], "y": points[:1, 1]}
    curve = {"name": "sum", "x": [1.0], "y": [2.0]}
    moved = found.put([rows, rings, curve], np.array([0, 1]), np.array([0]))
    np.testing.assert_array_equal(moved[0]["y"], found.places[:, 1])
    np.testing.assert_array_equal(moved[1]["y"], found.places[:1, 1])
    assert moved[2] is curve
    x, y, ranges = found.plane
    np.testing.assert_array_equal(np.c_[x, y], found.places)
    assert ranges == found.ranges
    whole = in_margins(points[1:], RANGES)
    assert whole.put([rows], np.array([0]), np.array([], dtype=int)) == [rows]
