"""What a person says of a file goes before what is found; links that somebody wrote are checked."""

import json
from contextlib import suppress

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.errors import DataError
from gmm_core.reading import read_table
from gmm_core.reading.choices import KINDS, Choices
from gmm_core.reading.columns import converted
from gmm_core.reading.encodings.encoding import ENCODINGS
from gmm_core.reading.table import Reading
from gmm_core.reading.text.dialect import SEPARATORS

NAMES = st.text(max_size=20)
CHOICES = st.builds(
    Choices,
    encoding=st.none() | st.sampled_from(sorted(ENCODINGS)),
    separator=st.none() | st.sampled_from([";", "\t", "|", " ", ""]),
    decimal=st.none() | st.sampled_from([".", ","]),
    header=st.none() | st.booleans(),
    sheet=st.none() | NAMES,
    kinds=st.dictionaries(NAMES, st.sampled_from(KINDS), max_size=3).map(
        lambda kinds: tuple(kinds.items())
    ),
)


def read(text: str | bytes, **chosen) -> Reading:
    content = text.encode() if isinstance(text, str) else text
    return read_table(content, "birds.csv", Choices(**chosen))


def error(text: str | bytes, **chosen) -> str:
    with pytest.raises(DataError) as caught:
        read(text, **chosen)
    return str(caught.value)


# Links


@given(CHOICES)
def test_choices_come_back_from_a_link(choices: Choices) -> None:
    written = json.dumps(choices.as_dict())
    assert Choices.from_dict(json.loads(written)) == choices
    assert hash(Choices.from_dict(json.loads(written))) == hash(choices)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children),
    max_leaves=6,
)
FIELDS = ["encoding", "separator", "decimal", "header", "sheet", "kinds", "__class__"]


