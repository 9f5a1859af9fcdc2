"""Names of clusters and features are whole in every view, however narrow: none is cut or hidden."""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser, Page

from dashboard.browser.packing import figure_json
from gmm_core import Mixture, responsibilities
from gmm_core.clusters import profiles
from gmm_core.departures import fit_checks
from gmm_core.plots import Look, pictures, summaries
from gmm_core.target.comparison import compared

CLUSTERS = ("low engagement, high exhaustion", "high satisfaction with the support", "average")
NINE = tuple(
    f"{level} hours of work, {word} with the pay"
    for level in ("long", "usual", "short")
    for word in ("content", "at odds", "unsure")
)
FEATURES = ("Satisfaction with the support of the supervisor (1 to 7)", "Hours of work (a week)")
LONGEST = tuple(f"{word} {FEATURES[0].lower()}" for word in ("high", "low", "no", *"abcdef"))
TEN = (*FEATURES, *(f"Usefulness of the {what}" for what in ("training", "meetings")))
TEN += (*("Autonomy", "Pay", "Years in the company", "Team", "Clarity", "Commute (min)"),)
CLASSES = ("Human resources and administration", "Research", "Sales and marketing abroad")
WIDE, NARROW = 460, 283  # pixels of a summary in a window of 1440, and of 1024
PHONE = 358  # and of a picture on a phone
LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
DASHBOARD = Path(__file__).parents[2] / "dashboard"
RESIZES = DASHBOARD / "browser" / "plotly.js"
STANDS = """() => {
    const node = document.getElementById('figure')
    const [legend, plane] = ['.legend', '.nsewdrag'].map(
        part => node.querySelector(part).getBoundingClientRect()
    )
    const { width } = node._fullLayout
    return width === node.clientWidth && Math.abs(legend.bottom - plane.top) < 2
}"""
DRAW = """async ([{ data, layout: { height, ...layout } }, width]) => {
    const node = document.getElementById('figure')
    Plotly.purge(node)
    node.style.cssText = `width: ${width}px; height: ${height}px`
    await Plotly.newPlot(node, data, { ...layout, autosize: true }, { displayModeBar: false })
    const { left, right, top, bottom } = node.getBoundingClientRect()
    const names = '.xtick text, .ytick text, .annotation text, .legendtext, .textpoint text'
    const found = [...node.querySelectorAll(`${names}, .bartext, .g-xtitle text, .g-ytitle text`)]
    const seen = text => text.textContent && text.getBoundingClientRect().width
    return found.filter(seen).map(text => {
        const box = text.getBoundingClientRect()
        const across = Math.max(left - box.left, box.right - right)
        const beyond = Math.max(across, top - box.top, box.bottom - bottom)
        const said = [...text.querySelectorAll('tspan.line')].map(line => line.textContent)
        const place = [box.left, box.right, box.top, box.bottom]
        return [said.join(' ') || text.textContent, beyond, place]
    })
}"""


