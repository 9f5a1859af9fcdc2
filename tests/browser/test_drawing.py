"""Points drawn with the mouse, with a finger or with keys alone, then stepped through."""

import re

import pytest
from driver import Dashboard
from plane import Canvas, press_all
from playwright.sync_api import CDPSession, expect
from screens import GROUND, SIZES, assert_fits, hexadecimal

from gmm_core.plots.marks.colours import contrast

DRAW = "/?data=Draw+your+own+points&plain=true&covariance=spherical&k=1"
SEVERAL = re.compile(r"^\d{2,}$")
CENTRES = [(2, 7), (8, 7), (5, 2)]
MANY_MORE = "([root, before]) => Number(root.dataset.points) > before + 20"
COLOURS = """element => {
    const { color, backgroundColor } = getComputedStyle(element)
    return [color, backgroundColor]
}"""


@pytest.fixture
def canvas(open_kept) -> Canvas:
    """The plane of Step through EM, empty, whatever a test before has drawn and where it has gone.

    The buttons of a plane that has been drawn on stay as they are: all can be undone.
    """
    canvas = Canvas(open_kept(DRAW))
    app, page = canvas.app, canvas.app.page
    more = app.sidebar.get_by_role("button", name="Draw more")
    menu = page.get_by_test_id("stExpandSidebarButton")
    canvas.plane.or_(more).or_(menu).first.wait_for()
    app.settle()
    if menu.is_visible():  # a narrow window before has closed the sidebar
        menu.click()
        menu.wait_for(state="hidden")
    app.visit("Step through EM")
    if more.is_visible():
        more.click()
    canvas.plane.wait_for()
    app.settle()
    if canvas.number():
        with app.sockets[-1].expect_event("framesent"):  # a moment later, as after each stroke
            canvas.root.get_by_role("button", name="Clear").click()
        canvas.has(0)
        app.settle()
    canvas.choose("Point")
    return canvas


def rows(app: Dashboard, half_step: int = 0) -> list[str]:
    return app.traces(app.half_step(half_step))["rows"]["text"]


def test_keys_alone_draw_erase_undo_and_end_the_drawing(open_kept):
    """On a plane that nobody has drawn on, whose buttons have nothing to do: the first test."""
    canvas = Canvas(open_kept(DRAW))
    canvas.plane.wait_for()
    canvas.app.settle()
    page = canvas.app.page
    canvas.root.get_by_role("radio", name="Point").focus()
    press_all(page, "Tab", "Tab")  # to the sizes; past the buttons that have nothing to do yet
    expect(canvas.plane).to_be_focused()
    expect(canvas.status).to_have_text(re.compile(r"^0 points; crosshair at 5.00, 5.00"))
    press_all(page, "ArrowLeft", "ArrowLeft", "ArrowLeft", "Shift+ArrowUp", "Space")
    expect(canvas.status).to_have_text(re.compile(r"^1 point; crosshair at 4.25, 6.00"))
    press_all(page, "2", *["Shift+ArrowDown"] * 4, "Enter")
    expect(canvas.status).to_have_text("13 points; crosshair at 4.25, 2.00")
    expect(canvas.root.get_by_role("radio", name="Spray")).to_be_checked()
    press_all(page, "3", *["Shift+ArrowUp"] * 4, "Space")
    canvas.has(12)
    page.keyboard.press("Control+z")
    canvas.has(13)
    expect(canvas.plane).to_be_focused()
    page.keyboard.press("Tab")
    expect(canvas.done).to_be_focused()
    page.keyboard.press("Enter")
    assert len(rows(canvas.app)) == 13


def test_points_are_drawn_by_mouse_erased_undone_and_stepped_through(canvas: Canvas):
    app = canvas.app
    expect(canvas.done).to_be_disabled()
    canvas.click(1, 1)
    canvas.click(9, 9)
    canvas.has(2)
    expect(canvas.status).to_have_text("2 points")

    canvas.choose("Spray")
    for x, y in CENTRES:
        before = canvas.number()
        canvas.press(x, y)
        app.page.wait_for_function(MANY_MORE, arg=[canvas.root.element_handle(), before])
        canvas.release()
    sprayed = canvas.number()

    canvas.choose("Erase")
    canvas.click(9, 9)
    canvas.has(sprayed - 1)
    canvas.undo.click()
    canvas.has(sprayed)
    canvas.undo.click()
    last_stroke_gone = canvas.number()
    assert last_stroke_gone <= sprayed - 20
    canvas.root.get_by_role("button", name="Clear").click()
    canvas.has(0)
    canvas.undo.click()
    canvas.has(last_stroke_gone)

    canvas.done.click()
    assert len(rows(app)) == last_stroke_gone
    app.next.click()
    assert len(rows(app, 1)) == last_stroke_gone
    app.visit("Explore clusters")
    app.sidebar.get_by_role("button", name="Draw more").click()
    canvas.has(last_stroke_gone)
    expect(app.main.get_by_role("button", name="Explore these points")).to_be_enabled()


def test_a_finger_sprays_and_the_page_stays_where_it_is(canvas: Canvas):
    canvas.app.resize(390, 600)
    canvas.choose("Spray")
    canvas.plane.scroll_into_view_if_needed()
    finger = canvas.app.page.context.new_cdp_session(canvas.app.page)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    before = canvas.place(3, 3)
    touch(finger, "touchStart", before)
    canvas.has(SEVERAL)
    touch(finger, "touchMove", canvas.place(6, 8))
    touch(finger, "touchEnd")
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    drawn = canvas.number()
    assert canvas.place(3, 3) == before
    canvas.done.click()
    assert len(rows(canvas.app)) == drawn


def touch(finger: CDPSession, kind: str, *places: tuple[float, float]) -> None:
    points = [{"x": x, "y": y} for x, y in places]
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_nothing_is_sent_while_a_stroke_lasts_and_its_points_when_it_has_ended(canvas: Canvas):
    app = canvas.app
    canvas.choose("Spray")
    before = len(app.sent)
    canvas.press(5, 5)
    canvas.has(SEVERAL)
    assert len(app.sent) == before
    with app.sockets[-1].expect_event("framesent"):
        canvas.release()
    drawn = canvas.number()
    app.settle()
    app.visit("Explore clusters")
    canvas.has(drawn)


def test_the_plane_holds_two_thousand_points_and_says_so(canvas: Canvas):
    canvas.choose("Spray")
    canvas.plane.focus()
    for _ in range(2000 // 12 + 1):
        canvas.app.page.keyboard.press("Space")
    canvas.has(2000)
    expect(canvas.status).to_contain_text("2,000 points")
    expect(canvas.status).to_contain_text("The plane holds no more")
    canvas.done.click()
    assert len(rows(canvas.app)) == 2000


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES.values(), ids=SIZES)
def test_the_plane_fits_its_width_and_reads(canvas: Canvas, width, height, colour_scheme):
    canvas.app.page.emulate_media(color_scheme=colour_scheme)
    canvas.app.resize(width, height)
    canvas.app.settle()
    canvas.click(1, 1)
    canvas.click(9, 9)
    assert_fits(canvas.app)
    box = canvas.plane.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] > min(0.8 * width, 540)
    ground = hexadecimal(canvas.app.page.evaluate(GROUND))
    ink, _ = canvas.status.evaluate(COLOURS)
    assert contrast(hexadecimal(ink), ground) >= 4.5
    ink, fill = canvas.done.evaluate(COLOURS)
    assert contrast(hexadecimal(ink), hexadecimal(fill)) >= 4.5
