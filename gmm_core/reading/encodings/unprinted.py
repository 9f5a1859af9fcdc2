"""Bytes of a text file that print nothing: padding, breaks of pages, shifts to other letters."""

from __future__ import annotations

import re

_NUL, _PAGE = b"\0", b"\x0c"
_LOOKED_AT = 1 << 12  # bytes
_MARKS_OF_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
# Codecs that shift between letters in seven bits, with how each begins to.
_SHIFTS = (
    ("iso2022_kr", re.compile(rb"\x1b\$\)C")),
    ("iso2022_jp", re.compile(rb"\x1b\$[@B]")),
    ("hz", re.compile(rb"~\{(?:[!-w][!-~])+~\}")),
)
SHIFTING = frozenset(codec for codec, _ in _SHIFTS)


def without_padding(content: bytes) -> tuple[bytes, int]:
    r"""Return a text without bytes of value 0, and how many there were; itself if it is none.

    Devices that write in blocks fill them up so, and leave such blocks where power was lost;
    programs fill up fields so, and end what they write with one. One alone elsewhere is a byte that
    was lost. Nearly every other byte is 0 where characters have two or four.

    Examples
    --------
    >>> without_padding(b"x,y\n1,2\0\0\n3,4\n\0\0")
    (b'x,y\n1,2\n3,4\n', 4)
    >>> without_padding(b"x,y\n1,\0\n")[1], without_padding("x,y\n1,2\n".encode("utf-16-le"))[1]
    (0, 0)
    """
    if _NUL not in content or content.startswith(_MARKS_OF_WIDE) or _is_wide(content):
        return content, 0
    bare = content.replace(_NUL, b"")
    n_zeros = len(content) - len(bare)
    is_lost = n_zeros == 1 and not content.endswith(b"\n\0")
    return (content, 0) if is_lost or not bare.strip() else (bare, n_zeros)


def _is_wide(content: bytes) -> bool:
    """Whether zeros stand in every second place, or in two or three of four, of the beginning."""
    beginning = content[:_LOOKED_AT]
    even, odd = beginning[::2].count(_NUL), beginning[1::2].count(_NUL)
    least, most = sorted((even, odd))
    is_of_two = most >= max(2, len(beginning) / 20) and 8 * least <= most
    return is_of_two or (2 * (even + odd) >= len(beginning) and 4 * _NUL not in beginning)


def without_pages(content: bytes) -> bytes:
    r"""Return a text without the signs that begin a new page in print.

    Examples
    --------
    >>> without_pages(b"x,y\n1,2\n\x0cx,y\n3,4\n")
    b'x,y\n1,2\nx,y\n3,4\n'
    """
    return content.replace(_PAGE, b"") if _PAGE in content else content


def shifting_codec(content: bytes) -> str | None:
    r"""Return the codec of text in seven bits that shifts between letters, if it does.

    Examples
    --------
    >>> shifting_codec("都市,x\n".encode("iso2022_jp")), shifting_codec(b"a~{b,x\n")
    ('iso2022_jp', None)
    """
    if not content.isascii():
        return None
    return next((codec for codec, shift in _SHIFTS if shift.search(content)), None)
