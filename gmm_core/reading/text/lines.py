r"""The text of a file as a stream, never held twice, and the share of it that has been read."""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from functools import partial

from gmm_core.reading.encodings.encoding import Encoding
from gmm_core.reading.limits import MAX_LINE

# The line by which Excel is told the separator; it is found without it.
_SEPARATOR_LINE = re.compile(r'"?sep=[^\n]"?\n', re.IGNORECASE)


class Text:
    r"""The text of a file, which can be read several times; each line ends with ``\n``.

    `on_progress` is told the share of the file, from 0 to 1, that the latest stream has read.
    ``first_line`` is the line of the file with which it begins, from 1.

    Examples
    --------
    >>> text = Text(b"sep=;\r\na;b\r\n1;2", Encoding("UTF-8", "utf-8", 0))
    >>> text.beginning(3), text.open().read(), text.first_line
    ('a;b\n', 'a;b\n1;2', 2)
    >>> text.from_line(3).open().read()
    '1;2'
    """

    def __init__(
        self,
        content: bytes,
        encoding: Encoding,
        on_progress: Callable[[float], None] | None = None,
    ) -> None:
        self.content, self.encoding = content, encoding
        self.on_progress = on_progress
        has_separator_line = _SEPARATOR_LINE.fullmatch(self._from_start().readline(10))
        self.first_line = 2 if has_separator_line else 1
        self._mended: Callable[[io.TextIOBase], io.TextIOBase] | None = None

    def open(self) -> io.TextIOBase:
        """Return a stream of the text, from its first line on."""
        stream = self._from_start()
        for _ in range(self.first_line - 1):
            stream.readline()
        return stream if self._mended is None else self._mended(stream)

    def from_line(
        self, line: int, rewritten: Callable[[str], str] | None = None, last: int | None = None
    ) -> Text:
        """Return the text from a line of the file on, up to a last one, each line written anew.

        The line is counted in the file, from 1.
        """
        text = copy(self)
        text.first_line = line
        if rewritten is not None or last is not None:
            text._mended = partial(Mended, first_line=line, rewritten=rewritten, last=last)
        return text

    def mended(self, mends: Mapping[int, str]) -> Text:
        """Return the text with other lines in place of some, or none ("") in their place."""
        if not mends:
            return self
        text, before = copy(self), self._mended

        def opened(stream: io.TextIOBase) -> io.TextIOBase:
            return Mended(before(stream) if before else stream, self.first_line, mends)

        text._mended = opened
        return text

    def beginning(self, characters: int) -> str:
        """Return so many characters and the rest of the line that they end in."""
        stream = self.open()
        return stream.read(characters) + stream.readline(MAX_LINE)

    def pieces(self, size: int) -> Iterator[bytes]:
        r"""Yield the text in UTF-8, so many bytes or characters and the rest of the line at a time.

        UTF-8 is passed on as it stands, which a stream would decode only to be encoded again. A
        line is cut where it has far more characters than any line of a table.
        """
        as_it_stands = self.encoding.codec == "utf-8" and self.encoding.errors == "strict"
        if not as_it_stands or self._mended is not None:
            stream = self.open()
            while text := stream.read(size):
                yield (text + stream.readline(MAX_LINE)).encode("utf-8", "surrogatepass")
            return
        told = _Counted(self.content, self.on_progress)
        begin = self.encoding.start
        for _ in range(self.first_line - 1):
            begin = _after_line(self.content, begin)
        while begin < len(self.content):
            end = _after_line(self.content, begin + size)
            piece = self.content[begin:end]
            if b"\r" in piece:
                piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            yield piece
            begin = end
            told.reach(begin)

    def _from_start(self) -> io.TextIOWrapper:
        raw = _Counted(self.content, self.on_progress)
        raw.seek(self.encoding.start)
        encoding = self.encoding
        return io.TextIOWrapper(raw, encoding=encoding.codec, errors=encoding.errors, newline=None)


