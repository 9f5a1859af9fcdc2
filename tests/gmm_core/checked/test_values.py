"""A single value is of its kind and in its range, or a sentence says what to give."""

import sys

import numpy as np
import pytest

from gmm_core import DataError
from gmm_core.checked import check_whole, is_number


@pytest.mark.parametrize("number", [1, np.int64(7), np.uint8(255), sys.maxsize])
def test_what_counts_is_whole_and_large_enough(number):
    check_whole("max_iter", number, 1)


@pytest.mark.parametrize("number", [0, True, 2.0, "2", None, [2], 1j])
def test_what_does_not_count_is_said(number):
    with pytest.raises(DataError, match=r"^max_iter is .*Give a whole number of at least 1\.$"):
        check_whole("max_iter", number, 1)


@pytest.mark.parametrize("digits", [400, 5000])  # Python writes 4,300 at most
def test_a_number_beyond_counting_is_refused_and_cut_in_the_message(digits):
    with pytest.raises(DataError, match=r"at least 1 and at most [\d,]+\.$") as caught:
        check_whole("n_boot", 10**digits, 1)
    assert len(str(caught.value)) < 130


@pytest.mark.parametrize("value", [1, 2.5, np.float32(1), np.int8(1), float("nan"), float("inf")])
def test_a_number_is_one_in_double_precision(value):
    assert is_number(value)


@pytest.mark.parametrize("value", [True, np.True_, 10**400, "1", None, 1j, [1.0], np.ones(1)])
def test_what_is_no_number_is_told(value):
    assert not is_number(value)
