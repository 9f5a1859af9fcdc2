"""The player in a real browser: every number with the keyboard alone, and every gesture."""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote_plus

import numpy as np
import pytest
from driver import Dashboard
from numpy.testing import assert_allclose
from plane import Canvas, press_all
from player_texts import Ledger, PlayerTexts, of_dataset
from playwright.sync_api import Locator, Page, TimeoutError, expect
from plotted import RANGES, TO_WINDOW
from screens import hexadecimal
from window import Window

from gmm_core import datasets
from gmm_core.fitting import Settings, fit_run
from gmm_core.plots.marks.colours import colours, mix, symbols
from gmm_core.plots.marks.curves import weighted_curves

PETALS = ("petal length", "petal width")
IRIS = "/?" + "&".join(f"features={quote_plus(name)}" for name in PETALS)
DRAW = "/?data=Draw+your+own+points&covariance=spherical&k=2"
LATER = re.compile("^([4-9]|..+)$")  # than half-step 3
BY_HAND = "means placed by hand"

LEDGER = """place => {
    const texts = (selector) => [...place.querySelectorAll(selector)].map(each => each.textContent)
    const rows = [...place.querySelectorAll('tr')]
    return {
        title: texts('h3')[0],
        cells: rows.map(row => [...row.cells].map(cell => cell.textContent)),
        formulas: texts('.gmm-formula div'),
        said: texts(':scope > p')[0],
    }
}"""
# What a person sees of a trace: where its marks are, where plotly knows them, in which colours.
MARKS = """(plot, name) => {
    const { uid, x, y } = plot._fullData.find(trace => trace.name === name)
    return [...plot.querySelectorAll(`.trace${uid} path.point`)].map((mark, i) => {
        const { e, f } = mark.transform.baseVal.consolidate().matrix
        const { left, top } = plot.getBoundingClientRect()
        const { xaxis, yaxis } = plot._fullLayout
        const at = (right, down) => [left + xaxis._offset + right, top + yaxis._offset + down]
        const [place, known] = [at(e, f), at(xaxis.c2p(x[i]), yaxis.c2p(y[i]))]
        return { place, known, fill: getComputedStyle(mark).fill }
    })
}"""
SETTLED = """([plot, places, colours]) => {
    const trace = name => plot.data.find(trace => trace.name === name)
    const same = (some, others) => others.every((each, i) => Math.abs(each - some[i]) < 1e-9)
    const means = trace('means')
    return same(means.x, places.map(([x]) => x)) && same(means.y, places.map(([, y]) => y))
        && String(trace('rows').marker.color) === String(colours)
}"""
# Where the means are drawn as plotly knows them, and where these places are, at one moment.
MEANS_AND = f"""(plot, places) => {{
    const {{ x, y }} = plot.data.find(trace => trace.name === 'means')
    return [Array.from(x, (_, j) => [x[j], y[j]]), places].map(each => ({TO_WINDOW})(plot, each))
}}"""
# By how much plotly's picture is ever lower or higher than its place, from now on.
MISFITS = """plot => {
    plot.misfit = 0
    const misfit = () => Math.abs(plot._fullLayout.height - plot.getBoundingClientRect().height)
    new ResizeObserver(() => { plot.misfit = Math.max(plot.misfit, misfit()) }).observe(plot)
}"""
# All places at which the second mean is drawn from now on.
WAYS = """plot => {
    const { uid } = plot._fullData.find(trace => trace.name === 'means')
    const [, mean] = plot.querySelectorAll(`.trace${uid} path.point`)
    plot.ways = new Set()
    new MutationObserver(() => plot.ways.add(mean.getAttribute('transform')))
        .observe(mean, { attributes: true })
}"""
# Components that are outlined at two and three standard deviations, too.
FULL = """plot => plot._fullData
    .filter(({ meta }) => meta?.radii?.length > 1)
    .filter(({ uid }) => plot.querySelector(`.trace${uid}`).style.display !== 'none')
    .map(({ meta }) => meta.components)"""
