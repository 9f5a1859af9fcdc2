"""The address of a page says what is chosen, and Back leads to the page before in one step."""

import re

from driver import Dashboard
from playwright.sync_api import expect


def choose_components(app: Dashboard, times: int) -> None:
    for _ in range(times):
        app.sidebar.get_by_role("button", name="Increment").first.click()
        app.settle()


def test_a_page_just_turned_to_has_what_is_chosen_in_its_address(open_app):
    app = open_app("/?embed=true&embed_options=show_toolbar&k=4&step=3")
    app.player.frame(3)
    host = "embed=true&embed_options=show_toolbar&"
    app.visit("Explore clusters")
    expect(app.page).to_have_url(re.compile(rf"/explore\?{host}k=4$"))
    app.visit("Step through EM")
    expect(app.page).to_have_url(
        re.compile(rf"localhost:\d+/\?{host}step=3&k=4&start=auto&seed=0$")
    )
    app.page.reload()
    app.player.frame(3)
    expect(app.page).to_have_url(
        re.compile(rf"localhost:\d+/\?{host}step=3&k=4&start=auto&seed=0$")
    )


def test_back_leads_to_the_page_before_however_much_was_chosen_since(open_app):
    app = open_app("/?covariance=tied")
    app.player.frame(0)
    choose_components(app, times=2)
    expect(app.page).to_have_url(re.compile(r"/\?k=5&covariance=tied&start=auto&seed=0$"))
    app.visit("Explore clusters")
    choose_components(app, times=3)
    expect(app.page).to_have_url(re.compile(r"/explore\?k=8&covariance=tied$"))
    app.page.go_back()
    expect(app.page).to_have_url(
        re.compile(r"localhost:\d+/\?k=5&covariance=tied&start=auto&seed=0$")
    )
    app.player.frame(0)
    expect(app.sidebar.get_by_label("Components")).to_have_value("5")
    app.page.go_forward()
    expect(app.page).to_have_url(re.compile(r"/explore\?k=8&covariance=tied$"))
    expect(app.sidebar.get_by_label("Components")).to_have_value("8")


def test_a_half_step_and_a_choice_stand_in_one_address(open_app):
    app = open_app()
    app.player.frame(0)
    app.player.do("next").click()
    expect(app.page).to_have_url(re.compile(r"\?start=auto&seed=0&step=1$"))
    app.player.do("next").click()
    expect(app.page).to_have_url(re.compile(r"\?start=auto&seed=0&step=2$"))
    choose_components(app, times=1)
    expect(app.page).to_have_url(re.compile(r"\?k=4&start=auto&seed=0$"))
    before = app.page.evaluate("history.length")
    app.player.do("next").click()
    expect(app.page).to_have_url(re.compile(r"\?k=4&start=auto&seed=0&step=1$"))
    assert app.page.evaluate("history.length") == before
