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

from gmm_core import DataError, GaussianMixture, Mixture, e_step
from gmm_core.checked.arrays import (
    as_positions,
    as_real,
    as_table,
    check_finite,
    check_weights,
    checked_shares,
    hides_what_it_is,
)

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


@given(arrays(np.float64, 4, elements=st.floats(0.5, 1e9)))
def test_weights_are_returned_as_they_are(weights):
    np.testing.assert_array_equal(check_weights(weights.tolist(), 4), weights)


def test_weights_may_be_zero_for_some_rows_and_come_in_any_list():
    np.testing.assert_array_equal(check_weights(pd.Series([0, 2]), 2), [0.0, 2.0])
    np.testing.assert_array_equal(check_weights((True, False), 2), [1.0, 0.0])


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ([1.0, 2.0], r"has shape \(2,\). Give one weight for each of the 3 rows: shape \(3,\)"),
        ([[1.0], [2.0], [3.0]], r"has shape \(3, 1\)"),
        (2.0, r"has shape \(\)"),
        ([1.0, np.nan, np.inf], "is missing or infinite for 2 rows, first for row 2"),
        ([1.0, 1.0, -1.0], "is negative for 1 row, first for row 3. Give weights of at least 0"),
        ([0, 0, 0], "is 0 for every row. Give at least one non-zero weight"),
        (["a", "b", "c"], "is not of numbers throughout. Give numbers"),
        ([1.0, [2.0], 3.0], "is not of numbers throughout"),
        ([1j, 1.0, 1.0], "holds dates, durations or complex numbers"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(weights, sentence):
    with pytest.raises(DataError, match=f"^sample_weight {sentence}"):
        check_weights(weights, 3)


NO_WEIGHTS = {
    "durations": np.array([1, 2, 3], "timedelta64[s]"),
    "dates": np.array(["2024-01-01"] * 3, "datetime64[D]"),
    "complex": np.array([1.0 + 1j, 1.0, 1.0]),
    "masked": np.ma.masked_equal([1.0, 2.0, 999.0], 999.0),
}


@pytest.mark.parametrize("weights", NO_WEIGHTS.values(), ids=list(NO_WEIGHTS))
def test_what_is_no_number_is_no_weight(weights):
    X, mixture = np.array([[0.0], [1.0], [3.0]]), Mixture([1.0], [[0.0]], [[[1.0]]])
    fitted = GaussianMixture(1).fit(X)
    for use in (
        lambda: GaussianMixture(1).fit(X, sample_weight=weights),
        lambda: fitted.score(X, sample_weight=weights),
        lambda: e_step(X, mixture, sample_weight=weights),
    ):
        with pytest.raises(DataError, match=r"^sample_weight (holds|is masked)"):
            use()


def test_positions_are_whole_numbers_of_what_is_there():
    assert as_positions("The rows", [2, 0, 2.0], 3).tolist() == [2, 0, 2]
    assert as_positions("The rows", [], 3).dtype == np.intp


@pytest.mark.parametrize("rows", [[3], [-1], [0.5], [True, False, True], [[0]], 1, [np.nan], None])
def test_what_is_no_position_is_refused(rows):
    with pytest.raises(DataError, match="The rows are not all positions"):
        as_positions("The rows", rows, 3)


@pytest.mark.parametrize("resp", [[1.0, 0.0], [[]], 1.0, np.ones((2, 2, 2)), np.ones((3, 2))])
def test_shares_are_a_table_of_a_column_each(resp):
    with pytest.raises(DataError, match="The responsibilities have shape"):
        checked_shares(resp, 2)


@pytest.mark.parametrize("scalar", [np.complex128(1 + 2j), np.timedelta64(1, "D")])
def test_a_scalar_among_objects_that_float_would_cut_is_no_number(scalar):
    with pytest.raises(DataError, match=r"x is not of numbers|x holds dates, durations or complex"):
        as_real("x", np.array([scalar, 1.0], dtype=object))
    assert hides_what_it_is(np.array([[scalar, 1.0]], dtype=object))
    assert hides_what_it_is(pd.DataFrame({"a": [scalar, 1.0]}, dtype=object))
    assert not hides_what_it_is([["1", 2.0], [None, "text"]])
