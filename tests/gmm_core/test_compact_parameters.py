"""Parameters in scikit-learn's shapes make the mixture that they came from."""

import numpy as np
import pytest

from gmm_core import DataError, Mixture
from gmm_core.compact_parameters import from_compact
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
    matrices = {"covariances_": mixture.covariances, "precisions_cholesky_": mixture.whitening}
    for scatter, kept in matrices.items():
        made = from_compact(WEIGHTS, MEANS, structure.compact(kept), structure, scatter=scatter)
        np.testing.assert_allclose(made.covariances, mixture.covariances, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("weights", "means", "values", "scatter", "sentence"),
    [
        (WEIGHTS, MEANS, [1.0, 2.0], "covariances_", r"shape \(2,\). Give shape \(2, 2, 2\)"),
        (WEIGHTS, [0.0, 1.0], np.ones((2, 1, 1)), "covariances_", "means_ has shape"),
        (WEIGHTS, MEANS, np.full((2, 2, 2), np.nan), "covariances_", "not finite"),
        (WEIGHTS, MEANS, np.zeros((2, 2, 2)), "precisions_cholesky_", "cannot be inverted"),
        ([0.5, 0.6], MEANS, [np.eye(2)] * 2, "covariances_", "sum to 1"),
    ],
)
def test_what_does_not_belong_together_is_one_sentence(weights, means, values, scatter, sentence):
    with pytest.raises(DataError, match=sentence):
        from_compact(weights, means, values, covariance_structure("full"), scatter=scatter)
