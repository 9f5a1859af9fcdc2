import numpy as np
from numpy.testing import assert_allclose

from gmm_core.datasets import load
from gmm_core.plots.marks.colours import contrast
from gmm_core.plots.marks.style import INKS
from gmm_core.plots.teaching.true_components import RADII, true_trace


def pieces(trace):
    """The lines between gaps, each (n_points, 2)."""
    line = np.column_stack([trace["x"], trace["y"]])
    ends = np.flatnonzero(np.isnan(line[:, 1]))
    return [part[~np.isnan(part[:, 1])] for part in np.split(line, ends) if len(part) > 1]


def test_ellipses_lie_at_their_distances_from_the_true_means():
    truth = load("three_blobs").truth
    assert truth is not None
    drawn = pieces(true_trace(truth, (-5.0, 9.0), "light"))
    of_each = [(j, radius) for j in range(3) for radius in RADII]
    for (j, radius), ellipse in zip(of_each, drawn, strict=True):
        away = np.linalg.solve(
            np.linalg.cholesky(truth.covariances[j]), (ellipse - truth.means[j]).T
        )
        assert_allclose(np.linalg.norm(away, axis=0), radius)


def test_curves_are_as_high_as_the_weights_make_them():
    truth = load("two_bumps").truth
    assert truth is not None
    curves = pieces(true_trace(truth, (-5.0, 8.0), "dark"))
    for weight, curve in zip(truth.weights, curves, strict=True):
        assert_allclose(curve[:, 1].max(), weight / np.sqrt(2 * np.pi))
        assert_allclose(np.trapezoid(curve[:, 1], curve[:, 0]), weight, rtol=1e-4)


def test_it_is_seen_on_its_ground_when_asked_for():
    truth = load("nested").truth
    assert truth is not None
    for theme, ink in INKS.items():
        trace = true_trace(truth, (-9.0, 9.0), theme)
        assert trace["visible"] is False
        assert contrast(trace["line"]["color"], ink.ground) >= 3
