"""Panes of a matrix: none overlaps another, and bars have the area of a density."""

from itertools import pairwise

import numpy as np
import pytest

from gmm_core import Mixture
from gmm_core.plots.pictures.panes import Panes, diagonal_traces

HERE = {"xaxis": "x", "yaxis": "y3"}


@pytest.mark.parametrize("n_features", [1, 2, 5, 8])
def test_panes_lie_side_by_side_within_the_figure(n_features):
    panes = Panes(n_features, 200 * n_features)
    columns = [panes.columns(j) for j in range(n_features)]
    rows = [panes.rows(j) for j in range(n_features)]
    assert columns[0][0] == 0
    assert columns[-1][1] == pytest.approx(1)
    assert all(left[1] < right[0] for left, right in pairwise(columns))
    assert all(upper[0] > lower[1] for upper, lower in pairwise(rows))
    assert all(0 <= low < high <= 1 for low, high in [*columns, *rows])


def test_no_two_axes_bear_one_name():
    panes = Panes(3, 600)
    names = [name(j) for j in range(3) for name in (panes.y, panes.y_of_density)]
    assert len(set(names)) == 6


def test_bars_have_an_area_of_one_and_curves_fit_above():
    x = np.random.default_rng(0).normal(size=400)
    mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    (bars, *curves), top = diagonal_traces(x, mixture, (-4.0, 4.0), HERE, "light")
    assert (bars["y"] * bars["width"]).sum() == pytest.approx(1)
    assert len(curves) == 2
    assert top > max(bars["y"].max(), curves[0]["y"].max())


def test_long_numbers_below_small_panes_stand_upright():
    spans = [(0.0, 8.0)] * 6
    of = {"names": ["a"] * 6, "densities": spans, "theme": "light"}
    short, long = (
        Panes(6, 640).axes(spans=each, **of)["xaxis"] for each in (spans, [(0.0, 9e4)] * 6)
    )
    assert ("tickangle" in short, long["tickangle"]) == (False, 90)


def test_numbers_beside_the_panes_have_the_room_that_they_need():
    panes = Panes(6, 600)
    short, long = (panes.left([(0.0, 1e6), *[span] * 5]) for span in ((0.0, 8.0), (-1e5, 2e5)))
    assert short == panes.left([(0.0, 8.0)] * 6)  # nothing stands beside the first
    assert 10 <= short < long - 20
    assert panes.left([(-1e-9, 2e300)] * 6) < 60  # a power of ten is short
