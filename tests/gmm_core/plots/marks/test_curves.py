"""Curves over one feature: they sum to the density, and no component falls between points."""

import numpy as np

from gmm_core import Mixture, log_density
from gmm_core.plots.marks.curves import curve_grid, curve_traces, ghost_curves, weighted_curves

MIXTURE = Mixture([0.3, 0.7], [[0.0], [5.0]], [[[1e-4]], [[4.0]]])
SPAN = (-3.0, 9.0)


def test_the_sum_is_the_density():
    grid = curve_grid(MIXTURE, SPAN)
    density = np.exp(log_density(grid[:, None], MIXTURE))
    np.testing.assert_allclose(weighted_curves(MIXTURE, grid).sum(axis=1), density, rtol=1e-9)


def test_the_area_under_a_curve_is_its_weight():
    grid = curve_grid(MIXTURE, (-15.0, 25.0))
    areas = np.trapezoid(weighted_curves(MIXTURE, grid), grid, axis=0)
    np.testing.assert_allclose(areas, MIXTURE.weights, rtol=1e-2)


def test_there_is_a_curve_for_each_component_and_their_sum():
    traces = curve_traces(MIXTURE, SPAN, "light", ["<b>a</b>", "b"])
    assert [trace["name"] for trace in traces] == ["sum", "component 1", "component 2"]
    assert "<b>" not in str(traces)
    assert [trace["line"]["dash"] for trace in ghost_curves(MIXTURE, SPAN, "dark")] == ["dash"] * 2
