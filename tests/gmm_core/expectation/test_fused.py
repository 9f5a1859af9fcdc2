"""The fused pass: in which features components differ, who is counted from whom, and the sums."""

import numpy as np
import pytest

from gmm_core import Mixture
from gmm_core.expectation import fused
from gmm_core.expectation.centred import centred_pass
from gmm_core.expectation.data import Data
from gmm_core.expectation.fused import form_of, fused_pass, reference_of

ROUND, LONG, TILTED = np.eye(2), np.diag([1.0, 4.0]), np.array([[1.0, 0.5], [0.5, 1.0]])


@pytest.mark.parametrize(
    ("covariances", "form"),
    [
        ([ROUND, ROUND], "total"),
        ([TILTED, TILTED], "total"),
        ([ROUND, LONG], "diagonal"),
        ([ROUND, TILTED], "full"),
    ],
)
def test_components_differ_in_no_more_features_than_they_need(covariances, form):
    assert form_of(Mixture([0.5, 0.5], np.zeros((2, 2)), np.array(covariances))) == form


def test_a_light_component_is_no_reference():
    assert reference_of(np.array([0.4, 0.6])) == 0
    assert reference_of(np.array([0.01, 0.39, 0.6])) == 2


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("weighted", [False, True])
def test_sums_are_those_of_the_centred_pass(k, weighted):
    rng = np.random.default_rng(k)
    X, weights = rng.normal(size=(50, 2)) * 3, rng.random(50) if weighted else None
    mixtures = [
        Mixture(rng.dirichlet(np.ones(k)), rng.normal(size=(k, 2)), np.array([LONG] * k))
        for _ in range(2)
    ]
    data = Data(X, weights)
    for found, mixture in zip(fused_pass(data, mixtures, "full"), mixtures, strict=True):
        expected = centred_pass(data, mixture, "full")
        for name in ("resp_sum", "resp_means", "scatter", "log_likelihood"):
            np.testing.assert_allclose(
                getattr(found, name), getattr(expected, name), rtol=1e-8, atol=1e-8
            )


def test_a_component_without_weight_brings_no_infinity_into_a_product(monkeypatch):
    """Products pad their blocks with zeros, on some processors: infinity times 0 is NaN."""
    products, real = [], fused.product
    monkeypatch.setattr(fused, "product", lambda *two: products.append(two) or real(*two))
    weights = [0.5, 0.0, 0.2, 0.0, 0.3]
    mixture = Mixture(weights, np.arange(10.0).reshape(5, 2), np.array([TILTED] * 5))
    data = Data(np.random.default_rng(0).normal(size=(50, 2)) * 3)
    (found,) = fused_pass(data, [mixture], "full")
    assert products
    assert all(np.isfinite(factor).all() for two in products for factor in two)
    expected = centred_pass(data, mixture, "full")
    np.testing.assert_allclose(found.resp_sum, expected.resp_sum, rtol=1e-9, atol=1e-12)
    assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-12)
