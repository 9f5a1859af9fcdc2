"""Where among some rows the table is."""

import pytest

from gmm_core.reading.first_row import has_header
from gmm_core.reading.layout import lay_out
from gmm_core.reading.notes import notes_below

NUMBERS = [["1", "2"], ["3", "4"], ["5", "6"]]


@pytest.mark.parametrize(
    ("top", "above", "header"),
    [
        ([], 0, 0),
        ([["a", "b"]], 0, 1),
        ([["Title"], ["a", "b"]], 1, 1),
        ([["Title", ""], [], ["a", "b"]], 2, 1),
        ([["Title"], []], 2, 0),
        ([["a", "1990"]], 0, 1),
    ],
)
def test_titles_header_and_observations(top, above, header):
    found = lay_out([*top, *NUMBERS])
    assert (found.above, found.header, found.body) == (above, header, len(top))


def test_a_table_of_words_is_named_by_its_first_row():
    found = lay_out([["Title"], ["kind", "sex"], ["a", "m"], ["b", "f"]])
    assert (found.above, found.naming.names, found.values) == (1, ("kind", "sex"), ())


def test_a_first_row_with_gaps_is_an_observation():
    assert lay_out([["a", "b", "c"], ["1", "", ""], ["2", "3", "4"], ["5", "6", "7"]]).body == 1


def test_a_header_that_is_one_short():
    rows = [["a", "b"], ["s0", "1", "2"], ["s1", "3", "4"]]
    assert lay_out(rows).naming.names == ("", "a", "b")
    assert lay_out(rows, row_names=False).naming.names == ("a", "b", "")


def test_has_header():
    assert has_header([["a", "b"], ["1", "2"]])
    assert not has_header([["1", "2"], ["3", "4"]])


@pytest.mark.parametrize(
    ("last", "gap", "count"),
    [
        (["Source: us"], False, 1),
        (["a note", ""], True, 1),
        (["(12 rows affected)"], False, 1),
        (["", ""], False, 0),
        (["s9", "7"], True, 0),
        (["s9", ""], False, 0),
        (["8."], False, 0),
        (["s9", "lost"], False, 0),
    ],
)
def test_notes_below(last, gap, count):
    assert notes_below([["s0", "1"], ["s1", "2"], last], [False, False, gap], 2, [1]) == count


OFFICES = {
    "dates": [
        ["Title", "Prices", "Wages"],
        ["CDID", "D7BT", "K222"],
        ["PreUnit", "", ""],
        ["Unit", "Index, base year", "GBP"],
        ["Release date", "24-03-2021", "24-03-2021"],
        *([str(1988 + i), str(20.5 + i), str(300 + i)] for i in range(9)),
        *([f"{2000 + i} Q{i}", str(20.5 + i), str(300 + i)] for i in range(1, 5)),
    ],
    "months": [
        ["", "Employed ;  Persons", "Unemployed ;  Persons"],
        ["Unit", "000", "000"],
        ["Series Type", "Trend", "Trend"],
        ["Frequency", "Month", "Month"],
        ["No. Obs", "30", "30"],
        *(
            [f"{month}-2010", "295.5", "61.6"]
            for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
        ),
    ],
}


@pytest.mark.parametrize("office", OFFICES)
def test_rows_that_bear_a_key_say_something_of_columns(office):
    found = lay_out(OFFICES[office])
    assert (found.above, found.body, found.naming.aside) == (0, 5, 4)
    assert found.naming.names == tuple(OFFICES[office][0])
    assert found.naming.units[1] == {"dates": "Index, base year", "months": "000"}[office]


def test_first_words_of_observations_are_no_keys():
    rows = [["land", "x"], *([f"Land {i}", str(i + 0.5)] for i in range(20))]
    assert lay_out(rows).body == 1
