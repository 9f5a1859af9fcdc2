"""The file around a project: a zip archive of two members at most, opened within stated limits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from gmm_core.errors import DataError
from gmm_core.exporting.checked_json import AS_DOWNLOADED
from gmm_core.reading import MAX_BYTES

SAID, TABLE = "gmm-lab-project.json", "table"
"""The members: what was chosen comes first, by which the file is known, then the table's bytes."""

MOST = {SAID: 32_000_000, TABLE: MAX_BYTES}  # bytes, unpacked
ENDING = "gmmlab"
"""Of the names of projects."""

_FIRST = b"PK\x03\x04"
_LAST = struct.Struct("<4s4H2LH")  # the end of a zip archive without a comment
_LARGE = b"PK\x06\x07"  # stands before the end of one of more than 4 GB
_DIRECTORY = 1_000  # bytes; that of two members has some 160
_NOT_AS_WRITTEN = (  # a place that is none is a ValueError, or one of what unpacks numbers
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError),
    *(ValueError, struct.error),
)
_FAST = 1  # of deflate: what is worth packing is packed by it, too
_DAY_ONE = (1980, 1, 1, 0, 0, 0)  # so that the same project is the same file


def is_project(content: bytes) -> bool:
    """Return whether a file begins as a project does.

    Parameters
    ----------
    content : bytes
        Of anything.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_project(b"x,y")
    False
    """
    return content.startswith(_FIRST) and content[30 : 30 + len(SAID)] == SAID.encode()


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return the archive of these members; the same for the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _DAY_ONE)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, _FAST)
    return written.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the members of an archive, none of more bytes than it may have."""
    if not is_project(content):
        raise DataError("The file is no project of GMM Lab. Give one that it saved.")
    _check_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {entry.filename: _member(archive, entry) for entry in _entries(archive)}
    except DataError:
        raise
    except _NOT_AS_WRITTEN:
        raise _damaged() from None


def _check_end(content: bytes) -> None:
    """Refuse what has another end, before a directory is read that may be of any length."""
    end = content[-_LAST.size :]
    if len(end) < _LAST.size or content[-_LAST.size - 20 :].startswith(_LARGE):
        raise _damaged()
    mark, *_, directory, _, comment = _LAST.unpack(end)
    if mark != b"PK\x05\x06" or comment or directory > _DIRECTORY:
        raise _damaged()


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if names not in ([SAID], [SAID, TABLE]):
        raise DataError(f"The project holds other parts than those of GMM Lab. {AS_DOWNLOADED}")
    return entries


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a member; no more are unpacked than it may have, whatever it says of itself."""
    if entry.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        raise _damaged()
    most = MOST[entry.filename]
    with archive.open(entry) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise DataError(
            f"A part of the project has more than the {most:,} bytes that are read. {AS_DOWNLOADED}"
        )
    return content


def _damaged() -> DataError:
    return DataError(f"The project is damaged and cannot be opened. {AS_DOWNLOADED}")
