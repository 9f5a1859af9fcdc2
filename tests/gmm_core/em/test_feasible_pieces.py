"""What cannot be fitted is said of rows in pieces as of a table, by their sums and a sample."""

import numpy as np
import pytest
from pieces import groups, in_batches

from gmm_core import DataError, Model
from gmm_core.em import check_fit
from gmm_core.sources import source_of, summary

X = groups(900)


@pytest.fixture(params=[10_000, 100], ids=["all rows", "a sample"])
def check(request, monkeypatch):
    monkeypatch.setattr(summary, "SAMPLE_ROWS", request.param)

    def check(rows, k=2, structure="full"):
        return check_fit(source_of(in_batches(rows, 250)), k, Model(structure))

    return check


def with_column(values):
    return np.column_stack([X, values])


def test_what_can_be_fitted_is_given_back(check):
    assert check(X).weight == 900


def test_a_constant_column_is_named(check):
    with pytest.raises(DataError, match='Column "4" is constant'):
        check(with_column(np.full(900, 7.0)))


def test_columns_that_determine_one_another_are_named(check):
    with pytest.raises(DataError, match="determine one another"):
        check(with_column(X[:, 0] - 2.0 * X[:, 1]))
    check(with_column(X[:, 0] - 2.0 * X[:, 1]), structure="diag")


def test_a_direction_that_few_rows_have_is_one(check):
    rare = np.zeros(900)
    rare[::450] = 1.0
    check(with_column(X[:, 0] + 1e-3 * rare))


def test_too_few_different_rows_are_said(check):
    with pytest.raises(DataError, match=r"nothing to cluster|1 row differs"):
        check(np.ones((900, 2)))
    with pytest.raises(DataError, match="2 rows differ"):
        check(np.repeat(X[:2], 450, axis=0), k=3)


def test_numbers_that_cannot_be_squared_are_refused(check):
    with np.errstate(over="ignore", invalid="ignore"), pytest.raises(DataError, match="too large"):
        check(with_column(1e160 * X[:, 0]))
