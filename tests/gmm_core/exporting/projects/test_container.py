"""The archive around a project: what is none, or is made to do harm, is one clear sentence."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from gmm_core.errors import DataError
from gmm_core.exporting.projects import container
from gmm_core.exporting.projects.container import SAID, TABLE, is_project, packed, unpacked

WHOLE = packed({SAID: b"{}", TABLE: b"x\n1\n" * 1000})
IN_TABLE = WHOLE.index(b"table") + 10


def archive(members, method=zipfile.ZIP_DEFLATED):
    """An archive as others write it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as each:
        for name, content in members:
            each.writestr(name, content)
    return written.getvalue()


def test_members_are_had_back_to_the_byte():
    members = {SAID: b"{}", TABLE: bytes(range(256)) * 9}
    assert unpacked(packed(members)) == members
    assert packed(members) == packed(members)


OTHERS = {
    "empty": b"",
    "short": b"PK",
    "csv": b"x\n1\n",
    "xlsx": archive([("xl/workbook.xml", "")]),
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_other_files_are_none(content):
    assert not is_project(content)
    with pytest.raises(DataError, match=r"^The file is no project of GMM Lab\. Give one"):
        unpacked(content)


HARMFUL = {
    "cut": WHOLE[:-5],
    "cut in the middle": WHOLE[: len(WHOLE) // 2],
    "another end": WHOLE + b"PK",
    "with a comment": WHOLE[:-2] + b"\x02\x00PK",
    "a directory without end": WHOLE[:-10] + struct.pack("<L", 2**31) + WHOLE[-6:],
    "with the mark of a large one": WHOLE[:-22] + b"PK\x06\x07" + b"\0" * 16 + WHOLE[-22:],
    "a directory before the file": WHOLE[:-6] + struct.pack("<L", 2**31) + WHOLE[-2:],
    "another byte": WHOLE[:IN_TABLE] + bytes([WHOLE[IN_TABLE] ^ 255]) + WHOLE[IN_TABLE + 1 :],
    "locked": WHOLE.replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    ),
    "packed otherwise": archive([(SAID, "{}")], zipfile.ZIP_LZMA),
    "a way out": archive([(SAID, "{}"), ("../../etc/passwd", "")]),
    "more members": archive([(SAID, "{}"), (TABLE, ""), ("more", "")]),
    "one member twice": archive([(SAID, "{}"), (SAID + "x", "{}")]),
}


@pytest.mark.parametrize("content", HARMFUL.values(), ids=HARMFUL)
def test_what_is_damaged_or_made_to_do_harm_is_said(content):
    with pytest.raises(DataError, match=r"^The project .*Give the file as it was downloaded\.$"):
        unpacked(content)


def test_a_bomb_is_not_unpacked(monkeypatch):
    """Nor is one that says in its directory that it is small."""
    monkeypatch.setitem(container.MOST, SAID, 1000)
    bomb = packed({SAID: b" " * 50_000_000})
    small = bomb.replace(struct.pack("<L", 50_000_000), struct.pack("<L", 500))
    tracemalloc.start()
    for content in (bomb, small):
        with pytest.raises(DataError, match=r"more than the 1,000 bytes that are read|damaged"):
            unpacked(content)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
