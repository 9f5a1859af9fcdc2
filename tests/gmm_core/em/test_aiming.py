"""M-steps of many mixtures are those of one, and none stops the others."""

import numpy as np
import pytest

from gmm_core import (
    COVARIANCE_STRUCTURES,
    DegenerateComponentError,
    Model,
    e_step,
    initialize,
    m_step,
)
from gmm_core.em.aiming import Given, is_positive, targets_of
from gmm_core.expectation import Statistics

STRUCTURES = tuple(COVARIANCE_STRUCTURES.values())


@pytest.fixture(scope="module")
def iris(table):
    """Statistics of each structure, from one partition of the rows."""
    X = table("iris")
    first = initialize(X, 3, "hierarchical")
    starts = [m_step(first, structure.name) for structure in STRUCTURES]
    return [e_step(X, start) for start in starts], starts


def asked(iris):
    statistics, starts = iris
    given = Given(
        np.array([each.resp_sum for each in statistics]),
        np.array([each.resp_means for each in statistics]),
        np.array([each.scatter for each in statistics]),
    )
    before = np.array([start.covariances for start in starts])
    return np.arange(len(STRUCTURES)), np.full(len(STRUCTURES), 150.0), before, given


def test_each_is_the_m_step_of_its_model(iris):
    kinds, weight, before, given = asked(iris)
    sound, targets = targets_of(STRUCTURES, kinds, weight, before, given)
    assert sound.all()
    for i, (statistics, start) in enumerate(zip(*iris, strict=True)):
        alone = Model(STRUCTURES[i].name).m_step(statistics, start)
        np.testing.assert_allclose(targets.weights[i], alone.weights, rtol=1e-12)
        np.testing.assert_allclose(targets.covariances[i], alone.covariances, rtol=1e-8, atol=1e-12)


def test_an_empty_or_flat_component_stops_no_other(iris):
    kinds, weight, before, given = asked(iris)
    given.resp_sum[2, 0] = 0.0
    given.scatter[STRUCTURES.index(COVARIANCE_STRUCTURES["full"]), 1] = 0.0
    sound, targets = targets_of(STRUCTURES, kinds, weight, before, given)
    assert np.flatnonzero(~sound).tolist() == sorted(
        [2, STRUCTURES.index(COVARIANCE_STRUCTURES["full"])]
    )
    assert len(targets.weights) == sound.sum()


def test_scatter_is_positive_as_far_as_its_structure_uses_it():
    kinds = [COVARIANCE_STRUCTURES[name] for name in ("full", "diag", "tied")]
    tilted = np.array([[[1.0, 2.0], [2.0, 1.0]]] * 2)  # no covariance, but for its diagonal
    below = np.array([[[-1.0, 0.0], [0.0, 1.0]], [[3.0, 0.0], [0.0, 1.0]]])  # in all 2 and 2
    assert is_positive(kinds, np.arange(3), np.array([tilted] * 3)).tolist() == [False, True, True]
    assert is_positive(kinds, np.arange(3), np.array([below] * 3)).tolist() == [False, False, True]


def has_density_alone(resp_sum, means, scatter):
    """Whether the M-step of one mixture leads to a mixture that has a density."""
    try:
        statistics = Statistics(resp_sum.sum(), resp_sum, means, scatter)
        return bool(np.isfinite(Model().m_step(statistics).whitener.half_log_det).all())
    except DegenerateComponentError:
        return False


def test_a_wide_needle_of_hardly_any_weight_has_a_density_where_it_has_one_alone():
    """Beside all rows it is not flat; beside its own length it is, at times to the last bit."""
    rng = np.random.default_rng(0)
    m, d = 400, 3
    roots = rng.normal(size=(m, d, 2)) * [3e4, 1e4]
    width = 10.0 ** rng.uniform(-9.0, -5.0, size=(m, 1, 1))
    needles = roots @ roots.swapaxes(1, 2) + width * np.eye(d)
    resp_sum = np.tile([1e-6, 100.0], (m, 1))
    scatter = np.stack([needles, np.tile(np.eye(d), (m, 1, 1))], axis=1) * resp_sum[..., None, None]
    given = Given(resp_sum, np.zeros((m, 2, d)), scatter)
    sound, _ = targets_of(
        [COVARIANCE_STRUCTURES["full"]], np.zeros(m, dtype=int), np.full(m, 100.0), scatter, given
    )
    alone = [has_density_alone(*one) for one in zip(*given, strict=True)]
    assert 0 < sum(alone) < m
    assert sound.tolist() == alone