@given(JSON | st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_link_gives_choices_or_a_sentence(link: object) -> None:
    with suppress(DataError):
        choices = Choices.from_dict(link)
        assert Choices.from_dict(choices.as_dict()) == choices


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ([], "The choices for reading the file are no dictionary. Choose them anew."),
        ({"codec": "x"}, '"codec" is nothing that can be chosen for reading a file. Remove it.'),
        ({"encoding": "rot13"}, "'rot13' is no encoding that is known. Choose one of 'UTF-8', "),
        ({"separator": "a"}, "'a' is no separator that is known. Choose one of '\\t', ';', "),
        ({"decimal": "·"}, "'·' is no decimal mark that is known. Choose one of '.', ','."),
        ({"header": 9}, "'9' is no header that is known. Choose one of"),
        ({"sheet": 3}, "The name of the chosen sheet is no text or too long. Choose"),
        ({"sheet": "x" * 2000}, "The name of the chosen sheet is no text or too long."),
        ({"kinds": "number"}, "The chosen kinds of columns are no list of a column and a kind"),
        ({"kinds": [["x", "date"]]}, "'date' is no kind of a column that is known."),
        ({"kinds": [["x", "text"], ["x", "number"]]}, "Two kinds are chosen for one column."),
        ({"separator": ",", "decimal": ","}, "The comma is chosen to separate the fields and"),
    ],
)
def test_a_hostile_link_gets_one_sentence(link: object, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        Choices.from_dict(link)
    assert str(caught.value).startswith(sentence)


# Text


@pytest.mark.parametrize(
    ("name", "codec", "text"),
    [
        ("Shift-JIS (Japanese)", "cp932", "名前,x\n桜,1.5\n"),
        ("GB18030 (Chinese)", "gb18030", "名字,x\n桜,1.5\n"),
        ("Windows-1251 (Cyrillic)", "cp1251", "имя,x\nЯна,1.5\n"),
        ("Windows-1252", "cp1252", "größe,x\nüber,1.5\n"),
        ("UTF-16", "utf-16-be", "größe,x\nüber,1.5\n"),
        ("UTF-16", "utf-16", "größe,x\nüber,1.5\n"),
    ],
)
def test_a_chosen_encoding_is_read(name: str, codec: str, text: str) -> None:
    reading = read(text.encode(codec), encoding=name)
    first, word = text.split("\n")[0].split(",")[0], text.split("\n")[1].split(",")[0]
    assert reading.frame.to_dict("list") == {first: [word], "x": [1.5]}
    assert reading.encoding == name


@pytest.mark.parametrize("name", ["UTF-8", "UTF-16", "EUC-KR"])
def test_an_encoding_that_cannot_be_says_so(name: str) -> None:
    assert error("größe,x\nüber,1.5\n".encode("cp1252"), encoding=name) in (
        f"birds.csv cannot be read in the encoding {name}. "
        'Choose another one in the box "Encoding", or leave it to be found from the file.',
        "birds.csv ends in the middle of a character, so a part of it is missing. "
        "Save or copy the whole file again.",
    )


def test_a_mark_is_no_part_of_the_text_in_the_encoding_that_it_marks() -> None:
    reading = read("\ufeffx,y\n1,2\n", encoding="UTF-8")
    assert list(reading.frame) == ["x", "y"]


@pytest.mark.parametrize("separator", [*SEPARATORS, ""])
def test_any_separator_gives_a_table_or_a_sentence(separator: str) -> None:
    text = "a b;c,d\n1 2;3,4\n5 6;7,8\n"
    if separator in ("\t", "|", "^", "~", ":", ""):
        assert list(read(text, separator=separator).frame) == ["a b;c,d"]
    else:
        first, last = read(text, separator=separator).frame
        assert f"{first}{separator}{last}" == "a b;c,d"


def test_a_separator_that_makes_lines_unlike_says_so() -> None:
    assert error("x;y\n1,5;2\n3;4\n", separator=",") == (
        "Line 2 of birds.csv has 2 fields where the header has 1, when it is read as separated by "
        "commas. Choose another separator, or leave it to be found from the file."
    )


def test_the_decimal_mark_is_the_chosen_one() -> None:
    text = "x;y\n1.234;2\n5.678;3\n"
    assert read(text).frame["x"].tolist() == [1.234, 5.678]
    assert read(text, decimal=",").frame["x"].tolist() == ["1.234", "5.678"]


def test_a_comma_that_marks_decimals_separates_nothing() -> None:
    reading = read("x\n1,5\n2,5\n", decimal=",")
    assert reading.separator == ""
    assert reading.frame["x"].tolist() == [1.5, 2.5]


def test_the_header_is_there_or_not_as_chosen() -> None:
    assert read("x,y\n1,2\n", header=False).frame.to_dict("list") == {
        "column 1": ["x", "1"],
        "column 2": ["y", "2"],
    }
    assert list(read("1,2\n3,4\n", header=True).frame) == ["1", "2"]


# Kinds of columns


def test_codes_keep_their_zeros_as_text() -> None:
    frame = read("code,x\n007,1\nNA,2\n 42,3\n", kinds=(("code", "text"),)).frame
    assert frame["code"].tolist()[::2] == ["007", "42"]
    assert frame["code"].isna().tolist() == [False, True, False]
    assert frame["x"].tolist() == [1, 2, 3]


def test_amounts_become_numbers() -> None:
    text = 'share;price\n12 %;"€ 1.234,50"\n3,5 %;"€ 99,00"\n7 %;?\n'
    frame = read(text, kinds=(("share", "number"), ("price", "number"))).frame
    assert frame["share"].tolist() == [12.0, 3.5, 7.0]
    assert frame["price"].tolist()[:2] == [1234.5, 99.0]
    assert frame["price"].isna().tolist() == [False, False, True]


def test_kinds_of_columns_that_are_not_there_are_passed_over() -> None:
    assert list(read("x\n1\n2\n", kinds=(("y", "text"),)).frame) == ["x"]


def test_a_table_of_which_nothing_is_chosen_is_not_built_again() -> None:
    frame = pd.DataFrame({"x": [1, 2]})
    assert converted(frame, [], ".") is frame
    assert converted(frame, [("gone", "text")], ".") is frame
    assert converted(frame, [("x", "text")], ".")["x"].tolist() == ["1", "2"]


def test_flags_become_numbers() -> None:
    assert read("x,y\nTrue,1\nFalse,2\n", kinds=(("x", "number"),)).frame["x"].tolist() == [1, 0]


@pytest.mark.parametrize("line", [0, -1, 2.5, True, "3", 10**30])
def test_a_line_that_is_none_is_refused(line):
    with pytest.raises(DataError, match="no line at which a table can begin or end"):
        Choices(begins=line)


def test_a_table_that_ends_before_it_begins_is_refused():
    with pytest.raises(DataError, match="would end before it begins"):
        Choices(begins=9, ends=4)
