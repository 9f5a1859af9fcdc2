"""What sets components apart: by hand, by properties, and against pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, GaussianMixture, Mixture
from gmm_core.clusters.feature_profiles import correlations, marked_profile, profiles


@pytest.fixture
def fitted(table):
    X = table("iris")
    fit = GaussianMixture(3, random_state=0).fit(X)
    return X, fit.run_.mixture, fit.predict_proba(X)


def test_by_hand():
    X = [[0.0, 1.0], [2.0, 1.0], [4.0, 1.0], [6.0, 1.0]]
    mixture = Mixture(
        [0.5, 0.5], [[1.0, 1.0], [5.0, 1.0]], [np.diag([1.0, 0.04]), np.diag([4.0, 0.01])]
    )
    found = profiles(X, mixture, [[1.0, 0.0], [0.75, 0.25], [0.5, 0.5], [0.0, 1.0]])
    spread = np.sqrt(5.0)
    np.testing.assert_allclose(found.means, [[-2 / spread, 0.0], [2 / spread, 0.0]])
    # A feature without spread has no standard deviation to count in, and keeps its unit.
    np.testing.assert_allclose(found.deviations, [[1 / spread, 0.2], [2 / spread, 0.1]])
    np.testing.assert_allclose(found.soft_sizes, [2.25, 1.75])
    np.testing.assert_array_equal(found.hard_sizes, [3, 1])


def test_of_hard_clusters_they_are_the_numbers_of_pandas(table):
    X, clusters = table("iris"), np.repeat([0, 1, 2], 50)
    frame = pd.DataFrame((X - X.mean(axis=0)) / X.std(axis=0))
    groups = frame.groupby(clusters)
    covariances = np.array([np.cov(X[clusters == j].T, bias=True) for j in range(3)])
    mixture = Mixture(
        np.full(3, 1 / 3), [X[clusters == j].mean(axis=0) for j in range(3)], covariances
    )
    found = profiles(X, mixture, np.eye(3)[clusters])
    np.testing.assert_allclose(found.means, groups.mean(), rtol=1e-9)
    np.testing.assert_allclose(found.deviations, groups.std(ddof=0), rtol=1e-9)
    np.testing.assert_allclose(
        found.correlations.reshape(-1, 4), groups.corr().to_numpy(), rtol=1e-9
    )
    np.testing.assert_array_equal(found.hard_sizes, [50, 50, 50])


@given(
    seed=st.integers(0, 99),
    exponents=st.lists(st.integers(-8, 8), min_size=3, max_size=3),
    shift=st.floats(-10, 10),
)
def test_units_do_not_matter(seed, exponents, shift):
    rng = np.random.default_rng(seed)
    X, resp = rng.normal(size=(30, 3)), rng.dirichlet([1, 1], 30)
    roots = rng.normal(size=(2, 3, 3))
    mixture = Mixture([0.5, 0.5], rng.normal(size=(2, 3)), roots @ roots.transpose(0, 2, 1))
    scale = 10.0 ** np.array(exponents)
    before = profiles(X, mixture, resp)
    after = profiles(X * scale + shift * scale, mixture.affine(scale, shift * scale), resp)
    for name in ("means", "deviations", "correlations"):
        np.testing.assert_allclose(getattr(after, name), getattr(before, name), atol=1e-7)


@given(seed=st.integers(0, 999), k=st.integers(1, 6), n=st.integers(1, 60))
def test_sizes_sum_to_the_rows(seed, k, n):
    rng = np.random.default_rng(seed)
    X, resp = rng.normal(size=(n, 1)), rng.dirichlet(np.ones(k), n)
    mixture = Mixture(np.full(k, 1 / k), np.zeros((k, 1)), np.ones((k, 1, 1)))
    found = profiles(X, mixture, resp)
    assert found.soft_sizes.sum() == pytest.approx(n)
    assert found.hard_sizes.sum() == n


def test_weighted_means_of_a_fit_are_those_of_all_rows(fitted):
    """Standardised, they lie about 0: the weights balance the components."""
    X, mixture, resp = fitted
    np.testing.assert_allclose(mixture.weights @ profiles(X, mixture, resp).means, 0.0, atol=1e-3)


@given(seed=st.integers(0, 999), d=st.integers(1, 6))
def test_correlations_lie_between_minus_one_and_one(seed, d):
    rng = np.random.default_rng(seed)
    # Of two rows, all features are perfectly correlated but for rounding.
    rows = rng.normal(size=(2, d)) * 10.0 ** rng.integers(-5, 5, size=d)
    found = correlations(Mixture([1.0], np.zeros((1, d)), [np.cov(rows.T).reshape(d, d)]))[0]
    assert (np.abs(found) <= 1.0).all()
    np.testing.assert_array_equal(np.diag(found), 1.0)
    np.testing.assert_allclose(np.abs(found), 1.0, atol=1e-9)


def test_correlations_by_hand():
    mixture = Mixture([1.0], [[0.0, 0.0]], [[[4.0, 3.0], [3.0, 9.0]]])
    np.testing.assert_allclose(correlations(mixture), [[[1.0, 0.5], [0.5, 1.0]]])


@pytest.mark.parametrize("resp", [[[1.0]], [[1.0, 0.0]], np.ones((2, 3))])
def test_responsibilities_of_another_shape_are_refused(resp):
    mixture = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    with pytest.raises(DataError, match=r"Give one for each row and component: shape \(2, 2\)"):
        profiles([[0.0], [1.0]], mixture, resp)


def test_marked_rows_are_averaged_on_the_scale_of_all_rows(fitted):
    X, _, resp = fitted
    some = [3, 70, 149]
    found = marked_profile(X, resp, some)
    assert found.means is not None
    np.testing.assert_allclose(found.means, (X[some].mean(axis=0) - X.mean(axis=0)) / X.std(axis=0))
    clusters = resp.argmax(axis=1)[some].tolist()
    np.testing.assert_array_equal(found.hard_sizes, [clusters.count(j) for j in range(3)])


def test_marked_rows_of_a_feature_without_spread_are_at_its_mean():
    X = [[0.1, 0.0], [0.1, 2.0], [0.1, 7.0]]
    found = marked_profile(X, [[1.0], [1.0], [1.0]], [2])
    expected = [0.0, 4 / np.std([0.0, 2.0, 7.0])]
    np.testing.assert_allclose(found.means, expected, atol=1e-12)


def test_no_marked_rows_have_no_mean():
    found = marked_profile([[0.0], [2.0]], [[1.0, 0.0], [0.0, 1.0]], [])
    assert found.means is None
    np.testing.assert_array_equal(found.hard_sizes, [0, 0])


def test_what_separates_is_the_share_of_the_variance_between_components():
    X, clusters = np.array([[0.0, 5.0], [2.0, 7.0], [4.0, 5.0], [6.0, 7.0]]), [0, 0, 1, 1]
    mixture = Mixture([0.5, 0.5], [[1.0, 6.0], [5.0, 6.0]], [np.eye(2)] * 2)
    found = profiles(X, mixture, np.eye(2)[clusters])
    np.testing.assert_allclose(found.separations, [16 / 20, 0.0], atol=1e-12)  # F's eta squared
    assert found.order == (0, 1)
    np.testing.assert_array_equal(found.centres, mixture.means)


def test_bars_are_the_spread_of_rows_or_the_error_of_a_mean():
    X = [[0.0], [2.0], [4.0], [6.0]]
    mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    found = profiles(X, mixture, np.eye(2)[[0, 0, 1, 1]])
    means, lengths = found.bars("rows", in_units=True)
    np.testing.assert_allclose(means, [[1.0], [5.0]])
    np.testing.assert_allclose(lengths, [[1.0], [2.0]])
    means, lengths = found.bars("mean")
    np.testing.assert_allclose(means, [[-2 / np.sqrt(5)], [2 / np.sqrt(5)]])
    np.testing.assert_allclose(lengths * np.sqrt(5), [[1.96 / np.sqrt(2)], [1.96 * 2 / np.sqrt(2)]])


def test_a_component_without_rows_has_no_error_of_its_mean():
    mixture = Mixture([0.5, 0.5], [[0.0], [5.0]], [[[1.0]]] * 2)
    found = profiles([[0.0], [1.0]], mixture, [[1.0, 0.0], [1.0, 0.0]])
    assert np.isnan(found.bars("mean")[1]).tolist() == [[False], [True]]
    assert np.isfinite(found.separations).all()


def test_means_of_marked_rows_are_of_what_is_there():
    X = np.array([[0.0, 1.0], [2.0, np.nan], [4.0, 3.0], [6.0, np.nan]])
    resp = np.ones((4, 1))
    found = marked_profile(X, resp, [0, 1, 2]).means
    np.testing.assert_allclose(found, [(2.0 - 3.0) / np.sqrt(5.0), 0.0])
    weighted = marked_profile(X, resp, [1, 2], np.array([1.0, 1.0, 3.0, 1.0])).means
    assert weighted[1] == pytest.approx((3.0 - 2.5) / np.sqrt(0.75))
    assert np.isnan(marked_profile(X, resp, [1]).means[1])
