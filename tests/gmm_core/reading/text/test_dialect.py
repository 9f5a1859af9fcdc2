"""How a table is written is found from its beginning, or as a person says."""

import pytest

from gmm_core.reading.text.dialect import decimal_mark, first_rows, has_header, is_number, sniff


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("header", [True, False])
def test_separator_and_header_are_found(separator, header):
    rows = [["length", "width"]] * header + [["1", "2.5"], ["3", "4.5"], ["5", "6.5"]]
    found = sniff("".join(separator.join(row) + "\n" for row in rows))
    assert (found.separator, found.decimal, found.header) == (separator, ".", header)


def test_a_decimal_comma_is_found_and_what_is_said_goes_first():
    assert sniff("a;b\n1,5;2\n").decimal == ","
    assert sniff("a;b\n1,5;2\n", separator=",").separator == ","


def test_fields_of_the_first_lines():
    assert first_rows('"a;1";b\n\n2;3\n', ";") == [["a;1", "b"], ["2", "3"]]
    assert has_header([["a", "b"], ["1", "2"]])
    assert not has_header([["1", "2"], ["3", "4"]])


def test_numbers_and_their_marks():
    assert [is_number(field) for field in ("1,5", " -2 ", "1e3", "1.2.3", "x", "")] == [
        *[True] * 3,
        *[False] * 3,
    ]
    assert [decimal_mark(field) for field in ("1,5", "1.5", "15", "a,b")] == [",", ".", "", ""]