# The ink of the picture, and whether it is another one, with one mean placed.
INK = "plot => plot._fullLayout.font.color"
TURNED = f"""([plot, before]) => ({INK})(plot) !== before
    && plot.data.find(trace => trace.name === 'placed').x.length === 1"""
HIDE = """() => {
    globalThis.sheet = document.createElement('style')
    sheet.textContent = '.gmm-player { visibility: hidden }'
    document.head.append(sheet)
}"""
# What is lit of the ring that EM goes round.
LIT = """ring => ['e', 'm', 'rest'].filter(part =>
    getComputedStyle(ring.querySelector(`.gmm-${part} :is(circle, rect)`)).fill !== 'none')"""
# Whether plotly knows the points in one colour, as they are at the start, or in several.
GREY = "([plot, grey]) => (new Set([plot.data[0].marker.color].flat()).size === 1) === grey"
# A point that cannot be mistaken for another, nor for a mean.
ALONE = """(plot, reach) => {
    const trace = name => plot.data.find(trace => trace.name === name)
    const { xaxis, yaxis } = plot._fullLayout
    const pixels = ({ x, y }) => Array.from(x, (_, i) => [xaxis.c2p(x[i]), yaxis.c2p(y[i])])
    const [rows, means] = [pixels(trace('rows')), pixels(trace('means'))]
    const apart = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1])
    return rows.findIndex((row, i) => means.every(mean => apart(row, mean) > reach)
        && rows.every((other, j) => i === j || apart(row, other) > reach / 2))
}"""


@pytest.fixture
def iris(open_kept) -> Dashboard:
    """The player at the start of the petals of iris, whatever a test before has done there."""
    app = open_kept(IRIS)
    expect(app.player.root).to_have_attribute("data-half-step", re.compile("."))
    app.settle()
    app.player.speed.select_option("1×")
    if app.player.root.get_attribute("data-half-step") != "0":
        app.player.do("start").click()
    app.player.frame(0)
    app.page.wait_for_url(lambda url: not re.search(r"\bstep=", url))
    app.settle()
    app.player.root.focus()
    return app


