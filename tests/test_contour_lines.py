import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.contour_lines import contour_lines


def lines(broken):
    """The lines that rows of NaN part."""
    ends = np.flatnonzero(np.isnan(broken[:, 0]))
    return [part[~np.isnan(part[:, 0])] for part in np.split(broken, ends + 1)[:-1]]


def test_a_corner_that_reaches_the_level_by_hand():
    z = np.array([[1.0, 0.0], [0.0, 0.0]])
    (line,) = lines(contour_lines(np.array([0.0, 4.0]), np.array([0.0, 2.0]), z, 0.75))
    np.testing.assert_allclose(sorted(line.tolist()), [[0.0, 0.5], [1.0, 0.0]])


def test_a_plane_is_cut_in_one_straight_line():
    x, y = np.linspace(0.0, 3.0, 7), np.linspace(0.0, 2.0, 5)
    (line,) = lines(contour_lines(x, y, np.tile(x, (5, 1)), 1.2))
    np.testing.assert_allclose(line[:, 0], 1.2)
    assert sorted(line[:, 1]) == pytest.approx(y.tolist())


def test_a_circle_is_one_closed_line():
    x = np.linspace(-2.0, 2.0, 201)
    (circle,) = lines(contour_lines(x, x, np.hypot(x, x[:, None]), 1.5))
    np.testing.assert_array_equal(circle[0], circle[-1])
    np.testing.assert_allclose(np.hypot(*circle.T), 1.5, atol=1e-4)
    assert np.linalg.norm(np.diff(circle, axis=0), axis=1).sum() == pytest.approx(
        3 * np.pi, rel=1e-3
    )


def test_two_peaks_are_two_lines_below_their_saddle_one():
    x = np.linspace(-3.0, 3.0, 121)
    peaks = np.exp(-((x - 1) ** 2)) + np.exp(-((x + 1) ** 2))
    z = peaks * np.exp(-(x[:, None] ** 2))
    assert len(lines(contour_lines(x, x, z, 0.9))) == 2
    assert len(lines(contour_lines(x, x, z, 0.5))) == 1


@pytest.mark.parametrize("level", [-1.0, 5.0])
def test_a_level_that_is_not_there_has_no_line(level):
    x = np.linspace(0.0, 1.0, 4)
    assert contour_lines(x, x, np.add.outer(x, x), level).shape == (0, 2)


def test_what_is_minus_infinity_is_below_every_level():
    z = np.array([[-np.inf, 1.0, 1.0], [-np.inf, 1.0, 1.0]])
    line = contour_lines(np.arange(3.0), np.arange(2.0), z, 0.0)
    np.testing.assert_allclose(line[:-1, 0], 1.0)


@pytest.mark.parametrize(("diagonal", "joined"), [(1.0, True), (0.4, False)])
def test_at_a_saddle_the_middle_decides(diagonal, joined):
    z = np.array([[diagonal, -0.5], [-0.5, diagonal]])
    found = lines(contour_lines(np.arange(2.0), np.arange(2.0), z, 0.0))
    assert len(found) == 2
    around_lower_left = any((line.sum(axis=1) < 1.0).all() for line in found)
    assert around_lower_left is not joined


@given(st.integers(0, 10_000), st.floats(-1.0, 1.0))
def test_lines_part_what_reaches_the_level_from_what_does_not(seed, level):
    rng = np.random.default_rng(seed)
    n_x, n_y = rng.integers(2, 9, size=2)
    x, y = np.arange(float(n_x)), np.arange(float(n_y))
    z = rng.normal(size=(n_y, n_x))
    reached = z >= level
    sides = (reached[:, 1:] != reached[:, :-1]).sum() + (reached[1:] != reached[:-1]).sum()
    found = lines(contour_lines(x, y, z, level))
    points = {tuple(point) for line in found for point in line.tolist()}
    assert len(points) == sides  # each side that changes is crossed, and no other
    for line in found:
        on_edge = np.isin(line[[0, -1]], [0.0, n_x - 1.0, n_y - 1.0]).any(axis=1)
        assert on_edge.all() or (line[0] == line[-1]).all()
        assert (np.abs(np.diff(line, axis=0)) <= 1.0 + 1e-12).all()


@given(st.integers(0, 1000))
def test_upside_down_the_lines_are_the_same(seed):
    z = np.random.default_rng(seed).normal(size=(6, 5))
    x, y = np.arange(5.0), np.arange(6.0)
    there, back = (contour_lines(x, y, sign * z, 0.0) for sign in (1, -1))
    places, others = (
        {tuple(place) for place in broken[~np.isnan(broken[:, 0])].round(9)}
        for broken in (there, back)
    )
    assert places == others
