"""What becomes of lines that are unlike the others."""

import pytest

from gmm_core.errors import DataError
from gmm_core.reading.choices import Choices
from gmm_core.reading.text.mending import mending
from gmm_core.reading.text.outline import outline
from gmm_core.reading.text.shape import Record, Shape

TABLE = outline("x,y\n" + "1,2\n" * 9)
TAIL = tuple(Record(line, line, ["1", "2"]) for line in range(2, 11))


def shape(*odd: Record, tail: tuple[Record, ...] = TAIL, n_records: int = 9) -> Shape:
    return Shape(n_records, n_records + len(odd), 2, odd, tail)


def test_like_lines_stay_as_they_are():
    assert mending(shape(), TABLE, Choices()) == ({}, [])


def test_an_unlike_line_is_left_out_or_filled():
    odd = shape(Record(5, 6, ["a\nb"]))
    assert mending(odd, TABLE, Choices()).lines == {5: "", 6: ""}
    assert mending(odd, TABLE, Choices(odd="fill")).lines == {5: '"a\nb",NA\n', 6: ""}
    long = shape(Record(5, 5, ["1", "2", "3"]))
    assert mending(long, TABLE, Choices(odd="fill")).lines == {5: "1,2\n"}


def test_more_than_one_in_five_are_a_matter_of_choice():
    odd = [Record(line, line, ["1"]) for line in range(4)]
    with pytest.raises(DataError, match="has 1 field where the header has 2"):
        mending(shape(*odd), TABLE, Choices(), "t.csv")
    assert len(mending(shape(*odd), TABLE, Choices(odd="leave out")).lines) == 4


def test_notes_and_comments_are_no_unlike_lines():
    note = Record(12, 12, ["Source: us"])
    said = [Record(line, line, ["# a"], True) for line in range(2, 6)]
    found = mending(shape(*said, note, tail=(*TAIL, note)), TABLE, Choices())
    assert [remark.kind for remark in found.remarks] == ["below", "comments"]
    kept = mending(shape(note, tail=(*TAIL, note)), TABLE, Choices(ends=12, odd="fill"))
    assert kept.lines == {12: "Source: us,NA\n"}


def test_rules_below_few_rows_are_notes_and_nothing_is_unlike():
    rules = [Record(line, line, ["---", "---"], True) for line in (3, 4)]
    found = mending(shape(*rules, tail=(TAIL[0], *rules), n_records=1), TABLE, Choices())
    assert found.lines == {3: "", 4: ""}