def tab_to(app: Dashboard, place: Locator, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until the keys go there."""
    for _ in range(80):
        if place.evaluate("element => element.matches(':focus')"):
            return
        app.page.keyboard.press(key)
    pytest.fail(f"{key} never reaches {place}")


def to_window(app: Dashboard, places: Any) -> list[list[float]]:
    return app.player.picture.evaluate(TO_WINDOW, np.asarray(places).tolist())


def means(app: Dashboard) -> np.ndarray:
    """The means that are drawn, as plotly knows them, (n_components, 2)."""
    trace = app.traces(app.player.picture)["means"]
    return np.column_stack([trace["x"], trace["y"]])


# With the keyboard alone


def keyboard_drawing(open_app) -> tuple[Dashboard, PlayerTexts]:
    """Eight points in two groups, drawn with keys; the crosshair starts at (5, 5)."""
    canvas = Canvas(open_app(DRAW))
    canvas.plane.wait_for()
    canvas.app.settle()
    tab_to(canvas.app, canvas.plane)
    there, points = np.array([5.0, 5.0]), []
    steps = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowDown": (0, -1), "ArrowUp": (0, 1)}
    press_all(canvas.app.page, *["Shift+ArrowLeft"] * 3)
    there += (-3, 0)
    for key in ("Up", "Left", "Down", "Down", "Right", "Right", "Right", "Right"):
        key = f"Arrow{key}"
        press_all(canvas.app.page, f"Shift+{key}", "Space")
        there += steps[key]
        points.append(there.copy())
    canvas.has(8)
    tab_to(canvas.app, canvas.done)
    canvas.app.page.keyboard.press("Enter")
    X = np.array(points)
    return canvas.app, PlayerTexts(X, fit_run(X, Settings(2, "spherical")), ["x", "y"])


def lesson(open_app, open_kept, name: str) -> tuple[Dashboard, PlayerTexts]:
    """A dashboard at half-step 0, and what it must show."""
    if name == "drawn":
        return keyboard_drawing(open_app)
    if name == "iris":  # for the first time: later tests go on there
        return open_kept(IRIS), of_dataset(name, PETALS)
    return open_app(f"/?data={quote_plus(datasets.load(name).title)}"), of_dataset(name)


@pytest.mark.parametrize("name", ["iris", "galaxies", "drawn"])
def test_keys_alone_step_there_and_back_and_every_number_is_that_of_gmm_core(
    open_app, open_kept, name
):
    app, what = lesson(open_app, open_kept, name)
    seen, press = app.player, app.page.keyboard.press
    seen.frame(0)
    assert seen.last == what.last
    row = int(what.resp(-1).max(axis=1).argmin())
    assert_reads(app, what, 0)

    press("ArrowRight")
    tab_to(app, seen.row)
    app.page.keyboard.type(str(row + 1))
    press("Enter")
    assert_reads(app, what, 1, what.of_row(row, 1))
    ring = seen.root.locator(".gmm-ring")
    assert ring.evaluate(LIT) == ["e"]
    tab_to(app, seen.do("place"))  # where arrows step again
    press("ArrowRight")
    assert_reads(app, what, 2, what.of_row(row, 2))
    assert_drawn(app, what, 2)
    assert ring.evaluate(LIT) == ["m"]

    tab_to(app, seen.speed, "Shift+Tab")
    press("8")
    press("Shift+Tab")  # the slider, where a space plays
    press("Space")
    expect(seen.root).to_have_attribute("data-half-step", LATER)
    press("End")
    assert_reads(app, what, what.last, what.of_row(row, what.last))
    assert_drawn(app, what, what.last)
    assert ring.evaluate(LIT) == ["rest"]
    expect(app.next).to_have_text("Converged")
    expect(seen.ending).to_contain_text("Converged")

    tab_to(app, seen.mean)
    press("2")
    assert_reads(app, what, what.last, what.of_mean(1, what.last))
    tab_to(app, seen.do("place"))
    press("ArrowLeft")
    assert_reads(app, what, what.last - 1, what.of_mean(1, what.last - 1))
    press("Home")
    assert_reads(app, what, 0, what.of_mean(1, 0))
    press_all(app.page, "Shift+ArrowRight", "ArrowRight")
    assert_reads(app, what, 3, what.of_mean(1, 3))


def assert_reads(
    app: Dashboard, what: PlayerTexts, half_step: int, ledger: Ledger | None = None
) -> None:
    """All that is said in words and numbers is of this half-step; the sentence aloud, too."""
    seen = app.player
    seen.frame(half_step)
    expect(seen.says).to_have_text(what.says(half_step))
    assert seen.metrics == what.metrics(half_step)
    assert seen.cells(seen.parameters) == what.parameters(half_step)
    counts = what.counts(half_step)
    assert (seen.cells(seen.target) if counts else seen.target.count()) == (counts or 0)
    if ledger:
        expect(seen.ledger.get_by_role("heading")).to_have_text(ledger["title"])
        expect(seen.ledger).not_to_have_class(re.compile("gmm-stale"))
        assert seen.ledger.evaluate(LEDGER) == ledger


def assert_drawn(app: Dashboard, what: PlayerTexts, half_step: int) -> None:
    """The picture is of this half-step: what a person sees, and what plotly knows of it."""
    frame = what.seen(half_step)
    seen = what.plane.mixture(frame.mixture)
    places = np.column_stack([seen.means, np.zeros(seen.n_components)])[:, :2]
    resp = what.resp(frame.responsible or 0)
    hundredths = np.rint(100 * resp)
    hues = mix(hundredths / hundredths.sum(axis=1, keepdims=True))
    picture = app.player.picture
    with suppress(TimeoutError):  # what is wrong then is said below
        app.page.wait_for_function(SETTLED, arg=[picture.element_handle(), places.tolist(), hues])
    traces = picture.evaluate("plot => plot.data")
    per = picture.evaluate("plot => plot.layout.meta?.per ?? 1")
    named = {trace["name"]: trace for trace in traces if "name" in trace}
    assert named["rows"]["marker"]["color"] == hues
    shapes = np.array(symbols(seen.n_components))[resp.argmax(axis=1)]
    assert named["rows"]["marker"]["symbol"] == shapes.tolist()
    assert_allclose(means(app), places, rtol=1e-12)
    for trace in traces:
        of = trace.get("meta", {"draws": "nothing"})
        shown = frame.previous if of["draws"] == "ghosts" else frame.mixture
        if shown is not None and "components" in of:
            assert_outlines(trace, what.plane.mixture(shown), per)

    marks = picture.evaluate(MARKS, "means")
    assert len(marks) == seen.n_components
    for mark in marks:
        assert_allclose(mark["place"], mark["known"], atol=0.01)
    fills = [hexadecimal(mark["fill"]) for mark in picture.evaluate(MARKS, "rows")]
    assert fills == hues


def assert_outlines(trace: dict[str, Any], mixture: Any, per: float) -> None:
    """Each ellipse lies as many standard deviations away as its trace says; curves add up.

    Densities are of `per` units of the feature.
    """
    of, x, y = trace["meta"], trace["x"], trace["y"]
    if "range" in of:
        heights = per * weighted_curves(mixture, x)[:, of["components"]].sum(axis=1)
        assert_allclose(y, heights, rtol=1e-9, atol=1e-15)
        return
    gaps = [i for i, value in enumerate(x) if value is None]
    pieces = np.split(np.column_stack([x, y]).astype(float), gaps)
    outlines = [(j, radius) for j in of["components"] for radius in of["radii"]]
    for (j, radius), piece in zip(outlines, pieces[:-1], strict=True):  # a gap is last
        points = piece[~np.isnan(piece[:, 0])] - mixture.means[j]
        squared = np.einsum("ni,ij,nj->n", points, np.linalg.inv(mixture.covariances[j]), points)
        assert_allclose(np.sqrt(squared), radius, rtol=1e-6)


# With the mouse


def drag(app: Dashboard, start: Sequence[float], end: Sequence[float]) -> None:
    mouse = app.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=4)
    mouse.up()


def starts(app: Dashboard, name: str) -> None:
    """A new run has begun at its start, from the start of this name."""
    expect(app.player.says).to_contain_text("New run")
    app.player.frame(0)
    expect(app.sidebar.get_by_role("combobox", name="Start")).to_have_value(name)


def test_a_point_that_is_clicked_is_explained_and_the_answers_can_be_hidden(
    iris: Dashboard,
):
    app, what = iris, of_dataset("iris", PETALS)
    seen = app.player
    app.page.keyboard.press("ArrowRight")
    seen.frame(1)
    row = seen.picture.evaluate(ALONE, 24)
    [[x, y]] = to_window(app, [what.X[row]])
    app.page.mouse.move(x, y)
    expect(seen.picture.locator(".hoverlayer")).to_contain_text(f"Row {row + 1}")
    app.page.mouse.click(x, y)
    expect(seen.row).to_have_value(str(row + 1))
    ledger = what.of_row(row, 1)
    assert_reads(app, what, 1, ledger)
    ink = seen.root.evaluate("root => getComputedStyle(root).color")
    expect(seen.picture.locator(".gmm-chosen path")).to_have_css("stroke", ink)

    seen.hide.check()
    hidden = seen.ledger.evaluate(LEDGER)
    asked, answered = hidden["cells"][1:], ledger["cells"][1:]
    given = slice(2, 6)  # of weight, distance, determinant and density
    assert [cells[given] for cells in asked] == [cells[given] for cells in answered]
    assert {cells[answer] for cells in asked for answer in (1, 6)} == {"?"}
    assert hidden["said"] == "?"
    (share, density), (_, same) = hidden["formulas"], ledger["formulas"]
    assert density == same
    assert share.startswith(f"share{share[5]} = ? = ? ÷ (? + ")
    idea = "Every point is shared out by how well each component explains it."
    expect(seen.says).to_have_text(f"E-step 1. {idea} The answers are hidden.")
    future = seen.root.locator(".gmm-future")  # of the curve
    expect(future).to_have_css("background-color", "rgb(255, 255, 255)")
    seen.hide.uncheck()
    expect(future).to_have_css("background-color", re.compile("0.7"))
    assert_reads(app, what, 1, ledger)


def test_play_sends_nothing_until_it_ends_and_reduced_motion_draws_nothing_between(
    iris: Dashboard,
):
    app = iris
    seen, before = app.player, len(app.sent)
    seen.speed.select_option("8×")
    seen.do("play").click()
    expect(seen.root).to_have_attribute("data-half-step", LATER)
    assert len(app.sent) == before
    seen.do("play").click()
    expect(seen.root).to_have_attribute("data-playing", "false")
    app.page.wait_for_url(re.compile(r"\bstep="))
    app.settle()
    assert len(app.sent) == before + 1

    assert ways(app, "reduce") == 1
    assert ways(app, "no-preference") > 1
    app.next.click()
    seen.hide.check()
    seen.root.locator("summary").click()
    app.visit("Explore clusters")  # what is still to be drawn has nowhere to be drawn
    a_page_that_is_shown_late_has_the_keys(app)
    what_was_set_is_as_it_was_left(app)


def what_was_set_is_as_it_was_left(app: Dashboard) -> None:
    expect(app.player.speed).to_have_value("8")
    expect(app.player.hide).to_be_checked()
    legend = app.player.root.locator(".gmm-legend")
    expect(legend).not_to_have_attribute("open", "")
    legend.locator("summary").click()
    app.player.hide.uncheck()


def a_page_that_is_shown_late_has_the_keys(app: Dashboard) -> None:
    """The parts of a page arrive unseen, where nothing can be given the focus."""
    app.page.evaluate(HIDE)
    app.page.get_by_role("link", name="Step through EM").click()
    expect(app.player.root).to_have_attribute("data-truth", "false")  # all has been drawn
    app.settle()
    expect(app.player.root).not_to_be_focused()
    app.page.evaluate("sheet.remove()")
    expect(app.player.root).to_be_focused()


def ways(app: Dashboard, motion: Any) -> int:
    """At how many places the second mean is drawn on its way through the first iteration."""
    app.page.emulate_media(reduced_motion=motion)
    picture = app.player.picture
    # Of steps in haste nothing is drawn between; there is none when plotly has heard of the last.
    app.page.keyboard.press("Home")
    app.page.wait_for_function(GREY, arg=[picture.element_handle(), True])
    app.page.keyboard.press("ArrowRight")
    app.page.wait_for_function(GREY, arg=[picture.element_handle(), False])
    picture.evaluate(WAYS)
    app.page.keyboard.press("ArrowRight")
    app.player.frame(2)
    wait_for_means(app, of_dataset("iris", PETALS).run.states[1].mixture.means)
    return picture.evaluate("plot => plot.ways.size")


def test_means_are_dragged_taken_back_and_placed_by_clicks(iris: Dashboard):
    app, seen = iris, iris.player
    start = app.sidebar.get_by_role("combobox", name="Start").input_value()
    app.page.keyboard.press("End")
    seen.frame(seen.last)
    wait_for_means(app, of_dataset("iris", PETALS).run.mixture.means)
    seen.picture.evaluate(MISFITS)
    before = means(app)
    dropped = before[1] + (0.4, -0.5)
    drag(app, *to_window(app, [before[1], dropped]))
    starts(app, BY_HAND)
    expect(seen.says).to_contain_text(BY_HAND)
    expected = np.array([before[0], dropped, before[2]])
    assert_means_drawn(app, expected)

    what_is_let_go_beyond_the_axes_stays_in_sight(app, expected)
    seen.do("undo").click()
    starts(app, start)
    seen.do("undo").wait_for(state="hidden")
    assert seen.picture.evaluate("plot => plot.misfit") < 1  # though less has been said of the run

    place = seen.do("place")
    place.click()
    expect(seen.says).to_have_text(re.compile("Click in the picture where mean 1 of 3"))
    expect(seen.picture).to_have_attribute("data-prompt", "Place mean 1 of 3")
    app.page.keyboard.press("Escape")
    expect(seen.says).to_contain_text("3 components are placed")
    expect(seen.picture).not_to_have_attribute("data-prompt", re.compile(""))
    place.click()
    places = np.array([[2.0, 1.5], [6.0, 0.5], [4.0, 2.2]])
    for number, (x, y) in enumerate(to_window(app, places), start=1):
        app.page.mouse.click(x, y)
        if number == 1:  # what is placed stays where the page turns dark meanwhile
            ink = seen.picture.evaluate(INK)
            app.page.emulate_media(color_scheme="dark")
            app.page.wait_for_function(TURNED, arg=[seen.picture.element_handle(), ink])
            expect(seen.picture).to_have_attribute("data-prompt", "Place mean 2 of 3")
            expect(seen.says).to_have_text(re.compile("Click in the picture where mean 2 of 3"))
    starts(app, BY_HAND)
    assert_means_drawn(app, places)
    seen.do("undo").click()
    starts(app, start)


def what_is_let_go_beyond_the_axes_stays_in_sight(app: Dashboard, placed: np.ndarray) -> None:
    """What Escape gives up, or a key has led on from, is let go nowhere; nor is it lost."""
    mouse, press = app.page.mouse, app.page.keyboard.press
    outside = (100.0, 120.0)  # on the sidebar
    for key, half_step in (("Escape", 0), ("ArrowRight", 1), ("Home", 0)):
        [[x, y]] = to_window(app, [placed[1]])
        mouse.move(x, y)
        mouse.down()
        mouse.move(*outside, steps=4)
        press(key)
        mouse.move(x + 90, y, steps=2)
        mouse.up()
        app.player.frame(half_step)
        assert_means_drawn(app, placed)
    app.page.wait_for_url(re.compile("means="))
    link = re.compile(re.escape(app.page.url.partition("means=")[2].partition("&")[0]))
    drag(app, *to_window(app, [placed[1]]), outside)
    app.page.wait_for_url(lambda url: not link.search(url))
    starts(app, BY_HAND)
    left, _, _, top = app.player.picture.evaluate(RANGES)
    assert means(app)[1][0] >= left
    assert means(app)[1][1] <= top
    app.player.do("undo").click()
    app.page.wait_for_url(link)
    assert_means_drawn(app, placed)


def assert_means_drawn(app: Dashboard, places: np.ndarray) -> None:
    """The means are drawn within a pixel of these places, once nothing is out of date."""
    app.settle()
    drawn, there = app.player.picture.evaluate(MEANS_AND, places.tolist())
    assert_allclose(drawn, there, atol=1.0)


def wait_for_means(app: Dashboard, places: np.ndarray) -> None:
    """Wait until plotly knows that the means are there."""
    known = """([plot, x]) => plot.data.find(trace => trace.name === 'means')
        .x.every((value, j) => Math.abs(value - x[j]) < 1e-9)"""
    arg = [app.player.picture.element_handle(), places[:, 0].tolist()]
    app.page.wait_for_function(known, arg=arg)


def test_a_zoom_stays_until_another_run_which_begins_at_its_start(iris: Dashboard):
    """The last of the petals, which leaves other data behind."""
    app = iris
    seen, picture = app.player, app.player.picture
    whole = picture.evaluate(RANGES)
    picture.hover()
    picture.locator("[data-val=zoom]").click()
    drag(app, *to_window(app, [[2.5, 2.4], [6.8, 0.4]]))
    app.page.wait_for_function(
        f"([plot, whole]) => String(({RANGES})(plot)) !== String(whole)",
        arg=[picture.element_handle(), whole],
    )
    zoomed = picture.evaluate(RANGES)
    assert_allclose(zoomed, [2.5, 6.8, 0.4, 2.4], atol=0.05)
    expect(picture).to_have_attribute("data-drags", "zoom")
    picture.locator("[data-val=zoom]").click()
    expect(picture).to_have_attribute("data-drags", "nothing")
    app.next.click()
    app.next.click()
    seen.frame(2)
    seen.speed.select_option("8×")
    assert picture.evaluate(RANGES) == zoomed
    app.page.wait_for_url(re.compile(r"\bstep=2\b"))

    app.main.get_by_role("radio", name="cluster").click()
    hues = "([plot, hues]) => plot.data[0].marker.color.every(hue => hues.includes(hue))"
    app.page.wait_for_function(hues, arg=[picture.element_handle(), colours(3)])
    assert picture.evaluate(RANGES) == zoomed
    choose(app.sidebar.get_by_role("combobox", name="Target"), "No target")
    expect(seen.target).to_have_count(0)  # another film of the same run
    seen.frame(2)
    assert picture.evaluate(RANGES) == zoomed

    components = app.sidebar.get_by_role("spinbutton", name="Components k")
    components.fill("2")
    components.press("Enter")
    expect(seen.says).to_contain_text("New run: Iris flowers, 2 components")
    seen.frame(0)
    of_many_components_that_under_the_pointer_has_all_its_outlines(app)


def of_many_components_that_under_the_pointer_has_all_its_outlines(app: Dashboard) -> None:
    picture = app.player.picture
    assert picture.evaluate(FULL) == [[0, 1], [0], [1]]  # the first are halos
    components = app.sidebar.get_by_role("spinbutton", name="Components k")
    components.fill("7")
    components.press("Enter")
    expect(app.player.says).to_contain_text("New run: Iris flowers, 7 components")
    app.player.frame(0)
    app.settle()
    assert picture.evaluate(FULL) == []
    places = means(app)
    amid = int(np.abs(places - (4.7, 1.4)).sum(axis=1).argmin())  # the picture is zoomed
    picture.evaluate("plot => plot.scrollIntoView({ block: 'center' })")  # it is scrolled
    [[x, y]] = to_window(app, [places[amid]])
    app.page.mouse.move(x, y)
    assert picture.evaluate(FULL) == [[amid]]


def choose(box: Locator, option: str) -> None:
    box.fill(option)
    box.press("Enter")


def test_of_a_row_of_noise_the_share_of_noise_is_taken_apart(open_app):
    app = open_app("/?data=penguins&noise=true&step=1")
    app.player.frame(1)
    assert app.player.cells(app.player.target)[0][-1] == "noise ✕"
    app.settle()
    app.player.row.fill("294")
    app.player.row.press("Enter")
    formula = app.player.ledger.locator(".gmm-formula div")
    expect(formula).to_have_count(1)
    said = formula.inner_text()
    share, product = app.player.cells(app.player.ledger.locator("table"))[-1][1::5]
    assert said.startswith(f"share of noise = {share} = ")
    assert product.partition(".")[0] in said


# Where it cannot draw


def test_without_its_drawing_library_the_page_leads_to_the_plain_view(
    tampered: Page, window: Window
):
    tampered.set_viewport_size({"width": 1440, "height": 900})
    tampered.route("**/app/static/**", lambda route: route.abort())
    app = Dashboard(tampered)
    app.page.goto(window.server)
    expect(app.error).to_contain_text("Turn on “Plain view”")
    app.page.keyboard.press("End")  # which a player without a run leaves alone
    app.settle()
    app.main.get_by_text("Plain view", exact=True).click()
    app.half_step(0).wait_for()
    app.next.click()
    app.half_step(1).wait_for()
    assert app.counts()["setosa"]
    # The library that is not there, and who misses it; who is told anew asks for it again.
    complaints = window.forget()
    assert len({complaint.partition("\n")[0] for complaint in complaints}) == 2
    assert all("console error" in complaint for complaint in complaints)
