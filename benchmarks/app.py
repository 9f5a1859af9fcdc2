"""What a person waits for: from `streamlit run` to the first picture, and from a click to the next.

Drives the real app in headless Chromium. Prints the median of several starts of the server and of
the clicks on iris: a change of k, and a half-step of the plain view. `player.py` measures the
player.
"""

import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
STARTS, CLICKS = 5, 10
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DRAWN = "() => document.querySelector('.gmm-player[data-half-step]') !== null"
PLAIN = "() => document.querySelectorAll('.js-plotly-plot .main-svg').length > 0"
TITLE = "document.querySelector('[data-testid=stMetricValue]').innerText"
NUMBERED = "(document.querySelector('.js-plotly-plot')?.layout?.annotations || []).length"


def serve(script: str = "app.py") -> tuple[subprocess.Popen, int]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless=true"]
    server = subprocess.Popen(
        [*command, f"--server.port={port}"], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    return server, port


def wait_for(port: int) -> None:
    while True:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/_stcore/health")
            return
        except OSError:
            time.sleep(0.02)


def seconds_until(page: Page, action, condition: str) -> float:
    began = time.perf_counter()
    action()
    page.wait_for_function(condition)
    return time.perf_counter() - began


def first_picture(browser) -> float:
    began = time.perf_counter()
    server, port = serve()
    try:
        wait_for(port)
        page = browser.new_page()
        page.goto(f"http://localhost:{port}/")
        page.wait_for_function(DRAWN)
        return time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()


def clicks(browser) -> tuple[list[float], list[float]]:
    """Seconds of each change of k between 3 and 4, and of each half-step."""
    server, port = serve()
    try:
        wait_for(port)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://localhost:{port}/")
        page.wait_for_function(DRAWN)
        up = page.get_by_test_id("stNumberInputStepUp").first
        down = page.get_by_test_id("stNumberInputStepDown").first
        changes = []
        for number in range(CLICKS):
            button, k = ((up, 4), (down, 3))[number % 2]
            changes.append(seconds_until(page, button.click, f"() => {NUMBERED} === {k}"))
            page.wait_for_timeout(1000)
        page.goto(f"http://localhost:{port}/?plain=true")
        page.wait_for_function(PLAIN)
        steps = []
        for _ in range(CLICKS):
            before = page.evaluate(TITLE)
            press = page.locator(".st-key-next button").click
            steps.append(seconds_until(page, press, f"() => {TITLE} !== '{before}'"))
            page.wait_for_timeout(1000)
        return changes, steps
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        starts = [first_picture(browser) for _ in range(STARTS)]
        changes, steps = clicks(browser)
    print("| what | median s | worst s |")
    print("|---|--:|--:|")
    rows = {
        "streamlit run to first picture": starts,
        "change of k on iris": changes,
        "half-step on iris, plain view": steps,
    }
    for name, times in rows.items():
        print(f"| {name} | {statistics.median(times):.2f} | {max(times):.2f} |")


if __name__ == "__main__":
    main()
