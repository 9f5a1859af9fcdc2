"""A relative floor lifts what is too thin for the data, and touches nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, Statistics, e_step, m_step
from gmm_core.floor import check_floor, floored

seeds = st.integers(0, 2**32 - 1)
floors = st.sampled_from([1e-8, 1e-3, 0.1, 0.5])
either = st.booleans()


def random_covariances(seed, k=4, d=3):
    """Some round, some thin, each feature on a scale of its own; and the pooled covariance."""
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, d, d)) * 10.0 ** rng.integers(-5, 1, size=(k, d, 1))
    scale = 10.0 ** rng.integers(-3, 4, size=d)
    covariances = (roots.transpose(0, 2, 1) @ roots) * np.outer(scale, scale)
    return covariances, covariances.sum(axis=0) + np.diag(scale**2.0)


def relative_eigenvalues(covariances, pooled, scalable):
    """Variances along the axes of each covariance, in those of the pooled one."""
    variances = np.diagonal(pooled)
    unit = np.sqrt(variances if scalable else np.full(len(pooled), variances.mean()))
    return np.linalg.eigvalsh(covariances / np.outer(unit, unit))


def test_a_thin_axis_is_raised_by_hand():
    """Variances 4 and 9 in all: a thousandth of each is the least."""
    thin = np.array([np.diag([4e-8, 9e-8]), np.diag([4e-8, 1.0]), np.diag([1.0, 1.0])])
    result, acted = floored(thin, np.diag([4.0, 9.0]), 1e-3, True)
    expected = [np.diag([4e-3, 9e-3]), np.diag([4e-3, 1.0]), np.diag([1.0, 1.0])]
    np.testing.assert_allclose(result, expected, rtol=1e-12)
    assert acted == (0, 1)


def test_one_unit_for_all_features_by_hand():
    result, acted = floored(np.array([np.eye(2) * 1e-8]), np.diag([4.0, 9.0]), 1e-2, False)
    np.testing.assert_allclose(result, [np.eye(2) * 0.065], rtol=1e-12)
    assert acted == (0,)


def test_a_tilted_axis_is_raised_along_itself():
    """Variance 2 along (1, 1), none along (1, -1)."""
    result, _ = floored(np.ones((1, 2, 2)), np.eye(2), 0.25, True)
    np.testing.assert_allclose(result, [[[1.125, 0.875], [0.875, 1.125]]], rtol=1e-12)


@given(seed=seeds, floor=floors, scalable=either)
def test_no_eigenvalue_is_left_below_the_floor_and_the_others_stay(seed, floor, scalable):
    covariances, pooled = random_covariances(seed)
    result, acted = floored(covariances, pooled, floor, scalable)
    before = relative_eigenvalues(covariances, pooled, scalable)
    after = relative_eigenvalues(result, pooled, scalable)
    np.testing.assert_allclose(after, np.maximum(before, floor), rtol=1e-9, atol=1e-13)
    assert acted == tuple(np.flatnonzero((before < floor).any(axis=1)))
    np.testing.assert_array_equal(result, result.transpose(0, 2, 1))


@given(seed=seeds, floor=floors, scalable=either)
def test_components_above_the_floor_keep_every_bit(seed, floor, scalable):
    covariances, pooled = random_covariances(seed)
    result, acted = floored(covariances, pooled, floor, scalable)
    others = np.setdiff1d(np.arange(len(covariances)), acted)
    np.testing.assert_array_equal(result[others], covariances[others])
    assert acted or result is covariances


@given(seed=seeds, floor=floors, scalable=either)
def test_a_second_time_changes_nothing(seed, floor, scalable):
    covariances, pooled = random_covariances(seed)
    once, _ = floored(covariances, pooled, floor, scalable)
    twice, acted = floored(once, pooled, floor, scalable)
    assert twice is once
    assert acted == ()


@given(seed=seeds)
def test_a_floor_of_zero_is_off(seed):
    covariances, pooled = random_covariances(seed)
    covariances = covariances - 2 * pooled  # not even positive definite
    assert floored(covariances, pooled, 0.0, True) == (covariances, ())


@given(seed=seeds, floor=floors, scalable=either, exponent=st.integers(-60, 60))
def test_scaling_the_data_scales_the_result(seed, floor, scalable, exponent):
    """One by one where the structure is closed under it, by one factor otherwise."""
    covariances, pooled = random_covariances(seed)
    scale = np.ones(3) * 2.0**exponent
    if scalable:
        scale = scale * np.array([1.0, 1e-4, 3e5])
    by = np.outer(scale, scale)
    plain, acted = floored(covariances, pooled, floor, scalable)
    scaled, acted_too = floored(covariances * by, pooled * by, floor, scalable)
    assert acted == acted_too
    unit = np.sqrt(np.diagonal(pooled) * scale**2)
    np.testing.assert_allclose((scaled - plain * by) / np.outer(unit, unit), 0.0, atol=1e-12)


@given(seed=seeds, floor=floors, scalable=either)
def test_diagonal_stays_diagonal_and_equal_stays_equal(seed, floor, scalable):
    covariances, pooled = random_covariances(seed)
    diagonal, _ = floored(covariances * np.eye(3), pooled, floor, scalable)
    np.testing.assert_array_equal(diagonal, diagonal * np.eye(3))
    equal, acted = floored(np.repeat(covariances[:1], 4, axis=0), pooled, floor, scalable)
    np.testing.assert_array_equal(equal, np.repeat(equal[:1], 4, axis=0))
    assert acted in ((), (0, 1, 2, 3))


@given(seed=seeds, floor=floors)
def test_spherical_stays_spherical(seed, floor):
    covariances, pooled = random_covariances(seed)
    variances = covariances[:, 0, 0]
    balls, _ = floored(variances[:, None, None] * np.eye(3), pooled, floor, False)
    np.testing.assert_array_equal(balls, balls[:, :1, :1] * np.eye(3))


@given(seed=seeds, floor=floors)
def test_one_unit_keeps_the_directions_that_components_share(seed, floor):
    rng = np.random.default_rng(seed)
    axes = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    variances = 10.0 ** rng.uniform(-9, 0, size=(4, 3))
    covariances = (axes * variances[:, None, :]) @ axes.T
    result, _ = floored(covariances, covariances.sum(axis=0), floor, False)
    turned = axes.T @ result @ axes
    np.testing.assert_allclose(turned - turned * np.eye(3), 0.0, atol=1e-12)


@pytest.mark.parametrize("scalable", [True, False])
def test_a_constant_feature_is_measured_in_itself(scalable):
    """Its unit is 1, as where features are standardised."""
    constant = np.zeros((1, 1, 1))
    result, acted = floored(constant, np.zeros((1, 1)), 0.01, scalable)
    assert (result.item(), acted) == (0.01, (0,))


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
@pytest.mark.parametrize("floor", [1e-3, 0.2])
def test_the_log_likelihood_never_falls_under_the_floor(table, covariance_type, floor):
    """The floored M-step is the best of those above the floor."""
    X = table("iris")
    pooled, scalable = np.cov(X.T, ddof=0), covariance_type != "spherical"
    resp = np.random.default_rng(3).dirichlet(np.full(4, 0.3), size=len(X))
    statistics = Statistics.from_responsibilities(X, resp)
    log_likelihoods, acted_at_all = [], False
    for _ in range(60):
        mixture = m_step(statistics, covariance_type)
        covariances, acted = floored(mixture.covariances, pooled, floor, scalable)
        acted_at_all |= bool(acted)
        statistics = e_step(X, type(mixture)(mixture.weights, mixture.means, covariances))
        log_likelihoods.append(statistics.log_likelihood)
    assert np.diff(log_likelihoods).min() >= -1e-9 * abs(log_likelihoods[-1])
    assert acted_at_all or floor < 0.2


@pytest.mark.parametrize("floor", [-1e-9, 1.0, 7, np.nan, np.inf, "0.1", None])
def test_a_floor_that_is_no_share_is_refused(floor):
    with pytest.raises(DataError, match=r"Give a number from 0 \(off\) to below 1"):
        check_floor(floor)
    with pytest.raises(DataError, match="The relative covariance floor is"):
        floored(np.ones((1, 1, 1)), np.ones((1, 1)), floor, True)
