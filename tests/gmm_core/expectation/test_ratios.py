"""Log-ratios to a reference become responsibilities, whatever their size."""

import numpy as np
import pytest
from scipy.special import logsumexp, softmax

from gmm_core.expectation.ratios import LARGEST_EXPONENT, product, shared_out


@pytest.mark.parametrize("size", [1.0, 2.0 * LARGEST_EXPONENT])
@pytest.mark.parametrize("is_rest", [False, True])
def test_ratios_are_shared_out_as_a_softmax_says(size, is_rest):
    rng = np.random.default_rng(0)
    ratios, weights = size * rng.normal(size=(2, 3, 20)), rng.random(20)
    whole = np.concatenate([ratios, np.zeros((2, 1, 20))], axis=1) if is_rest else ratios
    logs = np.asarray(logsumexp(whole, axis=1)) @ weights
    resp = softmax(whole, axis=1)[:, :3] * weights
    np.testing.assert_allclose(shared_out(ratios, weights, is_rest), logs, rtol=1e-12)
    np.testing.assert_allclose(ratios, resp, rtol=1e-11, atol=1e-300)


@pytest.mark.parametrize("n_rows", [0, 1, 2, 3, 9])
def test_few_rows_are_multiplied_as_many_are(n_rows):
    rng = np.random.default_rng(n_rows)
    left, right = rng.normal(size=(n_rows, 5)), rng.normal(size=(5, 7))
    np.testing.assert_allclose(product(left, right), left @ right, rtol=1e-12, atol=1e-12)
