"""What a browser reports as drawn: any points of the plane are taken, and nothing else."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError
from gmm_core.datasets.drawn import MAX_POINTS, SIDE, drawing, drawn_points, n_places

POINTS = st.lists(st.tuples(st.floats(0, SIDE), st.floats(0, SIDE)), max_size=30)
TWO_PLACES = np.array([[1.0, 2.0], [3.0, 4.0]])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(POINTS)
def test_points_of_the_plane_are_taken_to_three_decimals(points):
    taken = drawn_points([list(point) for point in points])
    assert taken.shape == (len(points), 2)
    np.testing.assert_allclose(taken, np.reshape(points, (-1, 2)), rtol=0, atol=0.00051)
    assert taken.tolist() == drawn_points(taken.tolist()).tolist()


@given(ANYTHING)
def test_whatever_is_reported_is_points_of_the_plane_or_an_error(report):
    try:
        points = drawn_points(report)
    except DataError:
        return
    assert points.shape == (len(report), 2)
    assert ((points >= 0) & (points <= SIDE)).all()


@pytest.mark.parametrize(
    "report",
    [
        None,
        "points",
        7,
        {"x": 1},
        [1.0, 2.0],
        [[1.0]],
        [[1.0, 2.0, 3.0]],
        ["12"],
        [["1", "2"]],
        [[math.nan, 1.0]],
        [[math.inf, 1.0]],
        [[-0.001, 1.0]],
        [[1.0, 10.001]],
        [[1.0, 10**400]],
        [[True, False]],
        [[None, 1.0]],
        [[[1.0], [2.0]]],
        [[1.0, 2.0], None],
    ],
)
def test_anything_else_is_refused_in_one_sentence(report):
    with pytest.raises(DataError, match=r"^The drawing is not a list of points .* draw again\.$"):
        drawn_points(report)


def test_the_plane_holds_two_thousand_points_and_no_more():
    assert len(drawn_points([[1, 2]] * MAX_POINTS)) == MAX_POINTS
    with pytest.raises(DataError, match=r"2,001 points, .* no more than 2,000\. Erase"):
        drawn_points([[1, 2]] * (MAX_POINTS + 1))


def test_minus_zero_is_zero():
    assert str(drawn_points([[-0.0, 0]]).tolist()) == "[[0.0, 0.0]]"


@given(POINTS)
def test_places_are_counted_once_each(points):
    assert n_places(np.reshape(points, (-1, 2))) == len(set(points))


def test_a_drawing_is_a_table_of_two_features():
    table = drawing(TWO_PLACES)
    assert table.frame.to_dict("list") == {"x": [1.0, 3.0], "y": [2.0, 4.0]}
    assert table.features == ("x", "y")
    assert table.title == "Your drawing"
    assert (table.target, table.suggested_k, table.units) == (None, None, {})


def test_its_name_tells_drawings_apart():
    name = drawing(TWO_PLACES).name
    assert name == drawing(TWO_PLACES.copy()).name
    assert name != drawing(TWO_PLACES[::-1]).name
    assert len(name) == len("drawing-") + 64


@pytest.mark.parametrize("points", [np.empty((0, 2)), [[1.0, 2.0]], [[1.0, 2.0]] * 5])
def test_one_place_is_no_table(points):
    with pytest.raises(DataError, match="no two points in different places"):
        drawing(np.array(points))
