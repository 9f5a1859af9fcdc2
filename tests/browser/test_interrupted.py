"""Without a network the player steps on, the page says so in its own words, and nothing is lost.

A moment without one, as a page is opened, is made up for.
"""

import re

from driver import Dashboard
from playwright.sync_api import Page, WebSocketRoute, expect

SAYS = re.compile("The connection to the server is interrupted. Nothing is lost")

# What would wait for seconds waits for hundredths; whether Streamlit has opened its dialog by then.
HASTE = """() => {
    const { setTimeout: later } = window
    window.setTimeout = (work, wait, ...all) => later(work, wait / 100, ...all)
    new MutationObserver(() => (window.opened ||= document.querySelector('[role=dialog]') !== null))
        .observe(document.body, { childList: true, subtree: true })
}"""


def test_after_an_interruption_all_is_there(tampered: Page, server: str) -> None:
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    tampered.route_web_socket(re.compile("_stcore/stream"), through)
    for lost in ("**/static/js/BidiComponent*", "**/app/static/plotly*"):
        tampered.route(lost, lambda route: route.abort(), times=1)
    app = Dashboard(tampered)
    app.page.goto(f"{server}/?k=4")
    app.player.frame(0)
    del sockets[:-1]  # that of the page before, of which a file was lost
    app.player.do("next").click()
    app.page.wait_for_url(re.compile(r"step=1"))

    tampered.evaluate(HASTE)
    tampered.route(re.compile("_stcore"), lambda route: route.abort())
    sockets[-1].close()
    notice = app.page.get_by_text(SAYS)
    notice.wait_for()
    app.page.wait_for_function("window.opened")
    expect(app.page.get_by_role("dialog")).to_have_count(0)
    app.player.do("next").click()
    app.player.frame(2)

    tampered.unroute_all()
    expect(notice).to_have_count(0)
    assert len(sockets) == 2
    expect(app.sidebar.get_by_label("Components")).to_have_value("4")
    app.player.frame(2)
