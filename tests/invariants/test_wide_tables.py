"""Wide tables: memory of the size of what a structure has, and the numbers of the dense way."""

import pickle
import tracemalloc

import numpy as np
import pytest

from gmm_core import GaussianMixture, Mixture, e_step, m_step, responsibilities
from gmm_core.matrices import Diagonal, Shared

N, D, K = 300, 400, 5
DENSE = K * D * D * 8


@pytest.fixture(scope="module")
def wide():
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(K, D))
    return centres[np.arange(N) % K] + rng.normal(size=(N, D))


def fitted(X, covariance_type):
    return GaussianMixture(K, covariance_type=covariance_type, random_state=0).fit(X)


@pytest.mark.parametrize("covariance_type", ["diag", "spherical", "EII", "EEI", "VEI", "EVI"])
def test_a_fit_without_tilt_takes_no_memory_for_tilts(wide, covariance_type):
    fitted(wide, covariance_type)
    tracemalloc.start()
    fit = fitted(wide, covariance_type)
    fit.predict(wide)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if covariance_type in ("diag", "spherical"):  # the others have attributes (k, d, d)
        assert peak < 5 * DENSE  # of one iteration, kept dense, there would be two
        assert len(pickle.dumps(fit)) < 0.1 * DENSE
    assert all(isinstance(state.mixture.matrices, Diagonal) for state in fit.run_.states)


def test_what_is_shared_is_kept_once(wide):
    X = wide[:, :40]
    run = fitted(X, "tied").run_
    assert all(isinstance(state.mixture.matrices, Shared) for state in run.states)
    assert run.mixture.nbytes < 40 * 40 * 8 + 2 * K * 40 * 8


@pytest.mark.parametrize("covariance_type", ["diag", "spherical", "EEI", "VEI", "EVI", "tied"])
def test_the_steps_are_those_of_dense_arrays(wide, covariance_type):
    """From the same mixture, kept in few numbers and as an array (k, d, d)."""
    X = wide[:, :60]
    few = fitted(X, covariance_type).run_.mixture
    dense = Mixture(few.weights, few.means, np.array(few.covariances))
    np.testing.assert_allclose(responsibilities(X, few), responsibilities(X, dense), atol=1e-9)
    steps = [e_step(X, each, covariance_type=covariance_type) for each in (few, dense)]
    assert steps[0].log_likelihood == pytest.approx(steps[1].log_likelihood, rel=1e-12)
    after = [m_step(each, covariance_type) for each in steps]
    for name in ("weights", "means", "covariances"):
        np.testing.assert_allclose(
            getattr(after[0], name), getattr(after[1], name), rtol=1e-7, atol=1e-9
        )
