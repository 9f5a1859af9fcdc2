"""Lines and fields are counted, and those that are unlike the others are kept in mind."""

import io

import pytest

from gmm_core.reading.encodings.encoding import Encoding
from gmm_core.reading.text.dialect import Dialect
from gmm_core.reading.text.lines import Text
from gmm_core.reading.text.shape import count_lines, walk_records

COMMAS = Dialect(",", ".", True)


def as_text(table):
    return Text(table.encode(), Encoding("UTF-8", "utf-8", 0))


def test_a_plain_table_is_counted_at_once():
    table = "1,2\n" * 1000
    counted = count_lines(as_text(table), ",", 2)
    assert (counted.n_records, counted.n_lines, counted.odd) == (1000, 1000, ())
    walked = walk_records(io.StringIO(table), COMMAS, 2)
    assert (walked.n_records, walked.n_lines, walked.tail) == (1000, 0, counted.tail)


@pytest.mark.parametrize("table", ['"1,5",2\n', "1,2,3\n" * 2 + '"4",5,6\n'])
def test_what_is_quoted_is_not_counted(table):
    assert count_lines(as_text(table), ",", 2) is None


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("size", [3, 1 << 20])
def test_unlike_lines_are_the_same_however_they_are_found(monkeypatch, end, size):
    monkeypatch.setattr("gmm_core.reading.text.shape._PIECE", size)
    table = "1,2\n\n3\n# no, no\n4,5,,\n6,7,8\n   \nSource: us" + end
    counted = count_lines(as_text(table), ",", 2, "#", 11)
    walked = walk_records(io.StringIO(table), COMMAS, 2, "#", 11)
    assert counted.odd == walked.odd
    assert [(each.line, each.is_comment) for each in counted.odd] == [
        *[(13, False), (14, True), (16, False), (18, False)]
    ]
    assert (counted.n_records, walked.n_records, counted.n_lines) == (2, 2, 6)
    assert counted.widest == walked.widest == 4
    assert counted.tail == tuple(each._replace(is_comment=False) for each in walked.tail)


def test_many_lines_that_end_in_separators_are_like_the_others():
    counted = count_lines(as_text("1,2\n" + "3,4,,\n" * 500), ",", 2)
    assert (counted.n_records, counted.widest, counted.odd) == (501, 4, ())
    counted = count_lines(as_text("1,2\n" + "3,4,\n" * 500 + "5,6,7\n"), ",", 2)
    assert [each.line for each in counted.odd] == [502]
