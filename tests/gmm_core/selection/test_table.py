"""The cells of a selection: their table, and the best of them by each criterion."""

import math

import pytest

from gmm_core import DataError
from gmm_core.selection.table import Cell, Selection


def cell(k, **criteria):
    return Cell(k, "full", "VVV", None, 3 * k, criteria, "collapsed", ())


def selection(*cells):
    return Selection({(each.n_components, each.covariance_type): each for each in cells})


def test_the_lowest_bic_and_the_highest_cv_are_best():
    cells = selection(cell(1, bic=3.0, cv=-2.0), cell(2, bic=5.0, cv=-1.0))
    assert cells.best().n_components == 1
    assert cells.best("cv").n_components == 2


def test_what_has_no_value_is_not_the_best():
    cells = selection(cell(1, bic=math.nan), cell(2, bic=5.0))
    assert cells.best().n_components == 2
    with pytest.raises(DataError, match="Every mixture collapsed on these rows"):
        selection(cell(1, bic=math.nan)).best()


def test_a_criterion_that_was_not_asked_for_is_refused():
    with pytest.raises(DataError, match=r"no criterion 'icl'.*Choose one of bic, cv"):
        selection(cell(1, bic=1.0, cv=1.0, cv_se=1.0)).best("icl")


def test_the_table_has_a_row_for_each_cell():
    table = selection(cell(1, bic=3.0), cell(2, bic=5.0)).table
    assert table["n_components"].tolist() == [1, 2]
    assert table["bic"].tolist() == [3.0, 5.0]
    assert table["iterations"].tolist() == [0, 0]
    assert table["log_likelihood"].isna().all()
    assert not table["spurious"].any()
