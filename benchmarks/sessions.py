"""Pages of the app as the server knows them: sessions over a plain websocket, without a browser."""

import json
import time
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PLAYER = "gmm_player"


@dataclass(frozen=True)
class Control:
    """The player as the server sends it, and the fragment that runs when it reports."""

    player: BidiComponent
    fragment: str

    def at(self, half_step: int) -> WidgetState:
        """What its browser says when this half-step has been reached."""
        report = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{self.player.id}__events")
        said = {"run": self.run, "value": half_step}
        report.json_trigger_value = json.dumps([{"event": "step", "value": said}])
        return report

    @cached_property
    def run(self) -> str:
        """The run that the player holds, as it is called in the second pack of its data."""
        data = self.player.bytes
        film_bytes = int.from_bytes(data[:4], "little")
        opened = zlib.decompress(data[4 + film_bytes + 4 :])
        return json.loads(opened[4 : 4 + int.from_bytes(opened[:4], "little")])["run"]

    @property
    def data_bytes(self) -> int:
        """Bytes of the player's data, without those of its code."""
        return len(self.player.bytes)


def control(delta: Delta) -> Control | None:
    """The player, if it is this element."""
    player = delta.new_element.bidi_component
    return Control(player, delta.fragment_id) if player.component_name == PLAYER else None


class Answer(NamedTuple):
    """What a step costs at the server."""

    milliseconds: float
    kilobytes: float


class Session:
    """A page of the app as the server knows it: what its browser would say and keep."""

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self.socket = socket
        self.query = query
        self.page = ""
        self.loaded: set[str] = set()
        self.control: Control | None = None
        self.received = 0

    async def load(self) -> None:
        self.loaded = await self._run(ClientState())
        if self.control is None:
            raise RuntimeError(f"The page of {self.query or 'no query'} has no player.")

    async def step(self, half_step: int) -> Answer:
        """Report a half-step, and read to the end of the run that answers it."""
        assert self.control is not None
        state = ClientState(fragment_id=self.control.fragment)
        state.widget_states.widgets.append(self.control.at(half_step))
        began, received = time.perf_counter(), self.received
        await self._run(state)
        return Answer(1000 * (time.perf_counter() - began), (self.received - received) / 1000)

    async def _run(self, state: ClientState) -> set[str]:
        """Ask for a run and read its messages; return which of them a browser would keep."""
        state.query_string, state.page_script_hash = self.query, self.page
        state.cached_message_hashes.extend(self.loaded)
        state.context_info.color_scheme = "light"
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        kept = set()
        while True:
            content = await self.socket.recv(decode=False)
            self.received += len(content)
            message = ForwardMsg.FromString(content)
            if message.metadata.cacheable:
                kept.add(message.hash)
            if self._ends(message):
                return kept

    def _ends(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "delta":
            if message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)
            self.control = control(message.delta) or self.control
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        return kind == "script_finished" and message.script_finished in (
            ForwardMsg.FINISHED_SUCCESSFULLY,
            ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
        )


async def open_session(port: int, query: str = "") -> Session:
    address = f"ws://localhost:{port}/_stcore/stream"
    spoken = [Subprotocol("streamlit")]
    session = Session(await connect(address, subprotocols=spoken, max_size=None), query)
    await session.load()
    return session
