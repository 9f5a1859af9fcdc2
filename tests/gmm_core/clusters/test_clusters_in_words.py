"""What sets clusters apart, in words."""

import numpy as np
import pytest

from gmm_core import GaussianMixture, Mixture
from gmm_core.clusters.clusters_in_words import describe, distinguishing
from gmm_core.clusters.feature_profiles import profiles
from gmm_core.logarithms import Logarithm

NAMES = ["sepal length", "sepal width", "petal length", "petal width"]


@pytest.fixture(scope="module")
def fitted(table):
    X = table("iris")
    fit = GaussianMixture(3, random_state=0).fit(X)
    return X, fit.run_.mixture, fit.predict_proba(X)


def test_the_most_distinct_features_lead():
    means = [[0.6, -2.0, 0.49, 1.0], [0.0, 0.5, -0.5, 0.1]]
    assert distinguishing(means) == [[1, 3, 0], [1, 2]]
    assert distinguishing(means, most=1) == [[1], [1]]


def test_sentences_name_rows_and_all_features_that_set_a_cluster_apart(fitted):
    X, mixture, resp = fitted
    setosa = int(mixture.means[:, 2].argmin())
    found = profiles(X, mixture, resp)
    assert describe(found, NAMES)[setosa] == (
        f"Cluster {setosa + 1}, 50 rows: low petal length (1.5), low petal width (0.2), "
        "low sepal length (5.0), high sepal width (3.43)."
    )
    assert describe(found, NAMES, ["a", "b", "c"])[1].startswith("b, ")


def test_a_cluster_like_all_rows_is_said_to_be():
    found = profiles([[0.0], [2.0]], Mixture([1.0], [[1.0]], [[[1.0]]]), [[1.0], [1.0]])
    assert describe(found, ["a"]) == [
        "Cluster 1, 2 rows: every mean is within 0.5 sd of that of all rows."
    ]


def test_means_of_logarithms_are_said_in_the_units_of_their_features():
    X = np.log([[1.0], [1.0], [100.0], [100.0]])
    mixture = Mixture([0.5, 0.5], X[[0, 2]], [[[0.1]]] * 2)
    found = profiles(X, mixture, np.eye(2)[[0, 0, 1, 1]])
    said = describe(found, ["spend ($)"], ["low", "high"], logarithms=[Logarithm("spend")])
    assert said[1] == "high, 2 rows: high spend ($) (100)."


def test_decimals_show_what_tells_the_clusters_apart():
    X = np.array([[20.10], [20.12], [20.40], [20.42]])
    mixture = Mixture([0.5, 0.5], [[20.11], [20.41]], [[[1e-4]]] * 2)
    said = describe(profiles(X, mixture, np.eye(2)[[0, 0, 1, 1]]), ["t"])
    assert said[0] == "Cluster 1, 2 rows: low t (20.11)."


def test_weighted_rows_are_counted_by_their_weights():
    mixture = Mixture([0.5, 0.5], [[0.0], [4.0]], [[[1.0]]] * 2)
    found = profiles([[0.0], [4.0]], mixture, np.eye(2), np.array([3.0, 1.0]))
    assert [said.partition(":")[0] for said in describe(found, ["t"])] == [
        "Cluster 1, 3 rows by weights",
        "Cluster 2, 1 row by weights",
    ]


def test_means_of_a_feature_in_tiny_units_stand_by_powers_of_ten():
    """Nine decimals would show each of them as zero."""
    mixture = Mixture([0.5, 0.5], [[1e-12], [5e-12]], [[[1e-24]], [[4e-24]]])
    shares = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    found = profiles(np.array([[0.0], [2.0], [3.0], [7.0]]) * 1e-12, mixture, shares)
    low, high = describe(found, ["charge"])
    assert "low charge (1.000 × 10⁻¹²)" in low
    assert "high charge (5.000 × 10⁻¹²)" in high
