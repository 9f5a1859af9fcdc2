from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import (
    COVARIANCE_STRUCTURES,
    Data,
    Mixture,
    Model,
    Statistics,
    e_step,
    initialize,
    is_nested,
    m_step,
)
from gmm_core.selection import nesting
from gmm_core.selection.nesting import duplicated


def fitted(X, k, covariance_type):
    return m_step(initialize(X, k, random_state=0), covariance_type)


def nested_types(outer):
    others = [name for name in COVARIANCE_STRUCTURES if name != outer]
    return [inner for inner in others if is_nested(inner, outer)]


def split(X, mixture, covariance_type):
    return nesting.split(Data(X), mixture, Model(covariance_type))


def test_full_contains_all_others_and_nothing_contains_full():
    others = set(COVARIANCE_STRUCTURES) - {"full"}
    assert set(nested_types("full")) == others
    assert all("full" not in nested_types(other) for other in others)


def test_what_is_nested_has_no_more_parameters():
    for outer, structure in COVARIANCE_STRUCTURES.items():
        for inner in nested_types(outer):
            for k, d in ((2, 2), (3, 5), (9, 13)):
                fewer = COVARIANCE_STRUCTURES[inner].n_parameters(k, d)
                assert fewer <= structure.n_parameters(k, d)


@pytest.mark.parametrize("covariance_type", COVARIANCE_STRUCTURES)
@pytest.mark.parametrize("k", [1, 2, 4])
def test_a_duplicated_component_changes_no_density(table, covariance_type, k):
    X = table("iris")
    mixture = fitted(X, k, covariance_type)
    larger = duplicated(mixture)
    assert larger.n_components == k + 1
    assert larger.weights.sum() == pytest.approx(1.0)
    ours, theirs = e_step(X, larger).log_likelihood, e_step(X, mixture).log_likelihood
    assert ours == pytest.approx(theirs, rel=1e-13)


@pytest.mark.parametrize("covariance_type", COVARIANCE_STRUCTURES)
def test_a_split_is_a_mixture_of_its_structure(table, covariance_type):
    """Its M-step, repeated on its own scatter, leaves it as it is."""
    X = table("iris")
    larger = split(X, fitted(X, 3, covariance_type), covariance_type)
    scatter = larger.covariances * larger.weights[:, None, None]
    again = COVARIANCE_STRUCTURES[covariance_type].m_step(
        scatter, larger.weights, larger.covariances
    )
    assert larger.n_components == 4
    np.testing.assert_allclose(again, larger.covariances, rtol=1e-5, atol=1e-8)


def test_the_component_that_holds_two_clusters_is_split():
    rng = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0], [20.0, 0.0], [20.0, 6.0]])
    X = np.repeat(centres, 50, axis=0) + rng.normal(size=(150, 2))
    two = m_step(initialize(X, 2, centres[[0, 1]] + [[0, 0], [0, 3]]), "full")
    means = split(X, two, "full").means
    nearest = np.linalg.norm(means[:, None] - centres, axis=2).min(axis=0)
    assert nearest.max() < 0.6


def test_where_nothing_can_be_split_there_is_no_start():
    """Two rows make no two full covariances."""
    X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    one = Mixture([1.0], [[1 / 3, 1 / 3]], [np.cov(X.T)])
    assert split(X, one, "full") is None


def test_splits_are_no_more_than_asked_for_and_across_as_many_axes(table):
    X = table("iris")
    ask = (Data(X), fitted(X, 3, "VVE"), Model("VVE"))
    assert len(nesting.splits(*ask)) == 3
    assert len(nesting.splits(*ask, 2)) == 2
    assert len(nesting.splits(*ask, n_axes=2)) == 6
    first = nesting.splits(*ask, 1)[0]
    np.testing.assert_array_equal(first.means, nesting.splits(*ask)[0].means)


@given(scale=st.floats(-6, 6), other=st.floats(-6, 6))
def test_a_split_does_not_depend_on_the_units_of_the_features(scale, other):
    rng = np.random.default_rng(1)
    X = np.repeat([[0.0, 0.0], [4.0, 1.0]], 40, axis=0) + rng.normal(size=(80, 2))
    units = np.array([10.0**scale, 10.0**other])
    one = m_step(initialize(X, 1, random_state=0), "full")
    expected = split(X, one, "full").affine(units, 0.0)
    found = split(X * units, one.affine(units, 0.0), "full")
    means, theirs = (mixture.means[mixture.view_order()] for mixture in (found, expected))
    np.testing.assert_allclose(means / units, theirs / units, rtol=1e-8)


def test_the_order_of_the_components_does_not_change_what_is_split(table):
    X = table("iris")
    mixture = fitted(X, 3, "full")
    listed = [split(X, mixture.permuted(order), "full") for order in ([0, 1, 2], [2, 0, 1])]
    assert all(
        np.allclose(np.sort(a.weights), np.sort(b.weights), rtol=1e-12) for a, b in pairwise(listed)
    )


def test_a_half_without_an_inverse_covariance_is_no_start():
    """Wide, with hardly a row: not flat beside all rows, and singular to rounding by itself."""
    rng, d = np.random.default_rng(0), 3
    resp_sum, found = np.array([1e-6, 100.0]), []
    for _ in range(200):
        roots = rng.normal(size=(d, 2)) * [3e4, 1e4]
        needle = roots @ roots.T + 10.0 ** rng.uniform(-9.0, -5.0) * np.eye(d)
        scatter = np.array([needle, np.eye(d)]) * resp_sum[:, None, None]
        statistics = Statistics(100.0, resp_sum, np.zeros((2, d)), scatter)
        found.append(nesting._m_step_or_none(statistics, Model(), None))
    assert 0 < found.count(None) < len(found)
    assert all(np.isfinite(one.whitener.half_log_det).all() for one in found if one is not None)
