"""What is packed already goes out as it is: to deflate it again costs more than all else of a step.

A message of the player is mostly a film that was packed when it was made. Streamlit's websocket
deflates every message; by the protocol (RFC 7692) each may go without.
"""

import zlib
from typing import Any

from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

FEWEST = 50_000  # bytes; fewer are deflated within a millisecond
SAMPLES, SAMPLE = 16, 1024
LEAST_GAIN = 1 / 3
"""Messages that would become smaller by a smaller share go as they are."""

_deflated = PerMessageDeflate.encode


def begin() -> None:
    """Have the websockets of this process look at large messages before they deflate them."""
    PerMessageDeflate.encode = _encode


def gains(data: Any) -> bool:
    """Return whether deflating makes some bytes smaller by enough, judged from parts of them."""
    step = len(data) // SAMPLES
    parts = b"".join(bytes(data[i * step : i * step + SAMPLE]) for i in range(SAMPLES))
    return len(zlib.compress(parts, 1)) <= (1 - LEAST_GAIN) * len(parts)


def _encode(self: PerMessageDeflate, frame: Frame) -> Frame:
    is_whole = frame.opcode is Opcode.BINARY and frame.fin
    if is_whole and len(frame.data) >= FEWEST and not gains(frame.data):
        return frame
    return _deflated(self, frame)
