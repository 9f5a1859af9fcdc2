"""Text read again and again: line ends, the separator line, spaces, and how far it has come."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.reading.encodings.encoding import Encoding
from gmm_core.reading.text.lines import Progress, Text, Trimmed

UTF_8 = Encoding("UTF-8", "utf-8", 0)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ends_alike_each_time(end):
    text = Text(f"a;b{end}1;ä{end}".encode(), UTF_8)
    assert [text.open().read() for _ in range(2)] == ["a;b\n1;ä\n"] * 2
    assert text.beginning(3) == "a;b\n"


def test_the_separator_line_is_left_out():
    assert Text(b"sep=;\na;b\n", UTF_8).open().read() == "a;b\n"


@given(
    st.lists(st.sampled_from(["a;b", "ä", "\n", "\r\n", "\r", ""]), max_size=20).map("".join),
    st.integers(1, 9),
    st.sampled_from(["utf-8", "cp1252"]),
    st.integers(0, 3),
)
def test_pieces_are_whole_lines_and_make_up_the_text_from_any_line(said, size, codec, skipped):
    text = Text(said.encode(codec), Encoding("", codec, 0))
    text = text.from_line(text.first_line + skipped)
    pieces = list(text.pieces(size))
    assert b"".join(pieces).decode() == text.open().read()
    assert all(piece.endswith(b"\n") for piece in pieces[:-1])


def test_pieces_of_text_that_is_mended_have_its_mends_and_an_endless_line_is_cut(monkeypatch):
    text = Text(b"a\nb\nc\n", UTF_8).mended({2: ""})
    assert b"".join(text.pieces(1)) == b"a\nc\n"
    monkeypatch.setattr("gmm_core.reading.text.lines.MAX_LINE", 5)
    for codec in ("utf-8", "cp1252"):
        pieces = list(Text(b"1" * 20, Encoding("", codec, 0)).pieces(3))
        assert b"".join(pieces) == b"1" * 20
        assert max(map(len, pieces)) == 3 + 5


def test_pieces_tell_how_far_they_have_come():
    told = []
    text = Text(b"1\n" * 500, UTF_8, told.append)
    told.clear()
    assert len(list(text.pieces(100))) > 5
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("size", [1, 2, 5, -1])
def test_spaces_at_the_ends_are_trimmed_however_it_is_read(size):
    stream = Trimmed(io.StringIO("  1  2 \n 3\n"))
    pieces = [stream.read(size) for _ in range(20)]
    assert "".join(pieces) == "1  2\n3\n"


def test_progress_only_rises():
    told = []
    progress = Progress(told.append)
    for share in (0.3, 0.1, 0.3, 0.301, 0.9):
        progress(share)
    assert told == [0.3, 0.9]
