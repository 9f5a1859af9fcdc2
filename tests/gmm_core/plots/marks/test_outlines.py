import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.marks.outlines import ellipse, ellipses_in_space, outlines

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


def covariance_of(seed):
    root = np.random.default_rng(seed).normal(size=(3, 3))
    return root @ root.T + 0.05 * np.eye(3)


@given(st.integers(0, 10_000), st.floats(0.1, 5.0))
def test_every_point_in_space_has_its_distance_and_ellipses_reach_all_ends(seed, radius):
    covariance, mean = covariance_of(seed), np.array([1.0, -2.0, 3.0])
    curves = ellipses_in_space(mean, covariance, radius)
    gaps = curves[~np.isnan(curves[:, 0])] - mean
    distances = np.einsum("ni,ij,nj->n", gaps, np.linalg.inv(covariance), gaps)
    np.testing.assert_allclose(distances, radius**2, rtol=1e-6)
    variances, directions = np.linalg.eigh(covariance)
    reach = np.abs(gaps @ directions).max(axis=0)
    np.testing.assert_allclose(reach, radius * np.sqrt(variances), rtol=1e-6)


def test_ellipses_in_space_are_closed_and_a_flat_component_still_has_them():
    curves = ellipses_in_space([0.0, 0.0, 0.0], np.diag([4.0, 1.0, 0.0]))
    for each in np.split(curves, 3):
        np.testing.assert_allclose(each[0], each[-2], atol=1e-12)
        assert np.isnan(each[-1]).all()
        assert np.isfinite(each[:-1]).all()
    assert np.nanmax(np.abs(curves[:, 2])) == pytest.approx(0.0)
