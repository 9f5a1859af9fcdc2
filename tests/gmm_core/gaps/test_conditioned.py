"""Components given what is there, against Bishop's formulas one by one."""

import numpy as np
import pytest

from gmm_core import DegenerateComponentError, Mixture
from gmm_core.gaps import Conditioned
from gmm_core.matrices import Shared

DENSE = np.array([[2.0, 0.6, 0.2], [0.6, 1.0, 0.1], [0.2, 0.1, 0.5]])


@pytest.mark.parametrize("there", [[0], [1, 2], [0, 1, 2], []])
def test_regressions_and_covariances(there):
    observed = np.isin(np.arange(3), there)
    given = Conditioned(Mixture([1.0], np.zeros((1, 3)), [DENSE]), observed[None])
    gone = np.flatnonzero(~observed)
    slope = DENSE[np.ix_(gone, there)] @ np.linalg.inv(DENSE[np.ix_(there, there)])
    expected = np.zeros((3, 3))
    expected[there, there] = 1.0
    expected[np.ix_(gone, there)] = slope
    np.testing.assert_allclose(given.regressions[0, 0], expected, atol=1e-12)
    rest = np.zeros((3, 3))
    rest[np.ix_(gone, gone)] = DENSE[np.ix_(gone, gone)] - slope @ DENSE[np.ix_(there, gone)]
    np.testing.assert_allclose(given.covariances[0, 0], rest, atol=1e-12)


def test_one_covariance_of_all_is_conditioned_on_once():
    mixture = Mixture([0.5, 0.5], np.zeros((2, 3)), Shared(DENSE, [1.0, 1.0]))
    given = Conditioned(mixture, np.array([[True, False, True]]))
    assert given.regressions.shape == (1, 1, 3, 3)
    assert given.log_scales.shape == (1, 2)


def test_a_flat_component_is_named():
    mixture = Mixture([0.5, 0.5], np.zeros((2, 2)), [np.eye(2), np.ones((2, 2))])
    with pytest.raises(DegenerateComponentError) as found:
        Conditioned(mixture, np.array([[True, True]]))
    assert found.value.component == 1
