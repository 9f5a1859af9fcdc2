"""The fused pass over many features gives what the centred pass does, and keeps what it may."""

import warnings

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture as Theirs

from gmm_core import GaussianMixture, Mixture, Statistics, blocks, m_step
from gmm_core.em import Model, Stop, run_until
from gmm_core.em.history import History
from gmm_core.expectation import Data, statistics_of
from gmm_core.expectation import data as data_module
from gmm_core.expectation.centred import centred_pass
from gmm_core.expectation.fused import fused_pass
from gmm_core.matrices import Diagonal, Shared, balls, of_traces

D = 50
LEVELS = ("total_diagonal", "total", "traces", "diagonal")


def rows(n=400, seed=0, shift=0.0):
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(3, D))
    return centres[rng.integers(3, size=n)] + rng.normal(size=(n, D)) + shift


def mixture_of(kind, k, seed=0):
    rng = np.random.default_rng(seed)
    of_kind = {
        "balls": lambda: balls(1.0 + rng.random(k), D),
        "alike": lambda: balls(np.full(k, 1.5), D),
        "diagonal": lambda: Diagonal(1.0 + rng.random((k, D))),
        "shared": lambda: Shared(np.eye(D) + 0.1, np.ones(k)),
    }
    return Mixture(rng.dirichlet(np.ones(k)), rng.normal(size=(k, D)), of_kind[kind]())


def read(statistics, level):
    """What an M-step reads of the scatter."""
    if level == "total":
        return statistics.matrices.total
    diagonals = statistics.matrices.diagonals
    if level == "diagonal":
        return diagonals
    total = diagonals.sum(axis=0)
    return total if level == "total_diagonal" else np.append(total, diagonals.sum(axis=1))


def assert_same(found, expected, level):
    np.testing.assert_allclose(found.resp_sum, expected.resp_sum, rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(found.resp_means, expected.resp_means, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(read(found, level), read(expected, level), rtol=1e-9, atol=1e-8)
    assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["balls", "alike", "diagonal", "shared"])
@pytest.mark.parametrize("k", [1, 3, 4])
def test_sums_are_those_of_the_centred_pass(kind, level, k, weighted):
    X = rows()
    data = Data(X, np.random.default_rng(1).random(len(X)) * 2 if weighted else None)
    mixtures = [mixture_of(kind, k, seed) for seed in range(2)]
    second = "total" if level == "total" else "diagonal"
    for found, mixture in zip(fused_pass(data, mixtures, level), mixtures, strict=True):
        assert_same(found, centred_pass(data, mixture, second), level)
        assert found.moments == level


def test_balls_and_others_go_side_by_side():
    data, mixtures = Data(rows()), [mixture_of("balls", 3), mixture_of("diagonal", 3)]
    for found, mixture in zip(fused_pass(data, mixtures, "traces"), mixtures, strict=True):
        assert_same(found, centred_pass(data, mixture, "diagonal"), "traces")


def test_what_is_kept_of_the_rows_changes_no_bit(monkeypatch):
    X, mixture = rows(1000), mixture_of("diagonal", 3)
    kept = fused_pass(Data(X), [mixture], "diagonal")[0]
    for cores, most in ((1, 0), (3, 0), (3, 10**9)):
        monkeypatch.setattr(data_module, "KEPT_NUMBERS", most)
        monkeypatch.setattr(blocks, "_n_cores", lambda cores=cores: cores)
        found = fused_pass(Data(X), [mixture], "diagonal")[0]
        np.testing.assert_array_equal(found.matrices.values, kept.matrices.values)
        assert found.log_likelihood == kept.log_likelihood


def test_a_large_table_is_not_kept_twice(monkeypatch):
    monkeypatch.setattr(data_module, "KEPT_NUMBERS", 100)
    data = Data(rows())
    fused_pass(data, [mixture_of("balls", 3)], "traces")
    assert data.kept_from_origin is None


def test_a_run_of_balls_is_the_same_whether_traces_or_all_are_read():
    """All states keep their statistics, which are then those of every feature."""
    X = rows(shift=30.0)
    start = m_step(
        Statistics.from_responsibilities(X, np.eye(3)[np.arange(len(X)) % 3]), "spherical"
    )
    model, data = Model("spherical", reg_covar=1e-6), Data(X)
    runs = [
        run_until(data, start, model, Stop(1e-9, 40), history=History(keep))
        for keep in ("all", "last")
    ]
    assert (first := runs[0].states[0].statistics)
    assert first.moments == "diagonal"
    np.testing.assert_allclose(runs[1].log_likelihoods, runs[0].log_likelihoods, rtol=1e-12)
    np.testing.assert_allclose(runs[1].mixture.means, runs[0].mixture.means, rtol=1e-9)
    np.testing.assert_allclose(runs[1].mixture.variances, runs[0].mixture.variances, rtol=1e-9)


@pytest.mark.parametrize("floor", [0.0, 0.3])
def test_traces_tell_a_floor_and_a_collapse_as_all_of_the_scatter_does(floor):
    """What spreads of all rows is known, whichever component holds it."""
    X, mixture = rows() * np.linspace(1.0, 3.0, D), mixture_of("balls", 3).affine(2.0, 0.0)
    model = Model("spherical", floor=floor)
    found = [statistics_of(Data(X), [mixture], level)[0] for level in ("traces", "diagonal")]
    after = [model.maximised(each, mixture) for each in found]
    np.testing.assert_allclose(after[0][0].variances, after[1][0].variances, rtol=1e-9)
    assert after[0][1] == after[1][1]


def test_traces_of_two_pieces_are_those_of_both():
    X, mixture = rows(), mixture_of("balls", 3)
    whole = statistics_of(Data(X), [mixture], "traces")[0]
    parts = [statistics_of(Data(piece), [mixture], "traces")[0] for piece in (X[:150], X[150:])]
    both = parts[0] + parts[1]
    assert_same(both, whole, "traces")
    assert both.moments == "traces"


def test_matrices_of_no_spread_have_none():
    np.testing.assert_array_equal(of_traces(np.zeros(2), np.zeros(3)).diagonals, np.zeros((2, 3)))


@pytest.mark.parametrize("covariance_type", ["diag", "spherical"])
def test_tight_balls_far_from_the_origin_keep_their_digits(covariance_type):
    X = rows() * 1e-3
    X[:200] += 50.0
    near, far = (
        GaussianMixture(2, covariance_type=covariance_type, reg_covar=0.0, random_state=0).fit(
            X + shift
        )
        for shift in (0.0, 1e4)
    )
    assert far.lower_bound_ == pytest.approx(near.lower_bound_, rel=1e-6)
    np.testing.assert_array_equal(far.predict(X + 1e4), near.predict(X))


@pytest.mark.parametrize("covariance_type", ["diag", "spherical", "tied"])
def test_ten_iterations_are_those_of_scikit_learn(covariance_type):
    X, spread = rows(shift=3.0), {"diag": (3, D), "spherical": (3,), "tied": (D, D)}
    alike = np.eye(D) if covariance_type == "tied" else np.ones(spread[covariance_type])
    settings = {"weights_init": np.full(3, 1 / 3), "means_init": X[:3], "precisions_init": alike}
    settings |= {"covariance_type": covariance_type, "tol": 0.0, "max_iter": 10}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours, theirs = (kind(3, **settings).fit(X) for kind in (GaussianMixture, Theirs))
    for name in ("weights_", "means_", "covariances_"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-9, atol=1e-9)
    assert ours.lower_bound_ == pytest.approx(theirs.score(X), rel=1e-12)
