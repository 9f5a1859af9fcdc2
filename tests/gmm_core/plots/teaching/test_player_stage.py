import numpy as np
import pytest

from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.marks.colours import colours, symbol_sizes, symbols
from gmm_core.plots.marks.names import text
from gmm_core.plots.marks.points import SVG_POINTS
from gmm_core.plots.marks.style import INKS
from gmm_core.plots.pictures import mixture_figure
from gmm_core.plots.teaching import stage

LABELS = ["petal length (cm)", "petal width (cm)"]


def staged(points, mixture, **settings):
    """The stage of all rows, or of some."""
    every = np.arange(len(points))
    names = [f"Row {row + 1}" for row in every]
    labels = LABELS[: points.shape[1]]
    return stage(points, mixture, **{"labels": labels, "rows": every, "hover": names, **settings})


def blobs(n, d=2):
    return np.random.default_rng(0).normal(size=(n, d))


def one(d=2):
    return Mixture([1.0], np.zeros((1, d)), [np.eye(d)])


def named(figure, name):
    (found,) = (trace for trace in figure.data if trace.name == name)
    return found


def drawing(figure, what):
    return [trace for trace in figure.data if trace.meta and trace.meta["draws"] == what]


@pytest.fixture
def petals(iris):
    return iris[:, 2:]


@pytest.fixture
def petal_mixture(species_mixture):
    return species_mixture.marginal([2, 3])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(petals, petal_mixture, theme, valid):
    valid(staged(petals, petal_mixture, theme=theme))
    valid(staged(petals[:, :1], petal_mixture.marginal([0]), theme=theme))
    valid(staged(blobs(SVG_POINTS + 1), one(), theme=theme))


def test_a_scatter_has_a_trace_for_all_that_may_come(petals, petal_mixture):
    figure = staged(petals, petal_mixture)
    assert [trace.meta["components"] for trace in drawing(figure, "ghosts")] == [[0], [1], [2]]
    assert all(trace.line.dash == "dash" for trace in drawing(figure, "ghosts"))
    outlines = drawing(figure, "outlines")
    every = [0, 1, 2]
    assert [trace.meta["components"] for trace in outlines] == [every, [0], [1], [2]] * 2
    assert [trace.meta["radii"] for trace in outlines] == [[2, 3]] * 4 + [[1]] * 4
    assert len(drawing(figure, "means")) == 2
    assert [trace.name for trace in figure.data if not trace.meta] == [
        *("rows", "placed", "symbols")
    ]


def test_a_histogram_has_a_trace_for_all_that_may_come(petals, petal_mixture):
    figure = staged(petals[:, :1], petal_mixture.marginal([0]))
    assert named(figure, "histogram")
    assert {trace.meta["draws"] for trace in figure.data if trace.meta} == {
        *("ghosts", "curves", "means")
    }
    components = [each for trace in drawing(figure, "ghosts") for each in trace.meta["components"]]
    assert components == [0, 1, 2]


def test_the_first_frame_is_that_of_the_mixture(petals, petal_mixture):
    figure = staged(petals, petal_mixture)
    first = mixture_figure(petals, petal_mixture, names=LABELS)
    np.testing.assert_array_equal(named(figure, "means").x, named(first, "means").x)
    np.testing.assert_array_equal(named(figure, "rows").x, petals[:, 0])
    np.testing.assert_array_equal(named(figure, "rows").customdata, np.arange(150))
    assert figure.layout.xaxis.title.text == text(LABELS[0])
    assert list(figure.layout.xaxis.range) == list(first.layout.xaxis.range)
    assert [note.text for note in figure.layout.annotations] == ["1", "2", "3"]


def test_rows_are_grey_before_the_first_e_step_and_leave_room_for_their_shares(petals):
    rows = named(staged(petals, one()), "rows")
    assert rows.marker.color == INKS["light"].neutral
    assert list(rows.hovertext) == [""] * 150
    assert rows.hovertemplate.endswith("<br>%{hovertext}<extra></extra>")
    assert rows.hovertemplate.count("%{hovertext}") == 1


