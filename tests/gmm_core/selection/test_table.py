"""The cells of a selection: their table, and the best of them by each criterion."""

import math

import numpy as np
import pytest

from gmm_core import DataError
from gmm_core.selection import cross_validated, select_model
from gmm_core.selection.table import Cell, Selection


def cell(k, status="collapsed", **criteria):
    return Cell(k, "full", "VVV", None, 3 * k, criteria, status, ())


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


def test_a_cell_with_two_equal_components_is_the_best_only_among_such():
    equal = [cell(k, "no optimum: components 1 and 2 are equal", bic=float(k)) for k in (2, 3)]
    assert selection(*equal).best().n_components == 2
    assert selection(*equal, cell(4, bic=9.0)).best().n_components == 4


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


def test_cells_that_were_cross_validated_have_it_and_others_say_so():
    X = [[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]]
    selection = select_model(X, [1, 2], ["tied"])
    found = cross_validated(X, 1, "tied", folds=3, random_state=0)
    table = selection.with_held_out({(1, "tied"): found}).table
    assert table["cv"][0] == found.mean
    assert table["cv_se"][0] == found.standard_error
    assert np.isnan(table["cv"][1])
    assert table["cv_status"].tolist() == [found.status, "not cross-validated"]
    assert selection.with_held_out({(1, "tied"): found}).best("cv").n_components == 1
    assert selection.with_held_out({}) is selection
