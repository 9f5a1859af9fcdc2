"""Tables in a stack are told apart, and what only looks like another table is not one."""

import pytest
from line_files import HEAD, cut

from gmm_core.reading import Choices, read_table
from gmm_core.reading.layout import lay_out
from gmm_core.reading.stacked import first_table, header_of_another

TABLE = [["a", "b"], ["1", "2"], ["3", "4"]]
OTHER = [["c", "d"], ["5", "6"], ["7", "8"], ["9", "10"]]


@pytest.mark.parametrize(
    "rows",
    [
        [["Source: us", "the office"]],
        [["Source: us", "the office"], ["5", "6"]],
        [["North"], ["5", "6"]],
        [["low", "low"], ["5", "6"]],
        [["5", "6"], ["c", "d"]],
        [["c", "d", "e", "f"], ["5", "6"]],
        [],
    ],
)
def test_other_rows_below_a_gap_are_no_header(rows):
    assert header_of_another(rows) is None


def test_the_header_of_the_table_is_no_other():
    assert header_of_another(TABLE, {("a", "b")}) is None
    assert header_of_another(TABLE) == 0


def test_of_two_tables_the_first_is_laid_out():
    layout, end = first_table([*TABLE, *OTHER, [], ["c", "d"], ["5", "6"]], lay_out)
    assert (layout.above, layout.body, end) == (0, 1, 8)


def test_a_shorter_table_above_is_passed_over_unless_it_is_chosen():
    layout, end = first_table([*TABLE, [], *OTHER], lay_out)
    assert (layout.above, layout.body, end) == (4, 5, 8)
    layout, end = first_table([*TABLE, [], *OTHER], lay_out, is_chosen=True)
    assert (layout.above, layout.body, end) == (0, 1, 4)


def test_the_other_table_is_read_where_a_person_wants_it():
    text = f"{HEAD}{cut()}\nPonds\ncount,age\n3,40\n7,55\n".encode()
    (said,) = read_table(text).remarks
    assert said.sentence == 'Another table begins at line 16 and is left out: "count,age"'
    other = read_table(text, "t.csv", Choices(**said.changes))
    assert other.frame.to_dict("list") == {"count": [3, 7], "age": [40, 55]}


def test_another_table_is_found_however_far_below_it_begins():
    text = HEAD + cut() * 30_000 + "\ncount,age\n3,40\n"
    reading = read_table(text.encode())
    assert len(reading.frame) == 360_000
    assert [remark.kind for remark in reading.remarks] == ["another"]
