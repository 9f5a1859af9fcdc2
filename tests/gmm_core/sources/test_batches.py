"""Batches that can be gone through again, and what a first pass over them finds."""

import numpy as np
import pandas as pd
import pytest
from pieces import assert_same, eight_iterations, groups, in_batches, started

from gmm_core import DataError, GaussianMixture, Model, bootstrap_lrt, select_model
from gmm_core.em import check_fit
from gmm_core.expectation import Data, statistics_of
from gmm_core.fitting import Settings, fit_run
from gmm_core.sources import Batches, Source, source_of, summary
from gmm_core.starts import starts

X = groups()


class Again:
    """An object that begins anew when it is iterated over."""

    def __init__(self, batches):
        self.batches = batches

    def __iter__(self):
        return iter(self.batches)


@pytest.fixture(autouse=True, scope="module")
def small_pieces():
    """Pieces of a hundred rows and a little more, as larger tables have them."""
    patch = pytest.MonkeyPatch()
    patch.setattr("gmm_core.sources.pieces.PIECE_NUMBERS", 3 * 700)
    patch.setattr("gmm_core.sources.pieces.LEAST_ROWS", 1)
    yield
    patch.undo()


@pytest.mark.parametrize("structure", ["full", "tied", "diag", "EII", "VEV"])
def test_a_run_is_that_in_memory_whatever_the_pieces(structure):
    start = started(X, structure=structure)
    expected = eight_iterations(X, start, structure)
    runs = [eight_iterations(source_of(in_batches(X, size)), start, structure) for size in (1, 999)]
    assert_same(runs[0], expected)
    assert (runs[0].mixture.means == runs[1].mixture.means).all()  # cut anew, to the last bit


def test_rows_sorted_by_group_are_the_same_as_well():
    ordered = X[np.argsort(X[:, 0])]
    start = started(X)
    expected = eight_iterations(ordered, start)
    assert_same(eight_iterations(source_of(in_batches(ordered, 500)), start), expected)


def test_weights_go_with_the_batches_or_with_all_rows():
    weights = np.random.default_rng(1).integers(0, 4, size=len(X)).astype(float)
    start = started(X)
    expected = eight_iterations(X, start, sample_weight=weights)
    batches = in_batches(X, 450)
    for given in (weights, in_batches(weights, 450), Again(in_batches(weights, 450))):
        found = eight_iterations(source_of(Again(batches), given), start)
        assert_same(found, expected)
        assert found.weight == weights.sum()


def test_the_first_pass_knows_the_rows():
    found = source_of(in_batches(X, 77)).summary
    assert found.rows == len(X)
    np.testing.assert_array_equal(found.low, X.min(axis=0))
    np.testing.assert_array_equal(found.high, X.max(axis=0))
    np.testing.assert_allclose(found.covariance, np.cov(X.T, bias=True), rtol=1e-12)
    np.testing.assert_array_equal(found.sample().X, X)  # few rows are all drawn, in their order


def test_of_many_rows_a_sample_is_drawn_evenly(monkeypatch):
    monkeypatch.setattr(summary, "SAMPLE_ROWS", 300)
    numbered = np.arange(3000.0)[:, None]
    drawn = source_of(in_batches(numbered, 100)).summary.sampled[:, 0]
    assert len(set(drawn)) == 300
    assert (np.diff(drawn) > 0).all()
    assert abs(drawn.mean() - 1500) < 4 * 3000 / np.sqrt(12 * 300)


def test_a_start_looks_at_as_many_rows_as_in_memory():
    assert summary.SAMPLE_ROWS == starts.START_ROWS


def test_what_no_mixture_changes_is_kept_from_pass_to_pass(monkeypatch):
    source = source_of(in_batches(X, 500))
    mixtures = [started(X)]
    first = source.total(statistics_of, mixtures, "full")[0]
    monkeypatch.setattr("gmm_core.expectation.data._sum_of_block", None)  # not called again
    again = source.total(statistics_of, mixtures, "full")[0]
    assert (again.resp_means == first.resp_means).all()


def test_batches_that_are_others_later_are_refused():
    given = in_batches(X, 500)
    source = source_of(given)
    assert source.weight == len(X)
    given.pop()
    with pytest.raises(DataError, match=r"3,000 rows in the first pass, and now have 2,500"):
        source.total(statistics_of, [started(X)], "full")


