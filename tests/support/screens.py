"""Screens of people, and whether the app fits and reads on them."""

import re

from driver import Dashboard

SIZES = {"phone": (390, 844), "desk": (1440, 900)}
OVERHANG = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .map(element => element.scrollWidth - element.clientWidth)"""
# Of the page itself; tables scroll inside themselves.
SHOWN = "button, h1, h2, h3, p, dd, label, [role=figure], .stMarkdownEllipsis"
# What is one pixel wide is not to be seen but heard: the label of a button that shows an icon.
CUT = """all => all.filter(element => element.clientWidth > 1).filter(element => {
    const hides = getComputedStyle(element).overflowX !== 'visible'
    return hides && element.scrollWidth > element.clientWidth + 1
        || element.getBoundingClientRect().right > innerWidth
}).map(element => element.outerHTML)"""
GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


def hexadecimal(colour: str) -> str:
    """A colour as "#RRGGBB", from that or from "rgb(r, g, b)"."""
    if colour.startswith("#"):
        return colour
    return "#" + "".join(f"{int(part):02X}" for part in re.findall(r"\d+", colour)[:3])


def assert_fits(app: Dashboard) -> None:
    assert app.page.evaluate(OVERHANG) == [0, 0]
    assert app.main.locator(SHOWN).evaluate_all(CUT) == []
