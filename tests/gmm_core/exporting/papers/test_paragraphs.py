import re

import numpy as np
import pytest

from gmm_core import DataError
from gmm_core.choosing import PROFILES
from gmm_core.exporting.papers import Fitting, method_paragraph
from gmm_core.exporting.papers.paragraphs import clear
from gmm_core.selection import CLARITY, CRITERIA, LikelihoodRatioTest, select_model

FITTING = Fitting(("sepal length", "sepal width", "petal length", "petal width"), 150)


@pytest.fixture(scope="module")
def iris(table):
    return select_model(table("iris"), range(1, 4), ["full", "tied"], [*CRITERIA, *CLARITY])


def test_it_names_settings_numbers_and_references(iris):
    said, cited = method_paragraph(iris, iris.best("bic"), FITTING)
    assert "models of 1 to 3 components with 2 covariance structures (VVV and EEE;" in said
    assert "150 rows of 4 variables" in said
    assert "(BIC = 574.02, log L = −214.35, 29 parameters), 6.82 below the next" in said
    assert "held 50 rows (33.3%)" in said
    assert "left out" not in said
    assert any("Estimating the dimension of a model" in each for each in cited)
    for name, year in (("Dempster", "1977"), ("Celeux", "1995"), ("Ramaswamy", "1993")):
        assert any(each.startswith(name) and year in each for each in cited)


def test_of_at_least_nothing_is_rounded_up():
    """Rows of .9996 on average are not of at least 1.00."""
    clarity = {"relative_entropy": 0.9, "smallest_class": 5.0, "smallest_share": 0.1}
    for least, said in ((0.9996, ".99"), (0.29, ".29"), (1.0, "1.00"), (float("nan"), "—")):
        (sentence,) = clear(2, clarity | {"smallest_posterior": least}, PROFILES)
        assert f"were at least {said}, and" in sentence


def test_another_cell_than_the_best_is_said_to_be_so(iris):
    said, _ = method_paragraph(iris, iris.cells[3, "full"], FITTING)
    assert "The model of 3 components, VVV (BIC = 580.84" in said
    assert "BIC was lowest for 2 components, VVV, by 6.82." in said


def test_latent_profiles_tests_and_rows_left_out(iris):
    tests = [(2, LikelihoodRatioTest(68.4, np.zeros(1999)))]
    fitting = Fitting(FITTING.features, 150, 3)
    said, cited = method_paragraph(
        iris, iris.best("bic"), fitting, words=PROFILES, tests=tests, criterion="icl"
    )
    assert said.startswith("Latent profile models (mixtures of normal distributions; Oberski, 2016")
    assert "model 6 (VVV)" in said
    assert "3 rows with missing values were left out." in said
    assert "of 2 profiles against 3 gave 2 Δ log L = 68.40, p = .001." in said
    assert {each.partition(",")[0] for each in cited} >= {"McLachlan", "Oberski", "Biernacki"}
    assert "component" not in said


def test_logarithms_are_called_so_and_the_units_of_what_is_compared_are_said(iris):
    fitting = Fitting(("log income", "age"), 150, of_logarithms=True)
    said, _ = method_paragraph(iris, iris.best("bic"), fitting)
    assert "2 variables (log income and age)" in said
    units = "Log-likelihoods and criteria are in the units before the natural logarithm."
    assert units in said
    assert units not in method_paragraph(iris, iris.best("bic"), FITTING)[0]


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_criterion_has_a_reference(iris, criterion):
    _, cited = method_paragraph(iris, iris.best("bic"), FITTING, criterion=criterion)
    author = CRITERIA[criterion].source.partition(" ")[0].rstrip(",")
    assert any(each.startswith(author) for each in cited)


def test_fits_with_noise_or_a_prior_are_said_to_be_made_each_by_itself(iris):
    fitting = Fitting(FITTING.features, 150, prior=True, noise=True, n_known=12, n_gaps=3)
    said, cited = method_paragraph(iris, iris.best("bic"), fitting)
    assert "estimated by the highest posterior with the EM algorithm" in said
    assert "begun from the rows of known class, by k-means in which these stay" in said
    assert "nested" not in said
    assert "The conjugate prior of Fraley and Raftery (2007)" in said
    assert "noise, uniform over the box about all rows along the variables" in said
    assert "Of 12 rows the class was known, and fixed: such rows count as certain. The log-" in said
    assert any("Banfield" in each for each in cited)
    alone, _ = method_paragraph(iris, iris.best("bic"), Fitting(FITTING.features, 150, noise=True))
    assert "maximum likelihood with the EM algorithm" in alone
    assert "begun from the best of several starts each;" in alone
    assert not any("discriminant analysis" in each for each in cited)


def test_a_cell_without_a_fit_is_not_reported():
    selection = select_model([[0.0], [0.0], [1.0]], [2], ["full"], [*CRITERIA, *CLARITY])
    with pytest.raises(DataError, match="no fit to report"):
        method_paragraph(selection, selection.cells[2, "full"], Fitting(("x",), 3))


def test_rows_with_gaps_weights_and_logarithms_are_said_and_cited(iris):
    weighed = "Rows counted as often as the column times says."
    fitting = Fitting(
        *(FITTING.features, 150, 2),
        n_gaps=9,
        n_missing=12,
        weighed=weighed,
        of_logarithms=True,
        left_out="1 row with no value and 1 row with weight 0",
    )
    said, cited = method_paragraph(iris, iris.best("bic"), fitting)
    assert "Of the rows that were fitted, 9 had missing values, 12 of 600 in all (2.0%)" in said
    assert "1 row with no value and 1 row with weight 0 were left out." in said
    assert re.search(r"the smallest cluster held \d+ rows by weights \(", said)
    assert weighed in said
    for name in ("Ghahramani", "Little"):
        assert any(each.startswith(name) for each in cited)


def test_a_value_of_cross_validation_is_said_with_its_error(table):
    found = select_model(
        table("faithful"), [1, 2], ["full"], [*CRITERIA, *CLARITY, "cv"], random_state=0
    )
    cell = found.cells[2, "full"]
    said, cited = method_paragraph(found, cell, Fitting(("eruptions", "waiting"), 272))
    assert f"rows held out was −{abs(cell.criteria['cv']):.3f} a row (SE = " in said
    assert any(each.startswith("Smyth") for each in cited)
