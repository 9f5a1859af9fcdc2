"""What stepping costs a person at the player, and a server with a class of them.

In headless Chromium: from a key press to the painted frame, frames while playing, and what is said
to the server meanwhile; what a first visit takes, and what jumps in it. Over plain websockets: the
bytes of the player's data for every dataset, and many sessions that step once a second, with the
server's answers and its memory.
"""

import argparse
import asyncio
import base64
import itertools
import os
import shutil
import statistics
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Browser, CDPSession, FilePayload, Page, sync_playwright

from benchmarks.app import FLAGS, serve, wait_for
from benchmarks.sessions import Answer, Session, open_session
from dashboard.player.packed_film import Captions, packed_film
from gmm_core import datasets
from gmm_core.fitting import Settings, fit_run
from gmm_core.projection import onto_features
from gmm_core.steps import film

PRESSES, BURSTS, LARGE = 100, 10, 5_000
WIDE = (2_000, 500, 10)  # rows, features, components
HALF_STEPS = 15  # the last of iris at its defaults
SPEEDS = (1, 32)  # the player's own at first, and its highest
PAUSE_MS = 10  # by which each pause between presses is longer than the one before
REST_MS = 1000  # after which nothing is left to be told
SAMPLE_SECONDS = 10
A_MINUTE = 60 // SAMPLE_SECONDS  # in samples

