"""k-means is that of scikit-learn, and a mixture of one spread turns into it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from gmm_core.errors import DataError
from gmm_core.fitting import Settings, fit_run
from gmm_core.landscape import best_k_means, k_means_steps, nearest_means, steps_of_spread
from gmm_core.mixture import responsibilities

SPECIES = np.repeat([0, 1, 2], 50)


@pytest.fixture(scope="module")
def start(table):
    return fit_run(table("iris"), Settings(3)).states[0].mixture.means


def test_steps_end_where_scikit_learn_does(table, start):
    X = table("iris")
    steps = k_means_steps(X, start)
    peer = KMeans(3, init=start, n_init=1, tol=0.0).fit(X)
    assert_allclose(steps[-1], peer.cluster_centers_, rtol=1e-12)
    assert_array_equal(nearest_means(X, steps[-1]), peer.labels_)
    squares = [((X - step[nearest_means(X, step)]) ** 2).sum() for step in steps]
    assert (np.diff(squares) <= 0).all()


def test_species_of_iris_are_those_of_the_mixture_rather(table):
    X = table("iris")
    run = fit_run(X, Settings(3, init="k-means++", seed=2))
    clusters = (
        responsibilities(X, run.mixture).argmax(axis=1),
        nearest_means(X, k_means_steps(X, run.states[0].mixture.means)[-1]),
        nearest_means(X, best_k_means(X, 3)),
    )
    scores = [round(adjusted_rand_score(SPECIES, each), 3) for each in clusters]
    assert scores == [0.904, 0.730, 0.730]


def test_as_the_spread_shrinks_the_mixture_turns_into_k_means(table, start):
    X = table("iris")
    hard = nearest_means(X, k_means_steps(X, start)[-1])
    apart = [
        int((responsibilities(X, steps_of_spread(X, start, s)[-1]).argmax(axis=1) != hard).sum())
        for s in (0.7, 0.3, 0.01)
    ]
    assert apart[0] > 0
    assert apart[-1] == 0
    assert_allclose(
        steps_of_spread(X, start, 0.01)[-1].means, k_means_steps(X, start)[-1], atol=0.01
    )


def test_a_step_of_a_given_spread_is_that_of_em(table, start):
    X = table("iris")
    first, second = steps_of_spread(X, start, 0.5, max_iter=1)
    resp = responsibilities(X, first)
    assert_allclose(second.means, (resp.T @ X) / resp.sum(axis=0)[:, None])
    assert_allclose(second.weights, resp.mean(axis=0))
    assert_allclose(second.covariances, 0.25 * np.array([np.eye(4)] * 3))


def test_a_mean_without_rows_stays_where_it_is():
    X, far = np.array([[0.0], [1.0], [2.0]]), np.array([[1.0], [500.0]])
    assert k_means_steps(X, far)[-1].ravel().tolist() == [1.0, 500.0]
    assert steps_of_spread(X, far, 0.1)[-1].means.ravel().tolist() == [1.0, 500.0]


def test_what_cannot_be_stepped_is_said():
    X = np.array([[0.0], [1.0]])
    with pytest.raises(DataError, match="have 1 features and the means 2"):
        k_means_steps(X, np.array([[0.0, 1.0]]))
    with pytest.raises(DataError, match="no row, or no mean"):
        nearest_means(X[:0], X)
    with pytest.raises(DataError, match="The spread is 0"):
        steps_of_spread(X, X, 0.0)


def test_rows_count_by_weights_as_if_they_were_repeated(table, start):
    X = table("iris")
    times = np.random.default_rng(0).integers(0, 4, size=len(X))
    repeated = np.repeat(X, times, axis=0)
    assert_allclose(
        k_means_steps(X, start, weights=times)[-1], k_means_steps(repeated, start)[-1], rtol=1e-12
    )
    counted, each = (
        steps_of_spread(*rows, max_iter=5, **ask)[-1]
        for rows, ask in (((X, start, 0.5), {"weights": times}), ((repeated, start, 0.5), {}))
    )
    assert_allclose(counted.means, each.means, rtol=1e-10)
    assert_allclose(counted.weights, each.weights, rtol=1e-10)
    best = best_k_means(X, 2, weights=times)
    assert_allclose(best, best_k_means(repeated, 2), rtol=1e-6)
    with pytest.raises(DataError, match="weights"):
        k_means_steps(X, start, weights=times[:3])


def test_there_are_no_more_clusters_than_rows():
    with pytest.raises(DataError, match="2 rows make no 3 clusters"):
        best_k_means(np.array([[0.0], [1.0]]), 3)
