"""Tables of parameters, against the mixture itself."""

import numpy as np
import pytest

from gmm_core import DataError, GaussianMixture, Mixture
from gmm_core.clusters.feature_profiles import profiles
from gmm_core.clusters.profile_tables import correlation_table, parameter_table, size_table
from gmm_core.logarithms import Logarithm
from gmm_core.names import component_titles

NAMES = ["sepal length", "sepal width", "petal length", "petal width"]


@pytest.fixture(scope="module")
def fitted(table):
    X = table("iris")
    fit = GaussianMixture(3, random_state=0).fit(X)
    return X, fit.run_.mixture, fit.predict_proba(X)


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
