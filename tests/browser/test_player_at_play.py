"""The player while it moves: whatever it shows is of the half-step that it shows."""

import re
from contextlib import suppress

import pytest
from driver import Dashboard
from numpy.testing import assert_allclose
from outlines_seen import CUT, FILM, assert_of_the_run, assert_rows_of_the_run
from player_texts import PlayerTexts, of_dataset
from playwright.sync_api import TimeoutError, expect
from plotted import RANGES, TO_WINDOW

from gmm_core.fitting import Settings, fit_run
from gmm_core.projection import draws
from gmm_core.written_numbers import number

IRIS = "/?features=petal+length&features=petal+width&start=random+points&seed=1&synthetic=true"
N_FRAMES = 20
CURSOR = "plot => getComputedStyle(plot.querySelector('.nsewdrag')).cursor"
LATER = re.compile("^([8-9]|..+)$")  # than half-step 7


@pytest.fixture(scope="module")
def what() -> PlayerTexts:
    """Petals from random points, which move far."""
    petals = of_dataset("iris", ("petal length", "petal width"))
    return PlayerTexts(
        petals.X, fit_run(petals.X, Settings(3, init="random_from_data", seed=1)), petals.labels
    )


def test_a_run_that_is_played(open_app, what):
    app = open_app(IRIS)
    app.player.frame(0)
    app.settle()
    assert app.player.last == what.last
    play_shows_no_outline_or_row_of_another_half_step(app, what)
    hovering_a_mean_tells_its_weight_and_place(app, what)
    a_drag_that_misses_the_means_does_nothing(app, what)
    keys_step_wherever_the_mouse_has_clicked(app)


def play_shows_no_outline_or_row_of_another_half_step(app: Dashboard, what: PlayerTexts) -> None:
    seen = app.player
    seen.picture.evaluate(FILM)
    seen.speed.select_option("4×")
    seen.do("play").click()
    expect(seen.root).to_have_attribute("data-half-step", LATER)
    for frame in seen.picture.evaluate(CUT, N_FRAMES):
        shown = what.seen(frame["halfStep"])
        planes = [
            what.plane.mixture(each or shown.mixture) for each in (shown.previous, shown.mixture)
        ]
        assert_rows_of_the_run(frame["made"], assert_of_the_run(frame, *planes), *planes)
    seen.do("play").click()
    expect(seen.root).to_have_attribute("data-playing", "false")


def hovering_a_mean_tells_its_weight_and_place(app: Dashboard, what: PlayerTexts) -> None:
    app.page.keyboard.press("Home")
    app.page.keyboard.press("Shift+ArrowRight")
    app.player.frame(2)
    mixture = what.seen(2).mixture
    weight, [x, y] = mixture.weights[0], mixture.means[0]
    [[left, top]] = app.player.picture.evaluate(TO_WINDOW, [[x, y]])
    app.page.mouse.move(left + 3, top)
    app.page.mouse.move(left, top)
    lines = [
        f"Component 1 ●, weight {weight:.3f}",
        f"mean petal length (cm): {number(x)}",
        f"mean petal width (cm): {number(y)}",
    ]
    expect(app.player.picture.locator(".hoverlayer")).to_have_text("".join(lines))


def a_drag_that_misses_the_means_does_nothing(app: Dashboard, what: PlayerTexts) -> None:
    mouse, picture = app.page.mouse, app.player.picture
    before = picture.evaluate(RANGES)
    mean = what.seen(2).mixture.means[0]
    [[left, top], [from_x, from_y], [to_x, to_y]] = picture.evaluate(
        TO_WINDOW, [mean.tolist(), [1.5, 2.3], [3.0, 1.8]]
    )
    mouse.move(left + 22, top)
    assert picture.evaluate(CURSOR) == "grab"
    mouse.move(from_x, from_y)
    assert picture.evaluate(CURSOR) == "default"
    mouse.down()
    mouse.move(to_x, to_y, steps=4)
    mouse.up()
    app.page.wait_for_timeout(100)  # a zoom would have come by now
    assert picture.evaluate(RANGES) == before
    app.player.frame(2)


def keys_step_wherever_the_mouse_has_clicked(app: Dashboard) -> None:
    seen, press = app.player, app.page.keyboard.press
    components = app.sidebar.get_by_role("spinbutton", name="Components k")
    for place in (app.sidebar.get_by_text("Components k"), components, seen.row):
        place.click()
        press("Home")
        seen.frame(0)
        press("ArrowRight")
        seen.frame(1)
    seen.hide.click()
    press("Home")
    press("Space")
    expect(seen.root).to_have_attribute("data-playing", "true")
    expect(seen.hide).to_be_checked()
    press("Space")
    seen.hide.focus()
    press("Tab")
    press("Shift+Tab")
    press("Space")
    expect(seen.hide).not_to_be_checked()
    expect(seen.root).to_have_attribute("data-playing", "false")

    app.sidebar.get_by_role("button", name="Decrement").first.click()
    expect(seen.says).to_contain_text("New run: Iris flowers, 2 components")
    seen.frame(0)
    press("ArrowRight")
    seen.frame(1)
    press("Space")
    expect(seen.root).to_have_attribute("data-playing", "true")
    expect(components).to_have_value("2")
    press("Space")


BUMPS = "/?data=three_bumps&truth=true&synthetic=true&step=4"
PLACED = """plot => [...plot.parentElement.querySelectorAll('.gmm-row-made')].map(row =>
    plot._fullLayout.xaxis.p2c(row.transform.baseVal[0].matrix.e))"""
THERE = f"""([plot, places]) => {{
    const placed = ({PLACED})(plot)
    return places.every((place, i) => Math.abs(place - placed[i]) < 1e-3)
}}"""
LINES = "plot => plot.querySelectorAll(`.trace${plot._fullData[1].uid} path.js-line`).length"


def test_what_is_seen_beside_a_run_over_one_axis(open_app):
    """The truth stays where it is; synthetic rows are those of the half-step, zoomed or not."""
    what = of_dataset("three_bumps")
    app = open_app(BUMPS)
    app.player.frame(4)
    app.settle()
    picture, legend = app.player.picture, app.player.root.locator(".gmm-of-truth")
    assert app.traces(picture)["truth"]["visible"] is True
    assert picture.evaluate(LINES) == 3
    legend.wait_for()
    expect(app.player.root.locator(".gmm-twin")).to_contain_text("produce: 450 rows")
    chance = draws(450, 1)
    for key, half_step in (("Home", 0), ("End", what.last), ("ArrowLeft", what.last - 1)):
        app.page.keyboard.press(key)
        app.player.frame(half_step)
        seen = what.plane.mixture(what.seen(half_step).mixture)
        places = chance.of(seen)[0][:, 0]
        with suppress(TimeoutError):  # what is wrong then is said below
            app.page.wait_for_function(THERE, arg=[picture.element_handle(), places.tolist()])
        assert_allclose(picture.evaluate(PLACED), places, atol=1e-3)
    app.main.get_by_text("True components").click()
    legend.wait_for(state="hidden")
    assert picture.evaluate(LINES) == 0
