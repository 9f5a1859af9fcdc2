"""The address of a page says what is chosen, and Back leads to the page before in one step."""

import re

from driver import Dashboard
from playwright.sync_api import expect

# Clicks, and goes back as soon as the server has been told of it.
BACK_ONCE_SENT = """button => {
    const { send } = WebSocket.prototype
    WebSocket.prototype.send = function (...all) {
        WebSocket.prototype.send = send
        send.apply(this, all)
        history.back()
    }
    button.click()
}"""


def test_a_page_just_turned_to_has_what_is_chosen_in_its_address(open_app):
    app = open_app("/?embed=true&embed_options=show_toolbar&k=4&step=3")
    app.player.frame(3)
    host = "embed=true&embed_options=show_toolbar&"
    app.visit("Explore clusters")
    app.page.wait_for_url(re.compile(rf"/explore\?{host}k=4$"))
    app.visit("Step through EM")
    app.page.wait_for_url(re.compile(rf"localhost:\d+/\?{host}step=3&k=4&start=auto&seed=0$"))
    app.page.reload()
    app.player.frame(3)
    app.page.wait_for_url(re.compile(rf"localhost:\d+/\?{host}step=3&k=4&start=auto&seed=0$"))


def test_back_takes_back_one_change_of_the_fit_and_then_leads_to_the_page_before(open_app):
    app = open_app("/?covariance=tied")
    app.player.frame(0)
    components = app.sidebar.get_by_label("Components")
    undo = app.sidebar.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()
    app.visit("New rows")  # which has the least to draw
    for k in range(4, 14):
        app.sidebar.get_by_role("button", name="Increment").first.click()
        app.page.wait_for_url(re.compile(rf"/new_rows\?k={k}&covariance=tied$"))
        app.settle()
    entries, sent = app.page.evaluate("history.length"), len(app.sent)
    undo.click()  # which goes back in the browser, too, so that Back goes on from there
    expect(components).to_have_value("12")
    app.page.wait_for_url(re.compile(r"/new_rows\?k=12&covariance=tied$"))
    app.settle()
    assert len(app.sent) == sent + 1
    for k in range(11, 2, -1):
        app.page.go_back()
        expect(components).to_have_value(str(k))
        app.settle()
    assert app.page.evaluate("history.length") == entries
    app.page.wait_for_url(re.compile(r"/new_rows\?covariance=tied$"))
    expect(undo).to_be_disabled()
    app.page.go_forward()
    expect(components).to_have_value("4")
    app.settle()
    # What is told of a change that Back has overtaken makes no entry there.
    more = app.sidebar.get_by_role("button", name="Increment").first
    more.evaluate(BACK_ONCE_SENT)
    expect(components).to_have_value("3")
    app.settle()
    app.page.go_back()
    app.player.frame(0)
    app.page.wait_for_url(re.compile(r"localhost:\d+/\?covariance=tied&start=auto&seed=0$"))
    expect(components).to_have_value("3")
    a_half_step_and_a_choice_stand_in_one_address(app)


def a_half_step_and_a_choice_stand_in_one_address(app: Dashboard) -> None:
    app.player.do("next").click()
    app.page.wait_for_url(re.compile(r"\?covariance=tied&start=auto&seed=0&step=1$"))
    app.player.do("next").click()
    app.page.wait_for_url(re.compile(r"\?covariance=tied&start=auto&seed=0&step=2$"))
    app.sidebar.get_by_role("button", name="Increment").first.click()
    app.settle()
    app.page.wait_for_url(re.compile(r"\?k=4&covariance=tied&start=auto&seed=0$"))
    before = app.page.evaluate("history.length")
    app.player.do("next").click()
    app.page.wait_for_url(re.compile(r"\?k=4&covariance=tied&start=auto&seed=0&step=1$"))
    assert app.page.evaluate("history.length") == before
