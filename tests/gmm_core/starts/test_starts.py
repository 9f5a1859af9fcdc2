import numpy as np
import pytest
from sklearn.cluster import KMeans

from gmm_core import COVARIANCE_STRUCTURES, INITIALIZERS, DataError, initialize, m_step, run
from gmm_core.em.model import Model
from gmm_core.starts import starts
from gmm_core.starts.hierarchy import merge_tree
from gmm_core.starts.starts import from_labels
from gmm_core.starts.trials import TIE

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


# The best of several


def end_of(X, k, name, seed, covariance_type, **settings):
    """The run from a start, all but to its end."""
    model = Model(covariance_type)
    start = initialize(X, k, name, random_state=seed, model=model, **settings)
    return run(X, model.m_step(start), covariance_type=covariance_type, tol=1e-9, max_iter=5000)


@pytest.mark.parametrize("seed", range(6))
def test_auto_finds_the_best_optimum_of_iris_that_k_means_never_does(table, seed):
    X = table("iris")
    auto, k_means = (end_of(X, 3, name, seed, "diag") for name in ("auto", "kmeans"))
    assert auto.log_likelihood == pytest.approx(-306.860460511, abs=1e-6)
    assert k_means.log_likelihood == pytest.approx(-307.177571713, abs=1e-6)


@pytest.mark.parametrize("covariance_type", COVARIANCE_STRUCTURES)
def test_auto_ends_no_lower_than_k_means_and_hierarchical_clusters(table, covariance_type):
    """As far as trials are told apart."""
    X = table("iris")
    ends = [
        end_of(X, 3, name, 0, covariance_type).log_likelihood
        for name in ("auto", "kmeans", "hierarchical")
    ]
    assert ends[0] >= max(ends) - TIE * len(X)


def test_auto_tries_its_starts_with_the_model_of_the_fit(table):
    """What is best with a diagonal covariance is not what is best with a tied one."""
    X = table("iris")
    found = [
        initialize(X, 3, "auto", random_state=0, model=Model(kind)).resp_means
        for kind in ("diag", "tied")
    ]
    assert not np.array_equal(*found)


def test_auto_begins_with_k_means_and_takes_it_where_nothing_is_better():
    """Three groups far apart: all good starts lead equally high."""
    X = 100.0 * groups()
    auto, k_means = (initialize(X, 3, name, random_state=4) for name in ("auto", "kmeans"))
    np.testing.assert_array_equal(auto.resp_means, k_means.resp_means)


@pytest.mark.parametrize("name", NAMES)
def test_one_component_starts_with_the_moments_of_all_rows(name):
    X = groups()
    start = m_step(initialize(X, 1, name, random_state=0))
    assert start.weights.tolist() == [1.0]
    if name != "random_from_data":  # its mean is a row
        np.testing.assert_allclose(start.means[0], X.mean(axis=0))
        np.testing.assert_allclose(start.covariances[0], np.cov(X.T, ddof=0))


# Hierarchical clusters


def test_hierarchical_clusters_are_those_of_the_merge_tree_whatever_the_seed(table):
    X = table("iris")
    found = [initialize(X, 3, "hierarchical", random_state=seed) for seed in (0, 1)]
    expected = from_labels(X, merge_tree(X).labels(3), 3)
    for each in found:
        np.testing.assert_array_equal(each.resp_sum, expected.resp_sum)
        np.testing.assert_array_equal(each.scatter, expected.scatter)


def test_hierarchical_clusters_count_rows_by_weight():
    X, weights = groups(), np.arange(1.0, 91.0)
    found = initialize(X, 3, "hierarchical", sample_weight=weights)
    labels = merge_tree(X).labels(3)
    np.testing.assert_allclose(found.resp_sum, np.bincount(labels, weights))


# Long tables


def ramp(n):
    """The whole numbers from 1 to n, as one feature."""
    return np.arange(1.0, n + 1.0)[:, None]


@pytest.mark.parametrize("name", ["kmeans", "k-means++", "random", "hierarchical"])
def test_a_start_of_more_rows_is_made_of_a_sample_without_repetition(name, monkeypatch):
    """One of 301 numbers is left out: what is missing of their sum is that number itself."""
    monkeypatch.setattr(starts, "START_ROWS", 300)
    X = ramp(301)
    found = initialize(X, 1, name, random_state=0)
    assert found.weight == found.resp_sum.sum() == pytest.approx(300.0)
    left_out = X.sum() - found.resp_x.sum()
    assert left_out == pytest.approx(round(left_out), abs=1e-6)
    assert 1 <= round(left_out) <= 301
    squares = (X**2).sum() - found.resp_xx.sum()
    assert squares == pytest.approx(round(left_out) ** 2, rel=1e-6)


