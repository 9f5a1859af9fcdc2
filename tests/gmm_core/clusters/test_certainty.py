"""The rows of which a fit is least sure, and the ledger of one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, Mixture
from gmm_core.clusters.certainty import ledger_table, most_uncertain, uncertainty
from gmm_core.clusters.row_ledgers import row_ledger

MIXTURE = Mixture([0.25, 0.75], [[0.0], [2.0]], [[[1.0]], [[4.0]]])


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


def test_the_ledger_by_hand():
    """Densities 0.24197 and 0.17603 at x = 1; products 0.060493 and 0.132024; sum 0.192517."""
    found = ledger_table([1.0], MIXTURE, ["small", "large"])
    assert list(found.index) == ["small", "large", "Sum"]
    assert found["squared distance"].tolist() == ["1.000", "0.2500", ""]
    assert found["density"].tolist() == ["0.2420", "0.1760", ""]
    assert found["weight × density"].tolist() == ["0.06049", "0.1320", "0.1925"]
    assert found["responsibility"].tolist() == ["0.3142", "0.6858", "1.000"]


def test_a_row_far_away_has_a_ledger_of_numbers_too_small_for_a_float():
    found = ledger_table([500.0], MIXTURE)
    assert found.loc["Component 1", "density"].endswith(" × 10⁻⁵⁴²⁸⁸")
    assert found.loc["Component 2", "responsibility"] == "1.000"
    exponent = row_ledger([500.0], [MIXTURE]).log_densities[0, 0] / np.log(10.0)
    assert np.floor(exponent) == -54288
