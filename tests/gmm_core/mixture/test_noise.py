"""Noise over a box: its volume, mclust's fit with it, and what must hold."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gmm_core import (
    Data,
    DataError,
    GaussianMixture,
    Mixture,
    Statistics,
    criteria,
    e_step,
    log_density,
    responsibilities,
    sample,
)
from gmm_core.departures import low_density
from gmm_core.em import Model, Stop, run_until
from gmm_core.mixture import Noise
from gmm_core.starts import merge_tree

TABLE = Path(__file__).parents[2] / "reference" / "faithful_noise.csv"
UNIT = Noise(0.2, np.zeros(2), np.diag([2.0, 4.0]))
ONE = Mixture([1.0], [[1.0, 1.0]], [np.eye(2)], UNIT)


@pytest.fixture(scope="module")
def faithful():
    """Faithful with 20 uniform points, (292, 2), and which rows they are."""
    table = np.genfromtxt(TABLE, delimiter=",", skip_header=1)
    return table[:, :2], table[:, 2] == 1


@pytest.fixture(scope="module")
def fitted(faithful):
    """The run of three components of one covariance and noise, from the points that were added."""
    X, added = faithful
    resp = np.zeros((len(X), 3))
    resp[~added] = np.eye(3)[merge_tree(X[~added]).labels(3)]
    model = Model("EEE").with_noise(Data(X))
    start = model.start(Statistics.from_responsibilities(X, resp))
    return run_until(Data(X), start, model, Stop(1e-12, 3000))


def test_the_fit_is_that_of_mclust(fitted, faithful, reference):
    known, mixture = reference("faithful_noise"), fitted.mixture
    assert fitted.states[0].mixture.noise.share == pytest.approx(20 / 292)
    assert mixture.noise.volume == pytest.approx(known["hypvol"], rel=1e-12)
    assert fitted.log_likelihood == pytest.approx(known["log_likelihood"], abs=1e-4)
    order = [np.abs(mixture.means - mean).sum(axis=1).argmin() for mean in known["means"]]
    np.testing.assert_allclose(mixture.means[order], known["means"], atol=2e-3)
    shares = [*mixture.shares[order], mixture.noise.share]
    np.testing.assert_allclose(shares, known["weights"], atol=1e-4)
    assert criteria.n_parameters(3, 2, "EEE") + 2 == known["df"]
    resp = responsibilities(faithful[0], mixture)
    labels = np.where(1 - resp.sum(axis=1) > resp.max(axis=1), 0, resp[:, order].argmax(axis=1) + 1)
    assert np.bincount(labels).tolist() == known["sizes"]
    np.testing.assert_array_equal(labels, known["labels"])


def test_the_log_likelihood_never_falls(fitted):
    assert all(b >= a - 1e-9 for a, b in pairwise(fitted.log_likelihoods))


def test_densities_are_those_of_the_components_and_of_the_box():
    at_the_mean = 0.8 / (2 * np.pi) + 0.2 / 8
    assert np.exp(log_density([[1.0, 1.0]], ONE))[0] == pytest.approx(at_the_mean)
    expected = 0.8 / (2 * np.pi) / at_the_mean
    assert responsibilities([[1.0, 1.0]], ONE)[0, 0] == pytest.approx(expected)
    assert low_density([[1.0, 1.0]], ONE).log_density[0] == pytest.approx(np.log(at_the_mean))
    assert Data([[1.0, 1.0]]).log_density(ONE)[0] == pytest.approx(np.log(at_the_mean))


def test_the_smaller_box_is_taken():
    """Rows along a diagonal fill their box badly."""
    rng = np.random.default_rng(0)
    X = rng.uniform(size=(500, 2)) * [10.0, 1.0]
    turned = X @ np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2.0)
    assert Noise.around(X, 0.1).volume == pytest.approx(10.0, rel=0.02)
    assert Noise.around(turned, 0.1).volume == pytest.approx(10.0, rel=0.1)


def test_units_and_order_do_not_matter():
    moved = ONE.affine([10.0, 0.5], [3.0, -1.0])
    X = np.array([[1.0, 2.0], [0.2, 3.0]])
    there = log_density(X * [10.0, 0.5] + [3.0, -1.0], moved) + np.log(5.0)
    np.testing.assert_allclose(there, log_density(X, ONE))
    assert ONE.permuted([0]).noise is UNIT


def test_rows_are_drawn_from_the_box_too():
    X, components = sample(ONE, 5000, random_state=0)
    assert X.shape == (5000, 2)
    noise = X[components == -1]
    assert len(noise) / 5000 == pytest.approx(0.2, abs=0.02)
    assert noise.min() >= 0.0
    np.testing.assert_allclose(noise.max(axis=0), [2.0, 4.0], rtol=0.02)


@pytest.fixture(scope="module")
def estimator(faithful):
    return GaussianMixture(2, noise=True, reg_covar=0, random_state=0).fit(faithful[0])


def test_the_estimator_finds_noise_from_any_start(estimator, faithful):
    X, added = faithful
    labels = estimator.predict(X)
    assert (labels[added] == -1).sum() >= 10  # several of the 20 lie amid the clusters
    assert (labels[~added] == -1).sum() <= 8
    assert 0.03 < estimator.noise_share_ < 0.12
    assert estimator.weights_.sum() == pytest.approx(1.0)
    assert estimator.score(X) == pytest.approx(estimator.lower_bound_, rel=1e-12)
    plain = GaussianMixture(2, random_state=0).fit(X)
    assert estimator.bic(X) < plain.bic(X)
    n_parameters = 11 + 2
    assert estimator.aic(X) == pytest.approx(2 * n_parameters - 2 * 292 * estimator.score(X))


def test_a_saved_estimator_keeps_its_noise(estimator, faithful):
    again = GaussianMixture.from_json(estimator.to_json())
    for method in ("predict", "predict_proba", "score_samples"):
        here, there = (getattr(fit, method)(faithful[0]) for fit in (again, estimator))
        np.testing.assert_array_equal(here, there)


def test_labels_weights_and_a_prior_combine_with_noise(faithful):
    X, added = faithful
    labels = np.where(added, -1, X[:, 1] > 65.0)
    labels[:200] = -1
    ask = {"noise": True, "prior": "conjugate", "reg_covar": 0, "random_state": 0}
    fit = GaussianMixture(2, **ask).fit(X, sample_weight=1 + np.arange(292) % 2, labels=labels)
    posterior = [state.log_posterior for state in fit.run_.states]
    assert all(b >= a - 1e-9 for a, b in pairwise(posterior))
    assert (fit.predict(X[added]) == -1).sum() >= 7


def test_what_has_no_noise_is_said(faithful):
    X = faithful[0].copy()
    X[3, 0] = np.nan
    aslant = Noise(0.2, np.zeros(2), np.array([[1.0, 1.0], [-1.0, 1.0]]))
    with pytest.raises(DataError, match="along principal axes, which has no density for a part"):
        e_step(X, ONE.with_noise(aslant), missing="ml")
    with pytest.raises(DataError, match="do not spread in every direction"):
        Model("EII").with_noise(Data(np.column_stack([np.arange(9.0), np.ones(9)])))
    with pytest.raises(DataError, match="The mixture has noise"):
        Mixture([1.0], [[0.0]], [[[1.0]]], Noise(0.1, np.zeros(1), np.eye(1))).cdf([0.0])


def test_a_box_is_about_weighted_rows_as_about_repeated_ones():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(40, 2)) @ [[3.0, 2.0], [0.0, 0.3]]
    weights = rng.integers(1, 5, 40)
    found = Noise.around(rows, 0.1, weights.astype(float))
    expected = Noise.around(np.repeat(rows, weights, axis=0), 0.1)
    assert found.log_volume == pytest.approx(expected.log_volume, rel=1e-12)
    assert found.log_volume != pytest.approx(Noise.around(rows, 0.1).log_volume, rel=1e-6)
    data = Data(rows, weights.astype(float))
    assert Model().with_noise(data).noise.log_volume == found.log_volume
