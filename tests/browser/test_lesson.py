"""The lesson in docs is driven as it is written, by keyboard alone, and says what will be seen."""

import re
from collections.abc import Iterator

import pytest
from driver import ROOT, Dashboard
from playwright.sync_api import expect

from dashboard.state.chosen import STARTS
from gmm_core.landscape import RANDOM_KINDS

LESSON = (ROOT / "docs" / "lesson-iris.md").read_text(encoding="utf-8")
PROJECTOR = {"width": 1280, "height": 720}
KEYS = {"→": "ArrowRight"}
# All that can be read of the player without scrolling; a cell may be half below the edge.
READ = """root => [...root.querySelectorAll('.gmm-says, p, td, dd, button')].filter(each => {
    const { top, bottom, height } = each.getBoundingClientRect()
    return height > 0 && top >= 0 && bottom <= innerHeight
}).map(each => each.textContent.replace(/\\s+/g, ' ')).join('\\n')"""
# Whether Tab comes to the drawing library's tools after the buttons of the player.
TOOLS_LAST = """root => {
    const [buttons, tools] = ['[data-do=another]', '.modebar'].map(each => root.querySelector(each))
    return buttons.compareDocumentPosition(tools) === Node.DOCUMENT_POSITION_FOLLOWING
}"""
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"


def rows() -> Iterator[tuple[list[str], list[str]]]:
    """What is pressed in each line of the tables, and what is then seen."""
    for line in LESSON.splitlines():
        if line.startswith("| ") and not line.startswith("| Press"):
            pressed, _, seen = (cell.strip() for cell in line.strip("|").split("|"))
            yield re.findall(r"`([^`]+)`", pressed), re.findall(r"“([^”]+)”", seen)


def press(app: Dashboard, key: str) -> None:
    page = app.page
    if key == "Tab to Explain row":
        expect(app.main.locator(".gmm-player:focus-within")).to_be_attached()
        for _ in range(80):
            if app.player.row.evaluate("element => element.matches(':focus')"):
                return
            page.keyboard.press("Tab")
        pytest.fail("Tab never reaches the field.")
    elif key == "N":
        before = str(app.player.last)
        page.keyboard.press(key)
        expect(app.player.root).not_to_have_attribute("data-last", before)
        app.player.frame(0)
    elif key.isdigit():
        page.keyboard.type(key)
    else:
        page.keyboard.press(KEYS.get(key, key))
    app.settle()


def test_the_lesson_is_seen_as_it_is_written(open_app) -> None:
    app = open_app("/", watched=True, **PROJECTOR)
    app.player.frame(0)
    app.settle()
    assert app.player.root.evaluate(TOOLS_LAST)
    expect(app.player.root.locator(".gmm-cut")).to_have_text("The first jump is cut.")
    app.player.root.locator(".gmm-cut").wait_for()
    script = list(rows())
    assert len(script) == 14
    assert sum(len(seen) for _, seen in script) > 20
    for pressed, seen in script:
        for key in pressed:
            press(app, key)
        for words in seen:
            app.page.wait_for_function(
                f"([root, words]) => ({READ})(root).includes(words)",
                arg=[app.player.root.element_handle(), words],
            )
        assert app.page.evaluate(SCROLLED) == 0
    a_collapse_has_a_picture_a_reason_and_a_way_out(app)


def test_a_hundred_starts_are_run_where_the_lesson_leads() -> None:
    assert "*Was it luck* runs a hundred" in LESSON
    assert STARTS.default * len(RANDOM_KINDS) == 100


def a_collapse_has_a_picture_a_reason_and_a_way_out(app: Dashboard) -> None:
    """Of the ends that were seen, the one that is a collapse leads back to it."""
    seen = app.player
    seen.root.get_by_role("button", name=re.compile("a component collapses")).click()
    app.page.wait_for_url(re.compile(r"seed=2\b"))
    expect(seen.root).to_have_attribute("data-last", "79")
    seen.frame(0)
    app.page.keyboard.press("End")
    seen.frame(79)
    expect(app.next).to_have_text("Collapsed")
    seen.picture.wait_for()
    for remedy in ("One covariance for all (tied)", "Another start", "Covariance floor 0.001"):
        seen.root.get_by_role("button", name=remedy).wait_for()
    seen.root.get_by_role("button", name="Covariance floor 0.001").click()
    app.page.wait_for_url(re.compile(r"floor=0\.001"))
    expect(seen.root).not_to_have_attribute("data-last", "79")
    seen.frame(0)
    app.settle()
    app.page.keyboard.press("End")
    expect(app.next).to_have_text("Converged")
