"""Means placed by hand against other starts; k-means leads scikit-learn astray on the cigars."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from gmm_core import compare, datasets, responsibilities
from gmm_core.fitting import Settings, fit_run
from gmm_core.steps.other_starts import from_here, other_ends
from gmm_core.written_numbers import number

MEANS = ((0.0, 0.5), (0.0, -0.5))


@pytest.fixture(scope="module")
def cigars():
    dataset = datasets.load("cigars")
    return dataset.frame[list(dataset.features)].to_numpy(), dataset.frame["origin"]


@pytest.mark.parametrize("covariance_type", ["full", "tied"])
@pytest.mark.parametrize("seed", range(5))
def test_two_placed_means_beat_the_k_means_start_of_scikit_learn(cigars, covariance_type, seed):
    X, origin = cigars
    placed = fit_run(X, Settings(2, covariance_type, means=MEANS))
    peer = GaussianMixture(2, covariance_type=covariance_type, random_state=seed).fit(X)
    assert placed.log_likelihood > len(X) * peer.score(X) + 150
    found = compare(origin, responsibilities(X, placed.mixture).argmax(axis=1))
    assert found.matched_accuracy == 1.0
    assert compare(origin, peer.predict(X)).matched_accuracy < 0.6


def test_the_best_of_several_finds_what_the_hand_finds(cigars):
    X, _ = cigars
    placed, auto = (fit_run(X, s) for s in (Settings(2, means=MEANS), Settings(2)))
    np.testing.assert_allclose(auto.log_likelihood, placed.log_likelihood, rtol=1e-6)


def test_the_sentence_says_all_ends(cigars):
    X, _ = cigars
    settings = Settings(2, means=MEANS)
    run = fit_run(X, settings)
    said = f"{from_here(run)} {other_ends(X, settings)}"
    auto, k_means = (fit_run(X, Settings(2, init=init)) for init in ("auto", "kmeans"))
    peer = GaussianMixture(2, random_state=0).fit(X)
    for end in (run, auto, k_means):
        assert f"{number(end.log_likelihood)} after {end.n_iter}" in said
    assert f"{number(300 * peer.score(X))} after {peer.n_iter_}" in said


def test_structures_that_scikit_learn_lacks_are_compared_without_it(cigars):
    X, _ = cigars
    settings = Settings(2, "VEV", means=MEANS)
    assert "scikit" not in other_ends(X, settings)


def test_a_start_that_collapses_is_said():
    X = np.array([[0.0], [0.1], [0.2], [9.0]])
    settings = Settings(2, means=((0.0,), (4.0,)), floor=0.01)
    assert fit_run(X, settings).converged
    said = other_ends(X, Settings(2))
    assert "k-means, nowhere, a component collapses" in said