# One clock for keys, frames and messages: that of the page.
NOTE_MESSAGES = """
window.seen = {pressed: [], painted: [], sent: []}
const send = WebSocket.prototype.send
WebSocket.prototype.send = function (message) {
  window.seen.sent.push(performance.now())
  return send.call(this, message)
}
"""
# What is changed in a frame is on the screen by the second frame after it, at the latest.
NOTE_FRAMES = """player => {
  addEventListener('keydown', key => window.seen.pressed.push(key.timeStamp), true)
  let before = player.dataset.halfStep
  const painted = () => window.seen.painted.push(performance.now())
  const look = () => {
    if (player.dataset.halfStep === before) return
    before = player.dataset.halfStep
    requestAnimationFrame(() => requestAnimationFrame(painted))
  }
  new MutationObserver(look).observe(player, {attributeFilter: ['data-half-step']})
}"""
POINTS = "picture => picture.data.find(trace => trace.name === 'rows').x.length"
SHIFTED = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries()
    .filter(entry => !entry.hadRecentInput).reduce((sum, entry) => sum + entry.value, 0)))
    .observe({type: 'layout-shift', buffered: true})
  setTimeout(() => done(0), 1000)
})"""
LINE = {
    **{"offline": False, "latency": 20},
    **{"downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8},
}
SCREENS = ((1440, 900), (390, 844))
VISITS = 5
# Still pictures lie between the steps of a slow play; a movement is what no such gap interrupts.
PLAY = """player => new Promise(done => {
  const STILL_MS = 200
  const picture = player.querySelector('.gmm-picture')
  const drawn = () => [...picture.querySelectorAll('path')].map(
    path => path.getAttribute('d') + path.getAttribute('style')).join()
  let began, before, frame, moved, frames = 0, longest = 0, movements = 0, moving = 0
  const move = now => {
    const gap = now - moved
    moved = now
    if (gap < STILL_MS) [movements, moving] = [movements + 1, moving + gap]
  }
  const look = now => {
    if (player.dataset.playing === 'true') {
      began ??= now
      frames += 1
      longest = Math.max(longest, now - (frame ?? now))
      frame = now
      const seen = drawn()
      if (seen !== before) move(now)
      before = seen
    } else if (began !== undefined) {
      return done({
        frames: 1000 * frames / (now - began),
        pictures: 1000 * movements / moving,
        longest,
        sent: window.seen.sent.filter(time => time > began && time < now).length,
      })
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  player.querySelector('[data-do=play]').click()
})"""


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """A server of the app: its port and its process id."""
    # A file that is edited meanwhile would be loaded again, amid the steps of a session.
    os.environ["STREAMLIT_SERVER_FILE_WATCHER_TYPE"] = "none"
    process, port = serve()
    try:
        wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


# In the browser


class Player:
    """The player on a page of the app, once it has drawn."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".gmm-player[data-half-step]")
        self.root.wait_for()
        page.wait_for_timeout(REST_MS)
        self.root.evaluate(NOTE_FRAMES)
        self.root.focus()

    def at(self, attribute: str) -> int:
        return int(self.root.get_attribute(attribute) or 0)

    @property
    def points(self) -> str:
        """How many points are drawn, which may be fewer than there are rows."""
        picture = self.root.locator(".gmm-picture")
        return f"{picture.evaluate(POINTS):,} points"

    def rewind(self) -> None:
        if self.at("data-half-step"):
            self.root.locator("[data-do=start]").click()
            self.root.focus()
        self.page.wait_for_timeout(REST_MS)

    def press(self) -> float:
        """Milliseconds from a press of the right arrow to the painted frame."""
        count = self.page.evaluate("seen.painted.length")
        self.page.keyboard.press("ArrowRight")
        self.page.wait_for_function(f"seen.painted.length > {count}")
        return self.page.evaluate("seen.painted.at(-1) - seen.pressed.at(-1)")

    def presses(self, goal: float) -> list[str]:
        """Key presses to either kind of step: an E-step redraws all points, an M-step none.

        Some come while the last movement goes on, some as the server is told, some at rest.
        """
        times: dict[str, list[float]] = {"E": [], "M": []}
        for number in range(PRESSES):
            if self.at("data-half-step") == self.at("data-last"):
                self.rewind()
            step = "M" if self.at("data-half-step") % 2 else "E"
            times[step].append(self.press())
            self.page.wait_for_timeout(number * PAUSE_MS)
        return [
            milliseconds(f"key press to painted {step}-step, {self.points}", each, goal)
            for step, each in times.items()
        ]

    def report(self) -> float:
        """Milliseconds from the last of three quick presses to the message to the server."""
        self.rewind()
        for _ in range(3):
            self.press()
        last = self.page.evaluate("seen.pressed.at(-1)")
        self.page.wait_for_function(f"seen.sent.at(-1) > {last}")
        return self.page.evaluate(f"seen.sent.find(time => time > {last}) - {last}")

    def play(self, speed: int) -> list[str]:
        """Frames and messages of a play from the start to the end."""
        self.root.locator(".gmm-speed").select_option(str(speed))
        self.rewind()
        seen = self.root.evaluate(PLAY)
        rows = [
            row(f"frames a second, play at {speed}×", seen["frames"], "", "at least 25"),
            row(f"longest frame, play at {speed}×, ms", "", seen["longest"], ""),
            row(f"messages to the server, play at {speed}×", seen["sent"], "", 0),
        ]
        if speed == 1:  # a quicker play leaves no gap by which movements could be told apart
            moving = "different pictures a second while they move"
            rows.append(row(moving, seen["pictures"], "", "at least 25"))
        return rows


def open_page(browser: Browser, port: int, query: str = "") -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(NOTE_MESSAGES)
    page.goto(f"http://localhost:{port}/{query}")
    return page


def large_table() -> FilePayload:
    """Three groups that overlap, so that the run is long."""
    rng = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0], [3.0, 0.0], [1.5, 2.5]])
    X = centres[rng.integers(3, size=LARGE)] + rng.normal(size=(LARGE, 2))
    lines = ["x,y", *(f"{x:.4f},{y:.4f}" for x, y in X)]
    return {"name": "large.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


def on_iris(browser: Browser, port: int) -> list[str]:
    player = Player(open_page(browser, port))
    presses = player.presses(goal=50)
    reports = [player.report() for _ in range(BURSTS)]
    return [
        *presses,
        milliseconds("last key press to its report", reports, 300),
        *itertools.chain(*map(player.play, SPEEDS)),
    ]


def on_a_large_table(browser: Browser, port: int) -> list[str]:
    page = open_page(browser, port, "?data=upload")
    page.locator("input[type=file]").set_input_files(large_table())
    page.get_by_role("button", name="Use this table").click()
    return Player(page).presses(goal=120)


def in_the_browser() -> None:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    heading("what", "median", "worst", "goal")
    with server() as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for measure in (on_iris, on_a_large_table):
            print(*measure(browser, port), sep="\n", flush=True)


# A first visit


class Visit:
    """A page that is opened by a browser that has nothing of it yet, on a line of 10 Mbit/s."""

    def __init__(self, browser: Browser, port: int, width: int, height: int) -> None:
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        self.kilobytes = {"ours": 0.0, "Streamlit's": 0.0}
        self._listen(context.new_cdp_session(page))
        began = time.perf_counter()
        page.goto(f"http://localhost:{port}/", wait_until="commit")
        page.wait_for_selector(".gmm-player[data-half-step]")
        self.seconds = time.perf_counter() - began
        page.wait_for_timeout(REST_MS)
        self.shift: float = page.evaluate(SHIFTED)
        context.close()

    def _listen(self, network: CDPSession) -> None:
        """Slow the line down, and count what comes over it; messages of the app are ours.

        Chromium tells how long those are when unpacked: they are packed again, as the server does.
        """
        files: dict[str, str] = {}
        packing = zlib.compressobj(wbits=-12, memLevel=5)

        def whose(address: str) -> str:
            return "ours" if "/app/static/" in address else "Streamlit's"

        def of_file(event: dict[str, Any]) -> None:
            address = files.get(event["requestId"], "")
            self.kilobytes[whose(address)] += event["encodedDataLength"] / 1000

        def of_frame(event: dict[str, Any]) -> None:
            message = base64.b64decode(event["response"]["payloadData"])
            packed = packing.compress(message) + packing.flush(zlib.Z_SYNC_FLUSH)
            self.kilobytes["ours"] += len(packed) / 1000

        network.on(
            "Network.responseReceived",
            lambda event: files.update({event["requestId"]: event["response"]["url"]}),
        )
        network.on("Network.loadingFinished", of_file)
        network.on("Network.webSocketFrameReceived", of_frame)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", LINE)


def first_visits() -> None:
    """Visits of iris at its defaults, by browsers that have been nowhere yet."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    heading("a first visit at 10 Mbit/s", "median", "worst", "goal")
    with server() as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        Visit(browser, port, *SCREENS[0])  # after which the server has read and compressed all
        for size in SCREENS:
            visits = [Visit(browser, port, *size) for _ in range(VISITS)]
            print(*of_visits(f"{size[0]} × {size[1]}", visits), sep="\n", flush=True)


def of_visits(screen: str, visits: Sequence[Visit]) -> list[str]:
    def measured(what: str, values: Sequence[float], goal: str, digits: int = 2) -> str:
        median, worst = statistics.median(values), max(values)
        return row(f"{what}, {screen}", f"{median:.{digits}f}", f"{worst:.{digits}f}", goal)

    ours, theirs = zip(*(visit.kilobytes.values() for visit in visits), strict=True)
    return [
        measured("kB of the drawing library, data and styles", ours, "at most 1,600", 0),
        measured("kB of Streamlit's own files", theirs, "", 0),
        measured("s to the first picture", [visit.seconds for visit in visits], ""),
        measured("layout shift", [visit.shift for visit in visits], "under 0.1", 3),
    ]


# What is sent


async def data_bytes(port: int, name: str) -> int:
    query = urlencode({"data": datasets.load(name).title})
    session = await open_session(port, query)
    await session.socket.close()
    # The app takes out of a link what it does not know, and what it would show anyway.
    if session.query != query and name != datasets.names()[0]:
        raise RuntimeError(f"The app does not know the link {query}.")
    assert session.control is not None
    return session.control.data_bytes


def wide_bytes(n: int, d: int, k: int) -> int:
    """Bytes of the film of a long run of so many rows, features and components."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d)) + 0.15 * rng.normal(size=(k, d))[rng.integers(k, size=n)]
    run = fit_run(X, Settings(k, "diag", init="random_from_data", max_iter=100))
    features, rows = [f"c{j}" for j in range(d)], [str(row + 1) for row in range(n)]
    captions = Captions("wide", features, (0, 1), rows, n, [])
    plane = onto_features((0, 1), features)
    return len(packed_film(film(X, run, rows), plane.points(X), plane, captions, "light"))


def payloads() -> None:
    """Bytes of the player's data for every built-in dataset at its defaults, and for a wide run."""
    heading("dataset", "kB of the player's data, at most 1,500")
    print(row("{:,} rows, {} features, k = {}".format(*WIDE), f"{wide_bytes(*WIDE) / 1000:,.0f}"))
    with server() as (port, _):
        for name in datasets.names():
            print(row(name, f"{asyncio.run(data_bytes(port, name)) / 1000:,.0f}"), flush=True)


# A class


async def pupil(session: Session, first: float, until: float) -> list[Answer]:
    """Step once a second, to the end of the run and back."""
    there_and_back = [*range(1, HALF_STEPS + 1), *range(HALF_STEPS - 1, -1, -1)]
    answers = []
    for number, half_step in enumerate(itertools.cycle(there_and_back)):
        due = first + number
        if due >= until:
            return answers
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        answers.append(await session.step(half_step))
    return answers


async def memory(process: int, began: float, until: float) -> list[float]:
    """Megabytes that the server holds, at the beginning and after each SAMPLE_SECONDS."""
    samples = []
    for due in np.arange(began, until + 1, SAMPLE_SECONDS):
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        samples.append(resident(process))
    return samples


def resident(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def lesson(
    port: int, process: int, n_sessions: int, minutes: float
) -> tuple[list[Answer], list[float]]:
    """Answers and memory while sessions step, each at its own moment of the second."""
    sessions = [await open_session(port) for _ in range(n_sessions)]
    began = time.perf_counter()
    until = began + 60 * minutes
    samples = asyncio.create_task(memory(process, began, until))
    steps = [pupil(each, began + i / n_sessions, until) for i, each in enumerate(sessions)]
    answers = await asyncio.gather(*steps)
    await samples
    for session in sessions:
        await session.socket.close()
    return list(itertools.chain(*answers)), samples.result()


def slope(samples: list[float]) -> float:
    """Megabytes a minute once the first minute is over; of a short lesson, in its second half."""
    first = min(A_MINUTE, len(samples) // 2)
    return A_MINUTE * np.polyfit(np.arange(first, len(samples)), samples[first:], 1)[0]


def a_class(n_sessions: int, minutes: float) -> None:
    with server() as (port, process):
        answers, samples = asyncio.run(lesson(port, process, n_sessions, minutes))
    times, sizes = zip(*answers, strict=True)
    heading(f"{n_sessions} sessions, {minutes:g} min", "median", "worst", "goal")
    print(milliseconds(f"answer to a half-step, of {len(answers):,}", times, 20))
    print(row("kB of an answer", statistics.median(sizes), max(sizes), ""))
    print(row("MB of the server", statistics.median(samples), max(samples), ""))
    print(row("MB more a minute", f"{slope(samples):.2f}", "", "flat"))
    heading("minute", "MB of the server")
    for minute, size in enumerate(samples[::A_MINUTE]):
        print(row(minute, size))


# What is printed


def heading(*columns: str) -> None:
    print(f"\n{row(*columns)}\n|---|{'--:|' * (len(columns) - 1)}")


def row(*cells: Any) -> str:
    texts = (f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in cells)
    return f"| {' | '.join(texts)} |"


def milliseconds(what: str, times: Sequence[float], goal: float) -> str:
    return row(f"{what}, ms", statistics.median(times), max(times), f"at most {goal}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parts: dict[str, Callable[[], None]] = {
        "browser": in_the_browser,
        "visit": first_visits,
        "payloads": payloads,
        "class": lambda: a_class(chosen.sessions, chosen.minutes),
    }
    parser.add_argument("parts", nargs="*", default=list(parts), help=f"of {', '.join(parts)}")
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=10)
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(parts):
        parser.error(f"There is no part {', '.join(sorted(unknown))}; parts: {', '.join(parts)}.")
    print(f"{os.uname().machine}, {os.cpu_count()} cores")
    for part in chosen.parts:
        parts[part]()


if __name__ == "__main__":
    main()
