"""The Python that a person takes away gives the numbers of gmm_core in scikit-learn."""

import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from gmm_core import (
    COVARIANCE_STRUCTURES,
    Logarithm,
    complete_rows,
    log_density,
    responsibilities,
)
from gmm_core.expectation import Data
from gmm_core.exporting.saved_model import model_of
from gmm_core.exporting.snippet import scikit_learn_snippet
from gmm_core.fitting import Settings, fit_run
from gmm_core.gaps import shares_of
from gmm_core.row_weights import Weighting
from gmm_core.selection import criteria, n_parameters


def model_and_names(X, settings, features, **more):
    model = model_of(X, fit_run(X, settings), settings, features, **more)
    names = {}
    exec(scikit_learn_snippet(model), names)
    return model, names


@pytest.mark.parametrize("structure", list(COVARIANCE_STRUCTURES))
def test_scikit_learn_gives_the_same_numbers(table, structure):
    X = table("iris")
    model, names = model_and_names(X, Settings(3, structure, init="kmeans"), list("abcd"))
    assert_allclose(names["model"].predict_proba(X), responsibilities(X, model.mixture), atol=1e-10)
    assert_allclose(names["model"].score_samples(X), log_density(X, model.mixture), rtol=1e-10)
    assert names["model"].lower_bound_ == pytest.approx(model.log_likelihood / 150)


@pytest.mark.parametrize("structure", ["full", "tied", "diag", "spherical", "VEI"])
def test_precisions_are_those_of_the_covariances(table, structure):
    X = table("iris")
    model, names = model_and_names(X, Settings(3, structure, init="kmeans"), list("abcd"))
    found, dense = names["model"].precisions_, model.mixture.covariances
    kind = names["model"].covariance_type
    whole = {"spherical": lambda p: p * np.eye(4), "diag": np.diag}.get(kind, lambda p: p)
    each = [found] * 3 if kind == "tied" else found
    identities = np.array([whole(p) for p in each]) @ dense
    assert_allclose(identities, np.broadcast_to(np.eye(4), (3, 4, 4)), atol=1e-8)
    fresh = GaussianMixture(3, covariance_type=kind, max_iter=1, n_init=1, random_state=0)
    with pytest.warns(ConvergenceWarning):
        fresh.fit(X)
    assert found.shape == fresh.precisions_.shape


def said_of(program: str) -> dict[str, float]:
    """The criteria that stand in the comment of a program."""
    comment = " ".join(re.findall(r"^# (.*)$", program, re.M))
    found = re.search(r"(\d+) free parameters.*?BIC (\S+), AIC (\S+),", comment)
    assert found is not None
    return dict(zip(("parameters", "BIC", "AIC"), map(float, found.groups()), strict=True))


@pytest.mark.parametrize("structure", list(COVARIANCE_STRUCTURES))
def test_the_criteria_are_those_of_the_fit(table, structure):
    """scikit-learn comes to them itself where it has the structure; else the comment says them."""
    X, settings = table("iris"), Settings(3, structure, init="kmeans")
    run = fit_run(X, settings)
    program = scikit_learn_snippet(model_of(X, run, settings, list("abcd")))
    exec(program, names := {})
    said, p = said_of(program), n_parameters(3, 4, structure)
    bic, aic = criteria.bic(run.log_likelihood, p, 150), criteria.aic(run.log_likelihood, p)
    assert said == pytest.approx({"parameters": p, "BIC": bic, "AIC": aic}, abs=1e-4)
    kind = names["model"].covariance_type
    if kind == structure:
        assert names["model"].bic(X) == pytest.approx(bic)
        assert names["model"].aic(X) == pytest.approx(aic)
    else:
        assert kind == "full"
        assert names["model"].bic(X) > bic + 1
        assert f"scikit-learn has no structure {structure}" in program
    assert structure not in ("full", "tied", "diag", "spherical") or kind == structure


@pytest.mark.parametrize(("structure", "count"), [("spherical", 3), ("diag", 12), ("tied", 16)])
def test_the_program_has_as_few_numbers_as_the_covariances(table, structure, count):
    X, settings = table("iris"), Settings(3, structure, "kmeans")
    program = scikit_learn_snippet(model_of(X, fit_run(X, settings), settings, list("abcd")))
    numbers = program.split("model.covariances_ = ")[1].split("model.")[0]
    assert len(re.findall(r"\d\.\d", numbers)) == count


