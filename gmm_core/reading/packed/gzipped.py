"""Unpacking gzip, one member after another, and never more than may be held in memory."""

import zlib
from collections.abc import Iterator

from gmm_core.errors import NoTableError
from gmm_core.reading.limits import MAX_UNPACKED, unpacks_to_too_much

MARK = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS  # zlib's number for a stream with the header of gzip
_INPUT, _OUTPUT = 1 << 16, 1 << 22  # bytes at a time
_MAX_MEMBERS = 100_000  # a file that is packed in blocks has one for each 64 kB


def unpacked(content: bytes, name: str = "file") -> bytes:
    """Return what a gzip file holds: one or more members; zeros after each are padding.

    One that is damaged, cut off, or unpacks to more than `MAX_UNPACKED` bytes is a DataError.
    """
    pieces, n_bytes = [], 0
    try:
        for piece in _pieces(content):
            pieces.append(piece)
            n_bytes += len(piece)
            if n_bytes > MAX_UNPACKED:
                raise unpacks_to_too_much(name, MAX_UNPACKED)
    except (zlib.error, EOFError) as error:
        raise NoTableError(
            f"{name} is a gzip file that is damaged or cut off. Pack or copy the whole file again."
        ) from error
    return b"".join(pieces)


def _pieces(content: bytes) -> Iterator[bytes]:
    """Yield what is unpacked; EOFError if the last member does not end."""
    member, packed, place, n_members = zlib.decompressobj(_GZIP), b"", 0, 1
    while True:
        if not packed:
            packed, place = content[place : place + _INPUT], place + _INPUT
        if not packed:
            raise EOFError
        yield member.decompress(packed, _OUTPUT)
        packed = member.unconsumed_tail
        if member.eof:
            packed = member.unused_data.lstrip(b"\0")
            while not packed and place < len(content):
                packed, place = content[place : place + _INPUT].lstrip(b"\0"), place + _INPUT
            if not packed:
                return
            member, n_members = zlib.decompressobj(_GZIP), n_members + 1
            if n_members > _MAX_MEMBERS:
                raise EOFError
