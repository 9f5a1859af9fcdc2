"""What all browser tests rest on: that a page at rest is waited for, and where its parts are."""

import pytest
from driver import SETTLED, UPLOAD, Dashboard
from playwright.sync_api import Page, TimeoutError, expect

PARTS = """<div data-testid="stApp" data-test-script-state="notRunning">
    <main data-testid="stMain">rows</main><div id="part"></div></div>"""
MOMENT = 80  # milliseconds


@pytest.fixture
def app(tampered: Page) -> Dashboard:
    """A page that has what tells whether it is at rest, and nothing else."""
    tampered.set_content(PARTS)
    return Dashboard(tampered)


def is_at_rest(app: Dashboard, wait: int) -> bool:
    try:
        app.page.wait_for_function(SETTLED, arg=wait, timeout=MOMENT)
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize(
    "busy",
    [
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState = 'running'",
        "document.getElementById('part').dataset.stale = 'true'",
        "document.getElementById('part').outerHTML = '<p class=gmm-figure aria-busy=true></p>'",
        "document.querySelector('main').style.visibility = 'hidden'",
        "document.querySelector('main').remove()",
    ],
)
def test_a_page_with_something_under_way_is_not_at_rest(app, busy):
    app.settle()
    app.page.evaluate(busy)
    assert not is_at_rest(app, 1)
    assert not is_at_rest(app, 2)


def test_what_comes_within_the_moment_is_waited_for(app):
    app.page.evaluate(
        f"""() => {{
            const part = document.getElementById('part')
            requestAnimationFrame(() => {{ part.dataset.stale = 'true' }})
            setTimeout(() => {{ part.dataset.stale = 'false'; part.innerText = 'here' }}, {MOMENT})
        }}"""
    )
    app.settle()
    assert app.page.locator("#part").inner_text() == "here"


def test_sidebar_and_page_are_the_landmarks_that_they_are_taken_for(open_app):
    app = open_app(UPLOAD)  # which has no figure that must be drawn first
    app.settle()
    pages = app.page.get_by_role("navigation", name="App pages")
    for width, more in ((1440, 0), (900, 1)):
        app.resize(width, 800)
        expect(app.more_links).to_have_count(more)
        assert app.links.all_inner_texts() == pages.get_by_role("link").all_inner_texts()
        assert pages.get_by_role("button", name="more").count() == more
    main, sidebar = app.page.get_by_role("main"), app.page.get_by_role("region", name="Sidebar")
    assert app.main.evaluate("(part, other) => part === other", main.element_handle())
    assert app.sidebar.evaluate("(part, other) => part === other", sidebar.element_handle())
