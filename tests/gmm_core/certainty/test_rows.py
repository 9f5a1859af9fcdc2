"""The rows of which a fit is least sure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError
from gmm_core.certainty.rows import most_uncertain, uncertainty


def test_by_hand():
    np.testing.assert_allclose(uncertainty([[0.2, 0.5, 0.3], [0.0, 0.0, 1.0]]), [0.5, 0.0])
    assert most_uncertain([[1.0], [1.0]], 5).tolist() == [0, 1]


@given(halves=st.lists(st.integers(0, 6), max_size=60), count=st.integers(0, 70))
def test_they_are_the_first_of_a_stable_sort(halves, count):
    """Sixths give many equals."""
    shares = np.array(halves, dtype=float).reshape(-1, 1) / 12.0
    resp = np.hstack([shares, 1.0 - shares])
    expected = np.argsort(-uncertainty(resp), kind="stable")[:count] if halves else []
    np.testing.assert_array_equal(most_uncertain(resp, count), expected)


@given(st.integers(1, 8), st.integers(0, 99))
def test_uncertainty_lies_between_zero_and_what_k_allows(k, seed):
    found = uncertainty(np.random.default_rng(seed).dirichlet(np.ones(k), 20))
    assert (found >= 0.0).all()
    assert (found <= 1.0 - 1.0 / k + 1e-12).all()


def test_a_negative_count_is_refused():
    with pytest.raises(DataError, match="0 or more"):
        most_uncertain([[1.0]], -1)


@pytest.mark.parametrize("resp", [[0.5, 0.5], [[[1.0]]], 1.0, [["a"]], [[1.0], [0.5, 0.5]], [[]]])
def test_what_is_no_table_of_numbers_is_refused(resp):
    with pytest.raises(DataError, match="responsibilities"):
        uncertainty(resp)
