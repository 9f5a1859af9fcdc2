"""The paragraph on one fit says what was done with it, and no number that is not its own."""

from dataclasses import replace

import numpy as np
import pytest

from gmm_core.certainty import class_table, relative_entropy
from gmm_core.expectation import Data
from gmm_core.exporting.papers import Fitting
from gmm_core.exporting.papers.apa import share
from gmm_core.exporting.papers.one_fit import fit_paragraph
from gmm_core.fitting import Grid, Settings, fit_run
from gmm_core.mixture import responsibilities
from gmm_core.selection import criteria
from gmm_core.written_numbers import fixed, from_log


@pytest.fixture(scope="module")
def iris(table):
    X, settings = table("iris"), Settings(3, "tied", init="kmeans", seed=4)
    run = fit_run(X, settings)
    return settings, run, responsibilities(X, run.mixture)


FITTING = Fitting(("a", "b", "c", "d"), 150, 2)


def test_it_names_model_data_start_and_result(iris):
    settings, run, resp = iris
    said, cited = fit_paragraph(settings, run, resp, FITTING)
    bic, aic = criteria.bic(run.log_likelihood, 24, 150), criteria.aic(run.log_likelihood, 24)
    for part in (
        "A Gaussian mixture model of 3 components with covariance structure EEE (Celeux & Govaert,",
        "was fitted to 150 rows of 4 variables (a, b, c and d). 2 rows with missing values were ",
        "(seed 4); the run was to end",
        "to gain less than 0.000001 nats a row",
        f"and converged after {run.n_iter} iterations.",
        f"The log-likelihood was {fixed(run.log_likelihood, 2)} (24 parameters; BIC = ",
        f"{fixed(bic, 2)}, Schwarz, 1978; AIC = {fixed(aic, 2)}, Akaike, 1974).",
        f"Relative entropy was {share(relative_entropy(resp))} (Ramaswamy et al., 1993)",
        f"{class_table(resp)['rows'].min()} rows",
    ):
        assert part in said
    for name in ("Akaike", "Celeux", "Dempster", "Ramaswamy", "Schwarz"):
        assert sum(each.startswith(name) for each in cited) == 1
    assert len(cited) == 5


def test_it_says_what_was_not_as_usual(iris):
    settings, run, resp = iris
    other = replace(settings, standardise=True, floor=0.01, means=((0.0,) * 4,) * 3)
    said, _ = fit_paragraph(other, replace(run, stop_reason="max_iter"), resp, FITTING)
    assert "variables were divided by their standard deviations" in said
    assert "kept above 0.01 of those of the data" in said
    assert "begun from means placed by hand" in said
    said, _ = fit_paragraph(replace(settings, init="auto"), run, resp, FITTING)
    assert "begun from the best of several starts (seed 4)" in said


def test_one_component_has_no_entropy():
    X = np.array([[0.0], [1.0], [3.0]])
    settings = Settings(1, "diag")
    said, cited = fit_paragraph(settings, fit_run(X, settings), np.ones((3, 1)), Fitting(("x",), 3))
    assert "structure V (" in said
    assert "entropy" not in said
    assert len(cited) == 4


def test_rows_of_noise_are_counted_and_their_box_is_cited():
    X = np.r_[np.random.default_rng(0).normal(size=(80, 1)), [[30.0], [-40.0]]]
    settings = Settings(1, noise=True, init="kmeans")
    run = fit_run(X, settings)
    resp = responsibilities(X, run.mixture)
    said, cited = fit_paragraph(settings, run, resp, Fitting(("a",), len(X)))
    assert "smaller of two boxes about all rows" in said
    assert "2 rows were most probably noise" in said
    assert f"of volume {from_log(run.mixture.noise.log_volume)}: its share" in said
    counts = np.r_[np.ones(80), 3.0, 4.0]  # as the other numbers of rows
    said, _ = fit_paragraph(settings, run, resp, Fitting(("a",), 82), counts)
    assert "7 rows by weights were most probably noise" in said
    assert any(each.startswith("Banfield") for each in cited)


def test_a_prior_and_known_rows_are_not_said_to_be_what_they_are_not():
    X = np.r_[np.random.default_rng(0).normal(size=(40, 1)), [[8.0], [9.0], [9.5]]]
    data = Data(X).with_known([0, *[-1] * 41, 1])
    for grid, begun in ((None, ""), (Grid(2, ("full",)), ", in a table of fits;")):
        settings = Settings(2, prior=True, grid=grid)
        run = fit_run(data, replace(settings, grid=None))
        ask = {"prior": True, "n_known": 2, "alone": -123.456}
        resp = data.responsibilities(run.mixture)
        said, _ = fit_paragraph(settings, run, resp, Fitting(("a",), 43, **ask))
        assert "estimated by the highest posterior" in said
        assert "maximum likelihood" not in said
        assert "begun from the rows of known class, by k-means in which these stay" in said
        assert begun in said
        assert "fixed: such rows count as certain. The log-likelihood is that of the rows" in said
        assert "together with their known classes; that of the rows alone was −123.46." in said