def test_an_estimator_fits_and_predicts_in_pieces_as_in_memory():
    batches = Again(in_batches(pd.DataFrame(X, columns=["a", "b", "c"]), 800))
    fit = GaussianMixture(3, random_state=0, tol=0.01).fit(batches)
    expected = GaussianMixture(3, random_state=0, tol=0.01).fit(X)
    np.testing.assert_allclose(fit.lower_bounds_, expected.lower_bounds_, rtol=1e-12)
    assert list(fit.feature_names_in_) == ["a", "b", "c"]
    assert (fit.predict(batches) == expected.predict(X)).all()
    np.testing.assert_allclose(fit.predict_proba(batches), expected.predict_proba(X), atol=1e-9)
    assert fit.score(batches) == pytest.approx(expected.score(X), rel=1e-12)
    assert fit.bic(batches) == pytest.approx(expected.bic(X), rel=1e-12)
    with pytest.raises(DataError, match="X has 2 features, and the fit has 3"):
        fit.predict([X[:, :2]])


def test_a_prior_of_rows_in_pieces_is_that_in_memory():
    asked = {"prior": "conjugate", "reg_covar": 0, "random_state": 0, "tol": 0.01}
    found = GaussianMixture(3, **asked).fit(in_batches(X, 800))
    expected = GaussianMixture(3, **asked).fit(X)
    np.testing.assert_allclose(found.means_, expected.means_, rtol=1e-10)
    np.testing.assert_allclose(found.covariances_, expected.covariances_, rtol=1e-9)


@pytest.mark.filterwarnings("ignore:EM did not converge")
@pytest.mark.parametrize("turned", [False, True])
def test_noise_of_rows_in_pieces_is_that_in_memory(monkeypatch, turned):
    """About rows along the features, and along a diagonal, of which the sample is a part."""
    monkeypatch.setattr("gmm_core.sources.summary.SAMPLE_ROWS", 500)
    rng = np.random.default_rng(3)
    rows = np.vstack([X, rng.uniform(-20.0, 20.0, size=(200, 3))])
    rows[:, 1] *= 0.1
    rows = rows @ np.linalg.qr(rng.normal(size=(3, 3)))[0] if turned else rows
    start = {"n_init": 1, "max_iter": 8, "noise": True, "reg_covar": 0}
    start |= {"weights_init": np.full(3, 1 / 3), "means_init": rows[:3]}
    start |= {"precisions_init": [np.eye(3)] * 3}
    found = GaussianMixture(3, **start).fit(in_batches(rows, 800))
    expected = GaussianMixture(3, **start).fit(rows)
    np.testing.assert_allclose(found.lower_bounds_, expected.lower_bounds_, rtol=1e-12)
    assert found.noise_share_ == pytest.approx(expected.noise_share_, rel=1e-10) != 0.0
    assert (found.predict(in_batches(rows, 700)) == expected.predict(rows)).all()
    begun = GaussianMixture(3, noise=True, random_state=0).fit(in_batches(rows, 800))
    assert (begun.predict(rows[-200:]) == -1).sum() > 100


def test_a_selection_in_pieces_is_that_in_memory():
    few = X[:600]
    asked = [range(1, 4), ["EEI", "VVV"], ["bic", "icl", "relative_entropy", "smallest_posterior"]]
    found = select_model(in_batches(few, 130), *asked).table
    expected = select_model(few, *asked).table
    assert list(found["status"]) == list(expected["status"])
    numbers = found.select_dtypes("number").columns
    np.testing.assert_allclose(found[numbers], expected[numbers], rtol=1e-10)
    with pytest.raises(DataError, match='The criterion "cv" holds rows out'):
        select_model([few], [1], criteria=["cv"])


def test_a_fit_by_settings_takes_a_source():
    settings = Settings(2, init="kmeans")
    found = fit_run(source_of(in_batches(X, 500)), settings)
    assert_same(found, fit_run(X, settings))
    with pytest.raises(DataError, match="are not standardised"):
        fit_run(source_of([X]), Settings(2, standardise=True))


def test_what_needs_all_rows_says_so():
    source = source_of([X])
    assert isinstance(source, Source)
    with pytest.raises(DataError, match="needs all rows in memory"):
        Data(source.X)
    with pytest.raises(DataError, match="needs all rows in memory"):
        bootstrap_lrt(source, 1)


def test_batches_without_a_row_are_refused():
    empty = Batches(lambda: iter([]), 2)
    with pytest.raises(DataError, match="There is no row"):
        check_fit(empty, 1, Model())
    for missing in ("refuse", "ml"):
        unweighted = source_of([X], [np.zeros(len(X))], missing=missing)
        with pytest.raises(DataError, match="All weights of the rows are 0"):
            check_fit(unweighted, 1, Model())


def test_values_that_are_missing_are_refused_by_name_or_left_out():
    gap = X.copy()
    gap[1234, 1] = np.nan
    batches = in_batches(pd.DataFrame(gap, columns=["a", "b", "c"]), 500)
    with pytest.raises(DataError, match='1 in column "b"'):
        GaussianMixture(2).fit(batches)
    assert source_of(batches, complete=True).weight == len(X) - 1
