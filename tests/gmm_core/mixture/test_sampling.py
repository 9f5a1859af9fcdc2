import numpy as np
import pytest

from gmm_core import DataError, Mixture, sample

MIXTURE = Mixture(
    [0.2, 0.8],
    [[0.0, 0.0], [10.0, -10.0]],
    [[[1.0, 0.9], [0.9, 1.0]], [[4.0, -1.0], [-1.0, 0.5]]],
)


def test_rows_come_sorted_by_component():
    X, components = sample(MIXTURE, 1000, random_state=0)
    assert X.shape == (1000, 2)
    assert components.dtype.kind == "i"
    np.testing.assert_array_equal(components, np.sort(components))


def test_moments_are_those_of_the_mixture():
    """Within five standard errors: of a share √(pq/n), of a mean σ/√n, of a variance σ²√(2/n)."""
    n = 100_000
    X, components = sample(MIXTURE, n, random_state=1)
    assert (components == 0).mean() == pytest.approx(0.2, abs=5 * np.sqrt(0.16 / n))
    for j in (0, 1):
        rows = X[components == j]
        sd, error = MIXTURE.standard_deviations[j], 5 / np.sqrt(len(rows))
        assert (np.abs(rows.mean(axis=0) - MIXTURE.means[j]) < error * sd).all()
        gap = np.abs(np.cov(rows.T) - MIXTURE.covariances[j])
        assert (gap < error * np.sqrt(2) * np.outer(sd, sd)).all()


def test_a_seed_gives_the_same_rows_again():
    first, second = sample(MIXTURE, 5, random_state=3)[0], sample(MIXTURE, 5, random_state=3)[0]
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, sample(MIXTURE, 5, random_state=4)[0])


def test_a_generator_goes_on_where_it_stood():
    rng = np.random.RandomState(3)
    first, second = sample(MIXTURE, 5, rng)[0], sample(MIXTURE, 5, rng)[0]
    assert not np.array_equal(first, second)


def test_a_component_of_weight_zero_is_never_drawn():
    mixture = Mixture([0.0, 1.0], [[0.0], [5.0]], [[[1.0]], [[1.0]]])
    assert (sample(mixture, 100, random_state=0)[1] == 1).all()


@pytest.mark.parametrize("n_samples", [0, -1])
def test_fewer_than_one_row_is_refused(n_samples):
    with pytest.raises(DataError, match="Give a whole number of at least 1"):
        sample(MIXTURE, n_samples)


def test_rows_are_means_and_factors_times_noise():
    X, components = sample(MIXTURE, 50, random_state=5)
    rng = np.random.RandomState(5)
    rng.multinomial(50, MIXTURE.weights)
    noise = rng.standard_normal((50, 2))
    factors = np.linalg.cholesky(MIXTURE.covariances)
    expected = MIXTURE.means[components] + np.einsum("nij,nj->ni", factors[components], noise)
    np.testing.assert_allclose(X, expected, rtol=1e-13)


@pytest.mark.parametrize("weights", [[2.0, -1.0], [0.5, 0.6]])
def test_rows_are_drawn_of_mixtures_alone(weights):
    """A bare error of the multinomial distribution, or rows of what is none."""
    with pytest.raises(DataError, match="at least 0 and sum to 1"):
        sample(Mixture(weights, [[0.0], [1.0]], [[[1.0]], [[1.0]]]), 2)
    with pytest.raises(DataError, match="not all finite"):
        sample(Mixture([1.0], [[np.inf]], [[[1.0]]]), 2)
