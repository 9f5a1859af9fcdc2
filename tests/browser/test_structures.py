"""The 14 covariance structures: the switch, the link, and the pictures that compare them."""

import re
from typing import Literal

from driver import Dashboard
from playwright.sync_api import Locator, expect
from screens import CUT, OVERHANG, SIZES

from gmm_core import COVARIANCE_STRUCTURES

LOADED = "all => all.every(image => image.complete && image.naturalWidth > 0)"
HEIGHT = "all => all.map(image => image.getBoundingClientRect().height)"


def structures(app: Dashboard) -> Locator:
    return app.sidebar.get_by_role("radiogroup", name="Covariance").get_by_role("radio")


def pictures(place: Locator) -> Locator:
    return place.get_by_role("img", name=re.compile("^Three "))


def switch(app: Dashboard) -> None:
    app.settle()
    app.sidebar.get_by_text("All 14 structures").click()


def chosen(app: Dashboard, name: str, n_offered: int) -> None:
    expect(structures(app)).to_have_count(n_offered)
    expect(app.sidebar.get_by_role("radio", name=name, exact=True)).to_be_checked()
    assert pictures(app.sidebar).evaluate_all(LOADED)


def test_a_link_to_one_of_the_ten_shows_all_and_off_is_full_in_the_link_too(open_app):
    app = open_app("/?covariance=EVE")
    app.traces(app.half_step(0))
    chosen(app, "EVE", 14)
    app.page.wait_for_url(re.compile(r"\bstructures=true&covariance=EVE\b"))
    app.visit("Explore clusters")
    app.page.go_back()
    app.half_step(0).wait_for()
    app.settle()
    chosen(app, "EVE", 14)
    switch(app)
    chosen(app, "full", 4)
    app.page.wait_for_url(lambda url: not re.search("covariance|structures", url))
    the_14_are_compared_and_one_is_chosen_from_its_picture(app)
    scheme: Literal["light", "dark"]
    for scheme in ("light", "dark"):
        app.page.emulate_media(color_scheme=scheme)
        for width, height in (SIZES["desk"], SIZES["phone"]):
            app.resize(width, height)
            the_sidebar_and_the_comparison_fit_their_width(app)


def the_14_are_compared_and_one_is_chosen_from_its_picture(app: Dashboard) -> None:
    switch(app)
    chosen(app, "full", 14)
    app.sidebar.get_by_role("button", name="Compare").click()
    dialog = app.page.get_by_role("dialog")
    expect(pictures(dialog)).to_have_count(len(COVARIANCE_STRUCTURES))
    assert pictures(dialog).evaluate_all(LOADED)
    dialog.get_by_role("button", name="VEV").click()
    expect(dialog).to_have_count(0)
    app.settle()
    chosen(app, "VEV", 14)
    app.page.wait_for_url(re.compile(r"\bcovariance=VEV\b"))


def the_sidebar_and_the_comparison_fit_their_width(app: Dashboard) -> None:
    open_sidebar(app)
    pictures(app.sidebar).wait_for()
    compare = app.sidebar.get_by_role("button", name="Compare")
    compare.scroll_into_view_if_needed()
    assert app.sidebar.locator("button, p, label").evaluate_all(CUT) == []
    compare.click()
    dialog = app.page.get_by_role("dialog")
    expect(pictures(dialog)).to_have_count(len(COVARIANCE_STRUCTURES))
    assert dialog.locator("button, p, img").evaluate_all(CUT) == []
    assert set(pictures(dialog).evaluate_all(HEIGHT)) == {50}
    assert app.page.evaluate(OVERHANG) == [0, 0]
    app.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def open_sidebar(app: Dashboard) -> None:
    """A narrow window has closed it, and a wide one leaves it so."""
    menu = app.page.get_by_test_id("stExpandSidebarButton")
    if menu.is_visible():
        menu.click()
        menu.wait_for(state="hidden")
