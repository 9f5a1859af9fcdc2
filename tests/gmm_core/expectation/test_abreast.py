"""The centred pass of many mixtures at once, against that of each."""

import numpy as np
import pytest

from gmm_core import Data, Mixture, e_step, initialize, m_step
from gmm_core.expectation import Mixtures, inverse_roots, passes_abreast, passes_over


def mixtures_of(X, k, n):
    return [m_step(initialize(X, k, random_state=seed)) for seed in range(n)]


def stacked(mixtures, name):
    return np.array([getattr(mixture, name) for mixture in mixtures])


def test_sums_are_those_of_each_mixture_alone(table):
    """Of rows that all share, and of rows of its own for each mixture."""
    X = table("iris")
    mixtures = mixtures_of(X, 3, 4)
    roots = inverse_roots(stacked(mixtures, "covariances"))
    weights, means = stacked(mixtures, "weights"), stacked(mixtures, "means")
    for columns in (X.T[None], np.repeat(X.T[None], 4, axis=0)):
        sums = passes_abreast(columns, weights, means, roots)
        for i, mixture in enumerate(mixtures):
            one = e_step(X, mixture)
            np.testing.assert_allclose(sums.log_likelihood[i], one.log_likelihood, rtol=1e-13)
            np.testing.assert_allclose(sums.resp_sum[i], one.resp_sum, rtol=1e-12)
            np.testing.assert_allclose((means + sums.offset)[i], one.resp_means, rtol=1e-12)
            np.testing.assert_allclose(sums.scatter[i], one.scatter, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
def test_rows_of_all_are_multiplied_once_and_centred_where_that_loses_digits(table, weighted):
    """Among others a component far out, and one so tight that its quadratic form is large."""
    far = 1e3 + np.random.default_rng(0).normal(size=(8, 4))
    X = np.r_[table("iris"), far]
    tight = Mixture([0.5, 0.5], [X.mean(axis=0), X[0]], np.array([np.cov(X.T), 1e-6 * np.eye(4)]))
    mixtures = [*mixtures_of(X, 2, 3), tight]
    weights = np.arange(1.0, 1.0 + len(X)) / len(X) if weighted else None
    data = Data(X, weights)
    roots = inverse_roots(stacked(mixtures, "covariances"))
    names = ("weights", "means", "variances")
    stack = Mixtures(*(stacked(mixtures, name) for name in names), roots)
    sums = passes_over(data, stack)
    for i, mixture in enumerate(mixtures):
        one = e_step(data, mixture)
        np.testing.assert_allclose(sums.log_likelihood[i], one.log_likelihood, rtol=1e-11)
        np.testing.assert_allclose(sums.resp_sum[i], one.resp_sum, rtol=1e-9)
        np.testing.assert_allclose(mixture.means + sums.offset[i], one.resp_means, rtol=1e-9)
        unit = one.scatter.max(axis=(1, 2), keepdims=True) + 1e-9
        np.testing.assert_allclose(sums.scatter[i] / unit, one.scatter / unit, atol=1e-9)


def test_roots_are_of_the_inverse_and_the_determinant(table):
    covariances = stacked(mixtures_of(table("wine"), 2, 2), "covariances")
    roots = inverse_roots(covariances)
    inverse = roots.factors.swapaxes(-1, -2) @ roots.factors
    np.testing.assert_allclose(inverse @ covariances, np.tile(np.eye(13), (2, 2, 1, 1)), atol=1e-7)
    log_det = -0.5 * np.linalg.slogdet(covariances)[1]
    np.testing.assert_allclose(roots.half_log_det, log_det, rtol=1e-10)


def test_what_has_no_root_stops_no_other():
    roots = inverse_roots(np.array([[[1.0, 2.0], [2.0, 1.0]], [[4.0, 0.0], [0.0, 9.0]]]))
    assert np.isnan(roots.half_log_det[0])
    np.testing.assert_allclose(roots.factors[1], [[0.5, 0.0], [0.0, 1 / 3]])


def test_the_only_component_of_one_feature():
    mixture = Mixture([1.0], [[2.0]], [[[4.0]]])
    X = np.array([[0.0], [1.0], [5.0]])
    roots = inverse_roots(mixture.covariances[None])
    sums = passes_abreast(X.T[None], mixture.weights[None], mixture.means[None], roots)
    assert sums.log_likelihood[0] == np.float64(e_step(X, mixture).log_likelihood)
    assert sums.scatter.item() == 14.0
