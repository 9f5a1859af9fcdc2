"""Choose a model and Was it luck in a browser: how soon there is progress, a stop, and the result.

Drives the real app in headless Chromium. The table of fits is that of wine, 14 structures with 1 to
9 components; the starts are a hundred on iris, from the click on the page's name to the sentence.
"""

import os
import shutil
import statistics
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks.app import FLAGS, serve, wait_for

REPEATS = 3
GOALS = {"progress": 1.0, "stop": 1.0, "table of fits": 10.0, "100 starts": 2.0}


def seconds(action: Callable[[], None], until: Callable[[], None]) -> float:
    began = time.perf_counter()
    action()
    until()
    return time.perf_counter() - began


def rest(page: Page) -> None:
    """Wait until a table of fits is there, and the browser has drawn the page."""
    page.get_by_role("button", name="Open in Explore").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(3000)


def table(page: Page, address: str) -> dict[str, float]:
    """Seconds to the first sign of progress, to a stop, and to the whole table."""
    page.goto(f"{address}/choose?data=wine&to=9")
    rest(page)
    stop = page.locator(".st-key-stop_grid button")
    again = page.get_by_role("button", name="Make the table again")
    main = page.get_by_role("main")
    every = main.get_by_text("All 14 structures")
    found = {"progress": seconds(every.click, stop.wait_for)}
    found["stop"] = seconds(stop.click, again.wait_for)
    began = time.perf_counter()
    again.click()
    stop.wait_for()
    stop.wait_for(state="detached")
    return found | {"table of fits": time.perf_counter() - began}


def starts(page: Page, address: str) -> dict[str, float]:
    """Seconds to the ends of a hundred starts, the page and its pictures with them."""
    page.goto(f"{address}/choose?data=iris&to=2")
    rest(page)
    said: Locator = page.get_by_role("heading", name="of 100 starts reached")
    luck = page.get_by_role("link", name="Was it luck")
    return {"100 starts": seconds(luck.click, said.wait_for)}


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    server, port = serve()
    found: list[dict[str, float]] = []
    try:
        wait_for(port)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for _ in range(REPEATS):
                page = browser.new_context().new_page()  # a session that has computed nothing
                address = f"http://localhost:{port}"
                found.append(table(page, address) | starts(page, address))
                page.context.close()
            browser.close()
    finally:
        server.terminate()
    print(f"load {os.getloadavg()[0]:.1f}\n| what | median s | worst s | goal |\n|---|--:|--:|---|")
    for name, goal in GOALS.items():
        times = [each[name] for each in found]
        print(
            f"| {name} | {statistics.median(times):.2f} | {max(times):.2f} | at most {goal:g} s |"
        )


if __name__ == "__main__":
    main()
