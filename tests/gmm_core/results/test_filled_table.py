"""The table with its gaps filled: in its own units, rows that were left out as they came."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.errors import DataError
from gmm_core.gaps import imputed
from gmm_core.logarithms import Logarithm
from gmm_core.mixture import Mixture
from gmm_core.results import filled
from gmm_core.table import complete_rows

MIXTURE = Mixture([0.4, 0.6], [[0.0, 1.0], [3.0, 2.0]], [[[1.0, 0.5], [0.5, 1.0]]] * 2)
FRAME = pd.DataFrame(
    {"g": list("abcd"), "x": [2.0, np.nan, np.nan, 1.0], "y": [np.nan, 3.0, np.nan, np.inf]}
)


def test_gaps_of_fitted_rows_are_filled_and_counted():
    rows = complete_rows(FRAME, ["x", "y"], missing="ml")
    found = filled(FRAME, rows, ["x", "y"], MIXTURE)
    np.testing.assert_array_equal(found[["x", "y"]].to_numpy()[:2], imputed(rows.X, MIXTURE))
    pd.testing.assert_frame_equal(found.iloc[2:, :3], FRAME.iloc[2:])
    assert found["values_filled"].tolist() == [1, 1, 0, 0]


def test_draws_are_those_of_the_seed():
    rows = complete_rows(FRAME, ["x", "y"], missing="ml")
    ask = {"drawn": True, "random_state": 5}
    found = filled(FRAME, rows, ["x", "y"], MIXTURE, **ask)
    np.testing.assert_array_equal(found[["x", "y"]].to_numpy()[:2], imputed(rows.X, MIXTURE, **ask))


def test_logarithms_are_taken_back():
    logs = [Logarithm("x", 0.5)]
    rows = complete_rows(FRAME, ["x", "y"], logs, missing="ml")
    found = filled(FRAME, rows, ["x", "y"], MIXTURE)
    assert found["x"][0] == 2.0  # what is there is as it came, to the last bit
    np.testing.assert_allclose(found["x"][1], np.exp(imputed(rows.X, MIXTURE)[1, 0]) - 0.5)


def test_another_table_is_refused():
    rows = complete_rows(FRAME, ["x", "y"], missing="ml")
    with pytest.raises(DataError, match="Give the table of the fit"):
        filled(FRAME.iloc[:3], rows, ["x", "y"], MIXTURE)
