"""What sets components apart: by hand, by properties, and against pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, GaussianMixture, Mixture
from gmm_core.clusters.feature_profiles import (
    correlation_table,
    correlations,
    describe,
    distinguishing,
    marked_profile,
    parameter_table,
    profiles,
    size_table,
)
from gmm_core.logarithms import Logarithm
from gmm_core.names import component_titles

NAMES = ["sepal length", "sepal width", "petal length", "petal width"]


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


def test_the_most_distinct_features_lead():
    means = [[0.6, -2.0, 0.49, 1.0], [0.0, 0.5, -0.5, 0.1]]
    assert distinguishing(means) == [[1, 3, 0], [1, 2]]
    assert distinguishing(means, most=1) == [[1], [1]]


def test_sentences_name_features_and_components(fitted):
    X, mixture, resp = fitted
    setosa = int(mixture.means[:, 2].argmin())
    found = profiles(X, mixture, resp)
    assert describe(found, NAMES)[setosa] == (
        f"Component {setosa + 1}: low petal length (−1.3 sd), low petal width (−1.3 sd), "
        "low sepal length (−1.0 sd)."
    )
    assert describe(found, NAMES, ["a", "b", "c"])[1].startswith("b: ")


def test_a_component_like_all_rows_is_said_to_be():
    found = profiles([[0.0], [2.0]], Mixture([1.0], [[1.0]], [[[1.0]]]), [[1.0], [1.0]])
    assert describe(found, ["a"]) == [
        "Component 1: every mean is within 0.5 sd of that of all rows."
    ]


def test_tables_hold_the_parameters_in_order(fitted):
    X, mixture, resp = fitted
    found = profiles(X, mixture, resp)
    sizes = size_table(mixture, found, ["x", "y", "z"])
    assert list(sizes.index) == ["x", "y", "z"]
    np.testing.assert_array_equal(sizes["weight"], mixture.weights)
    np.testing.assert_array_equal(sizes["hard size"], found.hard_sizes)
    parameters = parameter_table(mixture, found, NAMES)
    assert parameters.loc[("Component 2", "petal length"), "mean"] == mixture.means[1, 2]
    deviation = parameters.loc[("Component 3", "sepal width"), "standard deviation"]
    assert deviation == mixture.standard_deviations[2, 1]
    matrix = correlation_table(mixture, NAMES)
    assert matrix.shape == (12, 4)
    assert matrix.loc[("Component 1", "sepal width"), "petal width"] == found.correlations[0, 1, 3]


def test_means_of_logarithms_come_back_in_the_units_of_the_features():
    mixture = Mixture([1.0], [[np.log(8.0), 3.0]], [np.eye(2)])
    found = profiles(np.zeros((2, 2)), mixture, np.ones((2, 1)))
    table = parameter_table(mixture, found, ["log x", "y"], logarithms=[Logarithm("x"), None])
    assert table["geometric mean"].tolist()[0] == pytest.approx(8.0)
    assert np.isnan(table["geometric mean"].iloc[1])
    moved = parameter_table(mixture, found, ["x", "y"], logarithms=[Logarithm("x", 2.0), None])
    assert moved["median"].tolist()[0] == pytest.approx(6.0)


def test_features_of_one_name_keep_their_columns():
    mixture = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    assert list(correlation_table(mixture, ["a", "a"]).columns) == ["a", "a"]


def test_components_that_go_by_their_numbers_are_called_components():
    assert component_titles(3, ["1", "small", "1"]) == ["Component 1", "small", "1"]
    with pytest.raises(DataError, match="1 name is given for 3 components"):
        component_titles(3, ["small"])


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
