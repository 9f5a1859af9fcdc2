"""What a component expects of missing values: by the conditional distribution, by hand."""

import numpy as np

from gmm_core.gaps import expected_of
from gmm_core.mixture import Mixture

COVARIANCE = np.array([[2.0, 0.6, 0.2], [0.6, 1.0, -0.3], [0.2, -0.3, 1.5]])
MEANS = np.array([[0.0, 1.0, 2.0], [9.0, 9.0, 9.0]])
TWO = Mixture([0.5, 0.5], MEANS, [COVARIANCE, 4.0 * COVARIANCE])
PAIRS = ((1, 1), (1, 2), (0, 1))


def test_values_and_spreads_are_those_of_the_conditional_normal():
    x = np.array([[3.0, np.nan, np.nan], [1.0, 2.0, 3.0], [np.nan, 4.0, np.nan]])
    found = expected_of(x, TWO, 0, PAIRS)
    slopes = COVARIANCE[1:, 0] / COVARIANCE[0, 0]
    np.testing.assert_allclose(found.values[0], [3.0, *(MEANS[0, 1:] + 3.0 * slopes)])
    left = COVARIANCE[1:, 1:] - np.outer(slopes, COVARIANCE[0, 1:])
    np.testing.assert_allclose(found.spreads[0], [left[0, 0], left[0, 1], 0.0])
    np.testing.assert_array_equal(found.values[1], x[1])
    np.testing.assert_array_equal(found.spreads[1], 0.0)
    np.testing.assert_allclose(found.spreads[2], [0.0, 0.0, 0.0], atol=1e-15)


def test_without_tilt_it_is_the_mean_and_the_variance():
    flat = Mixture([0.5, 0.5], MEANS, [np.diag([1.0, 2.0, 3.0])] * 2)
    for mixture in (flat, Mixture(flat.weights, flat.means, flat.matrices)):
        found = expected_of(np.array([[np.nan, np.nan, 5.0]]), mixture, 1, PAIRS)
        np.testing.assert_allclose(found.values, [[9.0, 9.0, 5.0]])
        np.testing.assert_allclose(found.spreads, [[2.0, 0.0, 0.0]])
