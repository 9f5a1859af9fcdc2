import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from turned_scatters import random_axes, random_scatter, turned, value

from gmm_core.maximisation.turned_axes import (
    curvatures,
    derivatives,
    one_volume,
    own_volumes,
    rotation,
    seen,
)

each_objective = pytest.mark.parametrize("objective", [one_volume, own_volumes])
seeds = st.integers(0, 2**32 - 1)


@each_objective
@given(seed=seeds, k=st.integers(1, 4), d=st.integers(2, 4))
def test_derivatives_are_those_of_the_objective(objective, seed, k, d):
    """Beside central differences along random directions of the angles."""
    scatter, held = random_scatter(seed, k, d)
    view = seen(scatter, held, objective, np.eye(d))
    gradient, hessian = derivatives(view)
    direction = np.random.default_rng(seed).normal(size=len(gradient))
    direction /= np.linalg.norm(direction)
    step = 1e-4
    low, here, high = (
        value(objective, scatter, held, turned(angle * direction, d)) for angle in (-step, 0, step)
    )
    slope, n = (high - low) / (2 * step), held.sum()
    assert slope == pytest.approx(gradient @ direction, abs=1e-5 * n)
    curvature = (high - 2 * here + low) / step**2
    assert curvature == pytest.approx(direction @ hessian @ direction, abs=1e-4 * n)


@each_objective
@given(seed=seeds, k=st.integers(1, 4), d=st.integers(2, 6))
def test_curvatures_for_many_features_are_the_diagonal_of_the_hessian(objective, seed, k, d):
    view = seen(*random_scatter(seed, k, d), objective, random_axes(seed, d))
    gradient, hessian = derivatives(view)
    slopes, curved = curvatures(view)
    np.testing.assert_allclose(slopes, gradient, atol=1e-9)
    np.testing.assert_allclose(curved, np.diagonal(hessian), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("angles", [np.zeros(6), np.linspace(-0.7, 0.7, 6)])
def test_a_turn_is_a_rotation_close_to_the_exponential(angles):
    turn = rotation(angles, 4)
    np.testing.assert_allclose(turn.T @ turn, np.eye(4), atol=1e-15)
    assert np.linalg.det(turn) == pytest.approx(1.0)
    small = rotation(angles / 100, 4)
    np.testing.assert_allclose(small, turned(angles / 100, 4), atol=1e-6)
