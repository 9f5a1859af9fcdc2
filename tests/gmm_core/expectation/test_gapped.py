"""Rows with gaps made ready: who takes part, and how gaps are filled for a start."""

import numpy as np
import pytest

from gmm_core import Data, DataError, DegenerateComponentError, Settings, fit_run
from gmm_core.em import Model, check_fit
from gmm_core.expectation import Gapped

GAPPED = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, 4.0], [2.0, 2.0], [0.0, -2.0]])


def test_rows_without_a_value_are_left_out_with_their_weights():
    data = Gapped(GAPPED, [1.0, 5.0, 2.0, 1.0, 1.0])
    assert data.kept.tolist() == [True, False, True, True, True]
    assert data.weight == 5.0
    assert data.counts.tolist() == [5.0, 4.0]


def test_gaps_are_filled_by_conditional_means_under_one_normal():
    """The second feature is twice the first, less 2, without a rest."""
    complete = Gapped(GAPPED).complete
    assert type(complete) is Data
    assert complete.X[0, 1] == pytest.approx(0.0, abs=0.05)


def test_of_more_features_than_rows_gaps_are_filled_by_means():
    X = np.random.default_rng(0).normal(size=(8, 20))
    X[0, 0] = np.nan
    assert Gapped(X).complete.X[0, 0] == pytest.approx(X[1:, 0].mean())


def test_missing_values_are_refused_unless_asked_for():
    with pytest.raises(DataError, match="missing values: 1 in column"):
        Data.of([[1.0, np.nan], [2.0, 3.0]])
    assert isinstance(Data.of([[1.0, np.nan], [2.0, 3.0]], missing="ml"), Gapped)


def test_other_rows_have_the_same_gaps():
    data = Gapped(GAPPED)
    other = data.with_rows(np.ones(data.X.shape))
    np.testing.assert_array_equal(np.isnan(other.X), np.isnan(data.X))
    assert data.weighted(np.full(4, 2.0)).weight == 8.0
    assert type(data.taken(np.array([1, 2, 3]))) is Data


def test_a_column_without_a_value_is_named():
    X = np.column_stack([np.arange(4.0), np.full(4, np.nan)])
    with pytest.raises(DataError, match='Column "b" has no value in any row'):
        check_fit(X, 1, Model(), names=["a", "b"], missing="ml")


def test_spread_is_judged_by_what_is_there():
    X = np.array([[1.0, 7.0], [2.0, np.nan], [3.0, 7.0], [np.nan, 7.0]])
    with pytest.raises(DataError, match='Column "2" is constant'):
        check_fit(X, 1, Model(), missing="ml")
    X[:, 1] = [2.0, 4.0, 6.0, np.nan]
    X[3, 0] = 9.0
    with pytest.raises(DegenerateComponentError):  # whatever the fourth value is
        fit_run(X, Settings(1, missing="ml"))
