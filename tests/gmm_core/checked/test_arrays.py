"""What a caller gives as rows and weights becomes numbers, or a sentence that says where not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm_core import DataError, GaussianMixture, Mixture, e_step
from gmm_core.checked.arrays import as_positions, as_real, check_weights, checked_shares
from gmm_core.checked.tables import hides_what_it_is


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
