"""A component is called after what sets it apart, by the stated rule."""

import numpy as np
import pytest

from gmm_core.clusters import Profiles, names_in_words
from gmm_core.errors import DataError
from gmm_core.names import component_names


def found(means: list[list[float]]) -> Profiles:
    """Profiles of which nothing but the means matters."""
    z = np.array(means)
    k, d = z.shape
    sizes = (np.ones(k), np.ones(k, dtype=int))
    return Profiles(z, np.ones((k, d)), np.ones((k, d, d)), *sizes, z, np.ones(d))


def test_the_farthest_feature_is_named_first_and_near_ones_are_not() -> None:
    names = names_in_words(found([[0.6, -1.2, 0.4], [0.1, -0.49, 0.0]]), ["age", "income", "size"])
    assert names == ["low income, high age", "average"]


def test_no_more_than_three_features_and_forty_characters() -> None:
    many = names_in_words(found([[4.0, 3.0, 2.0, 1.0]]), ["a", "b", "c", "d"])
    assert many == ["high a, high b, high c"]
    (name,) = names_in_words(found([[3.0, 2.0, 1.0]]), ["x" * 30, "y" * 30, "z"])
    assert name == f"high {'x' * 30}"
    (cut,) = names_in_words(found([[-3.0]]), ["x" * 90])
    assert len(cut) <= 72


def test_the_name_of_the_first_feature_is_whole() -> None:
    asked = ["Satisfaction with the support of the supervisor (1 to 7)", "pay"]
    assert names_in_words(found([[3.0, 2.0]]), asked) == [f"high {asked[0]}"]
    alike = names_in_words(found([[3.0, 0.0]] * 2), asked)
    assert alike == [f"high {asked[0]} (1)", f"high {asked[0]} (2)"]


def test_names_are_told_apart_and_can_be_used() -> None:
    means = [[2.0], [0.9], [0.0], [0.1], [-3.0]]
    names = names_in_words(found(means), ["high"])
    assert names == ["high high (1)", "high high (2)", "average (1)", "average (2)", "low high"]
    assert component_names(names, 5) == tuple(names)
    long = names_in_words(found([[2.0], [1.0]]), ["x" * 72])
    assert component_names(long, 2) == tuple(long)
    clash = names_in_words(found([[2.0, 0], [1.0, 0], [0, 9.0]]), ["a", "a (1)"])
    assert component_names(clash, 3) == tuple(clash)


def test_there_is_a_name_for_each_feature() -> None:
    with pytest.raises(DataError, match="Give one name for each"):
        names_in_words(found([[1.0, 2.0]]), ["a"])
