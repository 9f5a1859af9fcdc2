"""Logarithms there and back, and which columns have one."""

import numpy as np
import pytest

from gmm_core import DataError, Logarithm
from gmm_core.logarithms import (
    is_positive,
    logarithm_of,
)


def test_a_logarithm_and_its_inverse_by_hand():
    income = Logarithm("income", 2.0)
    np.testing.assert_allclose(income.forward([0.0, 6.0]), [np.log(2.0), np.log(8.0)])
    np.testing.assert_allclose(income.inverse(np.log([2.0, 8.0])), [0.0, 6.0], atol=1e-15)
    assert np.isnan(income.forward([-2.0, -5.0, np.nan])).all()
    assert income.forward([np.inf]).tolist() == [np.inf]


def test_what_is_added_is_the_smallest_positive_value_where_there_are_zeros():
    assert logarithm_of("x", [0.0, 3.0, 0.5, np.nan, np.inf]).shift == 0.5
    assert logarithm_of("x", [3.0, 0.5, np.nan]).shift == 0.0


@pytest.mark.parametrize("values", [[1.0, -1e-9], [0.0, 0.0], [], [np.nan]])
def test_a_column_without_logarithm_is_refused_by_name(values):
    assert not is_positive(values)
    with pytest.raises(DataError, match='"x" has no logarithm'):
        logarithm_of("x", values)


@pytest.mark.parametrize("shift", [-1.0, np.nan, np.inf])
def test_what_is_added_is_a_number_from_zero(shift):
    with pytest.raises(DataError, match='"x"'):
        Logarithm("x", shift)
