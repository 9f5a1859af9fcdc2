"""The dashboard as a person meets it: figures, tables and controls by the names they bear."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect

UPLOAD = "/?data=Upload+a+CSV+file"
DRAWN = "figure => figure.querySelector('.js-plotly-plot')?.data !== undefined"
TRACES = "figure => figure.querySelector('.js-plotly-plot').data"


class Dashboard:
    """One browser page with the app in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sidebar = page.get_by_role("region", name="Sidebar")
        self.features = self.sidebar.get_by_role("toolbar", name="Features")
        self.main = page.get_by_role("main")
        self.next = self.main.locator(".st-key-next[data-stale=false] button")
        self.error = self.main.get_by_role("alert")
        self.figures = self.main.get_by_role("figure")
        self.table = self.figure("Target against cluster")

    def figure(self, name: str) -> Locator:
        """The figure whose name begins with this sentence."""
        begins = re.compile(rf"^{re.escape(name)}(\.|$)")
        return self.main.get_by_role("figure", name=begins)

    def half_step(self, number: int) -> Locator:
        """The picture of Step through EM, as it is after so many half-steps."""
        return self.figure(f"The data and the components after half-step {number}")

    def traces(self, figure: Locator) -> dict[str, dict[str, Any]]:
        """What plotly has drawn in a figure, by name, once nothing on the page is out of date."""
        expect(figure).to_be_visible()
        self.settle()
        self.page.wait_for_function(DRAWN, arg=figure.element_handle())
        return {trace["name"]: trace for trace in figure.evaluate(TRACES) if "name" in trace}

    def counts(self) -> dict[str, dict[str, int]]:
        """The target table: how many rows each class has in each of its clusters."""
        cells = self.traces(self.table)["cells"]
        counts: dict[str, dict[str, int]] = {}
        for about, count in zip(cells["hovertext"], cells["text"], strict=True):
            name, cluster = about.split(" in cluster ")
            if count != "0":
                counts.setdefault(name, {})[cluster] = int(count)
        return counts

    def upload(self, file: Path | FilePayload) -> None:
        self.settle()
        self.sidebar.locator("input[type=file]").set_input_files(file)

    def visit(self, title: str) -> None:
        """Go to a page of the app by its link."""
        menu = self.page.get_by_test_id("stExpandSidebarButton")
        if menu.is_visible():  # a narrow window has the links in there
            menu.click()
        self.page.get_by_role("link", name=title).click()
        expect(self.main.get_by_role("heading", name=title)).to_be_visible()
        self.settle()

    def settle(self) -> None:
        """Wait until the server has nothing more to say and no element waits for an update."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.locator("[data-stale=true]")).to_have_count(0)
