"""M-steps of many structures in one call are those of each structure by itself."""

import numpy as np
import pytest

from gmm_core.maximisation import COVARIANCE_STRUCTURES, stacked_m_steps

STRUCTURES = tuple(COVARIANCE_STRUCTURES.values())


def drawn(m, k, d, seed=0):
    """Scatter, counts and covariances before, of m mixtures."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(2, m, k, 3 * d, d)) * rng.exponential(size=(2, m, k, 1, d))
    scatter, before = rows.swapaxes(-1, -2) @ rows
    return scatter, rng.uniform(5.0, 20.0, size=(m, k)), before


@pytest.mark.parametrize(("k", "d"), [(3, 2), (2, 4), (1, 3), (4, 1)])
def test_each_has_the_m_step_of_its_structure_to_the_last_bit(k, d):
    kinds = np.random.default_rng(1).permutation(np.repeat(np.arange(len(STRUCTURES)), 3))
    scatter, resp_sum, before = drawn(len(kinds), k, d)
    found = stacked_m_steps(STRUCTURES, kinds, scatter, resp_sum, before)
    for kind, structure in enumerate(STRUCTURES):
        own = kinds == kind
        alone = structure.m_steps(scatter[own], resp_sum[own], before[own])
        np.testing.assert_array_equal(found[own], alone)


@pytest.mark.parametrize("names", [("EVE", "VVE"), ("VEI", "VEV"), ("VVE",)])
def test_a_component_without_spread_stops_no_other(names):
    structures = [COVARIANCE_STRUCTURES[name] for name in names]
    kinds = np.arange(6) % len(names)
    scatter, resp_sum, before = drawn(6, 3, 2)
    sound = stacked_m_steps(structures, kinds, scatter, resp_sum, before)
    scatter[2, 1] = 0.0
    found = stacked_m_steps(structures, kinds, scatter, resp_sum, before)
    others = np.arange(6) != 2
    np.testing.assert_array_equal(found[others], sound[others])
    assert not found[2, 1].any()


def test_no_mixture_has_no_m_step():
    nothing = np.empty((0, 2, 3, 3))
    kinds = np.zeros(0, dtype=int)
    assert stacked_m_steps(STRUCTURES, kinds, nothing, np.empty((0, 2)), nothing).shape == (
        0, 2, 3, 3
    )  # fmt: skip
