"""Nothing is cut off on a phone or a desk, and charts read in the light and in the dark."""

import re

import pytest

from gmm_core.plots.contrast import contrast

from .dashboard import Dashboard

SIZES = {"phone": (390, 844), "desk": (1440, 900)}
OVERHANG = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .map(element => element.scrollWidth - element.clientWidth)"""
# Of the page itself; tables scroll inside themselves.
SHOWN = "button, h1, h2, h3, p, [role=figure], .stMarkdownEllipsis"
# What is one pixel wide is not to be seen but heard: the label of a button that shows an icon.
CUT = """all => all.filter(element => element.clientWidth > 1).filter(element => {
    const hides = getComputedStyle(element).overflowX !== 'visible'
    return hides && element.scrollWidth > element.clientWidth + 1
        || element.getBoundingClientRect().right > innerWidth
}).map(element => element.outerHTML)"""
GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
INKS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const { font, xaxis, yaxis } = plot._fullLayout
    return [font, ...[xaxis, yaxis].flatMap(axis => [axis.title.font, axis.tickfont])]
}).map(font => font.color)"""


def hexadecimal(colour: str) -> str:
    """A colour as "#RRGGBB", from that or from "rgb(r, g, b)"."""
    if colour.startswith("#"):
        return colour
    return "#" + "".join(f"{int(part):02X}" for part in re.findall(r"\d+", colour)[:3])


def assert_fits(app: Dashboard) -> None:
    assert app.page.evaluate(OVERHANG) == [0, 0]
    assert app.main.locator(SHOWN).evaluate_all(CUT) == []


def assert_reads(app: Dashboard, colour_scheme: str) -> None:
    ground = hexadecimal(app.page.evaluate(GROUND))
    assert contrast(ground, {"light": "#000000", "dark": "#FFFFFF"}[colour_scheme]) > 15
    assert min(contrast(hexadecimal(ink), ground) for ink in app.page.evaluate(INKS)) >= 4.5


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES.values(), ids=SIZES)
def test_pages_fit_their_width_and_charts_read(open_app, width, height, colour_scheme):
    app = open_app("/?step=1", width=width, height=height, colour_scheme=colour_scheme)
    app.counts()
    assert_fits(app)
    assert_reads(app, colour_scheme)
    app.visit("Explore clusters")
    app.counts()
    assert_fits(app)
    assert_reads(app, colour_scheme)


def test_charts_follow_at_the_next_step_when_the_browser_turns_dark(open_app):
    app = open_app()
    app.traces(app.half_step(0))
    app.page.emulate_media(color_scheme="dark")
    app.next.click()  # Streamlit tells the server of the new theme with the next rerun
    app.counts()
    assert_reads(app, "dark")
