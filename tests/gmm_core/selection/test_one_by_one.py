"""Tables of fits with a prior, noise or known classes: each cell is what one fit comes to."""

import numpy as np
import pytest

from gmm_core.expectation import Data
from gmm_core.fitting import Settings, fit_run
from gmm_core.selection import criteria, n_parameters, select_model

X = np.random.default_rng(3).normal(size=(60, 2)) + np.repeat([[0.0, 0.0], [6.0, 3.0]], 30, axis=0)
ROWS = np.vstack([X, [[-9.0, 9.0], [14.0, -8.0], [0.0, 15.0]]])


@pytest.mark.parametrize("part", ["prior", "noise"])
def test_a_cell_is_the_fit_alone(part):
    selection = select_model(ROWS, [2], ["tied"], ["bic"], **{part: True})
    (cell,) = selection.cells.values()
    run = fit_run(ROWS, Settings(2, "tied", **{part: True}))
    assert np.isclose(cell.log_likelihood, run.log_likelihood, atol=1e-3)
    parameters = n_parameters(2, 2, "tied", part == "noise")
    assert cell.parameters == parameters
    assert cell.criteria["bic"] == criteria.bic(cell.log_likelihood, parameters, len(ROWS))


def test_known_classes_fix_components_and_ask_for_as_many():
    known = np.where(np.arange(60) % 5 == 0, np.arange(60) // 30, -1)
    selection = select_model(Data(X).with_known(known), [1, 2], ["full"])
    assert selection.cells[1, "full"].status.startswith("cannot be fitted: Rows of 2 components")
    found = selection.cells[2, "full"].ascent.mixture
    assert (found.means[0] < found.means[1]).all()


def test_a_structure_without_a_prior_says_so():
    selection = select_model(X, [2], ["EII", "VVE"], prior=True)
    assert selection.cells[2, "VVE"].status.startswith("cannot be fitted: There is no conjugate")
    assert selection.cells[2, "EII"].status == "converged"
