"""Parameters in scikit-learn's shapes make the mixture that they came from."""

import numpy as np
import pytest

from gmm_core import DataError, Mixture
from gmm_core.compact_parameters import from_covariances, from_precisions_cholesky
from gmm_core.maximisation import COVARIANCE_STRUCTURES, covariance_structure

WEIGHTS, MEANS = [0.25, 0.75], [[0.0, 1.0], [5.0, -2.0]]
COVARIANCES = {
    "spherical": np.array([[4.0, 0.0], [0.0, 4.0]]),
    "diag": np.array([[4.0, 0.0], [0.0, 9.0]]),
}


@pytest.mark.parametrize("name", COVARIANCE_STRUCTURES)
def test_there_and_back(name):
    structure = covariance_structure(name)
    covariance = COVARIANCES.get(name, np.array([[4.0, 1.0], [1.0, 9.0]]))
    mixture = Mixture(WEIGHTS, MEANS, [covariance, covariance])
    for make, kept in (
        (from_covariances, mixture.covariances),
        (from_precisions_cholesky, mixture.whitening),
    ):
        made = make(WEIGHTS, MEANS, structure.compact(kept), structure)
        np.testing.assert_allclose(made.covariances, mixture.covariances, rtol=1e-12, atol=1e-12)


def test_what_does_not_belong_together_is_one_sentence():
    full = covariance_structure("full")
    with pytest.raises(
        DataError, match=r"covariances_ has shape \(2,\).* it has shape \(2, 2, 2\)"
    ):
        from_covariances(WEIGHTS, MEANS, [1.0, 2.0], full)
    with pytest.raises(DataError, match="means_ has shape"):
        from_covariances(WEIGHTS, [0.0, 1.0], np.ones((2, 1, 1)), full)
    with pytest.raises(DataError, match="cannot be inverted"):
        from_precisions_cholesky(WEIGHTS, MEANS, np.zeros((2, 2, 2)), full)
    with pytest.raises(DataError, match="sum to 1"):
        from_covariances([0.5, 0.6], MEANS, np.array([np.eye(2)] * 2), full)
