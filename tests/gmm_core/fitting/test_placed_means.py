from itertools import permutations

import numpy as np
import pytest

from gmm_core import (
    COVARIANCE_STRUCTURES,
    DataError,
    DegenerateComponentError,
    compare,
    datasets,
    responsibilities,
)
from gmm_core.fitting import Settings, fit_run

PLACED = ((5.0, 3.4, 1.5, 0.2), (6.6, 3.0, 5.5, 2.0), (5.9, 2.7, 4.3, 1.3))


@pytest.mark.parametrize("offset", [0.0, 1e8])
@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("covariance_type", COVARIANCE_STRUCTURES)
def test_the_first_means_are_those_that_were_placed(table, covariance_type, standardise, offset):
    X = table("iris") + offset
    means = tuple(tuple(offset + value for value in mean) for mean in PLACED)
    settings = Settings(3, covariance_type, standardise=standardise, means=means, max_iter=3)
    start = fit_run(X, settings).states[0].mixture
    atol = (1e-12 + 4e-16 * offset) if standardise else 0.0
    np.testing.assert_allclose(start.means, means, rtol=0, atol=atol)
    np.testing.assert_array_equal(start.weights, [1 / 3] * 3)
    pooled = np.broadcast_to(start.covariances[0], start.covariances.shape)
    np.testing.assert_allclose(start.covariances, pooled, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_components_keep_the_order_in_which_they_were_placed(table, order, standardise):
    X = table("iris")
    plain = fit_run(X, Settings(3, means=PLACED, standardise=standardise))
    means = tuple(PLACED[j] for j in order)
    found = fit_run(X, Settings(3, means=means, standardise=standardise))
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-9)
    np.testing.assert_allclose(found.mixture.means, plain.mixture.means[list(order)], rtol=1e-6)


def test_neither_start_nor_seed_matters_where_means_are_placed(table):
    X = table("iris")
    one, other = (
        fit_run(X, Settings(3, init=init, seed=seed, means=PLACED))
        for init, seed in (("auto", 0), ("random", 5))
    )
    np.testing.assert_array_equal(one.log_likelihoods, other.log_likelihoods)


@pytest.mark.parametrize(
    ("means", "sentence"),
    [
        ((), r"components is 2, and that of the means placed is 0\. Place one mean"),
        (((0.0, 1.0),), r"components is 2, and that of the means placed is 1\. Place one mean"),
        (((0.0, 1.0), (2.0,)), r"Mean 2 has 1 value, and the data have 2 features"),
        (((0.0, 1.0, 2.0), (2.0, 1.0)), r"Mean 1 has 3 values, and the data have 2 features"),
        (((0.0, 1.0), (np.nan, 1.0)), r'Mean 2 is nan in column "height"'),
        (((0.0, -np.inf), (2.0, 1.0)), r'Mean 1 is -inf in column "price", where EM cannot start'),
        (((0.0, 1e200), (2.0, 1.0)), r"Give a number from −1e150 to 1e150"),
        (((2.0, 1.0), (2.0, 1.0)), r"Means 1 and 2 are at the same point.*Move one of them"),
    ],
)
def test_means_that_cannot_be_started_from_are_refused(table, means, sentence):
    with pytest.raises(DataError, match=sentence):
        fit_run(table("faithful"), Settings(2, means=means), names=["height", "price"])


def test_a_mean_placed_far_from_all_rows_is_named_when_it_finds_none(table):
    with pytest.raises(DegenerateComponentError, match="Component 2 collapsed at iteration 1"):
        fit_run(table("faithful"), Settings(2, means=((3.5, 70.0), (1e6, 1e6))))


def cigars():
    dataset = datasets.load("cigars")
    rows = dataset.frame[list(dataset.features)].to_numpy(dtype=np.float64)
    return rows, dataset.frame["origin"]


ON_THE_CIGARS = ((0.0, -0.5), (0.0, 0.5))


def matched(X, origin, found):
    return compare(origin, responsibilities(X, found.mixture).argmax(axis=1)).matched_accuracy


def test_means_placed_on_two_cigars_follow_them_at_once():
    """k-means and "auto" end at the same optimum; k-means crosses a plateau on the way to it."""
    X, origin = cigars()
    placed = fit_run(X, Settings(2, means=ON_THE_CIGARS))
    auto, k_means = (fit_run(X, Settings(2, init=init)) for init in ("auto", "kmeans"))
    for found in (placed, auto, k_means):
        assert found.log_likelihood == pytest.approx(-814.81772, abs=1e-4)
        assert matched(X, origin, found) == 1.0
    assert placed.n_iter <= 4 < auto.n_iter < 30 < k_means.n_iter
    assert placed.log_likelihoods[1] > k_means.log_likelihoods[20] + 100


def test_means_placed_on_two_cigars_reach_higher_where_k_means_stops_on_the_plateau():
    """One shared covariance and a loose tolerance."""
    X, origin = cigars()
    placed, k_means = (
        fit_run(X, Settings(2, "tied", init="kmeans", tol=1e-3, means=means))
        for means in (ON_THE_CIGARS, None)
    )
    assert k_means.converged
    assert placed.log_likelihood > k_means.log_likelihood + 150
    assert matched(X, origin, placed) == 1.0
    assert matched(X, origin, k_means) < 0.6
