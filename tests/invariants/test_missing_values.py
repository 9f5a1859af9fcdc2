"""Rows with gaps by maximum likelihood: StepMix's results, brute force, and what must hold."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.stats import multivariate_normal

from gmm_core import (
    COVARIANCE_STRUCTURES,
    Data,
    Mixture,
    Settings,
    cross_validated,
    e_step,
    fit_run,
    initialize,
    run,
    select_model,
)
from gmm_core.em import Ascent, Model, Stop
from gmm_core.expectation import Gapped, gapped_pass

GAPS = Path(__file__).parents[1] / "reference" / "iris_gaps.csv"


@pytest.fixture(scope="module")
def iris():
    """Iris with gaps made at random, (150, 4)."""
    return np.genfromtxt(GAPS, delimiter=",", skip_header=1, usecols=range(4))


@pytest.fixture(scope="module")
def start(iris):
    """From a structure to where its fits of two components begin."""
    return lambda kind: Model(kind).start(
        initialize(Data.of(iris, missing="ml"), 2, "kmeans", random_state=0, model=Model(kind))
    )


def brute_force(X, mixture):
    """The log-likelihood of what is there, row by row."""
    total = 0.0
    for row in X:
        there = np.flatnonzero(~np.isnan(row))
        total += np.log(
            sum(
                weight
                * multivariate_normal(mean[there], covariance[np.ix_(there, there)]).pdf(row[there])
                for weight, mean, covariance in zip(
                    mixture.weights, mixture.means, mixture.covariances, strict=True
                )
            )
        )
    return total


@pytest.mark.parametrize(
    ("kind", "k", "known"),
    [
        ("diag", 1, -667.4049),
        ("diag", 2, -346.1815),
        ("diag", 3, -277.1203),
        ("full", 1, -357.063260),
    ],
)
def test_log_likelihoods_are_those_of_stepmix(iris, kind, k, known):
    settings = Settings(k, kind, tol=1e-10, missing="ml")
    assert fit_run(iris, settings).log_likelihood == pytest.approx(known, abs=6e-5)


@pytest.mark.parametrize("kind", COVARIANCE_STRUCTURES)
def test_the_log_likelihood_never_falls(iris, start, kind):
    found = run(iris, start(kind), covariance_type=kind, missing="ml", max_iter=25, keep="last")
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(found.log_likelihoods))


@pytest.mark.parametrize("kind", ["full", "diag", "tied"])
def test_the_log_likelihood_is_that_of_what_is_there(iris, start, kind):
    mixture = start(kind)
    found = e_step(iris, mixture, covariance_type=kind, missing="ml")
    assert found.log_likelihood == pytest.approx(brute_force(iris, mixture), rel=1e-12)


def test_the_gradient_is_zero_at_the_end(iris, start):
    """Of the log-likelihood by brute force, in means and in variances of every component."""
    first = start("diag")
    end = Ascent.of(Data.of(iris, missing="ml"), first, Model("diag"), Stop(1e-12)).mixture

    def steepest(mixture):
        def moved(step):
            means = mixture.means + step[:8].reshape(2, 4)
            covariances = mixture.covariances * np.exp(step[8:]).reshape(2, 1, 1)
            return brute_force(iris, Mixture(mixture.weights, means, covariances))

        return np.abs(approx_fprime(np.zeros(10), moved, 1e-6)).max()

    assert steepest(end) < 5e-3 < 1.0 < steepest(first)


def test_complete_rows_give_the_same_bits(table):
    X = table("iris")
    plain, allowed = (fit_run(X, Settings(3, missing=missing)) for missing in ("refuse", "ml"))
    np.testing.assert_array_equal(plain.log_likelihoods, allowed.log_likelihoods)
    assert type(Data.of(X, missing="ml")) is Data


@pytest.mark.parametrize("kind", ["full", "diag"])
def test_statistics_of_pieces_add_up(iris, start, kind):
    mixture = start(kind)
    first, second, whole = (
        e_step(rows, mixture, covariance_type=kind, missing="ml")
        for rows in (iris[:60], iris[60:], iris)
    )
    both = first + second
    assert both.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12)
    np.testing.assert_allclose(both.resp_means, whole.resp_means, rtol=1e-12)
    np.testing.assert_allclose(both.scatter, whole.scatter, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("kind", ["full", "diag"])
def test_weights_are_repeated_rows(iris, start, kind):
    weights = np.random.default_rng(0).integers(1, 4, len(iris))
    mixture = start(kind)
    weighed = e_step(iris, mixture, weights, covariance_type=kind, missing="ml")
    repeated = e_step(np.repeat(iris, weights, axis=0), mixture, covariance_type=kind, missing="ml")
    assert weighed.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-12)
    np.testing.assert_allclose(weighed.scatter, repeated.scatter, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("fused", [True, False])
def test_many_rows_of_a_pattern_are_as_few(iris, start, fused, monkeypatch):
    """Patterns of many rows are fused or tables of their own, others stacked: to the same sums."""
    many = np.repeat(iris, 60, axis=0)
    monkeypatch.setattr(gapped_pass, "_can_be_fused", lambda *_: fused)
    ways = Gapped(many).ways(2, fused)
    assert ways.bundles if fused else ways.tables
    often = e_step(many, start("full"), missing="ml")
    monkeypatch.setattr(gapped_pass, "_can_be_fused", lambda *_: False)
    assert not Gapped(iris).ways(2, False).tables
    once = e_step(iris, start("full"), missing="ml")
    assert often.log_likelihood == pytest.approx(60 * once.log_likelihood, rel=1e-11)
    np.testing.assert_allclose(often.resp_means, once.resp_means, rtol=1e-11)
    np.testing.assert_allclose(often.scatter, 60 * once.scatter, rtol=1e-8, atol=1e-8)


def test_units_do_not_matter(iris):
    scale, shift = np.array([1e4, 1.0, 1e-3, 7.0]), np.array([-3.0, 1e3, 0.0, 1.0])
    ask = Settings(2, missing="ml", standardise=True, init="kmeans")
    here, there = fit_run(iris, ask), fit_run(iris * scale + shift, ask)
    jacobian = (~np.isnan(iris)).sum(axis=0) @ np.log(scale)
    assert there.log_likelihood + jacobian == pytest.approx(here.log_likelihood, rel=1e-9)
    np.testing.assert_allclose(there.mixture.means, here.mixture.means * scale + shift, rtol=1e-6)
    states = there.states[-1]
    assert states.statistics.log_likelihood == pytest.approx(states.log_likelihood, rel=1e-12)


def test_rows_without_a_value_take_no_part(iris):
    more = np.vstack([np.full((3, 4), np.nan), iris])
    ask = {"criteria": ["bic"], "missing": "ml"}
    (plain,), (padded,) = (
        select_model(rows, [2], ["diag"], **ask).cells.values() for rows in (iris, more)
    )
    assert padded.criteria["bic"] == pytest.approx(plain.criteria["bic"], rel=1e-12)
    n = len(iris)
    known = -2 * plain.log_likelihood + plain.parameters * np.log(n)
    assert plain.criteria["bic"] == pytest.approx(known)


def test_a_nested_model_never_fits_worse(iris):
    table = select_model(iris, [1, 2], ["EII", "EEE", "VVV"], ["bic"], missing="ml").table
    found = table.set_index(["n_components", "letters"])["log_likelihood"]
    assert found[2, "VVV"] >= found[2, "EEE"] >= found[2, "EII"]
    assert (found[2] >= found[1]).all()


def test_held_out_rows_are_scored_by_what_is_there(iris):
    found = cross_validated(Data.of(iris, missing="ml"), 1, "diag", folds=3, random_state=0)
    assert -5.0 < found.mean < -4.0  # -667.4 / 150 within
