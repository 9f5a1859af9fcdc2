"""A million rows of ten features in the real app, in headless Chromium.

From the upload to the first picture of Explore, then selections and changes of view, each until the
browser has drawn it, with the seconds that server and browser had of the processors meanwhile; and
the memory of the server at its highest. Takes a file, or makes that of `explore.py`.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks.app import FLAGS, serve, wait_for
from benchmarks.explore import GOAL_SECONDS, MEGABYTE, megabytes, write

PATIENCE_MS = 600_000
REST_MS = 1000
COLUMNS = ("what", "median s", "worst s", "CPU s, server", "CPU s, browser", "goal", "met")
# Corners of lassos, as shares of the plot.
LASSOS = (
    ((0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.3, 0.6)),
    ((0.5, 0.2), (0.8, 0.5), (0.5, 0.8)),
    ((0.2, 0.4), (0.5, 0.5), (0.4, 0.7)),
)
DRAWN = "view => view.dataset.view !== undefined"
ANOTHER = "([view, before]) => view.dataset.view !== before"
MARKED = "([view, before]) => view.dataset.marked !== before"
SETTLED = "() => document.querySelector('[data-test-script-state=notRunning]') !== null"


class Spent(NamedTuple):
    """Seconds that passed, and those of the processors."""

    seconds: float
    server: float
    browser: float


class Explore:
    """The page, and its two places for views."""

    def __init__(self, page: Page, port: int, server: int) -> None:
        self.server = server
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"http://localhost:{port}/explore?data=Upload+a+table")
        self.page = page
        self.picture = self.view("picture")
        self.uploader = page.locator("input[type=file]")
        self.accept = page.get_by_role("button", name="Use this table")
        self.uploader.wait_for(state="attached")

    def view(self, slot: str) -> Locator:
        return self.page.locator(f".st-key-view-{slot} .gmm-view")

    def titles(self, slot: str) -> list[str]:
        """Views that a person can choose from, the one that is shown last."""
        first, *others = self.page.locator(f".st-key-{slot} button").all_inner_texts()
        return [*others, first]

    def bring(self, file: Path) -> Spent:
        """From the upload until the app shows how it understands a file."""
        spent = self._spent(lambda: self.uploader.set_input_files(file), self.accept.wait_for)
        self.settle()
        return spent

    def use(self) -> Spent:
        """From the click to the first picture."""
        spent = self._spent(self.accept.click, self._seen)
        self.settle()
        return spent

    def _seen(self) -> None:
        self.page.wait_for_function(DRAWN, arg=self.picture.element_handle())

    def select(self, corners: tuple[tuple[float, float], ...]) -> Spent:
        """From the end of a lasso to the marks of it in the picture."""
        box = self.picture.locator(".nsewdrag").first.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
        before = self.picture.get_attribute("data-marked")
        mouse.move(*places[0])
        mouse.down()
        for place in (*places[1:], places[0]):
            mouse.move(*place, steps=10)
        marks = [self.picture.element_handle(), before]
        spent = self._spent(mouse.up, lambda: self.page.wait_for_function(MARKED, arg=marks))
        self.settle()
        return spent

    def show(self, slot: str, title: str) -> Spent:
        """From the click to another picture."""
        view = self.view(slot)
        before = [view.element_handle(), view.get_attribute("data-view")]
        click = self.page.locator(f".st-key-{slot}").get_by_text(title, exact=True).click
        spent = self._spent(click, lambda: self.page.wait_for_function(ANOTHER, arg=before))
        self.settle()
        return spent

    def settle(self) -> None:
        self.page.wait_for_function(SETTLED)
        self.page.wait_for_timeout(REST_MS)
        if self.page.locator("[data-testid=stException], .st-key-fault").count():
            raise RuntimeError("The page ends in an error, so its times say nothing.")

    def _spent(self, act: Callable[[], object], wait: Callable[[], object]) -> Spent:
        began, busy = time.perf_counter(), self._busy()
        act()
        wait()
        server, browser = (after - before for after, before in zip(self._busy(), busy, strict=True))
        return Spent(time.perf_counter() - began, server, browser)

    def _busy(self) -> tuple[float, float]:
        """Seconds of the processors that the server and the browser have had so far."""
        others = _descendants(os.getpid()) - {self.server}
        return processor_seconds(self.server), sum(map(processor_seconds, others))


def processor_seconds(process: int) -> float:
    return sum(map(int, _status(process)[11:13])) / os.sysconf("SC_CLK_TCK")


def _descendants(process: int) -> set[int]:
    parents = {int(path.name): _status(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    found, new = set[int](), {process}
    while new:
        new = {child for child, (_, parent, *_) in parents.items() if int(parent) in new}
        found |= new
    return found


def _status(process: int) -> list[str]:
    """What the kernel says of a process, from its state on; of one that has ended, nothing."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["X", *["0"] * 12]


def measure(file: Path) -> None:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    os.environ["STREAMLIT_SERVER_FILE_WATCHER_TYPE"] = "none"  # it would wake up meanwhile
    server, port = serve()
    try:
        wait_for(port)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            held = _visit(Explore(page, port, server.pid), file)
    finally:
        server.terminate()
        server.wait()
    _say_memory(held, file)


def _visit(app: Explore, file: Path) -> dict[str, float]:
    """What a person does, and the most that the server held until then."""
    held = {"before the upload": megabytes("VmHWM", app.server)}
    say("upload to what was understood of it", [app.bring(file)])
    held["then"] = megabytes("VmHWM", app.server)
    say("from there to the first picture, fit and all", [app.use()])
    held["at the first picture"] = megabytes("VmHWM", app.server)
    say("selection by lasso, to its marks", [app.select(lasso) for lasso in LASSOS], GOAL_SECONDS)
    for slot in ("picture", "summary"):
        for title in app.titles(slot):
            say(f"change to {title}", [app.show(slot, title)], GOAL_SECONDS)
    held["in the end"] = megabytes("VmHWM", app.server)
    return held


def say(what: str, spent: list[Spent], goal: float | None = None) -> None:
    times, *of_processors = zip(*spent, strict=True)
    medians = [statistics.median(each) for each in (times, *of_processors)]
    asked = "" if goal is None else f"below {goal:g} s"
    met = "" if goal is None else ("yes" if max(times) < goal else "no")
    numbers = (f"{number:.2f}" for number in (medians[0], max(times), *medians[1:]))
    print(f"| {' | '.join((what, *numbers, asked, met))} |", flush=True)


def _say_memory(held: dict[str, float], file: Path) -> None:
    marks = ", ".join(f"{peak:.0f} MB {when}" for when, peak in held.items())
    print(f"\nThe most that the server had held: {marks} (the file: ", end="")
    print(f"{file.stat().st_size / MEGABYTE:.0f} MB). Load: {os.getloadavg()[0]:.1f}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="a CSV file; without it one is made")
    chosen = parser.parse_args().file
    if chosen is not None and not chosen.is_file():
        parser.error(f"There is no file {chosen}.")
    print(f"| {' | '.join(COLUMNS)} |\n|---|--:|--:|--:|--:|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = chosen or Path(folder) / "large.csv"
        if chosen is None:
            write(file)
        measure(file)


if __name__ == "__main__":
    main()
