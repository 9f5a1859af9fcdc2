"""Quadratic features: the inner product is the log-density that scipy computes."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from gmm_core import DegenerateComponentError, Mixture
from gmm_core.expectation.features import fill, natural_parameters, places
from gmm_core.scatter import FORMS

seeds = st.integers(0, 2**32 - 1)
dimensions = st.integers(1, 7)


def phi_by_hand(x):
    """1, x, their squares, and the products of each pair: columns of x are rows of data."""
    products = [x[i] * x[j] for i, j in combinations(range(len(x)), 2)]
    return np.array([np.ones(x.shape[1]), *x, *(x * x), *products])


def drawn_mixture(rng, k, d):
    roots = rng.normal(size=(k, d, d)) + 2.0 * np.eye(d)
    means = rng.normal(scale=3.0, size=(k, d))
    return Mixture(rng.dirichlet(np.ones(k)), means, roots @ roots.transpose(0, 2, 1))


@given(seed=seeds, k=st.integers(1, 5), d=dimensions)
def test_theta_times_phi_is_the_log_of_weight_times_density(seed, k, d):
    rng = np.random.default_rng(seed)
    mixture, origin = drawn_mixture(rng, k, d), rng.normal(size=d)
    X = rng.normal(scale=3.0, size=(20, d))
    found = natural_parameters(mixture, origin, "full")[0] @ phi_by_hand((X - origin).T)
    for j in range(k):
        normal = multivariate_normal(mixture.means[j], mixture.covariances[j])
        expected = np.log(mixture.weights[j]) + normal.logpdf(X)
        np.testing.assert_allclose(found[j], expected, rtol=1e-9, atol=1e-8)


def test_theta_of_one_feature_by_hand():
    """Weight ½, mean 3, variance 4, from the origin 1: -½log(2π4) - ½·4/4 + log ½, 2/4, -1/8."""
    mixture = Mixture([0.5, 0.5], [[3.0], [1.0]], [[[4.0]], [[1.0]]])
    theta, _ = natural_parameters(mixture, np.array([1.0]), "full")
    constant = np.log(0.5) - 0.5 * np.log(8 * np.pi) - 0.5
    np.testing.assert_allclose(theta[0], [constant, 0.5, -0.125])
    np.testing.assert_allclose(theta[1], [np.log(0.5) - 0.5 * np.log(2 * np.pi), 0.0, -0.5])


def test_a_component_of_weight_zero_has_no_density_anywhere():
    mixture = Mixture([0.0, 1.0], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    theta, _ = natural_parameters(mixture, np.zeros(1), "full")
    assert theta[0, 0] == -np.inf
    assert np.isfinite(theta[0, 1:]).all()
    assert np.isfinite(theta[1]).all()


def test_a_covariance_that_is_none_is_named():
    mixture = Mixture([0.5, 0.5], np.zeros((2, 2)), [np.eye(2), np.ones((2, 2))])
    with pytest.raises(DegenerateComponentError, match="Component 2"):
        natural_parameters(mixture, np.zeros(2), "full")


@given(d=dimensions)
def test_each_product_stands_where_the_layout_says(d):
    x = np.random.default_rng(d).normal(size=(d, 4))
    plan, phi = places(d), phi_by_hand(x)
    assert plan.n_features == d
    assert plan.position.shape == (d, d)
    np.testing.assert_array_equal(phi[plan.position], x[:, None] * x[None, :])


@given(d=dimensions)
def test_pairs_are_those_above_the_diagonal_in_the_order_of_phi(d):
    plan = places(d)
    flat = np.arange(d * d).reshape(d, d)
    assert plan.pairs.tolist() == [flat[i, j] for i, j in combinations(range(d), 2)]


@given(d=dimensions)
def test_sizes_are_those_of_the_three_levels(d):
    sizes = [places(d).size(level) for level in FORMS]
    assert sizes == [1 + d, 1 + d + d, len(phi_by_hand(np.zeros((d, 1))))]


@pytest.mark.parametrize("level", FORMS)
@given(seed=seeds, d=dimensions, n=st.integers(0, 9))
def test_fill_completes_phi_to_its_level_and_touches_nothing_else(level, seed, d, n):
    """The buffer is longer than phi: what lies behind it belongs to another."""
    x = np.random.default_rng(seed).normal(size=(d, n))
    size = places(d).size(level)
    buffer = np.full((size + 2, n), 7.0)
    phi = buffer[:size]
    phi[0], phi[1 : d + 1] = 1.0, x
    fill(phi, d)
    np.testing.assert_array_equal(phi, phi_by_hand(x)[:size])
    np.testing.assert_array_equal(buffer[size:], 7.0)


def test_one_feature_has_no_pairs():
    plan = places(1)
    assert plan.position.tolist() == [[2]]
    assert len(plan.pairs) == 0
    assert [plan.size(level) for level in FORMS] == [2, 3, 3]
