"""A report in a browser of its own: all its pictures drawn, and nothing asked of a network."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from driver import PATIENCE
from playwright.sync_api import Browser, ElementHandle, Page
from watch import Watch

DRAWN = "plot => plot._fullLayout !== undefined && plot.querySelector('.main-svg') !== null"
# The names of the traces that a picture draws, and of those that the report holds for it.
TRACES = """plot => {
    const held = document.getElementById(plot.id.replace('picture', 'data')).textContent
    const names = traces => traces.map(trace => trace.name ?? '')
    return [names(plot.data), names(JSON.parse(held).data)]
}"""
# Whether all that is drawn has the width that the window gives it.
FITS = """() => document.scrollingElement.scrollWidth <= innerWidth
    && [...document.querySelectorAll('.picture')].every(plot => {
        return Math.abs(plot._fullLayout.width - plot.clientWidth) < 1
            && plot.getBoundingClientRect().right <= innerWidth
    })"""
PLOT = "plot => plot.querySelector('.cartesianlayer').innerHTML"
AT = "plot => plot._fullLayout.sliders[0].active"


class Report:
    """The page that a report is, and its pictures."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pictures = page.locator(".picture")
        self.facts = page.locator("header dl")
        self.animation = self.pictures.filter(has=page.locator(".slider-container"))

    def read_facts(self) -> dict[str, str]:
        """The few numbers that come first, by name."""
        names = self.facts.locator("dt").all_inner_texts()
        return dict(zip(names, self.facts.locator("dd").all_inner_texts(), strict=True))

    def table(self, caption: str) -> list[list[str]]:
        """The text of a table by rows, the header first."""
        cells = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"
        return self.page.get_by_role("table", name=caption).evaluate(cells)

    def draw_all(self) -> None:
        """Go through the report as a reader does; a picture is drawn when it comes near."""
        for picture in self.pictures.all():
            picture.scroll_into_view_if_needed()
            self.page.wait_for_function(DRAWN, arg=picture.element_handle())
            drawn, held = picture.evaluate(TRACES)
            assert drawn == held
        self.tools_stand_below()

    def tools_stand_below(self) -> None:
        """No toolbar lies over a picture; what can be done is below it, once it is asked for."""
        assert self.page.locator(".modebar").count() == 0
        tools = self.page.locator("figure .tools")
        assert tools.count() == self.pictures.count()
        tools.first.get_by_text("Download as SVG").wait_for(state="hidden")
        tools.first.get_by_text("Tools").click()
        tools.first.get_by_text("Download as SVG").wait_for()
        tools.first.get_by_text("Tools").click()

    def fits(self, width: int, height: int) -> None:
        """Give the window a size, and wait until nothing overflows it sideways."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(FITS)

    def press(self, name: str) -> None:
        self.animation.get_by_text(name).click()

    def plays_to(self, frame: int) -> None:
        """Wait until the animation has come to a frame by itself."""
        self.page.wait_for_function(
            f"([plot, frame]) => ({AT})(plot) >= frame", arg=[self._plot(), frame]
        )

    def drawn(self) -> str:
        """What the animation draws, as SVG."""
        return self.animation.evaluate(PLOT)

    def _plot(self) -> ElementHandle:
        plot = self.animation.element_handle()
        assert plot is not None
        return plot


@contextmanager
def opened(browser: Browser, file: Path) -> Iterator[Report]:
    """Open a report from its file; nothing else may be asked for, and nothing may go wrong."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    watch, asked = Watch(context), []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(file.as_uri())
    yield Report(page)
    context.close()
    assert asked == [file.as_uri()]
    assert watch.complaints == [f"request to the outside: {file.as_uri()}"]
