"""Squared distances in blocks, against scipy's and by their invariance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from gmm_core import DataError, DegenerateComponentError, Mixture
from gmm_core.clusters.row_ledgers import row_ledger
from gmm_core.mixture.density import squared_distances


def some_mixture(k, d, seed):
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, d, d)) + 2 * np.eye(d)
    covariances = roots @ roots.transpose(0, 2, 1)
    return Mixture(rng.dirichlet(np.ones(k)), rng.normal(size=(k, d)) * 3, covariances)


@pytest.mark.parametrize("n", [0, 1, 70_000])
def test_the_distances_are_those_of_scipy(n):
    mixture = some_mixture(3, 4, 0)
    X = np.random.default_rng(1).normal(size=(n, 4)) * 5
    found = squared_distances(X, mixture)
    assert found.shape == (n, 3)
    for j in range(3 if n else 0):
        inverse = np.linalg.inv(mixture.covariances[j])
        expected = cdist(X, mixture.means[[j]], "mahalanobis", VI=inverse)[:, 0] ** 2
        np.testing.assert_allclose(found[:, j], expected, rtol=1e-9, atol=1e-12)


def test_the_distances_are_those_of_the_ledger():
    mixture = some_mixture(4, 3, 5)
    x = [1.0, -2.0, 0.5]
    np.testing.assert_allclose(
        squared_distances([x], mixture)[0], row_ledger(x, [mixture]).distances[0], rtol=1e-12
    )


@given(seed=st.integers(0, 99), exponent=st.integers(-6, 6), shift=st.floats(-100, 100))
def test_units_do_not_matter(seed, exponent, shift):
    mixture = some_mixture(2, 3, seed)
    X = np.random.default_rng(seed).normal(size=(20, 3)) * 4
    scale = np.array([10.0**exponent, -1.0, 3.0])
    moved = mixture.affine(scale, shift * np.abs(scale))
    np.testing.assert_allclose(
        squared_distances(X * scale + shift * np.abs(scale), moved),
        squared_distances(X, mixture),
        rtol=1e-8,
        atol=1e-8,
    )


def test_what_is_refused():
    with pytest.raises(DataError, match="2 features"):
        squared_distances([[1.0]], some_mixture(2, 2, 0))
    with pytest.raises(DegenerateComponentError, match="Component 1"):
        squared_distances([[1.0]], Mixture([1.0], [[0.0]], [[[0.0]]]))