class Mended(io.TextIOBase):
    r"""A stream with other lines in place of some, and none after a last one.

    Examples
    --------
    >>> stream = io.StringIO("a,b\n# c\n1\n2,3\n")
    >>> Mended(stream, first_line=5, mends={6: "", 7: "1,NA\n"}).read()
    'a,b\n1,NA\n2,3\n'
    """

    def __init__(
        self,
        stream: io.TextIOBase,
        first_line: int = 1,
        mends: Mapping[int, str] | None = None,
        rewritten: Callable[[str], str] | None = None,
        last: int | None = None,
    ) -> None:
        self._stream, self._line, self._rewritten = stream, first_line, rewritten
        self._mends, self._last = mends or {}, last
        self._places = sorted(self._mends)

    def readable(self) -> bool:
        """Return True: it can be read."""
        return True

    def read(self, size: int | None = -1, /) -> str:
        """Return about so many characters, always whole lines; all of them without a size."""
        whole = size is None or size < 0
        while True:
            text = self._stream.read() if whole else self._stream.read(size)
            if not text:
                return ""
            text += "" if whole else self._stream.readline()
            if (mended := self._passed(text)) or whole:
                return mended

    def readline(self, size: int | None = -1, /) -> str:
        """Return the next line; at most so many characters of one that is far longer."""
        while line := self._stream.readline(-1 if size is None else size):
            if mended := self._passed(line):
                return mended
        return ""

    def _passed(self, text: str) -> str:
        first = self._line
        self._line += text.count("\n") + (not text.endswith("\n"))
        if self._last is not None and self._line > self._last + 1:
            lines = text.split("\n")[: max(self._last + 1 - first, 0)]
            text = "".join(f"{line}\n" for line in lines)
        near = bisect_left(self._places, first)
        is_mended = near < len(self._places) and self._places[near] < self._line
        if not (is_mended or self._rewritten):
            return text
        lines = text.removesuffix("\n").split("\n")
        return "".join(self._line_at(first + place, line) for place, line in enumerate(lines))

    def _line_at(self, number: int, line: str) -> str:
        if number in self._mends:
            return self._mends[number]
        return f"{self._rewritten(line) if self._rewritten else line}\n"


class Trimmed(io.TextIOBase):
    r"""A stream without the spaces that begin or end the lines of another.

    Examples
    --------
    >>> Trimmed(io.StringIO(" 1  2 \n 3\n")).read()
    '1  2\n3\n'
    """

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Return True: it can be read."""
        return True

    def read(self, size: int | None = -1, /) -> str:
        """Return about so many characters, always whole lines; all of them without a size."""
        whole = size is None or size < 0
        text = self._stream.read() if whole else self._stream.read(size) + self._stream.readline()
        return trimmed(text)

    def readline(self, size: int | None = -1, /) -> str:
        """Return the next line, and at most so many characters of it."""
        line = self._stream.readline(-1 if size is None else size)
        return line.strip(" \n") + "\n" if line.endswith("\n") else line.strip(" ")


class _Counted(io.BytesIO):
    """Bytes that tell how far they have been read, at every fiftieth of them."""

    def __init__(self, content: bytes, on_progress: Callable[[float], None] | None) -> None:
        super().__init__(content)
        self._step, self._n_bytes, self._on_progress = 0, max(1, len(content)), on_progress

    def read(self, size: int | None = -1, /) -> bytes:
        return self._told(super().read(size))

    def read1(self, size: int | None = -1, /) -> bytes:
        return self._told(super().read1(-1 if size is None else size))

    def reach(self, place: int) -> None:
        """Go to a place of them, as if they had been read up to there."""
        self.seek(place)
        self._told(b"")

    def _told(self, piece: bytes) -> bytes:
        step = 50 * self.tell() // self._n_bytes
        if self._on_progress and step > self._step:
            self._step = step
            self._on_progress(step / 50)
        return piece


def _after_line(content: bytes, place: int) -> int:
    """Return where the line ends in which a place is, and the next one begins."""
    most = place + MAX_LINE
    end = content.find(b"\n", place, most)
    alone = content.find(b"\r", place, most if end < 0 else end)
    if 0 <= alone != end - 1:  # as a line ended on computers of long ago
        return alone + 1
    return min(most, len(content)) if end < 0 else end + 1


def trimmed(text: str) -> str:
    r"""Return the text without the spaces that begin or end its lines.

    Examples
    --------
    >>> trimmed(" 1  2 \n")
    '1  2\n'
    """
    return "\n".join(line.strip(" ") for line in text.split("\n"))


class Progress:
    """Tell a listener the share of the work that is done, in steps of a hundredth or more.

    Examples
    --------
    >>> told = []
    >>> progress = Progress(told.append)
    >>> progress(0.5), progress(0.2), progress.within(0.5, 1.0)(0.5)
    (None, None, None)
    >>> told
    [0.5, 0.75]
    """

    def __init__(self, listener: Callable[[float], None] | None = None) -> None:
        self._listener, self._share = listener, 0.0

    def __call__(self, share: float) -> None:
        """Tell the share, unless it is hardly more than was told."""
        if self._listener and (share >= self._share + 0.01 or share == 1.0 > self._share):
            self._share = share
            self._listener(share)

    def within(self, first: float, last: float) -> Callable[[float], None]:
        """Return what tells the share of one part of the work, which goes from first to last."""
        return lambda share: self(first + (last - first) * share)
