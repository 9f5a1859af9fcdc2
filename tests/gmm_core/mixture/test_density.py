import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from scipy.stats import multivariate_normal

from gmm_core import DataError, DegenerateComponentError, Mixture, log_density, responsibilities
from gmm_core.clusters.row_ledgers import row_ledger
from gmm_core.mixture.density import log_joint, squared_distances


def random_mixture(seed, k=3, d=3):
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, d, d))
    covariances = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(d)
    return Mixture(rng.dirichlet(np.ones(k)), rng.normal(size=(k, d)) * 3, covariances)


def test_log_density_of_one_normal_by_hand():
    """Variances 4 and 1, one standard deviation away in each: −ln 2π − ln 2 − 1."""
    mixture = Mixture([1.0], [[1.0, 1.0]], [[[4.0, 0.0], [0.0, 1.0]]])
    expected = -np.log(2 * np.pi) - np.log(2.0) - 1.0
    np.testing.assert_allclose(log_density([[3.0, 0.0]], mixture), [expected], rtol=1e-14)


def test_responsibilities_by_hand():
    """Equal distances from both means: the weights alone decide; a tenth to nine tenths."""
    mixture = Mixture([0.1, 0.9], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    np.testing.assert_allclose(responsibilities([[0.0]], mixture), [[0.1, 0.9]], rtol=1e-14)


@given(seed=st.integers(0, 2**32 - 1))
def test_log_density_equals_scipy(seed):
    mixture = random_mixture(seed)
    X = np.random.default_rng(seed + 1).normal(size=(10, 3)) * 4
    parts = zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    density = sum(w * multivariate_normal(mean, cov).pdf(X) for w, mean, cov in parts)
    np.testing.assert_allclose(log_density(X, mixture), np.log(density), rtol=1e-9)


@given(seed=st.integers(0, 2**32 - 1), reach=st.sampled_from([1.0, 1e3, 1e8]))
def test_responsibilities_sum_to_one_however_far_a_row_lies(seed, reach):
    mixture = random_mixture(seed)
    X = np.random.default_rng(seed).normal(size=(10, 3)) * reach
    resp = responsibilities(X, mixture)
    assert (resp >= 0).all()
    np.testing.assert_allclose(resp.sum(axis=1), 1.0, rtol=1e-12)
    assert np.isfinite(log_density(X, mixture)).all()


def test_a_row_far_from_all_components_belongs_to_the_widest():
    """Both densities are zero in floating point; their logarithms are not."""
    mixture = Mixture([0.5, 0.5], [[0.0], [0.0]], [[[1.0]], [[4.0]]])
    np.testing.assert_array_equal(responsibilities([[1e6]], mixture), [[0.0, 1.0]])
    expected = np.log(0.5) - 0.5 * np.log(2 * np.pi * 4) - 1e12 / 8
    np.testing.assert_allclose(log_density([[1e6]], mixture), [expected], rtol=1e-14)


def test_a_component_of_weight_zero_takes_no_row():
    mixture = Mixture([0.0, 1.0], [[0.0], [50.0]], [[[1.0]], [[1.0]]])
    np.testing.assert_array_equal(responsibilities([[0.0]], mixture), [[0.0, 1.0]])


def test_log_joint_is_log_weight_and_log_density():
    mixture = random_mixture(4)
    X = np.ones((1, 3))
    alone = [
        log_density(X, Mixture([1.0], mean[None], covariance[None]))[0]
        for mean, covariance in zip(mixture.means, mixture.covariances, strict=True)
    ]
    np.testing.assert_allclose(log_joint(X, mixture)[0], np.log(mixture.weights) + alone)


@given(seed=st.integers(0, 2**32 - 1))
def test_whitening_is_an_upper_triangular_root_of_the_precision(seed):
    mixture = random_mixture(seed)
    for factor, covariance in zip(mixture.whitening, mixture.covariances, strict=True):
        np.testing.assert_array_equal(factor, np.triu(factor))
        np.testing.assert_allclose(factor.T @ covariance @ factor, np.eye(3), atol=1e-9)


def test_a_covariance_that_is_not_positive_definite_names_its_component():
    covariances = np.array([np.eye(2), [[1.0, 2.0], [2.0, 1.0]]])
    with pytest.raises(DegenerateComponentError, match="Component 2 has no density"):
        _ = Mixture([0.5, 0.5], np.zeros((2, 2)), covariances).whitening


@pytest.mark.parametrize("function", [log_density, responsibilities])
@pytest.mark.parametrize("X", [[1.0, 2.0], [[1.0, 2.0]], [[[1.0]]]])
def test_rows_of_another_width_are_refused(function, X):
    mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    with pytest.raises(DataError, match=r"shape \(n_samples, (1|n_features)\)"):
        function(X, mixture)


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
def test_units_do_not_matter_to_distances(seed, exponent, shift):
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


def test_distances_refuse_what_does_not_fit():
    with pytest.raises(DataError, match="2 features"):
        squared_distances([[1.0]], some_mixture(2, 2, 0))
    with pytest.raises(DegenerateComponentError, match="Component 1"):
        squared_distances([[1.0]], Mixture([1.0], [[0.0]], [[[0.0]]]))
