"""Large messages that are packed go out as they are, and a client understands them all the same."""

import os

import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

from dashboard.server import packed_once
from dashboard.server.packed_once import FEWEST, gains

TEXT = b"a table of words and numbers, 1.25\n" * 5000
PACKED = os.urandom(200_000)


@pytest.fixture
def ends(monkeypatch):
    monkeypatch.setattr(PerMessageDeflate, "encode", PerMessageDeflate.encode)
    packed_once.begin()
    return PerMessageDeflate(False, False, 12, 12), PerMessageDeflate(False, False, 12, 12)


def test_text_gains_and_what_is_packed_does_not():
    assert gains(TEXT)
    assert gains(TEXT[:100_000] + PACKED[:50_000])
    assert not gains(PACKED)
    assert not gains(TEXT[:50_000] + PACKED)


def test_messages_arrive_as_they_were_sent_whatever_is_between(ends):
    server, browser = ends
    for data in (TEXT, PACKED, b"a step", TEXT, PACKED[:FEWEST], b"", TEXT):
        sent = server.encode(Frame(Opcode.BINARY, data))
        assert sent.rsv1 is (data is not PACKED and data != PACKED[:FEWEST])
        assert browser.decode(sent, max_size=None).data == data


def test_small_and_other_messages_are_deflated_as_ever(ends):
    server, _ = ends
    assert server.encode(Frame(Opcode.BINARY, PACKED[: FEWEST - 1])).rsv1
    assert server.encode(Frame(Opcode.TEXT, PACKED)).rsv1
