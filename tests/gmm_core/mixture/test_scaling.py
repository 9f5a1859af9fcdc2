from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, e_step, initialize, log_density, m_step, run
from gmm_core.mixture.scaling import standardising


def test_standardised_columns_by_hand():
    """Column 1: mean 2, standard deviation √2; column 2 has mean 10 and none."""
    X = np.array([[0.0, 10.0], [2.0, 10.0], [2.0, 10.0], [4.0, 10.0]])
    scaling = standardising(X)
    np.testing.assert_allclose(scaling.shift, [2.0, 10.0])
    np.testing.assert_allclose(scaling.scale, [np.sqrt(2.0), 1.0])
    np.testing.assert_allclose(scaling.apply(X)[:, 0], np.array([-2, 0, 0, 2]) / np.sqrt(2))


@pytest.mark.parametrize("name", ["iris", "wine", "diabetes_rm"])
def test_scaled_columns_have_mean_0_and_standard_deviation_1(table, name):
    scaled = standardising(table(name)).apply(table(name))
    np.testing.assert_allclose(scaled.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0), 1.0, rtol=1e-12)


@given(
    value=st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-9),
    n_samples=st.integers(1, 100),
)
def test_a_constant_column_keeps_its_scale(value, n_samples):
    """Whatever the rounding of its mean."""
    assert standardising(np.full((n_samples, 1), value)).scale[0] == 1.0


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_undo_gives_the_run_in_the_units_of_the_data(table, covariance_type):
    """Each state's log-likelihood is that of the data themselves under its mixture."""
    X = table("wine")
    scaling = standardising(X)
    rows = scaling.apply(X)
    start = m_step(initialize(rows, 3, random_state=0), covariance_type)
    found = run(rows, start, covariance_type=covariance_type)
    undone = found.affine(scaling.scale, scaling.shift)
    assert (undone.converged, undone.n_iter, undone.weight) == (
        found.converged,
        found.n_iter,
        found.weight,
    )
    for state in undone.states:
        assert state.log_likelihood == pytest.approx(e_step(X, state.mixture).log_likelihood)
    np.testing.assert_allclose(
        log_density(X, undone.mixture),
        log_density(rows, found.mixture) - np.log(scaling.scale).sum(),
        rtol=1e-9,
    )


def test_a_full_covariance_does_not_depend_on_the_units(table):
    """From the same start, the fit of standardised rows is the fit of the rows."""
    X = table("iris")
    scaling = standardising(X)
    start = m_step(initialize(X, 3, random_state=0))
    scaled_start = start.affine(1 / scaling.scale, -scaling.shift / scaling.scale)
    plain, scaled = (
        run(X, start),
        run(scaling.apply(X), scaled_start).affine(scaling.scale, scaling.shift),
    )
    np.testing.assert_allclose(scaled.log_likelihoods, plain.log_likelihoods, rtol=1e-9)
    np.testing.assert_allclose(scaled.mixture.means, plain.mixture.means, rtol=1e-7)


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag"])
def test_undo_gives_the_statistics_of_the_data(table, covariance_type):
    """What each E-step left behind gives the next mixture, in the units of the data as well."""
    X = table("iris")
    scaling = standardising(X)
    rows = scaling.apply(X)
    start = m_step(initialize(rows, 3, random_state=0), covariance_type)
    undone = run(rows, start, covariance_type=covariance_type, max_iter=5).affine(
        scaling.scale, scaling.shift
    )
    for before, after in pairwise(undone.states):
        assert before.statistics.log_likelihood == before.log_likelihood
        following = m_step(before.statistics, covariance_type)
        np.testing.assert_allclose(following.means, after.mixture.means, rtol=1e-12)
        np.testing.assert_allclose(
            following.covariances, after.mixture.covariances, rtol=1e-9, atol=1e-12
        )


def test_undo_of_states_without_statistics_leaves_them_without(table):
    X = table("iris")
    scaling = standardising(X)
    found = run(scaling.apply(X), m_step(initialize(scaling.apply(X), 2)), max_iter=1)
    bare = replace(found, states=tuple(replace(s, statistics=None) for s in found.states))
    assert [state.statistics for state in bare.affine(scaling.scale, scaling.shift).states] == [
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("X", "weights", "sentence"),
    [
        (np.empty((0, 2)), None, "There are no rows to scale"),
        ([[1.0, np.nan], [2.0, np.nan]], None, r"A feature has no value in any row\. Leave it out"),
        ([[1.0, np.nan], [2.0, 3.0]], [1.0, 0.0], "A feature has no value in any row"),
    ],
)
def test_what_cannot_be_scaled_is_said(X, weights, sentence):
    weights = None if weights is None else np.array(weights)
    with pytest.raises(DataError, match=sentence):
        standardising(np.array(X), weights)
