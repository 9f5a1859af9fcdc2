"""The dashboard as a person meets it: figures, tables and controls by the names they bear."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, WebSocket, expect

ROOT = Path(__file__).parents[2]
UPLOAD = "/?data=Upload+a+table"
# Milliseconds: ten pages on one core are slow, and who waits for what comes loses nothing by it.
PATIENCE = 300_000
NARROW = 768  # pixels; a narrower window has the sidebar over the page, and closed
# The player's picture is itself what plotly draws in; Streamlit puts a figure around it.
PLOT = "[figure, ...figure.querySelectorAll('*')].find(each => each.matches('.js-plotly-plot'))"
DRAWN = f"figure => {PLOT}?.data !== undefined"
TRACES = f"figure => {PLOT}.data"
LIBRARIES = """() => performance.getEntriesByType('resource').map(({ name }) => name)
    .filter(name => /plotly/i.test(name))"""
# The server has nothing more to say, and no element or figure waits for an update; a moment later,
# too, when what has come last has been taken. What is hidden while parts arrive has no text. It is
# no async function: the promise of one counts as true at once, and nothing would be waited for.
SETTLED = """(wait) => {
    const isThere = (part) => document.querySelector(part) !== null
    const isSettled = () => isThere('[data-testid=stApp][data-test-script-state=notRunning]')
        && !isThere('[data-stale=true], .gmm-figure[aria-busy=true]')
        && document.querySelector('[data-testid=stMain]')
            ?.checkVisibility({ visibilityProperty: true })
    if (!isSettled()) {
        globalThis.settledIn = undefined
    } else if (globalThis.settledIn?.wait !== wait) {
        const settled = globalThis.settledIn = { wait, aMomentLater: false }
        requestAnimationFrame(() => setTimeout(() => { settled.aMomentLater = true }))
    }
    return globalThis.settledIn?.aMomentLater === true
}"""
HEADED = """title => [...document.querySelectorAll('[data-testid=stMain] h1')].some(heading =>
    heading.innerText.trim() === title && heading.checkVisibility({ visibilityProperty: true }))"""
HALF_STEP = "after => document.querySelector('.gmm-player')?.dataset.halfStep === after"
# Milliseconds between looks of the page itself. `expect` looks from outside, ever more seldom, up
# to a second apart, and describes the whole page each time that something has not come yet: what is
# waited for at length is waited for by `wait_for`, `wait_for_url` and `wait_for_function`.
LOOKS = 25
# The links to pages of the app that are shown: a line has those hidden for which it has no room.
LINKS = (
    ":is([data-testid=stTopNavLink], [data-testid=stSidebarNavLink])"
    ":not([aria-hidden=true] *):visible"
)
CELLS = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"


class Player:
    """What steps through a run in the browser, and the numbers of the half-step that it shows."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.picture = root.locator(".gmm-picture")
        self.says = root.locator(".gmm-says[role=status]")
        self.parameters = root.locator("table.gmm-parameters")
        self.target = root.locator("table.gmm-target")
        self.ledger = root.get_by_role("region", name="Ledger")
        self.row = root.get_by_label("Explain row")
        self.mean = root.get_by_label("or mean")
        self.speed = root.get_by_label("Speed")
        self.hide = root.get_by_label("Hide the answers")
        self.ending = root.locator(".gmm-ending")

    def frame(self, half_step: int) -> None:
        """Wait for the frame after so many half-steps."""
        page = self.root.page
        page.wait_for_function(HALF_STEP, arg=str(half_step), polling=LOOKS)

    @property
    def last(self) -> int:
        return int(self.root.get_attribute("data-last") or -1)

    @property
    def metrics(self) -> list[str]:
        return self.root.locator(".gmm-metric dd").all_text_contents()

    def cells(self, table: Locator) -> list[list[str]]:
        """The text of a table by rows, the header first."""
        return table.evaluate(CELLS)

    def do(self, name: str) -> Locator:
        """The button of this action."""
        return self.root.locator(f"[data-do={name}]")


