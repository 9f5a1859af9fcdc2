"""How a table is cut into fields is found from its beginning."""

import pytest

from gmm_core.reading.text.dialect import decimal_of, rows_of
from gmm_core.reading.text.outline import outline


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("header", [True, False])
def test_separator_and_header_are_found(separator, header):
    rows = [["length", "width"]] * header + [["1", "2.5"], ["3", "4.5"], ["5", "6.5"]]
    found = outline("".join(separator.join(row) + "\n" for row in rows)).dialect
    assert (found.separator, found.decimal, found.header) == (separator, ".", header)


def test_a_decimal_comma_is_found():
    assert outline("a;b\n1,5;2\n").dialect.decimal == ","
    assert decimal_of([["1,5", "2,5"]], ",") == "."


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("x\n1,5\n2,25\n3,5\n", ""),
        ("x y\n1,5 2\n2,5 3\n", " "),
        ("Birds, by hand\n\nx;y\n1,5;2\n2,5;3\n", ";"),
        ('"mass" "width"\n"s0" 8.4 23.4\n"s1" 9.4 24.4\n', " "),
        ("name of bird\nGreat tit\nBlue tit\n", ""),
    ],
)
def test_what_cuts_the_table_is_not_judged_by_what_stands_above(text, separator):
    assert outline(text).dialect.separator == separator


def test_fields_of_the_first_lines():
    rows, places = rows_of(['"a;1";b', "", "2;3"], ";")
    assert (rows, places) == ([["a;1", "b"], [], ["2", "3"]], [0, 1, 2])
