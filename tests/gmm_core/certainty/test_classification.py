"""How clear a classification is, by hand and beside mclust."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError
from gmm_core.certainty import class_table
from gmm_core.certainty.classification import classification_table, entropy, relative_entropy

RESP = np.array([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]])


def test_entropy_by_hand():
    expected = -sum(p * np.log(p) for p in RESP.ravel())
    assert entropy(RESP) == pytest.approx(expected)
    assert relative_entropy(RESP) == pytest.approx(1.0 - expected / (3 * np.log(2)))


def test_rows_that_are_certain_have_no_entropy():
    assert entropy(np.eye(3)) == 0.0
    assert str(entropy(np.eye(3))) == "0.0"
    assert relative_entropy(np.eye(3)) == 1.0
    assert relative_entropy(np.ones((4, 1))) == 1.0


def test_rows_that_say_nothing_have_all_of_it():
    assert entropy(np.full((5, 4), 0.25)) == pytest.approx(5 * np.log(4))
    assert relative_entropy(np.full((5, 4), 0.25)) == pytest.approx(0.0, abs=1e-15)


@given(st.integers(1, 6), st.integers(0, 99))
def test_average_posteriors_add_up_and_are_weighted_means_of_the_whole(k, seed):
    resp = np.random.default_rng(seed).dirichlet(np.ones(k), 30)
    table, classes = classification_table(resp), class_table(resp)
    held = classes["rows"].to_numpy() > 0
    np.testing.assert_allclose(table[held].sum(axis=1), 1.0)
    weighted = np.nansum(table * classes["rows"].to_numpy()[:, None], axis=0)
    np.testing.assert_allclose(weighted, classes["posterior rows"])
    assert classes["rows"].sum() == 30
    assert classes["share"].sum() == pytest.approx(1.0)


def test_a_class_without_rows_has_no_average():
    resp = np.array([[0.6, 0.4], [0.7, 0.3]])
    table = classification_table(resp)
    np.testing.assert_allclose(table[0], [0.65, 0.35])
    assert np.isnan(table[1]).all()
    assert class_table(resp)["rows"].tolist() == [2, 0]
    assert np.isnan(class_table(resp)["average posterior"][1])


def test_of_no_rows_there_is_no_relative_entropy():
    with pytest.raises(DataError, match="There are no rows"):
        relative_entropy(np.empty((0, 2)))
