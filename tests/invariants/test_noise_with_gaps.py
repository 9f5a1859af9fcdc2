"""Noise beside rows with gaps: the part of the box that a row has, by brute force."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gmm_core import (
    Data,
    GaussianMixture,
    Mixture,
    Settings,
    e_step,
    fit_run,
    low_density,
    select_model,
)
from gmm_core.clusters import row_ledger
from gmm_core.exporting import model_of, read_model, to_json
from gmm_core.gaps import density_of, imputed, shares_of
from gmm_core.mixture import Noise
from gmm_core.steps.lower_bound import lower_bounds

FAITHFUL = Path(__file__).parents[1] / "reference" / "faithful_noise.csv"
BOX = Noise(0.2, np.array([0.0, 40.0]), np.diag([6.0, 60.0]))
TWO = Mixture([0.4, 0.6], [[2.0, 54.0], [4.3, 80.0]], [np.diag([0.1, 40.0])] * 2, BOX)


@pytest.fixture(scope="module")
def gapped():
    """Faithful with 20 uniform points and a tenth of the values missing, (292, 2)."""
    X = np.genfromtxt(FAITHFUL, delimiter=",", skip_header=1)[:, :2]
    X[np.random.default_rng(0).random(X.shape) < 0.1] = np.nan
    return X


def brute_force(X, mixture):
    """The log-density of what is there, row by row; 0 where nothing is."""
    sides, found = np.diagonal(mixture.noise.edges), []
    for row in X:
        there = np.flatnonzero(~np.isnan(row))
        total = mixture.noise.share / np.prod(sides[there])
        for weight, mean, covariance in zip(
            mixture.shares, mixture.means, mixture.covariances, strict=True
        ):
            own = multivariate_normal(mean[there], covariance[np.ix_(there, there)])
            total += weight * own.pdf(row[there])
        found.append(np.log(total))
    return np.array(found)


@pytest.mark.parametrize("kind", ["full", "tied", "diag"])
@pytest.mark.parametrize("times", [1, 60])
def test_the_log_likelihood_is_that_of_what_is_there(gapped, kind, times):
    """Of patterns of few rows, side by side, and of many, which are tables of their own."""
    tilted = [[[0.1, 0.5], [0.5, 40.0]]] * 2
    mixture = TWO if kind == "diag" else Mixture(TWO.weights, TWO.means, tilted, BOX)
    rows = Data.of(np.repeat(gapped, times, axis=0), missing="ml")
    found = e_step(rows, mixture, covariance_type=kind)
    known = brute_force(rows.X[::times], mixture)
    assert found.log_likelihood == pytest.approx(times * known.sum(), rel=1e-12)
    np.testing.assert_allclose(rows.log_density(mixture)[::times], known, rtol=1e-12)
    shares = rows.responsibilities(mixture)
    np.testing.assert_allclose(found.resp_sum, shares.sum(axis=0), rtol=1e-10)
    assert shares.sum(axis=1).min() < 0.1


@pytest.mark.parametrize("kind", ["full", "tied", "diag", "VVE"])
def test_the_log_likelihood_never_falls_and_lies_above_its_bound(gapped, kind):
    settings = Settings(2, kind, missing="ml", noise=True, tol=1e-9)
    found = fit_run(gapped, settings)
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(found.log_likelihoods))
    bounds = lower_bounds(found)[2:]
    assert (bounds <= found.log_likelihoods[2:] + 1e-9).all()
    assert (bounds >= found.log_likelihoods[1:-1] - 1e-9).all()
    assert 0.02 < found.mixture.noise.share < 0.15
    without = fit_run(gapped, Settings(2, kind, missing="ml"))
    assert found.log_likelihood > without.log_likelihood + 20


def test_weights_are_repeated_rows_and_units_do_not_matter(gapped):
    weights = np.random.default_rng(0).integers(1, 4, len(gapped))
    ask = {"covariance_type": "full", "missing": "ml"}
    weighed = e_step(gapped, TWO, weights, **ask)
    repeated = e_step(np.repeat(gapped, weights, axis=0), TWO, **ask)
    assert weighed.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-12)
    scale, shift = np.array([100.0, 0.1]), np.array([3.0, -1.0])
    moved = e_step(gapped * scale + shift, TWO.affine(scale, shift), **ask)
    jacobian = (~np.isnan(gapped)).sum(axis=0) @ np.log(scale)
    here = e_step(gapped, TWO, **ask).log_likelihood
    assert moved.log_likelihood + jacobian == pytest.approx(here, rel=1e-12)


def test_complete_rows_give_the_same_bits(gapped):
    X = gapped[~np.isnan(gapped).any(axis=1)]
    plain, allowed = (
        GaussianMixture(2, noise=True, missing=missing, random_state=0).fit(X)
        for missing in ("refuse", "ml")
    )
    assert plain.lower_bounds_ == allowed.lower_bounds_
    np.testing.assert_array_equal(plain.predict_proba(X), allowed.predict_proba(X))


def test_all_that_is_said_of_a_row_goes_by_its_part_of_the_box(gapped):
    alone = np.array([[3.1, np.nan], [np.nan, 30.0], [np.nan, 80.0]])
    known = brute_force(alone, TWO)
    np.testing.assert_allclose(density_of(alone, TWO), known, rtol=1e-12)
    shares = shares_of(alone, TWO)
    assert (shares.sum(axis=1)[:2] < 0.5).all()
    assert shares[2].sum() > 0.9
    judged = low_density(alone, TWO)
    np.testing.assert_allclose(judged.log_density, known, rtol=1e-12)
    assert not judged.flagged.any()  # rows of noise are of no component
    ledger = row_ledger(alone[0], [TWO])
    assert ledger.log_sums[0] == pytest.approx(known[0], rel=1e-12)
    np.testing.assert_allclose(ledger.responsibilities[0], shares[0], rtol=1e-12)


def test_gaps_of_noise_are_filled_from_the_box():
    far = np.full((2000, 2), np.nan)
    far[:, 1] = 20.0
    shares = shares_of(far[:1], TWO)[0]
    rest = 1.0 - shares.sum()
    middle = shares @ TWO.means[:, 0] + rest * 3.0
    assert rest > 0.99
    assert imputed(far[:1], TWO)[0, 0] == pytest.approx(middle)
    drawn = imputed(far, TWO, drawn=True, random_state=0)[:, 0]
    assert np.std(drawn) == pytest.approx(6.0 / np.sqrt(12.0), rel=0.05)


def test_models_tables_and_estimators_take_both(gapped):
    some = gapped[~np.isnan(gapped).all(axis=1)]
    table = select_model(some, [2], ["tied"], ["aic"], missing="ml", noise=True)
    (cell,) = table.cells.values()
    assert cell.parameters == 8 + 2
    settings = Settings(2, "tied", missing="ml", noise=True)
    found = fit_run(some, settings)
    assert cell.log_likelihood == pytest.approx(found.log_likelihood, abs=1e-3)
    again = read_model(to_json(model_of(some, found, settings, ["a", "b"])))
    np.testing.assert_array_equal(shares_of(some, again.mixture), shares_of(some, found.mixture))
    fit = GaussianMixture(2, noise=True, missing="ml", reg_covar=0, random_state=0).fit(some)
    kept = GaussianMixture.from_json(fit.to_json())
    np.testing.assert_array_equal(kept.predict(some), fit.predict(some))
    assert (fit.predict(some) == -1).sum() >= 8
    assert fit.score(some) == pytest.approx(fit.lower_bound_, rel=1e-12)


def test_known_classes_and_a_prior_go_with_both(gapped):
    some = gapped[~np.isnan(gapped).all(axis=1)]
    known = np.where(np.arange(len(some)) % 9 == 0, some[:, 1] > 68.0, -1)
    fit = GaussianMixture(2, noise=True, missing="ml", prior="conjugate", reg_covar=0)
    posterior = [state.log_posterior for state in fit.fit(some, labels=known).run_.states]
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(posterior))
    assert fit.noise_share_ > 0.02