def test_no_mean_is_placed_yet(petals, petal_mixture):
    for theme in ("light", "dark"):
        placed = named(staged(petals, petal_mixture, theme=theme), "placed")
        assert (list(placed.x), list(placed.y)) == ([], [])
        assert placed.marker.color == INKS[theme].text


@pytest.mark.parametrize(
    ("n", "kind"), [(SVG_POINTS, "scatter"), (SVG_POINTS + 1, "scattergl"), (5000, "scattergl")]
)
def test_many_points_are_webgl_and_all_over_them_is_svg(n, kind):
    figure = staged(blobs(n), one())
    assert named(figure, "rows").type == kind
    others = [trace.type for trace in figure.data if trace.name != "rows"]
    assert set(others) == {"scatter"}
    drawn = {trace.meta["draws"] for trace in figure.data if trace.meta}
    assert drawn == {"ghosts", "outlines", "means"}


def test_some_rows_are_drawn_and_a_histogram_counts_all():
    rows = np.array([1, 5, 8])
    X = blobs(400)
    shown = named(staged(X, one(), rows=rows), "rows")
    np.testing.assert_array_equal(shown.customdata, rows)
    np.testing.assert_array_equal(shown.y, X[rows, 1])
    assert list(shown.text) == ["Row 2", "Row 6", "Row 9"]
    assert len(shown.hovertext) == 3
    some = named(staged(X[:, :1], one(1), rows=rows), "histogram")
    every = named(staged(X[:, :1], one(1)), "histogram")
    np.testing.assert_array_equal(some.y, every.y)


def test_names_of_rows_and_axes_are_text(petals, petal_mixture):
    nasty = ["<img src=x onerror=alert(1)>", "%{y} <b>x</b>"]
    figure = staged(petals, petal_mixture, labels=nasty, hover=["<b>row</b>"] * 150)
    titles = [figure.layout[axis].title.text for axis in ("xaxis", "yaxis")]
    assert not set("".join([*titles, *named(figure, "rows").text])) & set("<>{}")


def test_colours_are_those_of_the_theme(petals, petal_mixture):
    for theme in ("light", "dark"):
        figure = staged(petals, petal_mixture, theme=theme)
        hues = [trace.line.color for trace in drawing(figure, "ghosts")]
        assert hues == colours(3, theme)


def test_the_height_is_that_asked_for(petals):
    assert staged(petals, one(), height=300).layout.height == 300


@pytest.mark.parametrize("d", [1, 2])
def test_symbols_of_components_and_noise_a_circle_and_a_ring_are_there_unseen(iris, d):
    points = iris[:, 2 : 2 + d]
    mixture = Mixture(np.full(3, 1 / 3), points[[0, 60, 120]], [np.eye(d)] * 3)
    figure = staged(points, mixture)
    samples, rows = named(figure, "symbols"), named(figure, "rows")
    assert samples.marker.opacity == 0
    assert samples.hoverinfo == "skip"
    assert list(samples.marker.symbol) == [*symbols(3), "x", "circle", "circle-open"]
    sizes = rows.marker.size * symbol_sizes(3)
    np.testing.assert_allclose(samples.marker.size[:3], sizes)
    assert samples.marker.size[4] == rows.marker.size
    low, high = figure.layout.xaxis.range
    assert all(low < x < high for x in samples.x)
    assert len(samples.x) == len(samples.y) == 6  # noise, the circle and the ring


@pytest.mark.parametrize(("n_rows", "grid"), [(1500, True), (1501, False)])
def test_a_grid_does_not_cross_points_that_lie_below_it(n_rows, grid):
    points = np.random.default_rng(0).normal(size=(n_rows, 2))
    assert staged(points, one()).layout.yaxis.showgrid is grid
