"""Projections onto one or two axes, and means moved on them."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, Mixture, Statistics, m_step, sample
from gmm_core.mixture.scaling import standardising
from gmm_core.projection.projection import Projection, onto_features, onto_principal_components

seeds = st.integers(0, 2**32 - 1)
NAMES = ("a", "b", "c", "d")


def tilted(rng, d=4, k=3):
    """A mixture of tilted components, each feature on a scale of its own."""
    scales = 10.0 ** rng.integers(-3, 4, size=d)
    roots = (rng.normal(size=(k, d, d)) + np.eye(d)) * scales[:, None]
    covariances = roots @ roots.transpose(0, 2, 1)
    return Mixture(rng.dirichlet(np.ones(k)), rng.normal(size=(k, d)) * scales, covariances)


def rows_of(mixture, n=200):
    return sample(mixture, n, random_state=0)[0]


def both(X):
    return onto_features([2, 0], NAMES), onto_principal_components(X, NAMES)


# Onto features


@pytest.mark.parametrize("features", [(0, 1), (3, 1), (2,), (2, 2)])
def test_onto_features_is_the_columns_and_the_marginal_bit_for_bit(features):
    mixture = tilted(np.random.default_rng(1))
    X = rows_of(mixture)
    projection = onto_features(features, NAMES)
    assert projection.features == features
    assert projection.labels == tuple(NAMES[j] for j in features)
    np.testing.assert_array_equal(projection.points(X), X[:, features])
    np.testing.assert_array_equal(projection.points(X), X @ projection.matrix.T)
    projected, marginal = projection.mixture(mixture), mixture.marginal(features)
    for part in ("weights", "means", "covariances"):
        np.testing.assert_array_equal(getattr(projected, part), getattr(marginal, part))


@pytest.mark.parametrize(
    ("matrix", "origin", "features"),
    [
        ([[0.0, 1.0], [1.0, 0.0]], [0.0, 0.0], (1, 0)),
        ([[0.0, 1.0]], [1.0, 0.0], None),
        ([[0.0, 2.0]], [0.0, 0.0], None),
        ([[1.0, 1.0]], [0.0, 0.0], None),
        ([[1.0, -1.0]], [0.0, 0.0], None),
    ],
)
def test_features_are_told_from_combinations(matrix, origin, features):
    projection = Projection(matrix, origin, ("x",) * len(matrix))
    assert projection.features == features


def test_a_projection_is_read_only_also_when_it_was_pickled():
    projection = onto_features([1], NAMES)
    for each in (projection, pickle.loads(pickle.dumps(projection))):
        assert each.labels == ("b",)
        with pytest.raises(ValueError, match="read-only"):
            each.matrix[0, 0] = 1.0


# Onto combinations


def test_a_tilted_axis_by_hand():
    """(x + y, x − y) of N((3, 1), [[2, 1], [1, 4]]) from (1, 1): (2, 2), [[8, −2], [−2, 4]]."""
    projection = Projection([[1.0, 1.0], [1.0, -1.0]], [1.0, 1.0], ("sum", "difference"))
    projected = projection.mixture(Mixture([1.0], [[3.0, 1.0]], [[[2.0, 1.0], [1.0, 4.0]]]))
    np.testing.assert_array_equal(projected.means, [[2.0, 2.0]])
    np.testing.assert_array_equal(projected.covariances, [[[8.0, -2.0], [-2.0, 4.0]]])


@given(seed=seeds, n_axes=st.integers(1, 2))
def test_the_projected_mixture_is_that_of_the_projected_rows(seed, n_axes):
    """Moments of the rows, projected, are the moments of the projected rows."""
    rng = np.random.default_rng(seed)
    X = rows_of(tilted(rng), 60)
    sd = X.std(axis=0)
    matrix = rng.normal(size=(n_axes, 4)) / sd
    projection = Projection(matrix, X.mean(axis=0), ("axis",) * n_axes)
    resp = rng.dirichlet(np.ones(3), size=60)
    of_rows = projection.mixture(m_step(Statistics.from_responsibilities(X, resp)))
    direct = m_step(Statistics.from_responsibilities(projection.points(X), resp))
    np.testing.assert_array_equal(of_rows.weights, direct.weights)
    np.testing.assert_allclose(of_rows.means, direct.means, atol=1e-12)
    np.testing.assert_allclose(of_rows.covariances, direct.covariances, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(of_rows.covariances, of_rows.covariances.transpose(0, 2, 1))


# Principal components


@given(seed=seeds)
def test_principal_components_are_uncorrelated_and_the_first_spreads_most(seed):
    X = rows_of(tilted(np.random.default_rng(seed)))
    projection = onto_principal_components(X, NAMES)
    loadings = projection.matrix * X.std(axis=0)
    np.testing.assert_allclose(loadings @ loadings.T, np.eye(2), atol=1e-12)
    covariance = np.cov(projection.points(X).T, ddof=0)
    assert covariance[0, 0] >= covariance[1, 1]
    np.testing.assert_allclose(covariance[0, 1], 0.0, atol=1e-12)
    np.testing.assert_allclose(
        np.diagonal(covariance), np.linalg.eigvalsh(np.corrcoef(X.T))[::-1][:2], rtol=1e-9
    )
    assert (loadings.max(axis=1) >= np.abs(loadings).max(axis=1) * (1 - 1e-9)).all()


@given(seed=seeds, offset=st.sampled_from([0.0, 1e8]))
def test_principal_components_do_not_depend_on_the_units(seed, offset):
    rng = np.random.default_rng(seed)
    X = rows_of(tilted(rng, 3)) @ np.diag(10.0 ** rng.integers(-3, 4, size=3))
    scaled = standardising(X).apply(X)
    plain = onto_principal_components(scaled, NAMES[:3]).points(scaled)
    moved = scaled * [1.0, 100.0, 1e-3] + offset * np.array([1.0, -100.0, 1e-3])
    there = onto_principal_components(moved, NAMES[:3])
    tolerance = 1e-8 + 1e-14 * offset
    np.testing.assert_allclose(np.abs(there.points(moved)), np.abs(plain), atol=1e3 * tolerance)


def test_principal_components_of_iris(table):
    """Of the correlations, 73.0 % and 22.9 %; the second is nearly sepal width alone."""
    X = table("iris")
    projection = onto_principal_components(X, NAMES)
    assert projection.labels == (
        "principal component 1 (73 % of variance)",
        "principal component 2 (23 % of variance)",
    )
    loadings = projection.matrix * X.std(axis=0)
    np.testing.assert_allclose(loadings[0], [0.5211, -0.2693, 0.5804, 0.5649], atol=1e-4)
    np.testing.assert_allclose(loadings[1], [0.3774, 0.9233, 0.0245, 0.0669], atol=1e-4)
    np.testing.assert_allclose(projection.points(X).mean(axis=0), 0.0, atol=1e-12)


def test_equally_large_loadings_have_the_sign_of_the_first(table):
    """Of two features they are always equal, whatever the last bit says."""
    X = table("faithful")
    for rows in (X, X[::-1], X[:, ::-1], -X, X * [1.0, -1.0]):
        matrix = onto_principal_components(rows, NAMES[:2]).matrix
        assert (matrix[:, 0] > 0).all()


def test_features_without_spread_are_left_out():
    rng = np.random.default_rng(0)
    X = np.column_stack([np.full(50, 0.1), rng.normal(size=50), rng.normal(size=50)])
    projection = onto_principal_components(X, NAMES[:3])
    np.testing.assert_array_equal(projection.matrix[:, 0], 0.0)
    assert (np.linalg.norm(projection.matrix, axis=1) > 0.5).all()
    with pytest.raises(DataError, match=r"The features a, b are constant.*Choose features"):
        onto_principal_components(np.ones((3, 2)), ("a", "b"))


def test_one_feature_has_one_principal_component(table):
    projection = onto_principal_components(table("galaxies"), ("velocity",))
    assert projection.labels == ("principal component 1 (100 % of variance)",)
    assert projection.points(table("galaxies")).std() == pytest.approx(1.0)


# Lifting


@given(seed=seeds, one_axis=st.booleans())
def test_lifted_means_project_onto_their_places(seed, one_axis):
    rng = np.random.default_rng(seed)
    mixture = tilted(rng)
    X = rows_of(mixture)
    spread = np.cov(X.T)
    for projection in (*both(X), onto_features([3], NAMES)):
        points = projection.points(X)
        places = points[:3] + rng.normal(size=(3, points.shape[1])) * points.std(axis=0)
        lifted = projection.lift(places, mixture.means, spread)
        gap = (projection.points(lifted) - places) / points.std(axis=0)
        np.testing.assert_allclose(gap, 0.0, atol=1e-9)
        back = projection.lift(projection.points(mixture.means), lifted, spread)
        np.testing.assert_allclose((back - mixture.means) / X.std(axis=0), 0.0, atol=1e-7)
        if projection.features is not None:
            np.testing.assert_array_equal(lifted[:, projection.features], places)


@given(seed=seeds)
def test_means_that_are_not_moved_stay_to_the_last_bit(seed):
    mixture = tilted(np.random.default_rng(seed))
    X = rows_of(mixture)
    for projection in both(X):
        lifted = projection.lift(projection.points(mixture.means), mixture.means, np.cov(X.T))
        np.testing.assert_array_equal(lifted, mixture.means)


def test_the_other_features_follow_by_regression(table):
    """Least squares of the other two features of iris on the two axes, row by row."""
    X = table("iris")
    projection = onto_features([0, 2], NAMES)
    design = np.column_stack([np.ones(len(X)), X[:, [0, 2]]])
    slopes = np.linalg.lstsq(design, X[:, [1, 3]], rcond=None)[0]
    mean = X.mean(axis=0, keepdims=True)
    places = np.array([[5.0, 6.0]])
    lifted = projection.lift(places, mean, np.cov(X.T))
    np.testing.assert_allclose(lifted[:, [1, 3]], [[1, 5.0, 6.0]] @ slopes, rtol=1e-9)


def test_far_from_zero_means_are_moved_alike(table):
    X = table("iris")
    places = np.array([[1.0, -0.5]])
    near, far = (
        onto_principal_components(rows, NAMES).lift(places, rows[:1], np.cov(X.T)) - offset
        for offset, rows in ((0.0, X), (1e8, X + 1e8))
    )
    np.testing.assert_allclose(far, near, atol=1e-6)


def test_an_axis_without_spread_leaves_the_other_features_alone():
    """A constant feature is an axis: its place is taken, and nothing follows it."""
    covariance = np.array([[1.0, 0.0, 0.5], [0.0, 0.0, 0.0], [0.5, 0.0, 1.0]])
    projection = onto_features([0, 1], NAMES[:3])
    lifted = projection.lift(np.array([[2.0, 7.0]]), np.zeros((1, 3)), covariance)
    np.testing.assert_allclose(lifted, [[2.0, 7.0, 1.0]])
    onto_sum = Projection([[0.0, 2.0, 0.0]], np.zeros(3), ("twice b",))
    np.testing.assert_array_equal(onto_sum.lift(np.ones((1, 1)), np.zeros((1, 3)), covariance), 0.0)
