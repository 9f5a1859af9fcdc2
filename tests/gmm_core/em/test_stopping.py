"""EM is said to have converged when little is left to gain, not when one step was small."""

from itertools import count, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import initialize, iterate, m_step
from gmm_core.em.stopping import (
    NOISE,
    PATIENCE,
    gains_little,
    has_converged,
    remaining_gain,
    remaining_gains,
)

EPS = np.finfo(float).eps


def until_converged(sequence, tol, most=200_000):
    """What is left of an endless sequence when it is said to have converged."""
    seen = []
    for value in sequence:
        seen.append(value)
        if has_converged(seen[-3:], tol):
            return seen
        assert len(seen) < most
    return seen


def fit_until_converged(X, covariance_type, init, tol):
    start = m_step(initialize(X, 3, init, random_state=0), covariance_type)
    states = iterate(X, start, covariance_type)
    return until_converged((state.log_likelihood for state in states), tol)


def test_remaining_gain_by_hand():
    """Changes 8 and 6: the next are 4.5, 3.375, ... with the sum 6 x 0.75 / 0.25."""
    assert remaining_gain([0.0, 8.0, 14.0]) == pytest.approx(18.0, rel=1e-12)


def test_only_the_last_three_matter():
    assert remaining_gain([5.0, -80.0, 0.0, 8.0, 14.0]) == remaining_gain([0.0, 8.0, 14.0])


@pytest.mark.parametrize("log_likelihoods", [[], [-3.0], [-3.0, -3.0]])
def test_fewer_than_three_have_not_converged(log_likelihoods):
    assert remaining_gain(log_likelihoods) == np.inf
    assert not has_converged(log_likelihoods, 1e9)


@given(
    limit=st.floats(-1e5, 1e5),
    gap=st.floats(1e-2, 1e3),
    rate=st.sampled_from([0.0, 0.01, 0.3, 0.5, 0.9, 0.99, 0.999]) | st.floats(0.0, 0.999),
    tol=st.sampled_from([1e-1, 1e-3, 1e-5, 1e-7]),
)
def test_what_a_geometric_sequence_still_gains_is_below_tol_when_it_has_converged(
    limit, gap, rate, tol
):
    seen = until_converged((limit - gap * rate**t for t in count()), tol)
    remaining = gap * rate ** (len(seen) - 1)
    change = abs(seen[-1] - seen[-2])
    assert remaining <= tol * (1 + 1e-6) or change <= NOISE * max(abs(limit), 1.0)


@given(rate=st.floats(0.5, 0.999), tol=st.sampled_from([1e-2, 1e-4]))
def test_a_geometric_sequence_has_converged_as_soon_as_little_is_left(rate, tol):
    """Not later than the step after: the estimate is no mere bound."""
    seen = until_converged((-10.0 * rate**t for t in count()), tol)
    assert len(seen) == 3 or 10.0 * rate ** (len(seen) - 2) > tol * (1 - 1e-6)


@given(limit=st.floats(-100, 100), gap=st.floats(1, 10), tol=st.sampled_from([1e-2, 1e-3]))
def test_a_sublinear_sequence_has_at_most_about_twice_tol_left(limit, gap, tol):
    """limit - gap / t, where the steps are t times smaller than what is left."""
    seen = until_converged((limit - gap / t for t in count(1)), tol)
    assert gap / len(seen) < 2.5 * tol


@given(first=st.floats(1e-6, 1.0), growth=st.floats(1.0001, 5.0), sign=st.sampled_from([1.0, -1.0]))
def test_changes_that_grow_have_never_converged(first, growth, sign):
    log_likelihoods = [-100.0, -100.0 + sign * first, -100.0 + sign * first * (1 + growth)]
    assert remaining_gain(log_likelihoods) == np.inf
    assert not has_converged(log_likelihoods, 1e9)


def test_a_small_step_after_a_large_one_is_not_trusted_to_be_followed_by_none():
    """Aitken's estimate would be 1e-6; a step of 0.01 is likelier to be the first of a plateau."""
    assert remaining_gain([-200.0, -100.0, -99.99]) == pytest.approx(0.01)


def test_a_falling_log_likelihood_settles_like_a_rising_one():
    rising = [-3.0, -2.0, -1.25]
    assert remaining_gain([-value for value in rising]) == remaining_gain(rising)


def test_rising_and_falling_in_turn_is_no_plateau():
    """Rounding of nearly singular covariances can go round in a circle of two for ever."""
    circle = [-200.0, -200.0 + 1e-7, -200.0]
    assert remaining_gain(circle) == pytest.approx(1e-7)
    assert has_converged(circle, 1e-6)
    assert not has_converged(circle, 1e-8)


@given(
    size=st.floats(1e-3, 1e9),
    steps=st.lists(st.integers(-2, 2), min_size=3, max_size=3),
    tol=st.floats(1e-300, 1.0),
)
def test_changes_within_rounding_have_converged_whatever_their_ratio(size, steps, tol):
    log_likelihoods = [-size * (1 + step * EPS) for step in steps]
    assert remaining_gain(log_likelihoods) == 0.0
    assert has_converged(log_likelihoods, tol)


def test_rounding_of_terms_that_cancel_has_converged():
    """A log-likelihood near zero is no smaller in its terms."""
    assert remaining_gain([1e-16, 3e-16, -2e-16]) == 0.0


@given(st.lists(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3), min_size=1, max_size=4))
def test_what_many_have_left_to_gain_is_what_each_has(runs):
    with np.errstate(all="ignore"):
        found = remaining_gains(np.array(runs))
    assert found.tolist() == [remaining_gain(each) for each in runs]


@given(st.lists(st.floats(-1e3, 1e3), max_size=5))
def test_a_tolerance_of_zero_is_never_reached(log_likelihoods):
    assert not has_converged(log_likelihoods, 0.0)


@pytest.mark.parametrize("tol", [1e-3, 1e-6])
def test_iris_tied_goes_on_where_one_small_step_would_end_it(table, tol):
    """Steps of a plateau: with tol 1e-3 a row, the first small one is 0.45 nats too early."""
    X = table("iris")
    seen = fit_until_converged(X, "tied", "kmeans", tol * 150 / 100)
    first_small = next(b for a, b in pairwise(seen) if b - a < 1e-3 * 150)
    assert first_small < -256.6
    assert seen[-1] == pytest.approx(-256.354043126, abs=tol * 150)


@pytest.mark.parametrize(
    ("covariance_type", "optimum"),
    [("tied", -267.236214198), ("diag", -306.860460506), ("spherical", -384.314095061)],
)
def test_iris_leaves_the_plateau_of_a_random_start(table, covariance_type, optimum):
    """All components begin near the overall mean, at -379.9 nats and growing steps."""
    seen = fit_until_converged(table("iris"), covariance_type, "random", 1e-6 * 150)
    assert seen[-1] == pytest.approx(optimum, abs=1e-3)


@pytest.mark.parametrize(
    ("rate", "steps", "is_an_end"),
    [(0.999, PATIENCE, True), (0.999, PATIENCE - 1, False), (1.001, PATIENCE, False)],
)
def test_many_small_steps_are_an_end_unless_they_grow(rate, steps, is_an_end):
    """Growing ones are those of a plateau that EM is leaving."""
    climb = np.concatenate([[0.0], np.cumsum(1e-8 * rate ** np.arange(steps))])
    assert gains_little(climb.tolist(), 1e-7) is is_an_end
    assert not gains_little([-1.0, *climb[1:].tolist()], 1e-7)
    assert not has_converged(climb.tolist(), 1e-7)
