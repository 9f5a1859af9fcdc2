"""Decimal commas among commas are read where they are clear, and named where they are not."""

import pytest

from gmm_core.errors import DataError
from gmm_core.reading import Choices, read_table
from gmm_core.reading.text.decimal_pairs import joined, pairs_of

ROWS = [["8", "4", "12", "5"], ["9", "5", "13", "25"], ["7", "1", "11", "2"]]


def test_twice_as_many_fields_as_names_are_pairs():
    assert pairs_of([["mass", "width"], *ROWS]).places == (0, 2)
    assert pairs_of([["Survey"], [], ["mass", "width"], *ROWS]).places == (0, 2)


def test_words_are_in_no_pair():
    named = [[name, *row, "x"] for name, row in zip("abc", ROWS, strict=True)]
    assert pairs_of([["shop", "mass", "width", "kind"], *named]).places == (1, 3)


def test_a_nought_at_the_front_shows_which_are_decimals():
    rows = [["1", "8", "04", "5"], ["2", "9", "5", "6"], ["3", "7", "1", "4"]]
    assert pairs_of([["n", "mass", "width"], *rows]).places == (1,)
    assert pairs_of([["n", "mass", "width"], *ROWS]).places == ()


@pytest.mark.parametrize(
    "rows",
    [
        [["a", "b", "c", "d"], *ROWS],
        [["a", "b"], ["8.4", "5", "6", "7"], ["9.5", "6", "7", "8"]],
        [["a", "b"], ["8", "-4", "12", "5"], ["9", "-5", "13", "2"]],
        [["a"], *ROWS],
        ROWS,
        [["2019", "2020"], *ROWS],
        [],
    ],
)
def test_other_rows_have_none(rows):
    assert pairs_of(rows).places == ()
    assert not pairs_of(rows).are_unclear


def test_lines_of_other_length_are_cut_as_they_are():
    assert joined("8,4", (0, 2), 4) == "8;4"
    assert joined('"a;b",8,4', (1,), 3) == '"a;b";8,4'
    assert joined("", (0,), 2) == ""


def test_what_is_not_clear_is_refused_with_what_to_do():
    text = "n,mass,k,width\n" + "".join(f"{i},8,{i % 7 + 1},3,40,2\n" for i in range(1, 9))
    with pytest.raises(DataError, match="4 names and 6 fields in each row: some numbers seem to"):
        read_table(text.encode(), "birds.csv")
    as_it_is = read_table(text.encode(), "birds.csv", Choices(decimal="."))
    assert as_it_is.frame.shape == (8, 6)


def test_pairs_are_undone_by_what_is_offered():
    reading = read_table(b"mass,width\n8,4,12,5\n9,5,13,25\n7,1,11,2\n")
    assert reading.summary == "UTF-8, separated by commas, decimal comma"
    assert reading.frame.to_dict("list") == {"mass": [8.4, 9.5, 7.1], "width": [12.5, 13.25, 11.2]}
    (said,) = reading.remarks
    assert said.kind == "decimal pairs"
    assert read_table(
        b"mass,width\n8,4,12,5\n9,5,13,25\n7,1,11,2\n", "t", Choices(**said.changes)
    ).frame.shape == (3, 4)


def test_in_a_long_file_each_line_is_read_so():
    text = "mass,width\n" + "8,4,12,5\n" * 50_000
    frame = read_table(text.encode()).frame
    assert (frame["mass"] == 8.4).all()
    assert (frame["width"] == 12.5).all()
