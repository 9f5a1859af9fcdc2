"""Random starts run to their ends, within a bound of work that no clock decides."""

from dataclasses import replace

import numpy as np
import pytest

from gmm_core import DataError
from gmm_core.ends import many_starts
from gmm_core.ends.many_starts import Tried, best_end, tried
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, fit_run

X = np.r_[np.linspace(0, 3, 30), np.linspace(5, 9, 30)][:, None]


@pytest.fixture(scope="module")
def starts():
    return tried(X, Settings(2), most=6)


def test_each_end_is_that_of_the_run_which_a_person_sees(starts):
    for each in starts[:2]:
        run = fit_run(X, Settings(2, init=each.init, seed=each.seed))
        assert each.log_likelihood == pytest.approx(run.log_likelihood, rel=1e-12)
        assert each.n_iter == run.n_iter


def test_starts_that_go_together_are_those_that_go_one_by_one(monkeypatch, starts):
    monkeypatch.setattr(many_starts, "ends_together", lambda data, asked: [None] * len(asked))
    for each, alone in zip(starts, tried(X, Settings(2), most=6), strict=True):
        assert each.log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-12)
        others = [vars(one) | {"log_likelihood": 0.0} for one in (each, alone)]
        assert others[0] == others[1]
    cut = tried(X, Settings(2), work=2e7)
    monkeypatch.undo()
    assert [(each.seed, each.n_iter) for each in tried(X, Settings(2), work=2e7)] == [
        (each.seed, each.n_iter) for each in cut
    ]


def test_those_that_were_run_before_are_not_run_again(starts):
    assert tried(X, Settings(2), most=6, first=starts[:4])[:4] == starts[:4]
    assert tried(X, Settings(2), most=6, first=starts[:4]) == starts


def test_what_is_set_beside_the_start_stays(starts):
    other = tried(X, Settings(2, standardise=True, floor=0.5, means=((0.0,), (9.0,))), most=6)
    assert best_end(other) < best_end(starts)


def test_no_more_is_run_than_there_is_work_for():
    assert tried(X, Settings(2), work=0) == ()
    few = tried(X, Settings(2), work=2e7)
    assert 0 < len(few) < 60
    assert tried(np.repeat(X, 2000, axis=0), Settings(2), work=2e7) == ()


def test_rows_with_gaps_take_more_of_the_work_and_none_is_run_in_vain(monkeypatch):
    asked = []
    monkeypatch.setattr(
        many_starts, "ends_together", lambda _, some: asked.append(len(some)) or [None] * len(some)
    )
    whole = np.column_stack([X, X[::-1] ** 2])
    gapped = np.where(np.arange(120).reshape(60, 2) % 7 == 0, np.nan, whole)
    settings = Settings(2, "diag", missing="ml")
    many, few = (tried(Data.of(each, missing="ml"), settings, work=6e7) for each in (whole, gapped))
    assert 0 < len(few) < len(many)
    assert asked[-1] == 1  # what a run takes is counted before another one begins


def test_with_a_prior_ends_are_compared_by_the_log_posterior():
    """Which is what EM raises: where the likelihood is higher, the prior may be against it."""
    likely, probable = Tried("random", 0, -180.0, 9, log_prior=-50.0), -200.0
    assert best_end([likely, Tried("random", 1, -190.0, 9, log_prior=-10.0)]) == probable
    for each in tried(X, Settings(2, prior=True), most=2):
        run = fit_run(X, Settings(2, init=each.init, seed=each.seed, prior=True))
        assert each.log_prior != 0.0
        assert each.log_posterior == run.log_posterior
        assert each.rises == "log-posterior"


def test_an_end_with_two_equal_components_does_not_count(table):
    """With a prior two components without rows have its mean and its covariance."""
    settings = Settings(20, prior=True)
    starts = tried(table("iris"), settings, most=8)
    equal = [each for each in starts if each.has_equals]
    assert equal
    for each in equal:
        run = fit_run(table("iris"), replace(settings, init=each.init, seed=each.seed))
        assert run.mixture.equal_pair() is not None
        assert not each.counts
    assert best_end(equal) == -np.inf


def test_a_collapse_is_a_start_without_an_end():
    spots = np.array([[0.0], [0.0], [5.0], [5.0]])
    starts = tried(spots, Settings(2), most=4)
    assert all(each.log_likelihood == -np.inf and not each.counts for each in starts)
    assert best_end(starts) == -np.inf


def test_a_table_that_cannot_be_fitted_is_refused_and_not_taken_for_collapses():
    with pytest.raises(DataError, match="alike"):
        tried(np.ones((9, 1)), Settings(2), most=2)


def test_no_more_starts_are_listed_than_are_run():
    """As many as a computer counts would fill the memory."""
    assert len(tried(X, Settings(1), most=10**15, work=1e7)) > 0
