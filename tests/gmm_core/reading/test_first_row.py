"""A first row of numbers is a header where it is unlike those below, and else an observation."""

import pytest

from gmm_core.reading.first_row import has_header

BELOW = [["b", "2.5", "7"], ["c", "1.2", "9"], ["d", "2.1", "8"], ["e", "1.9", "7"]]


@pytest.mark.parametrize(
    "first",
    [["a", "1.5", "7"], ["2021-01-01", "1.5", "7"], ["ford", "1.5", "8.5"], ["b", "3", "4"]],
)
def test_numbers_like_those_below_are_an_observation(first):
    assert not has_header([first, *BELOW])


@pytest.mark.parametrize(
    "first", [["town", "1990", "1991"], ["town", "400.5", "401.5"], ["town", "2", "8"]]
)
def test_numbers_unlike_those_below_or_without_decimals_are_names(first):
    assert has_header([first, *BELOW])


def test_one_number_for_all_columns_is_no_name():
    below = [[f"x{i}", str(7 * i), str(3 * i)] for i in range(4)]
    assert not has_header([["N_unmapped", "1913470", "1913470"], *below])
    assert has_header([["town", "2001", "2001"], *below])
    assert has_header([["town", "1913470"], *(row[:2] for row in below)])


def test_numbers_that_rise_by_one_step_beyond_those_below_are_names():
    waves = [str(400 + 10 * i) for i in range(6)]
    assert has_header([waves, ["1.5"] * 6, ["2.5"] * 6])
    assert not has_header([waves, *([str(395 + 11 * i) for i in range(6)] for _ in range(4))])
    assert not has_header([["1", "2", "3"], ["4", "5", "6"]])


def test_a_word_numbered_like_those_below_is_no_name():
    rows = [[f"g{i}", str(1000 + 977 * i)] for i in range(5)]
    assert not has_header(rows)
    assert has_header([["gene", "1000"], *rows[1:]])
    assert has_header([["x1", "1990"], ["7", "2"], ["8", "3"], ["9", "4"]])
