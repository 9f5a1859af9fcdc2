"""What a person changes of a table is applied in its order, said, and of any format."""

import pandas as pd
import pytest

from gmm_core import DataError
from gmm_core.reading import Choices, read_table

SIDEWAYS = b"variable,a,b,c\nmass,8.5,-99,9.5\nkind,x,y,x\ntotal,1,2,3\n"


def test_turned_then_left_out_then_missing() -> None:
    choices = Choices(turned=True, rows_left_out=(2, 99), missing=(("mass", -99), ("gone", 1)))
    reading = read_table(SIDEWAYS, "x.csv", choices)
    assert reading.frame["variable"].tolist() == ["a", "b"]
    assert reading.frame["mass"].isna().tolist() == [False, True]
    assert reading.frame["kind"].tolist() == ["x", "y"]
    assert reading.summary.endswith(
        "turned: its rows were columns, 1 row left out as no observation, −99 missing in 1 column"
    )


def test_without_changes_the_reading_is_as_it_was() -> None:
    reading = read_table(SIDEWAYS, "x.csv")
    assert reading.changes == ()


def test_codes_of_whole_numbers_and_none_of_text() -> None:
    choices = Choices(missing=(("x", 9), ("t", 9)))
    frame = read_table(b"x,t\n1,a\n9,b\n2,9\n", "x.csv", choices).frame
    assert frame["x"].isna().tolist() == [False, True, False]
    assert frame["t"].tolist() == ["a", "b", "9"]


def test_a_table_without_names_is_turned() -> None:
    frame = read_table(b"1,2,3\n4,5,6\n", "x.csv", Choices(turned=True)).frame
    pd.testing.assert_frame_equal(
        frame,
        pd.DataFrame(
            {
                "column": ["column 1", "column 2", "column 3"],
                "row 1": [1, 2, 3],
                "row 2": [4, 5, 6],
            }
        ),
        check_dtype=False,
    )


def test_too_many_rows_to_be_columns() -> None:
    content = ("x,y\n" + "1,2\n" * 2_500).encode()
    with pytest.raises(DataError, match="as many columns; at most 2,000"):
        read_table(content, "x.csv", Choices(turned=True))


def test_choices_are_kept_in_a_link_and_checked() -> None:
    choices = Choices(turned=True, rows_left_out=(3,), missing=(("x", -200.0),))
    assert Choices.from_dict(choices.as_dict()) == choices
    for hostile in (
        {"missing": [["x"]]},
        {"missing": [["x", "y"]]},
        {"missing": [["x", float("inf")]]},
        {"rows_left_out": [-1]},
        {"rows_left_out": [True]},
        {"rows_left_out": "ab"},
        {"turned": 1},
    ):
        with pytest.raises(DataError):
            Choices.from_dict(hostile)
