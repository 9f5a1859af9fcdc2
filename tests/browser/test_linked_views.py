"""One selection in all views: drawn with the mouse, marked in each picture and in the list."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from driver import Dashboard
from numpy.testing import assert_allclose
from player_texts import PlayerTexts, of_dataset
from playwright.sync_api import Download, Locator, expect
from plotted import RANGES, TO_WINDOW

from dashboard.browser.packing import figure_json
from dashboard.explore import linked
from gmm_core import Mixture
from gmm_core.plots import pictures
from gmm_core.table.marked_rows import within_polygon
from gmm_core.target.comparison import compared, rows_of

Places = Sequence[tuple[float, float]]

N_ROWS = 150
# Around flowers that two components share, and around others; in cm, as petals are drawn.
BETWEEN: Places = [(4.4, 1.25), (5.3, 1.25), (5.3, 1.95), (4.4, 1.95)]
SMALL: Places = [(0.9, 0.0), (1.45, -0.1), (1.45, 0.7)]
LISTEN = """plot => {
    plot.changes = 0
    plot.on('plotly_restyle', () => plot.changes++)
    plot.on('plotly_selected', event => {
        if (event?.lassoPoints) plot.drawn = event.lassoPoints
    })
}"""
CHANGES = "plot => plot.changes"  # how often traces were changed and all was drawn anew
DRAWN = "plot => plot.drawn && plot.drawn.x.map((x, i) => [x, plot.drawn.y[i]])"
# Of each trace of rows, what stands out and what should if these rows are selected: points by
# their number where plotly dims the others, or places where lines are drawn over lines.
MARKED = """(plot, rows) => plot.data.flatMap((trace, of) => {
    if (trace.name !== 'rows') return []
    const over = plot.data.find(({ meta }) => meta?.of === of)
    const places = (each, at) => ['x', 'y', 'z'].map(axis => each[axis]?.[at] ?? null)
    const wanted = trace.customdata.flatMap((row, at) => {
        return rows.includes([row].flat()[0]) ? [over ? places(trace, at) : at] : []
    })
    const marked = over ? over.x.map((_, at) => places(over, at)) : trace.selectedpoints
    return [[marked ?? [], wanted].map(each => String(each.map(String).sort()))]
})"""
NONE_STANDS_OUT = """plot => plot.data.every(trace => {
    return trace.name !== 'rows' || trace.selectedpoints == null
})"""
NOWHERE = ((5.5, 0.3), (6.5, 0.3), (6.5, 0.7))  # petals that no flower has
# Rings would hide the rows in them.
RINGS_IN_SPACE = """plot => plot.data.filter(trace => {
    return trace.type === 'scatter3d' && String(trace.marker?.symbol).includes('open')
        && trace.name === 'marked'
}).length"""
# Of a grid, which has rows only for what is in sight: the number of each row, and if it is chosen.
CHOSEN = """grid => [...grid.querySelectorAll('tbody tr')].map(row => [
    Number(row.cells[0].textContent), row.getAttribute('aria-selected') === 'true',
])"""
WITHOUT_ROWS = {
    "Target against cluster",
    "Standardised means of the clusters",
    "Sizes of the clusters, soft and hard",
}
OUTWARD = re.compile("cloud|send|share|chart studio|edit|publish", re.IGNORECASE)


@pytest.fixture(scope="module")
def iris() -> PlayerTexts:
    return of_dataset("iris")


@pytest.fixture
def explore(open_kept):
    def explore(summary: str) -> Dashboard:
        app = open_kept("/")
        if app.picture.is_visible():  # a test before was here
            as_it_was(app)
        else:
            app.player.frame(0)
            app.visit("Explore clusters")
        if not is_chosen(app, "Summary", summary):
            with app.redrawing(app.summary):
                choose(app, "Summary", summary)
        for view in (app.picture, app.summary):
            app.traces(view)
        app.picture.evaluate(LISTEN)
        return app

    return explore


def as_it_was(app: Dashboard) -> None:
    """Nothing is selected, the picture shows all of Scatter, and a drag draws around points."""
    app.settle()
    clear = says(app).get_by_role("button", name="Clear")
    if clear.is_visible():
        clear.click()
    expect(says(app)).to_contain_text("No row is selected")
    assert is_chosen(app, "Picture", "Scatter")
    for name in ("Lasso select", "Reset axes"):
        tool(app.picture, name).click()
    app.settle()


def is_chosen(app: Dashboard, group: str, name: str) -> bool:
    options = app.main.get_by_role("radiogroup", name=group)
    return options.get_by_role("radio", name=name, exact=True).is_checked()


def lasso(app: Dashboard, places: Places) -> np.ndarray:
    """Draw around something in the picture; the outline as plotly has understood it."""
    app.picture.evaluate("plot => { delete plot.drawn }")
    drag(app, places)
    app.page.wait_for_function(DRAWN, arg=app.picture.element_handle())
    return np.array(app.picture.evaluate(DRAWN))


def drag(app: Dashboard, places: Places) -> None:
    begin, *others = app.picture.evaluate(TO_WINDOW, list(places))
    app.page.mouse.move(*begin)
    app.page.mouse.down()
    for place in others:
        app.page.mouse.move(*place, steps=6)
    app.page.mouse.up()


def points(what: PlayerTexts) -> np.ndarray:
    return what.plane.points(what.X)


def assert_marked(app: Dashboard, rows: np.ndarray) -> None:
    """These rows, and no others, stand out in both views, in the sentence and in the list."""
    for view in (app.picture, app.summary):
        assert_marked_in(app, view, rows)
    verb = "is" if len(rows) == 1 else "are"
    expect(says(app)).to_contain_text(f"{len(rows)} of {N_ROWS} rows {verb} selected, from ")
    app.settle()
    listed = app.main.get_by_role("region", name="Most uncertain")
    listed.scroll_into_view_if_needed()
    seen = listed.locator("table")
    expect(seen).to_be_attached()
    app.page.wait_for_function(
        f"""([grid, chosen]) => {{
            const rows = ({CHOSEN})(grid)
            return rows.length > 5 && rows.every(([row, is]) => chosen.includes(row) === is)
        }}""",
        arg=[seen.element_handle(), (rows + 1).tolist()],
    )
    app.picture.scroll_into_view_if_needed()


def assert_marked_in(app: Dashboard, view: Locator, rows: np.ndarray) -> None:
    expect(view).to_have_attribute("data-marked", str(len(rows)))
    app.page.wait_for_function(
        f"([plot, rows]) => ({MARKED})(plot, rows).every(([marked, wanted]) => marked === wanted)",
        arg=[view.element_handle(), rows.tolist()],
    )
    if view.get_attribute("aria-label") not in WITHOUT_ROWS:
        assert any(marked for marked, _ in view.evaluate(MARKED, rows.tolist()))
        assert "rows" in app.traces(view)


def says(app: Dashboard) -> Locator:
    return app.main.locator(".st-key-selection")


def choose(app: Dashboard, group: str, name: str) -> None:
    app.main.get_by_role("radiogroup", name=group).get_by_text(name, exact=True).click()


def test_a_lasso_is_marked_everywhere_shift_adds_and_clear_lets_go(explore, iris: PlayerTexts):
    app = explore("Triangle")
    outline = lasso(app, BETWEEN)
    between = within_polygon(points(iris), outline)
    assert set(between) == set(within_polygon(points(iris), BETWEEN))
    assert_marked(app, between)
    assert app.picture.evaluate(CHANGES) == 0  # plotly has marked them itself
    expect(says(app)).to_contain_text("from Scatter.")

    app.page.keyboard.down("Shift")
    outline = lasso(app, SMALL)
    app.page.keyboard.up("Shift")
    small = within_polygon(points(iris), outline)
    assert 0 < len(small) < 50
    assert_marked(app, np.union1d(between, small))
    assert app.picture.evaluate(CHANGES) == 1  # all traces at once

    outline = lasso(app, SMALL)  # without Shift, in place of what was selected
    assert_marked(app, within_polygon(points(iris), outline))
    says(app).get_by_role("button", name="Clear").click()
    expect(says(app)).to_contain_text("No row is selected")
    for view in (app.picture, app.summary):
        expect(view).to_have_attribute("data-marked", "")
        assert view.evaluate(NONE_STANDS_OUT)

    lasso(app, NOWHERE)
    expect(says(app)).to_contain_text("No row lies in what was drawn in Scatter.")
    app.page.wait_for_function(NONE_STANDS_OUT, arg=app.picture.element_handle())

    row = tick_first(app)
    assert_marked(app, np.array([row - 1]))
    expect(says(app)).to_contain_text("from the list “Most uncertain”.")


def tick_first(app: Dashboard) -> int:
    """Choose the first row of the list by its box; the number of that row."""
    listed = app.main.get_by_role("region", name="Most uncertain")
    app.settle()
    listed.scroll_into_view_if_needed()
    listed.click(position={"x": 18, "y": 54})
    return listed.locator("table").evaluate(CHOSEN)[0][0]


def test_a_cell_of_the_target_is_marked_in_every_picture_and_a_zoom_stays(
    explore, iris: PlayerTexts
):
    app = explore("Target")
    with zoomed(app) as ranges:
        counts = app.counts()
        i, j, rows = cell(iris)
        [place] = app.summary.evaluate(TO_WINDOW, [(j, i)])
        app.page.mouse.click(*place)
        assert_marked(app, rows)
        assert counts[iris_classes(iris)[i]][f"{j + 1} ■"] == len(rows)
        expect(says(app)).to_contain_text("from Target against cluster: ")
        assert app.picture.evaluate(RANGES) == ranges
        with app.redrawing(app.summary):
            choose(app, "Summary", "Shares")
        assert_marked(app, rows)

    for name in ("Density and regions", "Matrix", "3-D", "Parallel", "Scatter"):
        with app.redrawing(app.picture):
            choose(app, "Picture", name)
        app.settle()
        assert_marked_in(app, app.picture, rows)
        assert app.picture.evaluate(RINGS_IN_SPACE) == 0
        assert_says_nothing_outside(app.picture)
    for name in ("Triangle", "Profiles", "Sizes", "Target"):
        with app.redrawing(app.summary):
            choose(app, "Summary", name)
        assert_marked_in(app, app.summary, rows)
        assert_says_nothing_outside(app.summary)


@contextmanager
def zoomed(app: Dashboard) -> Iterator[list[float]]:
    """Draw a rectangle to look at, which must be what is seen until the end."""
    tool(app.picture, "Zoom").click()
    drag(app, [(2.5, 0.5), (6.5, 2.4)])
    app.page.wait_for_function(f"plot => ({RANGES})(plot)[0] > 2", arg=app.picture.element_handle())
    ranges = app.picture.evaluate(RANGES)
    assert_allclose(ranges, [2.5, 6.5, 0.5, 2.4], atol=0.05)
    yield ranges
    assert app.picture.evaluate(RANGES) == ranges


def cell(what: PlayerTexts) -> tuple[int, int, np.ndarray]:
    """A cell of the target table that has some rows, but not all of a class."""
    assert what.target is not None
    comparison = compared(what.target, what.resp(what.run.n_iter))
    i, j = np.argwhere((comparison.table.to_numpy() > 0) & (comparison.table.to_numpy() < 50))[0]
    return int(i), int(j), rows_of(comparison, int(i), int(j))


def iris_classes(what: PlayerTexts) -> list[str]:
    assert what.target is not None
    return sorted(what.target.unique())


def tool(view: Locator, title: str) -> Locator:
    """A tool of a figure, which are shown when they are asked for."""
    tools = view.locator("xpath=following-sibling::*[@class='gmm-figure-tools']")
    opener = tools.get_by_role("button", name="Tools", exact=True)
    if opener.get_attribute("aria-expanded") == "false":
        opener.click()
    return tools.get_by_role("button", name=title, exact=True)


def assert_says_nothing_outside(view: Locator) -> None:
    """Nothing of the drawing library lies on the figure, and no tool of it leads away."""
    assert view.locator(".modebar-btn").count() == 0
    tool(view, "Download as SVG").wait_for()
    buttons = view.locator("xpath=following-sibling::*//button").all_inner_texts()
    assert not list(filter(OUTWARD.search, buttons))


# Where numbers beside the axes need more room than was asked for, plotly draws all a second time.
MARGINS = "({ _fullLayout: { _size: { l, r, t, b } } }) => [l, r, t, b]"
ASKED_FOR = "({ layout: { margin: { l, r, t, b } } }) => [l, r, t, b]"
# How many lines lie over each pane; and how far from its mean, in pixels, is the middle of the
# outlines of each component in one, when its axes reach from where they did to a share of the way.
LINES = "plot => [...plot.querySelectorAll('.gmm-lines')].map(each => each.children.length).sort()"
OFF = """async (plot, share) => {
    const { xaxis, yaxis2 } = plot._fullLayout
    const half = ({ range: [low, high] }) => [low, low + share * (high - low)]
    await Plotly.relayout(plot, { 'xaxis.range': half(xaxis), 'yaxis2.range': half(yaxis2) })
    const { xaxis: x, yaxis: y, plot: pane } = plot._fullLayout._plots.xy2
    const { left, top } = plot.getBoundingClientRect()
    const [across, up] = plot.data.find(({ name }) => name === 'means').dimensions
    return [...pane.node().querySelector('.gmm-lines').children].map((outline, j) => {
        const box = outline.getBoundingClientRect()
        const [h, v] = [box.left + box.width / 2 - left, box.top + box.height / 2 - top]
        const [atX, atY] = [x._offset + x.d2p(across.values[j]), y._offset + y.d2p(up.values[j])]
        return Math.hypot(h - atX, v - atY)
    })
}"""


def test_the_matrix_is_drawn_once_with_lines_over_its_points_and_saved_as_it_is_seen(explore):
    """A second drawing, a program of WebGL for each pane and a trace a line took the longest."""
    app = explore("Triangle")
    with app.redrawing(app.picture):
        choose(app, "Picture", "Matrix")
    app.settle()
    assert app.picture.evaluate(MARGINS) == app.picture.evaluate(ASKED_FOR)
    assert app.picture.evaluate("plot => plot.data.filter(({ mode }) => mode).length") == 0
    assert app.picture.evaluate(LINES) == 6 * [3] + 4 * [1 + 3]  # curves on the diagonal, too
    for share in (1, 0.5):
        assert max(app.picture.evaluate(OFF, share)) < 1.5
    tool(app.picture, "Reset axes").click()
    points = app.picture.locator(".gl-container")
    assert points.evaluate("each => getComputedStyle(each).zIndex") == "-1"
    svg = ElementTree.fromstring(Path(saved(app, app.picture, "SVG").path()).read_text())
    # Points and lines over them are one picture there; lines beside it would lie below the points.
    outlines = [each for each in svg.iter() if "js-line" in each.get("class", "").split()]
    assert len(outlines) == 4 * (1 + 3)  # the curves on the diagonal
    assert any(each.tag.endswith("image") for each in svg.iter())
    with app.redrawing(app.picture):
        choose(app, "Picture", "Scatter")


OVER = Path(linked.__file__).parent / "over.js"
PANES = """async ([text, { data, layout }]) => {
    const module = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
    const { parted } = await import(module)
    const plot = document.createElement('div')
    await Plotly.newPlot(plot, parted(data)[0], { ...layout, width: 600, height: 600 })
    const panes = Object.keys(plot._fullLayout._plots)
    Plotly.purge(plot)
    return panes
}"""


@pytest.mark.parametrize(("d", "panes"), [(2, ["xy2"]), (3, ["xy2", "xy3", "x2y3"])])
def test_the_matrix_is_drawn_of_two_features_too(explore, d: int, panes: list[str]):
    app = explore("Triangle")
    X, mixture = np.eye(3)[:, :d], Mixture([1.0], np.zeros((1, d)), [np.eye(d)])
    figure = figure_json(pictures.matrix(X, mixture, names="abc"[:d], responsibilities=[[1.0]] * 3))
    assert {*panes} < {*app.page.evaluate(PANES, [OVER.read_text(encoding="utf-8"), figure])}


def test_both_views_are_saved_as_svg_and_png(explore):
    app = explore("Triangle")
    for view, name in ((app.picture, "picture"), (app.summary, "summary")):
        svg = saved(app, view, "SVG")
        assert svg.suggested_filename == f"GMM Lab {name}.svg"
        root = ElementTree.fromstring(Path(svg.path()).read_text())
        marks = [each for each in root.iter() if "point" in each.get("class", "").split()]
        assert len(marks) >= N_ROWS

        png = saved(app, view, "PNG")
        assert png.suggested_filename == f"GMM Lab {name}.png"
        content = Path(png.path()).read_bytes()
        assert content.startswith(b"\x89PNG")
        box = view.bounding_box()
        assert box is not None
        assert int.from_bytes(content[16:20]) == pytest.approx(2 * box["width"], abs=2)


def saved(app: Dashboard, view: Locator, kind: str) -> Download:
    button = tool(view, f"Download as {kind}")
    with app.page.expect_download() as download:
        button.click()
    return download.value
