import numpy as np
import pytest
from sklearn.cluster import KMeans

from gmm_core import COVARIANCE_STRUCTURES, INITIALIZERS, DataError, initialize, m_step
from gmm_core.initialization import from_labels

NAMES = tuple(INITIALIZERS)


def groups(seed=0, n_samples=90):
    """Three groups apart in two features, no two rows alike."""
    rng = np.random.default_rng(seed)
    centres = np.array([[0.0, 0.0], [6.0, 1.0], [2.0, 7.0]])
    return centres[np.arange(n_samples) % 3] + rng.normal(size=(n_samples, 2))


def test_the_registry_holds_scikit_learns_four_starts_and_two_more():
    assert NAMES == ("auto", "kmeans", "k-means++", "hierarchical", "random", "random_from_data")
    for name, initializer in INITIALIZERS.items():
        assert initializer.name == name
        assert initializer.sentence.endswith(".")
        assert initializer.title


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_given_out_once(name):
    statistics = initialize(groups(), 3, name, random_state=0)
    assert statistics.weight == 90.0
    assert statistics.resp_sum.sum() == pytest.approx(90.0)
    assert statistics.resp_means.shape == (3, 2)


@pytest.mark.parametrize("covariance_type", COVARIANCE_STRUCTURES)
@pytest.mark.parametrize("name", NAMES)
def test_every_start_leads_to_a_mixture_of_every_structure(name, covariance_type):
    mixture = m_step(initialize(groups(), 3, name, random_state=0), covariance_type)
    assert mixture.weights.sum() == pytest.approx(1.0)
    assert (np.linalg.eigvalsh(mixture.covariances) > 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_gives_the_same_start_again(name):
    first, second = (initialize(groups(), 3, name, random_state=5) for _ in range(2))
    np.testing.assert_array_equal(first.resp_means, second.resp_means)
    np.testing.assert_array_equal(first.scatter, second.scatter)


@pytest.mark.parametrize("name", ["k-means++", "random", "random_from_data"])
def test_another_seed_gives_another_start(name):
    first, second = (initialize(groups(), 3, name, random_state=seed) for seed in (0, 1))
    assert not np.allclose(np.sort(first.resp_means, axis=0), np.sort(second.resp_means, axis=0))


@pytest.mark.parametrize("offset", [0.0, 1e8])
@pytest.mark.parametrize("scale", [2.0**-30, 1.0, 2.0**30])
@pytest.mark.parametrize("name", NAMES)
def test_shifting_and_scaling_the_data_shifts_and_scales_the_start(name, scale, offset):
    """The rows lie on a grid of 2⁻¹⁰ and the scale is a power of two.

    Near 10⁸ doubles lie 2⁻²⁶ apart, so the moved rows are exact, and so are their distances
    when they are taken from differences; from squares of the moved rows themselves they would
    have lost every digit. What is left is the rounding of a mean near 10⁸.
    """
    X = np.round(groups() * 2**10) / 2**10
    plain = initialize(X, 3, name, random_state=2)
    moved = initialize(scale * (X + offset), 3, name, random_state=2)
    np.testing.assert_allclose(moved.resp_sum, plain.resp_sum, rtol=1e-12)
    np.testing.assert_allclose(moved.resp_means / scale - offset, plain.resp_means, atol=1e-7)
    np.testing.assert_allclose(moved.scatter / scale**2, plain.scatter, rtol=1e-6, atol=1e-5)


def test_k_means_starts_from_scikit_learns_clusters():
    X = groups()
    labels = KMeans(3, n_init=1, random_state=7).fit(X).labels_
    found = initialize(X, 3, "kmeans", random_state=np.random.RandomState(7))
    np.testing.assert_allclose(found.resp_means, [X[labels == j].mean(axis=0) for j in range(3)])


def test_random_responsibilities_share_out_each_row():
    """As scikit-learn draws them: uniform numbers divided by their sum."""
    X = groups()
    drawn = np.random.RandomState(7).uniform(size=(90, 3))
    resp = drawn / drawn.sum(axis=1, keepdims=True)
    found = initialize(X, 3, "random", random_state=7)
    np.testing.assert_allclose(found.resp_x, resp.T @ X, rtol=1e-10)


def test_random_points_are_rows_of_the_data_with_one_pooled_spread():
    X = groups()
    start = m_step(initialize(X, 3, "random_from_data", random_state=7))
    for mean in start.means:
        assert (mean == X).all(axis=1).any()
    np.testing.assert_allclose(start.weights, 1 / 3)
    np.testing.assert_allclose(start.covariances, start.covariances[[0, 0, 0]])


@pytest.mark.parametrize("seed", range(20))
def test_random_points_differ_where_many_rows_are_alike(seed):
    """Two components that start on equal rows would stay equal for ever."""
    X = np.repeat([[0.0], [1.0], [5.0]], 20, axis=0)
    means = initialize(X, 3, "random_from_data", random_state=seed).resp_means
    assert sorted(means.ravel()) == [0.0, 1.0, 5.0]


def test_from_labels_by_hand():
    """Rows 0 and 2 in the first cluster, 5 in the last, none in the middle one."""
    statistics = from_labels(np.array([[0.0], [2.0], [5.0]]), np.array([0, 0, 2]), 3)
    np.testing.assert_array_equal(statistics.resp_sum, [2.0, 0.0, 1.0])
    np.testing.assert_allclose(statistics.resp_x.ravel(), [2.0, 0.0, 5.0])
    np.testing.assert_allclose(statistics.scatter.ravel(), [2.0, 0.0, 0.0], atol=1e-15)


def test_given_means_are_the_means_of_the_first_m_step():
    """About the nearest of 1 and 6 the rows 0, 2, 5 lie 1, 1 and 1 away: variance 1 for all."""
    start = m_step(initialize([[0.0], [2.0], [5.0]], 2, [[1.0], [6.0]]))
    np.testing.assert_array_equal(start.means, [[1.0], [6.0]])
    np.testing.assert_allclose(start.weights, [0.5, 0.5])
    np.testing.assert_allclose(start.covariances.ravel(), [1.0, 1.0])


@pytest.mark.parametrize("name", NAMES)
def test_rows_count_by_their_weight(name):
    """Thirty rows far away have no weight: they hold nothing and move no mean of a group."""
    X = np.vstack([groups(), 1000.0 + groups(1, 30)])
    weights = np.repeat([2.0, 0.0], [90, 30])
    statistics = initialize(X, 3, name, random_state=0, sample_weight=weights)
    assert statistics.weight == 180.0
    assert statistics.resp_sum.sum() == pytest.approx(180.0)
    if name != "random_from_data":  # any row may be drawn as a mean
        assert np.abs(statistics.resp_means).max() < 20.0
        assert np.abs(statistics.scatter).max() < 1e5


def test_weights_of_rows_count_as_repetition():
    X, times = groups(), np.arange(90) % 3
    labels = np.arange(90) % 3
    weighted = from_labels(X, labels, 3, times)
    repeated = from_labels(np.repeat(X, times, axis=0), np.repeat(labels, times), 3)
    np.testing.assert_allclose(weighted.resp_sum, repeated.resp_sum)
    np.testing.assert_allclose(weighted.resp_x, repeated.resp_x, atol=1e-12)
    np.testing.assert_allclose(weighted.scatter, repeated.scatter, atol=1e-11)


def test_an_unknown_start_is_answered_with_the_known_ones():
    with pytest.raises(
        DataError, match=r"named 'best'. Choose one of auto, kmeans, k-means\+\+, hier"
    ):
        initialize(groups(), 3, "best")


@pytest.mark.parametrize("means", [[[1.0], [2.0]], [1.0, 2.0]])
def test_means_of_another_width_are_refused(means):
    with pytest.raises(DataError, match=r"Give an array of shape \(n_components, 2\)"):
        initialize(groups(), 2, means)