class Dashboard:
    """One browser page with the app in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.sent: list[str | bytes] = []  # all that the page has told the server
        self.received: list[bytes] = []  # all that the server has told it
        self.sockets: list[WebSocket] = []  # over which they talk; the last is the one in use
        self._waits = 0  # how often a page at rest was waited for: each wait is for its own moment
        page.on("websocket", self._listen)
        # Landmarks, figures and links by what makes them so: to ask for a role asks all that is on
        # the page, which takes as long as to draw a figure.
        self.sidebar = page.locator("section[aria-label=Sidebar]")
        self.features = self.sidebar.get_by_role("toolbar", name="Features")
        self.main = page.locator("main")
        self.player = Player(self.main.locator(".gmm-player"))
        self.next = self.main.locator(".st-key-next[data-stale=false] button, .gmm-next")
        self.error = self.main.get_by_role("alert")
        self.figures = self.main.locator("[role=figure]:visible")
        self.links = page.locator(LINKS)
        self.more_links = page.locator("[data-testid=stTopNavSection]:visible")
        self.table = self.figure("Target against cluster")
        self.picture = self.main.locator(".st-key-view-picture .gmm-view")
        self.summary = self.main.locator(".st-key-view-summary .gmm-view")
        self.use = self.main.get_by_role("button", name="Use this table")

    @property
    def libraries(self) -> list[str]:
        """Where the page has loaded a library from that draws."""
        return self.page.evaluate(LIBRARIES)

    def figure(self, name: str) -> Locator:
        """The figure whose name begins with this sentence."""
        whole, start = (json.dumps(each, ensure_ascii=False) for each in (name, f"{name}."))
        return self.main.locator(f"[role=figure]:is([aria-label={whole}], [aria-label^={start}])")

    def half_step(self, number: int) -> Locator:
        """The picture of Step through EM, as it is after so many half-steps."""
        return self.figure(f"The data and the components after half-step {number}")

    def traces(self, figure: Locator) -> dict[str, dict[str, Any]]:
        """What plotly has drawn in a figure, by name, once nothing on the page is out of date."""
        figure.wait_for()
        self.settle()
        self.page.wait_for_function(DRAWN, arg=figure.element_handle(), polling=LOOKS)
        return {trace["name"]: trace for trace in figure.evaluate(TRACES) if "name" in trace}

    def counts(self) -> dict[str, dict[str, int]]:
        """The target table: how many rows each class has in each of its clusters."""
        self.table.or_(self.player.target).wait_for()
        self.settle()
        counts: dict[str, dict[str, int]] = {}
        for name, cluster, count in self._counted():
            if count != "0":
                counts.setdefault(name, {})[cluster] = int(count.replace(",", ""))
        return counts

    def metrics(self) -> dict[str, str]:
        """The numbers of a page that stand alone, by name."""
        self.settle()
        metrics = self.main.get_by_test_id("stMetric")
        metrics.first.wait_for()
        names = metrics.get_by_test_id("stMetricLabel").all_inner_texts()
        values = metrics.get_by_test_id("stMetricValue").all_inner_texts()
        return dict(zip(names, values, strict=True))

    def _counted(self) -> Iterator[tuple[str, str, str]]:
        """Class, cluster and rows of each cell: of the player's table, or of the heat map."""
        if self.player.target.is_visible():
            (_, *clusters), *rows = self.player.cells(self.player.target)
            for name, *of_class in rows:
                yield from ((name, *cell) for cell in zip(clusters, of_class, strict=True))
            return
        cells = self.traces(self.table)["cells"]
        for about, count in zip(cells["hovertext"], cells["text"], strict=True):
            name, cluster = about.split(" in cluster ")
            yield name, cluster, count

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, and wait until a narrow one has closed its sidebar."""
        self.page.set_viewport_size({"width": width, "height": height})
        if width < NARROW:
            sidebar = self.page.get_by_test_id("stSidebar")
            expect(sidebar).to_have_attribute("data-collapsed", "true")
            self.page.get_by_test_id("stExpandSidebarButton").wait_for()

    def bring(self, file: Path | FilePayload) -> None:
        """Give the app a file, and stay where it shows how it understands it."""
        self.settle()
        self.sidebar.locator("input[type=file]").set_input_files(file)

    def upload(self, file: Path | FilePayload) -> None:
        """Give the app a file, and use it as it is understood.

        A choice that is made while the page still goes on may be missed.
        """
        self.bring(file)
        self.use.click()
        self.use.wait_for(state="hidden")
        self.settle()

    @contextmanager
    def redrawing(self, view: Locator) -> Iterator[None]:
        """Wait until a view of Explore shows another figure than before."""
        before = view.get_attribute("data-view") or ""
        yield
        expect(view).not_to_have_attribute("data-view", before)

    def download(self, name: str) -> Path:
        """The file that a button gives; a run that goes on would replace it meanwhile."""
        self.settle()
        with self.page.expect_download() as download:
            self.main.get_by_role("button", name=name).click()
        return download.value.path()

    def visit(self, title: str) -> None:
        """Go to a page of the app by its link."""
        link = self.links.filter(has_text=title)
        heading = self.main.get_by_role("heading", name=title, exact=True)
        menu = self.page.get_by_test_id("stExpandSidebarButton")
        others = self.more_links
        menu.or_(link).or_(others).first.wait_for()
        is_narrow = menu.is_visible()
        if is_narrow:  # a narrow window has the links in there
            menu.click()
            link.click()
        else:  # and one of middle width those that it has no room for, once that is measured
            link.or_(others).first.click()
            item = self.page.get_by_role("menuitem", name=title)
            heading.or_(item).first.wait_for()
            if item.is_visible():
                item.click()
        self.page.wait_for_function(HEADED, arg=title, polling=LOOKS)
        if is_narrow:  # and what lies over the page makes way
            menu.wait_for()
        self.settle()

    def _listen(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        socket.on("framesent", lambda message: self.sent.append(message))
        socket.on("framereceived", lambda message: self.received.append(_as_bytes(message)))

    def settle(self) -> None:
        """Wait until all that is shown is up to date, and nothing more is on its way."""
        self._waits += 1
        self.page.wait_for_function(SETTLED, arg=self._waits, polling=LOOKS)


def _as_bytes(message: str | bytes) -> bytes:
    return message.encode() if isinstance(message, str) else message
