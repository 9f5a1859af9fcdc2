import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gmm_core.errors import DataError
from gmm_core.mixture.mixture import Mixture
from gmm_core.projection.projection import Projection
from gmm_core.projection.synthetic_rows import Draws, draws

MANY = 200_000


def plane():
    """Weights 0.3 and 0.7, one round and one long and tilted."""
    return Mixture([0.3, 0.7], [[0.0, 0.0], [8.0, -2.0]], [np.eye(2), [[4.0, 1.5], [1.5, 1.0]]])


def test_rows_have_the_weights_means_and_covariances_of_the_mixture():
    mixture = plane()
    points, components = draws(MANY, 2).of(mixture)
    for j in range(2):
        own = points[components == j]
        assert_allclose(len(own) / MANY, mixture.weights[j], atol=0.005)
        assert_allclose(own.mean(axis=0), mixture.means[j], atol=0.03)
        assert_allclose(np.cov(own.T), mixture.covariances[j], atol=0.05)


def test_rows_move_as_the_mixture_moves():
    before = plane()
    way = np.array([1.0, 2.0])
    after = Mixture(before.weights, before.means + way, before.covariances)
    chance = draws(50, 2)
    assert_allclose(chance.of(after)[0], chance.of(before)[0] + way)
    assert_array_equal(chance.of(after)[1], chance.of(before)[1])


def test_by_hand():
    points, components = Draws([0.0, 0.3, 0.99], [[1.0, 1.0]] * 3).of(plane())
    assert components.tolist() == [0, 1, 1]
    across = np.sqrt(1.0 - 0.75**2)
    assert_allclose(points, [[1.0, 1.0], *[[10.0, -2.0 + 0.75 + across]] * 2])


def test_a_component_that_is_flat_in_the_plane_makes_rows_on_its_line():
    onto = Projection([[1.0, 0.0], [1.0, 0.0]], [0.0, 0.0], ("a", "a too"))
    points, _ = draws(9, 2).of(onto.mixture(plane()))
    assert_allclose(points[:, 0], points[:, 1])


@pytest.mark.parametrize("n_axes", [0, 3])
def test_axes_that_no_picture_has(n_axes):
    with pytest.raises(DataError, match="one axis or two"):
        draws(3, n_axes)
    with pytest.raises(DataError, match="Project it"):
        draws(3, 1).of(plane())


@pytest.mark.parametrize("shapes", [((1,), (1, 3)), ((2,), (1, 1)), ((2,), (2,))])
def test_draws_of_other_shapes_are_refused(shapes) -> None:
    with pytest.raises(DataError, match="The draws have shapes"):
        Draws(*map(np.zeros, shapes))
