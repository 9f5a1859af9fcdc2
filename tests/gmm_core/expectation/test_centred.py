"""The centred pass against sums written out row by row."""

import numpy as np
import pytest

from gmm_core import Mixture, log_density, responsibilities
from gmm_core.expectation.centred import WIDE, centred_pass
from gmm_core.expectation.data import Data


def some(d, n=40, k=3):
    rng = np.random.default_rng(d)
    mixture = Mixture(rng.dirichlet(np.ones(k)), rng.normal(size=(k, d)), np.array([np.eye(d)] * k))
    return rng.normal(size=(n, d)) * 2, mixture


@pytest.mark.parametrize("d", [1, 3, WIDE])
@pytest.mark.parametrize("weighted", [False, True])
def test_sums_are_those_of_the_rows(d, weighted):
    X, mixture = some(d)
    weights = np.arange(1.0, 41.0) if weighted else None
    found = centred_pass(Data(X, weights), mixture, "full")
    each = np.ones(40) if weights is None else weights
    resp = responsibilities(X, mixture) * each[:, None]
    np.testing.assert_allclose(found.resp_sum, resp.sum(axis=0), rtol=1e-12)
    means = resp.T @ X / resp.sum(axis=0)[:, None]
    np.testing.assert_allclose(found.resp_means, means, rtol=1e-9, atol=1e-12)
    gaps = X[:, None] - means
    scatter = np.einsum("nk,nki,nkj->kij", resp, gaps, gaps)
    np.testing.assert_allclose(found.scatter, scatter, rtol=1e-9, atol=1e-9)
    total = (each * log_density(X, mixture)).sum()
    np.testing.assert_allclose(found.log_likelihood, total, rtol=1e-12)


def test_it_does_not_matter_about_which_points_the_scatter_is_summed():
    X, mixture = some(2)
    data = Data(X)
    here, there = (
        centred_pass(data, mixture, "full", about) for about in (None, mixture.means + 3)
    )
    np.testing.assert_allclose(here.scatter, there.scatter, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(here.resp_means, there.resp_means, rtol=1e-9, atol=1e-9)
