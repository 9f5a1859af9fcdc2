"""Conditional mixtures: joint density = marginal density x conditional density, everywhere."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from gmm_core import DataError, Mixture, log_density
from gmm_core.mixture import conditional as module


def mixture(seed=0, k=3, d=4):
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(k, d, d)) + 2 * np.eye(d)
    weights = rng.dirichlet(np.ones(k))
    return Mixture(weights, rng.normal(0, 2, (k, d)), factors @ factors.transpose(0, 2, 1))


@pytest.mark.parametrize("known", [(0,), (3,), (2, 0), (1, 3, 2)])
def test_the_joint_density_is_that_of_the_given_times_that_of_the_rest(known):
    joint, rng = mixture(), np.random.default_rng(1)
    rest = [feature for feature in range(4) if feature not in known]
    for x in rng.normal(0, 3, (5, 4)):
        conditional = joint.conditional({feature: x[feature] for feature in known})
        given = log_density(x[None, list(known)], joint.marginal(known))
        left = log_density(x[None, rest], conditional)
        np.testing.assert_allclose(given + left, log_density(x[None], joint), rtol=1e-10)


def test_nothing_given_is_the_mixture_itself():
    joint = mixture()
    assert joint.conditional({}) is joint


def test_far_from_every_component_the_nearest_has_all_the_weight():
    two = Mixture([0.5, 0.5], [[0.0, 0.0], [9.0, 5.0]], [np.eye(2)] * 2)
    np.testing.assert_array_equal(two.conditional({0: 1e6}).weights, [0.0, 1.0])


def test_a_component_without_weight_keeps_none():
    two = Mixture([1.0, 0.0], [[0.0, 0.0], [9.0, 5.0]], [np.eye(2)] * 2)
    np.testing.assert_array_equal(two.conditional({0: 9.0}).weights, [1.0, 0.0])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({4: 1.0}, "names features that the mixture does not have"),
        ({"a": 1.0}, "names features that the mixture does not have"),
        ({0: 1.0, 1: 1.0, 2: 1.0, 3: 1.0}, "none is left"),
        ({0: np.nan}, "no number from"),
        ({0: "high"}, "not of numbers"),
        ({0: [1.0, 2.0]}, "A given value"),
        ([1.0], "Give a dict"),
        (None, "Give a dict"),
    ],
)
def test_what_cannot_be_given_is_one_sentence(given, message):
    with pytest.raises(DataError, match=message):
        mixture().conditional(given)


def test_what_is_all_but_known_has_a_conditional():
    """Its variance may come out a little below 0."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        along = rng.normal(size=3) * [1.0, 10.0, 3.0]
        mixture = Mixture([1.0], [[0.0, 0.0, 0.0]], [np.outer(along, along) + 1e-15 * np.eye(3)])
        assert abs(mixture.conditional({0: 1.0}).variances).max() < 1e-6


def test_systems_of_few_unknowns_are_solved_in_one_thread(monkeypatch):
    solve, threads = module.solve_triangular, set()

    def solved(*args, **kwargs):
        of_blas = (each for each in threadpool_info() if each["user_api"] == "blas")
        threads.update(each["num_threads"] for each in of_blas)
        return solve(*args, **kwargs)

    monkeypatch.setattr(module, "solve_triangular", solved)
    with threadpool_limits(2):
        mixture().conditional({0: 1.0})
    assert threads == {1}


def test_values_too_far_for_a_density_are_no_weights_that_are_nan():
    near = Mixture([0.5, 0.5], [[0.0, 0.0], [1.0, 1.0]], [np.eye(2) * 1e-20] * 2)
    with pytest.raises(DataError, match="too far from every component"):
        near.conditional({0: 1e150})


def test_a_place_may_be_written_as_a_whole_float():
    one = mixture()
    np.testing.assert_array_equal(
        one.conditional({1.0: 0.5}).means, one.conditional({1: 0.5}).means
    )
