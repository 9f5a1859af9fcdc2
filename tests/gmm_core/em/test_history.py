"""Which states of a run are kept, and what is known of those that are not."""

import numpy as np
import pytest

from gmm_core import DataError, GaussianMixture, run
from gmm_core.em.history import MOST_BYTES, N_ENDS
from gmm_core.mixture import Mixture
from gmm_core.steps import frame


def start(X, k=2):
    return Mixture(np.full(k, 1 / k), X[:k], [np.eye(X.shape[1])] * k)


@pytest.fixture
def runs():
    X = np.random.default_rng(0).normal(size=(60, 2))
    return {keep: run(X, start(X), keep=keep) for keep in ("all", "last", "ends")}


def test_the_end_is_the_same_whatever_is_kept(runs):
    whole = runs["all"]
    for found in runs.values():
        assert (found.n_iter, found.converged) == (whole.n_iter, whole.converged)
        np.testing.assert_array_equal(found.log_likelihoods, whole.log_likelihoods)
        np.testing.assert_array_equal(found.mixture.means, whole.mixture.means)


def test_the_last_alone_is_kept_with_its_start_and_without_statistics(runs):
    last = runs["last"]
    assert [state.iteration for state in last.states] == [0, runs["all"].n_iter]
    assert all(state.statistics is None for state in last.states)
    assert not last.is_complete
    assert runs["all"].is_complete
    assert runs["ends"].is_complete


def test_the_log_likelihoods_of_all_states_move_with_the_units(runs):
    scale, shift = np.array([2.0, 10.0]), np.zeros(2)
    moved = {keep: found.affine(scale, shift) for keep, found in runs.items()}
    np.testing.assert_allclose(moved["last"].log_likelihoods, moved["all"].log_likelihoods)


def test_a_long_run_of_large_mixtures_keeps_its_two_ends():
    X = np.random.default_rng(0).normal(size=(200, 60))
    found = run(X, start(X, 4), tol=0, max_iter=80, keep="ends", reg_covar=1e-3)
    assert found.mixture.nbytes * 81 > MOST_BYTES
    numbers = [state.iteration for state in found.states]
    assert numbers == [*range(N_ENDS), *range(81 - N_ENDS, 81)]
    assert len(found.log_likelihoods) == 81


def test_steps_of_a_run_with_a_gap_are_refused(runs):
    with pytest.raises(DataError, match=r"Of this run 2 states of \d+ are kept"):
        frame(runs["last"], 1)


def test_a_keep_that_is_none_is_refused():
    with pytest.raises(DataError, match="keep is 'some'"):
        run([[0.0], [1.0]], Mixture([1.0], [[0.0]], [[[1.0]]]), keep="some")  # pyright: ignore


def test_a_fit_keeps_no_statistics(table):
    fit = GaussianMixture(3, random_state=0).fit(table("iris"))
    assert fit.run_.is_complete
    assert all(state.statistics is None for state in fit.run_.states)


def test_mixtures_of_megabytes_keep_fewer_at_each_end():
    X = np.random.default_rng(0).normal(size=(400, 300))
    found = run(X, start(X, 4), tol=0, max_iter=6, keep="ends", reg_covar=1e-3)
    assert found.mixture.nbytes > MOST_BYTES // 4
    assert [state.iteration for state in found.states] == [0, 6]
