"""The lower bound that EM climbs, against sums over the rows."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import (
    COVARIANCE_STRUCTURES,
    DegenerateComponentError,
    Mixture,
    Statistics,
    e_step,
    initialize,
    m_step,
    responsibilities,
    run,
)
from gmm_core.expectation.passes import FEW_NUMBERS
from gmm_core.fitting import Settings, fit_run
from gmm_core.maximisation.structures import covariance_structure
from gmm_core.mixture.density import log_joint
from gmm_core.scatter import includes
from gmm_core.steps.lower_bound import expected_log_joint, lower_bounds

TYPES = tuple(COVARIANCE_STRUCTURES)
EPS = np.finfo(float).eps

seeds = st.integers(0, 2**32 - 1)


def groups(seed, n_samples=80, d=2):
    """Rows of three overlapping groups."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(scale=2.0, size=(3, d))
    rows = centres[rng.integers(3, size=n_samples)] + rng.normal(size=(n_samples, d))
    return rows @ (np.eye(d) + rng.normal(scale=0.3, size=(d, d)))


def bound_over_rows(X, before, after):
    """sum r log(w N) − sum r log r, row by row, with the responsibilities of the mixture before."""
    resp = responsibilities(X, before)
    entropy = -(resp * np.log(np.where(resp > 0, resp, 1.0))).sum()
    return (resp * log_joint(X, after)).sum() + entropy


def assert_bounds_are_those_of_the_rows(X, found, rel=1e-10, tolerance=0.0):
    bounds = lower_bounds(found)
    assert np.isnan(bounds[0])
    direct = [
        bound_over_rows(X, before.mixture, after.mixture)
        for before, after in zip(found.states[:-1], found.states[1:], strict=True)
    ]
    assert len(direct) >= 2
    np.testing.assert_allclose(bounds[1:], direct, rtol=rel, atol=tolerance)


@pytest.mark.parametrize("n_samples", [100, 5000])
@pytest.mark.parametrize("covariance_type", TYPES)
def test_bounds_are_those_of_the_rows(covariance_type, n_samples):
    """In the centred pass and in the fused one, which leaves out what no M-step reads."""
    X = groups(3, n_samples)
    found = fit_run(X, Settings(3, covariance_type, "random_from_data", max_iter=6))
    level = found.states[0].statistics.moments
    is_fused = X.size * 3 > FEW_NUMBERS
    assert is_fused == (n_samples == 5000)
    assert includes(level, covariance_structure(covariance_type).moments)
    assert_bounds_are_those_of_the_rows(X, found)


@pytest.mark.parametrize("covariance_type", TYPES)
@pytest.mark.parametrize("name", ["iris", "wine"])
def test_bounds_of_a_standardised_fit_are_in_the_units_of_the_data(table, name, covariance_type):
    X = table(name)
    settings = Settings(3, covariance_type, "kmeans", standardise=True, max_iter=6)
    assert_bounds_are_those_of_the_rows(X, fit_run(X, settings))


@pytest.mark.parametrize("covariance_type", TYPES)
def test_bounds_far_from_zero_are_those_near_it(table, covariance_type):
    """A number near b is known to eps |b| only; by so much each row's log-density may differ."""
    X, b = table("iris"), 1e8
    start = m_step(initialize(X, 3, random_state=0), covariance_type)
    near = run(X, start, covariance_type=covariance_type, max_iter=6)
    far = run(X + b, start.affine(1.0, b), covariance_type=covariance_type, max_iter=6)
    narrowest = np.sqrt(np.linalg.eigvalsh(near.mixture.covariances).min())
    tolerance = len(X) * EPS * b / narrowest
    np.testing.assert_allclose(lower_bounds(far), lower_bounds(near), rtol=1e-9, atol=tolerance)


@given(seed=seeds, covariance_type=st.sampled_from(TYPES), k=st.integers(1, 3), d=st.integers(1, 3))
def test_a_bound_lies_between_two_log_likelihoods(seed, covariance_type, k, d):
    """The M-step raises it from where it touched the old one, and the new one is above it."""
    X = groups(seed, d=d)
    resp = np.random.default_rng(seed).dirichlet(np.full(k, 0.5), size=len(X))
    start = m_step(Statistics.from_responsibilities(X, resp), covariance_type)
    try:
        found = run(X, start, covariance_type=covariance_type, max_iter=15)
    except DegenerateComponentError:  # as it may without a floor
        return
    bounds, reached = lower_bounds(found)[1:], found.log_likelihoods
    rounding = 1e-10 * np.abs(reached).max()
    assert (bounds >= reached[:-1] - rounding).all()
    assert (bounds <= reached[1:] + rounding).all()


