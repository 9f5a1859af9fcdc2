"""What stands above, below and between the observations is found, left out, and said."""

import numpy as np
import pytest
from kind_files import FILES
from line_files import FOLDER, HEAD, PAIRS, cut, named

from gmm_core.reading import Choices, Reading, read_table
from gmm_core.reading.packed import workbook
from gmm_core.reading.text.outline import outline


def read(text: str, **chosen) -> Reading:
    return read_table(text.encode(), "t.csv", Choices(**chosen))


def kinds(reading: Reading) -> list[str]:
    return [remark.kind for remark in reading.remarks]


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_kind_of_line_is_understood(name, unpacked_at_once):
    expected = FILES[name]
    reading = read_table(expected.content, name)
    assert list(reading.frame) == expected.columns
    assert len(reading.frame) == expected.n_rows
    assert sorted(kinds(reading)) == sorted(expected.kinds)
    assert reading.units == expected.units
    numbers = [column for column in ("length", "width") if column in reading.frame]
    assert all(reading.frame[column].dtype.kind in "fi" for column in numbers)


@pytest.mark.parametrize("name", sorted(name for name in FILES if FILES[name].kinds))
def test_whatever_was_done_is_undone_by_what_is_offered(name, unpacked_at_once):
    reading = read_table(FILES[name].content, name)
    for remark in reading.remarks:
        assert remark.sentence.endswith((".", '"', " ..."))
        if remark.changes:
            other = read_table(FILES[name].content, name, Choices(**remark.changes))
            assert not other.frame.equals(reading.frame) or other.units != reading.units
        elif remark.kind != "padding":  # bytes of value 0 are nothing that could come back
            assert remark.kind == "above"
            assert reading.begins > 1
            first = Choices(begins=reading.begins)
            assert read_table(FILES[name].content, name, first).frame.equals(reading.frame)


@pytest.fixture
def unpacked_at_once(monkeypatch):
    from gmm_core.reading.packed import confined
    from gmm_core.reading.packed.unpacking import sheet_table

    def unpack(content, what, name, sheet):
        return confined.as_unpacked(sheet_table(content, sheet))

    monkeypatch.setattr(workbook, "unpack", unpack)


def test_the_files_are_those_that_are_kept():
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == {
        name: each.content for name, each in FILES.items()
    }


def test_where_the_table_begins_and_ends_can_be_chosen():
    text = f"a,b\n1,2\n3,4\n{HEAD}{cut()}7,8\n9,10\n"
    reading = read(text, begins=4, ends=16)
    assert list(reading.frame) == ["length", "width"]
    assert (len(reading.frame), reading.begins, reading.rows_above) == (12, 4, 3)
    assert read(text, begins=4, ends=16, header=False).frame.shape == (13, 2)


def test_the_header_can_have_as_many_lines_as_are_chosen():
    text = "a,b\nq1,q2\n" + cut()
    assert list(read(text).frame) == ["a", "b"]
    assert list(read(text, header=2).frame) == ["a q1", "b q2"]
    assert read(text, header=1, units=False).frame["a"].tolist()[:2] == ["q1", "8.4"]
    assert len(read(text, header=0).frame) == 14


def test_units_and_row_names_are_as_chosen():
    assert len(read(f"{HEAD}mm,kg\n{cut()}", units=False).frame) == 13
    assert read(f"{HEAD}long,wide\n{cut()}", units=True).units == {
        "length": "long",
        "width": "wide",
    }
    assert list(read(HEAD + named(), row_names=False).frame) == ["length", "width", "column 3"]


def test_an_unlike_line_is_left_out_or_filled_with_gaps_as_chosen():
    text = HEAD + cut() * 2 + "7\n5,6,7\n" + cut()
    found = read(text)
    assert (len(found.frame), kinds(found)) == (36, ["odd"])
    assert "Lines 26 and 27 have another number of fields" in found.remarks[0].sentence
    filled = read(text, odd="fill")
    np.testing.assert_array_equal(filled.frame.iloc[24:26], [[7, np.nan], [5, 6]])
    assert filled.remarks[0].changes == {"odd": "leave out"}
    assert read(text, odd="leave out").frame.equals(found.frame)


def test_many_unlike_lines_are_a_matter_of_choice():
    text = HEAD + "1,2\n3\n4,5\n6\n"
    assert len(read(text, odd="leave out").frame) == 2
    assert read(text, odd="fill").frame["width"].isna().sum() == 2


def test_a_word_among_numbers_is_an_observation():
    for first in ("unknown,3", "<5,3", "NA,NA"):
        assert len(read(f"{HEAD}{first}\n{cut()}{first}\n").frame) == 14
    shops = "".join(f"s{i},{a}\n" for i, (a, _) in enumerate(PAIRS))
    assert len(read(f"shop,length\ns,unknown\n{shops}").frame) == 13


def test_lines_are_counted_as_in_the_file():
    found = outline("# c\nx;y\n\n1;2\n", first_line=2)
    assert (found.begins, found.first) == (3, 4)


def test_a_comment_of_units_below_one_of_names_says_the_units():
    found = outline("# length, width\n# mm, kg\n1.5,2\n3.5,4\n")
    assert found.layout.naming.names == ("length", "width")
    assert found.layout.naming.units == ("mm", "kg")
    assert found.named_by == 1
    assert outline("# mm, kg\n1.5,2\n3.5,4\n").layout.naming.names == ("mm", "kg")
