"""Ends of many starts are those of the runs that a person would watch from them."""

import numpy as np
import pytest

from gmm_core.ends import Tried
from gmm_core.errors import DataError
from gmm_core.fitting import Settings, fit_run
from gmm_core.landscape import RANDOM_KINDS, ends_of


@pytest.mark.parametrize(
    "settings",
    [
        Settings(3, "tied"),
        Settings(2, "full", standardise=True),
        Settings(2, "full", floor=0.01),
    ],
)
def test_each_end_is_that_of_its_run(table, settings):
    X = table("iris")
    told: list[Tried] = []
    found = ends_of(X, settings, 2, on_ends=told.extend)
    assert tuple(told) == found
    assert [each.init for each in found] == [*RANDOM_KINDS] * 2
    for each in found:
        asked = Settings(**{**settings.__dict__, "init": each.init, "seed": each.seed})
        run = fit_run(X, asked)
        assert each.log_likelihood == pytest.approx(run.log_likelihood, rel=1e-9)
        assert each.n_iter == run.n_iter


def test_a_start_that_collapses_has_no_end():
    rng = np.random.default_rng(0)
    X = np.append(rng.normal(size=40), np.full(12, 9.0))[:, None]
    found = ends_of(X, Settings(2), 3)
    collapsed = [each for each in found if each.log_likelihood == -np.inf]
    assert collapsed
    assert all(not each.counts for each in collapsed)


def test_large_tables_are_told_start_by_start_and_after_each_step(table):
    X = np.tile(table("iris"), (150, 1))
    told: list[int] = []
    ends_of(X, Settings(2, max_iter=2), 1, on_ends=lambda ends: told.append(len(ends)))
    assert [n for n in told if n] == [1, 1, 1, 1]
    assert told[:3] == [0, 0, 0]  # the start and two steps, after each of which it can be ended


def test_an_error_of_who_is_told_ends_the_work(table):
    def stop(_):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        ends_of(table("iris"), Settings(3), 200, on_ends=stop)


def test_what_cannot_be_fitted_is_said(table):
    with pytest.raises(DataError, match="components"):
        ends_of(table("iris")[:3], Settings(5), 1)
    with pytest.raises(DataError, match="The number of starts of each kind"):
        ends_of(table("iris"), Settings(2), 0)


def test_ends_are_in_the_units_before_a_change_of_them_told_or_returned(table):
    X, told = table("iris")[:, :1], []
    plain = ends_of(X, Settings(2, max_iter=9), 1)
    found = ends_of(X, Settings(2, max_iter=9), 1, on_ends=told.extend, log_jacobian=-3.0)
    assert tuple(told) == found
    for each, other in zip(found, plain, strict=True):
        assert each == other.with_log_jacobian(-3.0)
