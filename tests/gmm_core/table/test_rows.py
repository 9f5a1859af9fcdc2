"""Rows that cannot be fitted are counted, left out of the fit and kept in the table."""

from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_array_equal

from gmm_core.errors import DataError
from gmm_core.exporting.tables import csv_bytes
from gmm_core.logarithms import Logarithm
from gmm_core.reading.text.read_csv import read_csv
from gmm_core.results.labelled_table import labelled
from gmm_core.row_weights import Weighting
from gmm_core.table.rows import complete_rows, finite_rows

NAN, INF = np.nan, np.inf


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["a", "b", "c", "d", "e"],
            "x": [1.0, NAN, 3.0, INF, 5.0],
            "n": [10, 20, 30, 40, 50],
            "y": [0.5, INF, NAN, 1.5, 2.5],
        }
    )


def test_rows_with_missing_or_infinite_values_are_left_out(frame: pd.DataFrame) -> None:
    rows = complete_rows(frame, ["n", "x", "y"])
    assert_array_equal(rows.X, [[10, 1, 0.5], [50, 5, 2.5]])
    assert_array_equal(rows.kept, [True, False, False, False, True])
    # The second row has both and counts once, as missing.
    assert (rows.missing, rows.infinite) == (2, 1)
    assert rows.summary == (
        "2 of 5 rows are fitted; 2 rows with missing values and 1 row with infinite values "
        "are left out."
    )


def test_only_chosen_features_decide(frame: pd.DataFrame) -> None:
    rows = complete_rows(frame, ["n"])
    assert_array_equal(rows.X, [[10], [20], [30], [40], [50]])
    assert rows.kept.all()
    assert rows.summary == ""


def test_summary_counts_one_row_as_one() -> None:
    frame = pd.DataFrame({"x": [*np.arange(1500.0), NAN]})
    assert complete_rows(frame, ["x"]).summary == (
        "1,500 of 1,501 rows are fitted; 1 row with missing values is left out."
    )


def test_X_is_what_em_wants(frame: pd.DataFrame) -> None:  # noqa: N802
    rows = complete_rows(frame, ["n", "x"])
    assert rows.X.dtype == np.float64
    assert rows.X.flags.c_contiguous
    assert not rows.X.flags.writeable
    assert not rows.kept.flags.writeable


def test_nullable_columns() -> None:
    frame = pd.DataFrame({"n": pd.array([1, None, 3], dtype="Int64")})
    rows = complete_rows(frame, ["n"])
    assert_array_equal(rows.X, [[1], [3]])
    assert rows.missing == 1


@pytest.mark.parametrize(
    ("features", "sentence"),
    [
        (["x", "name"], 'The column "name" does not hold numbers only'),
        (["x", "mass"], 'The table has no column "mass"'),
        ([], "No feature is chosen"),
    ],
)
def test_features_that_cannot_be_fitted(
    frame: pd.DataFrame, features: list[str], sentence: str
) -> None:
    with pytest.raises(DataError, match=f"^{sentence}"):
        complete_rows(frame, features)


def test_true_and_false_are_no_feature() -> None:
    with pytest.raises(DataError, match='"flag"'):
        complete_rows(pd.DataFrame({"flag": [True, False]}), ["flag"])


def test_no_row_left() -> None:
    with pytest.raises(DataError, match="nothing is left to fit"):
        complete_rows(pd.DataFrame({"x": [NAN, 1.0], "y": [1.0, INF]}), ["x", "y"])


RESP = np.array([[0.9, 0.1], [0.25, 0.75]])


def test_every_row_goes_back_in_its_place(frame: pd.DataFrame) -> None:
    frame.index = pd.Index([9, 8, 7, 7, 5])
    table = labelled(frame, [True, False, False, False, True], RESP)
    pd.testing.assert_frame_equal(table.iloc[:, :4], frame)
    assert list(table)[4:] == ["cluster", "responsibility_1", "responsibility_2", "left_out"]
    assert table["cluster"].dtype == "Int64"
    assert table["cluster"].tolist() == [1, pd.NA, pd.NA, pd.NA, 2]
    assert_array_equal(table["responsibility_1"], [0.9, NAN, NAN, NAN, 0.25])
    assert_array_equal(table["responsibility_2"], [0.1, NAN, NAN, NAN, 0.75])
    assert table["left_out"].tolist() == [False, True, True, True, False]


def test_given_labels_are_counted_from_one(frame: pd.DataFrame) -> None:
    table = labelled(frame, [True, False, False, False, True], RESP, labels=[1, 0])
    assert table["cluster"].dropna().tolist() == [2, 1]


def test_the_table_is_not_changed(frame: pd.DataFrame) -> None:
    before = frame.copy(deep=True)
    table = labelled(frame, [True, False, False, False, True], RESP)
    table.loc[:, "x"] = 0.0
    pd.testing.assert_frame_equal(frame, before)


def test_a_labelled_table_can_be_labelled_again(frame: pd.DataFrame) -> None:
    kept = [True, False, False, False, True]
    once = labelled(frame, kept, RESP)
    twice = labelled(once, kept, RESP)
    thrice = labelled(twice, kept, RESP)
    new = ["cluster", "responsibility_1", "responsibility_2", "left_out"]
    assert list(twice)[8:] == [f"{name}_gmm" for name in new]
    assert list(thrice)[12:] == [f"{name}_gmm_gmm" for name in new]
    pd.testing.assert_frame_equal(thrice.iloc[:, :8], once)


