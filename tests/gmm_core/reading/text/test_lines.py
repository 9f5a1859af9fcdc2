"""Text read again and again: line ends, the separator line, spaces, and how far it has come."""

import io

import pytest

from gmm_core.reading.text.encoding import Encoding
from gmm_core.reading.text.lines import Progress, Text, Trimmed

UTF_8 = Encoding("UTF-8", "utf-8", 0)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ends_alike_each_time(end):
    text = Text(f"a;b{end}1;ä{end}".encode(), UTF_8)
    assert [text.open().read() for _ in range(2)] == ["a;b\n1;ä\n"] * 2
    assert text.beginning(3) == "a;b\n"


def test_the_separator_line_is_left_out():
    assert Text(b"sep=;\na;b\n", UTF_8).open().read() == "a;b\n"


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
