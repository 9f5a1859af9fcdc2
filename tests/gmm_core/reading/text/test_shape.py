"""Lines and fields are counted, and the line that is unlike the others is named."""

import io

import pytest

from gmm_core import DataError
from gmm_core.reading.text.dialect import Dialect
from gmm_core.reading.text.shape import check_rectangular, count_lines

COMMAS = Dialect(",", ".", True)


def test_a_plain_table_is_counted_at_once():
    table = "a,b\n" + "1,2\n" * 1000
    assert count_lines(io.StringIO(table), ",") == (1001, 2)
    assert check_rectangular(io.StringIO(table), COMMAS)[:2] == (1001, 2)


@pytest.mark.parametrize("table", ['a,b\n"1,5",2\n', "a,b\n1\n", "a,b\n\n1,2\n"])
def test_what_is_not_plain_is_not_counted(table):
    assert count_lines(io.StringIO(table), ",") is None


def test_the_line_that_differs_is_named():
    with pytest.raises(
        DataError, match=r"Line 3 of birds\.csv has 3 fields where the header has 2"
    ):
        check_rectangular(io.StringIO("a,b\n1,2\n1,2,3\n"), COMMAS, "birds.csv")
