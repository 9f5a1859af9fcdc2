"""Rows of known class: mclust's fits, discriminant analysis, and what must always hold."""

from itertools import pairwise

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from gmm_core import (
    Data,
    DataError,
    GaussianMixture,
    Mixture,
    e_step,
    initialize,
    log_density,
    select_model,
)
from gmm_core.em import Model, Stop, run_until
from gmm_core.expectation import PartlyKnown
from gmm_core.mixture import log_joint
from gmm_core.starts import from_labels

CLASSES = ["setosa", "versicolor", "virginica"]
SPECIES = load_iris().target


def fitted(X, components, letters, k=3, missing="refuse", weights=None, start=None):
    data = Data.of(X, weights, missing=missing).with_known(components)
    model = Model(letters)
    first = start or initialize(data, k, random_state=0, model=model)
    return data, run_until(data, model.start(first), model, Stop(1e-10, 2000))


def positions(names):
    return np.array([CLASSES.index(name) if name else -1 for name in names])


@pytest.mark.parametrize("letters", ["VEV", "VVV", "EEE"])
def test_thirty_known_rows_of_iris(table, reference, letters):
    """From where mclust ends; of VVV that is a local optimum, and ours ends higher."""
    X, known = table("iris"), reference("iris_partial_labels")
    found = next(each for each in known["models"] if each["letters"] == letters)
    labels, components = positions(found["labels"]), positions(known["known"])
    start = from_labels(X, labels, 3)
    run = fitted(X, components, letters, start=start)[1]
    assert run.log_likelihood == pytest.approx(found["log_likelihood"], abs=5e-5)
    np.testing.assert_array_equal(log_joint(X, run.mixture).argmax(axis=1), labels)
    assert fitted(X, components, letters)[1].log_likelihood > found["log_likelihood"] - 5e-5


@pytest.mark.parametrize(
    ("letters", "joint"), [("VEV", -194.0475), ("VVV", -188.3756), ("EEE", -263.2037)]
)
def test_with_all_classes_known_it_is_discriminant_analysis(table, reference, letters, joint):
    X, known = table("iris"), reference("iris_edda")["models"]
    found = next(each for each in known if each["letters"] == letters)
    run = fitted(X, SPECIES, letters)[1]
    assert run.log_likelihood == pytest.approx(joint, abs=6e-5)
    marginal = log_density(X, run.mixture)
    assert marginal.sum() == pytest.approx(found["log_likelihood"], abs=1e-4)
    resp = np.exp(log_joint(X, run.mixture) - marginal[:, None])
    np.testing.assert_allclose(resp[70], found["posterior_row_71"], rtol=1e-4)
    assert (resp.argmax(axis=1) != SPECIES).sum() == found["errors"]


def test_eee_is_linear_discriminant_analysis_of_scikit_learn(table):
    X = table("iris")
    mixture = fitted(X, SPECIES, "EEE")[1].mixture
    theirs = LinearDiscriminantAnalysis(solver="lsqr").fit(X, SPECIES)
    resp = np.exp(log_joint(X, mixture) - log_density(X, mixture)[:, None])
    np.testing.assert_allclose(resp, theirs.predict_proba(X), atol=1e-10)


def some(share=0.2):
    unknown = np.random.default_rng(3).uniform(size=150) > share
    return np.where(unknown, -1, SPECIES)


@pytest.mark.parametrize("letters", ["VVV", "EEE", "EEI", "VII"])
@pytest.mark.parametrize("gaps", [False, True])
def test_the_observed_log_likelihood_never_falls(table, letters, gaps):
    X = table("iris").copy()
    X[:: 3 if gaps else 1000, 1] = np.nan
    run = fitted(X, some(), letters, missing="ml")[1]
    assert all(b >= a - 1e-9 for a, b in pairwise(run.log_likelihoods))


def test_it_is_the_joint_density_of_known_rows_and_the_whole_one_of_others(table):
    X, components = table("iris"), some()
    data, run = fitted(X, components, "VVV")
    joint = log_joint(X, run.mixture)
    known = components >= 0
    expected = joint[known, components[known]].sum() + log_density(X[~known], run.mixture).sum()
    assert run.log_likelihood == pytest.approx(expected, rel=1e-12)
    assert data.log_density(run.mixture).sum() == pytest.approx(expected, rel=1e-12)


def test_weights_are_repeated_rows(table):
    weights = np.arange(150) % 3 + 1
    components = some()
    weighed = fitted(table("iris"), components, "EEE", weights=weights)[1]
    rows = np.repeat(np.arange(150), weights)
    repeated = fitted(table("iris")[rows], components[rows], "EEE")[1]
    assert weighed.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-9)


def test_classes_beyond_the_known_ones_are_found(table):
    """Of setosa and versicolor some rows are known, of virginica none."""
    components = np.where(SPECIES == 2, -1, some())
    data, run = fitted(table("iris"), components, "VVV")
    labels = data.responsibilities(run.mixture).argmax(axis=1)
    assert (labels == SPECIES).mean() > 0.9


