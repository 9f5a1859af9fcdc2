r"""The text of a file as a stream, never held twice, and the share of it that has been read."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from gmm_core.reading.limits import MAX_LINE
from gmm_core.reading.text.dialect import trimmed
from gmm_core.reading.text.encoding import Encoding

# The line by which Excel is told the separator; it is found without it.
_SEPARATOR_LINE = re.compile(r'"?sep=[^\n]"?\n', re.IGNORECASE)


class Text:
    r"""The text of a file, which can be read several times; each line ends with ``\n``.

    `on_progress` is told the share of the file, from 0 to 1, that the latest stream has read.

    Examples
    --------
    >>> text = Text(b"sep=;\r\na;b\r\n1;2", Encoding("UTF-8", "utf-8", 0))
    >>> text.beginning(3), text.open().read()
    ('a;b\n', 'a;b\n1;2')
    """

    def __init__(
        self,
        content: bytes,
        encoding: Encoding,
        on_progress: Callable[[float], None] | None = None,
    ) -> None:
        self.content, self.encoding = content, encoding
        self.on_progress = on_progress

    def open(self) -> io.TextIOWrapper:
        """Return a stream of the whole text, from its first line on."""
        stream = self._from_start()
        if not _SEPARATOR_LINE.fullmatch(stream.readline(10)):
            stream = self._from_start()
        return stream

    def beginning(self, characters: int) -> str:
        """Return so many characters and the rest of the line that they end in."""
        stream = self.open()
        return stream.read(characters) + stream.readline(MAX_LINE)

    def _from_start(self) -> io.TextIOWrapper:
        raw = _Counted(self.content, self.on_progress)
        raw.seek(self.encoding.start)
        return io.TextIOWrapper(raw, encoding=self.encoding.codec, newline=None)


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

    def _told(self, piece: bytes) -> bytes:
        step = 50 * self.tell() // self._n_bytes
        if self._on_progress and step > self._step:
            self._step = step
            self._on_progress(step / 50)
        return piece


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
