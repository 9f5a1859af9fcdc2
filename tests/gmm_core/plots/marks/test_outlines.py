import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.marks.outlines import ellipse, outlines

ENTRY = st.floats(-3, 3)


@given(st.tuples(ENTRY, ENTRY, ENTRY, ENTRY), st.floats(0.5, 3), st.floats(-1e6, 1e6))
def test_every_point_lies_at_the_radius(entries, radius, shift):
    root = np.array(entries).reshape(2, 2)
    covariance = root @ root.T + 0.1 * np.eye(2)
    mean = np.array([shift, -shift])
    offset = ellipse(mean, covariance, radius) - mean
    distance = np.sqrt(np.einsum("ij,jk,ik->i", offset, np.linalg.inv(covariance), offset))
    np.testing.assert_allclose(distance, radius, rtol=1e-6)


def test_curve_is_closed_and_goes_all_round():
    curve = ellipse([1, 2], [[4, 1], [1, 1]], n_points=41)
    assert curve.shape == (41, 2)
    np.testing.assert_allclose(curve[0], curve[-1])
    np.testing.assert_allclose(curve[:-1].mean(axis=0), [1, 2])


def test_a_flat_covariance_is_a_line():
    curve = ellipse([0, 0], [[1, 1], [1, 1]])
    np.testing.assert_allclose(curve[:, 0], curve[:, 1], atol=1e-9)
    assert curve.max() == pytest.approx(1.0, rel=1e-3)


def test_outline_is_the_shadow_of_the_component_and_not_a_slice():
    covariance = np.array([[4.0, 1.0, 1.2], [1.0, 2.0, -0.5], [1.2, -0.5, 1.0]])
    mixture = Mixture([1.0], [[1.0, 2.0, 3.0]], [covariance])
    curve = outlines(mixture.marginal([2, 0]), 0, [2.0])[:-1]
    # The shadow of an ellipsoid reaches radius x standard deviation along every axis.
    np.testing.assert_allclose(curve.max(axis=0), [3 + 2 * 1, 1 + 2 * 2], atol=5e-3)
    # Every point of the ellipsoid's surface falls inside its shadow, and some onto its edge.
    rng = np.random.default_rng(0)
    sphere = rng.normal(size=(20_000, 3))
    sphere /= np.linalg.norm(sphere, axis=1, keepdims=True)
    surface = (2.0 * sphere @ np.linalg.cholesky(covariance).T)[:, [2, 0]]
    shadow = np.linalg.inv(covariance[np.ix_([2, 0], [2, 0])])
    distance = np.sqrt(np.einsum("ij,jk,ik->i", surface, shadow, surface))
    assert 1.99 < distance.max() <= 2.0 + 1e-9


def test_radii_are_separated_by_gaps():
    mixture = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    curve = outlines(mixture, 0, [1, 2, 3])
    assert np.isnan(curve).all(axis=1).sum() == 3
    assert outlines(mixture, 0, []).shape == (0, 2)