def test_what_else_is_known_stands_before_the_mark(frame: pd.DataFrame) -> None:
    table = labelled(
        frame,
        [True, False, False, False, True],
        RESP,
        measures={"uncertainty": [0.1, 0.25], "outlier": np.array([True, False])},
        components=["=sum", "=sum"],
    )
    new = ["cluster", "cluster_name", "responsibility_1", "responsibility_2"]
    assert list(table)[4:] == [*new, "uncertainty", "outlier", "left_out"]
    assert table["cluster_name"].tolist() == ["=sum", pd.NA, pd.NA, pd.NA, "=sum"]
    assert_array_equal(table["uncertainty"], [0.1, NAN, NAN, NAN, 0.25])
    assert table["outlier"].tolist() == [True, pd.NA, pd.NA, pd.NA, False]
    assert table["outlier"].dtype == "boolean"
    assert csv_bytes(table).decode("utf-8-sig").splitlines()[1:3] == [
        "a,1.0,10,0.5,1,'=sum,0.9,0.1,0.1,True,False",
        "b,,20,inf,,,,,,,True",
    ]


def test_measures_and_names_end_alike_where_one_is_taken() -> None:
    frame = pd.DataFrame({"outlier": [1.0]})
    table = labelled(frame, [True], [[1.0]], measures={"outlier": [False]}, components=["a"])
    new = ["cluster", "cluster_name", "responsibility_1", "outlier", "left_out"]
    assert list(table) == ["outlier", *(f"{name}_gmm" for name in new)]


@pytest.mark.parametrize("kept", [[True] * 5, [True, True, False], [False] * 5])
def test_lengths_that_do_not_fit_together(frame: pd.DataFrame, kept: list[bool]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        labelled(frame, kept, RESP)


def test_every_component_has_a_name_or_none_has(frame: pd.DataFrame) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        labelled(frame, [True, False, False, False, True], RESP, components=["a"])


def test_a_table_without_a_complete_row_is_counted(frame: pd.DataFrame) -> None:
    rows = finite_rows(frame.iloc[1:4], ["x", "y"])
    assert rows.X.shape == (0, 2)
    assert rows.say_left_out("drawn") == (
        "0 of 3 rows are drawn; 2 rows with missing values and 1 row with infinite values are left "
        "out."
    )


def test_csv_has_a_mark_and_every_digit(frame: pd.DataFrame) -> None:
    content = csv_bytes(pd.DataFrame({"이름": ["민수", "a,b"], "x": [0.1 + 0.2, NAN]}))
    lines = "이름,x", "민수,0.30000000000000004", '"a,b",'
    assert content == b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode()


def test_labelled_csv(frame: pd.DataFrame) -> None:
    table = labelled(frame, [True, False, False, False, True], RESP)
    assert csv_bytes(table).decode("utf-8-sig").splitlines()[:3] == [
        "name,x,n,y,cluster,responsibility_1,responsibility_2,left_out",
        "a,1.0,10,0.5,1,0.9,0.1,False",
        "b,,20,inf,,,,True",
    ]


FINITE = st.floats(allow_nan=True, allow_infinity=True)


@given(hnp.arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 3)), elements=FINITE))
def test_what_goes_out_comes_back(values: np.ndarray) -> None:
    frame = pd.DataFrame(values).add_prefix("x")
    back = read_csv(csv_bytes(frame)).frame
    assert_array_equal(back.to_numpy(dtype=float), values)
    assert pd.read_csv(BytesIO(csv_bytes(frame))).shape == frame.shape


@given(hnp.arrays(float, (6, 2), elements=st.sampled_from([1.5, -2.0, NAN, INF, -INF])))
def test_every_row_is_fitted_missing_or_infinite(values: np.ndarray) -> None:
    frame = pd.DataFrame(values, columns=["x", "y"])
    expected = [row for row in values.tolist() if np.isfinite(row).all()]
    if not expected:
        with pytest.raises(DataError):
            complete_rows(frame, ["x", "y"])
        return
    rows = complete_rows(frame, ["x", "y"])
    assert rows.X.tolist() == expected
    assert len(rows.X) + rows.missing + rows.infinite == len(values)
    assert rows.missing == frame.isna().any(axis=1).sum()


def gapped_table():
    return pd.DataFrame(
        {"x": [1.0, np.nan, 3.0, np.nan, np.inf], "y": [2.0, 5.0, np.nan, np.nan, np.nan]}
    )


def test_rows_with_gaps_are_among_them_where_they_take_part():
    rows = complete_rows(gapped_table(), ["x", "y"], missing="ml")
    np.testing.assert_array_equal(rows.X, [[1.0, 2.0], [np.nan, 5.0], [3.0, np.nan]])
    assert rows.kept.tolist() == [True, True, True, False, False]
    assert (rows.gaps, rows.missing, rows.infinite) == (2, 1, 1)
    assert rows.summary == (
        "3 of 5 rows are fitted; 1 row with no value and 1 row with infinite values are left out. "
        "2 rows have gaps, 2 of 6 values in all, and take part with what is there, as of values "
        "missing at random."
    )
    assert complete_rows(gapped_table(), ["x", "y"]).gaps == 0


def test_logarithms_are_taken_of_what_is_there():
    rows = complete_rows(gapped_table().iloc[:3], ["x", "y"], [Logarithm("x")], missing="ml")
    np.testing.assert_allclose(rows.X[:, 0], [0.0, np.nan, np.log(3.0)])
    np.testing.assert_allclose(rows.log_jacobians, [0.0, 0.0, -np.log(3.0)])
    below = gapped_table().replace(1.0, -1.0).iloc[:3]
    assert complete_rows(below, ["x", "y"], [Logarithm("x")], missing="ml").below == 1


def test_weights_go_with_rows_that_have_gaps():
    frame = gapped_table().assign(n=[2, 3, 0, 1, 1])
    rows = complete_rows(frame, ["x", "y"], weighting=Weighting("n", "frequency"), missing="ml")
    assert (rows.gaps, rows.n, rows.weightless) == (1, 5, 1)
