"""Densities of what is there of a row, against scipy's of a marginal."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gmm_core import DataError, Mixture, log_density
from gmm_core.gaps import density_of, distances_of, shares_of
from gmm_core.gaps.density import log_joint_of
from gmm_core.matrices import Diagonal, Shared

TILTED = [[[2.0, 0.6, 0.2], [0.6, 1.0, 0.1], [0.2, 0.1, 0.5]], np.eye(3)]
MEANS = [[0.0, 1.0, 2.0], [3.0, -1.0, 0.0]]
MIXTURES = {
    "dense": Mixture([0.3, 0.7], MEANS, TILTED),
    "diagonal": Mixture([0.3, 0.7], MEANS, Diagonal([[1.0, 2.0, 3.0], [0.5, 0.1, 9.0]])),
    "shared": Mixture([0.3, 0.7], MEANS, Shared(TILTED[0], [1.0, 1.0])),
}


def rows_with_gaps(n=40, share=0.4):
    rng = np.random.default_rng(1)
    X = rng.normal(size=(n, 3))
    X[rng.uniform(size=X.shape) < share] = np.nan
    return X


@pytest.mark.parametrize("kind", MIXTURES)
def test_it_is_the_marginal_density_of_what_is_there(kind):
    mixture, X = MIXTURES[kind], rows_with_gaps()
    joint = log_joint_of(X, mixture)
    for row, found in zip(X, joint, strict=True):
        there = np.flatnonzero(~np.isnan(row))
        for j, (mean, covariance) in enumerate(
            zip(mixture.means, mixture.covariances, strict=True)
        ):
            density = np.log(mixture.weights[j])
            if len(there):
                normal = multivariate_normal(mean[there], covariance[np.ix_(there, there)])
                density += normal.logpdf(row[there])
            assert found[j] == pytest.approx(density, rel=1e-12)


def test_rows_without_gaps_give_the_same_bits():
    X = np.nan_to_num(rows_with_gaps())
    found, plain = (of(X, MIXTURES["dense"]) for of in (density_of, log_density))
    np.testing.assert_array_equal(found, plain)


def test_a_row_without_a_value_has_the_weights():
    np.testing.assert_allclose(shares_of([[np.nan] * 3], MIXTURES["dense"]), [[0.3, 0.7]])
    np.testing.assert_allclose(density_of([[np.nan] * 3], MIXTURES["dense"]), [0.0], atol=1e-15)


def test_infinite_values_and_rows_too_far_away_are_refused():
    with pytest.raises(DataError, match="infinite"):
        shares_of([[np.inf, np.nan, 0.0]], MIXTURES["dense"])
    with pytest.raises(DataError, match="too far"):
        shares_of([[1e200, np.nan, 0.0]], MIXTURES["dense"])


@pytest.mark.parametrize("kind", MIXTURES)
def test_distances_are_those_of_what_is_there(kind):
    mixture, X = MIXTURES[kind], rows_with_gaps()
    for row, found in zip(X, distances_of(X, mixture), strict=True):
        there = np.flatnonzero(~np.isnan(row))
        gaps = row[there] - mixture.means[:, there]
        for j, gap in enumerate(gaps):
            inverse = np.linalg.inv(mixture.covariances[j][np.ix_(there, there)])
            assert found[j] == pytest.approx(gap @ inverse @ gap, rel=1e-9, abs=1e-12)
