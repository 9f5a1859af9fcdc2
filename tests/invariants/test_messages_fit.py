"""What a message advises is possible in the case that it is about, and what it says is so."""

import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning

from gmm_core import (
    COVARIANCE_STRUCTURES,
    DataError,
    DegenerateComponentError,
    GaussianMixture,
    Mixture,
    cross_validated,
    run,
    select_model,
)
from gmm_core.em import Model, check_fit
from gmm_core.expectation import Statistics
from gmm_core.steps import why_stopped

WITHOUT_A_FLOOR = [n for n, s in COVARIANCE_STRUCTURES.items() if s.floor_raises == "nothing"]
LINE = np.arange(8.0)


# A floor is advised where one can be set and is not


@pytest.mark.parametrize("kind", COVARIANCE_STRUCTURES)
def test_a_collapse_advises_a_floor_only_to_structures_that_can_have_one(kind):
    statistics = Statistics.from_responsibilities(np.c_[LINE, LINE], np.eye(2)[[0] * 8])
    with pytest.raises(DegenerateComponentError) as caught:
        Model(kind).m_step(statistics)
    assert ("floor" in str(caught.value)) == (kind not in WITHOUT_A_FLOOR)


def test_a_collapse_above_a_floor_does_not_advise_one():
    statistics = Statistics.from_responsibilities(LINE[:, None], np.eye(2)[[0] * 8])
    with pytest.raises(DegenerateComponentError) as caught:
        Model("full", floor=1e-6).m_step(statistics)
    assert str(caught.value).endswith("spherical covariance, or another start or seed.")


@pytest.mark.parametrize("kind", WITHOUT_A_FLOOR)
@pytest.mark.parametrize("X", [np.c_[LINE, LINE * 0], np.array([[1.0, 2.0]])])
def test_data_that_cannot_be_fitted_are_not_told_to_set_a_floor_that_cannot_be(X, kind):
    with pytest.raises(DataError) as caught:
        check_fit(X, 1, Model(kind))
    assert "floor" not in str(caught.value)


def test_a_suspicion_advises_no_floor_where_one_is_set_or_cannot_be(table):
    X = np.vstack([np.random.default_rng(0).normal(size=(60, 1)), [[9.0], [9.0 + 1e-4]]])
    first = {"means_init": [[0.0], [9.0]], "precisions_init": [[[1.0]], [[1e4]]]}
    settings = first | {"weights_init": [0.97, 0.03], "reg_covar": 0.0}
    (plain,) = GaussianMixture(2, **settings).fit(X).suspicions_
    assert "floor" in plain.advice
    (above,) = GaussianMixture(2, covariance_floor=1e-12, **settings).fit(X).suspicions_
    assert "floor" not in above.advice


# "Exactly"


def test_only_what_is_exact_is_called_so():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 60))
    nearly = x + y + 1e-9 * rng.normal(size=60)
    with pytest.raises(DataError, match="determine one another exactly"):
        check_fit(np.c_[x, y, x + y], 2, Model())
    with pytest.raises(DataError, match="exactly"):
        check_fit(np.c_[x, y, x + y] + 1e6, 2, Model())
    with pytest.raises(DataError, match=r"determine one another to within \de-\d+ of their range"):
        check_fit(np.c_[x, y, nearly], 2, Model())


# Rows and folds


def test_too_few_rows_fail_the_sizes_that_they_are_too_few_for():
    X = np.random.default_rng(0).normal(size=(6, 1))
    selection = select_model(X, range(1, 10), ["E"])
    status = {cell.n_components: cell.status for cell in selection.cells.values()}
    assert status[1] == "converged"
    assert status[7] == "cannot be fitted: 6 rows cannot be shared out among 7 components"
    assert [k for k, said in status.items() if said.startswith("cannot")] == [7, 8, 9]
    assert selection.best("bic").n_components < 7
    with pytest.raises(DataError, match="6 rows cannot be shared out among 8 components"):
        select_model(X, [8, 9], ["E"])


@pytest.mark.parametrize(
    ("n_samples", "k", "folds", "advice"),
    [
        (3, 2, 4, "from 3 to 3"),
        (4, 3, 2, "from 4 to 4"),
        (9, 6, 2, "from 3 to 9"),
        (9, 2, 30, "from 2 to 9"),
    ],
)
def test_the_folds_that_are_advised_can_be_chosen(n_samples, k, folds, advice):
    X = np.random.default_rng(0).normal(size=(n_samples, 1))
    with pytest.raises(DataError, match=advice):
        cross_validated(X, k, "EII", folds=folds)


def test_the_grid_advises_no_number_of_folds_since_it_takes_none():
    X = np.random.default_rng(0).normal(size=(9, 1))
    with pytest.raises(DataError, match='Leave "cv" out') as caught:
        select_model(X, [1, 2], ["E"], ["cv"])
    assert "Choose a number of folds" not in str(caught.value)


# Where EM stands still


def test_a_pair_of_equal_components_has_not_converged(table):
    X = table("iris")
    start = Mixture(
        [0.3, 0.3, 0.4],
        [X[:50].mean(axis=0), X[:50].mean(axis=0), X[50:].mean(axis=0)],
        [np.cov(X.T)] * 3,
    )
    assert not start.components_coincide()
    said = why_stopped(run(X, start), 1e-6)
    assert "Converged" not in said
    assert "Components 1 and 2 are equal" in said or "Components 2 and 3 are equal" in said
    given = {"weights_init": start.weights, "means_init": start.means}
    given["precisions_init"] = np.linalg.inv(start.covariances)
    with pytest.warns(ConvergenceWarning, match="are equal, and EM never parts"):
        fit = GaussianMixture(3, **given).fit(X)
    assert not fit.converged_


# What is added to every variance


def test_a_column_that_varies_less_than_what_is_added_is_named(table):
    X = table("iris") * [1.0, 1.0, 1e-4, 1.0]
    with pytest.warns(UserWarning, match=r'reg_covar = 1e-06 is more than .* column "3", so that'):
        GaussianMixture(2, random_state=0).fit(X)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        GaussianMixture(2, random_state=0, reg_covar=0.0).fit(X)
