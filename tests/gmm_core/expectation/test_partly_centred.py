"""Means are subtracted for tight components alone, and the statistics are those of all centred."""

import numpy as np
import pytest

from gmm_core import Mixture
from gmm_core.expectation import Data, statistics_of
from gmm_core.expectation.centred import centred_pass
from gmm_core.expectation.digits import needs_centring, tight_components
from gmm_core.expectation.partly_centred import partly_centred_pass
from gmm_core.matrices import Diagonal

D = 60


def table_and_mixture(n_tight, weighted=False, seed=0):
    """Three groups, of which the last ones lie within a thousandth of the others' spread."""
    rng = np.random.default_rng(seed)
    means = rng.normal(size=(3, D)) + 50.0
    scale = np.where(np.arange(3) >= 3 - n_tight, 1e-3, 1.0)
    groups = rng.integers(3, size=300)
    X = means[groups] + rng.normal(size=(300, D)) * scale[groups, None]
    weights = rng.random(300) * 2 if weighted else None
    variances = (scale[:, None] * (1.0 + 0.2 * rng.random((3, D)))) ** 2
    return Data(X, weights), Mixture([0.3, 0.3, 0.4], means, Diagonal(variances))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_tight", [1, 2])
def test_statistics_are_those_of_the_centred_pass(n_tight, weighted):
    data, mixture = table_and_mixture(n_tight, weighted)
    assert needs_centring(mixture, data.origin, data.spread)
    tight = tight_components(mixture, data.origin, data.spread)
    assert tight.tolist() == [False] * (3 - n_tight) + [True] * n_tight
    found = partly_centred_pass(data, mixture)
    expected = centred_pass(data, mixture, "diagonal")
    assert found is not None
    assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-12)
    np.testing.assert_allclose(found.resp_sum, expected.resp_sum, rtol=1e-11)
    np.testing.assert_allclose(found.resp_means, expected.resp_means, rtol=1e-12)
    np.testing.assert_allclose(found.matrices.values, expected.matrices.values, rtol=1e-9)
    (taken,) = statistics_of(data, [mixture], "traces")
    np.testing.assert_array_equal(taken.matrices.values, found.matrices.values)


def test_where_all_are_tight_all_means_are_subtracted():
    assert partly_centred_pass(*table_and_mixture(3)) is None


def test_rows_that_all_lie_far_from_the_origin_of_a_loose_component_are_centred():
    """Its variances are those of the data; the rows that it gets are a thousandth as wide."""
    data, mixture = table_and_mixture(1)
    wide = Diagonal(np.where(np.arange(3)[:, None] == 0, 1e6, mixture.matrices.values))
    X = np.concatenate([data.X, 3e3 + 1e-3 * np.random.default_rng(1).normal(size=(20, D))])
    far = Mixture(mixture.weights, mixture.means, wide)
    assert partly_centred_pass(Data(X), far) is None
