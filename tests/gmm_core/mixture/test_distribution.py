"""Distribution function and quantiles, held against mclust's and against one another."""

import numpy as np
import pytest

from gmm_core import DataError, Mixture, sample

THREE = Mixture([0.2, 0.5, 0.3], [[-4.0], [0.0], [7.0]], [[[0.01]], [[1.0]], [[9.0]]])


def test_cdf_and_quantiles_are_mclusts(reference):
    theirs = reference("faithful_density")
    means = np.array(theirs["means"])[:, None]
    waiting = Mixture(theirs["weights"], means, np.full((2, 1, 1), theirs["variances"]))
    np.testing.assert_allclose(waiting.cdf(theirs["x"]), theirs["cdf"], rtol=1e-6)
    np.testing.assert_allclose(waiting.quantiles(theirs["q"]), theirs["quantiles"], rtol=1e-6)


@pytest.mark.parametrize("q", [1e-300, 1e-12, 0.1, 0.2, 0.5, 0.7, 0.999])
def test_a_quantile_is_where_the_cdf_is_that_share(q):
    assert THREE.cdf(THREE.quantiles(q)) == pytest.approx(q, rel=1e-10)


def test_the_upper_tail_keeps_its_digits():
    mirrored = THREE.affine(-1.0, 0.0)
    q = np.array([2.0**-k for k in range(2, 53)])
    np.testing.assert_allclose(THREE.quantiles(1 - q), -mirrored.quantiles(q), rtol=1e-12)


def test_shapes_and_ends():
    assert THREE.cdf(np.zeros((2, 3))).shape == (2, 3)
    np.testing.assert_array_equal(THREE.quantiles([0.0, 1.0]), [-np.inf, np.inf])
    np.testing.assert_array_equal(THREE.cdf([-np.inf, np.inf]), [0.0, 1.0])


def test_draws_are_distributed_so():
    drawn, _ = sample(THREE, 20_000, random_state=0)
    shares = np.sort(THREE.cdf(drawn[:, 0]))
    np.testing.assert_allclose(shares, (np.arange(20_000) + 0.5) / 20_000, atol=0.02)


def test_a_component_without_weight_says_nothing():
    with_none = Mixture([1.0, 0.0], [[0.0], [99.0]], [[[1.0]], [[1.0]]])
    assert with_none.quantiles(0.975) == pytest.approx(1.959964, abs=1e-6)


@pytest.mark.parametrize("q", [-0.1, 1.5, np.nan, "half", None])
def test_what_is_no_share_is_one_sentence(q):
    with pytest.raises(DataError):
        THREE.quantiles(q)


def test_of_more_features_a_marginal_is_asked_for():
    two = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    for call in (two.cdf, two.quantiles):
        with pytest.raises(DataError, match=r"2 features.*Take the marginal"):
            call([0.5])
    assert two.marginal([0]).cdf(0.0) == 0.5
