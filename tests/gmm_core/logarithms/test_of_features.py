"""Logarithms of some features: what they do to rows, names and the log-likelihood."""

import numpy as np
import pandas as pd
import pytest

from gmm_core import DataError, Logarithm, Settings, complete_rows, fit_run
from gmm_core.fitting import Grid, fitted_grid
from gmm_core.logarithms import (
    check_of_features,
    log_jacobians,
    taken,
)
from gmm_core.mixture import log_density
from gmm_core.selection import criteria


def _skewed(n: int = 60) -> np.ndarray:
    rng = np.random.RandomState(3)
    return np.exp(np.concatenate([rng.normal(0.0, 0.4, n), rng.normal(3.0, 0.6, n)]))


def test_the_log_jacobian_of_log_x_is_minus_the_sum_of_log_x():
    x = np.array([0.5, 2.0, 8.0])  # sum of logs: log 8
    frame = pd.DataFrame({"x": x, "y": [5.0, 6.0, 7.0]})
    rows = complete_rows(frame, ["x", "y"], [Logarithm("x")])
    assert rows.log_jacobian == pytest.approx(-np.log(8.0), abs=1e-15)
    np.testing.assert_allclose(rows.X[:, 0], np.log(x))
    assert rows.X[:, 1].tolist() == [5.0, 6.0, 7.0]


def test_the_log_likelihood_is_that_of_log_normal_rows():
    x = _skewed()
    rows = complete_rows(pd.DataFrame({"x": x}), ["x"], [Logarithm("x")])
    run = fit_run(rows.X, Settings(2), log_jacobian=rows.log_jacobian)
    mixture = run.mixture
    sd = np.sqrt(mixture.covariances[:, 0, 0])
    z = (np.log(x)[:, None] - mixture.means[:, 0]) / sd
    density = (mixture.weights * np.exp(-(z**2) / 2) / (x[:, None] * sd * np.sqrt(2 * np.pi))).sum(
        1
    )
    assert run.log_likelihood == pytest.approx(np.log(density).sum(), abs=1e-9)
    plain = fit_run(x[:, None], Settings(2))  # of the same rows, in the same units
    assert run.log_likelihood > plain.log_likelihood + 10.0


def test_only_observed_cells_of_fitted_rows_count():
    frame = pd.DataFrame({"x": [1.0, np.nan, 4.0, 2.0], "y": [1.0, 2.0, np.nan, 9.0]})
    rows = complete_rows(frame, ["x", "y"], [Logarithm("x")])
    assert (len(rows.X), rows.missing) == (2, 2)
    assert rows.log_jacobian == pytest.approx(-np.log(2.0))


def test_rows_whose_value_has_no_logarithm_are_left_out_and_said():
    frame = pd.DataFrame({"x": [1.0, -3.0, 0.0, np.nan, np.inf]})
    rows = complete_rows(frame, ["x"], [Logarithm("x")])
    assert rows.kept.tolist() == [True, False, False, False, False]
    assert "2 rows with values that have no logarithm" in rows.summary
    assert (rows.missing, rows.infinite, rows.below) == (1, 1, 2)


def test_without_a_logarithm_nothing_is_copied_or_added():
    X = np.arange(6.0).reshape(3, 2)
    assert taken(X, ["a", "b"], ()) is X
    assert log_jacobians(X, ["a", "b"], ()).tolist() == [0.0, 0.0, 0.0]
    rows = complete_rows(pd.DataFrame(X, columns=["a", "b"]), ["a", "b"])
    assert (rows.log_jacobian, rows.log_jacobians) == (0.0, None)


def test_standardising_after_the_logarithm_changes_no_log_likelihood():
    rows = complete_rows(pd.DataFrame({"x": _skewed()}), ["x"], [Logarithm("x")])
    ends = [
        fit_run(rows.X, Settings(2, standardise=each), log_jacobian=rows.log_jacobian)
        for each in (False, True)
    ]
    assert ends[0].log_likelihood == pytest.approx(ends[1].log_likelihood, abs=1e-3)


def test_criteria_of_a_table_are_those_of_its_log_likelihoods():
    rows = complete_rows(pd.DataFrame({"x": _skewed()}), ["x"], [Logarithm("x")])
    settings = Settings(2, "full", grid=Grid(2, ("tied", "full")))
    table = fitted_grid(rows.X, settings, log_jacobian=rows.log_jacobian)
    for cell in table.cells.values():
        density = log_density(rows.X, cell.ascent.mixture).sum() + rows.log_jacobian
        assert cell.log_likelihood == pytest.approx(density, abs=1e-8)
        bic = criteria.bic(cell.log_likelihood, cell.parameters, len(rows.X))
        assert cell.criteria["bic"] == pytest.approx(bic, abs=1e-8)
    run = fit_run(rows.X, settings, log_jacobian=rows.log_jacobian)
    assert run.log_likelihood == pytest.approx(table.cells[2, "full"].log_likelihood, abs=1e-9)


def test_a_logarithm_of_no_feature_or_asked_for_twice_is_refused():
    for logarithms in ([Logarithm("z")], [Logarithm("x"), Logarithm("x", 1.0)]):
        with pytest.raises(DataError, match="asked for more than once, or it is no feature"):
            check_of_features(logarithms, ["x", "y"])
    assert check_of_features([Logarithm("x"), Logarithm("y")], ["x", "y"]) is None
