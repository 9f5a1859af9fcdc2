"""The real app, started once, and pages of headless Chromium that open it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.request import urlopen

import pytest
from driver import PATIENCE, ROOT, Dashboard
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from watch import Watch
from window import STILL, Window

FAILED = pytest.StashKey[bool]()
# The first has no window to draw: it takes a third of the processor time of a whole browser.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# What is streamed is parsed before it is known that the page before has it compiled: a sixth of a
# load. The others are those of Playwright's own list, which this takes the place of, that matter
# here: nothing is asked of the outside, and what is seen is what has been drawn.
NOT_WANTED = (
    "ScriptStreaming",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
)
# No sandbox: containers run as root. The others keep the browser itself off the network.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # so that a page finds the code of the one before it compiled
    f"--disable-features={','.join(NOT_WANTED)}",
]


@pytest.fixture(scope="package")
def chromium() -> str:
    """Path of the browser; without one the tests are skipped, or fail where one is required."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = f"No browser: none of {', '.join(BROWSERS)} is installed."
        pytest.fail(reason) if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip(reason)
    return found


@pytest.fixture(scope="package")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app, which runs as a person starts it."""
    with _serving(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture
def cold_server(chromium: str, tmp_path: Path) -> Iterator[str]:
    """Address of an app that has not served a page yet."""
    with _serving(tmp_path / "log.txt") as address:
        yield address


@contextmanager
def _serving(log: Path) -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    settings = ["--server.headless=true", f"--server.port={port}"]
    with (
        log.open("w") as output,
        subprocess.Popen([*command, *settings], cwd=ROOT, stdout=output, stderr=output) as process,
    ):
        try:
            _wait_for_server(port, process, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=SWITCHES, timeout=PATIENCE
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def window(browser: Browser, server: str) -> Iterator[Window]:
    """Where the app's pages are opened; half of a page's load is spared when another was there."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield Window(context, server)
    context.close()


def with_start(path: str) -> str:
    """A link whose player has the start of the fit, as `Lab` has, where it names none."""
    if "start=" in path:
        return path
    return f"{path}{'&' if '?' in path else '?'}start=auto"


@pytest.fixture
def open_app(window: Window):
    """Return a function that opens the app; afterwards nothing may have gone wrong on its pages."""

    def open_app(
        path: str = "/",
        *,
        watched: bool = False,
        width: int = 1440,
        height: int = 900,
        colour_scheme: Literal["light", "dark"] = "light",
    ) -> Dashboard:
        app = Dashboard(window.new_page())
        _seen_in(app, width, height, colour_scheme)
        app.page.goto(window.server + (path if watched else with_start(path)))
        return app

    yield open_app
    complaints = window.forget()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def tampered(window: Window) -> Iterator[Page]:
    """A page on which a test makes things go wrong; what is then complained of is its own."""
    yield window.new_page()
    window.forget()


@pytest.fixture(scope="module")
def kept(window: Window) -> Iterator[dict[str, Dashboard]]:
    """Pages that the tests of a file share, by their links."""
    pages: dict[str, Dashboard] = {}
    yield pages
    for app in pages.values():
        window.close(app.page)


@pytest.fixture
def open_kept(request: pytest.FixtureRequest, window: Window, kept: dict[str, Dashboard]):
    """Return a function like `open_app`, but a page that a test before has opened is gone on with.

    A test says what it needs of a page that others have used. One that fails leaves none to others.
    """

    def open_kept(
        path: str,
        *,
        width: int = 1440,
        height: int = 900,
        colour_scheme: Literal["light", "dark"] = "light",
    ) -> Dashboard:
        is_new = path not in kept
        app = kept[path] if not is_new else Dashboard(window.new_page(kept=True))
        kept[path] = app
        _seen_in(app, width, height, colour_scheme)
        if is_new:
            app.page.goto(window.server + with_start(path))
        return app

    yield open_kept
    complaints = window.forget()
    if complaints or request.node.stash.get(FAILED, False):
        for app in kept.values():
            window.close(app.page)
        kept.clear()
    assert not complaints, "\n".join(complaints)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def _seen_in(app: Dashboard, width: int, height: int, scheme: Literal["light", "dark"]) -> None:
    app.page.set_viewport_size({"width": width, "height": height})
    app.page.emulate_media(color_scheme=scheme)


@pytest.fixture
def open_apart(browser: Browser, server: str):
    """Return a function that opens the app as another person would: in a browser of their own."""
    opened = []

    def open_apart(path: str = "/", *, width: int = 1440, height: int = 900) -> Dashboard:
        context = browser.new_context(viewport=ViewportSize(width=width, height=height))
        context.set_default_timeout(PATIENCE)
        context.add_init_script(STILL)
        opened.append((context, Watch(context)))
        app = Dashboard(context.new_page())
        app.page.goto(server + with_start(path))
        return app

    yield open_apart
    for context, _ in opened:
        context.close()
    complaints = [complaint for _, watch in opened for complaint in watch.complaints]
    assert not complaints, "\n".join(complaints)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return listener.getsockname()[1]


def _wait_for_server(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"http://localhost:{port}/_stcore/health"):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"The app did not start:\n{log.read_text()}")
