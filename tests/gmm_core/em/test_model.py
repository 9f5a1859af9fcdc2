"""A model is the M-step that a fit will take, with all that keeps it from collapsing."""

import numpy as np

from gmm_core import Statistics, m_step
from gmm_core.em.model import Model


def test_its_m_step_is_that_of_the_fit():
    X = np.random.default_rng(0).normal(size=(20, 2))
    statistics = Statistics.from_responsibilities(X, np.full((20, 2), 0.5))
    found = Model("tied", reg_covar=0.1, floor=0.2).m_step(statistics)
    expected = m_step(statistics, "tied", reg_covar=0.1, floor=0.2)
    np.testing.assert_array_equal(found.covariances, expected.covariances)
    assert not np.allclose(found.covariances, Model("tied").m_step(statistics).covariances)
