"""Stepwise EM: an average of statistics that each batch moves, and an M-step after it."""

import numpy as np
import pytest
from pieces import groups, started

from gmm_core import Model, e_step, m_step
from gmm_core.estimator.stepwise import Stepwise
from gmm_core.expectation import Data

X = groups(6000)


@pytest.mark.parametrize("structure", ["full", "tied", "diag", "EEI", "VII"])
def test_one_batch_of_all_rows_with_gain_1_is_an_iteration_of_em(structure):
    start, model = started(X, structure=structure), Model(structure)
    found = Stepwise.of(start, 0.0).after(Data(X), model, 1.0)
    expected = m_step(e_step(X, start, covariance_type=structure), structure, previous=start)
    np.testing.assert_allclose(found.mixture.means, expected.means, rtol=1e-12)
    np.testing.assert_allclose(found.mixture.covariances, expected.covariances, rtol=1e-12)
    assert found.batches == 1


def test_the_average_moves_by_the_gain():
    start, model = started(X), Model()
    batch = X[:500]
    gain = 2.0**-0.6
    found = Stepwise.of(start, -1.0).after(Data(batch), model).average
    of_batch = e_step(batch, start)
    share = of_batch.resp_sum / 500
    np.testing.assert_allclose(found.resp_sum, (1 - gain) * start.weights + gain * share)
    np.testing.assert_allclose(
        found.resp_x,
        (1 - gain) * start.weights[:, None] * start.means + gain * of_batch.resp_x / 500,
    )
    assert found.log_likelihood == pytest.approx(
        -(1 - gain) + gain * of_batch.log_likelihood / 500, rel=1e-12
    )


def test_a_start_is_the_mean_of_its_own_rows():
    start = started(X, structure="diag")
    again = Model("diag").m_step(Stepwise.of(start, 0.0).average)
    np.testing.assert_allclose(again.covariances, start.covariances, rtol=1e-12)
