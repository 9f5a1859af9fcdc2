"""Standard errors and intervals, by hand and beside mclust."""

import numpy as np
import pytest
from scipy import stats

from gmm_core import DataError, Mixture, datasets, e_step, m_step
from gmm_core.em import Ascent, Model, Stop
from gmm_core.expectation import Data
from gmm_core.resampling import METHODS, resampled
from gmm_core.resampling.parameter_errors import Parameters, Resampled

ROWS = np.random.default_rng(3).normal(5.0, 2.0, (40, 1))
ONE = Mixture([1.0], [ROWS.mean(axis=0)], [np.cov(ROWS.T, ddof=0).reshape(1, 1)])
BOOTSTRAPS = [method for method in METHODS if method != "jackknife"]


@pytest.fixture(scope="module")
def faithful():
    return datasets.load("faithful").frame[["eruptions", "waiting"]].to_numpy(dtype=float)


@pytest.fixture(scope="module")
def published(reference):
    return reference("faithful_standard_errors")


@pytest.fixture(scope="module")
def fit(faithful, published):
    sigma = [published["sigma"]] * 3
    start = Mixture(published["weights"], published["means"], sigma)
    return Ascent.of(Data(faithful), start, Model("EEE"), Stop(1e-13, 10_000)).mixture


def after_two_steps_or_more(X: np.ndarray, mixture: Mixture) -> Mixture:
    """EM until the log-likelihood changes by less than 1e-5 of itself, as in the reference."""
    mixture = m_step(e_step(X, mixture), "EEE")
    seen = e_step(X, mixture)
    while True:
        mixture, before = m_step(seen, "EEE"), seen.log_likelihood
        seen = e_step(X, mixture)
        if abs(seen.log_likelihood - before) < 1e-5 * (1.0 + abs(seen.log_likelihood)):
            return mixture


def test_jackknife_equals_mclust_where_fits_end_as_there(faithful, published):
    start = Mixture(published["weights"], published["means"], [published["sigma"]] * 3)
    fits = [after_two_steps_or_more(np.delete(faithful, i, 0), start) for i in range(272)]
    samples = Parameters(
        np.stack([each.weights for each in fits]),
        np.stack([each.means for each in fits]),
        np.stack([each.standard_deviations**2 for each in fits]),
    )
    found = Resampled("jackknife", start, samples).standard_errors
    for name in ("weights", "means", "variances"):
        np.testing.assert_allclose(getattr(found, name), published["jackknife"][name], rtol=1e-3)


def test_a_converged_jackknife_rests(faithful, fit):
    """The last digits of a longer climb change nothing, and no fit is left out."""
    X = faithful[::5]
    whole = Ascent.of(Data(X), fit, Model("EEE"), Stop(1e-13, 10_000)).mixture
    found = [resampled(X, whole, "EEE", method="jackknife", tol=tol) for tol in (1e-8, 1e-10)]
    assert found[0].n_used == found[1].n_used == len(X)
    for looser, tighter in zip(*(each.standard_errors for each in found), strict=True):
        np.testing.assert_allclose(looser, tighter, rtol=3e-3)


def test_the_weighted_bootstrap_is_near_that_of_mclust(faithful, fit, published):
    """Two lots of samples: each standard error is known to about 2 / sqrt(2 n) of itself."""
    found = resampled(faithful, fit, "EEE", method="weighted", n_samples=120, random_state=1)
    assert found.n_used == 120
    for name in ("weights", "means", "variances"):
        theirs = published["weighted_likelihood_999"][name]
        np.testing.assert_allclose(getattr(found.standard_errors, name), theirs, rtol=0.3)


def test_the_jackknife_of_a_mean_is_the_textbook_formula():
    found = resampled(ROWS, ONE, method="jackknife", tol=1e-12).standard_errors
    assert found.means[0, 0] == pytest.approx(ROWS.std(ddof=1) / np.sqrt(40))
    assert found.weights.tolist() == [0.0]
    # of the variance with divisor n, left one out: by numpy
    left = np.array([np.delete(ROWS, i).var() for i in range(40)])
    assert found.variances[0, 0] == pytest.approx(
        np.sqrt(39 / 40 * ((left - left.mean()) ** 2).sum())
    )


@pytest.mark.parametrize("method", BOOTSTRAPS)
def test_bootstraps_of_a_mean_are_near_the_textbook_formula(method):
    found = resampled(ROWS, ONE, method=method, n_samples=300, random_state=0)
    assert found.standard_errors.means[0, 0] == pytest.approx(ROWS.std() / np.sqrt(40), rel=0.15)
    low, high = (ends.means[0, 0] for ends in found.intervals(0.9))
    inside = (found.samples.means[:, 0, 0] >= low) & (found.samples.means[:, 0, 0] <= high)
    assert inside.mean() == pytest.approx(0.9, abs=0.01)