def test_a_bound_with_a_floor_is_still_below_the_log_likelihood(table):
    found = fit_run(table("iris"), Settings(3, floor=0.05, init="kmeans"))
    assert any(state.floored for state in found.states)
    assert (lower_bounds(found)[1:] <= found.log_likelihoods[1:] + 1e-9).all()


def test_expected_log_joint_of_three_rows_by_hand():
    """Rows 0, 2 and 4, the one in the middle half in each of N(0, 1) and N(4, 4), weights ½.

    Component 1: 1.5 (ln ½ − ½ ln 2π) − ½ (0 + ½ 4); component 2:
    1.5 (ln ½ − ½ ln 2π − ln 2) − ½ (½ 4 + 0) / 4. Together 3 ln ½ − 1.5 ln 2π − 1.5 ln 2 − 1.25.
    """
    resp = [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    statistics = Statistics.from_responsibilities([[0.0], [2.0], [4.0]], resp)
    mixture = Mixture([0.5, 0.5], [[0.0], [4.0]], [[[1.0]], [[4.0]]])
    expected = -4.5 * np.log(2) - 1.5 * np.log(2 * np.pi) - 1.25
    assert expected_log_joint(statistics, mixture) == pytest.approx(expected, rel=1e-14)


def test_a_component_without_rows_and_weight_adds_nothing():
    X = [[0.0], [2.0]]
    one = Statistics.from_responsibilities(X, [[1.0], [1.0]])
    two = Statistics.from_responsibilities(X, [[1.0, 0.0], [1.0, 0.0]])
    alone = Mixture([1.0], [[1.0]], [[[1.0]]])
    beside = Mixture([1.0, 0.0], [[1.0], [5.0]], [[[1.0]], [[1.0]]])
    assert expected_log_joint(two, beside) == expected_log_joint(one, alone)


@given(seed=seeds)
def test_weights_count_as_rows(seed):
    X = groups(seed, 20)
    mixture = Mixture([0.4, 0.6], [X[0], X[1]], [np.eye(2), 2 * np.eye(2)])
    twice = e_step(np.repeat(X, 2, axis=0), mixture)
    weighted = e_step(X, mixture, np.full(20, 2.0))
    assert expected_log_joint(weighted, mixture) == pytest.approx(
        expected_log_joint(twice, mixture), rel=1e-12
    )


TILTED = Mixture([0.5, 0.5], [[0.0, 0.0], [2.0, 2.0]], [[[1.0, 0.5], [0.5, 1.0]]] * 2)
UNEQUAL = Mixture([0.5, 0.5], [[0.0, 0.0], [2.0, 2.0]], [np.eye(2), 2 * np.eye(2)])


@pytest.mark.parametrize(
    ("covariance_type", "start", "is_told"),
    [
        ("diag", TILTED, False),
        ("diag", UNEQUAL, True),
        ("tied", TILTED, True),
        ("tied", UNEQUAL, False),
        ("full", TILTED, True),
        ("full", UNEQUAL, True),
    ],
)
def test_a_start_of_another_structure_leaves_the_first_bound_out(covariance_type, start, is_told):
    """The fused pass computes what the M-step reads, and the start's density may read more."""
    X = groups(0, 5000)
    found = run(X, start, covariance_type=covariance_type, max_iter=3)
    assert found.states[0].statistics.moments == covariance_structure(covariance_type).moments
    bounds = lower_bounds(found)
    assert np.isnan(bounds[1]) != is_told
    np.testing.assert_array_less(found.log_likelihoods[1:-1], bounds[2:])
    np.testing.assert_array_less(bounds[2:], found.log_likelihoods[2:])


def test_states_without_statistics_have_no_bound(table):
    found = fit_run(table("iris"), Settings(2, max_iter=3))
    bare = replace(found, states=tuple(replace(s, statistics=None) for s in found.states))
    assert np.isnan(lower_bounds(bare)).all()
    assert lower_bounds(replace(found, states=found.states[:1])).shape == (1,)