def test_as_many_rows_as_make_a_start_are_all_taken():
    X = ramp(starts.START_ROWS)
    assert initialize(X, 2, "kmeans", random_state=0).weight == starts.START_ROWS
    longer = ramp(starts.START_ROWS + 1)
    assert initialize(longer, 2, "kmeans", random_state=0).weight == starts.START_ROWS


def test_rows_of_a_sample_are_drawn_by_their_weights(monkeypatch):
    """Row x has weight x up to 1000: its mean is 2/3 of the way, not half."""
    monkeypatch.setattr(starts, "START_ROWS", 900)
    X = ramp(1000)
    found = initialize(X, 1, "kmeans", random_state=3, sample_weight=X[:, 0])
    assert found.weight == 900.0
    assert found.resp_means[0, 0] == pytest.approx(2000 / 3, abs=4 * 236 / np.sqrt(900))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_in_which_too_few_rows_differ_is_not_taken(name):
    """Twelve rows of 30,000 are not zero; five components are five components."""
    X = np.zeros((30_000, 2))
    X[:12] = np.random.default_rng(0).normal(size=(12, 2))
    found = initialize(X, 5, name, random_state=0, model=Model("full", floor=1e-3))
    assert found.resp_sum.shape == (5,)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("X", "k", "said"),
    [
        ([[np.nan], [1.0]], 1, "missing values: 1"),
        ([1.0, 2.0], 1, "which is no table"),
        ([[1.0], [2.0]], 3, "2 rows cannot be shared out among 3 components"),
        ([[1.0], [2.0]], 0, "among 0 components"),
    ],
)
def test_what_no_start_can_be_made_of_is_refused(name, X, k, said):
    with pytest.raises(DataError, match=said):
        initialize(X, k, name)


def test_rows_of_weight_zero_are_left_out_before_a_sample_is_drawn(monkeypatch):
    monkeypatch.setattr(starts, "START_ROWS", 90)
    X = np.vstack([groups(), 1000.0 + groups(1, 900)])
    weights = np.repeat([1.0, 0.0], [90, 900])
    for name in NAMES:
        assert initialize(X, 3, name, random_state=0, sample_weight=weights).weight == 90.0


def test_auto_tries_on_fewer_rows_and_the_fit_is_still_right():
    """Three groups of two thousand: the sample leads to their own means and covariances."""
    X, group = groups(3, 6000), np.arange(6000) % 3
    start = initialize(X, 3, "auto", random_state=0)
    assert start.weight == starts.TRIAL_ROWS
    fit = run(X, m_step(start)).mixture
    order = fit.means.argsort(axis=0)[:, 0]
    for j, component in zip((0, 2, 1), order, strict=True):
        np.testing.assert_allclose(fit.means[component], X[group == j].mean(axis=0), atol=0.02)
        own = np.cov(X[group == j].T, ddof=0)
        np.testing.assert_allclose(fit.covariances[component], own, atol=0.05)
    np.testing.assert_allclose(fit.weights, 1 / 3, atol=0.01)


def test_auto_with_weights_tries_on_weighted_rows(monkeypatch):
    """Of 600 rows 200 are drawn by weight; half of the rows weigh next to nothing."""
    monkeypatch.setattr(starts, "TRIAL_ROWS", 200)
    tried = []

    def first_start(data, several, model):
        tried.append((data, model))
        return several[0]

    monkeypatch.setattr(starts, "best_start", first_start)
    X = np.vstack([groups(0, 300), 50.0 + groups(1, 300)])
    weights, model = np.repeat([1.0, 1e-9], 300), Model("tied")
    start = initialize(X, 3, "auto", random_state=0, sample_weight=weights, model=model)
    ((data, with_model),) = tried
    assert with_model is model
    assert start.weight == data.weight == 200.0
    assert data.weights is None
    assert (data.X[:, 0] < 25.0).all()


def test_k_means_weighs_its_rows():
    """Alone 30 is a cluster; where the others weigh a hundred times more it goes with 10 and 11."""
    X = np.array([[0.0], [1.0], [10.0], [11.0], [30.0]])
    plain = initialize(X, 2, "kmeans", random_state=0)
    assert sorted(plain.resp_sum) == [1.0, 4.0]
    weights = [100.0, 100.0, 100.0, 100.0, 1.0]
    weighted = initialize(X, 2, "kmeans", random_state=0, sample_weight=weights)
    assert sorted(weighted.resp_sum) == [200.0, 201.0]
