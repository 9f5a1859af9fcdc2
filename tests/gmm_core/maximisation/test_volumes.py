import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.em import Model
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Statistics
from gmm_core.maximisation.structures import covariance_structure
from gmm_core.maximisation.volumes import along_axes, in_all_directions, log_volumes

seeds = st.integers(0, 2**32 - 1)


def random_scatter(seed, k, d):
    rng = np.random.default_rng(seed)
    held = rng.uniform(2 * d, 40, size=k)
    factors = np.linalg.qr(rng.normal(size=(k, d, d)))[0] * rng.uniform(0.5, 3.0, size=(k, 1, d))
    return held[:, None, None] * (factors @ factors.transpose(0, 2, 1)), held


def alternated(scatter, held, rounds=3000):
    """Celeux and Govaert (1995): shape and orientation given the volumes, and the other way."""
    d = scatter.shape[1]
    volumes = np.ones(len(held))
    for _ in range(rounds):
        total = (scatter / volumes[:, None, None]).sum(axis=0)
        shape = total / np.exp(np.linalg.slogdet(total)[1] / d)
        volumes = np.trace(np.linalg.solve(shape, scatter), axis1=1, axis2=2) / (d * held)
    return volumes[:, None, None] * shape


@given(seed=seeds, k=st.integers(1, 4), d=st.integers(1, 4))
def test_newtons_method_ends_where_alternating_does(seed, k, d):
    scatter, held = random_scatter(seed, k, d)
    diagonal = scatter * np.eye(d)
    for letters, given_scatter in (("VEE", scatter), ("VEI", diagonal)):
        found = covariance_structure(letters).m_step(given_scatter, held)
        expected = alternated(given_scatter, held, 300)
        np.testing.assert_allclose(found, expected, atol=1e-9 * expected.max())


@given(seed=seeds, k=st.integers(1, 4), d=st.integers(1, 4), far=st.floats(-40.0, 40.0))
def test_any_start_leads_to_the_same_volumes(seed, k, d, far):
    scatter, held = random_scatter(seed, k, d)
    start = np.linspace(0.0, far, k)
    stack, starts = np.array([scatter, scatter]), np.array([start, np.zeros(k)])
    found, expected = log_volumes(in_all_directions, stack, np.array([held, held]), d, starts)
    np.testing.assert_allclose(found - found.mean(), expected - expected.mean(), atol=1e-9)


@given(seed=seeds, k=st.integers(1, 4), d=st.integers(1, 4))
def test_along_axes_is_in_all_directions_of_diagonal_scatter(seed, k, d):
    spread = np.random.default_rng(seed).uniform(0.1, 5.0, size=(k, d))
    t = np.linspace(-1.0, 1.0, k)
    flat = along_axes(spread, t)
    dense = in_all_directions(spread[:, :, None] * np.eye(d), t)
    for one, other in zip(flat, dense, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


@given(seed=seeds, k=st.integers(2, 4), d=st.integers(1, 4))
def test_share_and_overlap_are_derivatives_of_the_log_determinant(seed, k, d):
    scatter, _ = random_scatter(seed, k, d)
    t, step = np.linspace(-1.0, 1.0, k), 1e-5
    here = in_all_directions(scatter, t)
    assert here.share.sum() == pytest.approx(d)
    for axis in range(k):
        shift = step * np.eye(k)[axis]
        low, high = (in_all_directions(scatter, t + s) for s in (-shift, shift))
        slope = (high.log_det - low.log_det) / (2 * step)
        assert slope == pytest.approx(-here.share[axis], abs=1e-8)
        curvature = (low.share - high.share) / (2 * step)
        expected = np.diag(here.share)[axis] - here.overlap[axis]
        np.testing.assert_allclose(curvature, expected, atol=1e-8)


def test_volumes_without_a_bound_are_told_by_a_singular_covariance():
    """A line that holds half of all rows in a plane of two features."""
    scatter = np.array([np.diag([1.0, 0.0]), np.diag([2.0, 3.0])])
    found = covariance_structure("VEE").m_step(scatter, np.array([60.0, 40.0]))
    assert np.linalg.eigvalsh(found)[0, 0] < 1e-13
    assert np.linalg.eigvalsh(found)[1, 0] > 1e-3


def test_volumes_have_a_bound_where_a_flat_component_holds_few_rows():
    """One row in five lies on a line of the plane."""
    scatter = np.array([np.diag([1.0, 0.0]), np.diag([2.0, 3.0])])
    found = covariance_structure("VEI").m_step(scatter, np.array([2.0, 8.0]))
    np.testing.assert_allclose(found, alternated(scatter, np.array([2.0, 8.0])), atol=1e-12)


def test_rows_that_are_alike_are_a_collapse_whatever_rounding_leaves_of_them():
    """Its trace is below 0 and an eigenvalue above: that ended in NaN and an error of numpy."""
    point = [[-1e-33, 2e-33], [2e-33, -1e-33]]
    first = Statistics(40.0, [20.0, 20.0], [[0.0, 0.0], [5.0, 5.0]], [np.eye(2) * 20.0, point])
    with pytest.raises(DegenerateComponentError, match="Component 2"):
        Model("VEV").m_step(first)