@pytest.mark.parametrize(
    ("components", "sentence"),
    [
        ([0, 1], "Give one for each of the 3 rows"),
        ([0.5, 0, 1], "whole numbers from -1"),
        ([-2, 0, 1], "whole numbers from -1"),
        ([-1, -1, -1], "No row has a known component"),
    ],
)
def test_what_cannot_be_known_is_said(components, sentence):
    with pytest.raises(DataError, match=sentence):
        PartlyKnown(Data([[0.0], [1.0], [2.0]]), components)


def test_too_few_components_are_refused(table):
    data = Data(table("iris")).with_known(SPECIES)
    with pytest.raises(DataError, match="2 components are asked for"):
        initialize(data, 2)


def test_a_mixture_needs_a_component_for_each_that_is_known(table):
    data = Data(table("iris")).with_known(SPECIES)
    with pytest.raises(DataError, match="1 component is asked for"):
        e_step(data, Mixture([1.0], np.zeros((1, 4)), [np.eye(4)]))
    (cell,) = select_model(data, [1], ["VVV"]).cells.values()
    assert "1 component is asked for" in cell.status


def test_the_estimator_takes_labels(table):
    X, labels = table("iris"), np.where(some() < 0, -1, 10 * SPECIES + 7)
    fit = GaussianMixture(3, reg_covar=0, order="weight").fit(X, labels=labels)
    assert fit.known_classes_.tolist() == [7, 17, 27]
    assert (fit.known_classes_[fit.predict(X)] == 10 * SPECIES + 7).mean() > 0.95
    assert fit.marginal_log_likelihood_ == pytest.approx(fit.score(X) * 150, rel=1e-12)
    assert fit.run_.log_likelihood < fit.marginal_log_likelihood_
    again = GaussianMixture.from_json(fit.to_json())
    assert again.known_classes_.tolist() == [7, 17, 27]
    assert again.marginal_log_likelihood_ == fit.marginal_log_likelihood_
    alone = GaussianMixture(3, random_state=0).fit(X)
    assert alone.marginal_log_likelihood_ == alone.run_.log_likelihood
    with pytest.raises(DataError, match="No label is known"):
        fit.fit(X, labels=np.full(150, -1))
    with pytest.raises(DataError, match="labels are not one whole number"):
        fit.fit(X, labels=np.zeros(3))


def test_labels_weights_gaps_and_a_prior_combine(table):
    X = np.vstack([table("iris"), np.full((1, 4), np.nan)])
    X[::5, 2] = np.nan
    ask = {"missing": "ml", "prior": "conjugate", "reg_covar": 0, "random_state": 0}
    with pytest.warns(UserWarning, match="1 row has no value"):
        fit = GaussianMixture(4, **ask).fit(
            X, sample_weight=np.arange(151) % 4, labels=np.append(some(), 1)
        )
    posterior = [state.log_posterior for state in fit.run_.states]
    assert all(b >= a - 1e-9 for a, b in pairwise(posterior))


def test_rows_that_are_drawn_have_the_known_classes_and_the_gaps():
    X = np.zeros((60, 2))
    X[:20, 1] = np.nan
    known = np.where(np.arange(60) % 3 == 0, np.arange(60) % 2, -1)
    two = Mixture([0.5, 0.5], [[-50.0, 0.0], [50.0, 9.0]], [np.eye(2)] * 2)
    data = Data.of(X, missing="ml").with_known(known)
    drawn = data.drawn(two, 60, np.random.RandomState(0))
    assert (drawn.components == known).all()
    assert (np.isnan(drawn.X) == np.isnan(X)).all()
    found = (drawn.X[:, 0] > 0).astype(int)
    assert (found[known >= 0] == known[known >= 0]).all()
    assert 5 < found[known < 0].sum() < 35


def test_rows_with_gaps_are_drawn_in_no_order():
    """Else all gaps, which stand first, would be those of the first component."""
    X = np.zeros((200, 2))
    X[:100, 1] = np.nan
    two = Mixture([0.5, 0.5], [[-50.0, 0.0], [50.0, 9.0]], [np.eye(2)] * 2)
    drawn = Data.of(X, missing="ml").drawn(two, 200, np.random.RandomState(0))
    assert 0.3 < (drawn.X[:100, 0] > 0).mean() < 0.7


def test_rows_that_count_often_are_drawn_as_often():
    data = Data([[0.0], [1.0], [9.0]], [2, 1, 3]).with_known([0, -1, 1])
    two = Mixture([0.5, 0.5], [[-50.0], [50.0]], [[[1.0]]] * 2)
    drawn = data.drawn(two, 6, np.random.RandomState(0))
    assert drawn.components.tolist() == [0, 0, -1, 1, 1, 1]
    assert (drawn.X[[0, 1], 0] < 0).all()
    assert (drawn.X[3:, 0] > 0).all()