def test_intervals_of_the_jackknife_are_normal():
    found = resampled(ROWS, ONE, method="jackknife")
    low, high = found.intervals(0.95)
    expected = stats.norm.interval(0.95, ONE.means[0, 0], found.standard_errors.means[0, 0])
    assert (low.means[0, 0], high.means[0, 0]) == pytest.approx(expected)


def test_components_that_change_places_are_matched():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(80, 1)) + np.repeat([[0.0], [12.0]], 40, axis=0)
    two = Mixture([0.5, 0.5], [[12.0], [0.0]], [[[1.0]], [[1.0]]])
    found = resampled(X, two, method="parametric", n_samples=30, random_state=0)
    assert (found.samples.means[:, 0] > 9.0).all()
    assert (found.samples.means[:, 1] < 3.0).all()


def test_the_same_seed_gives_the_same_samples_whatever_else_is_drawn():
    one, other = (resampled(ROWS, ONE, n_samples=5, random_state=7) for _ in range(2))
    np.testing.assert_array_equal(one.samples.means, other.samples.means)
    assert not np.array_equal(
        one.samples.means, resampled(ROWS, ONE, n_samples=5, random_state=8).samples.means
    )


def test_collapsed_samples_are_counted_and_said():
    X = np.array([[0.0], [0.1], [9.0], [9.1]])
    two = Mixture([0.5, 0.5], [[0.05], [9.05]], [[[0.0025]], [[0.0025]]])
    found = resampled(X, two, n_samples=60, random_state=0)
    assert 0 < found.n_collapsed < 60
    assert found.n_used + found.n_collapsed == 60
    assert f"a component collapsed on {found.n_collapsed} more, which are left out" in found.status


def test_where_all_collapse_there_is_no_number_and_a_reason():
    X = np.array([[0.0], [0.0], [1.0]])
    two = Mixture([2 / 3, 1 / 3], [[0.0], [1.0]], [[[0.01]], [[0.01]]])
    found = resampled(X, two, method="jackknife")
    assert np.isnan(found.standard_errors.means).all()
    assert found.status == "no standard errors; a component collapsed on all 3 samples"


def test_progress_is_told_and_an_exception_ends_the_work():
    told = []

    def stop_at_three(done, total):
        told.append((done, total))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resampled(ROWS, ONE, n_samples=50, random_state=0, on_sample=stop_at_three)
    assert told == [(1, 50), (2, 50), (3, 50)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"method": "magic"}, "Choose one of bootstrap, weighted, parametric, jackknife"),
        ({"n_samples": 1}, "n_samples is 1"),
        ({"X": np.ones((3, 2))}, "feature"),
        ({"X": Data(ROWS, np.full(40, 0.5))}, "no whole numbers"),
        ({"kind": "survey"}, "kind is 'survey'"),
        ({"X": np.empty((0, 1))}, "There are no rows"),
        ({"mixture": None}, "mixture is None. Give a Mixture"),
        ({"X": np.ones((6000, 1)), "method": "jackknife"}, "here 6,000"),
    ],
)
def test_bad_arguments_get_a_sentence(arguments, message):
    with pytest.raises(DataError, match=message):
        resampled(**{"X": ROWS, "mixture": ONE, **arguments})


def test_a_level_lies_between_0_and_1():
    with pytest.raises(DataError, match="Give a number between 0 and 1"):
        resampled(ROWS, ONE, n_samples=3).intervals(95)


@pytest.mark.parametrize("method", METHODS)
def test_frequencies_give_the_errors_of_the_repeated_rows(method):
    times = np.random.default_rng(2).integers(0, 4, size=40)
    repeated = np.repeat(ROWS, times, axis=0)
    fit = Mixture([1.0], [repeated.mean(axis=0)], [[[float(repeated.var())]]])
    ask = {"method": method, "n_samples": 400, "random_state": 0}
    counted, each = (
        resampled(rows, fit, **ask).standard_errors.means for rows in (Data(ROWS, times), repeated)
    )
    np.testing.assert_allclose(counted, each, rtol=1e-9 if method == "jackknife" else 0.2)


@pytest.mark.parametrize("method", ["bootstrap", "weighted", "jackknife"])
def test_errors_by_sampling_weights_are_those_of_the_sandwich(method):
    weights = np.random.default_rng(2).exponential(size=40)
    mean = float(np.average(ROWS[:, 0], weights=weights))
    away = weights * (ROWS[:, 0] - mean)
    fit = Mixture(
        [1.0], [[mean]], [[[float(np.average((ROWS[:, 0] - mean) ** 2, weights=weights))]]]
    )
    found = resampled(
        Data(ROWS, weights), fit, method=method, kind="sampling", n_samples=400, random_state=0
    )
    sandwich = np.sqrt(away @ away) / weights.sum()
    np.testing.assert_allclose(found.standard_errors.means, sandwich, rtol=0.2)
