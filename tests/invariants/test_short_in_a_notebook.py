"""What a person sees who asks for a value at a prompt: a line, and not all that it holds."""

import numpy as np
import pytest

from gmm_core import Data, GaussianMixture, Run, Selection, select_model
from gmm_core.expectation import Data as DataOfRoom

LINE = 160


@pytest.fixture(scope="module")
def fit(table) -> GaussianMixture:
    return GaussianMixture(3, random_state=0).fit(table("iris"))


def test_a_run_is_a_line_and_so_is_each_state(fit: GaussianMixture) -> None:
    assert isinstance(fit.run_, Run)
    assert repr(fit.run_) == (
        f"<Run: {fit.n_iter_} iterations, converged, log-likelihood "
        f"{fit.run_.log_likelihood:.6f}, {fit.n_iter_ + 1} states kept>"
    )
    assert repr(fit.run_.states[1]) == (
        f"<State: iteration 1, 3 components, log-likelihood "
        f"{fit.run_.states[1].log_likelihood:.6f}>"
    )


def test_a_selection_is_a_line_and_so_is_each_cell(table) -> None:
    found = select_model(table("iris"), range(1, 4), ["EII", "VVV"])
    assert isinstance(found, Selection)
    assert repr(found).startswith("<Selection: 6 cells, k = 1, 2 and 3; EII and VVV; .table")
    best = found.best("bic")
    shown = [repr(found), repr(best), repr(best.ascent)]
    assert "2 components, VVV" in shown[1]
    assert "converged" in shown[1]
    assert all(len(each) < LINE and "\n" not in each and "array" not in each for each in shown)


def test_rows_are_a_line(table) -> None:
    X = table("iris")
    assert repr(Data(X)) == "<Data: 150 rows, 4 features>"
    assert repr(Data(X, np.full(150, 2.0))) == (
        "<Data: 150 rows, 4 features, weights of 300 in all>"
    )
    gapped = X.copy()
    gapped[0, 0] = np.nan
    assert repr(DataOfRoom.of(gapped, missing="ml")) == "<Gapped: 150 rows, 4 features>"
    assert (
        repr(Data(X).with_known(np.r_[0, np.full(149, -1)]))
        == "<PartlyKnown: 150 rows, 4 features>"
    )
