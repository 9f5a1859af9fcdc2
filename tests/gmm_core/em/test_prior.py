"""The conjugate prior: mclust's fits with it, and what must hold with any."""

from itertools import pairwise

import numpy as np
import pytest

from gmm_core import (
    Data,
    DataError,
    GaussianMixture,
    Mixture,
    Settings,
    Statistics,
    fit_run,
    initialize,
)
from gmm_core.em import Model, Stop, run_until
from gmm_core.em.prior import _COUNTS

TEN = tuple(_COUNTS)


TIGHT = Stop(1e-12, 3000)


def fitted(X, letters, k=3, stop=TIGHT, init="hierarchical"):
    data = Data.of(X, missing="ml")
    model = Model(letters).with_prior(data, k)
    start = model.start(initialize(data, k, init, random_state=0, model=model))
    return model, run_until(data, start, model, stop)


def of_mclust(reference, letters):
    """Log-likelihood, means and covariances of its fit."""
    known = reference("iris_prior")
    found = [known["VVV"], *(each for each in known["others"] if each["letters"] == letters)][-1]
    return found["log_likelihood"], np.array(found["means"]), np.array(found["covariances"])


@pytest.mark.parametrize("letters", ["VVV", "EEE", "VVI", "VII"])
def test_fits_are_those_of_mclust(table, reference, letters):
    """It stops a little earlier: at the mode of a posterior the log-likelihood is not flat."""
    log_likelihood, means, covariances = of_mclust(reference, letters)
    found = fitted(table("iris"), letters)[1]
    order = [np.abs(found.mixture.means - mean).sum(axis=1).argmin() for mean in means]
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=5e-5)
    np.testing.assert_allclose(found.mixture.means[order], means, atol=2e-6)
    np.testing.assert_allclose(found.mixture.covariances[order], covariances, atol=2e-6)


def test_the_posterior_is_higher_than_at_the_eei_of_mclust(table, reference):
    """Its means of EEI are not drawn to the prior's; the log-likelihoods differ by 0.1."""
    log_likelihood, means, covariances = of_mclust(reference, "EEI")
    model, found = fitted(table("iris"), "EEI")
    weights = found.mixture.permuted(found.mixture.view_order()).weights
    theirs = Mixture(weights, means[np.argsort(means[:, 0])], covariances)
    last = found.states[-1]
    assert last.log_posterior > log_likelihood + model.log_prior(theirs)
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=0.1)


@pytest.mark.parametrize("letters", TEN)
def test_the_log_posterior_never_falls(table, letters):
    states = fitted(table("iris"), letters, 5, Stop(0.0, 25), "kmeans")[1].states
    assert all(b.log_posterior >= a.log_posterior - 1e-9 for a, b in pairwise(states))


@pytest.mark.parametrize("letters", TEN)
def test_nothing_collapses_with_fifteen_components_on_iris(table, letters):
    found = fitted(table("iris"), letters, 15, Stop(0.0, 60), "kmeans")[1]
    assert found.collapse is None
    assert np.linalg.eigvalsh(found.mixture.covariances).min() > 1e-4


def test_a_component_without_rows_has_the_covariance_of_the_prior(table):
    X = table("iris")
    model = Model("VVV").with_prior(Data(X), 2)
    resp = np.column_stack([np.ones(150), np.zeros(150)])
    mixture = model.m_step(Statistics.from_responsibilities(X, resp))
    np.testing.assert_allclose(mixture.weights, [1.0, 0.0])
    np.testing.assert_allclose(mixture.means[1], X.mean(axis=0))
    np.testing.assert_allclose(mixture.covariances[1], np.cov(X.T) / np.sqrt(2) / 12)


def test_vvv_holds_from_one_component_to_fifteen(table):
    for k in range(1, 16):
        assert fitted(table("iris"), "VVV", k, Stop(1e-4, 100), "kmeans")[1].collapse is None


@pytest.mark.parametrize("letters", ["VEE", "EVE", "VVE", "EVV"])
def test_four_structures_have_no_prior(table, letters):
    with pytest.raises(DataError, match="There is no conjugate prior for the covariance structure"):
        Model(letters).with_prior(Data(table("iris")), 3)


def test_rows_with_gaps_can_have_a_prior(table):
    X = table("iris").copy()
    X[::3, 1] = np.nan
    states = fitted(X, "VVV", 3, Stop(0.0, 20), "kmeans")[1].states
    assert all(b.log_posterior >= a.log_posterior - 1e-9 for a, b in pairwise(states))


def test_weights_are_repeated_rows(table):
    X, weights = table("iris"), np.arange(150) % 3 + 1.0
    one, two = (
        Model("VVV").with_prior(data, 3).prior
        for data in (Data(X, weights), Data(np.repeat(X, weights.astype(int), axis=0)))
    )
    np.testing.assert_allclose(one.scale, two.scale, rtol=1e-10)
    np.testing.assert_allclose(one.mean, two.mean, rtol=1e-12)


def test_the_estimator_and_settings_take_it(table):
    X = table("iris")
    fit = GaussianMixture(12, prior="conjugate", reg_covar=0, random_state=0).fit(X)
    assert fit.score(X) == pytest.approx(fit.lower_bound_, rel=1e-12)
    again = GaussianMixture.from_json(fit.to_json())
    assert again.prior == "conjugate"
    run = fit_run(X, Settings(12, prior=True, init="kmeans"))
    assert run.states[-1].log_prior != 0.0
    with pytest.raises(DataError, match="prior is 'wishart'"):
        GaussianMixture(prior="wishart").fit(X)


def test_the_scale_of_a_prior_is_a_variance_however_little_rows_count():
    rows = np.random.default_rng(0).normal(size=(50, 2))
    plain = Model().with_prior(Data(rows), 2).prior
    light = Model().with_prior(Data(rows, np.full(50, 1e-3)), 2).prior
    assert plain is not None
    assert light is not None
    np.testing.assert_allclose(light.scale, plain.scale * 2 * 49 / 50)