class Drawn:
    """What is said in a figure of some width, each with how far it reaches out, and its box."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.known: dict[tuple[str, int], list] = {}

    def of(self, name: str, width: int) -> list:
        """Draw a view where no test has drawn it before."""
        if (name, width) not in self.known:
            self.known[name, width] = self.page.evaluate(DRAW, [figure_json(VIEWS[name]()), width])
        return self.known[name, width]


@pytest.fixture(scope="module")
def drawn(page: Page) -> Drawn:
    return Drawn(page)


@pytest.fixture(scope="module")
def page(browser: Browser):
    page = browser.new_page()
    page.set_content("<div id=figure></div>")
    page.add_script_tag(content=LIBRARY.read_text(encoding="utf-8"))
    yield page
    page.close()


def views() -> dict:
    """How each view is drawn, which takes long: for the tests that look at it."""
    rng = np.random.default_rng(3)
    clusters = np.repeat(range(3), [70, 50, 30])
    X = rng.normal(np.array([[0.0, 4.0], [4.0, 4.0], [2.0, 0.0]])[clusters], 0.9)
    means = np.array([X[clusters == j].mean(axis=0) for j in range(3)])
    mixture = Mixture([7 / 15, 5 / 15, 3 / 15], means, np.full((3, 2, 2), np.eye(2)))
    resp, look = responsibilities(X, mixture), Look(names=CLUSTERS)
    found = profiles(X, mixture, resp)
    target = pd.Series(np.array(CLASSES)[(clusters + rng.integers(2, size=150)) % 3])
    ask = {"names": FEATURES, "responsibilities": resp, "look": look}
    return {
        "Target": lambda: summaries.contingency(compared(target, resp).table, look=look),
        "Target of two": lambda: summaries.contingency(
            compared(target, np.eye(2)[clusters % 2]).table, look=Look(names=CLUSTERS[:2])
        ),
        "Shares": lambda: summaries.responsibilities(resp, look=look),
        "Sizes": lambda: summaries.sizes(found.soft_sizes, found.hard_sizes, look=look),
        "Q-Q": lambda: summaries.quantiles(fit_checks(X, mixture, resp), n_features=2, look=look),
        "Profiles": lambda: summaries.profile_lines(found, names=FEATURES, look=look),
        "Profiles as a map": lambda: summaries.profile_map(found, names=FEATURES, look=look),
        "Scatter": lambda: pictures.mixture_figure(X, mixture, **ask),
        "Parallel": lambda: pictures.parallel(X, mixture, resp, names=FEATURES, look=look),
        "Triangle of the longest": lambda: summaries.ternary(resp, look=Look(names=LONGEST[:3])),
        "Sizes of the longest": lambda: summaries.sizes(
            [1234.5, 1170.1, 3.2], [1234, 1171, 3], look=Look(names=LONGEST[:3])
        ),
        "Profiles of the longest": lambda: summaries.profile_lines(
            found, names=FEATURES, look=Look(names=LONGEST[:3])
        ),
    }


def of_nine() -> dict:
    """Views of nine clusters, whose names are too long to stand beside their means."""
    rng = np.random.default_rng(4)
    means = 6.0 * np.array([(x, y, x * y) for x in range(3) for y in range(3)], dtype=float)
    X = np.repeat(means, 12, axis=0) + rng.normal(size=(108, 3))
    mixture = Mixture(np.full(9, 1 / 9), means, np.full((9, 3, 3), np.eye(3)))
    resp, look = responsibilities(X, mixture), Look(names=NINE)
    plane, of_plane = X[:, :2], mixture.marginal([0, 1])
    return {
        "Scatter of nine": lambda: pictures.mixture_figure(
            plane, of_plane, names=FEATURES, responsibilities=resp, look=look
        ),
        "Density of nine": lambda: pictures.density(
            plane, of_plane, labels=FEATURES, responsibilities=resp, look=look
        ),
        "Matrix of nine": lambda: pictures.matrix(
            X, mixture, names=["Support", "Hours", "Pay"], responsibilities=resp, look=look
        ),
        "Q-Q of nine": lambda: summaries.quantiles(
            fit_checks(X, mixture, resp), n_features=3, look=look
        ),
        "Target of the longest": lambda: summaries.contingency(
            pd.DataFrame(np.eye(3, 9, dtype=int), index=CLASSES), look=Look(names=LONGEST)
        ),
        "Shares of the longest": lambda: summaries.responsibilities(resp, look=Look(names=LONGEST)),
        "Map of the longest": lambda: summaries.profile_map(
            profiles(X, mixture, resp), names=[*FEATURES, "Pay"], look=Look(names=LONGEST)
        ),
        "3-D of nine": lambda: pictures.space(
            X, mixture, names=[*FEATURES, "Pay"], responsibilities=resp, look=look
        ),
    }


def of_ten_features() -> go.Figure:
    """The key of nine clusters reaches down beside the names of three features."""
    means = 6.0 * np.repeat(np.arange(9.0)[:, None], 10, axis=1)
    X = np.repeat(means, 12, axis=0) + np.random.default_rng(5).normal(size=(108, 10))
    mixture = Mixture(np.full(9, 1 / 9), means, np.full((9, 10, 10), np.eye(10)))
    resp = responsibilities(X, mixture)
    return pictures.matrix(X, mixture, names=TEN, responsibilities=resp, look=Look(names=NINE))


VIEWS = views() | of_nine() | {"Matrix of ten features": of_ten_features}
WHOLE = {
    "Target": (*CLUSTERS, *CLASSES),
    "Target of two": (*CLUSTERS[:2], *CLASSES),
    "Scatter": (*CLUSTERS, *FEATURES),
    "Scatter of nine": (*NINE, *FEATURES),
    "Density of nine": (*NINE, *FEATURES),
    "Matrix of nine": NINE,
    "Q-Q of nine": NINE,
    "3-D of nine": NINE,
    "Parallel": FEATURES,
    **{f"{kind} of the longest": LONGEST for kind in ("Target", "Shares", "Map")},
    **{f"{kind} of the longest": LONGEST[:3] for kind in ("Triangle", "Sizes", "Profiles")},
    "Profiles": (*CLUSTERS, *FEATURES),
    "Profiles as a map": (*CLUSTERS, *FEATURES),
}


@pytest.mark.parametrize("name", [name for name in VIEWS if "ten" not in name])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_names_are_whole_and_lie_within_the_figure(drawn: Drawn, name: str, width: int):
    found = drawn.of(name, width)
    said = [text for text, _, _ in found]
    for whole in WHOLE.get(name, CLUSTERS):
        assert any(whole in text for text in said), (whole, said)
    assert not any("…" in text for text in said)
    assert [text for text, beyond, _ in found if beyond > 2] == []


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_names_of_features_are_whole_beside_the_key_of_a_matrix(drawn: Drawn, width: int):
    found = drawn.of("Matrix of ten features", width)
    boxes = {text: box for text, _, box in found if any(each in text for each in (*TEN, *NINE))}
    (key,) = (text for text in boxes if NINE[0] in text)
    assert all(name in key for name in NINE)
    left, _, top, bottom = boxes.pop(key)
    assert sorted(boxes) == sorted(TEN)
    assert [text for text, beyond, _ in found if beyond > 2] == []
    for name, (_, end, high, low) in boxes.items():
        assert end <= left + 2 or low <= top + 2 or bottom <= high + 2, name


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", ["Target", "Shares", "Sizes", "Q-Q", "Profiles as a map"])
def test_no_two_names_lie_over_one_another(drawn: Drawn, name: str, width: int):
    found = drawn.of(name, width)
    boxes = [(text, box) for text, _, box in found if any(each in text for each in CLUSTERS)]
    assert len(boxes) == len(CLUSTERS)
    for place, (one, (left, right, top, bottom)) in enumerate(boxes):
        for other, (begin, end, high, low) in boxes[place + 1 :]:
            apart = end <= left + 2 or right <= begin + 2 or low <= top + 2 or bottom <= high + 2
            assert apart, (one, other)


def test_a_legend_stands_above_the_picture_after_every_change_of_width(drawn: Drawn):
    page = drawn.page
    source = RESIZES.read_text(encoding="utf-8")
    page.add_script_tag(type="module", content=f"{source}\nwindow.keptAsLarge = keptAsLarge")
    page.wait_for_function("() => window.keptAsLarge")
    page.evaluate(DRAW, [figure_json(VIEWS["Profiles of the longest"]()), PHONE])
    page.evaluate("() => { window.letGo = keptAsLarge(document.getElementById('figure'), Plotly) }")
    for width in (WIDE + 130, NARROW, WIDE + 130):
        page.evaluate(
            "width => { document.getElementById('figure').style.width = `${width}px` }", width
        )
        page.wait_for_function(STANDS)
    page.evaluate("() => letGo()")


def test_the_choice_of_a_mean_is_as_wide_as_its_place(browser: Browser):
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    html, css = (DASHBOARD / "player" / f"player.{kind}" for kind in ("html", "css"))
    page.set_content(f"<style>{css.read_text('utf-8')}</style>{html.read_text('utf-8')}")
    choice = page.locator(".gmm-mean")
    choice.evaluate("(all, name) => all.add(new Option(name))", f"1 {LONGEST[0]}, low pay")
    end, edge = choice.evaluate(
        "it => [it, it.closest('.gmm-beside')].map(part => part.getBoundingClientRect().right)"
    )
    assert end <= edge
    page.close()
