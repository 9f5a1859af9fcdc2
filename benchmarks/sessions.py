"""Pages of the app as the server knows them: sessions over a plain websocket, without a browser.

Run as a script, a class: sixty sessions for three minutes, each with an action a second (a
half-step and a change of k in turn; half on iris, half on penguins), beside the same sessions of a
script with as many controls that computes nothing. Printed are the server's CPU for an action, how
many were answered within a second, and its memory.
"""

import argparse
import asyncio
import json
import os
import statistics
import time
import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.server import faults

PLAYER = "gmm_player"
K, STEP = "Components k", "Step"  # what numbers are called, here and in `empty_script.py`
QUERIES = ("", "data=Palmer+penguins")
KEPT_RUNS = 20  # `global.maxCachedMessageAge` of the app


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


@dataclass(frozen=True)
class Number:
    """A box for a number, and the fragment that runs when it changes; "" where the page does."""

    id: str
    fragment: str

    def at(self, value: int) -> WidgetState:
        return WidgetState(id=self.id, double_value=value)


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
        self.loaded: dict[str, int] = {}
        self.runs = 0
        self.control: Control | None = None
        self.numbers: dict[str, Number] = {}
        self.received = 0
        self.alerts: list[str] = []  # what the last run warned of

    async def load(self) -> None:
        await self._run(ClientState())
        if self.control is None and STEP not in self.numbers:
            raise RuntimeError(f"The page of {self.query or 'no query'} has no player.")

    async def step(self, half_step: int) -> Answer:
        """Report a half-step, and read to the end of the run that answers it."""
        stepped = self.control or self.numbers[STEP]
        return await self._act(stepped.fragment, stepped.at(half_step))

    async def choose(self, k: int) -> Answer:
        """Choose so many components, and read to the end of the run that answers it."""
        return await self.send(self.numbers[K].at(k))

    async def send(self, widget: WidgetState) -> Answer:
        """Say of a control what a browser would, and read to the end of the run that answers it."""
        return await self._act("", widget)

    async def _act(self, fragment: str, widget: WidgetState) -> Answer:
        state = ClientState(fragment_id=fragment)
        state.widget_states.widgets.append(widget)
        began, received = time.perf_counter(), self.received
        await self._run(state)
        return Answer(1000 * (time.perf_counter() - began), (self.received - received) / 1000)

    async def _run(self, state: ClientState) -> None:
        """Ask for a run, read its messages, and keep those that a browser would keep."""
        self.runs += 1
        self.alerts = []
        if not state.fragment_id:
            self.loaded = {
                each: run for each, run in self.loaded.items() if self.runs - run <= KEPT_RUNS
            }
        state.query_string, state.page_script_hash = self.query, self.page
        state.cached_message_hashes.extend(self.loaded)
        state.context_info.color_scheme = "light"
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        ended = False
        while not ended:
            content = await self.socket.recv(decode=False)
            self.received += len(content)
            message = ForwardMsg.FromString(content)
            if message.metadata.cacheable:
                self.loaded[message.hash] = self.runs
            elif message.ref_hash in self.loaded:
                self.loaded[message.ref_hash] = self.runs
            ended = self._ends(message)

    def _ends(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "delta":
            if message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)
            if message.delta.new_element.WhichOneof("type") == "alert":
                self.alerts.append(message.delta.new_element.alert.body)
                if self.alerts[-1] == faults.SENTENCE:
                    raise RuntimeError(faults.SENTENCE)
            self.control = control(message.delta) or self.control
            number = message.delta.new_element.number_input
            if number.label in (K, STEP):
                self.numbers[number.label] = Number(number.id, message.delta.fragment_id)
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


async def pupil(session: Session, first: float, until: float) -> list[Answer]:
    """Act once a second: a half-step, and a change of k between 3 and 4, in turn."""
    answers = []
    for number in count():
        due = first + number
        if due >= until:
            break
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        turn = number // 2
        act = session.choose(3 + turn % 2) if number % 2 else session.step(1 + turn % 5)
        answers.append(await act)
    return answers


def used(process: int) -> tuple[float, float]:
    """CPU seconds that a process has used, and the megabytes that it holds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def lesson(port: int, process: int, n_sessions: int, seconds: float) -> str:
    """What a class costs, as a row of a table."""
    queries = [QUERIES[i % 2] for i in range(n_sessions)]
    sessions = [await open_session(port, query) for query in queries]
    for k in (4, 3):  # what is fitted at first is not what is asked
        for session in sessions:
            await session.choose(k)
    began, (cpu, memory) = time.perf_counter(), used(process)
    until = began + seconds
    acts = [pupil(each, began + i / n_sessions, until) for i, each in enumerate(sessions)]
    answers = [answer for each in await asyncio.gather(*acts) for answer in each]
    cpu_end, memory_end = used(process)
    for session in sessions:
        await session.socket.close()
    times = [answer.milliseconds for answer in answers]
    cells = (
        f"{len(answers):,}",
        f"{1000 * (cpu_end - cpu) / len(answers):.1f}",
        f"{statistics.median(times):.0f}",
        f"{sum(each < 1000 for each in times) / len(times):.1%}",
        f"{max(times):,.0f}",
        f"{memory:.0f}",
        f"{memory_end:.0f}",
    )
    return " | ".join(cells)


def main() -> None:
    from benchmarks.app import serve, wait_for  # which imports a browser's driver

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scripts", nargs="*", default=["app.py", "benchmarks/empty_script.py"])
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=180)
    chosen = parser.parse_args()
    os.environ["STREAMLIT_SERVER_FILE_WATCHER_TYPE"] = "none"
    print(f"{chosen.sessions} sessions, {chosen.seconds:g} s; load {os.getloadavg()[0]:.1f}")
    print("| script | actions | CPU ms each | median ms | within 1 s | worst ms | MB | MB after |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for script in chosen.scripts:
        process, port = serve(script)
        try:
            wait_for(port)
            row = asyncio.run(lesson(port, process.pid, chosen.sessions, chosen.seconds))
            print(f"| {script} | {row} |", flush=True)
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
