"""A large table, which is read in pieces, is the table that is read at once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from gmm_core.errors import DataError
from gmm_core.reading.choices import Choices
from gmm_core.reading.encodings import encoding
from gmm_core.reading.encodings.encoding import Encoding
from gmm_core.reading.text import parsing, plain_numbers, shape
from gmm_core.reading.text.dialect import Dialect
from gmm_core.reading.text.lines import Text, Trimmed
from gmm_core.reading.text.read_csv import read_csv
from gmm_core.reading.text.shape import count_lines, walk_records


@contextmanager
def everything_is_large() -> Iterator[None]:
    """Read every table in pieces of a few characters and rows."""
    with (
        patch.object(parsing, "LARGE", 0),
        patch.object(parsing, "_CELLS", 4),
        patch.object(plain_numbers, "PIECE", 7),
        patch.object(shape, "_PIECE", 5),
        patch.object(encoding, "PIECE", 3),
    ):
        yield


def outcome(content: bytes) -> pd.DataFrame | str:
    try:
        reading = read_csv(content, "t.csv")
    except DataError as error:
        return str(error)
    return reading.frame


def assert_the_same_in_pieces(content: bytes) -> None:
    whole = outcome(content)
    with everything_is_large():
        pieces = outcome(content)
    if isinstance(whole, str) or isinstance(pieces, str):
        assert whole == pieces
    else:
        assert_frame_equal(whole, pieces, check_exact=True)


NUMBERS = st.one_of(
    st.sampled_from(["", "NA", "-", ".", "?", "NaN", "1e400", "+5", "007", ".5", "5.", "1e5"]),
    st.sampled_from(["18446744073709551615", "9223372036854775808", "99999999999999999999"]),
    st.integers(-(2**63), 2**63 - 1).map(str),
    st.integers(-9, 9).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)
WORDS = st.sampled_from(
    ["a", "True", "False", "none", "n/a", " b ", "é", "가", "Nan", "inf", "0x1"]
)
QUOTED = st.sampled_from(['"a,b"', '"say ""x"""', '"1"', '"two\nlines"'])


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str]) -> str:
    width = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=12))
    separator = draw(st.sampled_from([",", ";", "\t"]))
    header = [[f"c{i}" for i in range(width)]] if draw(st.booleans()) else []
    lines = [separator.join(row) for row in header + rows]
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return end.join(lines) + draw(st.sampled_from(["", end]))


@given(tables(NUMBERS))
def test_numbers(text: str) -> None:
    assert_the_same_in_pieces(text.encode())


@given(tables(st.one_of(NUMBERS, WORDS)), st.sampled_from(["utf-8", "utf-16", "cp949"]))
def test_numbers_and_words(text: str, codec: str) -> None:
    assert_the_same_in_pieces(text.encode(codec, "replace"))


@given(tables(st.one_of(NUMBERS, WORDS, QUOTED)))
def test_quoted_cells(text: str) -> None:
    assert_the_same_in_pieces(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n" + "1,2\n" * 9 + "a,2\n",  # text at the end of what were numbers
        "x,y\n" + "NA,2\n" * 9 + "a,2\n",
        "x,y\n" + "True,2\n" * 9 + "NA,2\n",
        "x,y\n" + "True,2\n" * 9 + "1,2\n",
        "x,y\n" + "1,2\n" * 9 + "1.5,2\n",
        "x,y\n" + "9007199254740993,2\n" * 9 + "NA,2.5\n",
        "x,y\n" + "18446744073709551615,2\n" * 9 + "-1,2\n",
        "x;y\n" + "1,5;2\n" * 9 + "2,25;-\n",
        "x,y\n" + "1,2\n" * 9 + "\n   \n3,4\n   ",
        "x,y\n" + "1,2\n" * 9 + "3\n",
        "x y\n" + " 1  2\n" * 9 + "3 4 \n",
        "x,y\n" + "1,2\n" * 9 + '"3",4\n',
        "x\n" + "1\n" * 9 + "\n",
        "sep=;\nx;y\n" + "1;2\n" * 9,
        "1,2\n" * 9,
        "x,y\n" + "-0,-0.0\n" * 9,
    ],
)
def test_what_changes_along_a_table(text: str) -> None:
    assert_the_same_in_pieces(text.encode())


def test_plain_numbers_are_read_to_the_last_digit_in_pieces() -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(2_000, 4))).add_prefix("x")
    with patch.object(parsing, "LARGE", 0), patch.object(plain_numbers, "PIECE", 5_000):
        read = read_csv(frame.to_csv(index=False).encode()).frame
    assert_frame_equal(read, frame, check_exact=True)


def test_columns_that_a_person_wants_as_text_keep_their_zeros_in_pieces() -> None:
    content = b"code,x\n" + b"007,1\n" * 9
    with everything_is_large():
        frame = read_csv(content, choices=Choices(kinds=(("code", "text"),))).frame
    assert frame["code"].tolist() == ["007"] * 9
    assert frame["x"].tolist() == [1] * 9


@given(st.text(st.sampled_from(" \n1a"), max_size=30), st.integers(1, 9))
def test_lines_are_trimmed_in_pieces_as_they_are_one_by_one(text: str, size: int) -> None:
    stream, lines = Trimmed(StringIO(text)), Trimmed(StringIO(text))
    read = "".join(iter(lambda: stream.read(size), ""))
    assert read == "".join(iter(lines.readline, ""))
    assert read == re.sub(" *\n *", "\n", text.strip(" "))


@given(tables(NUMBERS))
def test_counted_lines_are_those_that_are_walked(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    as_text = Text(text.encode(), Encoding("UTF-8", "utf-8", 0))
    for separator in (",", ";", "\t", ""):
        dialect = Dialect(separator, ".", True)
        for width in (1, 2, 3):
            with everything_is_large():
                counted = count_lines(as_text, separator, width, "#")
            if counted is not None:
                walked = walk_records(StringIO(text), dialect, width, "#")
                assert counted._replace(n_lines=0, tail=walked.tail) == walked
