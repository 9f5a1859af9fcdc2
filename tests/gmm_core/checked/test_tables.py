"""What a caller gives as rows and weights becomes numbers, or a sentence that says where not."""

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm_core import DataError
from gmm_core.checked.tables import as_table, check_finite

NUMBERS = [[1.0, 2.0], [3.0, 4.0]]


@given(arrays(np.float64, (3, 2), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_a_table_of_doubles_is_returned_itself(X):
    assert as_table(X) is X


@pytest.mark.parametrize(
    "X",
    [
        [[1, 2], [3, 4]],
        [(1.0, Fraction(2)), (Decimal(3), True + 3)],
        np.array(NUMBERS, dtype=np.float32),
        np.array(NUMBERS, dtype=np.uint8),
        np.array(NUMBERS, dtype=object),
        [["1", " 2.0 "], ["3e0", "4"]],
        np.asfortranarray(NUMBERS),
        pd.DataFrame(NUMBERS),
        pd.DataFrame({"a": [1, 3], "b": [2.0, 4.0]}),
        pd.DataFrame({"a": [1, 3], "b": [2, 4]}, dtype="Int64"),
        pd.DataFrame({"a": [1, 3], "b": ["2", "4"]}),
        pd.DataFrame({"a": [1, 3], "b": [2, 4]}).astype("category"),
    ],
)
def test_whatever_spells_numbers_is_a_table_of_doubles(X):
    table = as_table(X)
    assert table.dtype == np.float64
    np.testing.assert_array_equal(table, NUMBERS)


def test_booleans_are_zero_and_one():
    np.testing.assert_array_equal(as_table([[True, False]]), [[1.0, 0.0]])


@pytest.mark.parametrize(
    "bad", ["setosa", "", "1,5", "12 cm", [1.0], datetime.date(2020, 1, 1), 1j]
)
@pytest.mark.parametrize("kind", ["frame", "array"])
def test_the_first_entry_that_is_no_number_is_named(bad, kind):
    columns = {"length": [1.0, 2.0, 3.0, 4.0], "species": [1.0, 2.0, bad, bad]}
    frame = pd.DataFrame(columns, dtype=object)
    label = "species" if kind == "frame" else "2"
    with pytest.raises(DataError) as caught:
        as_table(frame if kind == "frame" else frame.to_numpy())
    assert str(caught.value) == (
        f'Row 3 of column "{label}" holds {bad!r}, which is no number. Give a number there, or '
        "leave the row or the column out."
    )


def test_text_that_is_long_is_cut():
    with pytest.raises(DataError, match=r"holds 'x{39}…, which is no number"):
        as_table([["x" * 5000]])


@pytest.mark.parametrize(
    "X",
    [
        np.array([["2020-01-01"], ["2020-01-02"]], dtype="datetime64[ns]"),
        np.array([[1], [2]], dtype="timedelta64[s]"),
        pd.DataFrame({"1": pd.to_datetime(["2020-01-01", "2020-01-02"])}),
        np.array([[1 + 2j], [3.0]]),
        np.array([[np.complex128(1 + 2j)], [3.0]], dtype=object),
        np.array([[np.timedelta64(1, "D")], [3.0]], dtype=object),
        np.array([[np.datetime64("2020-01-01")], [3.0]], dtype=object),
    ],
)
def test_dates_and_complex_numbers_are_no_numbers(X):
    """numpy would turn them into some."""
    with pytest.raises(DataError, match=r'Row 1 of column "1" holds .*, which is no number'):
        as_table(X)


def test_a_number_too_large_for_a_double_is_no_silent_infinity():
    with pytest.raises(DataError, match=r'Row 1 of column "1" holds 1000000\d*…, which is no numb'):
        as_table([[10**400]])


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, "nan"])
def test_missing_values_are_counted_by_column(missing):
    X = pd.DataFrame({"a": [1.0, missing, missing], "b": [1, 2, 3], "c": [missing, 1.0, 2.0]})
    with pytest.raises(DataError) as caught:
        as_table(X)
    assert str(caught.value) == (
        'The data hold missing values: 2 in column "a", 1 in column "c". Leave out those rows or '
        "columns."
    )


def test_values_under_a_mask_are_missing():
    """numpy would give what is under it."""
    with pytest.raises(DataError, match='hold missing values: 1 in column "2"'):
        as_table(np.ma.masked_equal([[1, 2], [3, 99]], 99))


@pytest.mark.parametrize("infinite", [np.inf, -np.inf, "inf"])
def test_infinite_values_are_counted_by_column(infinite):
    with pytest.raises(DataError, match=r'hold infinite values: 1 in column "2". Leave out'):
        as_table([[1.0, infinite], [2.0, 3.0]])


def test_missing_and_infinite_values_are_counted_together_and_at_most_five_columns_named():
    X = np.ones((3, 8))
    X[0, :6], X[1, 7] = np.nan, np.inf
    with pytest.raises(DataError) as caught:
        check_finite(X, list("abcdefgh"))
    message = str(caught.value)
    assert message.startswith('The data hold missing and infinite values: 1 in column "a", ')
    assert '1 in column "e" and more in 2 other columns. Leave out' in message


@pytest.mark.parametrize("shape", [(0, 2), (3, 0)])
def test_an_empty_table_is_a_table(shape):
    """Whether it can be fitted is not asked here."""
    assert as_table(np.empty(shape)).shape == shape


@pytest.mark.parametrize("X", [5.0, None, "rows", [1.0, 2.0], [], [[[1.0]]], {"a": [1]}])
def test_what_is_no_table_is_refused_with_its_shape(X):
    with pytest.raises(DataError, match=r"have shape \(.*\), which is no table.*n_features\)\.$"):
        as_table(X)


def test_rows_of_unequal_length_are_refused():
    with pytest.raises(DataError, match="do not all hold the same number of values"):
        as_table([[1.0, 2.0], [3.0]])