@pytest.mark.parametrize("name", ["galaxies", "faithful", "diabetes_rm", "random_10"])
def test_any_table_does(table, name):
    X = table(name)
    features = [f"x{j}" for j in range(X.shape[1])]
    model, names = model_and_names(X, Settings(3, standardise=True, init="kmeans"), features)
    assert_allclose(names["model"].predict_proba(X), responsibilities(X, model.mixture), atol=1e-10)
    assert_allclose(names["model"].score_samples(X), log_density(X, model.mixture), rtol=1e-10)


def test_a_table_is_read_by_the_names_of_its_columns(table):
    X = table("faithful")
    features = ['"""; raise SystemExit', "{b}\n'\\ \u202e"]
    called = ["'''", "두 번째 {x}"]
    _, names = model_and_names(X, Settings(2, init="kmeans"), features, component_names=called)
    frame = pd.DataFrame(X[:, ::-1], columns=features[::-1])
    frame.insert(0, "other", "x")
    assert names["FEATURES"] == features
    assert_allclose(names["responsibilities"](frame), names["model"].predict_proba(X))
    assert set(names["clusters"](frame)) == set(called)


def test_components_without_names_are_numbered(table):
    X = table("galaxies")
    _, names = model_and_names(X, Settings(3, init="kmeans"), ["v"])
    assert set(names["clusters"](pd.DataFrame(X, columns=["v"]))) == {"1", "2", "3"}


def test_logarithms_are_taken_in_the_program_too(table):
    frame = pd.DataFrame(table("faithful"), columns=["{a}", "b"])
    logarithms = (Logarithm("{a}", 0.25),)
    rows = complete_rows(frame, ["{a}", "b"], logarithms)
    settings = Settings(2, init="kmeans")
    run = fit_run(rows.X, settings, log_jacobian=rows.log_jacobian)
    model = model_of(rows.X, run, settings, ["{a}", "b"], logarithms=logarithms)
    exec(scikit_learn_snippet(model), names := {})
    expected = responsibilities(rows.X, model.mixture)
    assert_allclose(names["responsibilities"](frame), expected, atol=1e-12)
    total = names["model"].score_samples(rows.X).sum()
    assert names["model"].lower_bound_ * len(frame) == pytest.approx(total)
    assert total + names["LOG_JACOBIAN"] == pytest.approx(run.log_likelihood)
    said = said_of(scikit_learn_snippet(model))["BIC"]
    assert names["model"].bic(rows.X) - 2 * names["LOG_JACOBIAN"] == pytest.approx(said)


def test_of_weights_it_says_that_scikit_learn_does_not_take_them(table):
    X, settings = table("faithful"), Settings(2, "tied", init="kmeans")
    weights = np.where(np.arange(len(X)) % 2, 1.0, 3.0)
    run = fit_run(Data(X, weights), settings)
    weighed = {"weights": weights, "weighting": Weighting("w", "frequency")}
    program = scikit_learn_snippet(model_of(X, run, settings, ["a", "b"], **weighed))
    expected = criteria.bic(run.log_likelihood, n_parameters(2, 2, "tied"), weights.sum())
    assert said_of(program)["BIC"] == pytest.approx(expected)
    assert "The rows had weights, which bic(X) and aic(X) do not take." in program


@pytest.mark.parametrize("structure", ["full", "tied", "diag", "spherical", "VEE"])
def test_rows_with_gaps_have_the_same_responsibilities_where_they_took_part(table, structure):
    X = table("iris")[::2].copy()
    X[::3, 1] = X[::5, 3] = np.nan
    settings = Settings(2, structure, init="kmeans", missing="ml")
    model, names = model_and_names(X, settings, list("abcd"))
    frame = pd.DataFrame(X, columns=list("abcd"))
    frame.loc[len(frame)] = np.nan  # a row without any value has the weights
    assert_allclose(names["responsibilities"](frame)[:-1], shares_of(X, model.mixture), atol=1e-12)
    assert_allclose(names["responsibilities"](frame)[-1], model.mixture.weights)


@pytest.mark.parametrize("structure", ["full", "diag", "VEE"])
def test_noise_has_its_part_of_rows_with_gaps(table, structure):
    X = np.vstack([table("faithful"), np.random.default_rng(0).uniform(0.0, 100.0, (20, 2))])
    X[::6, 1] = X[3::12, 0] = np.nan
    settings = Settings(2, structure, init="kmeans", missing="ml", noise=True)
    model, names = model_and_names(X, settings, ["a", "b"])
    frame = pd.DataFrame(X, columns=["a", "b"])
    frame.loc[len(frame)] = np.nan
    found = names["responsibilities"](frame)
    assert_allclose(found[:-1], shares_of(X, model.mixture), atol=1e-10)
    assert_allclose(found[-1], model.mixture.shares)
    assert (names["clusters"](frame) == "noise").sum() >= 5
