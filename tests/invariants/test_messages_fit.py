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
    GMMError,
    Mixture,
    bootstrap_lrt,
    cross_validated,
    e_step,
    log_density,
    responsibilities,
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


def test_one_component_is_not_told_to_be_fewer():
    rng = np.random.default_rng(0)
    x = rng.normal(size=100)
    spike = np.r_[x, np.full(10, 10.0)][:, None]
    said = []
    for call in (
        lambda: cross_validated(spike, 1, folds=1),
        lambda: select_model(spike[:6], [1], ["full"], ["cv"]),
        lambda: bootstrap_lrt(spike, 1, n_boot=1),
        lambda: GaussianMixture(1).fit(1e6 * np.column_stack([x, x])),
    ):
        with pytest.raises(GMMError) as caught:
            call()
        said.append(str(caught.value))
    with pytest.warns(ConvergenceWarning) as warned:
        GaussianMixture(1, max_iter=1).fit(spike)
    held = GaussianMixture(1).fit(np.column_stack([x, np.ones(100)])).suspicions_
    said += [str(warned[0].message), *(suspicion.sentence for suspicion in held)]
    assert len(said) == 6
    assert not [one for one in said if "fewer components" in one or "another start" in one]


def test_a_table_of_fewer_rows_than_folds_is_not_told_to_have_fewer_components():
    with pytest.raises(DataError, match=r'6 rows are too few for that\. Leave "cv" out\.$'):
        select_model(np.arange(6.0)[:, None], [1, 2], ["full"], ["cv"])


@pytest.mark.parametrize(
    ("weights", "mean", "variance", "said"),
    [
        ([-1.0, 2.0], 0.0, 1.0, "The weights of a mixture are at least 0"),
        ([0.5, 0.5], np.nan, 1.0, "The means of the mixture are not all finite"),
        ([0.5, 0.5], 0.0, np.inf, "The covariances of the mixture are not all finite"),
        ([0.5, 0.5], 0.0, 0.0, "Component 1 has no density: its covariance is not"),
    ],
)
def test_a_mixture_that_has_no_density_is_told_why(weights, mean, variance, said):
    spread = np.diag([variance, 1.0])
    mixture = Mixture(weights, [[mean, 0.0], [1.0, 1.0]], [spread, np.eye(2)])
    row = [[0.0, 0.0]]
    for ask in (responsibilities, log_density, e_step):
        with pytest.raises(GMMError, match=said):
            ask(row, mixture)
    with pytest.raises(GMMError, match=said):
        mixture.conditional({0: 1.0})


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
